//! What a supposition does to coverage: the stretches in which a profile would be covered otherwise.

use std::collections::BTreeMap;

use crate::engine::coverage::{ProfileCoverage, CoverageSlot, CoverageState};
use crate::model::person::Profile;
use crate::model::time::{Instant, Period};

/// A stretch in which a profile would be covered otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub profile: Profile,
    pub time: Period,
    /// How well it is covered; `None` where nobody is needed.
    pub before: Option<CoverageState>,
    pub after: Option<CoverageState>,
    /// The first slot of the stretch as it is.
    pub was: Option<CoverageSlot>,
    /// The same as it would be.
    pub slot: Option<CoverageSlot>,
}

impl Turn {
    /// Whether it would be worse: a worse state, or fewer in the seats.
    pub fn is_worse(&self) -> bool {
        let rank = |state: Option<CoverageState>| state.map_or(0, |state| state as u8 + 1);
        let seated = |slot: &Option<CoverageSlot>| slot.as_ref().map_or(0, |slot| slot.seated.len());
        (rank(self.after), seated(&self.was)) > (rank(self.before), seated(&self.slot))
    }
}

/// What is compared of a slot: the state, and how many of how many seats are filled.
fn mark(slot: Option<&CoverageSlot>) -> Option<(CoverageState, u32, usize)> {
    slot.map(|slot| (slot.state, slot.need, slot.seated.len()))
}

/// Every stretch of a day that would be covered otherwise, by time and then in the order of the rows; what ends by `from`
/// is left out.
pub fn compare(before: &[ProfileCoverage], after: &[ProfileCoverage], from: Instant) -> Vec<Turn> {
    let profiles = Profile::ALL.into_iter();
    let of = |rows: &[ProfileCoverage], profile: Profile| -> BTreeMap<Instant, CoverageSlot> {
        let row = rows.iter().find(|row| row.profile == profile);
        row.into_iter().flat_map(|row| &row.slots).map(|slot| (slot.time.from, slot.clone())).collect()
    };
    let mut turns: Vec<Turn> = Vec::new();
    for profile in profiles {
        let (was, is) = (of(before, profile), of(after, profile));
        let mut times: Vec<Period> = was.values().chain(is.values()).map(|slot| slot.time).collect();
        times.sort_unstable_by_key(|time| time.from);
        times.dedup();
        for time in times.into_iter().filter(|time| time.to > from) {
            let (old, new) = (was.get(&time.from), is.get(&time.from));
            if mark(old) == mark(new) {
                continue;
            }
            let same = |turn: &Turn| {
                turn.profile == profile
                    && turn.time.to == time.from
                    && (mark(turn.was.as_ref()), mark(turn.slot.as_ref())) == (mark(old), mark(new))
                    && turn.slot.as_ref().map(|slot| slot.present) == new.map(|slot| slot.present)
            };
            match turns.last_mut() {
                Some(last) if same(last) => last.time.to = time.to,
                _ => turns.push(Turn {
                    profile,
                    time,
                    before: old.map(|slot| slot.state),
                    after: new.map(|slot| slot.state),
                    was: old.cloned(),
                    slot: new.cloned(),
                }),
            }
        }
    }
    turns.sort_by_key(|turn| turn.time.from);
    turns
}
