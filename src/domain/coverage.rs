//! Coverage: which profiles the desk needs hour by hour, who is there for them, and who could step in.
//!
//! A civil day is cut into slots of elapsed time. In each slot every person who is present fills at most one seat, of
//! either of their profiles; [`seats`] says who sits where.

mod seats;

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use self::seats::PerProfile;
use super::attendance::{self, Attendance};
use super::person::{Person, PersonId, Profile};
use super::record::Numbered;
use super::shift::{Absence, Hours, Requirement, Shift};
use super::time::{Instant, Period, Zone};

/// All that coverage is worked out from. Shifts and absences of other days and of people who are not listed do no harm.
#[derive(Debug, Clone, Copy)]
pub struct Roster<'a> {
    pub zone: Zone,
    /// Each profile once, the most important first.
    pub importance: [Profile; 6],
    pub people: &'a BTreeMap<PersonId, Person>,
    pub shifts: &'a [Numbered<Shift>],
    pub absences: &'a [Numbered<Absence>],
    /// What is asked for the same profile at the same time adds up: two in the morning and one more from 10 to 12 are
    /// three from 10 to 12.
    pub requirements: &'a [Numbered<Requirement>],
    /// Of a shift during which its person was checked in for any time, only that time counts; of the others all.
    pub attendance: &'a [Numbered<Attendance>],
}

/// How well a profile is covered in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every seat has its own person.
    Covered,
    /// Enough people who are present hold the profile, but some of them are needed in their other one.
    Stretched,
    /// Fewer people who are present hold the profile than are needed.
    Gap,
}

impl State {
    /// The stable name, in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Covered => "covered",
            State::Stretched => "stretched",
            State::Gap => "gap",
        }
    }
}

/// One profile in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub time: Period,
    /// How many people are needed, each in a seat of their own; at least 1.
    pub need: u32,
    /// How many of the people who are present hold the profile, wherever they sit.
    pub present: u32,
    /// Who sits in the seats, at most `need`: primary holders first, then by id.
    pub seated: Vec<PersonId>,
    pub state: State,
}

/// One profile over a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub profile: Profile,
    /// In order of time, and only those in which somebody is needed.
    pub slots: Vec<Slot>,
}

/// Somebody who could step in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    /// On shift for the whole slot, so they are at hand and only need a seat.
    pub on_shift: bool,
    /// Length of their shifts that begin in the ISO week of the slot: breaks are in it, absences are not taken off.
    pub minutes_this_week: u32,
}

impl Roster<'_> {
    /// The profiles that are needed on `date`, in order of importance. The day is cut from its first moment in steps of
    /// `slot_minutes` (at least 1) of elapsed time, so a day of 23 hours has 46 half hours and one of 25 has 50; the last
    /// slot ends with the day. What began the evening before, a night shift or the need for one, is in it.
    pub fn day(&self, date: NaiveDate, slot_minutes: u32) -> Vec<Row> {
        let day = Period::days(self.zone, date, date + Days::new(1));
        let step = TimeDelta::minutes(i64::from(slot_minutes.max(1)));
        let team = self.team(day);
        let mut rows = self.importance.map(|profile| Row { profile, slots: Vec::new() });
        let mut dealt = Dealt::default();
        for from in iter::successors(Some(day.from), |from| Some(*from + step)).take_while(|from| *from < day.to) {
            let time = Period { from, to: day.to.min(from + step) };
            let (need, here) = (self.need(from), present(&team, time));
            if dealt.need != need || dealt.here != here {
                dealt = Dealt::new(need, here, &team, self.importance);
            }
            for row in rows.iter_mut().filter(|row| need[row.profile as usize] > 0) {
                row.slots.push(dealt.slot(row.profile, time));
            }
        }
        rows.into_iter().filter(|row| !row.slots.is_empty()).collect()
    }

    /// Who is on shift for the whole of `time`, and neither absent nor on a break for any part of it, by id. A quarter
    /// of an hour of break empties the half hour around it: coverage promises only what holds to the minute.
    pub fn present(&self, time: Period) -> Vec<PersonId> {
        present(&self.team(time), time)
    }

    /// Who could take a seat of `profile` in the slot `time`: they hold the profile, are absent for no part of it, and
    /// are either not on shift or on shift without a seat, be it for a break. Primary holders come first, then those
    /// with the fewest hours this week, then by id.
    pub fn step_in(&self, profile: Profile, time: Period) -> Vec<Candidate> {
        let team = self.team(time);
        let dealt = Dealt::new(self.need(time.from), present(&team, time), &team, self.importance);
        let could = |id: &PersonId, member: &Member| {
            sits_for(member.person, profile) && !member.absent(time) && !dealt.seats.iter().flatten().any(|s| s == id)
        };
        let mut candidates: Vec<_> = team
            .iter()
            .filter(|(id, member)| could(id, member))
            .map(|(&person, member)| {
                let minutes_this_week = self.minutes_in_week(person, self.zone.date(time.from));
                let candidate = Candidate { person, on_shift: member.on_shift(time), minutes_this_week };
                (member.person.primary != Some(profile), candidate)
            })
            .collect();
        candidates.sort_by_key(|(second, candidate)| (*second, candidate.minutes_this_week, candidate.person));
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// How many of each profile the desk needs at a moment: those whose hours on the clock cover it, today's or the tail
    /// of yesterday's. By the clock, so in an hour that comes twice the need comes twice.
    fn need(&self, at: Instant) -> PerProfile<u32> {
        let civil = self.zone.civil(at);
        let minute = civil.hour() * 60 + civil.minute();
        let mut need = PerProfile::default();
        for requirement in self.requirements {
            let hours = requirement.hours.from..requirement.hours.to;
            let today = requirement.on(civil.date()) && hours.contains(&minute);
            let tail = requirement.on(civil.date() - Days::new(1)) && hours.contains(&(minute + 24 * 60));
            if today || tail {
                let need: &mut u32 = &mut need[requirement.profile as usize];
                *need = need.saturating_add(requirement.need);
            }
        }
        need
    }

    /// Everybody, with the shifts, breaks and absences that can reach into `window`: civil hours become moments here,
    /// once, and not again for every slot.
    fn team(&self, window: Period) -> BTreeMap<PersonId, Member<'_>> {
        // Hours reach no further than into the next day.
        let (first, last) = (self.zone.date(window.from) - Days::new(1), self.zone.date(window.to));
        let mut team: BTreeMap<_, _> = self.people.iter().map(|(id, person)| (*id, Member::new(person))).collect();
        for shift in self.shifts.iter().filter(|shift| first <= shift.day && shift.day <= last) {
            if let Some(member) = team.get_mut(&shift.person) {
                member.shifts.extend(
                    self.span(shift.day, shift.hours).into_iter().flat_map(|span| self.there(shift.person, span)),
                );
                member.breaks.extend(shift.breaks.iter().filter_map(|hours| self.span(shift.day, *hours)));
            }
        }
        for absence in self.absences {
            if let Some(member) = team.get_mut(&absence.person) {
                let days = first.max(absence.first).iter_days().take_while(|day| *day <= last.min(absence.last));
                let hours = absence.hours.unwrap_or(Hours { from: 0, to: 24 * 60 });
                member.absences.extend(days.filter_map(|day| self.span(day, hours)));
            }
        }
        team
    }

    /// The parts of a shift in which its person was there: all of it unless they were checked in for a part.
    fn there(&self, person: PersonId, shift: Period) -> Vec<Period> {
        let own = self.attendance.iter().filter(|attendance| attendance.person == person);
        let within = own.filter_map(|attendance| attendance::within(attendance.time(), shift));
        let parts: Vec<_> = within.collect();
        if parts.is_empty() { vec![shift] } else { parts }
    }

    /// Hours of a day as moments; `None` when the clocks skip all of them.
    fn span(&self, day: NaiveDate, hours: Hours) -> Option<Period> {
        let span = Period { from: self.zone.at_minute(day, hours.from), to: self.zone.at_minute(day, hours.to) };
        (span.from < span.to).then_some(span)
    }

    /// Length of their shifts that begin in the ISO week of `date`: breaks are in it, absences are not taken off.
    pub fn minutes_in_week(&self, person: PersonId, date: NaiveDate) -> u32 {
        let week = date.iso_week();
        let shifts = self.shifts.iter().filter(|shift| shift.person == person && shift.day.iso_week() == week);
        let time: TimeDelta = shifts.map(|shift| shift.ends(self.zone) - shift.starts(self.zone)).sum();
        u32::try_from(time.num_minutes()).unwrap_or(0)
    }
}

/// A person and when they are there.
struct Member<'a> {
    person: &'a Person,
    shifts: Vec<Period>,
    breaks: Vec<Period>,
    absences: Vec<Period>,
}

impl Member<'_> {
    fn new(person: &Person) -> Member<'_> {
        Member { person, shifts: Vec::new(), breaks: Vec::new(), absences: Vec::new() }
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

    fn absent(&self, time: Period) -> bool {
        any_overlaps(&self.absences, time)
    }

    fn present(&self, time: Period) -> bool {
        self.on_shift(time) && !self.absent(time) && !any_overlaps(&self.breaks, time)
    }
}

fn any_overlaps(periods: &[Period], time: Period) -> bool {
    periods.iter().any(|period| period.from < time.to && time.from < period.to)
}

fn present(team: &BTreeMap<PersonId, Member>, time: Period) -> Vec<PersonId> {
    team.iter().filter(|(_, member)| member.present(time)).map(|(id, _)| *id).collect()
}

/// Whether a person can fill a seat of a profile; who has no primary profile fills none.
fn sits_for(person: &Person, profile: Profile) -> bool {
    person.primary.is_some() && person.holds(profile)
}

/// The seats as they were dealt for these needs and these people. Most slots are like the one before, so a day deals
/// anew only where somebody comes, goes or is asked for.
#[derive(Default)]
struct Dealt {
    need: PerProfile<u32>,
    here: Vec<PersonId>,
    holders: PerProfile<u32>,
    seats: PerProfile<Vec<PersonId>>,
}

impl Dealt {
    fn new(
        need: PerProfile<u32>,
        here: Vec<PersonId>,
        team: &BTreeMap<PersonId, Member>,
        importance: [Profile; 6],
    ) -> Dealt {
        let people = || here.iter().map(|id| (*id, team[id].person));
        let holders = Profile::ALL.map(|profile| people().filter(|(_, p)| sits_for(p, profile)).count() as u32);
        let seats = seats::deal(people(), need, importance);
        Dealt { need, holders, seats, here }
    }

    fn slot(&self, profile: Profile, time: Period) -> Slot {
        let index = profile as usize;
        let (need, present, seated) = (self.need[index], self.holders[index], self.seats[index].clone());
        let state = if seated.len() as u32 == need {
            State::Covered
        } else if present >= need {
            State::Stretched
        } else {
            State::Gap
        };
        Slot { time, need, present, seated, state }
    }
}

#[cfg(test)]
mod tests {
    use super::Profile::{Analyst, CustomerChampion as Champion, FieldExpert as Expert, Operationalist};
    use super::State::{Covered, Gap, Stretched};
    use super::*;
    use crate::domain::shift::AbsenceKind;
    use crate::domain::time::{parse_clock, parse_day, parse_moment};

    /// Owns what a [`Roster`] borrows; its days are civil days in Berlin.
    #[derive(Debug, Default)]
    struct Desk {
        people: BTreeMap<PersonId, Person>,
        shifts: Vec<Numbered<Shift>>,
        absences: Vec<Numbered<Absence>>,
        requirements: Vec<Numbered<Requirement>>,
        attendance: Vec<Numbered<Attendance>>,
    }

    impl Desk {
        fn person(mut self, id: i64, primary: impl Into<Option<Profile>>, second: impl Into<Option<Profile>>) -> Desk {
            let person = Person { primary: primary.into(), second: second.into(), ..Person::named(format!("P{id}")) };
            self.people.insert(PersonId(id), person);
            self
        }

        fn shift(mut self, id: i64, on: &str, span: &str) -> Desk {
            let shift =
                Shift { person: PersonId(id), day: day(on), hours: hours(span), name: None, breaks: Vec::new() };
            self.shifts.push(shift.into());
            self
        }

        /// Gives the last shift a break.
        fn pause(mut self, span: &str) -> Desk {
            self.shifts.last_mut().unwrap().it.breaks.push(hours(span));
            self
        }

        fn away(mut self, id: i64, on: &str, span: Option<&str>) -> Desk {
            let (person, kind, date) = (PersonId(id), AbsenceKind::Sick, day(on));
            let hours = span.map(hours);
            self.absences.push(Absence { person, kind, first: date, last: date, hours, note: None }.into());
            self
        }

        fn needs(mut self, need: u32, profile: Profile, span: &str) -> Desk {
            let weekdays = Requirement::EVERY_DAY;
            self.requirements.push(Requirement { profile, weekdays, hours: hours(span), need }.into());
            self
        }

        /// Checked in at a moment, and out at another one.
        fn was_in(mut self, id: i64, from: &str, to: Option<&str>) -> Desk {
            let at = |moment: &str| parse_moment(moment, berlin()).unwrap();
            self.attendance.push(Attendance { person: PersonId(id), from: at(from), to: to.map(at) }.into());
            self
        }

        fn roster(&self) -> Roster<'_> {
            Roster {
                zone: berlin(),
                importance: Profile::ALL,
                people: &self.people,
                shifts: &self.shifts,
                absences: &self.absences,
                requirements: &self.requirements,
                attendance: &self.attendance,
            }
        }

        /// The slots of one profile on a day as `(state, who sits)`, by the clock time at which they begin.
        fn slots(&self, on: &str, profile: Profile) -> BTreeMap<String, (State, Vec<i64>)> {
            let rows = self.roster().day(day(on), 30);
            let row = rows.into_iter().find(|row| row.profile == profile).expect("a row");
            let clock = |slot: &Slot| berlin().civil(slot.time.from).format("%H:%M").to_string();
            row.slots.iter().map(|slot| (clock(slot), (slot.state, ids(&slot.seated)))).collect()
        }

        fn slot(&self, on: &str, clock: &str, profile: Profile) -> (State, Vec<i64>) {
            self.slots(on, profile)[clock].clone()
        }
    }

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn hours(span: &str) -> Hours {
        let (from, to) = span.split_once('-').unwrap();
        Hours::new(parse_clock(from).unwrap(), parse_clock(to).unwrap())
    }

    fn half_hour(text: &str) -> Period {
        let from = parse_moment(text, berlin()).unwrap();
        Period { from, to: from + TimeDelta::minutes(30) }
    }

    fn ids(people: &[PersonId]) -> Vec<i64> {
        people.iter().map(|id| id.0).collect()
    }

    const MONDAY: &str = "2026-03-02";

    #[test]
    fn covered_when_every_seat_has_its_own_person() {
        let desk = Desk::default()
            .person(2, Champion, None)
            .person(1, Champion, Expert)
            .shift(1, MONDAY, "8-16")
            .shift(2, MONDAY, "8-12")
            .needs(2, Champion, "9-12:30");
        assert_eq!(desk.slots(MONDAY, Champion).len(), 7, "only where somebody is needed");
        assert_eq!(desk.slot(MONDAY, "11:30", Champion), (Covered, vec![1, 2]));
        assert_eq!(desk.slot(MONDAY, "12:00", Champion), (Gap, vec![1]));
        assert_eq!(desk.roster().day(day(MONDAY), 30).len(), 1, "no row for what nobody asks for");
    }

    #[test]
    fn stretched_when_one_person_wears_both_hats() {
        let desk = Desk::default()
            .person(1, Champion, Expert)
            .shift(1, MONDAY, "8-16")
            .needs(1, Champion, "8-16")
            .needs(1, Expert, "8-16")
            .needs(1, Analyst, "8-16");
        assert_eq!(desk.slot(MONDAY, "09:00", Champion), (Covered, vec![1]));
        assert_eq!(desk.slot(MONDAY, "09:00", Expert), (Stretched, vec![]));
        assert_eq!(desk.slot(MONDAY, "09:00", Analyst), (Gap, vec![]));
    }

    #[test]
    fn who_can_do_both_makes_room_for_who_can_do_one() {
        let desk = Desk::default()
            .person(1, Champion, Expert)
            .person(2, Champion, None)
            .person(3, None, Expert)
            .person(4, None, None)
            .person(5, Analyst, Analyst)
            .needs(1, Champion, "8-16")
            .needs(1, Expert, "8-16")
            .needs(2, Analyst, "8-16");
        let desk = (1..=5).fold(desk, |desk, id| desk.shift(id, MONDAY, "8-16"));
        assert_eq!(desk.slot(MONDAY, "08:00", Champion), (Covered, vec![2]));
        assert_eq!(
            desk.slot(MONDAY, "08:00", Expert),
            (Covered, vec![1]),
            "3 has no primary profile and fills no seat"
        );
        assert_eq!(desk.slot(MONDAY, "08:00", Analyst), (Gap, vec![5]), "the same profile twice is one person");
    }

    #[test]
    fn importance_decides_between_equals_and_gives_way_to_primary_profiles() {
        let desk = Desk::default()
            .person(1, Operationalist, Expert)
            .person(2, Operationalist, Champion)
            .shift(1, MONDAY, "8-16")
            .shift(2, MONDAY, "8-16")
            .needs(1, Champion, "8-12")
            .needs(1, Expert, "8-12")
            .needs(1, Operationalist, "8-16")
            .needs(1, Operationalist, "12-16");
        assert_eq!(desk.slot(MONDAY, "08:00", Champion), (Covered, vec![2]));
        assert_eq!(desk.slot(MONDAY, "08:00", Operationalist), (Covered, vec![1]));
        assert_eq!(desk.slot(MONDAY, "08:00", Expert), (Stretched, vec![]));
        assert_eq!(desk.slot(MONDAY, "12:00", Operationalist), (Covered, vec![1, 2]), "requirements add up");

        let [champion, expert, rest @ ..] = Profile::ALL;
        let importance = [&[expert, champion], rest.as_slice()].concat().try_into().unwrap();
        let rows = Roster { importance, ..desk.roster() }.day(day(MONDAY), 30);
        let states: Vec<_> = rows.iter().map(|row| (row.profile, row.slots[0].state)).collect();
        assert_eq!(states, [(Expert, Covered), (Champion, Stretched), (Operationalist, Covered)]);
    }

    #[test]
    fn a_break_or_an_absence_empties_every_slot_it_touches() {
        let desk = Desk::default()
            .person(1, Champion, None)
            .shift(1, MONDAY, "8-12")
            .pause("10:15-10:30")
            .shift(1, MONDAY, "12-16")
            .away(1, MONDAY, Some("14:00-14:10"))
            .shift(1, "2026-03-03", "8-16")
            .away(1, "2026-03-03", None)
            .needs(1, Champion, "8-16");
        let gaps: Vec<_> = desk.slots(MONDAY, Champion).into_iter().filter(|(_, slot)| slot.0 == Gap).collect();
        assert_eq!(gaps, [("10:00".into(), (Gap, vec![])), ("14:00".into(), (Gap, vec![]))]);
        assert!(desk.slots("2026-03-03", Champion).values().all(|slot| slot.0 == Gap));

        let roster = desk.roster();
        assert_eq!(ids(&roster.present(half_hour("2026-03-02T11:45"))), [1], "two shifts that meet are one");
        assert_eq!(ids(&roster.present(half_hour("2026-03-02T15:45"))), Vec::<i64>::new(), "not to the end");
    }

    #[test]
    fn who_was_checked_in_was_there_and_the_others_as_the_roster_says() {
        let desk = Desk::default()
            .person(1, Champion, None)
            .shift(1, MONDAY, "8-12")
            .shift(1, "2026-03-03", "8-12")
            .was_in(1, "2026-03-02T08:04", Some("2026-03-02T09:30"))
            .was_in(1, "2026-03-02T10:10", None)
            .needs(1, Champion, "8-12");
        let gaps = |on: &str| -> Vec<String> {
            desk.slots(on, Champion).into_iter().filter(|(_, slot)| slot.0 == Gap).map(|(at, _)| at).collect()
        };
        assert_eq!(gaps(MONDAY), ["09:30", "10:00"], "four minutes late is on time, ten are not");
        assert_eq!(gaps("2026-03-03"), Vec::<String>::new(), "nobody has checked in yet");
    }

    #[test]
    fn a_night_reaches_into_the_next_day() {
        let mut desk =
            Desk::default().person(1, Champion, None).shift(1, "2026-03-06", "22-6").needs(1, Champion, "22-6");
        desk.requirements[0].it.weekdays = 1 << 4; // Fridays
        desk.shifts[0].it.breaks = vec![Hours { from: 26 * 60, to: 26 * 60 + 30 }];
        let friday = desk.slots("2026-03-06", Champion);
        assert_eq!(friday.keys().collect::<Vec<_>>(), ["22:00", "22:30", "23:00", "23:30"]);
        let saturday = desk.slots("2026-03-07", Champion);
        assert_eq!(saturday.len(), 12);
        assert_eq!(saturday.iter().filter(|(_, slot)| slot.0 == Gap).map(|(at, _)| at).collect::<Vec<_>>(), ["02:00"]);
        assert!(desk.roster().day(day("2026-03-08"), 30).is_empty());
    }

    #[test]
    fn days_on_which_the_clocks_change_have_46_and_50_half_hours() {
        for (date, eve, slots, night) in [
            ("2026-03-29", "2026-03-28", 46, 10),
            ("2026-05-02", "2026-05-01", 48, 12),
            ("2026-10-25", "2026-10-24", 50, 14),
        ] {
            let desk = Desk::default()
                .person(1, Champion, None)
                .person(2, Expert, None)
                .shift(1, date, "0-24")
                .shift(2, eve, "22-6")
                .needs(1, Champion, "0-24")
                .needs(1, Expert, "22-6");
            let rows = desk.roster().day(day(date), 30);
            let covered = |row: &Row| row.slots.iter().filter(|slot| slot.state == Covered).count();
            assert_eq!((rows[0].slots.len(), covered(&rows[0])), (slots, slots), "{date}");
            assert_eq!((rows[1].slots.len(), covered(&rows[1])), (night + 4, night), "{date}");
            let whole = Period::days(berlin(), day(date), day(date) + Days::new(1));
            assert_eq!(rows[0].slots[0].time.from, whole.from);
            assert_eq!(rows[0].slots.last().unwrap().time.to, whole.to);
            assert!(rows[0].slots.windows(2).all(|pair| pair[0].time.to == pair[1].time.from));
        }
    }

    #[test]
    fn a_slot_that_does_not_divide_the_day_ends_with_it() {
        let desk = Desk::default().needs(1, Champion, "0-24");
        let rows = desk.roster().day(day(MONDAY), 7 * 60);
        let minutes: Vec<_> = rows[0].slots.iter().map(|slot| (slot.time.to - slot.time.from).num_minutes()).collect();
        assert_eq!(minutes, [420, 420, 420, 180]);
    }

    #[test]
    fn who_could_step_in() {
        let desk = Desk::default()
            .person(1, Champion, Expert) // on shift, seated as champion
            .person(2, Champion, Expert) // on shift, no seat
            .person(3, Expert, None) // at home, 16 h this week
            .person(4, Expert, None) // at home, 8 h
            .person(5, Expert, None) // sick
            .person(6, Analyst, None) // does not hold it
            .person(7, Expert, None) // on a break, 8 h
            .shift(1, MONDAY, "8-16")
            .shift(2, MONDAY, "8-16")
            .shift(3, "2026-03-01", "8-16") // a Sunday: last week
            .shift(3, "2026-03-03", "8-16")
            .shift(3, "2026-03-04", "8-16")
            .shift(4, "2026-03-08", "22-6")
            .shift(7, MONDAY, "8-16")
            .pause("12-13")
            .away(5, MONDAY, Some("8-12:15"))
            .needs(1, Champion, "8-16")
            .needs(2, Expert, "8-10");
        let could = |at: &str| -> Vec<_> {
            let candidates = desk.roster().step_in(Expert, half_hour(at));
            candidates.iter().map(|c| (c.person.0, c.on_shift, c.minutes_this_week / 60)).collect()
        };
        assert_eq!(could("2026-03-02T12:00"), [(4, false, 8), (7, true, 8), (3, false, 16), (2, true, 8)]);
        assert_eq!(could("2026-03-02T09:00"), [(4, false, 8), (3, false, 16)], "2 and 7 sit, 5 is sick");
    }

    /// What a dealing is worth: seats filled, people in their primary profile, seats filled in order of importance.
    type Worth = (u32, u32, [u32; 6]);

    /// The best that any dealing is worth, found by trying them all. A person is the ranks of their two profiles.
    fn best_by_trying_all(people: &[[Option<usize>; 2]], free: &mut [u32; 6], worth: Worth) -> Worth {
        let Some(([primary, second], rest)) = people.split_first() else { return worth };
        let mut best = best_by_trying_all(rest, free, worth);
        for (hat, is_primary) in [(primary, 1), (second, 0)] {
            let Some(rank) = *hat else { continue };
            if free[rank] > 0 {
                let (filled, primaries, mut by_rank) = worth;
                by_rank[rank] += 1;
                free[rank] -= 1;
                best = best.max(best_by_trying_all(rest, free, (filled + 1, primaries + is_primary, by_rank)));
                free[rank] += 1;
            }
        }
        best
    }

    /// Up to six people on shift all day, for up to four profiles that are needed 0 to 3 times.
    fn random_desk(random: &mut fastrand::Rng, profiles: &[Profile]) -> Desk {
        let mut desk = Desk::default();
        for id in 0..random.i64(0..=6) {
            let mut pick = |none| (random.f64() >= none).then(|| profiles[random.usize(..profiles.len())]);
            desk = desk.person(id, pick(0.05), pick(0.3)).shift(id, MONDAY, "0-24");
        }
        profiles.iter().fold(desk, |desk, profile| desk.needs(random.u32(0..=3), *profile, "0-24"))
    }

    #[test]
    fn the_seats_are_dealt_as_well_as_trying_every_way_could() {
        let mut random = fastrand::Rng::with_seed(20_260_302);
        for round in 0..10_000 {
            let mut importance = Profile::ALL;
            random.shuffle(&mut importance);
            let profiles = &importance[..random.usize(1..=4)];
            let desk = random_desk(&mut random, profiles);
            let rows = Roster { importance, ..desk.roster() }.day(day(MONDAY), 24 * 60);

            let rank = |profile| importance.iter().position(|p| *p == profile).unwrap();
            let can_sit = || desk.people.values().filter(|person| person.primary.is_some());
            let ranks: Vec<_> = can_sit().map(|person| [person.primary, person.second].map(|p| p.map(rank))).collect();
            let mut need = [0; 6];
            for requirement in &desk.requirements {
                need[rank(requirement.profile)] = requirement.need;
            }
            let best = best_by_trying_all(&ranks, &mut need.clone(), Worth::default());

            let mut worth = Worth::default();
            let mut sitting = Vec::new();
            for (profile, slot) in rows.iter().map(|row| (row.profile, &row.slots[0])) {
                for id in &slot.seated {
                    let person = &desk.people[id];
                    assert!(person.holds(profile) && !sitting.contains(id), "round {round}: {rows:?}");
                    sitting.push(*id);
                    worth.0 += 1;
                    worth.1 += u32::from(person.primary == Some(profile));
                    worth.2[rank(profile)] += 1;
                }
                let (need, filled) = (need[rank(profile)], best.2[rank(profile)]);
                let holders = can_sit().filter(|person| person.holds(profile)).count() as u32;
                let otherwise = if holders >= need { Stretched } else { Gap };
                let state = if filled == need { Covered } else { otherwise };
                assert_eq!((slot.need, slot.present, slot.state), (need, holders, state), "round {round}: {desk:?}");
            }
            assert_eq!(worth, best, "round {round}: {desk:?}");
            assert_eq!(rows.len(), need.iter().filter(|need| **need > 0).count());
        }
    }
}
