//! Which column gives what: chosen by header and by what the column turned out to hold.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::{Order, Written};
use super::map::Map;
use super::names::{Field, HEADERS, key};
use super::survey::{Seen, Survey};
use super::values::Unit;
use super::{Error, listed};

/// The form in which a column gives its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Text,
    Moment,
    /// The time that passed since creation; plain numbers are of the unit.
    SinceCreation(Option<Unit>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Taken {
    /// One column, but for tags.
    columns: Vec<usize>,
    gives: Gives,
}

/// The columns of a file by what they give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Every header, as it is shown.
    pub headers: Vec<String>,
    taken: BTreeMap<Field, Taken>,
    /// Fields of which no row of the file says anything, though a column is there for them.
    silent: BTreeSet<Field>,
    /// Columns that give no field of ours and are kept by their headers.
    pub kept: Vec<usize>,
    /// Why columns whose headers are known were not taken.
    pub passed_over: Vec<String>,
}

impl Columns {
    /// Chooses the columns of a file.
    ///
    /// # Errors
    /// [`Error::Ask`] where the map names a header that the file does not have, or the times of creation cannot be read;
    /// [`Error::NotTickets`] where nothing tells the tickets apart.
    pub fn choose(survey: &Survey, map: &Map) -> Result<Columns, Error> {
        let mut columns = Columns { headers: survey.headers.clone(), ..Columns::default() };
        for (field, headers) in &map.columns {
            let found: Result<Vec<usize>, Error> = headers
                .as_slice()
                .iter()
                .map(|header| survey.find(header).ok_or_else(|| no_such_header(header, survey)))
                .collect();
            let found = found?;
            if let Some(first) = found.first() {
                let gives = columns.suits(survey, map, *field, *first).map_err(Error::Ask)?;
                columns.taken.insert(*field, Taken { columns: found, gives });
            }
        }
        for (field, names) in HEADERS {
            if !map.columns.contains_key(field) {
                columns.recognise(survey, map, *field, names)?;
            }
        }
        if columns.of(Field::Id).is_empty() || columns.taken.len() < 2 {
            return Err(Error::NotTickets(columns.not_tickets()));
        }
        let silent =
            |(_, taken): &(&Field, &Taken)| taken.columns.iter().all(|index| survey.columns[*index].filled == 0);
        columns.silent = columns.taken.iter().filter(silent).map(|(field, _)| *field).collect();
        columns.kept = (0..survey.headers.len())
            .filter(|index| survey.columns[*index].filled > 0)
            // A status category is only asked for advice; it has no place of its own.
            .filter(|index| columns.field_of(*index).is_none_or(|field| field == Field::StatusCategory))
            .collect();
        Ok(columns)
    }

    /// Takes the first column that a header in `names` names and that holds what it should.
    fn recognise(&mut self, survey: &Survey, map: &Map, field: Field, names: &[&str]) -> Result<(), Error> {
        let mut empty = None;
        let mut unreadable = None;
        for name in names {
            let wanted = key(name);
            let alike: Vec<usize> = (0..survey.keys.len())
                .filter(|index| survey.keys[*index] == wanted && self.field_of(*index).is_none())
                .collect();
            let Some(first) = alike.iter().copied().find(|index| survey.columns[*index].filled > 0) else {
                empty = empty.or(alike.first().copied());
                continue;
            };
            match self.suits(survey, map, field, first) {
                Ok(gives) => {
                    let columns = if field == Field::Tags { alike } else { vec![first] };
                    self.taken.insert(field, Taken { columns, gives });
                    return Ok(());
                }
                Err(why) => {
                    unreadable.get_or_insert_with(|| why.clone());
                    self.passed_over.push(why);
                }
            }
        }
        match (unreadable, empty) {
            // Without it a ticket has neither age nor response time: worth a question.
            (Some(why), _) if field == Field::Created => return Err(Error::Ask(why)),
            (_, Some(index)) => {
                let gives = if field.is_time() { Gives::Moment } else { Gives::Text };
                self.taken.insert(field, Taken { columns: vec![index], gives });
            }
            _ => {}
        }
        Ok(())
    }

    /// In which form a column gives `field`, or why it does not.
    fn suits(&self, survey: &Survey, map: &Map, field: Field, index: usize) -> Result<Gives, String> {
        if !field.is_time() {
            return Ok(Gives::Text);
        }
        let header = &survey.headers[index];
        let times = &survey.columns[index].times;
        let unit = map.unit_of(header).or_else(|| Unit::of_header(header)).filter(|_| field.may_be_span());
        if unit.is_some() && times.spans + times.numbers > 0 {
            return Ok(Gives::SinceCreation(unit));
        }
        if times.stamps > 0 || times.other.is_none() {
            return Ok(Gives::Moment);
        }
        if field.may_be_span() && times.spans > 0 {
            return Ok(Gives::SinceCreation(None));
        }
        let (line, text) = times.other.as_ref().map_or((0, ""), |(line, text)| (*line, text.as_str()));
        if field.may_be_span() && times.numbers > 0 {
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

    /// The columns that give `field`.
    pub fn of(&self, field: Field) -> &[usize] {
        self.taken.get(&field).map_or(&[], |taken| &taken.columns)
    }

    /// Whether the file tells of `field` in at least one row. An empty column tells nothing.
    pub fn tells(&self, field: Field) -> bool {
        self.taken.contains_key(&field) && !self.silent.contains(&field)
    }

    pub fn gives(&self, field: Field) -> Gives {
        self.taken.get(&field).map_or(Gives::Text, |taken| taken.gives)
    }

    /// The header of the column that gives `field`.
    pub fn header(&self, field: Field) -> &str {
        self.of(field).first().map_or("", |index| &self.headers[*index])
    }

    fn field_of(&self, index: usize) -> Option<Field> {
        self.taken.iter().find(|(_, taken)| taken.columns.contains(&index)).map(|(field, _)| *field)
    }

    /// Each column that was recognised, in the order of the file, and the name of what it gives; `…_after` where that is
    /// a time since creation.
    pub fn recognised(&self) -> Vec<(&str, String)> {
        let name = |field| match self.gives(field) {
            Gives::SinceCreation(_) => format!("{}_after", field.name()),
            Gives::Text | Gives::Moment => field.name().to_owned(),
        };
        let all = self.headers.iter().enumerate();
        all.filter_map(|(index, header)| Some((header.as_str(), name(self.field_of(index)?)))).collect()
    }

    fn not_tickets(&self) -> String {
        let found = match self.of(Field::Id).first() {
            None => "No column is known to hold a ticket’s number".to_owned(),
            Some(index) => format!("Nothing but a number (‘{}’) is known of each ticket", self.headers[*index]),
        };
        let example = self.headers.first().map_or("Ticket ID", String::as_str).replace(['"', '\\'], "");
        format!(
            "{found}, so this is not taken for a list of tickets. The headers are {}. If it is one, say in a file what \
             they mean, and name it with --map:\n\n[columns]\nid = \"{example}\"\nsubject = \"…\"\nstatus = \"…\"\n\
             created = \"…\"\n",
            listed(self.headers.iter(), 20)
        )
    }

    /// The order of day and month in the file: what was said, else what the columns that are used decide together.
    /// `None` where no time needs one.
    ///
    /// # Errors
    /// [`Error::Ask`] where they leave it open, or decide both ways.
    pub fn dates(&self, survey: &Survey, said: Option<&Written>) -> Result<Option<Order>, Error> {
        if let Some(Written::In(order)) = said {
            return Ok(Some(*order));
        }
        let used = || {
            let moments = self.taken.iter().filter(|(_, taken)| taken.gives == Gives::Moment);
            moments.map(|(_, taken)| taken.columns[0])
        };
        type Pick = fn(&super::survey::Times) -> Option<&Seen>;
        let first = |pick: Pick| used().find_map(|at| Some((&self.headers[at], pick(&survey.columns[at].times)?)));
        let day = first(|times| times.day_first.as_ref());
        let month = first(|times| times.month_first.as_ref());
        match (day, month) {
            (Some(_), None) => Ok(Some(Order::DayFirst)),
            (None, Some(_)) => Ok(Some(Order::MonthFirst)),
            (Some((day_header, (day_line, day))), Some((month_header, (month_line, month)))) => {
                Err(Error::Ask(format!(
                    "The dates are written in two ways: ‘{day}’ (line {day_line}, ‘{day_header}’) can only be day-first, \
                 ‘{month}’ (line {month_line}, ‘{month_header}’) only month-first. Say --dates dmy or --dates mdy; rows \
                 that are written the other way are then refused."
                )))
            }
            (None, None) => match first(|times| times.either.as_ref()) {
                None => Ok(None),
                Some((header, (line, text))) => Err(Error::Ask(format!(
                    "The dates in ‘{header}’ can be read in two ways, and no row decides it: is ‘{text}’ (line {line}) \
                     day-first or month-first? Say --dates dmy or --dates mdy. Nothing was written."
                ))),
            },
        }
    }
}

fn no_such_header(header: &str, survey: &Survey) -> Error {
    Error::Ask(format!(
        "The map names a column ‘{header}’, which the file does not have. Its headers are {}.",
        listed(survey.headers.iter(), 100)
    ))
}
