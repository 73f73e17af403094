//! Seat assignment on small fixed desks, and on random ones against brute force.

use super::*;
use crate::engine::coverage::slot_detail::{ElsewhereReason, PrimaryUnused, SeatOccupant};
use crate::engine::coverage::types::CoverageState::{self, Covered, Gap, Stretched};
use crate::engine::coverage::types::{CoverageSlot, CoverageTally, SlotPresence};
use crate::model::ids::WithId;
use crate::model::person::Person;
use crate::model::person::Profile::{Analyst, CustomerChampion as Champion, FieldExpert as Expert, Operationalist};
use crate::model::shift::{Absence, AbsenceKind, Attendance, Hours, Requirement, Shift};
use crate::model::time::{parse_clock, parse_day, parse_moment};

/// Owns what a [`CoverageInput`] borrows. The zone is Berlin.
#[derive(Debug, Default)]
struct CoverageFixture {
    people: BTreeMap<PersonId, Person>,
    shifts: Vec<WithId<Shift>>,
    absences: Vec<WithId<Absence>>,
    requirements: Vec<WithId<Requirement>>,
    attendance: Vec<WithId<Attendance>>,
}

impl CoverageFixture {
    fn person(
        mut self,
        id: i64,
        primary: impl Into<Option<Profile>>,
        second: impl Into<Option<Profile>>,
    ) -> CoverageFixture {
        let person = Person { primary: primary.into(), second: second.into(), ..Person::with_name(format!("P{id}")) };
        self.people.insert(PersonId(id), person);
        self
    }

    fn shift(mut self, id: i64, on: &str, span: &str) -> CoverageFixture {
        let shift = Shift { person: PersonId(id), day: day(on), hours: hours(span), name: None, breaks: Vec::new() };
        self.shifts.push(shift.into());
        self
    }

    /// Adds a break to the last shift.
    fn pause(mut self, span: &str) -> CoverageFixture {
        self.shifts.last_mut().unwrap().it.breaks.push(hours(span));
        self
    }

    fn away(mut self, id: i64, on: &str, span: Option<&str>) -> CoverageFixture {
        let (person, kind, date) = (PersonId(id), AbsenceKind::Sick, day(on));
        let hours = span.map(hours);
        self.absences.push(Absence { person, kind, first: date, last: date, hours, note: None }.into());
        self
    }

    fn needs(mut self, need: u32, profile: Profile, span: &str) -> CoverageFixture {
        let weekdays = Requirement::EVERY_DAY;
        self.requirements.push(Requirement { profile, weekdays, hours: hours(span), need }.into());
        self
    }

    /// Checks a person in and out.
    fn was_in(mut self, id: i64, from: &str, to: Option<&str>) -> CoverageFixture {
        let at = |moment: &str| parse_moment(moment, berlin()).unwrap();
        self.attendance.push(Attendance { person: PersonId(id), from: at(from), to: to.map(at) }.into());
        self
    }

    fn roster(&self) -> CoverageInput<'_> {
        CoverageInput {
            zone: berlin(),
            importance: Profile::ALL,
            people: &self.people,
            shifts: &self.shifts,
            absences: &self.absences,
            requirements: &self.requirements,
            attendance: &self.attendance,
            now: None,
        }
    }

    /// Slots of one profile on a day as `(state, seated)`, by civil start time.
    fn slots(&self, on: &str, profile: Profile) -> BTreeMap<String, (CoverageState, Vec<i64>)> {
        let rows = self.roster().coverage_of_day(day(on), 30);
        let row = rows.into_iter().find(|row| row.profile == profile).expect("a row");
        let clock = |slot: &CoverageSlot| berlin().civil(slot.time.from).format("%H:%M").to_string();
        row.slots.iter().map(|slot| (clock(slot), (slot.state, ids(&slot.seated)))).collect()
    }

    fn slot(&self, on: &str, clock: &str, profile: Profile) -> (CoverageState, Vec<i64>) {
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
    let desk = CoverageFixture::default()
        .person(2, Champion, None)
        .person(1, Champion, Expert)
        .shift(1, MONDAY, "8-16")
        .shift(2, MONDAY, "8-12")
        .needs(2, Champion, "9-12:30");
    assert_eq!(desk.slots(MONDAY, Champion).len(), 7, "only where somebody is needed");
    assert_eq!(desk.slot(MONDAY, "11:30", Champion), (Covered, vec![1, 2]));
    assert_eq!(desk.slot(MONDAY, "12:00", Champion), (Gap, vec![1]));
    assert_eq!(desk.roster().coverage_of_day(day(MONDAY), 30).len(), 1, "no row for what nobody asks for");
}

#[test]
fn stretched_when_one_person_wears_both_hats() {
    let desk = CoverageFixture::default()
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
    let desk = CoverageFixture::default()
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
    assert_eq!(desk.slot(MONDAY, "08:00", Expert), (Covered, vec![1]), "3 has no primary profile and fills no seat");
    assert_eq!(desk.slot(MONDAY, "08:00", Analyst), (Gap, vec![5]), "the same profile twice is one person");
}

#[test]
fn importance_decides_between_equals_and_gives_way_to_primary_profiles() {
    let desk = CoverageFixture::default()
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
    let rows = CoverageInput { importance, ..desk.roster() }.coverage_of_day(day(MONDAY), 30);
    let states: Vec<_> = rows.iter().map(|row| (row.profile, row.slots[0].state)).collect();
    assert_eq!(states, [(Expert, Covered), (Champion, Stretched), (Operationalist, Covered)]);
}

#[test]
fn a_break_or_an_absence_empties_every_slot_it_touches() {
    let desk = CoverageFixture::default()
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
    assert_eq!(ids(&roster.present_during(half_hour("2026-03-02T11:45"))), [1], "two shifts that meet are one");
    assert_eq!(ids(&roster.present_during(half_hour("2026-03-02T15:45"))), Vec::<i64>::new(), "not to the end");
}

#[test]
fn who_was_checked_in_was_there_and_the_others_as_the_roster_says() {
    let desk = CoverageFixture::default()
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
fn who_does_not_come_where_others_check_in_is_not_there() {
    let desk = CoverageFixture::default()
        .person(1, Champion, None)
        .person(2, Expert, None)
        .shift(1, MONDAY, "8-12")
        .shift(1, "2026-03-03", "8-12")
        .was_in(2, "2026-03-02T08:00", Some("2026-03-02T12:00"))
        .needs(1, Champion, "8-12");
    let gaps = |on: &str, now: &str| {
        let rows = desk.roster().as_of(parse_moment(now, berlin()).unwrap()).coverage_of_day(day(on), 30);
        rows[0].slots.iter().filter(|slot| slot.state == Gap).count()
    };
    assert_eq!(gaps(MONDAY, "2026-03-02T08:04"), 0, "they may be on time yet");
    assert_eq!(gaps(MONDAY, "2026-03-02T08:05"), 1, "they may still come");
    assert_eq!(gaps(MONDAY, "2026-03-02T10:10"), 5);
    assert_eq!(gaps(MONDAY, "2026-03-05T10:10"), 8, "they never came");
    assert_eq!(gaps("2026-03-03", "2026-03-05T10:10"), 0, "nobody checked in on that day");
    let late = parse_moment("2026-03-05T00:00", berlin()).unwrap();
    let past = desk.roster().as_of(late).history(day(MONDAY), day("2026-03-04"), late, 30);
    assert_eq!(past.totals(Profile::ALL)[0].1.covered_share(), Some(0.5));
}

#[test]
fn a_night_reaches_into_the_next_day() {
    let mut desk =
        CoverageFixture::default().person(1, Champion, None).shift(1, "2026-03-06", "22-6").needs(1, Champion, "22-6");
    desk.requirements[0].it.weekdays = 1 << 4; // Fridays
    desk.shifts[0].it.breaks = vec![Hours { from: 26 * 60, to: 26 * 60 + 30 }];
    let friday = desk.slots("2026-03-06", Champion);
    assert_eq!(friday.keys().collect::<Vec<_>>(), ["22:00", "22:30", "23:00", "23:30"]);
    let saturday = desk.slots("2026-03-07", Champion);
    assert_eq!(saturday.len(), 12);
    assert_eq!(saturday.iter().filter(|(_, slot)| slot.0 == Gap).map(|(at, _)| at).collect::<Vec<_>>(), ["02:00"]);
    assert!(desk.roster().coverage_of_day(day("2026-03-08"), 30).is_empty());
}

#[test]
fn days_on_which_the_clocks_change_have_46_and_50_half_hours() {
    for (date, eve, slots, night) in [
        ("2026-03-29", "2026-03-28", 46, 10),
        ("2026-05-02", "2026-05-01", 48, 12),
        ("2026-10-25", "2026-10-24", 50, 14),
    ] {
        let desk = CoverageFixture::default()
            .person(1, Champion, None)
            .person(2, Expert, None)
            .shift(1, date, "0-24")
            .shift(2, eve, "22-6")
            .needs(1, Champion, "0-24")
            .needs(1, Expert, "22-6");
        let rows = desk.roster().coverage_of_day(day(date), 30);
        let covered = |row: &ProfileCoverage| row.slots.iter().filter(|slot| slot.state == Covered).count();
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
    let desk = CoverageFixture::default().needs(1, Champion, "0-24");
    let rows = desk.roster().coverage_of_day(day(MONDAY), 7 * 60);
    let minutes: Vec<_> = rows[0].slots.iter().map(|slot| (slot.time.to - slot.time.from).num_minutes()).collect();
    assert_eq!(minutes, [420, 420, 420, 180]);
}

#[test]
fn who_could_step_in() {
    let desk = CoverageFixture::default()
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
        let candidates = desk.roster().step_in_candidates(Expert, half_hour(at));
        candidates.iter().map(|c| (c.person.0, c.presence != SlotPresence::NoShift, c.minutes_this_week / 60)).collect()
    };
    assert_eq!(could("2026-03-02T12:00"), [(4, false, 8), (7, true, 8), (3, false, 16), (2, true, 8)]);
    assert_eq!(could("2026-03-02T09:00"), [(4, false, 8), (3, false, 16)], "2 and 7 sit, 5 is sick");
}

/// Score of an assignment: seats filled, people in their primary profile, seats filled by importance.
type SeatingScore = (u32, u32, [u32; 6]);

/// Best score over all assignments, by brute force. A person is the ranks of their two profiles.
fn best_by_trying_all(people: &[[Option<usize>; 2]], free: &mut [u32; 6], worth: SeatingScore) -> SeatingScore {
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

/// Up to six people on shift all day, and up to four profiles needed 0 to 3 times.
fn random_desk(random: &mut fastrand::Rng, profiles: &[Profile]) -> CoverageFixture {
    let mut desk = CoverageFixture::default();
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
        let rows = CoverageInput { importance, ..desk.roster() }.coverage_of_day(day(MONDAY), 24 * 60);

        let rank = |profile| importance.iter().position(|p| *p == profile).unwrap();
        let can_sit = || desk.people.values().filter(|person| person.primary.is_some());
        let ranks: Vec<_> = can_sit().map(|person| [person.primary, person.second].map(|p| p.map(rank))).collect();
        let mut need = [0; 6];
        for requirement in &desk.requirements {
            need[rank(requirement.profile)] = requirement.need;
        }
        let best = best_by_trying_all(&ranks, &mut need.clone(), SeatingScore::default());

        let mut worth = SeatingScore::default();
        let mut sitting = Vec::new();
        for (profile, slot) in rows.iter().map(|row| (row.profile, &row.slots[0])) {
            for id in &slot.seated {
                let person = &desk.people[id];
                assert!(person.has_profile(profile) && !sitting.contains(id), "round {round}: {rows:?}");
                sitting.push(*id);
                worth.0 += 1;
                worth.1 += u32::from(person.primary == Some(profile));
                worth.2[rank(profile)] += 1;
            }
            let (need, filled) = (need[rank(profile)], best.2[rank(profile)]);
            let holders = can_sit().filter(|person| person.has_profile(profile)).count() as u32;
            let otherwise = if holders >= need { Stretched } else { Gap };
            let state = if filled == need { Covered } else { otherwise };
            assert_eq!((slot.need, slot.present, slot.state), (need, holders, state), "round {round}: {desk:?}");
        }
        assert_eq!(worth, best, "round {round}: {desk:?}");
        assert_eq!(rows.len(), need.iter().filter(|need| **need > 0).count());
    }
}

/// Presence at an instant straight from the definition: on shift, not absent, not on a break, and checked in if the
/// shift has a check-in.
fn there(desk: &CoverageFixture, id: PersonId, at: Instant) -> bool {
    let span = |day: NaiveDate, hours: Hours| Period {
        from: berlin().at_minute(day, hours.from),
        to: berlin().at_minute(day, hours.to),
    };
    let grace = TimeDelta::minutes(5);
    let absent = desk.absences.iter().filter(|absence| absence.person == id).any(|absence| {
        let hours = absence.hours.unwrap_or(Hours { from: 0, to: 24 * 60 });
        absence.first.iter_days().take_while(|day| *day <= absence.last).any(|day| span(day, hours).contains(at))
    });
    let rests = desk.shifts.iter().filter(|shift| shift.person == id);
    let rests =
        rests.flat_map(|shift| shift.breaks.iter().map(|pause| span(shift.day, *pause))).any(|it| it.contains(at));
    let works = desk.shifts.iter().filter(|shift| shift.person == id).any(|shift| {
        let shift = span(shift.day, shift.hours);
        let checked: Vec<Period> = desk
            .attendance
            .iter()
            .filter(|stretch| stretch.person == id)
            .map(|stretch| Period { from: stretch.from, to: stretch.to.unwrap_or(stretch.from + TimeDelta::hours(16)) })
            .filter(|stretch| stretch.from < shift.to && shift.from < stretch.to)
            .map(|stretch| Period {
                from: if stretch.from <= shift.from + grace { shift.from } else { stretch.from },
                to: if stretch.to >= shift.to - grace { shift.to } else { stretch.to },
            })
            .filter(|stretch| stretch.from < stretch.to)
            .collect();
        shift.contains(at) && (checked.is_empty() || checked.iter().any(|stretch| stretch.contains(at)))
    });
    works && !rests && !absent
}

/// A few people with shifts around a day, breaks, absences, check-ins and needs, all of which may cross midnight.
fn random_days(random: &mut fastrand::Rng, date: NaiveDate) -> CoverageFixture {
    let mut desk = CoverageFixture::default();
    let quarter = |random: &mut fastrand::Rng, most: u32| random.u32(0..most / 15) * 15;
    let near = |random: &mut fastrand::Rng| date + TimeDelta::days(random.i64(-1..=1));
    for id in 1..=random.i64(1..=4) {
        let mut pick = |none| (random.f64() >= none).then(|| Profile::ALL[random.usize(..3)]);
        desk = desk.person(id, pick(0.05), pick(0.4));
        for _ in 0..random.u32(0..=3) {
            let from = quarter(random, 24 * 60);
            let hours = Hours { from, to: from + 15 + quarter(random, 12 * 60) };
            let inside = |random: &mut fastrand::Rng| {
                let from = hours.from + random.u32(0..hours.minutes());
                Hours { from, to: (from + random.u32(1..60)).min(hours.to) }
            };
            let breaks = (0..random.u32(0..=2)).map(|_| inside(random)).collect();
            let (person, day) = (PersonId(id), near(random));
            desk.shifts.push(Shift { person, day, hours, name: None, breaks }.into());
        }
        if random.f64() < 0.3 {
            let from = quarter(random, 24 * 60);
            let hours = random.bool().then(|| Hours { from, to: from + 1 + random.u32(0..600) });
            let (person, first) = (PersonId(id), near(random));
            let last = first + Days::new(random.u64(0..=1));
            desk.absences.push(Absence { person, kind: AbsenceKind::Late, first, last, hours, note: None }.into());
        }
        for _ in 0..random.u32(0..=1) {
            let from = berlin().midnight(date) + TimeDelta::minutes(random.i64(-600..1400));
            let to = random.bool().then(|| from + TimeDelta::minutes(random.i64(1..600)));
            desk.attendance.push(Attendance { person: PersonId(id), from, to }.into());
        }
    }
    for _ in 0..random.u32(1..=4) {
        let from = quarter(random, 24 * 60);
        let hours = Hours { from, to: from + 30 + quarter(random, 20 * 60) };
        let (profile, weekdays) = (Profile::ALL[random.usize(..3)], random.u8(1..=Requirement::EVERY_DAY));
        desk.requirements.push(Requirement { profile, weekdays, hours, need: random.u32(1..=2) }.into());
    }
    desk
}

#[test]
fn whole_days_are_as_well_covered_as_looking_at_every_minute_says() {
    let mut random = fastrand::Rng::with_seed(20_260_329);
    // A plain day, both days with a clock change, and the days after.
    let days = ["2026-03-02", "2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"].map(day);
    for round in 0..400 {
        let date = days[round % days.len()];
        let desk = random_days(&mut random, date);
        let rows = desk.roster().coverage_of_day(date, 30);
        let whole = Period::days(berlin(), date, date + Days::new(1));
        let mut from = whole.from;
        while from < whole.to {
            let minutes = (0..30).map(|n| from + TimeDelta::minutes(n));
            let sits = |id: &&PersonId| desk.people[id].primary.is_some();
            let here: Vec<_> =
                desk.people.keys().filter(|id| minutes.clone().all(|at| there(&desk, **id, at))).collect();
            let people: Vec<_> = here.iter().copied().filter(sits).map(|id| &desk.people[id]).collect();
            let civil = berlin().civil(from);
            let mut need = [0; 6];
            for requirement in &desk.requirements {
                // By today's clock, or by yesterday's, which continues past midnight.
                let hit = [0, 1].into_iter().any(|back| {
                    let begins = civil.date() - Days::new(back);
                    let minute = civil.hour() * 60 + civil.minute() + 24 * 60 * back as u32;
                    requirement.applies_on(begins) && requirement.hours.from <= minute && minute < requirement.hours.to
                });
                need[requirement.profile as usize] += if hit { requirement.need } else { 0 };
            }
            let ranks: Vec<_> =
                people.iter().map(|it| [it.primary, it.second].map(|p| p.map(|p| p as usize))).collect();
            let best = best_by_trying_all(&ranks, &mut need.clone(), SeatingScore::default());
            for profile in Profile::ALL {
                let index = profile as usize;
                let row = rows.iter().find(|row| row.profile == profile);
                let slot = row.and_then(|row| row.slots.iter().find(|slot| slot.time.from == from));
                let Some(slot) = slot else {
                    assert_eq!(need[index], 0, "round {round} {date} {civil} {profile}");
                    continue;
                };
                let holders = people.iter().filter(|person| person.has_profile(profile)).count() as u32;
                let otherwise = if holders >= need[index] { Stretched } else { Gap };
                let state = if best.2[index] == need[index] { Covered } else { otherwise };
                let actual = (slot.need, slot.present, slot.seated.len() as u32, slot.state);
                assert_eq!(
                    actual,
                    (need[index], holders, best.2[index], state),
                    "round {round} {date} {civil} {profile}: {desk:?}"
                );
            }
            from += TimeDelta::minutes(30);
        }
    }
}

#[test]
fn a_cell_tells_who_sits_there_and_why_not_the_others() {
    let desk = CoverageFixture::default()
        .person(1, Champion, Expert)
        .person(2, Expert, Champion)
        .person(3, Analyst, Champion)
        .person(4, Champion, None)
        .person(5, Champion, None)
        .person(6, Champion, None)
        .shift(1, MONDAY, "8-16")
        .shift(2, MONDAY, "8-16")
        .shift(3, MONDAY, "8-16")
        .shift(4, MONDAY, "8-16")
        .pause("9-9:30")
        .shift(5, MONDAY, "12-20")
        .shift(6, MONDAY, "8-16")
        .away(6, MONDAY, None)
        .needs(3, Champion, "8-16")
        .needs(1, Expert, "8-16");
    let seat = |at: &str, profile| desk.roster().slot_detail(profile, half_hour(at));
    let nine = seat("2026-03-02T09:00", Champion).unwrap();
    assert_eq!(nine.occupants[0], SeatOccupant { person: PersonId(1), not_in_primary: None });
    assert_eq!(
        nine.occupants[1],
        SeatOccupant { person: PersonId(3), not_in_primary: Some((Analyst, PrimaryUnused::NotNeeded)) }
    );
    assert_eq!(nine.elsewhere.len(), 1);
    assert_eq!((nine.elsewhere[0].person, nine.elsewhere[0].seated_in), (PersonId(2), Expert));
    assert_eq!(nine.elsewhere[0].reason, ElsewhereReason::OthersShort(vec![Expert]), "1 is the third champion then");
    let end = parse_moment("2026-03-02T09:30", berlin()).unwrap();
    let midnight = berlin().midnight(day("2026-03-03"));
    assert_eq!(
        nine.rostered_not_present,
        [
            (PersonId(4), SlotPresence::OnBreak { until: end }),
            (PersonId(6), SlotPresence::Absent { kind: AbsenceKind::Sick, until: midnight }),
        ]
    );
    let noon = parse_moment("2026-03-02T12:00", berlin()).unwrap();
    let could: Vec<_> = nine.candidates.iter().map(|one| (one.person.0, one.presence)).collect();
    assert_eq!(could, [(4, SlotPresence::OnBreak { until: end }), (5, SlotPresence::StartsLater { from: noon })]);
    assert_eq!(seat("2026-03-02T09:00", Analyst), None, "nobody is needed");
}

#[test]
fn two_hats_are_summed_up_over_the_weeks() {
    let mut desk = CoverageFixture::default()
        .person(1, Champion, Expert)
        .person(2, Champion, Analyst)
        .needs(1, Champion, "8-16")
        .needs(1, Expert, "8-10");
    for on in ["2026-03-02", "2026-03-03"] {
        desk = desk.shift(1, on, "8-16");
    }
    desk = desk.shift(2, "2026-03-03", "8-16");
    let until = parse_moment("2026-03-03T12:00", berlin()).unwrap();
    let past = desk.roster().history(day("2026-03-02"), day("2026-03-04"), until, 30);
    let hours = TimeDelta::hours;
    let tally = |n: usize, profile: Profile| past.days[n].1[profile as usize];
    assert_eq!(tally(0, Expert), CoverageTally { covered: hours(0), stretched: hours(2), gap: hours(0) });
    assert_eq!(
        tally(1, Champion),
        CoverageTally { covered: hours(4), stretched: hours(0), gap: hours(0) },
        "up to noon"
    );
    assert_eq!(
        past.totals(Profile::ALL),
        [
            (Champion, CoverageTally { covered: hours(12), ..CoverageTally::default() }),
            (Expert, CoverageTally { covered: hours(2), stretched: hours(2), gap: hours(0) })
        ]
    );
    let [one] = past.dual_roles.as_slice() else { panic!("{:?}", past.dual_roles) };
    assert_eq!(
        (one.person.0, one.profiles, one.stretched, one.sole_holder, one.worked),
        (1, [Champion, Expert], hours(2), hours(2), hours(12))
    );
    assert_eq!(one.stretched_spans.len(), 1, "two hours on end are one");
    assert!(!one.should_split(), "2 of 12 hours are 17 %");
    assert_eq!(
        desk.roster().sole_holders(day(MONDAY), 30),
        [(
            PersonId(1),
            vec![Period {
                from: parse_moment("2026-03-02T08:00", berlin()).unwrap(),
                to: parse_moment("2026-03-02T10:00", berlin()).unwrap(),
            }]
        )]
    );
    let early = desk.roster().history(day("2026-03-02"), day("2026-03-03"), until, 30);
    assert!(early.dual_roles[0].should_split(), "2 of 8 are 25 %");
    assert!(desk.roster().sole_holders(day("2026-03-03"), 30).is_empty());
}

/// Prints timings for 200 person-days a week: `cargo test coverage::tests::how_long -- --nocapture --ignored`.
#[test]
#[ignore = "prints what a day and four weeks of fifty people take"]
fn how_long_fifty_people_take() {
    let mut desk = CoverageFixture::default();
    for id in 1..=50 {
        desk = desk.person(id, Profile::ALL[id as usize % 6], Profile::ALL[(id as usize + 1) % 6]);
        for n in 0..93 {
            let on = (day("2026-02-01") + Days::new(n)).to_string();
            desk = desk
                .shift(id, &on, ["6-14", "10-18", "14-22"][id as usize % 3])
                .pause(["9-9:30", "13-13:30", "17-17:30"][id as usize % 3]);
            let in_at = format!("{on}T{:02}:0{}", [6, 10, 14][id as usize % 3], id % 10);
            desk = desk.was_in(id, &in_at, None);
        }
    }
    desk = Profile::ALL.into_iter().fold(desk, |desk, profile| desk.needs(5, profile, "6-22"));
    let begun = std::time::Instant::now();
    let rows = desk.roster().coverage_of_day(day(MONDAY), 30);
    let one = begun.elapsed();
    let past = desk.roster().history(day("2026-02-10"), day("2026-03-10"), berlin().midnight(day("2026-03-10")), 30);
    println!(
        "a day {one:?}, four weeks {:?}; {} rows, {} hats",
        begun.elapsed() - one,
        rows.len(),
        past.dual_roles.len()
    );
}
