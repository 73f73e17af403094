//! Optimal distribution of tickets: as many as possible, most urgent first, with the best fit.
//!
//! Tickets with the same fits form one kind. Among all distributions that exceed nobody's capacity, the one chosen has,
//! in this order:
//! 1. the most tickets assigned, and if not all can be, the more urgent ones;
//! 2. the fewest tickets assigned by secondary profile;
//! 3. the fewest assigned to people whose languages are unknown;
//! 4. the highest skill levels, where a skill is required;
//! 5. the most even load: the smallest sum of load² ÷ capacity, minimal when everybody carries the same share of their
//!    capacity.
//!
//! Min-cost flow by successive cheapest augmenting paths, as in `coverage`. Tickets are assigned one at a time, most
//! urgent first: somebody takes the ticket and may pass another one on, until somebody with free capacity is reached.
//! Augmenting an optimum along a cheapest path keeps it optimal, so no transfer, swap or cycle of swaps improves the
//! result, and a ticket without a path cannot be assigned without dropping a more urgent one.
//!
//! Written here because available crates only solve the assignment problem (`pathfinding`'s Kuhn–Munkres): one column
//! per unit of capacity, and ties that depend on row order.

use std::cmp::Reverse;
use std::ops::{Add, Sub};

/// How well an eligible person fits a ticket; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Holds the required profile as their secondary one.
    pub second: bool,
    /// The ticket's language is known, the person's languages are not.
    pub unspoken: bool,
    /// Level of the required skill; 0 if none is required.
    pub level: Reverse<u8>,
}

/// Load before the distribution, and capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub load: u32,
    pub capacity: u32,
}

/// Load shares are counted in this many parts. Divisible by every capacity up to 16, so these are exact.
const WHOLE: i64 = 720_720;

/// Cost of a distribution; compared field by field.
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
    /// Cost of one more ticket; `None` at capacity. Increases with the load.
    fn one_more(self) -> Option<Cost> {
        let load = (2 * i64::from(self.load) + 1) * WHOLE / i64::from(self.capacity.max(1));
        (self.load < self.capacity).then_some(Cost { load, ..Cost::default() })
    }
}

/// Result of the optimization.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flow {
    /// Number of tickets by kind and person.
    pub taken: Vec<Vec<u32>>,
    /// Per ticket, whether it was assigned.
    pub dealt: Vec<bool>,
}

/// Assigns tickets, given as indices into `kinds`, most urgent first. `kinds` has the fit of each person per kind,
/// `None` if not eligible. Ties go to the lowest index.
pub(super) fn flow(kinds: &[Vec<Option<Fit>>], tickets: &[usize], rooms: &[Room]) -> Flow {
    let mut net = Net::new(kinds, rooms);
    let dealt = tickets.iter().map(|kind| net.deal(*kind)).collect();
    Flow { taken: net.taken, dealt }
}

/// Cheapest transfer of a ticket from one person to another: cost and kind.
type Step = Option<(Cost, usize)>;

/// Cheapest path that ends at a person: cost, and who passes on a ticket of which kind; `None` for the person who takes
/// the new ticket.
#[derive(Clone, Copy)]
struct Reached {
    cost: Cost,
    from: Option<(usize, usize)>,
}

struct Net {
    /// Cost by kind and person, without the load.
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

    /// Assigns one more ticket; false if there is no path.
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

    /// Cheapest path from a new ticket of `kind` to each person: Bellman–Ford over the people. Terminates because an
    /// optimal distribution has no negative cycle.
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

    /// Recomputes a person's transfers after they took or gave a ticket.
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
