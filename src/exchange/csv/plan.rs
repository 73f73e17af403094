//! Import plan: everything to decide before the first row becomes a ticket.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::column_scan::FileScan;
use super::columns::{ColumnMapping, ColumnValueKind};
use super::dates::{DateFormat, DateOrder};
use super::error::{ImportError, quote_list};
use super::format::CsvFormat;
use super::headers::{self, ImportField, match_key};
use super::map::ImportMap;
use super::records;
use super::vocabulary::{self, RatingCell};
use crate::model::text::{clean_line, fold};
use crate::model::ticket::{Priority, Status};
use crate::model::time::Zone;

/// Import options given by the user.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Source system; if unset, detected from the headers, else `stem`.
    pub source: Option<String>,
    /// File name without extension.
    pub stem: String,
    pub map: ImportMap,
    /// Date format; overrides the map's.
    pub date_format: Option<DateFormat>,
    /// Zone of times without one.
    pub zone: Zone,
}

/// How a file is imported.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    pub source: String,
    pub format: CsvFormat,
    pub columns: ColumnMapping,
    /// Date format: as specified, else as detected; `None` if no time needs it.
    pub date_format: Option<DateFormat>,
    pub(super) date_order: DateOrder,
    pub zone: Zone,
    /// Whether any used time lacks a zone, so that `zone` matters.
    pub zone_used: bool,
    /// Status and priority per word of the file, by [`match_key`].
    pub(super) statuses: BTreeMap<String, Status>,
    pub(super) priorities: BTreeMap<String, Priority>,
    /// Whether the rating column also says that a survey was offered but not answered.
    pub(super) has_survey_offers: bool,
    /// Rows after the header.
    pub rows: u64,
    /// Sentences on what the data does not support.
    pub limitations: Vec<String>,
}

/// Other file types that users try to import, by magic bytes.
const OTHER_FILE_TYPES: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a workbook (Excel or the like)"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
    (b"SQLite format 3\0", "an SQLite file"),
    (b"{", "JSON"),
    (b"[", "JSON"),
];

/// # Errors
/// [`ImportError::NotTickets`] for a file that is not a text table.
fn reject_other_file_types(file: &mut (impl Read + Seek)) -> Result<(), ImportError> {
    let mut head = Vec::new();
    file.by_ref().take(16).read_to_end(&mut head)?;
    file.rewind()?;
    match OTHER_FILE_TYPES.iter().find(|(begins, _)| head.starts_with(begins)) {
        Some((_, what)) => {
            Err(ImportError::NotTickets(format!("It is {what}, not a table of text. Export it as CSV.")))
        }
        None => Ok(()),
    }
}

impl ImportPlan {
    /// Scans the file once, to its end, and decides how to import it.
    ///
    /// # Errors
    /// [`ImportError::NeedsInput`] if the user has to decide; [`ImportError::NotTickets`]; [`ImportError::Io`].
    pub fn build(file: &mut (impl Read + Seek), options: &ImportOptions) -> Result<ImportPlan, ImportError> {
        let specified = options.date_format.clone().or_else(|| options.map.dates.clone());
        reject_other_file_types(file)?;
        let format = CsvFormat::detect(file)?;
        let survey = FileScan::scan(&mut *file, &format, &options.map, specified.as_ref())?;
        if survey.headers.is_empty() {
            return Err(ImportError::NotTickets("The file is empty: it has not even a header.".into()));
        }
        if let Some(fault) = survey.fault {
            return Err(ImportError::NotTickets(format!(
                "Its header cannot be read: {}.",
                records::describe_fault(fault)
            )));
        }
        let columns = ColumnMapping::choose(&survey, &options.map)?;
        let order = columns.date_order(&survey, specified.as_ref())?;
        let statuses = map_statuses(&columns, &survey, &options.map)?;
        let (priorities, strange) = map_priorities(&columns, &survey, &options.map);
        let mut cannot_tell = describe_limitations(&columns, &survey);
        cannot_tell.extend(strange);
        let zone_used = time_columns(&columns, &survey).any(|(_, times)| times.zoneless);
        let offers =
            |word: &String| matches!(vocabulary::parse_rating(word), RatingCell::Offered | RatingCell::NotOffered);
        Ok(ImportPlan {
            source: source_name(options, &survey),
            format,
            zone: options.zone,
            zone_used,
            date_format: specified.or(order.map(DateFormat::Order)),
            // If no time needs an order, either will do.
            date_order: order.unwrap_or(DateOrder::DayFirst),
            statuses,
            priorities,
            has_survey_offers: column_words(&columns, &survey, ImportField::Rating).any(|(word, _)| offers(word)),
            rows: survey.rows,
            limitations: cannot_tell,
            columns,
        })
    }

    /// Suffix for a message about an unreadable time.
    pub(super) fn date_format_suffix(&self) -> String {
        self.date_format.as_ref().map(|written| format!(" written as {written}")).unwrap_or_default()
    }
}

fn source_name(options: &ImportOptions, survey: &FileScan) -> String {
    let specified = options.source.as_deref().map(clean_line).filter(|name| !name.is_empty());
    match (specified, headers::detect_source(&survey.keys)) {
        (Some(name), _) => name.into_owned(),
        (None, Some(desk)) => desk.to_owned(),
        (None, None) => fold(clean_line(&options.stem).trim()),
    }
}

/// Used columns that hold timestamps.
fn time_columns<'a>(
    columns: &ColumnMapping,
    survey: &'a FileScan,
) -> impl Iterator<Item = (ImportField, &'a super::column_scan::TimeColumnStats)> {
    let fields = [
        ImportField::Created,
        ImportField::FirstResponse,
        ImportField::Solved,
        ImportField::Closed,
        ImportField::Updated,
    ];
    let used = fields.into_iter().filter(|field| columns.value_kind(*field) == ColumnValueKind::Timestamp);
    used.map(|field| (field, &survey.columns[columns.columns_of(field)[0]].times))
}

/// Words of the column of `field`, each with its status category.
fn column_words<'a>(
    columns: &ColumnMapping,
    survey: &'a FileScan,
    field: ImportField,
) -> impl Iterator<Item = (&'a String, &'a String)> + use<'a> {
    let column = columns.columns_of(field).first().map(|index| &survey.columns[*index]);
    column.into_iter().flat_map(|column| &column.words)
}

/// Maps each status word of the file.
fn map_statuses(
    columns: &ColumnMapping,
    survey: &FileScan,
    map: &ImportMap,
) -> Result<BTreeMap<String, Status>, ImportError> {
    let known = |word: &str| map.status_of(word).or_else(|| vocabulary::parse_status(word));
    let mut meanings = BTreeMap::new();
    let mut strange = Vec::new();
    for (word, category) in column_words(columns, survey, ImportField::Status) {
        match known(word).or_else(|| known(category)) {
            Some(status) => {
                meanings.insert(match_key(word), status);
            }
            None => strange.push(word),
        }
    }
    if strange.is_empty() {
        return Ok(meanings);
    }
    let lines: String =
        strange.iter().take(20).map(|word| format!("\"{}\" = \"open\"\n", word.replace(['"', '\\'], ""))).collect();
    Err(ImportError::NeedsInput(format!(
        "What do these words in ‘{}’ mean: {}? Nothing was written. Say it in a file, with new, open, pending (waits for \
         the customer), on_hold (waits for a third party), solved or closed, and name the file with --map:\n\n[status]\n{lines}",
        columns.header(ImportField::Status),
        quote_list(strange.iter(), 20)
    )))
}

/// Maps each priority word of the file; also a sentence on unknown ones.
fn map_priorities(
    columns: &ColumnMapping,
    survey: &FileScan,
    map: &ImportMap,
) -> (BTreeMap<String, Priority>, Option<String>) {
    let mut meanings = BTreeMap::new();
    let mut strange = Vec::new();
    for (word, _) in column_words(columns, survey, ImportField::Priority) {
        match map.priority_of(word).or_else(|| vocabulary::parse_priority(word)) {
            Some(priority) => {
                meanings.insert(match_key(word), priority);
            }
            None => strange.push(word),
        }
    }
    let header = columns.header(ImportField::Priority);
    let sentence = (!strange.is_empty()).then(|| {
        format!(
            "Not known in ‘{header}’: {}. Those tickets are of normal priority, and keep the word; [priority] in a map \
             says what it means.",
            quote_list(strange.iter(), 20)
        )
    });
    (meanings, sentence)
}

fn describe_limitations(columns: &ColumnMapping, survey: &FileScan) -> Vec<String> {
    let has = |field: ImportField| columns.has_data(field);
    let mut sentences = Vec::new();
    let mut unless = |tells: bool, sentence: &str| {
        if !tells {
            sentences.push(sentence.to_owned());
        }
    };
    if survey.rows == 0 {
        return vec!["There is a header and no row below it.".into()];
    }
    unless(
        has(ImportField::Created),
        "No creation times: these tickets have no first response, no place in the backlog and no age.",
    );
    unless(
        has(ImportField::FirstResponse) || !has(ImportField::Created),
        "No time of the first reply: these tickets have no first response time.",
    );
    unless(
        has(ImportField::Solved) || has(ImportField::Closed),
        "No time of solving or closing: these tickets are in no resolution time and no first-contact resolution.",
    );
    unless(has(ImportField::Replies), "No count of public replies: these tickets are in no first-contact resolution.");
    unless(has(ImportField::Assignee), "No agents: these tickets are in nobody’s own figures.");
    unless(has(ImportField::Rating), "No ratings: these tickets are not in customer satisfaction.");
    unless(
        has(ImportField::Status),
        "No status: a ticket with a closing time counts as closed, with a solving time as solved, any other as open.",
    );
    let days_only =
        time_columns(columns, survey).filter(|(_, times)| times.timestamps > 0 && times.date_only == times.timestamps);
    for (field, _) in days_only {
        sentences.push(format!(
            "‘{}’ names days without a time of day; midnight is taken, so durations are rough.",
            columns.header(field)
        ));
    }
    sentences.extend(columns.rejected.iter().cloned());
    sentences
}
