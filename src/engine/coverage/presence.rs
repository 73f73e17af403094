//! Presence as instants: shifts, breaks, absences and attendance.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::engine::attendance;
use crate::engine::coverage::types::CoverageInput;
use crate::engine::spans::difference;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::shift::Hours;
use crate::model::time::Period;

/// A person with their working times.
pub(super) struct MemberTimes<'a> {
    pub person: &'a Person,
    /// As scheduled.
    rostered: Vec<Period>,
    /// The part of `rostered` confirmed by attendance, where known.
    shifts: Vec<Period>,
    breaks: Vec<Period>,
    absences: Vec<Period>,
}

impl MemberTimes<'_> {
    fn new(person: &Person) -> MemberTimes<'_> {
        MemberTimes { person, rostered: Vec::new(), shifts: Vec::new(), breaks: Vec::new(), absences: Vec::new() }
    }

    /// On shift for all of `time`, possibly across two adjacent shifts.
    fn is_on_shift(&self, time: Period) -> bool {
        let mut reached = time.from;
        while reached < time.to {
            match self.shifts.iter().filter(|shift| shift.contains(reached)).map(|shift| shift.to).max() {
                Some(end) => reached = end,
                None => return false,
            }
        }
        true
    }

    /// Absent in any part of `time`.
    pub fn is_absent(&self, time: Period) -> bool {
        any_overlaps(&self.absences, time)
    }

    fn is_present(&self, time: Period) -> bool {
        self.is_on_shift(time) && !self.is_absent(time) && !any_overlaps(&self.breaks, time)
    }
}

fn any_overlaps(periods: &[Period], time: Period) -> bool {
    periods.iter().any(|period| period.overlaps(time))
}

pub(super) fn present_members(team: &BTreeMap<PersonId, MemberTimes>, time: Period) -> Vec<PersonId> {
    team.iter().filter(|(_, member)| member.is_present(time)).map(|(id, _)| *id).collect()
}

/// A person's working times; periods may overlap.
#[derive(Debug, Clone, Default)]
pub struct WorkTimes {
    /// As scheduled.
    pub rostered: Vec<Period>,
    /// The part of `rostered` confirmed by attendance, where known.
    pub on_shift: Vec<Period>,
    pub absences: Vec<Period>,
    pub breaks: Vec<Period>,
}

impl<'a> CoverageInput<'a> {
    /// Working times of everybody with a shift that can reach into `window`.
    pub fn work_times(&self, window: Period) -> BTreeMap<PersonId, WorkTimes> {
        let working = self.member_times(window).into_iter().filter(|(_, member)| !member.rostered.is_empty());
        let times = |MemberTimes { rostered, shifts: on_shift, breaks, absences, .. }| WorkTimes {
            rostered,
            on_shift,
            absences,
            breaks,
        };
        working.map(|(id, member)| (id, times(member))).collect()
    }

    /// Everybody's shifts, breaks and absences that can reach into `window`, converted from civil hours to instants
    /// once instead of once per slot.
    pub(super) fn member_times(&self, window: Period) -> BTreeMap<PersonId, MemberTimes<'a>> {
        // Hours extend at most into the next day.
        let (first, last) = (self.zone.date(window.from) - Days::new(1), self.zone.date(window.to));
        let mut team: BTreeMap<_, _> = self.people.iter().map(|(id, person)| (*id, MemberTimes::new(person))).collect();
        // Shifts and attendance that reach into the window can begin a day before it.
        let near = Period { from: window.from - Days::new(2), to: window.to + Days::new(2) };
        let stretches: Vec<_> =
            self.attendance.iter().map(|there| &there.it).filter(|it| it.period().overlaps(near)).collect();
        let mut checked: BTreeMap<PersonId, Vec<Period>> = BTreeMap::new();
        for there in stretches.iter().filter(|there| attendance::has_begun(there, self.now)) {
            checked.entry(there.person).or_default().push(there.period());
        }
        for absence in self.absences {
            if let Some(member) = team.get_mut(&absence.person) {
                let days = first.max(absence.first).iter_days().take_while(|day| *day <= last.min(absence.last));
                let hours = absence.hours.unwrap_or(Hours { from: 0, to: 24 * 60 });
                member.absences.extend(days.filter_map(|day| self.hours_to_period(day, hours)));
            }
        }
        for shift in self.shifts.iter().filter(|shift| first <= shift.day && shift.day <= last) {
            if let Some(member) = team.get_mut(&shift.person) {
                let known = checked.get(&shift.person).map_or(&[][..], Vec::as_slice);
                if let Some(span) = self.hours_to_period(shift.day, shift.hours) {
                    let team = stretches.iter().copied();
                    let checks_in = self.now.is_some() && attendance::team_checks_in(self.zone, shift, team, self.now);
                    let pieces = difference(&[span], &member.absences);
                    member.rostered.push(span);
                    member.shifts.extend(attendance::periods_present(span, &pieces, known, checks_in, self.now));
                }
                member.breaks.extend(shift.breaks.iter().filter_map(|hours| self.hours_to_period(shift.day, *hours)));
            }
        }
        team
    }

    /// Civil hours of a day as a period; `None` if a clock change skips them entirely.
    pub(super) fn hours_to_period(&self, day: NaiveDate, hours: Hours) -> Option<Period> {
        let span = Period { from: self.zone.at_minute(day, hours.from), to: self.zone.at_minute(day, hours.to) };
        (span.from < span.to).then_some(span)
    }
}
