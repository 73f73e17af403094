//! Coverage differences of a scenario.

use std::collections::BTreeMap;

use crate::engine::coverage::types::{CoverageSlot, CoverageState, ProfileCoverage};
use crate::model::person::Profile;
use crate::model::time::{Instant, Period};

/// Time span in which a profile's coverage differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageChange {
    pub profile: Profile,
    pub time: Period,
    /// Coverage state; `None` if nobody is required.
    pub state_before: Option<CoverageState>,
    pub state_after: Option<CoverageState>,
    /// First slot of the span, without the changes.
    pub slot_before: Option<CoverageSlot>,
    /// First slot of the span, with the changes.
    pub slot_after: Option<CoverageSlot>,
}

impl CoverageChange {
    /// Whether coverage got worse: a worse state or fewer seats filled.
    pub fn is_worse(&self) -> bool {
        let rank = |state: Option<CoverageState>| state.map_or(0, |state| state as u8 + 1);
        let seated = |slot: &Option<CoverageSlot>| slot.as_ref().map_or(0, |slot| slot.seated.len());
        (rank(self.state_after), seated(&self.slot_before)) > (rank(self.state_before), seated(&self.slot_after))
    }
}

/// Compared values: state, required and filled seats.
fn comparison_key(slot: Option<&CoverageSlot>) -> Option<(CoverageState, u32, usize)> {
    slot.map(|slot| (slot.state, slot.need, slot.seated.len()))
}

/// Spans of a day with different coverage, by time and row order; spans that end by `from` are omitted.
pub fn compare_coverage(before: &[ProfileCoverage], after: &[ProfileCoverage], from: Instant) -> Vec<CoverageChange> {
    let profiles = Profile::ALL.into_iter();
    let of = |rows: &[ProfileCoverage], profile: Profile| -> BTreeMap<Instant, CoverageSlot> {
        let row = rows.iter().find(|row| row.profile == profile);
        row.into_iter().flat_map(|row| &row.slots).map(|slot| (slot.time.from, slot.clone())).collect()
    };
    let mut turns: Vec<CoverageChange> = Vec::new();
    for profile in profiles {
        let (was, is) = (of(before, profile), of(after, profile));
        let mut times: Vec<Period> = was.values().chain(is.values()).map(|slot| slot.time).collect();
        times.sort_unstable_by_key(|time| time.from);
        times.dedup();
        for time in times.into_iter().filter(|time| time.to > from) {
            let (old, new) = (was.get(&time.from), is.get(&time.from));
            if comparison_key(old) == comparison_key(new) {
                continue;
            }
            let same = |turn: &CoverageChange| {
                turn.profile == profile
                    && turn.time.to == time.from
                    && (comparison_key(turn.slot_before.as_ref()), comparison_key(turn.slot_after.as_ref()))
                        == (comparison_key(old), comparison_key(new))
                    && turn.slot_after.as_ref().map(|slot| slot.present) == new.map(|slot| slot.present)
            };
            match turns.last_mut() {
                Some(last) if same(last) => last.time.to = time.to,
                _ => turns.push(CoverageChange {
                    profile,
                    time,
                    state_before: old.map(|slot| slot.state),
                    state_after: new.map(|slot| slot.state),
                    slot_before: old.cloned(),
                    slot_after: new.cloned(),
                }),
            }
        }
    }
    turns.sort_by_key(|turn| turn.time.from);
    turns
}
