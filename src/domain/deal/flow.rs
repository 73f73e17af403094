//! Who takes how many tickets of which kind: as many as can be, the most urgent first, and then as well as it can be done.
//!
//! Tickets that ask the same of everybody are of one kind. Of all ways to deal them, nobody beyond what they can carry,
//! the one taken has
//! 1. the most tickets dealt, and where not all can be, the more urgent ones;
//! 2. the fewest taken in a second profile;
//! 3. the fewest given to people of whom nobody knows whether they speak the language;
//! 4. the most skill, where a skill is asked for;
//! 5. the most even load: the smallest sum of load² ÷ capacity, which is smallest where everybody carries the same share
//!    of what they can.
//!
//! This is a minimum-cost flow by successive best paths, as in [`coverage`](crate::domain::coverage): one ticket more is
//! dealt at a time, the most urgent first, by the chain of moves that costs least. Somebody takes it, and may hand
//! another ticket on to somebody else, until one is reached who has room. A dealing that is at its best and grows by a
//! best chain is at its best again, so at the end no hand-over, swap or ring of swaps improves it; and a ticket that no
//! chain reaches cannot be dealt without leaving out a more urgent one, now or later.
//!
//! Own code, since the crates at hand have the assignment problem only (`pathfinding`'s Kuhn–Munkres), which wants a
//! column for each ticket that each person can carry, and whose ties fall as the rows happen to come.

use std::cmp::Reverse;
use std::ops::{Add, Sub};

/// How well somebody who may take a ticket fits it; the smaller, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// They hold the profile as their second one.
    pub second: bool,
    /// The ticket's language is known, but not theirs.
    pub unspoken: bool,
    /// How well they can do what is asked for; 0 where nothing is.
    pub level: Reverse<u8>,
}

/// What a person carries before the deal, and what they can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub load: u32,
    pub capacity: u32,
}

/// Shares of a capacity are counted in parts of this. Up to 16 every capacity divides it, so these shares are exact.
const WHOLE: i64 = 720_720;

/// What a dealing costs; the first difference decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    second: i64,
    unspoken: i64,
    unskilled: i64,
    load: i64,
}

impl From<Fit> for Cost {
    fn from(fit: Fit) -> Cost {
        let unskilled = -i64::from(fit.level.0);
        Cost { second: i64::from(fit.second), unspoken: i64::from(fit.unspoken), unskilled, load: 0 }
    }
}

impl Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost {
            second: self.second + other.second,
            unspoken: self.unspoken + other.unspoken,
            unskilled: self.unskilled + other.unskilled,
            load: self.load + other.load,
        }
    }
}

impl Sub for Cost {
    type Output = Cost;

    fn sub(self, other: Cost) -> Cost {
        Cost {
            second: self.second - other.second,
            unspoken: self.unspoken - other.unspoken,
            unskilled: self.unskilled - other.unskilled,
            load: self.load - other.load,
        }
    }
}

impl Room {
    /// What one ticket more would cost; `None` if that is more than they can carry. Each costs more than the one before.
    fn one_more(self) -> Option<Cost> {
        let load = (2 * i64::from(self.load) + 1) * WHOLE / i64::from(self.capacity.max(1));
        (self.load < self.capacity).then_some(Cost { load, ..Cost::default() })
    }
}

/// What comes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flow {
    /// By kind and person: how many tickets.
    pub taken: Vec<Vec<u32>>,
    /// Of each ticket, whether it could be dealt.
    pub dealt: Vec<bool>,
}

/// Deals the tickets, of each of which `tickets` has the kind, the most urgent first. `kinds` says of each kind how well
/// each person fits it, `None` where they may not take it. Of equals the first in each list is taken.
pub(super) fn flow(kinds: &[Vec<Option<Fit>>], tickets: &[usize], rooms: &[Room]) -> Flow {
    let mut net = Net::new(kinds, rooms);
    let dealt = tickets.iter().map(|kind| net.deal(*kind)).collect();
    Flow { taken: net.taken, dealt }
}

/// The cheapest way for one person to hand a ticket on to another: what that costs, and of which kind it is.
type Step = Option<(Cost, usize)>;

/// The best chain that ends with a person: what it costs up to there, and who hands them a ticket of which kind; `None`
/// for the one who takes the new ticket.
#[derive(Clone, Copy)]
struct Reached {
    cost: Cost,
    from: Option<(usize, usize)>,
}

struct Net {
    /// By kind and person: what taking one costs, beside the load.
    costs: Vec<Vec<Option<Cost>>>,
    taken: Vec<Vec<u32>>,
    rooms: Vec<Room>,
    /// By giver and taker.
    steps: Vec<Vec<Step>>,
}

impl Net {
    fn new(kinds: &[Vec<Option<Fit>>], rooms: &[Room]) -> Net {
        let people = rooms.len();
        let costs = kinds.iter().map(|fits| fits.iter().map(|fit| fit.map(Cost::from)).collect()).collect();
        Net {
            costs,
            taken: vec![vec![0; people]; kinds.len()],
            rooms: rooms.to_vec(),
            steps: vec![vec![None; people]; people],
        }
    }

    /// Deals one ticket more; false if there is no way.
    fn deal(&mut self, kind: usize) -> bool {
        let reached = self.reach(kind);
        let ends = (0..self.rooms.len()).filter_map(|person| {
            let end = reached[person]?.cost + self.rooms[person].one_more()?;
            Some((end, person))
        });
        let Some((_, last)) = ends.min() else { return false };
        self.rooms[last].load += 1;
        let mut taker = last;
        while let Some(Reached { from: Some((giver, kind)), .. }) = reached[taker] {
            self.taken[kind][taker] += 1;
            self.taken[kind][giver] -= 1;
            self.weigh(taker);
            taker = giver;
        }
        self.taken[kind][taker] += 1;
        self.weigh(taker);
        true
    }

    /// The best chain from a new ticket of `kind` to each person: Bellman–Ford over the people. It comes to rest because
    /// in a best dealing no ring of hand-overs is a gain.
    fn reach(&self, kind: usize) -> Vec<Option<Reached>> {
        let mut reached: Vec<Option<Reached>> =
            self.costs[kind].iter().map(|cost| cost.map(|cost| Reached { cost, from: None })).collect();
        let mut fresh: Vec<bool> = reached.iter().map(Option::is_some).collect();
        while fresh.contains(&true) {
            for giver in 0..reached.len() {
                let Some(here) = reached[giver].filter(|_| std::mem::take(&mut fresh[giver])) else { continue };
                for (taker, step) in self.steps[giver].iter().enumerate() {
                    let Some((cost, kind)) = step else { continue };
                    let cost = here.cost + *cost;
                    if reached[taker].is_none_or(|known| cost < known.cost) {
                        reached[taker] = Some(Reached { cost, from: Some((giver, *kind)) });
                        fresh[taker] = true;
                    }
                }
            }
        }
        reached
    }

    /// Works out anew what somebody can hand on, after they took or gave.
    fn weigh(&mut self, giver: usize) {
        self.steps[giver].fill(None);
        for (kind, costs) in self.costs.iter().enumerate().filter(|(kind, _)| self.taken[*kind][giver] > 0) {
            let Some(spared) = costs[giver] else { continue };
            for (taker, cost) in costs.iter().enumerate().filter(|(taker, _)| *taker != giver) {
                let Some(cost) = cost.map(|cost| cost - spared) else { continue };
                let known = &mut self.steps[giver][taker];
                if known.is_none_or(|(best, _)| cost < best) {
                    *known = Some((cost, kind));
                }
            }
        }
    }
}
