//! Values of text fields that occur in open tickets, for completions.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::engine::desk::TicketRow;
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;
use crate::query::filter::grammar::FilterFieldId;

/// Field values of open tickets with their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    values: BTreeMap<FilterFieldId, BTreeMap<Box<str>, KnownValue>>,
    assigned_counts: BTreeMap<PersonId, usize>,
}

impl Vocabulary {
    /// Adds a ticket's values.
    pub(super) fn add_ticket(&mut self, row: &TicketRow) {
        for (field, value) in field_values(row) {
            let values = self.values.entry(field).or_default();
            match values.get_mut(value) {
                Some(known) => known.count += 1,
                None => drop(values.insert(value.into(), KnownValue { folded: fold(value), count: 1 })),
            }
        }
        if let Some(person) = row.assignee {
            *self.assigned_counts.entry(person).or_default() += 1;
        }
    }

    /// Removes a ticket's values.
    pub(super) fn remove_ticket(&mut self, row: &TicketRow) {
        for (field, value) in field_values(row) {
            let Some(values) = self.values.get_mut(&field) else { continue };
            match values.get_mut(value) {
                Some(known) if known.count > 1 => known.count -= 1,
                _ => drop(values.remove(value)),
            }
        }
        if let Some(held) = row.assignee.and_then(|person| self.assigned_counts.get_mut(&person)) {
            *held -= 1;
        }
        self.values.retain(|_, values| !values.is_empty());
        self.assigned_counts.retain(|_, held| *held > 0);
    }

    /// Up to `most` values of a field with a word that starts with `folded`, most frequent first, with their counts.
    pub(super) fn matching_values(
        &self,
        field: FilterFieldId,
        folded: &str,
        team: &Team,
        most: usize,
    ) -> Vec<(String, usize)> {
        let begins = |whole: &str| {
            let starts = |at: usize| whole[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            whole.match_indices(folded).any(|(at, _)| starts(at))
        };
        if field == FilterFieldId::Assignee {
            let mut people: BTreeMap<&str, usize> = BTreeMap::new();
            for (id, person) in &team.people {
                *people.entry(&person.name).or_default() += self.assigned_counts.get(id).copied().unwrap_or(0);
            }
            let folded = people.into_iter().map(|(name, n)| (Reverse(n), fold(name), name));
            let mut found: Vec<_> = folded.filter(|(_, folded, _)| begins(folded)).collect();
            found.sort();
            return found.into_iter().take(most).map(|(n, _, name)| (name.to_owned(), n.0)).collect();
        }
        let known = self.values.get(&field).into_iter().flatten();
        let found = known.filter(|(_, known)| begins(&known.folded));
        let mut found: Vec<_> = found.map(|(value, known)| (Reverse(known.count), &known.folded, value)).collect();
        if most < found.len() {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        found.into_iter().map(|(n, _, value)| (value.to_string(), n.0)).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct KnownValue {
    folded: String,
    count: usize,
}

/// A ticket's values in text fields.
fn field_values(row: &TicketRow) -> impl Iterator<Item = (FilterFieldId, &str)> {
    let texts = [
        (FilterFieldId::Customer, row.customer.as_deref()),
        (FilterFieldId::Tier, row.tier.as_deref()),
        (FilterFieldId::Category, row.category.as_deref()),
        (FilterFieldId::Channel, row.channel.as_deref()),
        (FilterFieldId::Team, row.group.as_deref()),
        (FilterFieldId::Language, row.language.as_deref()),
        (FilterFieldId::Source, row.source.as_ref().map(|source| source.name.as_str())),
        (FilterFieldId::Policy, row.clock.as_ref().map(|clock| &*clock.terms.policy)),
    ];
    let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text?)));
    let tags = row.tags.iter().map(|tag| (FilterFieldId::Tag, tag.as_str()));
    texts.chain(tags).filter(|(_, text)| !text.is_empty())
}
