//! Result of an import, as stable JSON and as a page.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::exchange::csv::{ImportPlan, RejectedRow, SuspectValue};
use crate::model::event::TicketField;
use crate::model::ids::TicketId;

/// Rejected rows on the page; the JSON has all.
const MAX_ROWS_SHOWN: usize = 20;
/// Suspect values per field on the page.
const MAX_EXAMPLES: usize = 3;

/// Result of an import. The JSON keys are stable.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportReport {
    pub source: String,
    pub dry_run: bool,
    /// Rows read, without the header.
    pub rows: u64,
    pub imported: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub refused: Vec<RejectedRow>,
    pub suspect: Vec<SuspectValue>,
    /// Fields changed here since the last import, which the file does not overwrite.
    pub local: Vec<LocalEditJson>,
    /// Header to field.
    #[serde(serialize_with = "as_map")]
    pub columns: Vec<(String, String)>,
    /// Headers of unmapped columns, saved with the ticket as they are.
    pub kept: Vec<String>,
    /// Time zone assumed for times without one; `None` if there were none.
    pub zone: Option<String>,
    /// Origin of the zone: `--tz` or `team`.
    pub zone_from: Option<&'static str>,
    pub encoding: &'static str,
    pub delimiter: char,
    /// Date format; `None` if the dates were unambiguous.
    pub dates: Option<String>,
    /// Figures the file cannot provide, as sentences.
    pub cannot_tell: Vec<String>,
}

/// A field changed here, which the import left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalEditJson {
    pub ticket: i64,
    pub source_id: String,
    pub field: &'static str,
}

fn as_map<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(header, field)| (header, field)))
}

impl ImportReport {
    /// An empty report for a planned import. `zone_given`: the zone comes from the command line.
    pub fn new(plan: &ImportPlan, zone_given: bool, dry_run: bool) -> ImportReport {
        let recognised = plan.columns.recognised();
        ImportReport {
            source: plan.source.clone(),
            dry_run,
            columns: recognised.into_iter().map(|(header, field)| (header.to_owned(), field)).collect(),
            kept: plan.columns.extra_columns.iter().map(|index| plan.columns.headers[*index].clone()).collect(),
            zone: plan.zone_used.then(|| plan.zone.to_string()),
            zone_from: plan.zone_used.then_some(if zone_given { "--tz" } else { "team" }),
            encoding: plan.format.encoding.name(),
            delimiter: plan.format.dialect.delimiter.into(),
            dates: plan.date_format.as_ref().map(ToString::to_string),
            cannot_tell: plan.limitations.clone(),
            ..ImportReport::default()
        }
    }

    pub(super) fn add_local_edits(&mut self, ticket: TicketId, source_id: &str, fields: &[TicketField]) {
        let local = |field: &TicketField| LocalEditJson {
            ticket: ticket.0,
            source_id: source_id.to_owned(),
            field: field.name(),
        };
        self.local.extend(fields.iter().map(local));
    }

    /// Formats the report as a page.
    pub fn page(&self) -> OutputPage {
        let mut page = OutputPage::new(self.headline()).line(self.describe_format());
        page = page.table(self.column_table());
        if !self.kept.is_empty() {
            page = page.line(format!("Kept with the ticket as they are: {}.", self.kept.join(", ")));
        }
        for (field, suspects) in self.by_field() {
            page = page.line(format!("{} in {field}; what cannot be is in no figure.", count_suspects(suspects.len())));
            let examples = suspects.iter().map(|suspect| (suspect.line, suspect.reason.as_str()));
            page = page.text(&sample_lines(examples, MAX_EXAMPLES));
        }
        if !self.local.is_empty() {
            page = page.line("Changed here since, and kept although the file says otherwise:");
            let local =
                self.local.iter().map(|kept| format!("ticket {} ({}): {}", kept.ticket, kept.source_id, kept.field));
            page = page.text(&limit_lines(local, MAX_ROWS_SHOWN));
        }
        if !self.refused.is_empty() {
            page = page.line(format!("{} refused:", count_rows(self.refused.len() as u64)));
            let refused = self.refused.iter().map(|refused| (refused.line, refused.reason.as_str()));
            page = page.text(&sample_lines(refused, MAX_ROWS_SHOWN));
        }
        if !self.cannot_tell.is_empty() {
            page = page.line("What the file cannot tell:");
            page = page.text(&self.cannot_tell.join("\n"));
        }
        page
    }

    fn headline(&self) -> String {
        let summary = match (self.imported, self.updated, self.unchanged) {
            (0, 0, 0) => "nothing imported".to_owned(),
            (0, 0, _) if self.refused.is_empty() => "everything in it is here already, nothing changed".to_owned(),
            (imported, updated, unchanged) => {
                format!("{imported} imported, {updated} updated, {unchanged} unchanged, {} refused", self.refused.len())
            }
        };
        let trial = if self.dry_run { " This was a trial: nothing was written." } else { "" };
        format!("{} from {}: {summary}.{trial}", count_rows(self.rows), self.source)
    }

    /// Encoding, delimiter, date format and time zone.
    fn describe_format(&self) -> String {
        let delimiter = match self.delimiter {
            ',' => "comma",
            ';' => "semicolon",
            '\t' => "tab",
            '|' => "bar",
            _ => "other",
        };
        let dates = self.dates.as_ref().map(|dates| format!(", dates {dates}")).unwrap_or_default();
        let zone = match (&self.zone, self.zone_from) {
            (Some(zone), Some("--tz")) => format!("Times without a zone were read as {zone} (--tz)."),
            (Some(zone), _) => {
                format!("Times without a zone were read as {zone}, the team’s zone; --tz names another one.")
            }
            (None, _) => "No time in it needed a zone.".to_owned(),
        };
        format!("{}, {delimiter}{dates}. {zone}", self.encoding)
    }

    fn column_table(&self) -> PageTable {
        let mut table = PageTable::new([PageColumn::truncatable("column", 12), PageColumn::left("taken as")]);
        for (header, field) in &self.columns {
            table.add_row([PageCell::text(header), PageCell::text(field.replace('_', " "))]);
        }
        table
    }

    fn by_field(&self) -> BTreeMap<&str, Vec<&SuspectValue>> {
        let mut fields: BTreeMap<&str, Vec<&SuspectValue>> = BTreeMap::new();
        for suspect in &self.suspect {
            fields.entry(suspect.field).or_default().push(suspect);
        }
        fields
    }
}

fn count_rows(n: u64) -> String {
    if n == 1 { "1 row".to_owned() } else { format!("{n} rows") }
}

fn count_suspects(n: usize) -> String {
    if n == 1 { "1 suspect value".to_owned() } else { format!("{n} suspect values") }
}

/// The first problems by line, and how many more there are.
fn sample_lines<'a>(all: impl ExactSizeIterator<Item = (u64, &'a str)>, most: usize) -> String {
    limit_lines(all.map(|(line, reason)| format!("line {line}: {reason}")), most)
}

fn limit_lines(mut all: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = all.len().saturating_sub(most);
    let mut shown: Vec<String> = all.by_ref().take(most).collect();
    if more > 0 {
        shown.push(format!("and {more} more; --json lists all"));
    }
    shown.join("\n")
}
