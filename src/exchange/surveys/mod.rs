//! Answers to surveys from a table, whoever exported it: satisfaction, recommendation, effort.
//!
//! What the columns mean is told by their headers, in many words for the same thing, or by whoever imports the file.
//! What an answer means for the tickets and customers that are there is decided in [`crate::domain::survey::plan`].

use std::collections::{HashMap, HashSet};

use super::csv::Error;
use super::csv::dates::Written;
use super::csv::table::{Dates, Row, Table};
use super::csv::words::{Answer, rating};
use crate::domain::customer::Customer;
use crate::domain::survey::plan::Answered;
use crate::domain::survey::{Blame, Scale, SurveyKind};
use crate::domain::time::Zone;

/// What a column can tell of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Id,
    Score,
    Answered,
    Asked,
    Customer,
    Email,
    Ticket,
    Agent,
    About,
    Comment,
    Cause,
}

/// What the columns are called, the best name first; the first of each is the one that is written on the command line.
const HEADERS: [(Column, &[&str]); 11] = [
    (Column::Id, &["id", "response id", "answer id", "survey response id", "feedback id", "mã phản hồi"]),
    (
        Column::Score,
        &[
            "score",
            "nps",
            "nps score",
            "csat",
            "csat score",
            "ces",
            "ces score",
            "rating",
            "satisfaction score",
            "satisfaction rating",
            "satisfaction",
            "how likely to recommend",
            "likelihood to recommend",
            "effort score",
            "effort",
            "answer",
            "điểm",
        ],
    ),
    (
        Column::Answered,
        &[
            "answered",
            "answered at",
            "submitted at",
            "responded at",
            "response date",
            "completed at",
            "survey response at",
            "date",
            "created at",
            "created",
            "timestamp",
            "time",
            "ngày",
        ],
    ),
    (Column::Asked, &["asked", "asked at", "sent", "sent at", "survey sent at", "offered at", "invited at"]),
    (Column::Customer, &["customer", "customer name", "requester", "name", "contact", "respondent", "khách hàng"]),
    (Column::Email, &["email", "customer email", "requester email", "contact email"]),
    (
        Column::Ticket,
        &["ticket", "ticket id", "ticket number", "case number", "case id", "conversation id", "issue key", "phiếu"],
    ),
    (Column::Agent, &["agent", "agent name", "assignee", "owner", "handled by", "nhân viên"]),
    (Column::About, &["about", "work type", "category", "product", "topic", "survey", "survey name", "reason"]),
    (Column::Comment, &["comment", "comments", "feedback", "verbatim", "remark", "nhận xét", "ý kiến"]),
    (Column::Cause, &["cause", "cause of dissatisfaction", "nguyên nhân"]),
];

impl Column {
    /// The name that a person gives it, and the JSON has.
    pub fn name(self) -> &'static str {
        HEADERS.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }

    /// The column of that name.
    pub fn named(name: &str) -> Option<Column> {
        HEADERS.iter().map(|(column, _)| *column).find(|column| column.name() == name)
    }

    /// Every name, as a sentence lists them.
    pub fn all() -> String {
        HEADERS.map(|(_, names)| names[0]).join(", ")
    }
}

/// What somebody has said of the file.
#[derive(Debug, Clone)]
pub struct Options {
    /// `None`: told from the header of the score.
    pub kind: Option<SurveyKind>,
    /// `None`: the usual one of the kind.
    pub scale: Option<Scale>,
    /// Columns by header, where they were named.
    pub columns: Vec<(Column, String)>,
    pub written: Option<Written>,
    /// Of times that name no zone.
    pub zone: Zone,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub kind: SurveyKind,
    pub scale: Scale,
    pub answers: Vec<Answered>,
    pub refused: Vec<(u64, String)>,
    /// Rows that say again, word for word, what another row says.
    pub repeated: usize,
    /// Answers whose number in the file another one has, too: they are told apart by a second one.
    pub renumbered: usize,
    /// Each column that was understood, and as what.
    pub columns: Vec<(String, &'static str)>,
}

/// Reads the answers of a file.
///
/// # Errors
/// [`Error::Ask`] where no column holds scores or moments, what was asked is not said, or the dates can be read in two
/// ways.
pub fn read(table: &Table, options: &Options) -> Result<Read, Error> {
    let mut places = [None; HEADERS.len()];
    for (column, names) in HEADERS {
        let said = options.columns.iter().find(|(one, _)| *one == column);
        places[column as usize] = match said {
            Some((_, header)) => Some(table.named(header).ok_or_else(|| {
                Error::Ask(format!("The file has no column ‘{header}’. Its columns are {}.", table.told()))
            })?),
            None => table.find(names),
        };
    }
    let place = |column: Column| places[column as usize];
    let score = place(Column::Score).ok_or_else(|| missing("score", "a score", table))?;
    if place(Column::Answered).or(place(Column::Asked)).is_none() {
        return Err(missing("answered", "the day of an answer", table));
    }
    let kind = options.kind.or_else(|| kind_of(&table.headers[score])).ok_or_else(|| {
        Error::Ask(format!(
            "‘{}’ does not say what the customers were asked. Say --kind csat, nps or ces.",
            table.headers[score]
        ))
    })?;
    let moments: Vec<usize> = [Column::Answered, Column::Asked].into_iter().filter_map(place).collect();
    let dates = table.dates(&moments, options.written.as_ref())?;
    let scale = options.scale.unwrap_or(kind.scale());
    if !kind.fits(scale) {
        return Err(Error::Ask(format!(
            "A recommendation is told on the scale 0-10 or 1-10, not on {scale}. Say --scale 0-10, or --kind csat or ces."
        )));
    }
    let reader = Reader { places, kind, scale, dates, zone: options.zone };
    let recognised = HEADERS.iter().filter_map(|(column, names)| {
        let at = place(*column)?;
        Some((at, (table.headers[at].clone(), names[0])))
    });
    let mut recognised: Vec<_> = recognised.collect();
    recognised.sort_by_key(|(at, _)| *at);
    let mut read = Read {
        kind,
        scale,
        answers: Vec::new(),
        refused: table.refused.iter().map(|row| (row.line, row.reason.clone())).collect(),
        repeated: 0,
        renumbered: 0,
        columns: recognised.into_iter().map(|(_, pair)| pair).collect(),
    };
    reader.read(table, &mut read);
    Ok(read)
}

fn missing(name: &str, what: &str, table: &Table) -> Error {
    Error::Ask(format!(
        "No column is known to hold {what}. The columns are {}. Say which: --column {name}=\"…\".",
        table.told()
    ))
}

fn kind_of(header: &str) -> Option<SurveyKind> {
    let key = super::csv::names::key(header);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    // Whole, since "services" and "access" are no effort.
    let folded = crate::domain::text::fold(header);
    let effort = folded.split(|c: char| !c.is_alphanumeric()).any(|word| word == "ces");
    match () {
        () if has(&["nps", "recommend"]) => Some(SurveyKind::Nps),
        () if has(&["csat", "satisfaction"]) => Some(SurveyKind::Csat),
        () if effort || has(&["effort"]) => Some(SurveyKind::Ces),
        () => None,
    }
}

struct Reader {
    places: [Option<usize>; HEADERS.len()],
    kind: SurveyKind,
    scale: Scale,
    dates: Dates,
    zone: Zone,
}

impl Reader {
    fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a str> {
        row.cell(self.places[column as usize])
    }

    fn read(&self, table: &Table, read: &mut Read) {
        let mut whole: HashSet<&[String]> = HashSet::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for row in &table.rows {
            if !whole.insert(row.cells()) {
                read.repeated += 1;
                continue;
            }
            let mut answer = match self.row(row) {
                Ok(answer) => answer,
                Err(reason) => {
                    read.refused.push((row.line, reason));
                    continue;
                }
            };
            let n = numbers.entry(answer.id.clone()).or_default();
            *n += 1;
            if *n > 1 {
                read.renumbered += usize::from(self.cell(row, Column::Id).is_some());
                answer.id = format!("{} ({n})", answer.id);
            }
            read.answers.push(answer);
        }
        read.refused.sort_by_key(|(line, _)| *line);
    }

    fn row(&self, row: &Row) -> Result<Answered, String> {
        let said = |column| self.cell(row, column).map(str::to_owned);
        let (score, scale) = match self.cell(row, Column::Score) {
            None => (None, self.scale),
            Some(text) => self.score(text)?,
        };
        let moment = |column| match self.cell(row, column) {
            None => Ok(None),
            Some(text) => match self.dates.moment(text, self.zone) {
                Some(at) => Ok(Some(at)),
                None => Err(format!("‘{text}’ is not a date that can be read; say with --dates how they are written")),
            },
        };
        let (answered, asked) = (moment(Column::Answered)?, moment(Column::Asked)?);
        let at = if score.is_some() { answered.or(asked) } else { asked.or(answered) };
        let at = at.ok_or("this row has no date, so it belongs to no period")?;
        let (name, email) = (said(Column::Customer), said(Column::Email));
        let customer = name.clone().or_else(|| email.clone());
        let customer = customer.map(|named| Customer { name: named, email: email.clone(), ..Customer::default() });
        let cause = match self.cell(row, Column::Cause) {
            None => None,
            Some(text) => Some(text.parse::<Blame>()?),
        };
        let ticket = said(Column::Ticket).map(|ticket| ticket.trim_start_matches('#').to_owned());
        // Where the file numbers nothing, an answer is known again by who gave it, when, and about what.
        let parts = [email.as_ref().or(name.as_ref()), ticket.as_ref()].map(|part| part.cloned().unwrap_or_default());
        // When it was asked for stays, whether or not the answer has come; when it was given does not.
        let when = asked.unwrap_or(at).timestamp();
        let id = said(Column::Id).unwrap_or_else(|| format!("{when} {}", parts.join(" ")).trim().to_owned());
        Ok(Answered {
            line: row.line,
            id,
            kind: self.kind,
            score,
            scale,
            at,
            customer,
            ticket,
            agent: said(Column::Agent),
            about: said(Column::About),
            comment: said(Column::Comment),
            cause,
        })
    }

    /// A score on its scale: a whole number, or of satisfaction a word. `None` where it was only asked for.
    fn score(&self, text: &str) -> Result<(Option<u8>, Scale), String> {
        let Scale { from, to } = self.scale;
        // `8`, `8.0` and `8/10` are the same.
        let number = text.split_once('/').map_or(text, |(score, _)| score).trim().replace(',', ".").parse::<f64>();
        if let Ok(number) = number {
            let whole = number.fract() == 0.0 && (0.0..=f64::from(u8::MAX)).contains(&number);
            // It is whole and fits.
            return match Some(number as u8).filter(|score| whole && self.scale.has(*score)) {
                Some(score) => Ok((Some(score), self.scale)),
                None => Err(format!("a score of {text} is not on the scale from {from} to {to}")),
            };
        }
        match rating(text) {
            Answer::Offered => Ok((None, self.scale)),
            Answer::Score(score) if self.kind == SurveyKind::Csat => {
                let from = u8::from(score.out_of > 1);
                Ok((Some(score.score), Scale { from, to: score.out_of }))
            }
            _ => Err(format!("‘{text}’ is not a score from {from} to {to}")),
        }
    }
}

#[cfg(test)]
mod tests;
