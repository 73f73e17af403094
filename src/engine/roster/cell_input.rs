//! Hours typed into a cell: `8-16`, `22-6`, `8-12 13-17` for two shifts, `8-16/12-12:30` with a break, or the beginning
//! of a template name.

use crate::engine::roster::cells::ShiftPattern;
use crate::model::ids::WithId;
use crate::model::shift::{Hours, ShiftTemplate};
use crate::model::text::fold;
use crate::model::time::parse_clock;

const DAY: u32 = 24 * 60;

/// Parses a cell's input; empty input is an empty cell. Hours without breaks resolve, in this order, to: the existing
/// shift with these hours; the template with these hours; if the number of shifts is unchanged, the overlapping
/// existing shift with its name and the breaks that still fit. Typed breaks replace those.
///
/// # Errors
/// The part that cannot be parsed.
pub fn parse_cell(
    text: &str,
    templates: &[WithId<ShiftTemplate>],
    there: &[ShiftPattern],
) -> Result<Vec<ShiftPattern>, String> {
    let text = text.trim();
    if text.chars().any(char::is_alphabetic) {
        return find_template(text, templates)
            .map(|found| vec![ShiftPattern::from(found)])
            .ok_or_else(|| text.to_owned());
    }
    let parts = text.split([' ', '+', ',']).filter(|part| !part.is_empty());
    let parts = parts.map(|part| parse_shift(part).ok_or_else(|| part.to_owned()));
    let parts = parts.collect::<Result<Vec<(Hours, Vec<Hours>)>, String>>()?;
    let mut left: Vec<&ShiftPattern> = there.iter().collect();
    let mut stays = |hours: Hours| Some(left.remove(left.iter().position(|shape| shape.hours == hours)?).clone());
    let found: Vec<Option<ShiftPattern>> = parts.iter().map(|(hours, _)| stays(*hours)).collect();
    let other = found.iter().filter(|found| found.is_none()).count();
    let mut retyped = if other == left.len() { left } else { Vec::new() }.into_iter();
    let shape = |((hours, breaks), found): ((Hours, Vec<Hours>), Option<ShiftPattern>)| {
        let found = found.or_else(|| {
            let before = retyped.next();
            let known = templates.iter().find(|template| template.hours == hours);
            let carried = || before.filter(|shape| shape.hours.overlaps(hours)).map(|shape| with_hours(shape, hours));
            known.map(|template| ShiftPattern::from(&template.it)).or_else(carried)
        });
        let shape = found.unwrap_or_else(|| ShiftPattern::from_hours(hours));
        if breaks.is_empty() { shape } else { ShiftPattern { breaks, ..shape } }
    };
    Ok(parts.into_iter().zip(found).map(shape).collect())
}

/// The shift at other hours, with the breaks that still fit.
fn with_hours(shape: &ShiftPattern, hours: Hours) -> ShiftPattern {
    let fits = |pause: &&Hours| hours.from <= pause.from && pause.to <= hours.to;
    ShiftPattern { hours, name: shape.name.clone(), breaks: shape.breaks.iter().filter(fits).copied().collect() }
}

/// Template with this name, else the first whose name starts with it.
pub fn find_template<'a>(text: &str, templates: &'a [WithId<ShiftTemplate>]) -> Option<&'a ShiftTemplate> {
    let wanted = fold(text.trim());
    let named = |whole: bool| {
        let fits = |name: &str| if whole { fold(name) == wanted } else { fold(name).starts_with(&wanted) };
        templates.iter().find(|template| !wanted.is_empty() && fits(&template.name))
    };
    named(true).or_else(|| named(false)).map(|template| &template.it)
}

/// Hours with breaks.
fn parse_shift(text: &str) -> Option<(Hours, Vec<Hours>)> {
    let mut parts = text.split('/');
    let hours = parse_hours(parts.next()?)?;
    let mut breaks = parts
        .map(|part| Some(break_within(hours, crate::engine::roster::cell_input::parse_hours(part)?)).flatten())
        .collect::<Option<Vec<_>>>()?;
    breaks.sort();
    Some((hours, breaks))
}

/// `8-16`, `8:30–17`, `22-6`; an end at or before the start is on the next day.
pub fn parse_hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from, to) = (parse_clock(from).ok()?, parse_clock(to).ok()?);
    (from < DAY).then(|| Hours::new(from, to))
}

/// Hours in short form: `8–16`, `8:30–17`, `22–6`; midnight at the end is 24.
pub fn format_hours(hours: Hours) -> String {
    let one = |minute: u32| match minute % 60 {
        0 => (minute / 60).to_string(),
        rest => format!("{}:{rest:02}", minute / 60),
    };
    format!("{}–{}", one(hours.from % DAY), one(if hours.to > DAY { hours.to % DAY } else { hours.to }))
}

/// Shifts in input syntax, with breaks: `8–12 13–17/15–15:15`.
pub fn format_shifts(shapes: &[ShiftPattern]) -> String {
    let one = |shape: &ShiftPattern| {
        let parts: Vec<String> = [shape.hours].iter().chain(&shape.breaks).map(|hours| format_hours(*hours)).collect();
        parts.join("/")
    };
    shapes.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A break within its shift, moved past midnight if necessary; `None` if it does not fit.
pub fn break_within(shift: Hours, pause: Hours) -> Option<Hours> {
    let late = Hours { from: pause.from + DAY, to: pause.to + DAY };
    [pause, late].into_iter().find(|pause| shift.from <= pause.from && pause.to <= shift.to)
}

#[cfg(test)]
mod tests {
    use crate::engine::roster::cell_input::*;

    #[test]
    fn cells_read_as_typed() {
        let lunch = Hours { from: 720, to: 750 };
        let morning = ShiftTemplate { name: "Morning".into(), hours: Hours::new(480, 960), breaks: vec![lunch] };
        let night = ShiftTemplate { name: "Đêm".into(), hours: Hours::new(1320, 360), breaks: Vec::new() };
        let templates = [WithId::from(morning.clone()), night.clone().into()];
        let read = |text: &str| parse_cell(text, &templates, &[]);
        assert_eq!(read("8-16"), Ok(vec![ShiftPattern::from(&morning)]));
        assert_eq!(read("m"), Ok(vec![ShiftPattern::from(&morning)]));
        assert_eq!(read("dem"), Ok(vec![ShiftPattern::from(&night)]));
        let two = [ShiftPattern::from_hours(Hours::new(480, 720)), ShiftPattern::from_hours(Hours::new(780, 1020))];
        assert_eq!(read("8-12 13-17"), Ok(two.to_vec()));
        let own = ShiftPattern { breaks: vec![Hours { from: 780, to: 810 }], ..ShiftPattern::from(&morning) };
        assert_eq!(read("8-16/13-13:30"), Ok(vec![own]));
        let late = read("22-6/2-2:30").unwrap();
        assert_eq!(late[0].breaks, [Hours { from: 26 * 60, to: 26 * 60 + 30 }]);
        assert_eq!(read(""), Ok(Vec::new()));
        for wrong in ["8", "x", "8-25", "8-16/18-19", "24-6"] {
            assert_eq!(read(wrong), Err(wrong.to_owned()));
        }
    }

    #[test]
    fn what_is_retyped_keeps_its_name_and_breaks() {
        let pause = |from: u32, to: u32| Hours { from, to };
        let shape = |from: u32, to: u32, name: &str, breaks: &[Hours]| ShiftPattern {
            hours: Hours::new(from * 60, to * 60),
            name: Some(name.into()),
            breaks: breaks.to_vec(),
        };
        let early = shape(8, 16, "Desk", &[pause(600, 610), pause(720, 750)]);
        assert_eq!(format_shifts(std::slice::from_ref(&early)), "8–16/10–10:10/12–12:30");
        let read = |text: &str, there: &[ShiftPattern]| parse_cell(text, &[], there).unwrap();
        let there = [early.clone()];
        assert_eq!(read(&format_shifts(&there), &there), there);
        assert_eq!(read("11-19", &there), [shape(11, 19, "Desk", &[pause(720, 750)])]);
        assert_eq!(read("9-17/13-13:30", &there), [shape(9, 17, "Desk", &[pause(780, 810)])]);
        assert_eq!(read("22-6", &there), [ShiftPattern::from_hours(Hours::new(1320, 360))], "another shift altogether");
        let late = shape(18, 22, "Phone", &[pause(1200, 1210)]);
        let both = [early.clone(), late.clone()];
        assert_eq!(read("8-16 18-23", &both), [early, shape(18, 23, "Phone", &[pause(1200, 1210)])]);
        assert_eq!(read("18-22", &both), [late]);
        assert_eq!(read("9-15", &both), [ShiftPattern::from_hours(Hours::new(540, 900))], "one where there were two");
        let night = [ShiftPattern { breaks: vec![pause(1560, 1590)], ..shape(22, 6, "Night", &[]) }];
        assert_eq!(format_shifts(&night), "22–6/2–2:30");
        assert_eq!(read(&format_shifts(&night), &night), night);
    }
}
