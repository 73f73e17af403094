//! What a hand-over would say now, drawn from the data and not yet put into words.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::engine::board::shift::current_shift;
use crate::engine::board::{Board, BoardConfig};
use crate::engine::coverage::{ProfileCoverage, CoverageSlot, CoverageState};
use crate::engine::desk::Desk;
use crate::engine::handover::Since;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Zone};

/// What it says where nobody's shift follows.
const USUAL: TimeDelta = TimeDelta::hours(12);
/// The next shift begins within this time, or there is none.
const SOON: TimeDelta = TimeDelta::hours(24);

/// A stretch in which a profile is short of people, or has them in two seats at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spell {
    pub profile: Profile,
    pub from: Instant,
    pub to: Instant,
    pub state: CoverageState,
    pub seated: usize,
    pub need: u32,
}

/// Somebody who will be away for a part of the time ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ahead {
    pub person: PersonId,
    pub kind: AbsenceKind,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub hours: Option<Hours>,
}

/// A hand-over that nobody has edited yet. Every ticket is in the first of its lists that it belongs to, and the lists
/// are in the order of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub at: Instant,
    /// The shift that is on, where it has a name.
    pub shift: Option<String>,
    /// The end of the next shift: what lapses until then is told.
    pub until: Instant,
    /// Clocks that are used up.
    pub breached: Vec<TicketId>,
    /// Clocks that run out before `until`.
    pub at_risk: Vec<TicketId>,
    /// Promises of people that have lapsed, or are due before `until`.
    pub promises: Vec<(TicketId, Instant)>,
    /// What was passed up, wherever else it stands.
    pub escalated: Vec<TicketId>,
    /// What else waits on us.
    pub waiting: Vec<TicketId>,
    /// How many of all tickets that wait on us nobody has.
    pub unassigned: usize,
    pub open: usize,
    /// Coverage from now until `until`.
    pub weak: Vec<Spell>,
    /// Who is away in that time.
    pub absences: Vec<Ahead>,
    pub since: Since,
}

impl Draft {
    /// The tickets that it names, each once: what has to be looked at first.
    pub fn named(&self) -> Vec<TicketId> {
        let promised = self.promises.iter().map(|(ticket, _)| *ticket);
        let mut named: Vec<TicketId> = Vec::new();
        for ticket in self.breached.iter().copied().chain(self.at_risk.iter().copied()).chain(promised) {
            if !named.contains(&ticket) {
                named.push(ticket);
            }
        }
        for ticket in &self.escalated {
            if !named.contains(ticket) {
                named.push(*ticket);
            }
        }
        named
    }

    /// Of the tickets that the last hand-over named, how many have left the backlog, and those that have not.
    pub fn became(&self) -> (usize, Vec<TicketId>) {
        let left: Vec<_> = self.since.named.iter().filter(|row| row.status.in_backlog()).map(|row| row.id).collect();
        (self.since.named.len() - left.len(), left)
    }
}

/// The end of the shift that follows the one that is on; without one, some hours from now.
pub fn until(team: &Team, zone: Zone, now: Instant) -> Instant {
    let end = current_shift(team, zone, now).map_or(now, |shift| shift.ends);
    let next = team.shifts.iter().map(|shift| shift.starts(zone)).filter(|start| *start >= end).min();
    let next = next.filter(|start| *start - end <= SOON).and_then(|start| current_shift(team, zone, start));
    // Whoever stays on beyond the end is the next shift too.
    let next = current_shift(team, zone, end).or(next);
    next.map_or(now + USUAL, |shift| shift.ends)
}

/// Draws up what is to be handed over at `now`. `board` is that of the desk at the same moment.
pub fn draft(desk: &Desk, board: &Board, house: BoardConfig, now: Instant, since: Since) -> Draft {
    draft_until(desk, board, house, now, until(&desk.team, house.zone, now), since)
}

/// The same up to another moment than the end of the next shift.
pub fn draft_until(desk: &Desk, board: &Board, house: BoardConfig, now: Instant, until: Instant, since: Since) -> Draft {
    let (zone, team) = (house.zone, &desk.team);
    let mut draft = Draft {
        at: now,
        shift: board.shift.as_ref().and_then(|shift| shift.name.clone()),
        until,
        breached: Vec::new(),
        at_risk: Vec::new(),
        promises: Vec::new(),
        escalated: Vec::new(),
        waiting: Vec::new(),
        unassigned: 0,
        open: desk.tickets.len(),
        weak: Vec::new(),
        absences: Vec::new(),
        since,
    };
    for row in board.queue.iter().filter_map(|id| desk.tickets.get(id)) {
        let due = row.clock.as_ref().and_then(|clock| clock.due_at());
        let ours = row.waits_on() == Some(WaitsOn::Us);
        match due {
            Some(due) if due <= now => draft.breached.push(row.id),
            Some(due) if due < until => draft.at_risk.push(row.id),
            _ if ours && row.escalation == 0 => draft.waiting.push(row.id),
            _ => {}
        }
        if row.escalation > 0 {
            draft.escalated.push(row.id);
        }
        draft.unassigned += usize::from(ours && row.assignee.is_none());
    }
    draft.promises = board.promises().filter(|(_, due)| *due < until).collect();
    draft.promises.sort_by_key(|(ticket, due)| (*due, *ticket));
    let roster = team.roster(zone, house.importance).as_of(now);
    let days = zone.date(now).iter_days().take_while(|day| *day <= zone.date(until));
    let mut rows: Vec<ProfileCoverage> = days.flat_map(|day| roster.coverage_of_day(day, house.slot_minutes)).collect();
    rows.sort_by_key(|row| house.importance.iter().position(|profile| *profile == row.profile));
    draft.weak = spells(&rows, now, until);
    let touching = team.absences.iter().filter(|absence| absence.touches(zone, now, until));
    draft.absences = touching
        .map(|absence| Ahead {
            person: absence.person,
            kind: absence.kind,
            first: absence.first,
            last: absence.last,
            hours: absence.hours,
        })
        .collect();
    draft
}

/// The stretches between two moments in which a profile is short or stretched; earliest first.
fn spells(rows: &[ProfileCoverage], from: Instant, to: Instant) -> Vec<Spell> {
    let mut found: Vec<Spell> = Vec::new();
    for row in rows {
        let ahead: Vec<&CoverageSlot> = row.slots.iter().filter(|slot| slot.time.to > from && slot.time.from < to).collect();
        for slot in ahead.into_iter().filter(|slot| slot.state != CoverageState::Covered) {
            let (seated, need) = (slot.seated.len(), slot.need);
            let goes_on = found.iter_mut().find(|spell| {
                spell.to == slot.time.from
                    && (spell.profile, spell.state, spell.seated, spell.need) == (row.profile, slot.state, seated, need)
            });
            match goes_on {
                Some(spell) => spell.to = slot.time.to,
                None => found.push(Spell {
                    profile: row.profile,
                    from: slot.time.from,
                    to: slot.time.to,
                    state: slot.state,
                    seated,
                    need,
                }),
            }
        }
    }
    found.sort_by_key(|spell| spell.from);
    found
}
