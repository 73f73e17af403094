//! Computes the contents of a hand-over, before rendering.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::engine::board::Board;
use crate::engine::board::current_shift::current_shift;
use crate::engine::coverage::types::{CoverageSlot, CoverageState, ProfileCoverage};
use crate::engine::desk::Desk;
use crate::engine::handover::SinceLastHandOver;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::settings::BoardConfig;
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Zone};

/// Horizon if no shift follows.
const DEFAULT_HORIZON: TimeDelta = TimeDelta::hours(12);
/// A later shift start does not count as the next shift.
const NEXT_SHIFT_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Time span in which a profile has a gap or is stretched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageShortfall {
    pub profile: Profile,
    pub from: Instant,
    pub to: Instant,
    pub state: CoverageState,
    pub seated: usize,
    pub need: u32,
}

/// Absence that overlaps the time ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UpcomingAbsence {
    pub person: PersonId,
    pub kind: AbsenceKind,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub hours: Option<Hours>,
}

/// Contents of a hand-over before rendering and editing. Each ticket is in the first list that applies, in queue order.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOverDraft {
    pub at: Instant,
    /// Name of the current shift.
    pub shift: Option<String>,
    /// End of the next shift: the horizon for due times.
    pub until: Instant,
    /// Tickets with a breached clock.
    pub breached: Vec<TicketId>,
    /// Tickets whose clock runs out before `until`.
    pub at_risk: Vec<TicketId>,
    /// Promises overdue or due before `until`.
    pub promises: Vec<(TicketId, Instant)>,
    /// Escalated tickets, also if in another list.
    pub escalated: Vec<TicketId>,
    /// Other tickets waiting on us.
    pub waiting_on_us: Vec<TicketId>,
    /// Unassigned tickets among all that wait on us.
    pub unassigned: usize,
    pub open_tickets: usize,
    /// Coverage gaps and stretched spans from now until `until`.
    pub coverage_shortfalls: Vec<CoverageShortfall>,
    /// Absences in that time.
    pub absences: Vec<UpcomingAbsence>,
    pub since: SinceLastHandOver,
}

impl HandOverDraft {
    /// Tickets mentioned in the text, without duplicates: at risk first, then escalated.
    pub fn mentioned_tickets(&self) -> Vec<TicketId> {
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

    /// For tickets mentioned in the last hand-over: how many left the backlog, and the ones still in it.
    pub fn mentioned_outcome(&self) -> (usize, Vec<TicketId>) {
        let left: Vec<_> =
            self.since.mentioned_tickets.iter().filter(|row| row.status.in_backlog()).map(|row| row.id).collect();
        (self.since.mentioned_tickets.len() - left.len(), left)
    }
}

/// End of the shift after the current one; [`DEFAULT_HORIZON`] from now if there is none.
pub fn end_of_next_shift(team: &Team, zone: Zone, now: Instant) -> Instant {
    let end = current_shift(team, zone, now).map_or(now, |shift| shift.ends);
    let next = team.shifts.iter().map(|shift| shift.starts(zone)).filter(|start| *start >= end).min();
    let next =
        next.filter(|start| *start - end <= NEXT_SHIFT_WITHIN).and_then(|start| current_shift(team, zone, start));
    // A shift that continues past the end counts as the next shift.
    let next = current_shift(team, zone, end).or(next);
    next.map_or(now + DEFAULT_HORIZON, |shift| shift.ends)
}

/// Drafts the hand-over at `now`. `board` must be computed for the same desk and moment.
pub fn draft_hand_over(
    desk: &Desk,
    board: &Board,
    config: BoardConfig,
    now: Instant,
    since: SinceLastHandOver,
) -> HandOverDraft {
    draft_hand_over_until(desk, board, config, now, end_of_next_shift(&desk.team, config.zone, now), since)
}

/// Like [`draft_hand_over`], with an explicit horizon.
pub fn draft_hand_over_until(
    desk: &Desk,
    board: &Board,
    config: BoardConfig,
    now: Instant,
    until: Instant,
    since: SinceLastHandOver,
) -> HandOverDraft {
    let (zone, team) = (config.zone, &desk.team);
    let mut draft = HandOverDraft {
        at: now,
        shift: board.shift.as_ref().and_then(|shift| shift.name.clone()),
        until,
        breached: Vec::new(),
        at_risk: Vec::new(),
        promises: Vec::new(),
        escalated: Vec::new(),
        waiting_on_us: Vec::new(),
        unassigned: 0,
        open_tickets: desk.tickets.len(),
        coverage_shortfalls: Vec::new(),
        absences: Vec::new(),
        since,
    };
    for row in board.queue.iter().filter_map(|id| desk.tickets.get(id)) {
        let due = row.clock.as_ref().and_then(|clock| clock.due_at());
        let ours = row.waits_on() == Some(WaitsOn::Us);
        match due {
            Some(due) if due <= now => draft.breached.push(row.id),
            Some(due) if due < until => draft.at_risk.push(row.id),
            _ if ours && row.escalation == 0 => draft.waiting_on_us.push(row.id),
            _ => {}
        }
        if row.escalation > 0 {
            draft.escalated.push(row.id);
        }
        draft.unassigned += usize::from(ours && row.assignee.is_none());
    }
    draft.promises = board.promises().filter(|(_, due)| *due < until).collect();
    draft.promises.sort_by_key(|(ticket, due)| (*due, *ticket));
    let roster = team.roster(zone, config.importance).as_of(now);
    let days = zone.date(now).iter_days().take_while(|day| *day <= zone.date(until));
    let mut rows: Vec<ProfileCoverage> =
        days.flat_map(|day| roster.coverage_of_day(day, config.slot_minutes)).collect();
    rows.sort_by_key(|row| config.importance.iter().position(|profile| *profile == row.profile));
    draft.coverage_shortfalls = find_shortfalls(&rows, now, until);
    let touching = team.absences.iter().filter(|absence| absence.overlaps(zone, now, until));
    draft.absences = touching
        .map(|absence| UpcomingAbsence {
            person: absence.person,
            kind: absence.kind,
            first: absence.first,
            last: absence.last,
            hours: absence.hours,
        })
        .collect();
    draft
}

/// Gap and stretched spans between two instants, merged and sorted by start.
fn find_shortfalls(rows: &[ProfileCoverage], from: Instant, to: Instant) -> Vec<CoverageShortfall> {
    let mut found: Vec<CoverageShortfall> = Vec::new();
    for row in rows {
        let ahead: Vec<&CoverageSlot> =
            row.slots.iter().filter(|slot| slot.time.to > from && slot.time.from < to).collect();
        for slot in ahead.into_iter().filter(|slot| slot.state != CoverageState::Covered) {
            let (seated, need) = (slot.seated.len(), slot.need);
            let goes_on = found.iter_mut().find(|spell| {
                spell.to == slot.time.from
                    && (spell.profile, spell.state, spell.seated, spell.need) == (row.profile, slot.state, seated, need)
            });
            match goes_on {
                Some(spell) => spell.to = slot.time.to,
                None => found.push(CoverageShortfall {
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
