//! Form for a new shift, on one or several consecutive days, or an existing one.

use chrono::{Days, NaiveDate};

use crate::engine::roster::cells::ShiftPattern;
use crate::engine::roster::table::format_breaks;
use crate::engine::roster::typed::{parse_hours, break_within};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Hours, Shift, Template};
use crate::model::text::clean_line;
use crate::ui::view::View;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};

/// Maximum days at once: a typo should not fill a year.
const MOST_DAYS: u32 = 31;
const DAY: u32 = 24 * 60;

/// The form.
pub struct NewShift {
    people: Vec<PersonId>,
    templates: Vec<Numbered<Template>>,
    /// Preset person and day.
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    /// The shift being edited.
    known: Option<Numbered<Shift>>,
}

impl NewShift {
    pub fn new(person: Option<PersonId>, day: Option<NaiveDate>, view: &View) -> NewShift {
        let templates = view.desk.team.templates.clone();
        NewShift { people: everybody(view), templates, person, day, known: None }
    }

    pub fn edit(shift: Numbered<Shift>, view: &View) -> NewShift {
        let (person, day) = (Some(shift.person), Some(shift.day));
        NewShift { known: Some(shift), ..NewShift::new(person, day, view) }
    }

    /// The initial shape: the edited shift, else the first template, else a working day.
    fn begins(&self) -> ShiftPattern {
        match (&self.known, self.templates.first()) {
            (Some(known), _) => ShiftPattern::from(&known.it),
            (None, Some(template)) => ShiftPattern::from(&template.it),
            (None, None) => ShiftPattern::from_hours(Hours { from: 8 * 60, to: 16 * 60 }),
        }
    }
}

/// A time of day as typed: `8:00`.
pub fn typed_clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Reads the breaks of a shift: `12-12:30`, several separated by `;`.
pub fn breaks_of(filled: &Filled, shift: Hours) -> Result<Vec<Hours>, Wrong> {
    let text = filled.text("break");
    let parts = text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
    let mut breaks = parts
        .map(|part| {
            let read = parse_hours(part).ok_or_else(|| filled.wrong("break", "wrong-hours", &[("text", part.into())]))?;
            break_within(shift, read).ok_or_else(|| filled.wrong("break", "break-outside", &[]))
        })
        .collect::<Result<Vec<_>, Wrong>>()?;
    breaks.sort();
    Ok(breaks)
}

impl Sheet for NewShift {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "edit-shift-title" } else { "new-shift-title" })
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        let shape = self.begins();
        let mut fields = vec![
            Field::pick("person", self.people.iter().map(|person| view.name(Some(*person)).to_owned()), at),
            Field::day("day", self.day.unwrap_or_else(|| view.zone().date(view.now))),
        ];
        if !self.templates.is_empty() {
            let names = self.templates.iter().map(|template| clean_line(&template.name).into_owned());
            let like = self.templates.iter().position(|template| ShiftPattern::from(&template.it) == shape);
            let names = [view.t("template-none")].into_iter().chain(names);
            fields.push(Field::pick("template", names, like.map_or(0, |at| at + 1)));
        }
        fields.extend([
            Field::line("from", typed_clock(shape.hours.from)),
            Field::line("to", typed_clock(shape.hours.to % DAY)),
            Field::line("shift-name", shape.name.unwrap_or_default()),
            Field::line("break", format_breaks(&shape.breaks)),
        ]);
        if self.known.is_none() {
            fields.push(Field::line("repeat", "1"));
        }
        fields
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let person =
            *self.people.get(filled.picked("person")).ok_or_else(|| filled.wrong("person", "no-people", &[]))?;
        let first = filled.day("day")?;
        let (from, to) = (filled.minute("from")?, filled.minute("to")?);
        if from >= DAY {
            return Err(filled.wrong("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let shape = ShiftPattern { hours, name: filled.optional("shift-name"), breaks: breaks_of(filled, hours)? };
        if let Some(known) = &self.known {
            let record = Some(Record::Shift(shape.to_shift((person, first))));
            return Ok(vec![Change::Replace { kind: RecordKind::Shift, id: known.id, record }]);
        }
        let days = filled.number("repeat", 1, MOST_DAYS)?.unwrap_or(1);
        let shift = |n: u32| Record::Shift(shape.to_shift((person, first + Days::new(n.into()))));
        Ok((0..days).map(|n| Change::Add(shift(n))).collect())
    }

    /// A template presets hours, name and breaks.
    fn follow(&self, changed: &str, fields: &mut [Field]) {
        let picked = fields.iter().find(|field| field.name == changed && changed == "template").map(Field::picked);
        let Some(template) = picked.and_then(|at| self.templates.get(at.checked_sub(1)?)) else { return };
        let shape = ShiftPattern::from(&template.it);
        for field in fields {
            match field.name {
                "from" => field.set_line(typed_clock(shape.hours.from)),
                "to" => field.set_line(typed_clock(shape.hours.to % DAY)),
                "shift-name" => field.set_line(shape.name.clone().unwrap_or_default()),
                "break" => field.set_line(format_breaks(&shape.breaks)),
                _ => {}
            }
        }
    }
}
