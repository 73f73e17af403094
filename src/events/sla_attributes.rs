//! The attributes of a ticket that choose its SLA policy, over time.

use std::collections::BTreeSet;

use crate::model::event::{Event, EventPayload, TicketEdit, TicketField};
use crate::model::ticket::SlaAttributes;

/// SLA attributes over time. A newer export changes only what was not set locally by then.
pub(super) fn sla_attributes<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<SlaAttributes> {
    let mut facets: Vec<SlaAttributes> = Vec::new();
    let mut set_locally = BTreeSet::new();
    for event in events {
        let since = facets.last().map_or(event.at, |last| event.at.max(last.since));
        let last = facets.last().cloned().map(|last| SlaAttributes { since, ..last });
        let next = match (&event.what, last) {
            (EventPayload::Opened(opened), _) => Some(SlaAttributes {
                since,
                priority: opened.priority,
                channel: opened.channel.clone(),
                category: opened.category.clone(),
                customer: opened.customer,
            }),
            (EventPayload::Imported(facts), last) => {
                let kept = |field: TicketField| last.as_ref().filter(|_| set_locally.contains(&field));
                Some(SlaAttributes {
                    since,
                    priority: kept(TicketField::Priority).map_or(facts.priority, |last| last.priority),
                    channel: kept(TicketField::Channel).map_or(facts.channel.clone(), |last| last.channel.clone()),
                    category: kept(TicketField::Category).map_or(facts.category.clone(), |last| last.category.clone()),
                    customer: kept(TicketField::Customer).map_or(facts.customer, |last| last.customer),
                })
            }
            (EventPayload::PrioritySet { priority }, Some(last)) => Some(SlaAttributes { priority: *priority, ..last }),
            (EventPayload::Edited(TicketEdit::Channel(channel)), Some(last)) => {
                Some(SlaAttributes { channel: channel.clone(), ..last })
            }
            (EventPayload::Edited(TicketEdit::Category(category)), Some(last)) => {
                Some(SlaAttributes { category: category.clone(), ..last })
            }
            (EventPayload::Edited(TicketEdit::Customer(customer)), Some(last)) => {
                Some(SlaAttributes { customer: *customer, ..last })
            }
            _ => None,
        };
        set_locally.extend(event.what.field());
        facets.extend(next);
    }
    facets
}
