//! A row becomes a ticket, and what is odd about it is said.

use std::borrow::Cow;

use chrono::Datelike;

use super::columns::Gives;
use super::names::{Field, key};
use super::records::{Fault, LONGEST_CELL, LONGEST_ROW, MOST_CELLS, Record};
use super::survey::{no_time, stamp};
use super::words::{self, Answer};
use super::{Plan, Suspect, dates, values};
use crate::domain::customer::Customer;
use crate::domain::event::{Facts, Incoming};
use crate::domain::text::fit;
use crate::domain::ticket::{Priority, Status};
use crate::domain::time::Instant;
/// Reads a row.
///
/// # Errors
/// Why it cannot be taken for a ticket, as a sentence without its end.
pub fn read(plan: &Plan, record: &Record) -> Result<(Incoming, Vec<Suspect>), String> {
    if let Some(fault) = record.fault {
        return Err(explain(fault));
    }
    let width = plan.columns.headers.len();
    if record.width() > width && (width..record.width()).any(|index| !record.cell(index).trim().is_empty()) {
        return Err(format!("it has {} cells where the header has {width}", record.width()));
    }
    Row { plan, record, suspects: Vec::new() }.read()
}

/// What is wrong with a row, as a sentence without its end.
pub fn explain(fault: Fault) -> String {
    let mib = |bytes: usize| bytes / (1 << 20);
    match fault {
        Fault::LongCell { column } => format!("cell {} is longer than {} MiB", column + 1, mib(LONGEST_CELL)),
        Fault::LongRow => format!("it is longer than {} MiB", mib(LONGEST_ROW)),
        Fault::ManyCells => format!("it has more than {MOST_CELLS} cells"),
        Fault::OpenQuote { column } => {
            format!("the quote that begins cell {} is never closed, so the file ends inside it", column + 1)
        }
    }
}

struct Row<'a> {
    plan: &'a Plan,
    record: &'a Record,
    suspects: Vec<Suspect>,
}

impl Row<'_> {
    fn read(mut self) -> Result<(Incoming, Vec<Suspect>), String> {
        let mut facts = Facts { source: self.plan.source.clone(), ..Facts::default() };
        facts.source_id = self.line(Field::Id).ok_or_else(|| self.no_id())?;
        facts.subject = self.line(Field::Subject).unwrap_or_default();
        facts.body = self.cell(Field::Body).map(|cell| values::text(&cell).into_owned()).unwrap_or_default();
        facts.group = self.line(Field::Group);
        facts.channel = self.line(Field::Channel);
        facts.category = self.line(Field::Category);
        facts.tags = self.tags();
        facts.created = self.moment(Field::Created, None)?;
        facts.first_reply = self.moment(Field::FirstResponse, facts.created)?;
        facts.solved = self.moment(Field::Solved, facts.created)?;
        facts.closed = self.moment(Field::Closed, facts.created)?;
        facts.updated = self.moment(Field::Updated, None)?;
        facts.replies = self.count(Field::Replies);
        facts.reopens = self.count(Field::Reopens);
        if self.untouched() {
            facts.replies = Some(0);
        }
        let assignee = self.line(Field::Assignee).filter(|name| !words::is_nobody(name));
        self.status(&mut facts, assignee.is_some())?;
        self.priority(&mut facts);
        self.rating(&mut facts);
        for index in &self.plan.columns.kept {
            let text = values::text(&self.record.cell(*index)).into_owned();
            if !text.trim().is_empty() {
                facts.extra.insert(self.plan.columns.headers[*index].clone(), text);
            }
        }
        self.doubt(&facts);
        Ok((Incoming { facts, customer: self.customer(), assignee }, self.suspects))
    }

    /// The cell that gives `field`; `None` where it says nothing.
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        let index = *self.plan.columns.of(field).first()?;
        Some(self.record.cell(index)).filter(|cell| !words::is_missing(cell))
    }

    fn line(&self, field: Field) -> Option<String> {
        self.cell(field).map(|cell| values::line(&cell).into_owned()).filter(|line| !line.is_empty())
    }

    fn no_id(&self) -> String {
        format!("‘{}’ is empty, so it has no number", self.plan.columns.header(Field::Id))
    }

    /// Tags of every column of tags, once each. One cell can hold several, set apart by commas or, without any, blanks.
    fn tags(&self) -> Vec<String> {
        let mut tags = Vec::new();
        for index in self.plan.columns.of(Field::Tags) {
            let cell = self.record.cell(*index);
            let line = values::line(&cell);
            let parts = line.split(|c: char| if line.contains([',', ';']) { c == ',' || c == ';' } else { c == ' ' });
            for tag in parts.map(str::trim).filter(|tag| !words::is_missing(tag)) {
                if !tags.iter().any(|one| one == tag) {
                    tags.push(tag.to_owned());
                }
            }
        }
        tags
    }

    fn moment(&self, field: Field, created: Option<Instant>) -> Result<Option<Instant>, String> {
        let Some(cell) = self.cell(field) else { return Ok(None) };
        let gives = self.plan.columns.gives(field);
        let quoted = || format!("‘{}’ in ‘{}’", fit(&values::line(&cell), 40), self.plan.columns.header(field));
        let at = match gives {
            Gives::SinceCreation(unit) => {
                let span = values::span(&cell).and_then(|span| span.delta(unit));
                let span = span.ok_or_else(|| format!("{} is not a duration", quoted()))?;
                let Some(created) = created else { return Ok(None) };
                created.checked_add_signed(span)
            }
            Gives::Text | Gives::Moment if no_time(&cell) => return Ok(None),
            Gives::Text | Gives::Moment => stamp(&cell, self.plan.written.as_ref())
                .and_then(|stamp| stamp.instant(self.plan.order, self.plan.zone))
                .ok_or_else(|| format!("{} is not a time{}", quoted(), self.plan.as_written()))
                .map(Some)?,
        };
        match at.filter(|at| dates::YEARS.contains(&at.year())) {
            Some(at) => Ok(Some(at)),
            None => {
                Err(format!("{} lies outside the years {} to {}", quoted(), dates::YEARS.start(), dates::YEARS.end()))
            }
        }
    }

    fn count(&mut self, field: Field) -> Option<u32> {
        let cell = self.cell(field)?.into_owned();
        let count = values::count(&cell);
        if count.is_none() {
            self.suspect(field, format!("‘{}’ is not a count; it was left out", fit(&values::line(&cell), 40)));
        }
        count
    }

    /// The file would tell of a reply, and tells of none.
    fn untouched(&self) -> bool {
        let told = [Field::FirstResponse, Field::Replies];
        let columns = &self.plan.columns;
        told.iter().any(|field| columns.tells(*field)) && told.iter().all(|field| self.cell(*field).is_none())
    }

    /// The status that the file's word stands for, else what the other columns say. A word that is not ours is kept.
    fn status(&self, facts: &mut Facts, assigned: bool) -> Result<(), String> {
        let header = self.plan.columns.header(Field::Status);
        facts.status = match self.line(Field::Status) {
            Some(word) => {
                let status = self.plan.statuses.get(&key(&word)).copied();
                let status = status.ok_or_else(|| format!("‘{}’ in ‘{header}’ is not known", fit(&word, 40)))?;
                if key(&word) != key(status.name()) {
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

    /// The priority that the file's word stands for. A word that is not ours is kept.
    fn priority(&self, facts: &mut Facts) {
        let Some(word) = self.line(Field::Priority) else { return };
        let known = self.plan.priorities.get(&key(&word)).copied();
        facts.priority = known.unwrap_or_default();
        if known.map(Priority::name).map(key) != Some(key(&word)) {
            facts.extra.insert(self.plan.columns.header(Field::Priority).to_owned(), word);
        }
    }

    fn rating(&mut self, facts: &mut Facts) {
        let Some(word) = self.line(Field::Rating) else { return };
        // Where a file never says that a survey was offered, a rating alone does not tell how many were.
        let surveyed = |offered: bool| self.plan.tells_surveys.then_some(offered);
        match words::rating(&word) {
            Answer::Score(score) => {
                facts.rating = Some(score);
                facts.surveyed = surveyed(true);
            }
            Answer::Offered => facts.surveyed = surveyed(true),
            Answer::NotOffered => facts.surveyed = surveyed(false),
            Answer::OffScale => {
                self.suspect(Field::Rating, format!("‘{}’ is beyond 1 to 5; it was left out", fit(&word, 40)))
            }
            Answer::Unknown => {
                self.suspect(Field::Rating, format!("‘{}’ is no rating; it was left out", fit(&word, 40)))
            }
        }
    }

    fn customer(&self) -> Option<Customer> {
        let email = self.line(Field::Email).map(|email| email.to_lowercase());
        let phone = self.line(Field::Phone);
        let organization = self.line(Field::Organization);
        let name = self.line(Field::Customer).or(email.clone()).or(phone.clone()).or(organization.clone())?;
        Some(Customer { name, email, phone, organization, tier: self.line(Field::Tier), ..Customer::default() })
    }

    /// Lists what cannot be. The values go on as they are; the ticket's history keeps them out of the figures.
    fn doubt(&mut self, facts: &Facts) {
        let before = |a: Option<Instant>, b: Option<Instant>| a.zip(b).is_some_and(|(a, b)| a < b);
        let zone = self.plan.zone;
        let say = |at: Option<Instant>| at.map(|at| zone.rfc3339(at)).unwrap_or_default();
        let created = say(facts.created);
        if before(facts.first_reply, facts.created) {
            let reason = format!("first reply {} is before creation {created}", say(facts.first_reply));
            self.suspect(Field::FirstResponse, reason);
        }
        if before(facts.solved, facts.created) {
            self.suspect(Field::Solved, format!("solve {} is before creation {created}", say(facts.solved)));
        }
        if facts.solved.is_some() && facts.status.in_backlog() {
            let reason = format!("solve {}, but the ticket is {}", say(facts.solved), facts.status.name());
            self.suspect(Field::Solved, reason);
        }
        if before(facts.closed, facts.solved) {
            let reason = format!("close {} is before solve {}", say(facts.closed), say(facts.solved));
            self.suspect(Field::Closed, reason);
        } else if before(facts.closed, facts.created) {
            self.suspect(Field::Closed, format!("close {} is before creation {created}", say(facts.closed)));
        }
        if facts.replies == Some(0) && facts.first_reply.is_some() {
            let reason = format!("no replies, but a first reply {}", say(facts.first_reply));
            self.suspect(Field::Replies, reason);
        }
    }

    fn suspect(&mut self, field: Field, reason: String) {
        self.suspects.push(Suspect { line: self.record.line, field: field.name(), reason });
    }
}
