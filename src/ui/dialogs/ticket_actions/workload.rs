//! Each person's open tickets and capacity, for choosing an assignee.

use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::text::fold;
use crate::ui::view::View;

/// All people: those present first, then by relative load.
pub fn people_by_load<'a>(view: &View<'a>) -> Vec<(PersonId, &'a Person)> {
    let mut people: Vec<_> = view.desk.team.people.iter().map(|(id, about)| (*id, about)).collect();
    people.sort_by_cached_key(|(person, about)| {
        let (has, can) = load_and_capacity(*person, about, view);
        (!view.board.present.contains(person), has * 1000 / can.max(1), fold(&about.name))
    });
    people
}

/// A person's open tickets and capacity.
pub fn load_and_capacity(person: PersonId, about: &Person, view: &View) -> (usize, usize) {
    let has = view.board.load.get(&person).copied().unwrap_or(0);
    (has, about.capacity.unwrap_or(view.settings.capacity) as usize)
}
