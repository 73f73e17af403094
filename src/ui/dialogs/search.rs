//! Full-text search over all messages, as you type, newest first.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::event::EventPayload;
use crate::model::ids::Seq;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::query::protocol::{MAX_SEARCH_HITS, Query, Response, SearchHit};
use crate::query::search_terms::{ExcerptPiece, SearchTerms};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};
use crate::ui::widgets::text_field::TextField;
use crate::ui::widgets::{dates, state_label};

/// From this width on, rows also show the time.
const WIDE_COLUMNS: usize = 96;
/// Maximum columns of a name.
const MAX_NAME_COLUMNS: usize = 14;
/// Rows of the preview: the ticket and more of the text.
const PREVIEW_ROWS: usize = 4;

/// The dialog.
#[derive(Default)]
pub struct SearchDialog {
    query: TextField,
    /// The last hits, and the query they answer.
    hits: Vec<SearchHit>,
    answered_query: String,
    cursor: Cursor<Seq>,
}

impl SearchDialog {
    pub fn open() -> Effect {
        Effect::Open(Box::new(SearchDialog::default()))
    }

    fn seqs(&self) -> Vec<Seq> {
        self.hits.iter().map(|hit| hit.event.seq).collect()
    }

    fn selected(&self) -> Option<&SearchHit> {
        self.cursor.row(&self.seqs()).map(|row| &self.hits[row])
    }

    /// Queries the typed text.
    fn run_query(&mut self) -> Effect {
        if SearchTerms::parse(self.query.text()).is_empty() {
            self.hits.clear();
            return Effect::Handled;
        }
        Effect::Query(Query::Search(self.query.text().to_owned()))
    }

    /// Queries again if the text has changed.
    fn on_query_changed(&mut self, before: &str) -> Effect {
        if before == self.query.text() {
            return Effect::Handled;
        }
        self.cursor = Cursor::default();
        self.run_query()
    }

    fn hit_line(
        &self,
        hit: &SearchHit,
        chosen: bool,
        wanted: &SearchTerms,
        widths: &SearchColumnWidths,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let (glyph, style) = state_label::event_glyph(&hit.event.what, view);
        let mut spans = vec![
            Span::styled(pad_left(&widths.format_when(hit, view), widths.when), theme.dim),
            Span::styled(pad_left(&format!("#{}", hit.ticket), widths.id + 3), theme.dim),
            Span::styled(format!("  {}", pad(&author_name(hit, view), widths.who)), theme.text),
            // One style under the cursor keeps the row readable.
            Span::styled(format!(" {glyph} "), if chosen { theme.text } else { style }),
        ];
        let context = wanted.excerpt(&hit_text(hit), widths.text);
        let used: usize = context.iter().map(|(text, _)| width(text)).sum();
        spans.extend(context.into_iter().map(|piece| piece_span(piece, theme.text, view)));
        spans.push(Span::raw(" ".repeat(widths.text.saturating_sub(used))));
        let line = Line::from(spans);
        if chosen { theme.highlight_row(line, view.focused) } else { line }
    }

    /// Preview of the hit under the cursor: its ticket and more of the text.
    fn preview_lines(&self, wanted: &SearchTerms, columns: usize, view: &View) -> Vec<Line<'static>> {
        let Some(hit) = self.selected() else { return Vec::new() };
        let theme = view.theme;
        let mark = state_label::status(hit.status, view);
        let head = format!("#{} {} · {}", hit.ticket, clean_line(&hit.subject), mark.text);
        let head = vec![
            Span::styled(format!("{} ", mark.glyph), mark.style),
            Span::styled(fit(&head, columns.saturating_sub(2)), theme.strong),
        ];
        let rows = PREVIEW_ROWS - 2;
        // Rows wrap at words, so each may be short by about one word.
        let context = wanted.excerpt(&hit_text(hit), (columns * rows).saturating_sub(12 * rows));
        let mut lines = vec![Line::default(), Line::from(head)];
        lines.extend(wrap_pieces(context, columns, view).into_iter().take(rows));
        lines
    }
}

/// Column widths.
struct SearchColumnWidths {
    wide: bool,
    when: usize,
    id: usize,
    who: usize,
    text: usize,
}

impl SearchColumnWidths {
    fn for_hits(hits: &[SearchHit], columns: usize, view: &View) -> SearchColumnWidths {
        let mut widths = SearchColumnWidths { wide: columns >= WIDE_COLUMNS, when: 0, id: 0, who: 0, text: 0 };
        for hit in hits {
            widths.when = widths.when.max(width(&widths.format_when(hit, view)));
            widths.id = widths.id.max(hit.ticket.to_string().len());
            widths.who = widths.who.max(width(&author_name(hit, view)).min(MAX_NAME_COLUMNS));
        }
        if !widths.wide {
            widths.who = widths.who.min(MAX_NAME_COLUMNS - 4);
        }
        widths.text = columns.saturating_sub(widths.when + widths.id + 3 + 2 + widths.who + 3);
        widths
    }

    fn format_when(&self, hit: &SearchHit, view: &View) -> String {
        let day = view.zone().date(hit.event.at);
        let today = day == view.zone().date(view.now);
        if self.wide || today { dates::format_moment(hit.event.at, view) } else { dates::format_day(day, view) }
    }
}

fn hit_text(hit: &SearchHit) -> String {
    hit.event.what.texts().join(" · ")
}

/// The author; for a customer message, the customer.
fn author_name(hit: &SearchHit, view: &View) -> String {
    let name = match (&hit.event.what, hit.event.by.person) {
        (EventPayload::Asked { .. }, _) => {
            view.open_ticket(hit.ticket).and_then(|row| row.customer.as_deref()).map(str::to_owned)
        }
        (_, Some(person)) => Some(view.person_name(Some(person)).to_owned()),
        (_, None) => Some(hit.event.by.login.clone()),
    };
    name.map_or_else(|| view.t("the-customer"), |name| clean_line(&name).into_owned())
}

fn piece_span((text, hit): ExcerptPiece, plain: Style, view: &View) -> Span<'static> {
    Span::styled(text, if hit { view.theme.accent.patch(view.theme.strong) } else { plain })
}

/// Wraps pieces at blanks.
fn wrap_pieces(pieces: Vec<ExcerptPiece>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    let mut used = 0;
    for (text, hit) in pieces {
        for word in text.split_inclusive(' ') {
            if used > 0 && used + width(word.trim_end()) > columns {
                lines.push(Line::default());
                used = 0;
            }
            used += width(word);
            if let Some(line) = lines.last_mut() {
                line.push_span(piece_span((word.to_owned(), hit), view.theme.text, view));
            }
        }
    }
    lines
}

impl Pane for SearchDialog {
    fn title(&self, view: &View) -> String {
        view.t("search-title")
    }

    fn badge(&self, view: &View) -> String {
        match self.hits.len() {
            0 => String::new(),
            MAX_SEARCH_HITS => view.tt("newest-n", &[("n", MAX_SEARCH_HITS.into())]),
            n => view.tt("n-found", &[("n", n.into())]),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let open = (!self.hits.is_empty()).then_some(Action::Open);
        open.into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            return self.selected().map_or(Effect::Handled, |hit| Effect::OpenTicket(hit.ticket));
        }
        let seqs = self.seqs();
        if self.cursor.on_action(action, &seqs) { Effect::Handled } else { Effect::Ignored }
    }

    fn captures_text(&self) -> bool {
        true
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if bound.is_some_and(|action| action == Action::Open || Action::CURSOR_MOVES.contains(&action)) {
            return None;
        }
        let before = self.query.text().to_owned();
        if !self.query.on_key(key) {
            return None;
        }
        Some(self.on_query_changed(&before))
    }

    fn on_paste(&mut self, text: &str, _view: &View) {
        self.query.paste(text);
    }

    fn after_paste(&mut self, _view: &View) -> Effect {
        self.cursor = Cursor::default();
        self.run_query()
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            // A response to an older query is stale.
            Response::SearchResults(text, hits) if text == self.query.text() => {
                self.hits.clone_from(hits);
                self.answered_query.clone_from(text);
                Effect::Handled
            }
            Response::Delta(delta) if !delta.tickets.is_empty() => self.run_query(),
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (132, 60)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let preview_rows = u16::try_from(PREVIEW_ROWS).unwrap_or(0);
        let [head, _, list, more] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(u16::from(area.height > 8)),
            Constraint::Min(0),
            Constraint::Length(if area.height > 16 && !self.hits.is_empty() { preview_rows } else { 0 }),
        ])
        .areas(area);
        frame.render_widget(Span::styled("› ", theme.accent), head);
        let field = Rect { x: head.x + 2.min(head.width), width: head.width.saturating_sub(2), ..head };
        if self.query.text().is_empty() {
            frame.render_widget(Span::styled(view.t("type-to-find"), theme.dim), field);
        }
        self.query.draw(frame, field, theme.strong, view.focused);
        let wanted = SearchTerms::parse(self.query.text());
        let says = match self.hits.is_empty() {
            false => None,
            true if wanted.is_empty() => Some("search-advice"),
            true if self.answered_query == self.query.text() => Some("search-nothing"),
            true => Some("searching"),
        };
        if let Some(key) = says {
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(list.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&self.seqs()).unwrap_or(0);
        let shown = visible_rows(at, self.hits.len(), usize::from(list.height));
        let widths = SearchColumnWidths::for_hits(&self.hits[shown.clone()], columns, view);
        for (n, row) in shown.zip(list.rows()) {
            frame.render_widget(self.hit_line(&self.hits[n], n == at, &wanted, &widths, view), row);
        }
        for (line, row) in self.preview_lines(&wanted, columns, view).into_iter().zip(more.rows()) {
            frame.render_widget(line, row);
        }
    }
}
