//! Describes an event for a ticket's history: "assigned it to Minh".

use crate::model::event::{Edit, What};
use crate::model::ids::PersonId;
use crate::model::text::clean_line;
use crate::model::ticket::Link;
use crate::ui::view::View;
use crate::ui::widgets::{mark, numbers, when};

/// The event without its author; `None` for an undo, which is described by what it undid.
pub fn act(what: &What, name: impl Fn(PersonId) -> String, view: &View) -> Option<String> {
    let say = |key: &str, name: &str, value: String| view.tt(key, &[(name, value.into())]);
    let line = |text: &str| clean_line(text).into_owned();
    let text = match what {
        What::Opened(_) => view.t("told-opened"),
        What::Asked { .. } => view.t("told-asked"),
        What::Replied { then: None, .. } => view.t("told-replied"),
        What::Replied { then: Some(then), .. } => say("told-replied-then", "status", mark::status(*then, view).word),
        What::Noted { .. } => view.t("told-noted"),
        What::Assigned { to: Some(to) } => say("told-assigned", "who", name(*to)),
        What::Assigned { to: None } => view.t("told-unassigned"),
        What::StatusSet { status } => say("told-status", "status", mark::status(*status, view).word),
        What::PrioritySet { priority } => say("told-priority", "priority", mark::priority(*priority, view).word),
        What::Edited(edit) => view.tt(
            "told-edited",
            &[("field", view.t(&format!("field-{}", edit.field().name())).into()), ("value", value(edit, view).into())],
        ),
        What::Escalated { level: 0, .. } => view.t("told-unescalated"),
        What::Escalated { level, reason } => view.tt(
            "told-escalated",
            &[("level", view.t(&format!("level-{level}")).into()), ("reason", line(reason).into())],
        ),
        What::Promised { what, due } => {
            view.tt("told-promised", &[("what", line(what).into()), ("at", when::moment(*due, view).into())])
        }
        What::PromiseEnded { kept: true, .. } => view.t("told-promise-kept"),
        What::PromiseEnded { kept: false, .. } => view.t("told-promise-dropped"),
        What::HandedOff { to: Some(to), .. } => say("told-handed", "who", name(*to)),
        What::HandedOff { to: None, .. } => view.t("told-unassigned"),
        What::Conceded(concession) => view.tt(
            "told-conceded",
            &[
                ("amount", amount(concession.amount, &concession.currency, view).into()),
                ("reason", line(&concession.reason).into()),
            ],
        ),
        What::Upset { .. } => view.t("told-upset"),
        What::Soothed => view.t("told-soothed"),
        What::Ticked { item, done: true } => say("told-ticked", "item", line(item)),
        What::Ticked { item, done: false } => say("told-unticked", "item", line(item)),
        What::MergedInto { ticket } => say("told-merged", "id", ticket.to_string()),
        What::Absorbed { ticket, .. } => say("told-absorbed", "id", ticket.to_string()),
        What::Linked { ticket, how } => {
            let key = match how {
                Link::Related => "told-linked",
                Link::SplitInto => "told-split",
                Link::SplitFrom => "told-split-from",
            };
            say(key, "id", ticket.to_string())
        }
        What::Surveyed => view.t("told-surveyed"),
        What::Rated(score) | What::Answered { score, .. } => {
            say("told-rated", "score", format!("{}/{}", score.score, score.out_of))
        }
        What::Imported(facts) => say("told-imported", "source", line(&format!("{} {}", facts.source, facts.source_id))),
        What::Put { .. } | What::RulesSet(_) => view.t("told-other"),
        What::Undone { .. } => return None,
    };
    Some(text)
}

/// The new value of an edited field.
pub fn value(edit: &Edit, view: &View) -> String {
    let text = match edit {
        Edit::Subject(text) => text.clone(),
        Edit::Customer(customer) => customer.map(|id| format!("#{}", id.0)).unwrap_or_default(),
        Edit::Tags(tags) => tags.join(", "),
        Edit::Channel(value)
        | Edit::Category(value)
        | Edit::Language(value)
        | Edit::Cause(value)
        | Edit::Stage(value) => value.clone().unwrap_or_default(),
        Edit::Dissatisfied(with) => with.map(|with| view.t(&format!("blame-{}", with.name()))).unwrap_or_default(),
    };
    if text.is_empty() { view.t("nothing") } else { clean_line(&text).into_owned() }
}

/// `1,250.50 EUR`, from hundredths; whole amounts without decimals.
pub fn amount(hundredths: i64, currency: &str, view: &View) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let apart = view.t("digits-apart");
    let mut number = crate::engine::summary::format_count(usize::try_from(whole).unwrap_or(0), &apart);
    if rest != 0 {
        let point = if apart == "." { "," } else { "." };
        number.push_str(&format!("{point}{rest:02}"));
    }
    format!("{number} {}", clean_line(currency)).trim_end().to_owned()
}
