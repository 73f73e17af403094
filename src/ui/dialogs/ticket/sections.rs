//! Hand-offs, escalations, promises and other additions to a ticket: urgent ones as notices under the subject, the rest
//! as labelled facts. Empty groups are omitted.

use std::collections::BTreeMap;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::desk::TicketRow;
use crate::model::text::{clean_line, wrap};
use crate::model::ticket::Promise;
use crate::presentation::numbers::format_age;
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::checklist;
use crate::ui::dialogs::ticket_actions::related_tickets;
use crate::ui::view::View;
use crate::ui::widgets::{dates, event_text, state_label};

/// A label with its value.
pub struct LabeledFact {
    pub label: String,
    pub value: Vec<Span<'static>>,
    /// List item below a heading: no label, full width.
    pub is_list_item: bool,
}

/// Other tickets of the customer listed; the rest are counted.
const MAX_OTHER_TICKETS: usize = 6;

/// Notices: merged into, next step of a hand-off, escalation, upset customer, open promises.
pub fn notice_lines(detail: &TicketDetail, columns: usize, view: &View) -> Vec<Line<'static>> {
    let (ticket, theme) = (&detail.ticket, view.theme);
    let clean = |text: &str| clean_line(text).into_owned();
    let name =
        |person| detail.names.get(&person).map_or_else(|| view.person_name(Some(person)).to_owned(), |it| clean(it));
    let mut lines = Vec::new();
    let mut add = |glyph: &str, style: Style, text: String, more: Vec<String>| {
        let more: Vec<String> = more.into_iter().filter(|text| !text.is_empty()).collect();
        lines.extend(notice_rows(glyph, style, text, more, columns, view));
    };
    if let Some(into) = ticket.merged_into {
        add("→", theme.accent, view.tt("notice-merged", &[("id", into.to_string().into())]), Vec::new());
    }
    // Show the next step only until the ticket is reassigned or solved.
    if let Some(handed) =
        ticket.last_hand_off.as_ref().filter(|it| it.to == ticket.assignee && ticket.status.in_backlog())
    {
        let next = view.tt("notice-next", &[("next", clean(&handed.next).into())]);
        let who = |person: Option<_>| person.map_or_else(|| view.t("nobody"), name);
        let hands = format!("{} → {}", who(handed.from), who(handed.to));
        add("→", theme.accent, next, vec![hands, dates::format_moment(handed.at, view), clean(&handed.why)]);
    }
    if let Some(up) = &ticket.escalation {
        let level = view.t(&format!("level-{}", up.level));
        let text = view.tt("notice-escalated", &[("level", level.into()), ("reason", clean(&up.reason).into())]);
        let since = view.tt("ledger-since", &[("at", dates::format_moment(up.since, view).into())]);
        add(&format!("↑{}", up.level), theme.mark, text, vec![since]);
    }
    if let Some(upset) = &ticket.upset {
        let follow =
            upset.follow_up.map(|at| view.tt("notice-follow-up", &[("at", dates::format_moment(at, view).into())]));
        let since = view.tt("ledger-since", &[("at", dates::format_moment(upset.since, view).into())]);
        let recovery = clean(&upset.recovery);
        let text = match recovery.as_str() {
            "" => view.t("notice-upset"),
            recovery => format!("{}: {recovery}", view.t("notice-upset")),
        };
        add("!", theme.bad, text, vec![follow.unwrap_or_default(), since]);
    }
    let mut open: Vec<&Promise> = ticket.promises.iter().filter(|promise| promise.ended.is_none()).collect();
    open.sort_by_key(|promise| (promise.due, promise.seq));
    for promise in open {
        let style = match promise.due - view.now {
            left if left <= chrono::TimeDelta::zero() => theme.bad,
            left if left <= view.settings.promise_warn => theme.warn,
            _ => theme.text,
        };
        let by = view.tt("notice-promise-by", &[("at", dates::format_moment(promise.due, view).into())]);
        let text = view.tt("notice-promise", &[("what", clean(&promise.what).into())]);
        add("◷", style, text, vec![by, dates::format_remaining(promise.due, view)]);
    }
    lines
}

/// A glyph, the text, and dimmed details.
fn notice_rows(
    glyph: &str,
    style: Style,
    text: String,
    more: Vec<String>,
    columns: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let indent = 3;
    let text_length = text.chars().count();
    let whole = [text].into_iter().chain(more).collect::<Vec<_>>().join(" · ");
    let mut left = text_length;
    let rows = wrap(&whole, columns.saturating_sub(indent)).into_iter().enumerate();
    rows.map(|(n, row)| {
        let loud: String = row.chars().take(left).collect();
        let quiet: String = row.chars().skip(left).collect();
        // Wrapping dropped the space at the row break.
        left = left.saturating_sub(row.chars().count() + 1);
        let head = if n == 0 { format!("{glyph:<indent$}") } else { " ".repeat(indent) };
        Line::from(vec![
            Span::styled(head, style),
            Span::styled(loud, style.patch(view.theme.strong)),
            Span::styled(quiet, view.theme.dim),
        ])
    })
    .collect()
}

/// The other additions, grouped by kind; with `expanded`, one line per item, else one line per kind.
pub fn fact_groups(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<Vec<LabeledFact>> {
    let groups = [
        checklist_facts(detail, expanded, view),
        ended_promise_facts(detail, expanded, view),
        concession_facts(detail, expanded, view),
        related_ticket_facts(detail, expanded, view),
        other_ticket_facts(detail, expanded, view),
    ];
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

/// A group: items under a heading, or in one line after a label.
fn fact_group(
    key: &str,
    head: Vec<Span<'static>>,
    things: Vec<Vec<Span<'static>>>,
    expanded: bool,
    view: &View,
) -> Vec<LabeledFact> {
    if things.is_empty() {
        return Vec::new();
    }
    let fact = |value, listed| LabeledFact {
        label: if listed { String::new() } else { view.t(key) },
        value,
        is_list_item: listed,
    };
    if expanded {
        let head = fact(head, false);
        return [head].into_iter().chain(things.into_iter().map(|value| fact(value, true))).collect();
    }
    let dots = |n: usize| (n > 0).then(|| Span::styled(" · ", view.theme.dim));
    let value = things.into_iter().enumerate().flat_map(|(n, thing)| dots(n).into_iter().chain(thing)).collect();
    vec![fact(value, false)]
}

fn checklist_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let theme = view.theme;
    let ticked = &detail.ticket.done_checklist_items;
    let items = checklist::checklist_items(&detail.ticket, view.settings);
    let done = items.iter().filter(|item| ticked.contains(*item)).count();
    // Omit an unused checklist of a solved ticket.
    if items.is_empty() || done == 0 && !detail.ticket.status.in_backlog() {
        return Vec::new();
    }
    let count = view.tt("n-of-m", &[("n", done.into()), ("m", items.len().into())]);
    let clean = |item: &String| clean_line(item).into_owned();
    let things = if expanded {
        let item = |item: &String| match ticked.contains(item) {
            true => vec![Span::styled("✓ ", theme.good), Span::styled(clean(item), theme.dim)],
            false => vec![Span::styled("○ ", theme.dim), Span::raw(clean(item))],
        };
        items.iter().map(item).collect()
    } else {
        let next = items.iter().find(|item| !ticked.contains(*item));
        let next = next.map(|next| view.tt("checklist-next", &[("item", clean(next).into())]));
        [vec![Span::raw(count.clone())]]
            .into_iter()
            .chain(next.map(|next| vec![Span::styled(next, theme.dim)]))
            .collect()
    };
    fact_group("label-checklist", vec![Span::raw(count)], things, expanded, view)
}

/// Ended promises; open ones are notices.
fn ended_promise_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let theme = view.theme;
    let over = detail.ticket.promises.iter().filter_map(|promise| Some((promise, promise.ended?)));
    let things = over.map(|(promise, (at, kept))| {
        let (glyph, style) = match kept {
            true if at <= promise.due => ("✓ ", theme.good),
            true => ("▲ ", theme.warn),
            false => ("✖ ", theme.dim),
        };
        let key = match kept {
            true if at <= promise.due => "promise-was-kept",
            true => "promise-was-late",
            false => "promise-was-dropped",
        };
        let outcome = view.tt(key, &[("at", dates::format_moment(at, view).into())]);
        let what = clean_line(&promise.what).into_owned();
        vec![Span::styled(glyph, style), Span::raw(what), Span::styled(format!(" {outcome}"), theme.dim)]
    });
    fact_group("label-promises", Vec::new(), things.collect(), expanded, view)
}

fn concession_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let theme = view.theme;
    let given = &detail.ticket.concessions;
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    for (_, one) in given {
        let total = totals.entry(clean_line(&one.currency).into_owned()).or_default();
        *total = total.saturating_add(one.amount);
    }
    let total = || {
        let sums = totals.iter().map(|(currency, sum)| event_text::format_amount(*sum, currency, view));
        let sums = sums.collect::<Vec<_>>().join(" + ");
        vec![Span::styled(view.tt("concessions-total", &[("sum", sums.into())]), theme.strong)]
    };
    let one = |(at, one): &(_, crate::model::ticket::Concession)| {
        let reason = clean_line(&one.reason).into_owned();
        let details = format!("  {reason} · {}", dates::format_day(view.zone().date(*at), view));
        vec![Span::raw(event_text::format_amount(one.amount, &one.currency, view)), Span::styled(details, theme.dim)]
    };
    let things = match (given.len(), expanded) {
        (_, true) | (0 | 1, _) => given.iter().map(one).collect(),
        (n, false) => vec![total(), vec![Span::styled(format!("n {n}"), theme.dim)]],
    };
    fact_group("label-concessions", if given.len() > 1 { total() } else { Vec::new() }, things, expanded, view)
}

/// Merged and linked tickets.
fn related_ticket_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let theme = view.theme;
    let things = related_tickets(detail, view).into_iter().map(|(id, how)| {
        let row = detail.other_tickets.iter().find(|row| row.id == id).or(view.open_ticket(id));
        let title = row.filter(|_| expanded).map(|row| format!(" · {}", clean_line(row.title()))).unwrap_or_default();
        vec![Span::styled(format!("#{id} "), theme.accent), Span::raw(how), Span::styled(title, theme.dim)]
    });
    fact_group("label-linked", Vec::new(), things.collect(), expanded, view)
}

fn other_ticket_facts(detail: &TicketDetail, expanded: bool, view: &View) -> Vec<LabeledFact> {
    let theme = view.theme;
    let tied: Vec<_> = related_tickets(detail, view).into_iter().map(|(id, _)| id).collect();
    let all: Vec<&TicketRow> = detail.other_tickets.iter().filter(|row| !tied.contains(&row.id)).collect();
    let one = |row: &&TicketRow| {
        let mark = state_label::status(row.status, view);
        let old = row.created.map(|at| format_age(view.now - at)).unwrap_or_default();
        let title = if expanded { format!(" {}", clean_line(row.title())) } else { String::new() };
        vec![
            Span::styled(format!("#{} ", row.id), theme.accent),
            Span::styled(mark.glyph, mark.style),
            Span::styled(format!(" {old}"), theme.dim),
            Span::raw(title),
        ]
    };
    // Open tickets first: they are most likely related.
    let open = all.iter().filter(|row| row.status.in_backlog());
    let sorted = open.chain(all.iter().filter(|row| !row.status.in_backlog()));
    let more = all.len().saturating_sub(MAX_OTHER_TICKETS);
    let more = (more > 0).then(|| vec![Span::styled(view.tt("n-more", &[("n", more.into())]), theme.dim)]);
    let n = vec![Span::raw(all.len().to_string())];
    fact_group("label-others", n, sorted.take(MAX_OTHER_TICKETS).map(one).chain(more).collect(), expanded, view)
}
