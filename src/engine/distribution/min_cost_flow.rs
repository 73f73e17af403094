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
    pub secondary_profile: bool,
    /// The ticket's language is known, the person's languages are not.
    pub language_unknown: bool,
    /// Level of the required skill; 0 if none is required.
    pub skill_level: Reverse<u8>,
}

/// Load before the distribution, and capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Workload {
    pub load: u32,
    pub capacity: u32,
}

/// Load shares are counted in this many parts. Divisible by every capacity up to 16, so these are exact.
const LOAD_SCALE: i64 = 720_720;

/// Cost of a distribution; compared field by field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct AssignmentCost {
    secondary_profile: i64,
    language_unknown: i64,
    unskilled: i64,
    load: i64,
}

impl From<Fit> for AssignmentCost {
    fn from(fit: Fit) -> AssignmentCost {
        let unskilled = -i64::from(fit.skill_level.0);
        AssignmentCost {
            secondary_profile: i64::from(fit.secondary_profile),
            language_unknown: i64::from(fit.language_unknown),
            unskilled,
            load: 0,
        }
    }
}

impl Add for AssignmentCost {
    type Output = AssignmentCost;

    fn add(self, other: AssignmentCost) -> AssignmentCost {
        AssignmentCost {
            secondary_profile: self.secondary_profile + other.secondary_profile,
            language_unknown: self.language_unknown + other.language_unknown,
            unskilled: self.unskilled + other.unskilled,
            load: self.load + other.load,
        }
    }
}

impl Sub for AssignmentCost {
    type Output = AssignmentCost;

    fn sub(self, other: AssignmentCost) -> AssignmentCost {
        AssignmentCost {
            secondary_profile: self.secondary_profile - other.secondary_profile,
            language_unknown: self.language_unknown - other.language_unknown,
            unskilled: self.unskilled - other.unskilled,
            load: self.load - other.load,
        }
    }
}

impl Workload {
    /// Cost of one more ticket; `None` at capacity. Increases with the load.
    fn marginal_cost(self) -> Option<AssignmentCost> {
        let load = (2 * i64::from(self.load) + 1) * LOAD_SCALE / i64::from(self.capacity.max(1));
        (self.load < self.capacity).then_some(AssignmentCost { load, ..AssignmentCost::default() })
    }
}

/// Result of the optimization.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FlowResult {
    /// Number of tickets by kind and person.
    pub counts: Vec<Vec<u32>>,
    /// Per ticket, whether it was assigned.
    pub assigned: Vec<bool>,
}

/// Assigns tickets, given as indices into `kinds`, most urgent first. `kinds` has the fit of each person per kind,
/// `None` if not eligible. Ties go to the lowest index.
pub(super) fn min_cost_flow(kinds: &[Vec<Option<Fit>>], tickets: &[usize], rooms: &[Workload]) -> FlowResult {
    let mut net = FlowNetwork::new(kinds, rooms);
    let assigned = tickets.iter().map(|kind| net.assign_one(*kind)).collect();
    FlowResult { counts: net.counts, assigned }
}

/// Cheapest transfer of a ticket from one person to another: cost and kind.
type TransferStep = Option<(AssignmentCost, usize)>;

/// Cheapest path that ends at a person: cost, and who passes on a ticket of which kind; `None` for the person who takes
/// the new ticket.
#[derive(Clone, Copy)]
struct PathNode {
    cost: AssignmentCost,
    from: Option<(usize, usize)>,
}

struct FlowNetwork {
    /// Cost by kind and person, without the load.
    costs: Vec<Vec<Option<AssignmentCost>>>,
    counts: Vec<Vec<u32>>,
    workloads: Vec<Workload>,
    /// By giver and taker.
    transfers: Vec<Vec<TransferStep>>,
}

impl FlowNetwork {
    fn new(kinds: &[Vec<Option<Fit>>], rooms: &[Workload]) -> FlowNetwork {
        let people = rooms.len();
        let costs = kinds.iter().map(|fits| fits.iter().map(|fit| fit.map(AssignmentCost::from)).collect()).collect();
        FlowNetwork {
            costs,
            counts: vec![vec![0; people]; kinds.len()],
            workloads: rooms.to_vec(),
            transfers: vec![vec![None; people]; people],
        }
    }

    /// Assigns one more ticket; false if there is no path.
    fn assign_one(&mut self, kind: usize) -> bool {
        let reached = self.cheapest_paths(kind);
        let ends = (0..self.workloads.len()).filter_map(|person| {
            let end = reached[person]?.cost + self.workloads[person].marginal_cost()?;
            Some((end, person))
        });
        let Some((_, last)) = ends.min() else { return false };
        self.workloads[last].load += 1;
        let mut taker = last;
        while let Some(PathNode { from: Some((giver, kind)), .. }) = reached[taker] {
            self.counts[kind][taker] += 1;
            self.counts[kind][giver] -= 1;
            self.update_transfers(taker);
            taker = giver;
        }
        self.counts[kind][taker] += 1;
        self.update_transfers(taker);
        true
    }

    /// Cheapest path from a new ticket of `kind` to each person: Bellman–Ford over the people. Terminates because an
    /// optimal distribution has no negative cycle.
    fn cheapest_paths(&self, kind: usize) -> Vec<Option<PathNode>> {
        let mut reached: Vec<Option<PathNode>> =
            self.costs[kind].iter().map(|cost| cost.map(|cost| PathNode { cost, from: None })).collect();
        let mut fresh: Vec<bool> = reached.iter().map(Option::is_some).collect();
        while fresh.contains(&true) {
            for giver in 0..reached.len() {
                let Some(here) = reached[giver].filter(|_| std::mem::take(&mut fresh[giver])) else { continue };
                for (taker, step) in self.transfers[giver].iter().enumerate() {
                    let Some((cost, kind)) = step else { continue };
                    let cost = here.cost + *cost;
                    if reached[taker].is_none_or(|known| cost < known.cost) {
                        reached[taker] = Some(PathNode { cost, from: Some((giver, *kind)) });
                        fresh[taker] = true;
                    }
                }
            }
        }
        reached
    }

    /// Recomputes a person's transfers after they took or gave a ticket.
    fn update_transfers(&mut self, giver: usize) {
        self.transfers[giver].fill(None);
        for (kind, costs) in self.costs.iter().enumerate().filter(|(kind, _)| self.counts[*kind][giver] > 0) {
            let Some(spared) = costs[giver] else { continue };
            for (taker, cost) in costs.iter().enumerate().filter(|(taker, _)| *taker != giver) {
                let Some(cost) = cost.map(|cost| cost - spared) else { continue };
                let known = &mut self.transfers[giver][taker];
                if known.is_none_or(|(best, _)| cost < best) {
                    *known = Some((cost, kind));
                }
            }
        }
    }
}
