//! Properties of a distribution: on random teams, against brute force on a few tickets, and in small scenarios.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};
use fastrand::Rng;

use crate::engine::distribution::reasons::AssignmentBlocker;
use crate::engine::distribution::*;
use crate::model::ids::WithId;
use crate::model::person::Profile::{self, Analyst, CustomerChampion as Champion, FieldExpert as Expert};
use crate::model::person::{Person, Skill};
use crate::model::settings::DistributionRule;
use crate::model::shift::{Absence, AbsenceKind, Hours, Shift};
use crate::model::team::Team;
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Zone, from_millis};

/// A Saturday in Ho Chi Minh City, 9:12.
fn now() -> Instant {
    from_millis(1_795_227_120_000).unwrap()
}

fn zone() -> Zone {
    "Asia/Ho_Chi_Minh".parse().unwrap()
}

fn today() -> NaiveDate {
    zone().date(now())
}

fn rule(profile: Option<Profile>) -> DistributionRule {
    DistributionRule {
        name: "rule".into(),
        priorities: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        min_escalation: 0,
        profile,
        skill: None,
    }
}

/// Escalations and bugs go to experts, billing to people with the skill, the rest to champions.
fn rules() -> Vec<DistributionRule> {
    vec![
        DistributionRule { min_escalation: 1, ..rule(Some(Expert)) },
        DistributionRule { categories: vec!["bug".into()], ..rule(Some(Expert)) },
        DistributionRule { categories: vec!["Billing".into()], skill: Some(("billing".into(), 2)), ..rule(None) },
        rule(Some(Champion)),
    ]
}

const CAPACITY: u32 = 6;

fn config(rules: &[DistributionRule]) -> DistributionConfig<'_> {
    DistributionConfig { zone: zone(), capacity: CAPACITY, rules }
}

fn propose(desk: &Desk, which: DistributionScope) -> Distribution {
    distribute(desk, now(), which, config(&rules()))
}

/// Desk builder.
#[derive(Default)]
struct DistributionFixture(Desk);

impl DistributionFixture {
    /// On shift from 8 to 16.
    fn person(mut self, id: i64, person: Person) -> DistributionFixture {
        self.0.team.people.insert(PersonId(id), Person { name: format!("P{id}"), ..person });
        self.0.team.shifts.push(shift(id, 8 * 60, 16 * 60, Vec::new()).into());
        self
    }

    fn tickets(
        mut self,
        ids: RangeInclusive<i64>,
        of: Option<i64>,
        edit: impl Fn(&mut TicketRow),
    ) -> DistributionFixture {
        for id in ids {
            let mut row = TicketRow::blank(TicketId(id), now());
            row.created = Some(now() - TimeDelta::minutes(600 - id));
            row.assignee = of.map(PersonId);
            row.status = if of.is_some() { Status::Open } else { Status::New };
            edit(&mut row);
            self.0.tickets.insert(row.id, row);
        }
        self
    }

    fn unassigned(self, ids: RangeInclusive<i64>, edit: impl Fn(&mut TicketRow)) -> DistributionFixture {
        self.tickets(ids, None, edit)
    }
}

fn shift(person: i64, from: u32, to: u32, breaks: Vec<Hours>) -> Shift {
    Shift { person: PersonId(person), day: today(), hours: Hours::new(from, to), name: None, breaks }
}

fn sick(person: i64) -> Absence {
    let (first, last) = (today(), today());
    Absence { person: PersonId(person), kind: AbsenceKind::Sick, first, last, hours: None, note: None }
}

fn champion() -> Person {
    Person { primary: Some(Champion), ..Person::default() }
}

fn expert() -> Person {
    Person { primary: Some(Expert), ..Person::default() }
}

/// Assignee by ticket.
fn given(deal: &Distribution) -> BTreeMap<i64, i64> {
    deal.assignments.iter().filter(|line| line.accepted).map(|line| (line.ticket.0, line.to.0)).collect()
}

// Oracle: the rules restated from the definitions, independent of the implementation.

/// Open tickets and capacity per person.
fn rooms(desk: &Desk) -> BTreeMap<PersonId, (i64, i64)> {
    let load = |id| desk.tickets.values().filter(|row| row.assignee == Some(id)).count() as i64;
    let people = desk.team.people.iter();
    people.map(|(id, p)| (*id, (load(*id), i64::from(p.capacity.unwrap_or(CAPACITY))))).collect()
}

fn on_shift(desk: &Desk, id: PersonId) -> bool {
    let minute = 9 * 60 + 12;
    let on = |shift: &WithId<Shift>| shift.person == id && shift.hours.from <= minute && minute < shift.hours.to;
    let away = |absence: &WithId<Absence>| {
        absence.person == id && absence.hours.is_none_or(|hours| hours.from <= minute && minute < hours.to)
    };
    desk.team.shifts.iter().any(on) && !desk.team.absences.iter().any(away)
}

/// Eligibility regardless of load, and fit: secondary profile, language unknown, missing skill.
fn fit(desk: &Desk, row: &TicketRow, id: PersonId, which: DistributionScope) -> Option<[i64; 3]> {
    let person = &desk.team.people[&id];
    if !on_shift(desk, id) || which == DistributionScope::HeldBy(id) {
        return None;
    }
    let profile = if row.escalation > 0 || row.category.as_deref() == Some("bug") { Expert } else { Champion };
    if person.primary != Some(profile) && person.second != Some(profile) {
        return None;
    }
    let mut level = 0;
    if row.category.as_deref() == Some("billing") {
        let newest = person.skills.iter().filter(|skill| skill.name == "billing").max_by_key(|skill| skill.on)?;
        level = i64::from(newest.level);
        if level < 2 {
            return None;
        }
    }
    let among = |list: &[String], one: Option<&str>| {
        list.is_empty() || one.is_none_or(|one| list.iter().any(|other| other == one))
    };
    if !among(&person.channels, row.channel.as_deref()) || !among(&person.languages, row.language.as_deref()) {
        return None;
    }
    let unknown = row.language.is_some() && person.languages.is_empty();
    Some([i64::from(person.primary != Some(profile)), i64::from(unknown), -level])
}

/// Score of a distribution, smaller is better: unassigned tickets, which ones (most urgent first), sums of the fits,
/// sum of load² ÷ capacity in parts divisible by every capacity up to 8. `None` if it breaks a rule.
type DistributionScore = (usize, Vec<bool>, [i64; 3], i64);

fn worth(
    desk: &Desk,
    rows: &[&TicketRow],
    dealt: &[Option<PersonId>],
    which: DistributionScope,
) -> Option<DistributionScore> {
    let mut rooms = rooms(desk);
    let mut sums = [0; 3];
    for (row, to) in rows.iter().zip(dealt) {
        let Some(to) = to else { continue };
        let fit = fit(desk, row, *to, which)?;
        sums.iter_mut().zip(fit).for_each(|(sum, one)| *sum += one);
        rooms.get_mut(to).unwrap().0 += 1;
    }
    let over = |id: &PersonId, load: i64, can: i64| dealt.contains(&Some(*id)) && load > can;
    if rooms.iter().any(|(id, (load, can))| over(id, *load, *can)) {
        return None;
    }
    let even = rooms.values().filter(|(_, can)| *can > 0).map(|(load, can)| load * load * 840 / can).sum();
    let left: Vec<bool> = dealt.iter().map(Option::is_none).collect();
    Some((left.iter().filter(|left| **left).count(), left, sums, even))
}

/// Tickets to distribute, most urgent first.
fn rows(desk: &Desk, which: DistributionScope) -> Vec<&TicketRow> {
    let waits = |row: &&TicketRow| {
        matches!(row.status, Status::New | Status::Open)
            && match which {
                DistributionScope::Unassigned => row.assignee.is_none(),
                DistributionScope::HeldBy(person) => row.assignee == Some(person),
            }
    };
    let mut rows: Vec<&TicketRow> = desk.tickets.values().filter(waits).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.priority), row.created.is_none(), row.created, row.id));
    rows
}

fn dealt(deal: &Distribution, rows: &[&TicketRow]) -> Vec<Option<PersonId>> {
    let to: BTreeMap<_, _> = deal.assignments.iter().map(|line| (line.ticket, line.to)).collect();
    rows.iter().map(|row| to.get(&row.id).copied()).collect()
}

/// Random team and backlog within these sizes.
fn drawn(rng: &mut Rng, people: RangeInclusive<i64>, tickets: RangeInclusive<i64>) -> Desk {
    let mut team = Team::default();
    let some = |rng: &mut Rng, all: &[&str]| -> Vec<String> {
        let listed: Vec<String> = all.iter().filter(|_| rng.bool()).map(|one| (*one).to_owned()).collect();
        if rng.u8(..3) > 0 { Vec::new() } else { listed }
    };
    for id in (1..=rng.i64(people)).map(PersonId) {
        let profile =
            |rng: &mut Rng| [None, Some(Champion), Some(Champion), Some(Expert), Some(Analyst)][rng.usize(..5)];
        let (primary, second) = (profile(rng), profile(rng));
        let seen = |rng: &mut Rng, back: u64| Skill {
            name: "billing".into(),
            level: rng.u8(1..=5),
            on: today() - chrono::Days::new(back),
        };
        let skills = if rng.bool() { vec![seen(rng, 9), seen(rng, 2)] } else { Vec::new() };
        let capacity = rng.bool().then(|| rng.u32(0..=8));
        let (languages, channels) = (some(rng, &["vi", "en"]), some(rng, &["email", "phone"]));
        let name = format!("P{}", id.0);
        team.people
            .insert(id, Person { name, primary, second, skills, capacity, languages, channels, ..Person::default() });
        let lunch = Hours::new(9 * 60, 9 * 60 + 30);
        match rng.u8(..8) {
            0 => {}
            1 => team.shifts.push(shift(id.0, 14 * 60, 22 * 60, Vec::new()).into()),
            2 => team.shifts.push(shift(id.0, 8 * 60, 16 * 60, vec![lunch]).into()),
            3 => {
                team.shifts.push(shift(id.0, 6 * 60, 10 * 60, Vec::new()).into());
                let hours = Some(Hours::new(9 * 60, 12 * 60));
                team.absences.push(Absence { hours, ..sick(id.0) }.into());
            }
            _ => team.shifts.push(shift(id.0, 8 * 60, 16 * 60, Vec::new()).into()),
        }
        if rng.u8(..10) == 0 {
            team.absences.push(sick(id.0).into());
        }
    }
    let mut desk = Desk { team, ..Desk::default() };
    let one =
        |rng: &mut Rng, of: &[&str]| Some(of[rng.usize(..of.len())]).filter(|one| !one.is_empty()).map(Into::into);
    for id in (1..=rng.i64(tickets)).map(TicketId) {
        let mut row = TicketRow::blank(id, now());
        row.priority = Priority::ALL[rng.usize(..4)];
        row.created = (rng.u8(..10) > 0).then(|| now() - TimeDelta::minutes(rng.i64(0..50)));
        row.category = one(rng, &["", "bug", "billing", "login"]);
        row.channel = one(rng, &["", "email", "phone"]);
        row.language = one(rng, &["", "vi", "en"]);
        row.escalation = u8::from(rng.u8(..8) == 0);
        let somebody = PersonId(rng.i64(1..=desk.team.people.len() as i64));
        row.assignee = (rng.u8(..3) == 0).then_some(somebody);
        row.status = [Status::New, Status::Open, Status::Open, Status::Pending][rng.usize(..4)];
        desk.tickets.insert(id, row);
    }
    desk
}

fn which(rng: &mut Rng, desk: &Desk) -> DistributionScope {
    match rng.u8(..3) {
        0 => DistributionScope::HeldBy(PersonId(rng.i64(1..=desk.team.people.len() as i64))),
        _ => DistributionScope::Unassigned,
    }
}

#[test]
fn on_a_thousand_teams_nobody_gets_what_they_may_not_and_nothing_can_be_improved() {
    let mut rng = Rng::with_seed(7);
    let (mut lines, mut left, mut tried) = (0, 0, 0);
    for team in 0..1000 {
        let desk = drawn(&mut rng, 1..=12, 0..=45);
        let which = which(&mut rng, &desk);
        let deal = propose(&desk, which);
        let rows = rows(&desk, which);
        let mut dealt = dealt(&deal, &rows);
        assert_eq!(deal.assignments.len() + deal.unassigned.len(), rows.len(), "every ticket is dealt or left over");
        let best = worth(&desk, &rows, &dealt, which);
        let best = best.unwrap_or_else(|| panic!("team {team}: somebody gets what they may not"));
        lines += deal.assignments.len();
        left += deal.unassigned.len();
        let better = |dealt: &[Option<PersonId>]| worth(&desk, &rows, dealt, which).is_some_and(|other| other < best);
        for one in 0..rows.len() {
            let was = dealt[one];
            // Reassign one ticket to anybody or nobody.
            for to in desk.team.people.keys().copied().map(Some).chain([None]) {
                dealt[one] = to;
                tried += 1;
                assert!(!better(&dealt), "team {team}: ticket {} is better off with {to:?}", rows[one].id);
            }
            dealt[one] = was;
            // Swap two tickets, including an assigned with an unassigned one.
            for other in one + 1..rows.len() {
                dealt.swap(one, other);
                tried += 1;
                assert!(!better(&dealt), "team {team}: {} and {} should swap", rows[one].id, rows[other].id);
                dealt.swap(one, other);
            }
        }
    }
    assert!(lines > 3000 && left > 1000 && tried > 100_000, "{lines} lines, {left} left over, {tried} tried");
}

#[test]
fn a_few_tickets_are_dealt_as_well_as_they_can_be() {
    let mut rng = Rng::with_seed(11);
    for team in 0..300 {
        let desk = drawn(&mut rng, 1..=4, 0..=7);
        let which = which(&mut rng, &desk);
        let rows = rows(&desk, which);
        let dealt = dealt(&propose(&desk, which), &rows);
        let people: Vec<_> = [None].into_iter().chain(desk.team.people.keys().copied().map(Some)).collect();
        let ways = people.len().pow(rows.len() as u32);
        let way = |n: usize| -> Vec<_> {
            (0..rows.len()).map(|at| people[n / people.len().pow(at as u32) % people.len()]).collect()
        };
        let best = (0..ways).filter_map(|n| worth(&desk, &rows, &way(n), which)).min();
        assert_eq!(worth(&desk, &rows, &dealt, which), best, "team {team}");
    }
}

#[test]
fn the_same_desk_gives_the_same_deal_however_it_was_filled() {
    let mut rng = Rng::with_seed(13);
    for _ in 0..100 {
        let desk = drawn(&mut rng, 1..=9, 0..=40);
        let mut other = desk.clone();
        rng.shuffle(&mut other.team.shifts);
        rng.shuffle(&mut other.team.absences);
        let mut rows: Vec<_> = std::mem::take(&mut other.tickets).into_iter().collect();
        rng.shuffle(&mut rows);
        other.tickets = rows.into_iter().collect();
        assert_eq!(propose(&desk, DistributionScope::Unassigned), propose(&other, DistributionScope::Unassigned));
    }
}

#[test]
fn every_reason_holds() {
    let mut rng = Rng::with_seed(17);
    for _ in 0..300 {
        let desk = drawn(&mut rng, 1..=7, 0..=30);
        let which = which(&mut rng, &desk);
        let deal = propose(&desk, which);
        let after = |id: &PersonId| deal.load(*id).map(|load| (load.after, load.capacity)).unwrap();
        for line in &deal.assignments {
            let row = &desk.tickets[&line.ticket];
            let fits: Vec<_> =
                desk.team.people.keys().filter_map(|id| Some((*id, fit(&desk, row, *id, which)?))).collect();
            let own = fit(&desk, row, line.to, which).unwrap();
            let full = fits.iter().filter(|(id, fit)| *fit < own && after(id).0 >= after(id).1).count();
            for reason in &line.reasons {
                match reason {
                    AssignmentReason::Only => assert_eq!(fits.len(), 1),
                    AssignmentReason::Best { of } => {
                        assert_eq!((fits.len(), fits.iter().min_by_key(|f| f.1)), (*of, Some(&(line.to, own))))
                    }
                    AssignmentReason::BetterFull { n } => {
                        assert_eq!((full, fits.iter().filter(|f| f.1 < own).count()), (*n, *n))
                    }
                    AssignmentReason::Even { of } => assert_eq!(fits.iter().filter(|f| f.1 == own).count(), *of),
                    AssignmentReason::First { .. } => assert_eq!(own[0], 0),
                    AssignmentReason::Second { .. } => assert_eq!(own[0], 1),
                    AssignmentReason::Skill { level, .. } => assert_eq!(own[2], -i64::from(*level)),
                    AssignmentReason::Language { .. } => assert_eq!(own[1], 0),
                    AssignmentReason::LanguageUnknown { .. } => assert_eq!(own[1], 1),
                    AssignmentReason::OnBreak => assert_eq!(deal.availability(line.to), Availability::OnBreak),
                    AssignmentReason::ByHand | AssignmentReason::Despite { .. } => panic!("nobody has chosen yet"),
                }
            }
        }
        for left in &deal.unassigned {
            let row = &desk.tickets[&left.ticket];
            let fits: Vec<_> =
                desk.team.people.keys().copied().filter(|id| fit(&desk, row, *id, which).is_some()).collect();
            match &left.shortage {
                Shortage::AllFull { people } => {
                    assert_eq!(*people, fits);
                    assert!(people.iter().all(|id| after(id).0 >= after(id).1));
                }
                Shortage::NobodyIn => {
                    assert!(
                        desk.team
                            .people
                            .keys()
                            .all(|id| !on_shift(&desk, *id) || which == DistributionScope::HeldBy(*id))
                    );
                }
                Shortage::Nobody { needs } => {
                    assert!(!needs.is_empty() && fits.is_empty());
                    let there = desk
                        .team
                        .people
                        .iter()
                        .filter(|(id, _)| on_shift(&desk, **id) && which != DistributionScope::HeldBy(**id));
                    for (_, person) in there {
                        assert!(!needs.iter().all(|need| need.is_met_by(person)), "{needs:?} is what is missing");
                    }
                }
            }
        }
    }
}

#[test]
fn the_most_urgent_get_what_room_there_is() {
    let desk = DistributionFixture::default()
        .person(1, Person { capacity: Some(2), ..champion() })
        .unassigned(1..=3, |_| {})
        .unassigned(4..=4, |row| row.priority = Priority::Urgent)
        .0;
    let deal = propose(&desk, DistributionScope::Unassigned);
    assert_eq!(given(&deal), BTreeMap::from([(1, 1), (4, 1)]), "the urgent one, and of the others the oldest");
    assert_eq!(
        deal.unassigned[0],
        UnassignedTicket { ticket: TicketId(2), shortage: Shortage::AllFull { people: vec![PersonId(1)] } }
    );
}

#[test]
fn nobody_is_kept_from_their_only_ticket_by_one_that_others_can_take() {
    // The champion could take both; the person with the phone channel only the second.
    let desk = DistributionFixture::default()
        .person(1, Person { capacity: Some(1), ..champion() })
        .person(2, Person { capacity: Some(1), channels: vec!["phone".into()], ..champion() })
        .unassigned(1..=1, |row| (row.channel, row.priority) = (Some("Phone".into()), Priority::High))
        .unassigned(2..=2, |row| row.channel = Some("email".into()))
        .0;
    assert_eq!(given(&propose(&desk, DistributionScope::Unassigned)), BTreeMap::from([(1, 2), (2, 1)]));
}

#[test]
fn load_is_even_by_what_each_can_carry() {
    let desk = DistributionFixture::default()
        .person(1, Person { capacity: Some(4), ..champion() })
        .person(2, Person { capacity: Some(8), ..champion() })
        .tickets(91..=91, Some(1), |_| {})
        .unassigned(1..=5, |_| {})
        .0;
    let deal = propose(&desk, DistributionScope::Unassigned);
    let loads: Vec<_> =
        deal.loads().iter().map(|load| (load.person.0, load.before, load.after, load.capacity)).collect();
    assert_eq!(loads, [(1, 1, 2, 4), (2, 0, 4, 8)]);
    assert_eq!(deal.assignments[0].to, PersonId(2), "the oldest goes to who has the most room");
    assert_eq!(
        deal.assignments[0].reasons,
        [AssignmentReason::First { profile: Champion }, AssignmentReason::Even { of: 2 }]
    );
}

#[test]
fn an_absent_colleagues_tickets_go_to_the_others() {
    let mut desk = DistributionFixture::default()
        .person(1, champion())
        .person(2, champion())
        .tickets(1..=3, Some(1), |_| {})
        .tickets(4..=4, Some(1), |row| row.status = Status::Pending)
        .unassigned(5..=5, |_| {})
        .0;
    desk.team.absences.push(sick(1).into());
    let deal = propose(&desk, DistributionScope::HeldBy(PersonId(1)));
    assert_eq!(given(&deal), BTreeMap::from([(1, 2), (2, 2), (3, 2)]), "what waits for the customer stays");
    assert!(deal.assignments.iter().all(|line| line.from == Some(PersonId(1))));
    assert_eq!(deal.load(PersonId(1)).unwrap().after, 1);
    let to = Some(PersonId(2));
    let each = [1, 2, 3].map(|id| Change::Assign { ticket: TicketId(id), to });
    assert_eq!(deal.to_change(), Some(Change::Batch(each.into())));
}

#[test]
fn a_break_keeps_nobody_from_tickets_and_is_said() {
    let mut desk = DistributionFixture::default().person(1, champion()).unassigned(1..=1, |_| {}).0;
    desk.team.shifts[0].it.breaks.push(Hours::new(9 * 60, 9 * 60 + 30));
    let deal = propose(&desk, DistributionScope::Unassigned);
    assert_eq!(
        deal.assignments[0].reasons,
        [AssignmentReason::First { profile: Champion }, AssignmentReason::Only, AssignmentReason::OnBreak]
    );
}

#[test]
fn what_nobody_can_take_says_what_is_missing() {
    let why = |person: Person, edit: fn(&mut TicketRow)| {
        let desk = DistributionFixture::default().person(1, person).unassigned(1..=1, edit).0;
        propose(&desk, DistributionScope::Unassigned).unassigned.remove(0).shortage
    };
    let nobody = |needs: &[TicketRequirement]| Shortage::Nobody { needs: needs.to_vec() };
    let profile = TicketRequirement::Profile { profile: Expert };
    let language = TicketRequirement::Language { language: "vi".into() };
    assert_eq!(why(champion(), |row| row.escalation = 2), nobody(std::slice::from_ref(&profile)));
    let english = Person { languages: vec!["en".into()], ..champion() };
    assert_eq!(why(english, |row| row.language = Some("vi".into())), nobody(std::slice::from_ref(&language)));
    // Each requirement is met by somebody, both by nobody.
    let desk = DistributionFixture::default()
        .person(1, Person { languages: vec!["en".into()], ..expert() })
        .person(2, champion())
        .unassigned(1..=1, |row| (row.language, row.category) = (Some("vi".into()), Some("bug".into())))
        .0;
    assert_eq!(propose(&desk, DistributionScope::Unassigned).unassigned[0].shortage, nobody(&[profile, language]));
    let empty = DistributionFixture::default().unassigned(1..=1, |_| {}).0;
    assert_eq!(propose(&empty, DistributionScope::Unassigned).unassigned[0].shortage, Shortage::NobodyIn);
}

#[test]
fn a_lead_can_pass_over_a_rule_and_is_told_which() {
    let desk = DistributionFixture::default()
        .person(1, Person { capacity: Some(1), ..champion() })
        .person(2, Person { capacity: Some(3), ..expert() })
        .unassigned(1..=2, |_| {})
        .0;
    let mut deal = propose(&desk, DistributionScope::Unassigned);
    assert_eq!((given(&deal), deal.unassigned.len()), (BTreeMap::from([(1, 1)]), 1));
    let proposal = deal.clone();
    let lacks = AssignmentBlocker::Lacks(TicketRequirement::Profile { profile: Champion });
    assert_eq!(deal.blockers(TicketId(2), PersonId(2)), std::slice::from_ref(&lacks));
    deal.assign(TicketId(2), PersonId(2));
    assert_eq!(deal.assignments[1].reasons, [AssignmentReason::ByHand, AssignmentReason::Despite { rule: lacks }]);
    assert_eq!((deal.unassigned.len(), deal.assigned_count(), deal.load(PersonId(2)).unwrap().after), (0, 2, 1));
    deal.assign(TicketId(2), PersonId(1));
    assert_eq!(
        deal.assignments[1].reasons[..2],
        [AssignmentReason::ByHand, AssignmentReason::Despite { rule: AssignmentBlocker::Full }]
    );
    // Capacity depends on the other assignments.
    deal.toggle_accepted(TicketId(1));
    assert_eq!(deal.assignments[1].reasons, [AssignmentReason::ByHand, AssignmentReason::First { profile: Champion }]);
    assert_eq!(given(&deal), BTreeMap::from([(2, 1)]));
    deal.toggle_accepted(TicketId(2));
    deal.toggle_accepted(TicketId(1));
    assert_eq!((given(&deal), &deal.assignments[0]), (given(&proposal), &proposal.assignments[0]));
}

#[test]
fn what_somebody_has_seen_to_meanwhile_is_not_dealt() {
    let desk = DistributionFixture::default().person(1, champion()).unassigned(1..=2, |_| {}).0;
    let mut deal = propose(&desk, DistributionScope::Unassigned);
    let taken = TicketRow { assignee: Some(PersonId(1)), status: Status::Open, ..desk.tickets[&TicketId(1)].clone() };
    deal.mark_outdated(&[(TicketId(1), Some(taken)), (TicketId(2), Some(desk.tickets[&TicketId(2)].clone()))]);
    assert_eq!(given(&deal), BTreeMap::from([(2, 1)]));
    deal.toggle_accepted(TicketId(1));
    deal.assign(TicketId(1), PersonId(1));
    assert_eq!(deal.assigned_count(), 1, "nor can it be, from here");
    deal.toggle_accepted(TicketId(2));
    assert_eq!(deal.to_change(), None);
}

#[test]
fn a_large_backlog_is_dealt_at_once() {
    let mut rng = Rng::with_seed(19);
    let mut desk = drawn(&mut rng, 50..=50, 2000..=2000);
    desk.team.people.values_mut().for_each(|person| person.capacity = Some(40 + rng.u32(..40)));
    desk.tickets.values_mut().for_each(|row| (row.assignee, row.status) = (None, Status::New));
    let before = std::time::Instant::now();
    let deal = propose(&desk, DistributionScope::Unassigned);
    let took = before.elapsed();
    assert!(deal.assignments.len() > 1000, "{} of {}", deal.assignments.len(), desk.tickets.len());
    assert!(took.as_secs() < 5, "{took:?}, and this is without optimisation");
}
