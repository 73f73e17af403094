//! Presence of people: in, on a break, absent, not checked in yet, later today, or off.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use crate::engine::{attendance, spans};
use crate::model::ids::{PersonId, WithId};
use crate::model::shift::{Absence, AbsenceKind, Attendance, Shift};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Where a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    In,
    Break,
    /// On shift but not checked in, although teammates are.
    NotYet,
    Away(AbsenceKind),
    /// Their shift begins later today.
    Later(Instant),
    Off,
}

impl Presence {
    /// Stable name, in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Presence::In => "in",
            Presence::Break => "break",
            Presence::NotYet => "not_yet",
            Presence::Away(_) => "away",
            Presence::Later(_) => "later",
            Presence::Off => "off",
        }
    }

    /// Order in lists: in first, off last.
    pub fn sort_rank(self) -> u8 {
        match self {
            Presence::In => 0,
            Presence::Break => 1,
            Presence::NotYet => 2,
            Presence::Away(_) => 3,
            Presence::Later(_) => 4,
            Presence::Off => 5,
        }
    }
}

/// Presence of a person at `now`, consistent with coverage ([`attendance::periods_present`]). If nobody checks in for
/// the shift, the roster is trusted.
pub fn presence_of(team: &Team, person: PersonId, zone: Zone, now: Instant) -> Presence {
    let mut own = PersonRecords::default();
    let shifts = team.shifts.iter().map(|shift| &shift.it);
    own.shifts.extend(shifts.filter(|shift| shift.person == person && is_yesterday_or_today(shift, zone, now)));
    own.attendance.extend(team.attendance.iter().map(|there| &there.it).filter(|there| there.person == person));
    own.absences.extend(team.absences.iter().filter(|absence| absence.person == person));
    own.presence(zone, now, recent_attendance(team, now))
}

/// Presence, next shift and weekly hours of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresenceStatus {
    pub presence: Presence,
    /// Start of the next shift.
    pub next_shift: Option<Instant>,
    /// Working time in the current ISO week, as in [`Roster::minutes_in_week`].
    ///
    /// [`Roster::minutes_in_week`]: crate::engine::coverage::Roster::minutes_in_week
    pub minutes_this_week: u32,
}

/// Status of every team member, in one pass over the roster.
pub fn team_presence(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, PresenceStatus> {
    let (today, lately) = (zone.date(now), recent_attendance(team, now));
    let week = today.iso_week();
    let mut all: BTreeMap<PersonId, PersonRecords> =
        team.people.keys().map(|id| (*id, PersonRecords::default())).collect();
    for shift in &team.shifts {
        let Some(own) = all.get_mut(&shift.person) else { continue };
        if is_yesterday_or_today(shift, zone, now) {
            own.shifts.push(shift);
        }
        if shift.day.iso_week() == week {
            own.week_shifts.push(shift);
        }
        let next = (shift.day, shift.hours.from);
        if today <= shift.day && own.next_shift.is_none_or(|other| next < other) && now < shift.starts(zone) {
            own.next_shift = Some(next);
        }
    }
    for there in &team.attendance {
        all.entry(there.person).and_modify(|own| own.attendance.push(there));
    }
    for absence in &team.absences {
        all.entry(absence.person).and_modify(|own| own.absences.push(absence));
    }
    let stands = |own: PersonRecords| PresenceStatus {
        presence: own.presence(zone, now, lately),
        next_shift: own.next_shift.map(|(day, from)| zone.at_minute(day, from)),
        minutes_this_week: own.minutes_this_week(zone),
    };
    all.into_iter().map(|(id, own)| (id, stands(own))).collect()
}

/// Whether a shift may be on at `now`, or later on the same day.
fn is_yesterday_or_today(shift: &Shift, zone: Zone, now: Instant) -> bool {
    let today = zone.date(now);
    (today - Days::new(1)..=today).contains(&shift.day)
}

/// Attendance that can concern a current shift.
fn recent_attendance(team: &Team, now: Instant) -> &[WithId<Attendance>] {
    let first = team.attendance.partition_point(|one| one.from < now - TimeDelta::days(3));
    &team.attendance[first..]
}

/// Records of one person.
#[derive(Default)]
struct PersonRecords<'a> {
    /// Shifts around today.
    shifts: Vec<&'a Shift>,
    attendance: Vec<&'a Attendance>,
    absences: Vec<&'a WithId<Absence>>,
    /// Shifts that begin in this week.
    week_shifts: Vec<&'a WithId<Shift>>,
    /// Day and start minute of the next shift.
    next_shift: Option<(NaiveDate, u32)>,
}

impl PersonRecords<'_> {
    fn minutes_this_week(&self, zone: Zone) -> u32 {
        let hours = spans::worked_time(zone, self.week_shifts.iter().copied(), self.absences.iter().copied());
        u32::try_from(hours.num_minutes()).unwrap_or(0)
    }

    fn presence(&self, zone: Zone, now: Instant, lately: &[WithId<Attendance>]) -> Presence {
        let moment = Period { from: now, to: now + TimeDelta::milliseconds(1) };
        if let Some(absence) = self.absences.iter().find(|absence| absence.overlaps(zone, moment.from, moment.to)) {
            return Presence::Away(absence.kind);
        }
        let known = || self.attendance.iter().filter(|one| attendance::has_begun(one, Some(now)));
        let there = known().any(|there| there.covers(now));
        let Some(shift) = self.shifts.iter().find(|shift| shift.covers(zone, now)) else {
            let today = zone.date(now);
            let later = self.shifts.iter().filter(|shift| shift.day == today).map(|shift| shift.starts(zone));
            return match later.filter(|starts| now < *starts).min() {
                _ if there => Presence::In,
                Some(starts) => Presence::Later(starts),
                None => Presence::Off,
            };
        };
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        let (before, after) = (shift.day - Days::new(1), shift.day + Days::new(1));
        let off: Vec<Period> =
            self.absences.iter().flat_map(|absence| spans::absence_periods(zone, absence, before, after)).collect();
        let own: Vec<Period> = known().map(|one| one.period()).collect();
        let checks_in = attendance::team_checks_in(zone, shift, lately.iter().map(|one| &one.it), Some(now));
        let parts = attendance::periods_present(whole, &spans::difference(&[whole], &off), &own, checks_in, Some(now));
        let was_there = own.iter().any(|stretch| attendance::clip_to_shift(*stretch, whole).is_some());
        let pause = shift.breaks.iter().any(|pause| {
            Period { from: zone.at_minute(shift.day, pause.from), to: zone.at_minute(shift.day, pause.to) }
                .contains(now)
        });
        match parts.iter().any(|part| part.contains(now)) {
            false if was_there => Presence::Off,
            false => Presence::NotYet,
            true if pause => Presence::Break,
            true => Presence::In,
        }
    }
}

/// Shifts that begin after `now`, next first.
pub fn upcoming_shifts(
    team: &Team,
    person: PersonId,
    zone: Zone,
    now: Instant,
) -> impl Iterator<Item = &WithId<Shift>> {
    let today = zone.date(now);
    let own = team.shifts.iter().filter(|shift| shift.person == person && today <= shift.day);
    let mut ahead: Vec<_> = own.filter(|shift| now < shift.starts(zone)).collect();
    ahead.sort_by_key(|shift| (shift.day, shift.hours));
    ahead.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::{Person, Profile};
    use crate::model::shift::Hours;
    use crate::model::time::parse_moment;

    fn at(clock: &str) -> Instant {
        parse_moment(&format!("2026-11-21 {clock}"), Zone::UTC).unwrap()
    }

    fn team() -> Team {
        let shift = |person, from: u32, to: u32| Shift {
            person: PersonId(person),
            day: "2026-11-21".parse().unwrap(),
            hours: Hours::new(from * 60, to * 60),
            name: None,
            breaks: vec![Hours::new(12 * 60, 12 * 60 + 30)],
        };
        Team { shifts: vec![shift(1, 8, 16).into(), shift(2, 8, 16).into()], ..Team::default() }
    }

    #[test]
    fn the_roster_is_taken_at_its_word_where_nobody_checks_in() {
        let team = team();
        let is = |person, clock| presence_of(&team, PersonId(person), Zone::UTC, at(clock));
        assert_eq!(is(1, "07:00"), Presence::Later(at("08:00")));
        assert_eq!((is(1, "08:00"), is(1, "12:10"), is(1, "16:00")), (Presence::In, Presence::Break, Presence::Off));
        assert_eq!(is(3, "09:00"), Presence::Off);
    }

    #[test]
    fn who_has_not_checked_in_where_others_have_is_not_come_yet() {
        let mut team = team();
        let there =
            |person, from, to: Option<&str>| Attendance { person: PersonId(person), from: at(from), to: to.map(at) };
        team.attendance.push(there(1, "08:02", Some("11:00")).into());
        let is = |team: &Team, person, clock| presence_of(team, PersonId(person), Zone::UTC, at(clock));
        assert_eq!((is(&team, 1, "09:00"), is(&team, 2, "09:00")), (Presence::In, Presence::NotYet));
        assert_eq!(is(&team, 1, "11:30"), Presence::Off, "they have checked out");
        team.attendance.push(there(3, "09:00", None).into());
        assert_eq!(is(&team, 3, "10:00"), Presence::In, "without a shift");
    }

    #[test]
    fn who_has_not_come_to_a_night_is_not_in_at_midnight_and_four_answers_are_one() {
        let mut team = team();
        team.shifts.iter_mut().for_each(|shift| {
            shift.it.hours = Hours::new(22 * 60, 6 * 60);
            shift.it.breaks = vec![Hours { from: 25 * 60, to: 25 * 60 + 30 }];
        });
        team.people = [1, 2].map(|id| (PersonId(id), Person::with_name(format!("P{id}")))).into();
        team.attendance.push(Attendance { person: PersonId(1), from: at("21:58"), to: None }.into());
        for minutes in [30, 125, 190] {
            let now = at("22:00") + TimeDelta::minutes(minutes);
            assert_eq!(presence_of(&team, PersonId(2), Zone::UTC, now), Presence::NotYet, "{now}");
            let shift = crate::engine::board::current_shift::current_shift(&team, Zone::UTC, now).unwrap();
            assert_eq!((shift.present, shift.rostered), (1, 2), "{now}");
        }
        let midnight = at("22:00") + TimeDelta::minutes(125);
        assert_eq!(crate::engine::board::current_shift::present_people(&team, Zone::UTC, midnight), [PersonId(1)]);
        let pause = at("22:00") + TimeDelta::minutes(190);
        assert_eq!(presence_of(&team, PersonId(1), Zone::UTC, pause), Presence::Break);
        assert!(crate::engine::board::current_shift::present_people(&team, Zone::UTC, pause).is_empty());
        let waits = crate::engine::attendance::missing_people(&team, Zone::UTC, pause);
        assert_eq!(waits, [(PersonId(2), at("22:00"))]);
    }

    #[test]
    fn the_whole_team_at_once_stands_as_each_alone_does() {
        let mut team = team();
        for id in 1..=3 {
            team.people.insert(PersonId(id), Person::with_name(format!("P{id}")));
        }
        let tomorrow = Shift { day: "2026-11-22".parse().unwrap(), ..team.shifts[0].it.clone() };
        let monday = Shift { day: "2026-11-23".parse().unwrap(), ..tomorrow.clone() };
        team.shifts.extend([monday.into(), tomorrow.into()]);
        for clock in ["07:00", "09:00", "12:10", "17:00"] {
            let all = team_presence(&team, Zone::UTC, at(clock));
            for (id, standing) in &all {
                assert_eq!(standing.presence, presence_of(&team, *id, Zone::UTC, at(clock)), "{clock}");
                let next =
                    upcoming_shifts(&team, *id, Zone::UTC, at(clock)).next().map(|shift| shift.starts(Zone::UTC));
                assert_eq!(standing.next_shift, next, "{clock}");
                let roster = team.roster(Zone::UTC, Profile::ALL);
                let week = roster.minutes_in_week(*id, Zone::UTC.date(at(clock)));
                assert_eq!(standing.minutes_this_week, week);
            }
            assert_eq!((all[&PersonId(1)].minutes_this_week, all[&PersonId(3)].next_shift), (960, None));
        }
    }

    #[test]
    fn an_absence_goes_before_all() {
        let mut team = team();
        let day = "2026-11-21".parse().unwrap();
        let kind = AbsenceKind::Sick;
        team.absences
            .push(Absence { person: PersonId(1), kind, first: day, last: day, hours: None, note: None }.into());
        assert_eq!(presence_of(&team, PersonId(1), Zone::UTC, at("09:00")), Presence::Away(kind));
    }
}
