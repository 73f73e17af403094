//! Imports survey answers from a table: CSAT, NPS, CES.
//!
//! Columns are recognised by their headers or named by the user. Matching to existing tickets and customers is done in
//! the survey import plan, not here.

use std::collections::{HashMap, HashSet};

use super::csv::ImportError;
use super::csv::dates::DateFormat;
use super::csv::table::{CsvTable, CsvTableRow, DateParser};
use super::csv::vocabulary::{RatingCell, parse_rating};
use crate::engine::survey_import::SurveyImportRow;
use crate::model::customer::Customer;
use crate::model::survey::{DissatisfactionDriver, RatingScale, SurveyKind};
use crate::model::time::Zone;

/// A column of a survey file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyColumn {
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

/// Known headers per column, preferred first; the first is the name used on the command line.
const HEADERS: [(SurveyColumn, &[&str]); 11] = [
    (SurveyColumn::Id, &["id", "response id", "answer id", "survey response id", "feedback id", "mã phản hồi"]),
    (
        SurveyColumn::Score,
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
        SurveyColumn::Answered,
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
    (SurveyColumn::Asked, &["asked", "asked at", "sent", "sent at", "survey sent at", "offered at", "invited at"]),
    (
        SurveyColumn::Customer,
        &["customer", "customer name", "requester", "name", "contact", "respondent", "khách hàng"],
    ),
    (SurveyColumn::Email, &["email", "customer email", "requester email", "contact email"]),
    (
        SurveyColumn::Ticket,
        &["ticket", "ticket id", "ticket number", "case number", "case id", "conversation id", "issue key", "phiếu"],
    ),
    (SurveyColumn::Agent, &["agent", "agent name", "assignee", "owner", "handled by", "nhân viên"]),
    (SurveyColumn::About, &["about", "work type", "category", "product", "topic", "survey", "survey name", "reason"]),
    (SurveyColumn::Comment, &["comment", "comments", "feedback", "verbatim", "remark", "nhận xét", "ý kiến"]),
    (SurveyColumn::Cause, &["cause", "cause of dissatisfaction", "nguyên nhân"]),
];

impl SurveyColumn {
    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        HEADERS.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }

    /// The column with that name.
    pub fn from_name(name: &str) -> Option<SurveyColumn> {
        HEADERS.iter().map(|(column, _)| *column).find(|column| column.name() == name)
    }

    /// All names, for a message.
    pub fn name_list() -> String {
        HEADERS.map(|(_, names)| names[0]).join(", ")
    }
}

/// Import options given by the user.
#[derive(Debug, Clone)]
pub struct SurveyImportOptions {
    /// `None`: detected from the score's header.
    pub kind: Option<SurveyKind>,
    /// `None`: the default scale of the kind.
    pub scale: Option<RatingScale>,
    /// Columns named by the user, with their header.
    pub columns: Vec<(SurveyColumn, String)>,
    pub date_format: Option<DateFormat>,
    /// Zone of times without one.
    pub zone: Zone,
}

/// A parsed survey file.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyFile {
    pub kind: SurveyKind,
    pub scale: RatingScale,
    pub answers: Vec<SurveyImportRow>,
    pub rejected: Vec<(u64, String)>,
    /// Rows identical to an earlier row.
    pub duplicates: usize,
    /// Answers whose id occurs more than once in the file; a suffix makes it unique.
    pub renumbered: usize,
    /// Recognised columns: header and name.
    pub columns: Vec<(String, &'static str)>,
}

/// Parses the answers of a table.
///
/// # Errors
/// [`ImportError::NeedsInput`] if there is no score or date column, the survey kind is unknown, or dates are ambiguous.
pub fn parse_surveys(table: &CsvTable, options: &SurveyImportOptions) -> Result<SurveyFile, ImportError> {
    let mut places = [None; HEADERS.len()];
    for (column, names) in HEADERS {
        let specified = options.columns.iter().find(|(one, _)| *one == column);
        places[column as usize] = match specified {
            Some((_, header)) => Some(table.column(header).ok_or_else(|| {
                ImportError::NeedsInput(format!(
                    "The file has no column ‘{header}’. Its columns are {}.",
                    table.header_list()
                ))
            })?),
            None => table.find_column(names),
        };
    }
    let place = |column: SurveyColumn| places[column as usize];
    let score = place(SurveyColumn::Score).ok_or_else(|| missing_column("score", "a score", table))?;
    if place(SurveyColumn::Answered).or(place(SurveyColumn::Asked)).is_none() {
        return Err(missing_column("answered", "the day of an answer", table));
    }
    let kind = options.kind.or_else(|| detect_kind(&table.headers[score])).ok_or_else(|| {
        ImportError::NeedsInput(format!(
            "‘{}’ does not say what the customers were asked. Say --kind csat, nps or ces.",
            table.headers[score]
        ))
    })?;
    let moments: Vec<usize> = [SurveyColumn::Answered, SurveyColumn::Asked].into_iter().filter_map(place).collect();
    let dates = table.date_parser(&moments, options.date_format.as_ref())?;
    let scale = options.scale.unwrap_or(kind.default_scale());
    if !kind.accepts_scale(scale) {
        return Err(ImportError::NeedsInput(format!(
            "A recommendation is told on the scale 0-10 or 1-10, not on {scale}. Say --scale 0-10, or --kind csat or ces."
        )));
    }
    let reader = SurveyParser { places, kind, scale, dates, zone: options.zone };
    let recognised = HEADERS.iter().filter_map(|(column, names)| {
        let at = place(*column)?;
        Some((at, (table.headers[at].clone(), names[0])))
    });
    let mut recognised: Vec<_> = recognised.collect();
    recognised.sort_by_key(|(at, _)| *at);
    let mut read = SurveyFile {
        kind,
        scale,
        answers: Vec::new(),
        rejected: table.rejected.iter().map(|row| (row.line, row.reason.clone())).collect(),
        duplicates: 0,
        renumbered: 0,
        columns: recognised.into_iter().map(|(_, pair)| pair).collect(),
    };
    reader.parse(table, &mut read);
    Ok(read)
}

fn missing_column(name: &str, what: &str, table: &CsvTable) -> ImportError {
    ImportError::NeedsInput(format!(
        "No column is known to hold {what}. The columns are {}. Say which: --column {name}=\"…\".",
        table.header_list()
    ))
}

fn detect_kind(header: &str) -> Option<SurveyKind> {
    let key = super::csv::headers::match_key(header);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    // As a whole word, since "services" and "access" contain it.
    let folded = crate::model::text::fold(header);
    let effort = folded.split(|c: char| !c.is_alphanumeric()).any(|word| word == "ces");
    match () {
        () if has(&["nps", "recommend"]) => Some(SurveyKind::Nps),
        () if has(&["csat", "satisfaction"]) => Some(SurveyKind::Csat),
        () if effort || has(&["effort"]) => Some(SurveyKind::Ces),
        () => None,
    }
}

struct SurveyParser {
    places: [Option<usize>; HEADERS.len()],
    kind: SurveyKind,
    scale: RatingScale,
    dates: DateParser,
    zone: Zone,
}

impl SurveyParser {
    fn cell<'a>(&self, row: &'a CsvTableRow, column: SurveyColumn) -> Option<&'a str> {
        row.cell(self.places[column as usize])
    }

    fn parse(&self, table: &CsvTable, read: &mut SurveyFile) {
        let mut whole: HashSet<&[String]> = HashSet::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for row in &table.rows {
            if !whole.insert(row.cells()) {
                read.duplicates += 1;
                continue;
            }
            let mut answer = match self.parse_row(row) {
                Ok(answer) => answer,
                Err(reason) => {
                    read.rejected.push((row.line, reason));
                    continue;
                }
            };
            let n = numbers.entry(answer.id.clone()).or_default();
            *n += 1;
            if *n > 1 {
                read.renumbered += usize::from(self.cell(row, SurveyColumn::Id).is_some());
                answer.id = format!("{} ({n})", answer.id);
            }
            read.answers.push(answer);
        }
        read.rejected.sort_by_key(|(line, _)| *line);
    }

    fn parse_row(&self, row: &CsvTableRow) -> Result<SurveyImportRow, String> {
        let text_of = |column| self.cell(row, column).map(str::to_owned);
        let (score, scale) = match self.cell(row, SurveyColumn::Score) {
            None => (None, self.scale),
            Some(text) => self.parse_score(text)?,
        };
        let moment = |column| match self.cell(row, column) {
            None => Ok(None),
            Some(text) => match self.dates.timestamp(text, self.zone) {
                Some(at) => Ok(Some(at)),
                None => Err(format!("‘{text}’ is not a date that can be read; say with --dates how they are written")),
            },
        };
        let (answered, asked) = (moment(SurveyColumn::Answered)?, moment(SurveyColumn::Asked)?);
        let at = if score.is_some() { answered.or(asked) } else { asked.or(answered) };
        let at = at.ok_or("this row has no date, so it belongs to no period")?;
        let (name, email) = (text_of(SurveyColumn::Customer), text_of(SurveyColumn::Email));
        let customer = name.clone().or_else(|| email.clone());
        let customer = customer.map(|named| Customer { name: named, email: email.clone(), ..Customer::default() });
        let cause = match self.cell(row, SurveyColumn::Cause) {
            None => None,
            Some(text) => Some(text.parse::<DissatisfactionDriver>()?),
        };
        let ticket = text_of(SurveyColumn::Ticket).map(|ticket| ticket.trim_start_matches('#').to_owned());
        // Without an id column, customer, date and ticket identify an answer.
        let parts = [email.as_ref().or(name.as_ref()), ticket.as_ref()].map(|part| part.cloned().unwrap_or_default());
        // The date of the request is stable whether or not an answer has arrived; the answer's date is not.
        let when = asked.unwrap_or(at).timestamp();
        let id = text_of(SurveyColumn::Id).unwrap_or_else(|| format!("{when} {}", parts.join(" ")).trim().to_owned());
        Ok(SurveyImportRow {
            line: row.line,
            id,
            kind: self.kind,
            score,
            scale,
            at,
            customer,
            ticket,
            agent: text_of(SurveyColumn::Agent),
            about: text_of(SurveyColumn::About),
            comment: text_of(SurveyColumn::Comment),
            cause,
        })
    }

    /// Parses a score on its scale: a whole number, or a satisfaction word. `None` if the survey was only offered.
    fn parse_score(&self, text: &str) -> Result<(Option<u8>, RatingScale), String> {
        let RatingScale { from, to } = self.scale;
        // `8`, `8.0` and `8/10` are the same.
        let number = text.split_once('/').map_or(text, |(score, _)| score).trim().replace(',', ".").parse::<f64>();
        if let Ok(number) = number {
            let whole = number.fract() == 0.0 && (0.0..=f64::from(u8::MAX)).contains(&number);
            // Whole and in range, so the cast is exact.
            return match Some(number as u8).filter(|score| whole && self.scale.contains(*score)) {
                Some(score) => Ok((Some(score), self.scale)),
                None => Err(format!("a score of {text} is not on the scale from {from} to {to}")),
            };
        }
        match parse_rating(text) {
            RatingCell::Offered => Ok((None, self.scale)),
            RatingCell::Score(score) if self.kind == SurveyKind::Csat => {
                let from = u8::from(score.out_of > 1);
                Ok((Some(score.score), RatingScale { from, to: score.out_of }))
            }
            _ => Err(format!("‘{text}’ is not a score from {from} to {to}")),
        }
    }
}

#[cfg(test)]
mod tests;
