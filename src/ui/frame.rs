//! Draws the frame around the panes: top line, borders, tabs, dialogs, footer.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::action::Action;
use super::app::App;
use super::pane::Pane;
use super::panes::{PaneId, Tab, ViewId};
use super::view::View;
use super::widgets::dates;
use crate::model::text::{fit, width};
use crate::model::time::format_clock;
use crate::ui::app::messages::Tone;

/// Minimum columns and rows.
const MIN_SIZE: (u16, u16) = (60, 15);

impl App {
    /// Draws the whole screen.
    pub fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        let view = self.state.view(false);
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return draw_too_small(frame, &view);
        }
        let airy = u16::from(area.height >= 34);
        let [top, _, body, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(airy),
            Constraint::Min(0),
            Constraint::Length(1),
        ])
        .areas(area);
        self.draw_top_line(top, frame.buffer_mut(), &view);
        // Until the data is loaded, only the queue shows a loading text on Today.
        let places = self.active_view.pane_areas(self.active_tab(), body, &view).into_iter();
        let places = places.filter(|(id, _)| view.ready || *id == PaneId::Queue || self.active_view != ViewId::Today);
        for (n, (id, place)) in places.enumerate() {
            let Some(pane) = self.panes.get(&id) else { continue };
            let focused = self.dialogs.is_empty() && self.focused_pane() == id;
            match pane.bordered() {
                // Tabs belong to the view: draw them on its first pane only.
                true if n > 0 => draw_bordered(pane.as_ref(), Line::default(), frame, place, &self.state.view(focused)),
                true => draw_bordered(pane.as_ref(), self.tab_line(&view), frame, place, &self.state.view(focused)),
                false => pane.draw(frame, place.inner(Margin::new(1, 0)), &self.state.view(focused)),
            }
        }
        for (n, dialog) in self.dialogs.iter().enumerate() {
            let view = self.state.view(n + 1 == self.dialogs.len());
            let place = centered(dialog.size(&view), body);
            frame.render_widget(Clear, place);
            draw_bordered(dialog.as_ref(), Line::default(), frame, place, &view);
        }
        self.draw_footer(foot, frame.buffer_mut());
    }

    /// The tabs of the active view; empty if it has only one.
    fn tab_line(&self, view: &View) -> Line<'static> {
        let faces = self.active_view.tabs();
        if faces.len() < 2 {
            return Line::default();
        }
        let tab = |face: &Tab| {
            let style = if face == self.active_tab() { view.theme.tab } else { view.theme.dim };
            Span::styled(format!(" {} ", view.t(&format!("face-{}", face.0))), style)
        };
        faces.iter().map(tab).collect()
    }

    fn draw_top_line(&self, area: Rect, buf: &mut Buffer, view: &View) {
        let theme = view.theme;
        let mut tabs = vec![Span::raw(" ")];
        for id in ViewId::ALL {
            let key = view.keymap.first_key(id.action()).map(|key| key.to_string()).unwrap_or_default();
            let text = format!(" {key} {} ", view.t(&format!("do-{}", id.action())));
            tabs.push(Span::styled(text, if id == self.active_view { theme.tab } else { theme.dim }));
        }
        // The long label only where it leaves room for the shift and the clock.
        let short = if area.width < 130 { "-short" } else { "" };
        for (shown, key) in [(self.demo, "demo"), (self.is_past, "past")] {
            if shown {
                tabs.push(Span::styled(format!(" {}", view.t(&format!("{key}{short}"))), theme.mark));
            }
        }
        let tabs = Line::from(tabs);
        let left = u16::try_from(tabs.width()).unwrap_or(u16::MAX);
        let room = usize::from(area.width.saturating_sub(left + 2));
        let right = self.shift_and_clock_line(view, room);
        tabs.render(area, buf);
        let columns = u16::try_from(right.width()).unwrap_or(0).min(area.width);
        right.render(Rect { x: area.right().saturating_sub(columns + 1), width: columns, ..area }, buf);
    }

    /// Shift, presence, user, date and clock, as far as they fit.
    fn shift_and_clock_line(&self, view: &View, room: usize) -> Line<'static> {
        let theme = view.theme;
        let civil = view.zone().civil(view.now);
        let shift = view.board.shift.as_ref();
        let named = shift.map(|shift| {
            let name = shift.name.clone().unwrap_or_else(|| view.t("shift"));
            format!("{name} {}–{}", format_shift_hour(shift.hours.from), format_shift_hour(shift.hours.to))
        });
        let inside =
            shift.map(|shift| view.tt("n-of-m-in", &[("n", shift.present.into()), ("m", shift.rostered.into())]));
        let me = view.author.person.and_then(|me| view.desk.team.name(me)).map(str::to_owned);
        let year = if self.is_past { format!(" {}", civil.format("%Y")) } else { String::new() };
        let time = format!("{}{year} {}", dates::format_day(civil.date(), view), civil.format("%H:%M"));
        let clock = if room < width(&time) { civil.format("%H:%M").to_string() } else { time };
        // The part with the highest number is dropped first.
        let parts =
            [(2, named, theme.strong), (3, inside, theme.dim), (4, me, theme.dim), (1, Some(clock), theme.text)];
        let mut parts: Vec<_> =
            parts.into_iter().filter_map(|(rank, text, style)| Some((rank, text?, style))).collect();
        let columns = |parts: &[(i32, String, Style)]| parts.iter().map(|(_, text, _)| width(text) + 3).sum::<usize>();
        while columns(&parts) > room + 3 && parts.len() > 1 {
            let last = parts.iter().enumerate().max_by_key(|(_, (rank, ..))| *rank).map_or(0, |(index, _)| index);
            parts.remove(last);
        }
        let dots = parts.len().saturating_sub(1);
        let spans = parts.into_iter().enumerate().flat_map(|(n, (_, text, style))| {
            [Some(Span::styled(text, style)), (n < dots).then(|| Span::styled(" · ", theme.dim))].into_iter().flatten()
        });
        spans.collect()
    }

    fn draw_footer(&self, area: Rect, buf: &mut Buffer) {
        let view = self.state.view(true);
        let theme = view.theme;
        if let Some(message) = self.status.as_ref().or(self.alert.as_ref()) {
            let (glyph, style) = match message.tone {
                Tone::Success => ("", theme.good),
                Tone::Info => ("", theme.text),
                Tone::Error => ("▲ ", theme.bad),
            };
            let text = fit(&format!(" {glyph}{}", summarize(&message.text)), usize::from(area.width));
            return Line::styled(text, style).render(area, buf);
        }
        let (dialog, typing) = (!self.dialogs.is_empty(), self.top_pane().is_some_and(|pane| pane.captures_text()));
        let here = self.top_pane().map(|pane| pane.actions(&view)).unwrap_or_default();
        let named = |action: Action| {
            let key = if typing { view.keymap.first_non_text_key(action) } else { view.keymap.first_key(action) }?;
            let own = self.top_pane().and_then(|pane| pane.action_label(action, &view));
            let text = own.unwrap_or_else(|| view.t(&format!("do-{action}")));
            Some([Span::styled(format!(" {key}"), theme.accent), Span::styled(format!(" {text} "), theme.dim)])
        };
        // Help is always at the right end. In a dialog, Back comes first so that it is never cut.
        let help = Line::from_iter(named(Action::Help).filter(|_| !typing).into_iter().flatten());
        let room = usize::from(area.width).saturating_sub(help.width());
        let mut line = Line::default();
        if !dialog && !typing {
            let arrows = if here.contains(&Action::Left) { " ↑↓←→" } else { " ↑↓" };
            line.push_span(Span::styled(arrows, theme.accent));
            line.push_span(Span::styled(format!(" {} ", view.t("move")), theme.dim));
        }
        let moves =
            |action: &Action| Action::CURSOR_MOVES.contains(action) || [Action::Left, Action::Right].contains(action);
        let common = [Action::Undo, Action::NextPane, Action::CommandPalette].into_iter();
        let common = common.filter(|action| !dialog && !typing && !here.contains(action));
        let back = dialog.then_some(Action::Back).into_iter();
        for spans in back.chain(here.iter().copied().filter(|action| !moves(action))).chain(common).filter_map(named) {
            if line.width() + spans.iter().map(Span::width).sum::<usize>() > room {
                break;
            }
            line.spans.extend(spans);
        }
        line.render(area, buf);
        let columns = u16::try_from(help.width()).unwrap_or(0).min(area.width);
        help.render(Rect { x: area.right() - columns, width: columns, ..area }, buf);
    }
}

/// Shortens a message of several lines to its location and its reason.
fn summarize(text: &str) -> String {
    // In a settings error, the line below the caret holds the reason.
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let reason = lines.iter().position(|line| line.ends_with('^')).and_then(|caret| lines.get(caret + 1).copied());
    match (lines.first().copied(), reason.or(lines.get(1..).and_then(|rest| rest.last().copied()))) {
        (Some(first), Some(last)) => format!("{first} · {last}"),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

/// Draws a pane in its border: tabs and title at the top left, badge at the top right.
fn draw_bordered(pane: &dyn Pane, tabs: Line<'static>, frame: &mut Frame, area: Rect, view: &View) {
    let theme = view.theme;
    let room = usize::from(area.width.saturating_sub(4)).saturating_sub(tabs.width());
    let title = fit(&pane.title(view), room);
    let badge = pane.badge(view);
    let mut block = Block::bordered().border_type(BorderType::Rounded).border_style(if view.focused {
        theme.focused
    } else {
        theme.border
    });
    if !tabs.spans.is_empty() {
        block = block.title(tabs.clone());
    }
    let style = if view.focused { theme.focused.patch(theme.strong) } else { theme.strong };
    // The active tab may already show the title.
    let tab = tabs.spans.iter().any(|tab| tab.content.trim() == title);
    if !tab {
        block = block.title(Line::styled(format!(" {title} "), style));
    }
    if !badge.is_empty() && tabs.width() + width(&title) + width(&badge) + 6 <= usize::from(area.width) {
        block = block.title(Line::styled(format!(" {badge} "), theme.dim).right_aligned());
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let padded = Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    if padded.width > 0 && padded.height > 0 {
        pane.draw(frame, padded, view);
    }
}

/// A shift time: `08`, `8:30`; midnight at its end is 24.
fn format_shift_hour(minute: u32) -> String {
    let minute = if minute > 24 * 60 { minute - 24 * 60 } else { minute };
    if minute.is_multiple_of(60) { format!("{:02}", minute / 60) } else { format_clock(minute) }
}

fn centered((columns, rows): (u16, u16), area: Rect) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

fn draw_too_small(frame: &mut Frame, view: &View) {
    let area = frame.area();
    let wanted = format!("{}×{}", MIN_SIZE.0, MIN_SIZE.1);
    let now = format!("{}×{}", area.width, area.height);
    let text = view.tt("enlarge", &[("wanted", wanted.as_str().into()), ("now", now.as_str().into())]);
    if area.width > 0 && area.height > 0 {
        frame.render_widget(Line::raw(fit(&text, usize::from(area.width))), Rect { height: 1, ..area });
    }
}
