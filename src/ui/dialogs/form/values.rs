//! Reads and validates the values of a submitted form.

use chrono::NaiveDate;

use super::field::{FieldControl, FormField};
use super::moment::parse_moment_input;
use crate::model::shift::Hours;
use crate::model::text::{clean, clean_line};
use crate::model::time::{Instant, parse_clock};
use crate::presentation::catalog::CatalogValue;
use crate::ui::dialogs::form::moment::parse_day_input;
use crate::ui::view::View;

/// A validation message, and the field it is about.
#[derive(Debug)]
pub struct FieldError {
    pub field: Option<&'static str>,
    pub text: String,
}

/// The fields of a submitted form. An invalid field gives a [`FieldError`].
pub struct FormValues<'a> {
    pub fields: &'a [FormField],
    pub view: &'a View<'a>,
}

impl FormValues<'_> {
    fn field(&self, name: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// An error with the message `key`, about a field.
    pub fn error(&self, field: &'static str, key: &str, values: &[(&str, CatalogValue)]) -> FieldError {
        FieldError { field: Some(field), text: self.view.tt(key, values) }
    }

    /// Whether the field has changed.
    pub fn is_changed(&self, name: &str) -> bool {
        self.field(name).is_some_and(FormField::is_changed)
    }

    /// The text of a field, sanitized and trimmed.
    pub fn text(&self, name: &str) -> String {
        match self.field(name).map(|field| &field.control) {
            Some(FieldControl::Line(line) | FieldControl::Day(line) | FieldControl::Moment(line)) => {
                clean_line(line.text()).into_owned()
            }
            Some(FieldControl::Body(body)) => clean(&body.text()).trim().to_owned(),
            _ => String::new(),
        }
    }

    /// The text of an optional field.
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The text of a required field; `key` is the message if it is empty.
    pub fn required(&self, name: &'static str, key: &str) -> Result<String, FieldError> {
        self.optional(name).ok_or_else(|| self.error(name, key, &[]))
    }

    pub fn picked_index(&self, name: &str) -> usize {
        self.field(name).map_or(0, FormField::picked_index)
    }

    pub fn weekdays(&self, name: &str) -> u8 {
        match self.field(name).map(|field| &field.control) {
            Some(FieldControl::Week { days, .. }) => *days,
            _ => 0,
        }
    }

    pub fn day(&self, name: &'static str) -> Result<NaiveDate, FieldError> {
        let text = self.text(name);
        parse_day_input(&text, self.view).ok_or_else(|| self.error(name, "wrong-day", &[("text", text.into())]))
    }

    /// A moment; a time without a date is the next such time.
    pub fn moment(&self, name: &'static str) -> Result<Instant, FieldError> {
        let text = self.text(name);
        parse_moment_input(&text, self.view).ok_or_else(|| self.error(name, "wrong-moment", &[("text", text.into())]))
    }

    /// A time of day, in minutes after midnight.
    pub fn minute_of_day(&self, name: &'static str) -> Result<u32, FieldError> {
        let text = self.text(name);
        parse_clock(&text).map_err(|_| self.error(name, "wrong-clock", &[("text", text.into())]))
    }

    /// Hours such as `12-12:30`; `None` if empty.
    pub fn hours(&self, name: &'static str) -> Result<Option<Hours>, FieldError> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let ends = text.split_once(['-', '–']).map(|(from, to)| (parse_clock(from), parse_clock(to)));
        match ends {
            Some((Ok(from), Ok(to))) if from < 24 * 60 => Ok(Some(Hours::new(from, to))),
            _ => Err(self.error(name, "wrong-hours", &[("text", text.into())])),
        }
    }

    /// An integer from `least` to `most`; `None` if empty.
    pub fn number(&self, name: &'static str, least: u32, most: u32) -> Result<Option<u32>, FieldError> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let values = [("text", text.into()), ("least", (least as usize).into()), ("most", (most as usize).into())];
        number.map(Some).ok_or_else(|| self.error(name, "wrong-number", &values))
    }
}
