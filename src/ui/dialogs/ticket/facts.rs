//! Labelled facts of a ticket: status, assignee, SLA clocks, customer and attributes.

use ratatui::text::{Line, Span};

use super::sections;
use crate::engine::sla::{self, SlaClock};
use crate::model::text::{clean_line, fit, pad, width};
use crate::model::time::seconds;
use crate::presentation::numbers::{format_age, format_duration};
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::ticket::sections::LabeledFact;
use crate::ui::view::View;
use crate::ui::widgets::{dates, state_label};

fn labeled(key: &str, value: Vec<Span<'static>>, view: &View) -> LabeledFact {
    LabeledFact { label: view.t(key), value, is_list_item: false }
}

/// All facts in one column.
pub fn facts_column(detail: &TicketDetail, columns: usize, view: &View) -> Vec<Line<'static>> {
    let groups = [status_facts(detail, view), clock_facts(detail, true, view), origin_facts(detail, view)];
    let groups: Vec<_> = groups.into_iter().chain(sections::fact_groups(detail, true, view)).collect();
    let label = groups.iter().flatten().map(|fact| width(&fact.label)).max().unwrap_or(0);
    let mut lines = Vec::new();
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(group.into_iter().map(|fact| fact_line(fact, label, columns, view)));
    }
    lines
}

/// Compact form: status and origin side by side, clocks and the rest below.
pub fn facts_block(detail: &TicketDetail, columns: usize, view: &View) -> Vec<Line<'static>> {
    let (standing, origin) = (status_facts(detail, view), origin_facts(detail, view));
    let half = columns.saturating_sub(2) / 2;
    let widest = |facts: &[LabeledFact]| facts.iter().map(|fact| width(&fact.label)).max().unwrap_or(0);
    let clocks = clock_facts(detail, false, view);
    let more: Vec<LabeledFact> = sections::fact_groups(detail, false, view).into_iter().flatten().collect();
    let label = widest(&standing).max(widest(&clocks)).max(widest(&more));
    let right_label = widest(&origin);
    let rows = standing.len().max(origin.len());
    let (mut standing, mut origin) = (standing.into_iter(), origin.into_iter());
    let mut lines = Vec::new();
    for _ in 0..rows {
        let mut row = standing.next().map(|fact| fact_line(fact, label, half, view)).unwrap_or_default();
        let used = row.width();
        if let Some(fact) = origin.next() {
            row.push_span(Span::raw(" ".repeat((half + 2).saturating_sub(used))));
            row.spans.extend(fact_line(fact, right_label, half, view).spans);
        }
        lines.push(row);
    }
    lines.extend(clocks.into_iter().chain(more).map(|fact| fact_line(fact, label, columns, view)));
    lines
}

fn fact_line(fact: LabeledFact, label: usize, columns: usize, view: &View) -> Line<'static> {
    let head = if fact.is_list_item { "  ".to_owned() } else { pad(&fact.label, label) + "  " };
    let mut room = columns.saturating_sub(width(&head));
    let mut line = Line::from(Span::styled(head, view.theme.dim));
    for span in fact.value {
        let text = fit(&span.content, room);
        room -= width(&text);
        line.push_span(Span::styled(text, span.style));
    }
    line
}

fn status_facts(detail: &TicketDetail, view: &View) -> Vec<LabeledFact> {
    let (ticket, theme) = (&detail.ticket, view.theme);
    let name = |id| {
        detail
            .names
            .get(&id)
            .map_or_else(|| view.person_name(Some(id)).to_owned(), |name| clean_line(name).into_owned())
    };
    let who = match ticket.assignee {
        Some(id) => Span::styled(name(id), theme.text),
        None => Span::styled(format!("○ {}", view.t("nobody")), theme.warn),
    };
    let created = match (ticket.created, ticket.age(view.now)) {
        (Some(created), Some(old)) => {
            vec![
                Span::raw(format_age(old)),
                Span::styled(format!(" · {}", dates::format_moment(created, view)), theme.dim),
            ]
        }
        _ => vec![Span::styled(view.t("age-unknown"), theme.dim)],
    };
    let mut facts = vec![
        labeled("label-status", vec![state_label::status(ticket.status, view).span()], view),
        labeled("label-priority", vec![state_label::priority(ticket.priority, view).span()], view),
        labeled("who", vec![who], view),
        labeled("age", created, view),
    ];
    let moved = [("reopened-n", ticket.reopened), ("reassigned-n", ticket.reassigned)];
    let moved: Vec<String> =
        moved.into_iter().filter(|(_, n)| *n > 0).map(|(key, n)| view.tt(key, &[("n", (n as usize).into())])).collect();
    if !moved.is_empty() {
        facts.push(labeled("label-moves", vec![Span::styled(moved.join(" · "), theme.warn)], view));
    }
    facts
}

fn origin_facts(detail: &TicketDetail, view: &View) -> Vec<LabeledFact> {
    let (ticket, theme) = (&detail.ticket, view.theme);
    let mut facts = Vec::new();
    let mut add = |key: &str, text: Option<String>| {
        if let Some(text) = text.map(|text| clean_line(&text).into_owned()).filter(|text| !text.is_empty()) {
            facts.push(labeled(key, vec![Span::raw(text)], view));
        }
    };
    let customer = detail.customer.as_ref();
    add("customer", customer.map(|customer| customer.name.clone()));
    add("label-tier", customer.and_then(|customer| customer.tier.clone()));
    add("label-email", customer.and_then(|customer| customer.email.clone()));
    add("label-phone", customer.and_then(|customer| customer.phone.clone()));
    add("label-organization", customer.and_then(|customer| customer.organization.clone()));
    let rated = ticket.ratings.last().map(|rating| {
        let at =
            rating.at.map(|at| format!(" · {}", dates::format_day(view.zone().date(at), view))).unwrap_or_default();
        format!("{}/{}{at}", rating.score.score, rating.score.out_of)
    });
    add("label-rating", rated);
    add("channel", ticket.channel.clone());
    add("label-category", ticket.category.clone());
    add("label-group", ticket.group.clone());
    add("label-tags", Some(ticket.tags.join(", ")));
    add("field-language", ticket.language.clone());
    add("field-stage", ticket.stage.clone());
    add("field-cause", ticket.cause.clone());
    add("field-dissatisfied", ticket.dissatisfaction_driver.map(|with| view.t(&format!("blame-{}", with.name()))));
    if facts.is_empty() {
        facts.push(labeled("customer", vec![Span::styled("–", theme.dim)], view));
    }
    facts
}

/// The newest clock of each kind; with `expanded`, details on lines of their own.
fn clock_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let mut facts = Vec::new();
    // The compact form omits ended clocks; the ledger shows them.
    for clock in sla::latest_clocks(&detail.clocks).filter(|clock| expanded || !clock.has_ended()) {
        let label = view.t(&format!("clock-{}", clock.terms.kind.name()));
        let (state, rest) = (state_label::sla_clock_span(clock, view), clock_details(clock, view));
        let dim = |text: String| Span::styled(text, view.theme.dim);
        if expanded {
            facts.push(LabeledFact { label, value: vec![state], is_list_item: false });
            facts.extend(rest.into_iter().map(|text| LabeledFact {
                label: String::new(),
                value: vec![dim(text)],
                is_list_item: false,
            }));
        } else {
            let rest = rest.into_iter().map(|text| dim(format!(" · {text}")));
            facts.push(LabeledFact { label, value: [state].into_iter().chain(rest).collect(), is_list_item: false });
        }
    }
    facts
}

/// End of the clock, or its due time and target.
fn clock_details(clock: &SlaClock, view: &View) -> Vec<String> {
    let at = |key: &str, at| view.tt(key, &[("at", dates::format_moment(at, view).into())]);
    let (due, ended) = (clock.due_at(), clock.ended_at());
    // An ended clock shows only its end; the ledger has the rest.
    if let Some(end) = ended {
        return vec![at("clock-ended", end)];
    }
    let target = format_duration(Some(seconds(clock.terms.target)));
    let policy = clean_line(&clock.terms.policy).into_owned();
    let promised = view.tt("clock-terms", &[("target", target.into()), ("policy", policy.into())]);
    due.map(|due| at("clock-due", due)).into_iter().chain([promised]).collect()
}
