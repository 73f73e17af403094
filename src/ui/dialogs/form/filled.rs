//! Reads and validates the values of a submitted form.

use chrono::NaiveDate;

use crate::model::shift::Hours;
use crate::model::text::{clean, clean_line};
use crate::model::time::{Instant, parse_clock};
use crate::ui::view::View;
use crate::ui::words::Value;
use super::field::{Control, Field, day_from};
use super::moment::moment_from;

/// A validation message, and the field it is about.
#[derive(Debug)]
pub struct Wrong {
    pub field: Option<&'static str>,
    pub text: String,
}

/// The fields of a submitted form. An invalid field gives a [`FieldError`].
pub struct Filled<'a> {
    pub fields: &'a [Field],
    pub view: &'a View<'a>,
}

impl Filled<'_> {
    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// An error with the message `key`, about a field.
    pub fn wrong(&self, field: &'static str, key: &str, values: &[(&str, Value)]) -> Wrong {
        Wrong { field: Some(field), text: self.view.tt(key, values) }
    }

    /// Whether the field has changed.
    pub fn touched(&self, name: &str) -> bool {
        self.field(name).is_some_and(Field::touched)
    }

    /// The text of a field, sanitized and trimmed.
    pub fn text(&self, name: &str) -> String {
        match self.field(name).map(|field| &field.control) {
            Some(Control::Line(line) | Control::Day(line) | Control::Moment(line)) => {
                clean_line(line.text()).into_owned()
            }
            Some(Control::Body(body)) => clean(&body.text()).trim().to_owned(),
            _ => String::new(),
        }
    }

    /// The text of an optional field.
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The text of a required field; `key` is the message if it is empty.
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

    /// A moment; a time without a date is the next such time.
    pub fn moment(&self, name: &'static str) -> Result<Instant, Wrong> {
        let text = self.text(name);
        moment_from(&text, self.view).ok_or_else(|| self.wrong(name, "wrong-moment", &[("text", text.into())]))
    }

    /// A time of day, in minutes after midnight.
    pub fn minute(&self, name: &'static str) -> Result<u32, Wrong> {
        let text = self.text(name);
        parse_clock(&text).map_err(|_| self.wrong(name, "wrong-clock", &[("text", text.into())]))
    }

    /// Hours such as `12-12:30`; `None` if empty.
    pub fn hours(&self, name: &'static str) -> Result<Option<Hours>, Wrong> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let ends = text.split_once(['-', '–']).map(|(from, to)| (parse_clock(from), parse_clock(to)));
        match ends {
            Some((Ok(from), Ok(to))) if from < 24 * 60 => Ok(Some(Hours::new(from, to))),
            _ => Err(self.wrong(name, "wrong-hours", &[("text", text.into())])),
        }
    }

    /// An integer from `least` to `most`; `None` if empty.
    pub fn number(&self, name: &'static str, least: u32, most: u32) -> Result<Option<u32>, Wrong> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let values = [("text", text.into()), ("least", (least as usize).into()), ("most", (most as usize).into())];
        number.map(Some).ok_or_else(|| self.wrong(name, "wrong-number", &values))
    }
}
