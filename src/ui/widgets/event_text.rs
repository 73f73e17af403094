//! Describes an event for a ticket's history: "assigned it to Minh".

use crate::model::event::{EventPayload, TicketEdit};
use crate::model::ids::PersonId;
use crate::model::text::clean_line;
use crate::model::ticket::LinkKind;
use crate::ui::view::View;
use crate::ui::widgets::{dates, state_label};

/// The event without its author; `None` for an undo, which is described by what it undid.
pub fn describe_event(what: &EventPayload, name: impl Fn(PersonId) -> String, view: &View) -> Option<String> {
    let say = |key: &str, name: &str, value: String| view.tt(key, &[(name, value.into())]);
    let line = |text: &str| clean_line(text).into_owned();
    let text = match what {
        EventPayload::Opened(_) => view.t("event-opened"),
        EventPayload::Asked { .. } => view.t("event-customer-message"),
        EventPayload::Replied { then: None, .. } => view.t("event-replied"),
        EventPayload::Replied { then: Some(then), .. } => {
            say("event-replied-then", "status", state_label::status(*then, view).text)
        }
        EventPayload::Noted { .. } => view.t("event-noted"),
        EventPayload::Assigned { to: Some(to) } => say("event-assigned", "who", name(*to)),
        EventPayload::Assigned { to: None } => view.t("event-unassigned"),
        EventPayload::StatusSet { status } => say("event-status", "status", state_label::status(*status, view).text),
        EventPayload::PrioritySet { priority } => {
            say("event-priority", "priority", state_label::priority(*priority, view).text)
        }
        EventPayload::Edited(edit) => view.tt(
            "event-edited",
            &[
                ("field", view.t(&format!("field-{}", edit.field().name())).into()),
                ("value", edit_value_text(edit, view).into()),
            ],
        ),
        EventPayload::Escalated { level: 0, .. } => view.t("event-unescalated"),
        EventPayload::Escalated { level, reason } => view.tt(
            "event-escalated",
            &[("level", view.t(&format!("level-{level}")).into()), ("reason", line(reason).into())],
        ),
        EventPayload::Promised { what, due } => {
            view.tt("event-promised", &[("what", line(what).into()), ("at", dates::format_moment(*due, view).into())])
        }
        EventPayload::PromiseEnded { kept: true, .. } => view.t("event-promise-kept"),
        EventPayload::PromiseEnded { kept: false, .. } => view.t("event-promise-cancelled"),
        EventPayload::HandedOff { to: Some(to), .. } => say("event-handed-off", "who", name(*to)),
        EventPayload::HandedOff { to: None, .. } => view.t("event-unassigned"),
        EventPayload::Conceded(concession) => view.tt(
            "event-concession",
            &[
                ("amount", format_amount(concession.amount, &concession.currency, view).into()),
                ("reason", line(&concession.reason).into()),
            ],
        ),
        EventPayload::Upset { .. } => view.t("event-upset"),
        EventPayload::Soothed => view.t("event-recovered"),
        EventPayload::Ticked { item, done: true } => say("event-checked", "item", line(item)),
        EventPayload::Ticked { item, done: false } => say("event-unchecked", "item", line(item)),
        EventPayload::MergedInto { ticket } => say("event-merged", "id", ticket.to_string()),
        EventPayload::Absorbed { ticket, .. } => say("event-merged-from", "id", ticket.to_string()),
        EventPayload::Linked { ticket, how } => {
            let key = match how {
                LinkKind::Related => "event-linked",
                LinkKind::SplitInto => "event-split",
                LinkKind::SplitFrom => "event-split-from",
            };
            say(key, "id", ticket.to_string())
        }
        EventPayload::Surveyed => view.t("event-surveyed"),
        EventPayload::Rated(score) | EventPayload::Answered { score, .. } => {
            say("event-rated", "score", format!("{}/{}", score.score, score.out_of))
        }
        EventPayload::Imported(facts) => {
            say("event-imported", "source", line(&format!("{} {}", facts.source, facts.source_id)))
        }
        EventPayload::Put { .. } | EventPayload::RulesSet(_) => view.t("event-other"),
        EventPayload::Undone { .. } => return None,
    };
    Some(text)
}

/// The new value of an edited field.
pub fn edit_value_text(edit: &TicketEdit, view: &View) -> String {
    let text = match edit {
        TicketEdit::Subject(text) => text.clone(),
        TicketEdit::Customer(customer) => customer.map(|id| format!("#{}", id.0)).unwrap_or_default(),
        TicketEdit::Tags(tags) => tags.join(", "),
        TicketEdit::Channel(value)
        | TicketEdit::Category(value)
        | TicketEdit::Language(value)
        | TicketEdit::Cause(value)
        | TicketEdit::Stage(value) => value.clone().unwrap_or_default(),
        TicketEdit::Dissatisfied(with) => {
            with.map(|with| view.t(&format!("blame-{}", with.name()))).unwrap_or_default()
        }
    };
    if text.is_empty() { view.t("nothing") } else { clean_line(&text).into_owned() }
}

/// `1,250.50 EUR`, from hundredths; whole amounts without decimals.
pub fn format_amount(hundredths: i64, currency: &str, view: &View) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let apart = view.t("thousands-separator");
    let mut number = crate::presentation::numbers::format_count(usize::try_from(whole).unwrap_or(0), &apart);
    if rest != 0 {
        let point = if apart == "." { "," } else { "." };
        number.push_str(&format!("{point}{rest:02}"));
    }
    format!("{number} {}", clean_line(currency)).trim_end().to_owned()
}
