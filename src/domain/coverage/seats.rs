//! Who sits where in one slot: the seats dealt as well as they can be, and the same way every time.
//!
//! Of all ways to deal them, each person in at most one seat, the one taken has
//! 1. the most seats filled, then
//! 2. the most people in their primary profile, then
//! 3. the most seats filled in the most important profile, then in the next one, and so on down;
//! 4. of people with the same two profiles the smaller ids sit, and sit in their primary profile.
//!
//! This is a minimum-cost flow by successive best paths. One person more is seated at a time, by the chain of moves that
//! is worth most: somebody without a seat takes one, whose holder moves over to their other profile, and so on until a
//! free seat is reached. A dealing that starts at its best and grows by best chains is at its best for every number of
//! people seated, the largest included; and a chain that is left over says that one more could be seated. People with
//! the same two profiles are dealt as one kind, so there are at most 36 kinds between 6 profiles, however large the team.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::person::{Person, PersonId, Profile};

/// One value for each profile, at the index `profile as usize`.
pub(super) type PerProfile<T> = [T; Profile::ALL.len()];

/// A profile as one of the two that a person may hold: the index of their primary, or of their second one.
type Hat = usize;
const PRIMARY: Hat = 0;
const SECOND: Hat = 1;

/// What one person can do: sit down in a hat or change from one to the other, and by how many people in their primary
/// profile the desk is then better off.
const MOVES: [(Option<Hat>, Hat, i32); 4] =
    [(None, PRIMARY, 1), (None, SECOND, 0), (Some(PRIMARY), SECOND, -1), (Some(SECOND), PRIMARY, 1)];

/// Everybody with the same two profiles. The first `seated[PRIMARY]` of them sit in the one, the next `seated[SECOND]`
/// in the other, the rest in neither.
struct Kind {
    hats: [Option<Profile>; 2],
    people: Vec<PersonId>,
    seated: [usize; 2],
}

impl Kind {
    /// Who would be the next to sit down.
    fn newcomer(&self) -> Option<PersonId> {
        self.people.get(self.seated[PRIMARY] + self.seated[SECOND]).copied()
    }

    fn sitting(&self, hat: Hat) -> &[PersonId] {
        let first = if hat == PRIMARY { 0 } else { self.seated[PRIMARY] };
        &self.people[first..first + self.seated[hat]]
    }
}

/// The best way to bring one more person into a profile: what it is worth, and the last of its moves. The moves before
/// that are the last moves of the chain into the profile that it leaves.
#[derive(Clone, Copy)]
struct Chain {
    /// More people in their primary profile; then the smallest id to sit down.
    worth: (i32, Reverse<PersonId>),
    kind: usize,
    from: Option<Hat>,
    to: Profile,
    hat: Hat,
}

/// Deals the seats that each profile needs among `people`, who come in order of id. `importance` names each profile
/// once, the most important first. In each profile those who hold it as their primary come first, then smaller ids.
pub(super) fn deal<'a>(
    people: impl Iterator<Item = (PersonId, &'a Person)>,
    need: PerProfile<u32>,
    importance: [Profile; 6],
) -> PerProfile<Vec<PersonId>> {
    let mut kinds = kinds(people);
    let mut free = need;
    loop {
        let chains = chains(&kinds);
        let open = importance.into_iter().filter(|profile| free[*profile as usize] > 0);
        // Of equals the first is taken, and that is the most important.
        let best = open.filter_map(|profile| chains[profile as usize]).min_by_key(|chain| Reverse(chain.worth.0));
        let Some(best) = best else { break };
        free[best.to as usize] -= 1;
        follow(best, &chains, &mut kinds);
    }
    let mut seats = PerProfile::<Vec<(Hat, PersonId)>>::default();
    for kind in &kinds {
        for hat in [PRIMARY, SECOND] {
            if let Some(profile) = kind.hats[hat] {
                seats[profile as usize].extend(kind.sitting(hat).iter().map(|id| (hat, *id)));
            }
        }
    }
    seats.map(|mut seated| {
        seated.sort_unstable();
        seated.into_iter().map(|(_, id)| id).collect()
    })
}

/// The people by kind. Who has no primary profile is of none; the same profile twice is one.
fn kinds<'a>(people: impl Iterator<Item = (PersonId, &'a Person)>) -> Vec<Kind> {
    let mut kinds = BTreeMap::<_, Vec<PersonId>>::new();
    for (id, person) in people.filter(|(_, person)| person.primary.is_some()) {
        let second = person.second.filter(|_| person.second != person.primary);
        kinds.entry([person.primary, second]).or_default().push(id);
    }
    kinds.into_iter().map(|(hats, people)| Kind { hats, people, seated: [0, 0] }).collect()
}

/// The best chain into each profile, `None` where nobody more can be brought in: Bellman–Ford over the profiles. It
/// comes to rest because in a best dealing no round of changes is a gain.
fn chains(kinds: &[Kind]) -> PerProfile<Option<Chain>> {
    let mut chains = PerProfile::<Option<Chain>>::default();
    loop {
        let mut better = false;
        for (index, kind) in kinds.iter().enumerate() {
            for (from, hat, gain) in MOVES {
                let before = match from {
                    None => kind.newcomer().map(|id| (0, Reverse(id))),
                    Some(old) if kind.seated[old] == 0 => None,
                    Some(old) => kind.hats[old].and_then(|left| chains[left as usize]).map(|chain| chain.worth),
                };
                let (Some(before), Some(to)) = (before, kind.hats[hat]) else { continue };
                let worth = (before.0 + gain, before.1);
                let known = &mut chains[to as usize];
                if known.is_none_or(|known| known.worth < worth) {
                    *known = Some(Chain { worth, kind: index, from, to, hat });
                    better = true;
                }
            }
        }
        if !better {
            return chains;
        }
    }
}

/// Makes the moves of a chain, the last one first.
fn follow(last: Chain, chains: &PerProfile<Option<Chain>>, kinds: &mut [Kind]) {
    let mut next = Some(last);
    while let Some(Chain { kind, from, hat, .. }) = next {
        let kind = &mut kinds[kind];
        kind.seated[hat] += 1;
        next = from.and_then(|old| {
            kind.seated[old] -= 1;
            kind.hats[old].and_then(|left| chains[left as usize])
        });
    }
}
