//! Form for a new shift, on one or several consecutive days, or an existing one.

use chrono::{Days, NaiveDate};

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::engine::roster::cell_input::{break_within, parse_hours};
use crate::engine::roster::cells::ShiftPattern;
use crate::engine::roster::table::format_breaks;
use crate::events::change::Change;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Shift, ShiftTemplate};
use crate::model::text::clean_line;
use crate::ui::view::View;

/// Maximum days at once: a typo should not fill a year.
const MAX_DAYS: u32 = 31;
const MINUTES_PER_DAY: u32 = 24 * 60;

/// The form.
pub struct ShiftForm {
    people: Vec<PersonId>,
    templates: Vec<WithId<ShiftTemplate>>,
    /// Preset person and day.
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    /// The shift being edited.
    existing: Option<WithId<Shift>>,
}

impl ShiftForm {
    pub fn new(person: Option<PersonId>, day: Option<NaiveDate>, view: &View) -> ShiftForm {
        let templates = view.desk.team.templates.clone();
        ShiftForm { people: people_by_name(view), templates, person, day, existing: None }
    }

    pub fn edit(shift: WithId<Shift>, view: &View) -> ShiftForm {
        let (person, day) = (Some(shift.person), Some(shift.day));
        ShiftForm { existing: Some(shift), ..ShiftForm::new(person, day, view) }
    }

    /// The initial shape: the edited shift, else the first template, else a working day.
    fn initial_shape(&self) -> ShiftPattern {
        match (&self.existing, self.templates.first()) {
            (Some(known), _) => ShiftPattern::from(&known.it),
            (None, Some(template)) => ShiftPattern::from(&template.it),
            (None, None) => ShiftPattern::from_hours(Hours { from: 8 * 60, to: 16 * 60 }),
        }
    }
}

/// A time of day as typed: `8:00`.
pub fn format_clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Reads the breaks of a shift: `12-12:30`, several separated by `;`.
pub fn parse_breaks(filled: &FormValues, shift: Hours) -> Result<Vec<Hours>, FieldError> {
    let text = filled.text("break");
    let parts = text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
    let mut breaks = parts
        .map(|part| {
            let read =
                parse_hours(part).ok_or_else(|| filled.error("break", "wrong-hours", &[("text", part.into())]))?;
            break_within(shift, read).ok_or_else(|| filled.error("break", "break-outside", &[]))
        })
        .collect::<Result<Vec<_>, FieldError>>()?;
    breaks.sort();
    Ok(breaks)
}

impl FormSpec for ShiftForm {
    fn title(&self, view: &View) -> String {
        view.t(if self.existing.is_some() { "edit-shift-title" } else { "new-shift-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        let shape = self.initial_shape();
        let mut fields = vec![
            FormField::pick("person", self.people.iter().map(|person| view.person_name(Some(*person)).to_owned()), at),
            FormField::day("day", self.day.unwrap_or_else(|| view.zone().date(view.now))),
        ];
        if !self.templates.is_empty() {
            let names = self.templates.iter().map(|template| clean_line(&template.name).into_owned());
            let like = self.templates.iter().position(|template| ShiftPattern::from(&template.it) == shape);
            let names = [view.t("template-none")].into_iter().chain(names);
            fields.push(FormField::pick("template", names, like.map_or(0, |at| at + 1)));
        }
        fields.extend([
            FormField::line("from", format_clock(shape.hours.from)),
            FormField::line("to", format_clock(shape.hours.to % MINUTES_PER_DAY)),
            FormField::line("shift-name", shape.name.unwrap_or_default()),
            FormField::line("break", format_breaks(&shape.breaks)),
        ]);
        if self.existing.is_none() {
            fields.push(FormField::line("repeat", "1"));
        }
        fields
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let person =
            *self.people.get(filled.picked_index("person")).ok_or_else(|| filled.error("person", "no-people", &[]))?;
        let first = filled.day("day")?;
        let (from, to) = (filled.minute_of_day("from")?, filled.minute_of_day("to")?);
        if from >= MINUTES_PER_DAY {
            return Err(filled.error("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let shape = ShiftPattern { hours, name: filled.optional("shift-name"), breaks: parse_breaks(filled, hours)? };
        if let Some(known) = &self.existing {
            let record = Some(Record::Shift(shape.to_shift((person, first))));
            return Ok(vec![Change::ReplaceRecord { kind: RecordKind::Shift, id: known.id, record }]);
        }
        let days = filled.number("repeat", 1, MAX_DAYS)?.unwrap_or(1);
        let shift = |n: u32| Record::Shift(shape.to_shift((person, first + Days::new(n.into()))));
        Ok((0..days).map(|n| Change::AddRecord(shift(n))).collect())
    }

    /// A template presets hours, name and breaks.
    fn on_field_changed(&self, changed: &str, fields: &mut [FormField]) {
        let picked =
            fields.iter().find(|field| field.name == changed && changed == "template").map(FormField::picked_index);
        let Some(template) = picked.and_then(|at| self.templates.get(at.checked_sub(1)?)) else { return };
        let shape = ShiftPattern::from(&template.it);
        for field in fields {
            match field.name {
                "from" => field.set_line(format_clock(shape.hours.from)),
                "to" => field.set_line(format_clock(shape.hours.to % MINUTES_PER_DAY)),
                "shift-name" => field.set_line(shape.name.clone().unwrap_or_default()),
                "break" => field.set_line(format_breaks(&shape.breaks)),
                _ => {}
            }
        }
    }
}
