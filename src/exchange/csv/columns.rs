//! Maps columns to fields, by header and by content.

use std::collections::{BTreeMap, BTreeSet};

use super::column_scan::{FileScan, SampleCell};
use super::dates::{DateFormat, DateOrder};
use super::error::{ImportError, quote_list};
use super::headers::{HEADERS, ImportField, match_key};
use super::map::ImportMap;
use super::values::DurationUnit;

/// How a column expresses its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnValueKind {
    Text,
    Timestamp,
    /// Time since creation; `Some` unit for plain numbers.
    SinceCreation(Option<DurationUnit>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FieldColumns {
    /// One column, except for tags.
    columns: Vec<usize>,
    value_kind: ColumnValueKind,
}

/// Column mapping of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMapping {
    /// All headers, as displayed.
    pub headers: Vec<String>,
    by_field: BTreeMap<ImportField, FieldColumns>,
    /// Fields whose column has no data in any row.
    empty_fields: BTreeSet<ImportField>,
    /// Non-empty columns without a field, stored under their headers.
    pub extra_columns: Vec<usize>,
    /// Why known columns were not used.
    pub rejected: Vec<String>,
}

impl ColumnMapping {
    /// Maps the columns of a file.
    ///
    /// # Errors
    /// [`ImportError::NeedsInput`] if the map names a missing header or creation times cannot be parsed;
    /// [`ImportError::NotTickets`] if no column identifies tickets.
    pub fn choose(survey: &FileScan, map: &ImportMap) -> Result<ColumnMapping, ImportError> {
        let mut columns = ColumnMapping { headers: survey.headers.clone(), ..ColumnMapping::default() };
        for (field, headers) in &map.columns {
            let found: Result<Vec<usize>, ImportError> = headers
                .as_slice()
                .iter()
                .map(|header| survey.find(header).ok_or_else(|| no_such_header(header, survey)))
                .collect();
            let found = found?;
            if let Some(first) = found.first() {
                let gives = columns.classify(survey, map, *field, *first).map_err(ImportError::NeedsInput)?;
                columns.by_field.insert(*field, FieldColumns { columns: found, value_kind: gives });
            }
        }
        for (field, names) in HEADERS {
            if !map.columns.contains_key(field) {
                columns.recognise(survey, map, *field, names)?;
            }
        }
        if columns.columns_of(ImportField::Id).is_empty() || columns.by_field.len() < 2 {
            return Err(ImportError::NotTickets(columns.describe_not_tickets()));
        }
        let silent = |(_, taken): &(&ImportField, &FieldColumns)| {
            taken.columns.iter().all(|index| survey.columns[*index].filled == 0)
        };
        columns.empty_fields = columns.by_field.iter().filter(silent).map(|(field, _)| *field).collect();
        columns.extra_columns = (0..survey.headers.len())
            .filter(|index| survey.columns[*index].filled > 0)
            // A status category only helps to map the status; it has no field of its own.
            .filter(|index| columns.field_of(*index).is_none_or(|field| field == ImportField::StatusCategory))
            .collect();
        Ok(columns)
    }

    /// Maps the first column whose header is in `names` and whose content fits.
    fn recognise(
        &mut self,
        survey: &FileScan,
        map: &ImportMap,
        field: ImportField,
        names: &[&str],
    ) -> Result<(), ImportError> {
        let mut empty = None;
        let mut unreadable = None;
        for name in names {
            let wanted = match_key(name);
            let alike: Vec<usize> = (0..survey.keys.len())
                .filter(|index| survey.keys[*index] == wanted && self.field_of(*index).is_none())
                .collect();
            let Some(first) = alike.iter().copied().find(|index| survey.columns[*index].filled > 0) else {
                empty = empty.or(alike.first().copied());
                continue;
            };
            match self.classify(survey, map, field, first) {
                Ok(gives) => {
                    let columns = if field == ImportField::Tags { alike } else { vec![first] };
                    self.by_field.insert(field, FieldColumns { columns, value_kind: gives });
                    return Ok(());
                }
                Err(why) => {
                    unreadable.get_or_insert_with(|| why.clone());
                    self.rejected.push(why);
                }
            }
        }
        match (unreadable, empty) {
            // Without creation times there are neither ages nor response times: ask.
            (Some(why), _) if field == ImportField::Created => return Err(ImportError::NeedsInput(why)),
            (_, Some(index)) => {
                let gives = if field.is_time() { ColumnValueKind::Timestamp } else { ColumnValueKind::Text };
                self.by_field.insert(field, FieldColumns { columns: vec![index], value_kind: gives });
            }
            _ => {}
        }
        Ok(())
    }

    /// How a column expresses `field`, or why it cannot.
    fn classify(
        &self,
        survey: &FileScan,
        map: &ImportMap,
        field: ImportField,
        index: usize,
    ) -> Result<ColumnValueKind, String> {
        if !field.is_time() {
            return Ok(ColumnValueKind::Text);
        }
        let header = &survey.headers[index];
        let times = &survey.columns[index].times;
        let unit =
            map.unit_of(header).or_else(|| DurationUnit::from_header(header)).filter(|_| field.may_be_duration());
        if unit.is_some() && times.durations + times.numbers > 0 {
            return Ok(ColumnValueKind::SinceCreation(unit));
        }
        if times.timestamps > 0 || times.unreadable.is_none() {
            return Ok(ColumnValueKind::Timestamp);
        }
        if field.may_be_duration() && times.durations > 0 {
            return Ok(ColumnValueKind::SinceCreation(None));
        }
        let (line, text) = times.unreadable.as_ref().map_or((0, ""), |(line, text)| (*line, text.as_str()));
        if field.may_be_duration() && times.numbers > 0 {
            return Err(format!(
                "‘{header}’ holds plain numbers such as {text} and does not say of what unit. To use it, write in a map: \
                 [units] \"{header}\" = \"minutes\" (or seconds, hours, milliseconds)."
            ));
        }
        Err(format!(
            "‘{header}’ holds no times that can be read (line {line}: ‘{text}’). If they are times, say with --dates how \
             they are written, such as --dates \"%d.%m.%Y %H:%M\"."
        ))
    }

    /// The columns of `field`.
    pub fn columns_of(&self, field: ImportField) -> &[usize] {
        self.by_field.get(&field).map_or(&[], |taken| &taken.columns)
    }

    /// Whether any row has data for `field`.
    pub fn has_data(&self, field: ImportField) -> bool {
        self.by_field.contains_key(&field) && !self.empty_fields.contains(&field)
    }

    /// How the column of `field` expresses it.
    pub fn value_kind(&self, field: ImportField) -> ColumnValueKind {
        self.by_field.get(&field).map_or(ColumnValueKind::Text, |taken| taken.value_kind)
    }

    /// The header of the column of `field`.
    pub fn header(&self, field: ImportField) -> &str {
        self.columns_of(field).first().map_or("", |index| &self.headers[*index])
    }

    fn field_of(&self, index: usize) -> Option<ImportField> {
        self.by_field.iter().find(|(_, taken)| taken.columns.contains(&index)).map(|(field, _)| *field)
    }

    /// Recognised columns in file order with the field's name; `…_after` for a time since creation.
    pub fn recognised(&self) -> Vec<(&str, String)> {
        let name = |field| match self.value_kind(field) {
            ColumnValueKind::SinceCreation(_) => format!("{}_after", field.name()),
            ColumnValueKind::Text | ColumnValueKind::Timestamp => field.name().to_owned(),
        };
        let all = self.headers.iter().enumerate();
        all.filter_map(|(index, header)| Some((header.as_str(), name(self.field_of(index)?)))).collect()
    }

    fn describe_not_tickets(&self) -> String {
        let found = match self.columns_of(ImportField::Id).first() {
            None => "No column is known to hold a ticket’s number".to_owned(),
            Some(index) => format!("Nothing but a number (‘{}’) is known of each ticket", self.headers[*index]),
        };
        let example = self.headers.first().map_or("Ticket ID", String::as_str).replace(['"', '\\'], "");
        format!(
            "{found}, so this is not taken for a list of tickets. The headers are {}. If it is one, say in a file what \
             they mean, and name it with --map:\n\n[columns]\nid = \"{example}\"\nsubject = \"…\"\nstatus = \"…\"\n\
             created = \"…\"\n",
            quote_list(self.headers.iter(), 20)
        )
    }

    /// The date order: as specified, else as decided by all used columns together. `None` if no time needs one.
    ///
    /// # Errors
    /// [`ImportError::NeedsInput`] if it is ambiguous or contradictory.
    pub fn date_order(
        &self,
        survey: &FileScan,
        specified: Option<&DateFormat>,
    ) -> Result<Option<DateOrder>, ImportError> {
        if let Some(DateFormat::Order(order)) = specified {
            return Ok(Some(*order));
        }
        let used = || {
            let moments = self.by_field.iter().filter(|(_, taken)| taken.value_kind == ColumnValueKind::Timestamp);
            moments.map(|(_, taken)| taken.columns[0])
        };
        type PickSample = fn(&super::column_scan::TimeColumnStats) -> Option<&SampleCell>;
        let first =
            |pick: PickSample| used().find_map(|at| Some((&self.headers[at], pick(&survey.columns[at].times)?)));
        let day = first(|times| times.day_first.as_ref());
        let month = first(|times| times.month_first.as_ref());
        match (day, month) {
            (Some(_), None) => Ok(Some(DateOrder::DayFirst)),
            (None, Some(_)) => Ok(Some(DateOrder::MonthFirst)),
            (Some((day_header, (day_line, day))), Some((month_header, (month_line, month)))) => {
                Err(ImportError::NeedsInput(format!(
                    "The dates are written in two ways: ‘{day}’ (line {day_line}, ‘{day_header}’) can only be day-first, \
                 ‘{month}’ (line {month_line}, ‘{month_header}’) only month-first. Say --dates dmy or --dates mdy; rows \
                 that are written the other way are then refused."
                )))
            }
            (None, None) => match first(|times| times.ambiguous.as_ref()) {
                None => Ok(None),
                Some((header, (line, text))) => Err(ImportError::NeedsInput(format!(
                    "The dates in ‘{header}’ can be read in two ways, and no row decides it: is ‘{text}’ (line {line}) \
                     day-first or month-first? Say --dates dmy or --dates mdy. Nothing was written."
                ))),
            },
        }
    }
}

fn no_such_header(header: &str, survey: &FileScan) -> ImportError {
    ImportError::NeedsInput(format!(
        "The map names a column ‘{header}’, which the file does not have. Its headers are {}.",
        quote_list(survey.headers.iter(), 100)
    ))
}
