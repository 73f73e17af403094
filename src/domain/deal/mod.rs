//! Dealing tickets out: who of those on shift should take which, and why.
//!
//! A [`Deal`] is a proposal. [`deal`] works it out from the desk at a moment; the lead changes it line by line, and what
//! it comes to is one act ([`Deal::change`]).
//!
//! Nobody is proposed for a ticket who is not on shift, or absent; who lacks the profile or the skill that the rules ask
//! for ([`need`]), or the channel or the language where theirs are known; or who would carry more open tickets than they
//! can. A break keeps nobody from getting tickets: it is short, and the ticket can wait for them as well as for others.
//! Among all dealings that keep to this, [`flow`] finds the best one. It depends on what stands in the desk and not on
//! the order in which it came there: tickets go by urgency and then by number, people by number.

mod flow;
pub mod need;
mod seat;
mod why;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use self::flow::{Fit, Room, flow};
pub use self::need::{Need, Rule};
pub use self::seat::Standing;
use self::seat::{Seat, seats, takers};
pub use self::why::{Bar, Reason, Shortage};
use super::change::Change;
use super::desk::{Desk, Row};
use super::person::PersonId;
use super::ticket::{TicketId, WaitsOn};
use super::time::{Instant, Zone};

/// Which tickets are dealt out. Only what waits on us is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What nobody has.
    Unassigned,
    /// What somebody has who cannot see to it; they get none of it back.
    Of(PersonId),
}

impl Which {
    /// Whose tickets they are.
    pub fn holder(self) -> Option<PersonId> {
        match self {
            Which::Unassigned => None,
            Which::Of(person) => Some(person),
        }
    }

    fn takes(self, row: &Row) -> bool {
        row.waits_on() == Some(WaitsOn::Us) && row.assignee == self.holder()
    }
}

/// The settings by which tickets are dealt.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub zone: Zone,
    /// What a person can carry, unless their own record says otherwise.
    pub capacity: u32,
    pub rules: &'a [Rule],
}

/// One ticket and who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub ticket: TicketId,
    pub from: Option<PersonId>,
    pub to: PersonId,
    /// False once the lead has dropped it: the ticket stays where it is.
    pub kept: bool,
    /// Somebody else has seen to the ticket since the deal was worked out.
    pub overtaken: bool,
    /// The lead chose the receiver.
    pub by_hand: bool,
    pub why: Vec<Reason>,
}

/// A ticket that nobody gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub ticket: TicketId,
    pub why: Shortage,
}

/// What somebody carries before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub person: PersonId,
    pub before: u32,
    pub after: u32,
    pub capacity: u32,
}

/// A proposal, and all that it takes to change it: who may take what does not change while a lead thinks about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    pub which: Which,
    /// The most urgent first.
    pub lines: Vec<Line>,
    /// The most urgent first.
    pub left: Vec<Left>,
    seats: BTreeMap<PersonId, Seat>,
    wants: Vec<Want>,
    /// What each ticket wants, by its place in `wants`.
    wanted: BTreeMap<TicketId, usize>,
    /// Whom each ticket was dealt to.
    proposed: BTreeMap<TicketId, PersonId>,
}

/// What some tickets ask for, and how well each of the takers fits them, room or not.
#[derive(Debug, Clone, PartialEq)]
struct Want {
    needs: Vec<Need>,
    fits: Vec<Option<Fit>>,
}

/// Who should take which ticket at `now`.
pub fn deal(desk: &Desk, now: Instant, which: Which, house: House) -> Deal {
    let mut rows: Vec<&Row> = desk.tickets.values().filter(|row| which.takes(row)).collect();
    rows.sort_by_cached_key(|row| urgency(row));
    let seats = seats(desk, now, house);
    let takers: Vec<PersonId> = takers(&seats, which).map(|(id, _)| id).collect();

    let (mut wants, mut places) = (Vec::new(), BTreeMap::new());
    let wanted: Vec<usize> = rows
        .iter()
        .map(|row| {
            *places.entry(Need::of(row, house.rules)).or_insert_with_key(|needs| {
                let fits = takers.iter().map(|id| seats[id].fit(needs)).collect();
                wants.push(Want { needs: needs.clone(), fits });
                wants.len() - 1
            })
        })
        .collect();
    // Tickets that ask for different things can be alike to everybody who is there.
    let (mut kinds, mut alike) = (Vec::new(), BTreeMap::new());
    let kind_of: Vec<usize> = wants
        .iter()
        .map(|want| {
            *alike.entry(&want.fits).or_insert_with_key(|fits| {
                kinds.push(fits.to_vec());
                kinds.len() - 1
            })
        })
        .collect();
    let tickets: Vec<usize> = wanted.iter().map(|want| kind_of[*want]).collect();
    let mut rooms: Vec<Room> = takers.iter().map(|id| seats[id].room).collect();
    let mut flowed = flow(&kinds, &tickets, &rooms);

    let wanted = rows.iter().map(|row| row.id).zip(wanted).collect();
    let mut deal = Deal { which, lines: Vec::new(), left: Vec::new(), seats, wants, wanted, proposed: BTreeMap::new() };
    for ((row, kind), dealt) in rows.iter().zip(tickets).zip(flowed.dealt) {
        // Of those to whom tickets of this kind go, the one who fits best and then has the most room gets the most urgent.
        let share = |taker: usize| u64::from(rooms[taker].load) * 1_000_000 / u64::from(rooms[taker].capacity.max(1));
        let among = (0..takers.len()).filter(|taker| dealt && flowed.taken[kind][*taker] > 0);
        match among.min_by_key(|taker| (kinds[kind][*taker], share(*taker), *taker)) {
            Some(taker) => {
                flowed.taken[kind][taker] -= 1;
                rooms[taker].load += 1;
                deal.proposed.insert(row.id, takers[taker]);
                deal.put(row.id, takers[taker]);
            }
            None => {
                let why = deal.shortage(row.id);
                deal.left.push(Left { ticket: row.id, why });
            }
        }
    }
    deal
}

/// The order in which tickets are dealt where not all can be: by priority, then by what runs out first, then by age.
pub fn urgency(row: &Row) -> impl Ord + use<> {
    let due = row.clock.as_ref().and_then(|clock| clock.due());
    (Reverse(row.priority), due.is_none(), due, row.created.is_none(), row.created, row.id)
}

impl Deal {
    /// Whether there was nothing to deal out.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.left.is_empty()
    }

    /// Every ticket that it is about: those that are dealt, then those that are left over.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        self.lines.iter().map(|line| line.ticket).chain(self.left.iter().map(|left| left.ticket))
    }

    /// What is proposed for a ticket.
    pub fn line(&self, ticket: TicketId) -> Option<&Line> {
        self.lines.iter().find(|line| line.ticket == ticket)
    }

    /// How many tickets change hands.
    pub fn count(&self) -> usize {
        self.lines.iter().filter(|line| line.kept).count()
    }

    /// What is to be asked of the file: one act, all of it or nothing. `None` if every line was dropped.
    pub fn change(&self) -> Option<Change> {
        let kept = self.lines.iter().filter(|line| line.kept);
        let each: Vec<_> = kept.map(|line| Change::Assign { ticket: line.ticket, to: Some(line.to) }).collect();
        (!each.is_empty()).then_some(Change::Many(each))
    }

    /// Gives a ticket to somebody, whatever the rules say; also one that was left over or dropped. Who has it already
    /// gets it not.
    pub fn give(&mut self, ticket: TicketId, to: PersonId) {
        if self.which.holder() == Some(to) || !self.seats.contains_key(&to) {
            return;
        }
        let was_left = self.left.len();
        self.left.retain(|left| left.ticket != ticket);
        if self.left.len() < was_left {
            self.put(ticket, to);
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.ticket == ticket && !line.overtaken) {
            (line.to, line.kept) = (to, true);
            line.by_hand = self.proposed.get(&ticket) != Some(&to);
            line.why = Vec::new();
        }
        self.explain();
    }

    /// A line more.
    fn put(&mut self, ticket: TicketId, to: PersonId) {
        let from = self.which.holder();
        let why = self.why(ticket, to);
        self.lines.push(Line { ticket, from, to, kept: true, overtaken: false, by_hand: false, why });
    }

    /// Drops a line, or takes it up again.
    pub fn toggle(&mut self, ticket: TicketId) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.ticket == ticket && !line.overtaken) {
            line.kept = !line.kept;
        }
        self.explain();
    }

    /// Takes note of what has happened to tickets meanwhile: what is somebody else's by now, or waits on us no more, is
    /// not dealt.
    pub fn overtake(&mut self, tickets: &[(TicketId, Option<Row>)]) {
        for (id, row) in tickets {
            let stands = row.as_ref().is_some_and(|row| self.which.takes(row));
            let line = self.lines.iter_mut().find(|line| line.ticket == *id);
            if let Some(line) = line.filter(|_| !stands) {
                (line.kept, line.overtaken) = (false, true);
            }
            self.left.retain(|left| stands || left.ticket != *id);
        }
        self.explain();
    }

    /// Says anew why, where the lead has chosen: whether somebody is full depends on the other lines.
    fn explain(&mut self) {
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            if line.by_hand || line.why.is_empty() {
                self.lines[at].why = self.why(line.ticket, line.to);
            }
        }
    }

    /// Everybody who is on shift, whose tickets are dealt, or who gets one: what they carry, by number.
    pub fn loads(&self) -> Vec<Load> {
        let there = self.seats.iter().filter(|(_, seat)| seat.there()).map(|(id, _)| *id);
        let touched = self.lines.iter().filter(|line| line.kept).map(|line| line.to);
        let people: BTreeSet<PersonId> = there.chain(touched).chain(self.which.holder()).collect();
        let mut loads: Vec<Load> = people
            .into_iter()
            .filter_map(|person| {
                let Room { load, capacity } = self.seats.get(&person)?.room;
                Some(Load { person, before: load, after: load, capacity })
            })
            .collect();
        let mut places: BTreeMap<PersonId, &mut Load> = loads.iter_mut().map(|load| (load.person, load)).collect();
        for line in self.lines.iter().filter(|line| line.kept) {
            if let Some(load) = places.get_mut(&line.to) {
                load.after += 1;
            }
            if let Some(load) = line.from.and_then(|from| places.get_mut(&from)) {
                load.after = load.after.saturating_sub(1);
            }
        }
        loads
    }

    /// What one person carries before and after.
    pub fn load(&self, person: PersonId) -> Option<Load> {
        let Room { load, capacity } = self.seats.get(&person)?.room;
        let kept = |is: &dyn Fn(&Line) -> bool| {
            u32::try_from(self.lines.iter().filter(|line| line.kept && is(line)).count()).unwrap_or(u32::MAX)
        };
        let (more, less) = (kept(&|line| line.to == person), kept(&|line| line.from == Some(person)));
        Some(Load { person, before: load, after: (load + more).saturating_sub(less), capacity })
    }

    /// Everybody whom a ticket can be given to, by number.
    pub fn everybody(&self) -> impl Iterator<Item = PersonId> {
        self.seats.keys().copied().filter(|id| Some(*id) != self.which.holder())
    }

    pub fn standing(&self, person: PersonId) -> Standing {
        self.seats.get(&person).map_or(Standing::Off, |seat| seat.standing)
    }

    fn want(&self, ticket: TicketId) -> Option<&Want> {
        self.wanted.get(&ticket).and_then(|want| self.wants.get(*want))
    }

    fn needs_of(&self, ticket: TicketId) -> &[Need] {
        self.want(ticket).map_or(&[], |want| want.needs.as_slice())
    }

    /// Who may take a ticket, room or not, and how well they fit it.
    fn fits(&self, ticket: TicketId) -> impl Iterator<Item = (PersonId, Fit)> {
        let fits = self.want(ticket).map_or(&[][..], |want| &want.fits);
        takers(&self.seats, self.which).zip(fits).filter_map(|((id, _), fit)| Some((id, (*fit)?)))
    }
}

#[cfg(test)]
mod tests;
