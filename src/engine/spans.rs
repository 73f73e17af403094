//! Set operations on periods, and the periods of shifts and absences.

use chrono::{Days, NaiveDate, TimeDelta};

use crate::model::ids::WithId;
use crate::model::shift::{Absence, AbsenceKind, Hours, Shift};
use crate::model::time::{Period, Zone};

/// Sorts and merges overlapping or adjacent periods.
pub fn merge_overlapping(mut spans: Vec<Period>) -> Vec<Period> {
    spans.retain(|span| span.from < span.to);
    spans.sort_by_key(|span| (span.from, span.to));
    let mut all: Vec<Period> = Vec::with_capacity(spans.len());
    for span in spans {
        match all.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => all.push(span),
        }
    }
    all
}

/// Time in both; the periods of either side must be disjoint.
pub fn intersection(some: &[Period], others: &[Period]) -> Vec<Period> {
    let meet = |a: &Period, b: &Period| {
        let both = Period { from: a.from.max(b.from), to: a.to.min(b.to) };
        (both.from < both.to).then_some(both)
    };
    merge_overlapping(some.iter().flat_map(|a| others.iter().filter_map(move |b| meet(a, b))).collect())
}

/// Time in `some` but not in `others`.
pub fn difference(some: &[Period], others: &[Period]) -> Vec<Period> {
    let cut = merge_overlapping(others.to_vec());
    let mut left = Vec::with_capacity(some.len());
    for span in some {
        let mut from = span.from;
        for gone in cut.iter().filter(|gone| gone.from < span.to && span.from < gone.to) {
            left.push(Period { from, to: gone.from });
            from = gone.to;
        }
        left.push(Period { from, to: span.to });
    }
    left.retain(|span| span.from < span.to);
    left
}

/// Total elapsed time.
pub fn total_duration(spans: &[Period]) -> TimeDelta {
    spans.iter().map(|span| span.to - span.from).sum()
}

/// Hours of a civil day as a period; `None` if a clock change skips all of them.
pub fn hours_on_day(zone: Zone, day: NaiveDate, hours: Hours) -> Option<Period> {
    let span = Period { from: zone.at_minute(day, hours.from), to: zone.at_minute(day, hours.to) };
    (span.from < span.to).then_some(span)
}

/// Periods of an absence on the days `first` to `last`, inclusive.
pub fn absence_periods(zone: Zone, absence: &Absence, first: NaiveDate, last: NaiveDate) -> Vec<Period> {
    let (first, last) = (first.max(absence.first), last.min(absence.last));
    match absence.hours {
        _ if last < first => Vec::new(),
        None => vec![Period::days(zone, first, last + Days::new(1))],
        Some(hours) => {
            first.iter_days().take_while(|day| *day <= last).filter_map(|day| hours_on_day(zone, day, hours)).collect()
        }
    }
}

/// Working time of a person's shifts: breaks and training count, other absences do not.
pub fn worked_time<'a>(
    zone: Zone,
    shifts: impl IntoIterator<Item = &'a WithId<Shift>>,
    absences: impl Iterator<Item = &'a WithId<Absence>> + Clone,
) -> TimeDelta {
    let hours = |shift: &WithId<Shift>| {
        let (before, after) = (shift.day - Days::new(1), shift.day + Days::new(2));
        let off = absences.clone().filter(|absence| absence.kind != AbsenceKind::Training);
        let off: Vec<Period> = off.flat_map(|absence| absence_periods(zone, absence, before, after)).collect();
        total_duration(&difference(&[Period { from: shift.starts(zone), to: shift.ends(zone) }], &off))
    };
    shifts.into_iter().map(hours).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::from_millis;

    fn spans(list: &[(i64, i64)]) -> Vec<Period> {
        list.iter().map(|(a, b)| Period { from: from_millis(*a).unwrap(), to: from_millis(*b).unwrap() }).collect()
    }

    #[test]
    fn pieces_add_up() {
        let (some, others) = (spans(&[(0, 10), (20, 30)]), spans(&[(5, 22), (24, 25)]));
        assert_eq!(intersection(&some, &others), spans(&[(5, 10), (20, 22), (24, 25)]));
        assert_eq!(difference(&some, &others), spans(&[(0, 5), (22, 24), (25, 30)]));
        assert_eq!(merge_overlapping(spans(&[(5, 9), (0, 5), (7, 8), (20, 20)])), spans(&[(0, 9)]));
        let whole = total_duration(&intersection(&some, &others)) + total_duration(&difference(&some, &others));
        assert_eq!(whole, total_duration(&some));
    }
}
