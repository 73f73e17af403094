//! Hours as they are typed into a cell: `8-16`, `22-6`, `8-12 13-17` for two shifts, `8-16/12-12:30` with a break, or the
//! beginning of a template's name.

use super::cells::Shape;
use crate::domain::record::Numbered;
use crate::domain::shift::{Hours, Template};
use crate::domain::text::fold;
use crate::domain::time::parse_clock;

const DAY: u32 = 24 * 60;

/// What a typed cell means; nothing is an empty cell. Hours that are a template's take its name, and its breaks unless
/// some are typed.
///
/// # Errors
/// The part that cannot be read.
pub fn shapes(text: &str, templates: &[Numbered<Template>]) -> Result<Vec<Shape>, String> {
    let text = text.trim();
    if text.chars().any(char::is_alphabetic) {
        return template(text, templates).map(|found| vec![Shape::from(found)]).ok_or_else(|| text.to_owned());
    }
    let parts = text.split([' ', '+', ',']).filter(|part| !part.is_empty());
    let shapes = parts.map(|part| one(part, templates).ok_or_else(|| part.to_owned()));
    shapes.collect()
}

/// The template whose name is, else begins with the text.
pub fn template<'a>(text: &str, templates: &'a [Numbered<Template>]) -> Option<&'a Template> {
    let wanted = fold(text.trim());
    let named = |whole: bool| {
        let fits = |name: &str| if whole { fold(name) == wanted } else { fold(name).starts_with(&wanted) };
        templates.iter().find(|template| !wanted.is_empty() && fits(&template.name))
    };
    named(true).or_else(|| named(false)).map(|template| &template.it)
}

fn one(text: &str, templates: &[Numbered<Template>]) -> Option<Shape> {
    let mut parts = text.split('/');
    let hours = hours(parts.next()?)?;
    let mut breaks = parts.map(|part| Some(within(hours, self::hours(part)?)).flatten()).collect::<Option<Vec<_>>>()?;
    breaks.sort();
    let known = templates.iter().find(|template| template.hours == hours).map(|template| Shape::from(&template.it));
    Some(match known {
        Some(shape) if breaks.is_empty() => shape,
        Some(shape) => Shape { breaks, ..shape },
        None => Shape { hours, name: None, breaks },
    })
}

/// `8-16`, `8:30–17`, `22-6`; an end at or before the beginning is on the next day.
pub fn hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from, to) = (parse_clock(from).ok()?, parse_clock(to).ok()?);
    (from < DAY).then(|| Hours::new(from, to))
}

/// Hours as briefly as they can be typed: `8–16`, `8:30–17`, `22–6`; midnight at the end is 24.
pub fn short(hours: Hours) -> String {
    let one = |minute: u32| match minute % 60 {
        0 => (minute / 60).to_string(),
        rest => format!("{}:{rest:02}", minute / 60),
    };
    format!("{}–{}", one(hours.from % DAY), one(if hours.to > DAY { hours.to % DAY } else { hours.to }))
}

/// Hours of a break where its shift has them, after midnight if need be; `None` if they lie outside of it.
pub fn within(shift: Hours, pause: Hours) -> Option<Hours> {
    let late = Hours { from: pause.from + DAY, to: pause.to + DAY };
    [pause, late].into_iter().find(|pause| shift.from <= pause.from && pause.to <= shift.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_typed() {
        let lunch = Hours { from: 720, to: 750 };
        let morning = Template { name: "Morning".into(), hours: Hours::new(480, 960), breaks: vec![lunch] };
        let night = Template { name: "Đêm".into(), hours: Hours::new(1320, 360), breaks: Vec::new() };
        let templates = [Numbered::from(morning.clone()), night.clone().into()];
        let read = |text: &str| shapes(text, &templates);
        assert_eq!(read("8-16"), Ok(vec![Shape::from(&morning)]));
        assert_eq!(read("m"), Ok(vec![Shape::from(&morning)]));
        assert_eq!(read("dem"), Ok(vec![Shape::from(&night)]));
        let two = [Shape::plain(Hours::new(480, 720)), Shape::plain(Hours::new(780, 1020))];
        assert_eq!(read("8-12 13-17"), Ok(two.to_vec()));
        let own = Shape { breaks: vec![Hours { from: 780, to: 810 }], ..Shape::from(&morning) };
        assert_eq!(read("8-16/13-13:30"), Ok(vec![own]));
        let late = read("22-6/2-2:30").unwrap();
        assert_eq!(late[0].breaks, [Hours { from: 26 * 60, to: 26 * 60 + 30 }]);
        assert_eq!(read(""), Ok(Vec::new()));
        for wrong in ["8", "x", "8-25", "8-16/18-19", "24-6"] {
            assert_eq!(read(wrong), Err(wrong.to_owned()));
        }
    }
}
