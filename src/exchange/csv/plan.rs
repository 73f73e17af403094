//! How a file is to be read: everything that has to be known of it before its first row becomes a ticket.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::columns::{Columns, Gives};
use super::dates::{Order, Written};
use super::format::Format;
use super::map::Map;
use super::names::{self, Field, key};
use super::survey::Survey;
use super::words::{self, Answer};
use super::{Error, listed, row};
use crate::domain::text::{clean_line, fold};
use crate::domain::ticket::{Priority, Status};
use crate::domain::time::Zone;

/// What the person who imports a file says of it.
#[derive(Debug, Clone)]
pub struct Options {
    /// The name of the desk that the tickets come from; without it, told from the headers, else from `stem`.
    pub source: Option<String>,
    /// The file's name without its ending.
    pub stem: String,
    pub map: Map,
    /// How times are written; stronger than what the map says of it.
    pub dates: Option<Written>,
    /// The zone of times that name none.
    pub zone: Zone,
}

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    pub source: String,
    pub format: Format,
    pub columns: Columns,
    /// How times are written: what was said, else what the columns decide; `None` where no time needs it.
    pub written: Option<Written>,
    pub(super) order: Order,
    pub zone: Zone,
    /// Whether any time in use names no zone, so that `zone` matters.
    pub zone_used: bool,
    /// By [`key`], the statuses and priorities that the file's words stand for.
    pub(super) statuses: BTreeMap<String, Status>,
    pub(super) priorities: BTreeMap<String, Priority>,
    /// The ratings say of tickets without one whether a survey was offered.
    pub(super) tells_surveys: bool,
    /// Rows after the header.
    pub rows: u64,
    /// What the file cannot tell, in sentences.
    pub cannot_tell: Vec<String>,
}

/// Files that people take for tables, by how they begin.
const NO_TABLES: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a workbook (Excel or the like)"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
    (b"SQLite format 3\0", "an SQLite file"),
    (b"{", "JSON"),
    (b"[", "JSON"),
];

/// # Errors
/// [`Error::NotTickets`] for a file that is plainly something else than a table of text.
fn no_table(file: &mut (impl Read + Seek)) -> Result<(), Error> {
    let mut head = Vec::new();
    file.by_ref().take(16).read_to_end(&mut head)?;
    file.rewind()?;
    match NO_TABLES.iter().find(|(begins, _)| head.starts_with(begins)) {
        Some((_, what)) => Err(Error::NotTickets(format!("It is {what}, not a table of text. Export it as CSV."))),
        None => Ok(()),
    }
}

impl Plan {
    /// Reads the file once, to its end, and settles how it is to be read.
    ///
    /// # Errors
    /// [`Error::Ask`] where somebody has to say what the file leaves open; [`Error::NotTickets`]; [`Error::Io`].
    pub fn make(file: &mut (impl Read + Seek), options: &Options) -> Result<Plan, Error> {
        let said = options.dates.clone().or_else(|| options.map.dates.clone());
        no_table(file)?;
        let format = Format::detect(file)?;
        let survey = Survey::take(&mut *file, &format, &options.map, said.as_ref())?;
        if survey.headers.is_empty() {
            return Err(Error::NotTickets("The file is empty: it has not even a header.".into()));
        }
        if let Some(fault) = survey.fault {
            return Err(Error::NotTickets(format!("Its header cannot be read: {}.", row::explain(fault))));
        }
        let columns = Columns::choose(&survey, &options.map)?;
        let order = columns.dates(&survey, said.as_ref())?;
        let statuses = statuses(&columns, &survey, &options.map)?;
        let (priorities, strange) = priorities(&columns, &survey, &options.map);
        let mut cannot_tell = cannot_tell(&columns, &survey);
        cannot_tell.extend(strange);
        let zone_used = moments(&columns, &survey).any(|(_, times)| times.zoneless);
        let offers = |word: &String| matches!(words::rating(word), Answer::Offered | Answer::NotOffered);
        Ok(Plan {
            source: source(options, &survey),
            format,
            zone: options.zone,
            zone_used,
            written: said.or(order.map(Written::In)),
            // Where no time needs an order, either will do.
            order: order.unwrap_or(Order::DayFirst),
            statuses,
            priorities,
            tells_surveys: words_of(&columns, &survey, Field::Rating).any(|(word, _)| offers(word)),
            rows: survey.rows,
            cannot_tell,
            columns,
        })
    }

    /// The end of a sentence on a time that cannot be read.
    pub(super) fn as_written(&self) -> String {
        self.written.as_ref().map(|written| format!(" written as {written}")).unwrap_or_default()
    }
}

fn source(options: &Options, survey: &Survey) -> String {
    let said = options.source.as_deref().map(clean_line).filter(|name| !name.is_empty());
    match (said, names::desk(&survey.keys)) {
        (Some(name), _) => name.into_owned(),
        (None, Some(desk)) => desk.to_owned(),
        (None, None) => fold(clean_line(&options.stem).trim()),
    }
}

/// The columns in use that hold moments.
fn moments<'a>(columns: &Columns, survey: &'a Survey) -> impl Iterator<Item = (Field, &'a super::survey::Times)> {
    let fields = [Field::Created, Field::FirstResponse, Field::Solved, Field::Closed, Field::Updated];
    let used = fields.into_iter().filter(|field| columns.gives(*field) == Gives::Moment);
    used.map(|field| (field, &survey.columns[columns.of(field)[0]].times))
}

/// The words of the column that gives `field`, and beside each its status category.
fn words_of<'a>(
    columns: &Columns,
    survey: &'a Survey,
    field: Field,
) -> impl Iterator<Item = (&'a String, &'a String)> + use<'a> {
    let column = columns.of(field).first().map(|index| &survey.columns[*index]);
    column.into_iter().flat_map(|column| &column.words)
}

/// What every status word of the file stands for.
fn statuses(columns: &Columns, survey: &Survey, map: &Map) -> Result<BTreeMap<String, Status>, Error> {
    let known = |word: &str| map.status_of(word).or_else(|| words::status(word));
    let mut meanings = BTreeMap::new();
    let mut strange = Vec::new();
    for (word, category) in words_of(columns, survey, Field::Status) {
        match known(word).or_else(|| known(category)) {
            Some(status) => {
                meanings.insert(key(word), status);
            }
            None => strange.push(word),
        }
    }
    if strange.is_empty() {
        return Ok(meanings);
    }
    let lines: String =
        strange.iter().take(20).map(|word| format!("\"{}\" = \"open\"\n", word.replace(['"', '\\'], ""))).collect();
    Err(Error::Ask(format!(
        "What do these words in ‘{}’ mean: {}? Nothing was written. Say it in a file, with new, open, pending (waits for \
         the customer), on_hold (waits for a third party), solved or closed, and name the file with --map:\n\n[status]\n{lines}",
        columns.header(Field::Status),
        listed(strange.iter(), 20)
    )))
}

/// What every priority word of the file stands for, and a sentence on those that are not known.
fn priorities(columns: &Columns, survey: &Survey, map: &Map) -> (BTreeMap<String, Priority>, Option<String>) {
    let mut meanings = BTreeMap::new();
    let mut strange = Vec::new();
    for (word, _) in words_of(columns, survey, Field::Priority) {
        match map.priority_of(word).or_else(|| words::priority(word)) {
            Some(priority) => {
                meanings.insert(key(word), priority);
            }
            None => strange.push(word),
        }
    }
    let header = columns.header(Field::Priority);
    let sentence = (!strange.is_empty()).then(|| {
        format!(
            "Not known in ‘{header}’: {}. Those tickets are of normal priority, and keep the word; [priority] in a map \
             says what it means.",
            listed(strange.iter(), 20)
        )
    });
    (meanings, sentence)
}

fn cannot_tell(columns: &Columns, survey: &Survey) -> Vec<String> {
    let told = |field: Field| columns.tells(field);
    let mut say = Vec::new();
    let mut unless = |tells: bool, sentence: &str| {
        if !tells {
            say.push(sentence.to_owned());
        }
    };
    if survey.rows == 0 {
        return vec!["There is a header and no row below it.".into()];
    }
    unless(
        told(Field::Created),
        "No creation times: these tickets have no first response, no place in the backlog and no age.",
    );
    unless(
        told(Field::FirstResponse) || !told(Field::Created),
        "No time of the first reply: these tickets have no first response time.",
    );
    unless(
        told(Field::Solved) || told(Field::Closed),
        "No time of solving or closing: these tickets are in no resolution time and no first-contact resolution.",
    );
    unless(told(Field::Replies), "No count of public replies: these tickets are in no first-contact resolution.");
    unless(told(Field::Assignee), "No agents: these tickets are in nobody’s own figures.");
    unless(told(Field::Rating), "No ratings: these tickets are not in customer satisfaction.");
    unless(
        told(Field::Status),
        "No status: a ticket with a closing time counts as closed, with a solving time as solved, any other as open.",
    );
    let days_only = moments(columns, survey).filter(|(_, times)| times.stamps > 0 && times.days == times.stamps);
    for (field, _) in days_only {
        say.push(format!(
            "‘{}’ names days without a time of day; midnight is taken, so durations are rough.",
            columns.header(field)
        ));
    }
    say.extend(columns.passed_over.iter().cloned());
    say
}
