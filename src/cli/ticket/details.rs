//! Details of `shiftdesk ticket show`: escalation, promises, concessions, links, merges and hand-offs.

use serde::Serialize;

use crate::cli::formatting::{self, PersonNames};
use crate::cli::page::PageCell;
use crate::model::ids::TicketId;
use crate::model::ticket::Ticket;
use crate::model::time::{Instant, Zone};

/// JSON of the details, flattened into the ticket.
#[derive(Debug, Serialize)]
pub struct TicketDetailsJson<'a> {
    language: Option<&'a str>,
    cause: Option<&'a str>,
    stage: Option<&'a str>,
    dissatisfied: Option<&'static str>,
    escalation: Option<EscalationJson<'a>>,
    promises: Vec<PromiseJson<'a>>,
    concessions: Vec<ConcessionJson<'a>>,
    upset: Option<UpsetJson<'a>>,
    /// Completed checklist items.
    ticked: Vec<&'a str>,
    links: Vec<TicketLinkJson>,
    /// Tickets merged into this one.
    absorbed: Vec<TicketId>,
    /// Ticket this one was merged into.
    merged_into: Option<TicketId>,
    handoff: Option<HandOffJson<'a>>,
}

#[derive(Debug, Serialize)]
struct EscalationJson<'a> {
    level: u8,
    to: &'static str,
    since: String,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct PromiseJson<'a> {
    /// ID for `ticket keep` and `ticket drop`.
    id: i64,
    what: &'a str,
    made: String,
    by: Option<String>,
    due: String,
    ended: Option<String>,
    /// Null while open.
    kept: Option<bool>,
}

#[derive(Debug, Serialize)]
struct ConcessionJson<'a> {
    at: String,
    /// Decimal string with two decimals.
    amount: String,
    currency: &'a str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct UpsetJson<'a> {
    since: String,
    recovery: &'a str,
    follow_up: Option<String>,
}

#[derive(Debug, Serialize)]
struct TicketLinkJson {
    ticket: TicketId,
    how: &'static str,
}

#[derive(Debug, Serialize)]
struct HandOffJson<'a> {
    at: String,
    from: Option<String>,
    to: Option<String>,
    why: &'a str,
    next: &'a str,
}

pub fn ticket_details_json<'a>(ticket: &'a Ticket, names: &PersonNames, zone: Zone) -> TicketDetailsJson<'a> {
    let at = |at: Instant| zone.rfc3339(at);
    let who = |person| formatting::person_name(person, names);
    TicketDetailsJson {
        language: ticket.language.as_deref(),
        cause: ticket.cause.as_deref(),
        stage: ticket.stage.as_deref(),
        dissatisfied: ticket.dissatisfaction_driver.map(|with| with.name()),
        escalation: ticket.escalation.as_ref().map(|up| EscalationJson {
            level: up.level,
            to: formatting::escalation_target(up.level),
            since: at(up.since),
            reason: &up.reason,
        }),
        promises: (ticket.promises.iter())
            .map(|promise| PromiseJson {
                id: promise.seq.0,
                what: &promise.what,
                made: at(promise.made),
                by: promise.by.map(who),
                due: at(promise.due),
                ended: promise.ended.map(|(ended, _)| at(ended)),
                kept: promise.ended.map(|(_, kept)| kept),
            })
            .collect(),
        concessions: (ticket.concessions.iter())
            .map(|(given, concession)| ConcessionJson {
                at: at(*given),
                amount: formatting::format_hundredths(concession.amount),
                currency: &concession.currency,
                reason: &concession.reason,
            })
            .collect(),
        upset: ticket.upset.as_ref().map(|upset| UpsetJson {
            since: at(upset.since),
            recovery: &upset.recovery,
            follow_up: upset.follow_up.map(at),
        }),
        ticked: ticket.done_checklist_items.iter().map(String::as_str).collect(),
        links: ticket.links.iter().map(|(other, how)| TicketLinkJson { ticket: *other, how: how.name() }).collect(),
        absorbed: ticket.merged_from.iter().copied().collect(),
        merged_into: ticket.merged_into,
        handoff: ticket.last_hand_off.as_ref().map(|handed| HandOffJson {
            at: at(handed.at),
            from: handed.from.map(who),
            to: handed.to.map(who),
            why: &handed.why,
            next: &handed.next,
        }),
    }
}

/// The same details as text, without the unset ones.
pub fn ticket_facts(ticket: &Ticket, names: &PersonNames, zone: Zone) -> Vec<(&'static str, PageCell)> {
    let at = |at: Instant| formatting::format_timestamp(at, zone);
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    let fields = [("language", &ticket.language), ("cause", &ticket.cause), ("stage", &ticket.stage)];
    facts.extend(fields.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    if let Some(with) = ticket.dissatisfaction_driver {
        facts.push(("dissatisfied with", format!("the {}", with.name())));
    }
    if let Some(into) = ticket.merged_into {
        facts.push(("goes on in", format!("ticket {into}")));
    }
    if !ticket.merged_from.is_empty() {
        let all: Vec<_> = ticket.merged_from.iter().map(TicketId::to_string).collect();
        facts.push(("merged into it", all.join(", ")));
    }
    if !ticket.links.is_empty() {
        let all: Vec<_> =
            ticket.links.iter().map(|(id, how)| format!("{id} ({})", formatting::humanize(how.name()))).collect();
        facts.push(("linked", all.join(", ")));
    }
    if let Some(up) = &ticket.escalation {
        facts.push((
            "escalated",
            format!("to {} since {}: {}", formatting::escalation_target(up.level), at(up.since), up.reason),
        ));
    }
    if let Some(upset) = &ticket.upset {
        let again = upset.follow_up.map(|until| format!(", look again {}", at(until))).unwrap_or_default();
        let recovery = if upset.recovery.is_empty() { String::new() } else { format!(": {}", upset.recovery) };
        facts.push(("upset", format!("since {}{again}{recovery}", at(upset.since))));
    }
    for promise in &ticket.promises {
        let state = match promise.ended {
            None => format!("by {}", at(promise.due)),
            Some((_, true)) => "kept".to_owned(),
            Some((_, false)) => "called off".to_owned(),
        };
        facts.push(("promised", format!("{}, {state} (promise {})", promise.what, promise.seq.0)));
    }
    for (given, concession) in &ticket.concessions {
        facts.push((
            "given",
            format!("{} on {}: {}", formatting::format_concession(concession), at(*given), concession.reason),
        ));
    }
    if !ticket.done_checklist_items.is_empty() {
        facts.push(("done", ticket.done_checklist_items.iter().cloned().collect::<Vec<_>>().join(", ")));
    }
    if let Some(handed) = &ticket.last_hand_off {
        let to = handed.to.map_or_else(|| "nobody".to_owned(), |to| formatting::person_name(to, names));
        let from =
            handed.from.map(|from| format!("from {} ", formatting::person_name(from, names))).unwrap_or_default();
        facts.push(("handed over", format!("{from}to {to} on {}; next: {}", at(handed.at), handed.next)));
    }
    facts.into_iter().map(|(name, text)| (name, PageCell::text(text))).collect()
}
