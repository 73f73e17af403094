//! What can be read from a form that somebody wants to save.

use chrono::NaiveDate;

use super::field::{Control, Field, day_from};
use super::moment::moment_from;
use crate::domain::shift::Hours;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::{Instant, parse_clock};
use crate::ui::view::View;
use crate::ui::words::Value;

/// What is wrong with a form, in a sentence, and with which field.
#[derive(Debug)]
pub struct Wrong {
    pub field: Option<&'static str>,
    pub text: String,
}

/// The fields of a form that somebody wants to save. A field that does not say what it should is [`Wrong`].
pub struct Filled<'a> {
    pub fields: &'a [Field],
    pub view: &'a View<'a>,
}

impl Filled<'_> {
    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The sentence under `key`, about a field.
    pub fn wrong(&self, field: &'static str, key: &str, values: &[(&str, Value)]) -> Wrong {
        Wrong { field: Some(field), text: self.view.tt(key, values) }
    }

    /// Whether somebody has changed the field.
    pub fn touched(&self, name: &str) -> bool {
        self.field(name).is_some_and(Field::touched)
    }

    /// The text of a field, clean and trimmed.
    pub fn text(&self, name: &str) -> String {
        match self.field(name).map(|field| &field.control) {
            Some(Control::Line(line) | Control::Day(line) | Control::Moment(line)) => {
                clean_line(line.text()).into_owned()
            }
            Some(Control::Body(body)) => clean(&body.text()).trim().to_owned(),
            _ => String::new(),
        }
    }

    /// The text of a field that may be left empty.
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The text of a field that may not; `key` is the sentence that asks for it.
    pub fn required(&self, name: &'static str, key: &str) -> Result<String, Wrong> {
        self.optional(name).ok_or_else(|| self.wrong(name, key, &[]))
    }

    pub fn picked(&self, name: &str) -> usize {
        self.field(name).map_or(0, Field::picked)
    }

    pub fn weekdays(&self, name: &str) -> u8 {
        match self.field(name).map(|field| &field.control) {
            Some(Control::Week { days, .. }) => *days,
            _ => 0,
        }
    }

    pub fn day(&self, name: &'static str) -> Result<NaiveDate, Wrong> {
        let text = self.text(name);
        day_from(&text, self.view).ok_or_else(|| self.wrong(name, "wrong-day", &[("text", text.into())]))
    }

    /// A moment to come.
    pub fn moment(&self, name: &'static str) -> Result<Instant, Wrong> {
        let text = self.text(name);
        moment_from(&text, self.view).ok_or_else(|| self.wrong(name, "wrong-moment", &[("text", text.into())]))
    }

    /// A time of day, in minutes after midnight.
    pub fn minute(&self, name: &'static str) -> Result<u32, Wrong> {
        let text = self.text(name);
        parse_clock(&text).map_err(|_| self.wrong(name, "wrong-clock", &[("text", text.into())]))
    }

    /// Hours such as `12-12:30`; none where the field is empty.
    pub fn hours(&self, name: &'static str) -> Result<Option<Hours>, Wrong> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let ends = text.split_once(['-', '–']).map(|(from, to)| (parse_clock(from), parse_clock(to)));
        match ends {
            Some((Ok(from), Ok(to))) if from < 24 * 60 => Ok(Some(Hours::new(from, to))),
            _ => Err(self.wrong(name, "wrong-hours", &[("text", text.into())])),
        }
    }

    /// A whole number from `least` to `most`; none where the field is empty.
    pub fn number(&self, name: &'static str, least: u32, most: u32) -> Result<Option<u32>, Wrong> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let values = [("text", text.into()), ("least", (least as usize).into()), ("most", (most as usize).into())];
        number.map(Some).ok_or_else(|| self.wrong(name, "wrong-number", &values))
    }
}
