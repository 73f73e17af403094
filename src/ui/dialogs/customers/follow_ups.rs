//! List of customers to contact, with the reason and since when.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::customers::contacts::{ContactReason, DueContact};
use crate::model::text::{clean_line, fit, pad, pad_left, wrap};
use crate::presentation::numbers::{NO_VALUE, format_age};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Widths of the age and owner columns.
const AGE_WIDTH: usize = 9;
const OWNER_WIDTH: usize = 10;

pub fn draw_follow_ups(frame: &mut Frame, area: Rect, dues: &[&DueContact], cursor: &Cursor<usize>, view: &View) {
    let theme = view.theme;
    let columns = usize::from(area.width);
    if dues.is_empty() {
        for (text, row) in wrap(&view.t("customers-nobody-due"), columns).into_iter().zip(area.rows()) {
            frame.render_widget(Span::styled(text, theme.dim), row);
        }
        return;
    }
    let name = (columns.saturating_sub(AGE_WIDTH + OWNER_WIDTH + 6) * 2 / 5).clamp(8, 34);
    let why = columns.saturating_sub(AGE_WIDTH + OWNER_WIDTH + name + 6);
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return };
    let header = format!(
        "{}  {}  {}  {}",
        pad_left(&view.t("customers-due-for"), AGE_WIDTH),
        pad(&view.t("customers-name"), name),
        pad(&view.t("customers-due-why"), why),
        view.t("customers-owner")
    );
    frame.render_widget(Span::styled(fit(&header, columns), theme.dim), head);
    let places: Vec<usize> = (0..dues.len()).collect();
    let at = cursor.row(&places).unwrap_or(0);
    for (n, row) in visible_rows(at, dues.len(), usize::from(area.height.saturating_sub(1))).zip(rows) {
        let due = dues[n];
        let late = view.now - due.since;
        // A follow-up due later today.
        let (late, style) = match late.num_seconds() {
            ..0 => (dates::format_short_moment(due.since, view), theme.text),
            _ => (format_age(late), theme.warn),
        };
        let owner = due.owner.map_or(NO_VALUE, |owner| view.person_name(Some(owner)));
        let mine = due.owner.is_some() && due.owner == view.author.person;
        let line = Line::from(vec![
            Span::styled(pad_left(&late, AGE_WIDTH), style),
            Span::raw("  "),
            Span::styled(pad(&clean_line(&due.name), name), theme.strong),
            Span::raw("  "),
            Span::styled(pad(&reason_text(due, view), why), theme.text),
            Span::raw("  "),
            Span::styled(pad(&clean_line(owner), OWNER_WIDTH), if mine { theme.accent } else { theme.text }),
        ]);
        frame.render_widget(if n == at { theme.highlight_row(line, view.focused) } else { line }, row);
    }
}

fn reason_text(due: &DueContact, view: &View) -> String {
    match due.reason {
        ContactReason::FollowUp(ticket) => view.tt("due-follow-up", &[("id", ticket.to_string().into())]),
        ContactReason::Detractor(score) => view.tt("due-detractor", &[("n", usize::from(score).into())]),
        ContactReason::Silent => view.t("due-silent"),
    }
}
