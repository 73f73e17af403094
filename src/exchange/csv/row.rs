//! Converts a row to a ticket and lists implausible values.

use std::borrow::Cow;

use chrono::Datelike;

use super::column_scan::{is_missing_time, parse_cell_timestamp};
use super::columns::ColumnValueKind;
use super::headers::{ImportField, match_key};
use super::import_row::SuspectValue;
use super::records::{CsvRecord, describe_fault};
use super::vocabulary::{self, RatingCell};
use super::{ImportPlan, dates, values};
use crate::model::customer::Customer;
use crate::model::event::{ImportedTicket, TicketImportRow};
use crate::model::text::fit;
use crate::model::ticket::{Priority, Status};
use crate::model::time::Instant;

/// Parses a row.
///
/// # Errors
/// Why it cannot be imported, as a clause without punctuation.
pub fn parse_row(plan: &ImportPlan, record: &CsvRecord) -> Result<(TicketImportRow, Vec<SuspectValue>), String> {
    if let Some(fault) = record.fault {
        return Err(describe_fault(fault));
    }
    let width = plan.columns.headers.len();
    if record.width() > width && (width..record.width()).any(|index| !record.cell(index).trim().is_empty()) {
        return Err(format!("it has {} cells where the header has {width}", record.width()));
    }
    RowParser { plan, record, suspects: Vec::new() }.parse()
}

struct RowParser<'a> {
    plan: &'a ImportPlan,
    record: &'a CsvRecord,
    suspects: Vec<SuspectValue>,
}

impl RowParser<'_> {
    fn parse(mut self) -> Result<(TicketImportRow, Vec<SuspectValue>), String> {
        let mut facts = ImportedTicket { source: self.plan.source.clone(), ..ImportedTicket::default() };
        facts.source_id = self.line(ImportField::Id).ok_or_else(|| self.describe_missing_id())?;
        facts.subject = self.line(ImportField::Subject).unwrap_or_default();
        facts.body =
            self.cell(ImportField::Body).map(|cell| values::clean_text_cell(&cell).into_owned()).unwrap_or_default();
        facts.group = self.line(ImportField::Group);
        facts.channel = self.line(ImportField::Channel);
        facts.category = self.line(ImportField::Category);
        facts.tags = self.tags();
        facts.created = self.timestamp(ImportField::Created, None)?;
        facts.first_reply = self.timestamp(ImportField::FirstResponse, facts.created)?;
        facts.solved = self.timestamp(ImportField::Solved, facts.created)?;
        facts.closed = self.timestamp(ImportField::Closed, facts.created)?;
        facts.updated = self.timestamp(ImportField::Updated, None)?;
        facts.replies = self.count(ImportField::Replies);
        facts.reopens = self.count(ImportField::Reopens);
        if self.has_no_reply() {
            facts.replies = Some(0);
        }
        let assignee = self.line(ImportField::Assignee).filter(|name| !vocabulary::is_unassigned(name));
        self.status(&mut facts, assignee.is_some())?;
        self.priority(&mut facts);
        self.rating(&mut facts);
        for index in &self.plan.columns.extra_columns {
            let text = values::clean_text_cell(&self.record.cell(*index)).into_owned();
            if !text.trim().is_empty() {
                facts.extra.insert(self.plan.columns.headers[*index].clone(), text);
            }
        }
        self.check_plausibility(&facts);
        Ok((TicketImportRow { facts, customer: self.customer(), assignee }, self.suspects))
    }

    /// The cell of `field`; `None` if missing.
    fn cell(&self, field: ImportField) -> Option<Cow<'_, str>> {
        let index = *self.plan.columns.columns_of(field).first()?;
        Some(self.record.cell(index)).filter(|cell| !vocabulary::is_missing(cell))
    }

    fn line(&self, field: ImportField) -> Option<String> {
        self.cell(field).map(|cell| values::clean_line_cell(&cell).into_owned()).filter(|line| !line.is_empty())
    }

    fn describe_missing_id(&self) -> String {
        format!("‘{}’ is empty, so it has no number", self.plan.columns.header(ImportField::Id))
    }

    /// Tags of all tag columns, deduplicated. A cell is split at commas or semicolons, else at blanks.
    fn tags(&self) -> Vec<String> {
        let mut tags = Vec::new();
        for index in self.plan.columns.columns_of(ImportField::Tags) {
            let cell = self.record.cell(*index);
            let line = values::clean_line_cell(&cell);
            let parts = line.split(|c: char| if line.contains([',', ';']) { c == ',' || c == ';' } else { c == ' ' });
            for tag in parts.map(str::trim).filter(|tag| !vocabulary::is_missing(tag)) {
                if !tags.iter().any(|one| one == tag) {
                    tags.push(tag.to_owned());
                }
            }
        }
        tags
    }

    fn timestamp(&self, field: ImportField, created: Option<Instant>) -> Result<Option<Instant>, String> {
        let Some(cell) = self.cell(field) else { return Ok(None) };
        let gives = self.plan.columns.value_kind(field);
        let quoted =
            || format!("‘{}’ in ‘{}’", fit(&values::clean_line_cell(&cell), 40), self.plan.columns.header(field));
        let at = match gives {
            ColumnValueKind::SinceCreation(unit) => {
                let span = values::parse_duration_cell(&cell).and_then(|span| span.to_duration(unit));
                let span = span.ok_or_else(|| format!("{} is not a duration", quoted()))?;
                let Some(created) = created else { return Ok(None) };
                created.checked_add_signed(span)
            }
            ColumnValueKind::Text | ColumnValueKind::Timestamp if is_missing_time(&cell) => return Ok(None),
            ColumnValueKind::Text | ColumnValueKind::Timestamp => {
                parse_cell_timestamp(&cell, self.plan.date_format.as_ref())
                    .and_then(|stamp| stamp.instant(self.plan.date_order, self.plan.zone))
                    .ok_or_else(|| format!("{} is not a time{}", quoted(), self.plan.date_format_suffix()))
                    .map(Some)?
            }
        };
        match at.filter(|at| dates::VALID_YEARS.contains(&at.year())) {
            Some(at) => Ok(Some(at)),
            None => Err(format!(
                "{} lies outside the years {} to {}",
                quoted(),
                dates::VALID_YEARS.start(),
                dates::VALID_YEARS.end()
            )),
        }
    }

    fn count(&mut self, field: ImportField) -> Option<u32> {
        let cell = self.cell(field)?.into_owned();
        let count = values::parse_count(&cell);
        if count.is_none() {
            self.add_suspect(
                field,
                format!("‘{}’ is not a count; it was left out", fit(&values::clean_line_cell(&cell), 40)),
            );
        }
        count
    }

    /// Whether the ticket has no reply: the file has reply columns, and they are empty here.
    fn has_no_reply(&self) -> bool {
        let fields = [ImportField::FirstResponse, ImportField::Replies];
        let columns = &self.plan.columns;
        fields.iter().any(|field| columns.has_data(*field)) && fields.iter().all(|field| self.cell(*field).is_none())
    }

    /// The mapped status, else derived from the other columns. An unmapped word is also stored as extra data.
    fn status(&self, facts: &mut ImportedTicket, assigned: bool) -> Result<(), String> {
        let header = self.plan.columns.header(ImportField::Status);
        facts.status = match self.line(ImportField::Status) {
            Some(word) => {
                let status = self.plan.statuses.get(&match_key(&word)).copied();
                let status = status.ok_or_else(|| format!("‘{}’ in ‘{header}’ is not known", fit(&word, 40)))?;
                if match_key(&word) != match_key(status.name()) {
                    facts.extra.insert(header.to_owned(), word);
                }
                status
            }
            None if facts.closed.is_some() => Status::Closed,
            None if facts.solved.is_some() => Status::Solved,
            None if assigned => Status::Open,
            None => Status::New,
        };
        Ok(())
    }

    /// The mapped priority. An unmapped word is also stored as extra data.
    fn priority(&self, facts: &mut ImportedTicket) {
        let Some(word) = self.line(ImportField::Priority) else { return };
        let known = self.plan.priorities.get(&match_key(&word)).copied();
        facts.priority = known.unwrap_or_default();
        if known.map(Priority::name).map(match_key) != Some(match_key(&word)) {
            facts.extra.insert(self.plan.columns.header(ImportField::Priority).to_owned(), word);
        }
    }

    fn rating(&mut self, facts: &mut ImportedTicket) {
        let Some(word) = self.line(ImportField::Rating) else { return };
        // If the file never says that a survey was offered, a rating alone does not tell how many were.
        let surveyed = |offered: bool| self.plan.has_survey_offers.then_some(offered);
        match vocabulary::parse_rating(&word) {
            RatingCell::Score(score) => {
                facts.rating = Some(score);
                facts.surveyed = surveyed(true);
            }
            RatingCell::Offered => facts.surveyed = surveyed(true),
            RatingCell::NotOffered => facts.surveyed = surveyed(false),
            RatingCell::OffScale => {
                self.add_suspect(ImportField::Rating, format!("‘{}’ is beyond 1 to 5; it was left out", fit(&word, 40)))
            }
            RatingCell::Unknown => {
                self.add_suspect(ImportField::Rating, format!("‘{}’ is no rating; it was left out", fit(&word, 40)))
            }
        }
    }

    fn customer(&self) -> Option<Customer> {
        let email = self.line(ImportField::Email).map(|email| email.to_lowercase());
        let phone = self.line(ImportField::Phone);
        let organization = self.line(ImportField::Organization);
        let name = self.line(ImportField::Customer).or(email.clone()).or(phone.clone()).or(organization.clone())?;
        Some(Customer { name, email, phone, organization, tier: self.line(ImportField::Tier), ..Customer::default() })
    }

    /// Lists implausible values. They are imported as they are; replay excludes them from the figures.
    fn check_plausibility(&mut self, facts: &ImportedTicket) {
        let before = |a: Option<Instant>, b: Option<Instant>| a.zip(b).is_some_and(|(a, b)| a < b);
        let zone = self.plan.zone;
        let say = |at: Option<Instant>| at.map(|at| zone.rfc3339(at)).unwrap_or_default();
        let created = say(facts.created);
        if before(facts.first_reply, facts.created) {
            let reason = format!("first reply {} is before creation {created}", say(facts.first_reply));
            self.add_suspect(ImportField::FirstResponse, reason);
        }
        if before(facts.solved, facts.created) {
            self.add_suspect(ImportField::Solved, format!("solve {} is before creation {created}", say(facts.solved)));
        }
        if facts.solved.is_some() && facts.status.in_backlog() {
            let reason = format!("solve {}, but the ticket is {}", say(facts.solved), facts.status.name());
            self.add_suspect(ImportField::Solved, reason);
        }
        if before(facts.closed, facts.solved) {
            let reason = format!("close {} is before solve {}", say(facts.closed), say(facts.solved));
            self.add_suspect(ImportField::Closed, reason);
        } else if before(facts.closed, facts.created) {
            self.add_suspect(ImportField::Closed, format!("close {} is before creation {created}", say(facts.closed)));
        }
        if facts.replies == Some(0) && facts.first_reply.is_some() {
            let reason = format!("no replies, but a first reply {}", say(facts.first_reply));
            self.add_suspect(ImportField::Replies, reason);
        }
    }

    fn add_suspect(&mut self, field: ImportField, reason: String) {
        self.suspects.push(SuspectValue { line: self.record.line, field: field.name(), reason });
    }
}
