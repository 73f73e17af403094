//! Who is there when: shifts, breaks, absences and attendance as moments.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Roster;
use crate::domain::attendance;
use crate::domain::person::{Person, PersonId};
use crate::domain::shift::Hours;
use crate::domain::spans::without;
use crate::domain::time::Period;

/// A person and when they are there.
pub(super) struct Member<'a> {
    pub person: &'a Person,
    /// As the roster has them.
    rostered: Vec<Period>,
    /// Of these, what attendance leaves of them.
    shifts: Vec<Period>,
    breaks: Vec<Period>,
    absences: Vec<Period>,
}

impl Member<'_> {
    fn new(person: &Person) -> Member<'_> {
        Member { person, rostered: Vec::new(), shifts: Vec::new(), breaks: Vec::new(), absences: Vec::new() }
    }

    /// On shift for the whole of `time`, be it in two shifts that meet.
    fn on_shift(&self, time: Period) -> bool {
        let mut reached = time.from;
        while reached < time.to {
            match self.shifts.iter().filter(|shift| shift.contains(reached)).map(|shift| shift.to).max() {
                Some(end) => reached = end,
                None => return false,
            }
        }
        true
    }

    /// For any part of `time`.
    pub fn absent(&self, time: Period) -> bool {
        any_overlaps(&self.absences, time)
    }

    fn present(&self, time: Period) -> bool {
        self.on_shift(time) && !self.absent(time) && !any_overlaps(&self.breaks, time)
    }
}

fn any_overlaps(periods: &[Period], time: Period) -> bool {
    periods.iter().any(|period| overlap(*period, time))
}

pub(super) fn overlap(a: Period, b: Period) -> bool {
    a.from < b.to && b.from < a.to
}

pub(super) fn present(team: &BTreeMap<PersonId, Member>, time: Period) -> Vec<PersonId> {
    team.iter().filter(|(_, member)| member.present(time)).map(|(id, _)| *id).collect()
}

/// When somebody is at work; stretches may lie on top of each other.
#[derive(Debug, Clone, Default)]
pub struct AtWork {
    /// As the roster has it.
    pub rostered: Vec<Period>,
    /// Of that, what attendance leaves of it where it is known.
    pub on_shift: Vec<Period>,
    pub away: Vec<Period>,
    pub breaks: Vec<Period>,
}

impl<'a> Roster<'a> {
    /// When everybody is at work who has a shift that can reach into `window`.
    pub fn at_work(&self, window: Period) -> BTreeMap<PersonId, AtWork> {
        let working = self.team(window).into_iter().filter(|(_, member)| !member.rostered.is_empty());
        let told = |Member { rostered, shifts: on_shift, breaks, absences: away, .. }| AtWork {
            rostered,
            on_shift,
            away,
            breaks,
        };
        working.map(|(id, member)| (id, told(member))).collect()
    }

    /// Everybody, with the shifts, breaks and absences that can reach into `window`: civil hours become moments here,
    /// once, and not again for every slot.
    pub(super) fn team(&self, window: Period) -> BTreeMap<PersonId, Member<'a>> {
        // Hours reach no further than into the next day.
        let (first, last) = (self.zone.date(window.from) - Days::new(1), self.zone.date(window.to));
        let mut team: BTreeMap<_, _> = self.people.iter().map(|(id, person)| (*id, Member::new(person))).collect();
        // A shift that reaches into the window can have begun a day before it, and so can a stretch of attendance.
        let near = Period { from: window.from - Days::new(2), to: window.to + Days::new(2) };
        let stretches: Vec<_> =
            self.attendance.iter().map(|there| &there.it).filter(|it| overlap(it.time(), near)).collect();
        let mut checked: BTreeMap<PersonId, Vec<Period>> = BTreeMap::new();
        for there in stretches.iter().filter(|there| attendance::is_known(there, self.now)) {
            checked.entry(there.person).or_default().push(there.time());
        }
        for absence in self.absences {
            if let Some(member) = team.get_mut(&absence.person) {
                let days = first.max(absence.first).iter_days().take_while(|day| *day <= last.min(absence.last));
                let hours = absence.hours.unwrap_or(Hours { from: 0, to: 24 * 60 });
                member.absences.extend(days.filter_map(|day| self.span(day, hours)));
            }
        }
        for shift in self.shifts.iter().filter(|shift| first <= shift.day && shift.day <= last) {
            if let Some(member) = team.get_mut(&shift.person) {
                let known = checked.get(&shift.person).map_or(&[][..], Vec::as_slice);
                if let Some(span) = self.span(shift.day, shift.hours) {
                    let team = stretches.iter().copied();
                    let checks_in = self.now.is_some() && attendance::checks_in(self.zone, shift, team, self.now);
                    let pieces = without(&[span], &member.absences);
                    member.rostered.push(span);
                    member.shifts.extend(attendance::there(span, &pieces, known, checks_in, self.now));
                }
                member.breaks.extend(shift.breaks.iter().filter_map(|hours| self.span(shift.day, *hours)));
            }
        }
        team
    }

    /// Hours of a day as moments; `None` when the clocks skip all of them.
    pub(super) fn span(&self, day: NaiveDate, hours: Hours) -> Option<Period> {
        let span = Period { from: self.zone.at_minute(day, hours.from), to: self.zone.at_minute(day, hours.to) };
        (span.from < span.to).then_some(span)
    }
}
