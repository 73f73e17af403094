//! Optimal, deterministic seat assignment for one slot.
//!
//! Among all assignments with at most one seat per person it maximizes, in this order:
//! 1. seats filled;
//! 2. people seated in their primary profile;
//! 3. seats filled in the most important profile, then the next one, and so on;
//! 4. among people with the same two profiles, smaller ids are seated, and seated in their primary profile.
//!
//! Min-cost flow by successive best augmenting paths. Each step seats one more person: an unseated person takes a seat,
//! its holder moves to their other profile, and so on until a free seat is reached. Starting from an optimum and
//! augmenting along best paths keeps the assignment optimal for every number of seated people; if no path is left, no
//! further person can be seated. People with the same two profiles form one group, so 6 profiles give at most 36 groups
//! regardless of team size.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};

/// One value per profile, indexed by `profile as usize`.
pub(super) type PerProfile<T> = [T; Profile::ALL.len()];

/// Index into a person's profiles: primary or secondary.
type ProfileIndex = usize;
const PRIMARY: ProfileIndex = 0;
const SECOND: ProfileIndex = 1;

/// Moves of one person: take a seat or change to the other profile, with the change in the number of people seated in
/// their primary profile.
const MOVES: [(Option<ProfileIndex>, ProfileIndex, i32); 4] =
    [(None, PRIMARY, 1), (None, SECOND, 0), (Some(PRIMARY), SECOND, -1), (Some(SECOND), PRIMARY, 1)];

/// People with the same two profiles. The first `seated[PRIMARY]` sit in the primary, the next `seated[SECOND]` in the
/// secondary, the rest are unseated.
struct ProfileGroup {
    profiles: [Option<Profile>; 2],
    people: Vec<PersonId>,
    seated: [usize; 2],
}

impl ProfileGroup {
    /// Next person of the group to be seated.
    fn next_unseated(&self) -> Option<PersonId> {
        self.people.get(self.seated[PRIMARY] + self.seated[SECOND]).copied()
    }

    fn seated_in(&self, hat: ProfileIndex) -> &[PersonId] {
        let first = if hat == PRIMARY { 0 } else { self.seated[PRIMARY] };
        &self.people[first..first + self.seated[hat]]
    }
}

/// Best augmenting path into a profile: gain and last move. The earlier moves are those of the path into the profile
/// that this move vacates.
#[derive(Clone, Copy)]
struct AugmentingPath {
    /// Gain in people seated in their primary profile; ties by the smallest newly seated id.
    gain: (i32, Reverse<PersonId>),
    group: usize,
    from: Option<ProfileIndex>,
    to: Profile,
    profile_index: ProfileIndex,
}

/// Assigns the needed seats of each profile to `people`, given in order of id. `importance` names each profile once,
/// most important first. Seats list primary holders first, then by id.
pub(super) fn assign_seats<'a>(
    people: impl Iterator<Item = (PersonId, &'a Person)>,
    need: PerProfile<u32>,
    importance: [Profile; 6],
) -> PerProfile<Vec<PersonId>> {
    let mut kinds = group_by_profiles(people);
    let mut free = need;
    loop {
        let chains = best_paths(&kinds);
        let open = importance.into_iter().filter(|profile| free[*profile as usize] > 0);
        // Ties go to the first, which is the most important.
        let best = open.filter_map(|profile| chains[profile as usize]).min_by_key(|chain| Reverse(chain.gain.0));
        let Some(best) = best else { break };
        free[best.to as usize] -= 1;
        apply_path(best, &chains, &mut kinds);
    }
    let mut seats = PerProfile::<Vec<(ProfileIndex, PersonId)>>::default();
    for kind in &kinds {
        for hat in [PRIMARY, SECOND] {
            if let Some(profile) = kind.profiles[hat] {
                seats[profile as usize].extend(kind.seated_in(hat).iter().map(|id| (hat, *id)));
            }
        }
    }
    seats.map(|mut seated| {
        seated.sort_unstable();
        seated.into_iter().map(|(_, id)| id).collect()
    })
}

/// Groups people by profiles. People without a primary profile are left out; a repeated profile counts once.
fn group_by_profiles<'a>(people: impl Iterator<Item = (PersonId, &'a Person)>) -> Vec<ProfileGroup> {
    let mut kinds = BTreeMap::<_, Vec<PersonId>>::new();
    for (id, person) in people.filter(|(_, person)| person.primary.is_some()) {
        let second = person.second.filter(|_| person.second != person.primary);
        kinds.entry([person.primary, second]).or_default().push(id);
    }
    kinds.into_iter().map(|(hats, people)| ProfileGroup { profiles: hats, people, seated: [0, 0] }).collect()
}

/// Best augmenting path into each profile, `None` if nobody more can be seated: Bellman–Ford over the profiles.
/// Terminates because an optimal assignment has no cycle with a gain.
fn best_paths(kinds: &[ProfileGroup]) -> PerProfile<Option<AugmentingPath>> {
    let mut chains = PerProfile::<Option<AugmentingPath>>::default();
    loop {
        let mut better = false;
        for (index, kind) in kinds.iter().enumerate() {
            for (from, hat, gain) in MOVES {
                let before = match from {
                    None => kind.next_unseated().map(|id| (0, Reverse(id))),
                    Some(old) if kind.seated[old] == 0 => None,
                    Some(old) => kind.profiles[old].and_then(|left| chains[left as usize]).map(|chain| chain.gain),
                };
                let (Some(before), Some(to)) = (before, kind.profiles[hat]) else { continue };
                let worth = (before.0 + gain, before.1);
                let known = &mut chains[to as usize];
                if known.is_none_or(|known| known.gain < worth) {
                    *known = Some(AugmentingPath { gain: worth, group: index, from, to, profile_index: hat });
                    better = true;
                }
            }
        }
        if !better {
            return chains;
        }
    }
}

/// Applies a path, last move first.
fn apply_path(last: AugmentingPath, chains: &PerProfile<Option<AugmentingPath>>, kinds: &mut [ProfileGroup]) {
    let mut next = Some(last);
    while let Some(AugmentingPath { group: kind, from, profile_index: hat, .. }) = next {
        let kind = &mut kinds[kind];
        kind.seated[hat] += 1;
        next = from.and_then(|old| {
            kind.seated[old] -= 1;
            kind.profiles[old].and_then(|left| chains[left as usize])
        });
    }
}
