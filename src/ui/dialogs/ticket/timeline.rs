//! Event history of a ticket, oldest first, as rows.

use std::collections::HashSet;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::events::active_events::{active_events, undone_seqs};
use crate::model::event::{Event, EventPayload, ImportedTicket};
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::text::{clean, clean_line, fit, width, wrap};
use crate::query::protocol::TicketDetail;
use crate::ui::view::View;
use crate::ui::widgets::{dates, event_text, state_label};

/// Indent of an event's text, past the time of day.
const INDENT: usize = 7;

/// The rows, at most `columns` wide.
pub fn timeline_rows(detail: &TicketDetail, columns: usize, view: &View) -> Vec<Line<'static>> {
    let gone = undone_seqs(&detail.events);
    let mut builder = TimelineBuilder { detail, undone: gone, columns, view, rows: Vec::new() };
    let mut day = None;
    let mut events: Vec<(&Event, Option<TicketId>)> = detail.events.iter().map(|event| (event, None)).collect();
    if !detail.merged_tickets.is_empty() {
        let messages =
            |(id, events)| active_events(events).filter(|it| is_message(&it.what)).map(move |it| (it, Some(id)));
        events.extend(detail.merged_tickets.iter().map(|(id, events)| (*id, events.as_slice())).flat_map(messages));
        events.sort_by_key(|(event, _)| (event.at, event.seq));
    }
    for (event, of) in events {
        let civil = view.zone().date(event.at);
        if day.replace(civil) != Some(civil) {
            builder.push_heading(&dates::format_day(civil, view));
        }
        builder.push_event(event, of);
    }
    if !detail.ticket.extra.is_empty() {
        builder.push_heading(&view.t("further-columns"));
        for (name, value) in &detail.ticket.extra {
            builder.push_field(&clean_line(name), &clean_line(value), view.theme.text);
        }
    }
    builder.rows
}

/// Whether the event is a message; of a ticket merged into this one, only messages are shown.
fn is_message(what: &EventPayload) -> bool {
    matches!(
        what,
        EventPayload::Opened(_)
            | EventPayload::Imported(_)
            | EventPayload::Asked { .. }
            | EventPayload::Replied { .. }
            | EventPayload::Noted { .. }
    )
}

struct TimelineBuilder<'a> {
    detail: &'a TicketDetail,
    undone: HashSet<Seq>,
    columns: usize,
    view: &'a View<'a>,
    rows: Vec<Line<'static>>,
}

impl TimelineBuilder<'_> {
    fn push_heading(&mut self, text: &str) {
        let text = fit(&format!("── {text} "), self.columns);
        let rule = "─".repeat(self.columns.saturating_sub(width(&text)));
        self.rows.push(Line::styled(text + &rule, self.view.theme.dim));
    }

    /// Adds an event; `of` is the merged ticket it comes from.
    fn push_event(&mut self, event: &Event, of: Option<TicketId>) {
        let (view, theme) = (self.view, self.view.theme);
        let gone = self.undone.contains(&event.seq);
        let struck = |style: Style| if gone { theme.dim.add_modifier(Modifier::CROSSED_OUT) } else { style };
        let (glyph, style) = match event.what {
            EventPayload::Opened(_) | EventPayload::Asked { .. } => ("◂", theme.accent),
            EventPayload::Replied { .. } => ("▸", theme.good),
            EventPayload::Noted { .. } => ("✎", theme.mark),
            _ => ("·", theme.dim),
        };
        let time = view.zone().civil(event.at).format("%H:%M").to_string();
        let of = of.map(|id| format!("#{id} ")).unwrap_or_default();
        let mut room = self.columns.saturating_sub(INDENT + 2 + width(&of));
        let who = fit(&self.author_name(event), room);
        room = room.saturating_sub(width(&who) + 1);
        let act = if gone {
            format!("{} · {}", self.describe_event(event), view.t("history-undone"))
        } else {
            self.describe_event(event)
        };
        self.rows.push(Line::from(vec![
            Span::styled(format!("{time}  "), theme.dim),
            Span::styled(format!("{glyph} "), if gone { theme.dim } else { style }),
            Span::styled(of, theme.accent),
            Span::styled(who, struck(theme.strong)),
            Span::styled(format!(" {}", fit(&act, room)), struck(theme.text)),
        ]));
        match &event.what {
            EventPayload::Opened(opened) => self.push_body(&opened.body, style, struck(theme.text)),
            EventPayload::Asked { body } | EventPayload::Replied { body, .. } | EventPayload::Noted { body } => {
                self.push_body(body, style, struck(theme.text));
            }
            EventPayload::HandedOff { why, next, .. } => {
                self.push_body(why, style, struck(theme.dim));
                self.push_body(next, style, struck(theme.text));
            }
            EventPayload::Upset { recovery, .. } => self.push_body(recovery, style, struck(theme.text)),
            EventPayload::Answered { comment, .. } => self.push_body(comment, theme.accent, struck(theme.text)),
            EventPayload::Imported(facts) => self.push_imported_facts(facts, struck(theme.text)),
            _ => {}
        }
    }

    /// Adds a multi-line text with a bar in the author's colour.
    fn push_body(&mut self, text: &str, bar: Style, style: Style) {
        for row in wrap(clean(text).trim_end(), self.columns.saturating_sub(INDENT + 2)) {
            let bar = Span::styled(" ".repeat(INDENT) + "│ ", bar);
            self.rows.push(Line::from(vec![bar, Span::styled(row, style)]));
        }
    }

    /// Adds a name and its value, wrapped.
    fn push_field(&mut self, name: &str, value: &str, style: Style) {
        let name = format!("{}{name}: ", " ".repeat(INDENT + 2));
        let columns = self.columns.saturating_sub(INDENT + 4);
        let mut values = wrap(value, columns.saturating_sub(width(name.trim_start()))).into_iter();
        let first = values.next().unwrap_or_default();
        self.rows.push(Line::from(vec![Span::styled(name, self.view.theme.dim), Span::styled(first, style)]));
        for rest in values {
            self.rows.push(Line::styled(" ".repeat(INDENT + 4) + &rest, style));
        }
    }

    /// Adds the imported values, one per line.
    fn push_imported_facts(&mut self, facts: &ImportedTicket, style: Style) {
        let view = self.view;
        let at = |at: &Option<_>| at.map(|at| dates::format_moment(at, view));
        let number = |n: &Option<u32>| n.map(|n| n.to_string());
        let lines = [
            ("import-created", at(&facts.created)),
            ("import-first-response", at(&facts.first_reply)),
            ("import-solved", at(&facts.solved)),
            ("import-closed", at(&facts.closed)),
            ("import-status", Some(state_label::status(facts.status, view).text)),
            ("import-agent", facts.assignee.map(|person| self.person_name(person))),
            ("import-replies", number(&facts.replies)),
            ("import-reopens", number(&facts.reopens)),
            ("import-rating", facts.rating.map(|rating| format!("{}/{}", rating.score, rating.out_of))),
        ];
        for (key, value) in lines {
            if let Some(value) = value {
                self.push_field(&view.t(key), &value, style);
            }
        }
        self.push_body(&facts.body, view.theme.accent, style);
    }

    fn person_name(&self, person: PersonId) -> String {
        let known = self.detail.names.get(&person).map(String::as_str);
        clean_line(known.unwrap_or_else(|| self.view.person_name(Some(person)))).into_owned()
    }

    /// The author; for a customer message, the customer.
    fn author_name(&self, event: &Event) -> String {
        let customer = self.detail.customer.as_ref().map(|customer| clean_line(&customer.name).into_owned());
        match (&event.what, event.by.person) {
            (EventPayload::Asked { .. }, _) => customer.unwrap_or_else(|| self.view.t("the-customer")),
            (_, Some(person)) => self.person_name(person),
            (_, None) => clean_line(&event.by.login).into_owned(),
        }
    }

    /// Describes the event without its author.
    fn describe_event(&self, event: &Event) -> String {
        event_text::describe_event(&event.what, |person| self.person_name(person), self.view).unwrap_or_else(|| {
            let EventPayload::Undone { event: target } = event.what else { return String::new() };
            let target = self.detail.events.iter().find(|event| event.seq == target);
            let what = target.map_or_else(String::new, |target| self.describe_event(target));
            self.view.tt("event-undone", &[("what", what.into())])
        })
    }
}
