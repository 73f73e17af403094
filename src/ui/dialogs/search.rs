//! Full-text search over all messages, as you type, newest first.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::event::What;
use crate::model::ids::Seq;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::query::protocol::{Answer, Ask, HITS, Hit};
use crate::query::wanted::{Piece, Wanted};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::field::TextField;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::{mark, when};
use super::ticket::TicketDialog;

/// From this width on, rows also show the time.
const WIDE: usize = 96;
/// Maximum columns of a name.
const WHO: usize = 14;
/// Rows of the preview: the ticket and more of the text.
const MORE: usize = 4;

/// The dialog.
#[derive(Default)]
pub struct Search {
    find: TextField,
    /// The last hits, and the query they answer.
    hits: Vec<Hit>,
    answered: String,
    cursor: Cursor<Seq>,
}

impl Search {
    pub fn open() -> Effect {
        Effect::Open(Box::new(Search::default()))
    }

    fn seqs(&self) -> Vec<Seq> {
        self.hits.iter().map(|hit| hit.event.seq).collect()
    }

    fn hit(&self) -> Option<&Hit> {
        self.cursor.row(&self.seqs()).map(|row| &self.hits[row])
    }

    /// Queries the typed text.
    fn ask(&mut self) -> Effect {
        if Wanted::of(self.find.text()).is_empty() {
            self.hits.clear();
            return Effect::Done;
        }
        Effect::Ask(Ask::Search(self.find.text().to_owned()))
    }

    /// Queries again if the text has changed.
    fn changed(&mut self, before: &str) -> Effect {
        if before == self.find.text() {
            return Effect::Done;
        }
        self.cursor = Cursor::default();
        self.ask()
    }

    fn line(&self, hit: &Hit, chosen: bool, wanted: &Wanted, widths: &Widths, view: &View) -> Line<'static> {
        let theme = view.theme;
        let (glyph, style) = mark::said(&hit.event.what, view);
        let mut spans = vec![
            Span::styled(pad_left(&widths.when(hit, view), widths.when), theme.dim),
            Span::styled(pad_left(&format!("#{}", hit.ticket), widths.id + 3), theme.dim),
            Span::styled(format!("  {}", pad(&who(hit, view), widths.who)), theme.text),
            // One style under the cursor keeps the row readable.
            Span::styled(format!(" {glyph} "), if chosen { theme.text } else { style }),
        ];
        let context = wanted.excerpt(&said(hit), widths.text);
        let used: usize = context.iter().map(|(text, _)| width(text)).sum();
        spans.extend(context.into_iter().map(|piece| span(piece, theme.text, view)));
        spans.push(Span::raw(" ".repeat(widths.text.saturating_sub(used))));
        let line = Line::from(spans);
        if chosen { theme.under_cursor(line, view.focused) } else { line }
    }

    /// Preview of the hit under the cursor: its ticket and more of the text.
    fn more(&self, wanted: &Wanted, columns: usize, view: &View) -> Vec<Line<'static>> {
        let Some(hit) = self.hit() else { return Vec::new() };
        let theme = view.theme;
        let mark = mark::status(hit.status, view);
        let head = format!("#{} {} · {}", hit.ticket, clean_line(&hit.subject), mark.word);
        let head = vec![
            Span::styled(format!("{} ", mark.glyph), mark.style),
            Span::styled(fit(&head, columns.saturating_sub(2)), theme.strong),
        ];
        let rows = MORE - 2;
        // Rows wrap at words, so each may be short by about one word.
        let context = wanted.excerpt(&said(hit), (columns * rows).saturating_sub(12 * rows));
        let mut lines = vec![Line::default(), Line::from(head)];
        lines.extend(flow(context, columns, view).into_iter().take(rows));
        lines
    }
}

/// Column widths.
struct Widths {
    wide: bool,
    when: usize,
    id: usize,
    who: usize,
    text: usize,
}

impl Widths {
    fn of(hits: &[Hit], columns: usize, view: &View) -> Widths {
        let mut widths = Widths { wide: columns >= WIDE, when: 0, id: 0, who: 0, text: 0 };
        for hit in hits {
            widths.when = widths.when.max(width(&widths.when(hit, view)));
            widths.id = widths.id.max(hit.ticket.to_string().len());
            widths.who = widths.who.max(width(&who(hit, view)).min(WHO));
        }
        if !widths.wide {
            widths.who = widths.who.min(WHO - 4);
        }
        widths.text = columns.saturating_sub(widths.when + widths.id + 3 + 2 + widths.who + 3);
        widths
    }

    fn when(&self, hit: &Hit, view: &View) -> String {
        let day = view.zone().date(hit.event.at);
        let today = day == view.zone().date(view.now);
        if self.wide || today { when::moment(hit.event.at, view) } else { when::day(day, view) }
    }
}

fn said(hit: &Hit) -> String {
    hit.event.what.said().join(" · ")
}

/// The author; for a customer message, the customer.
fn who(hit: &Hit, view: &View) -> String {
    let name = match (&hit.event.what, hit.event.by.person) {
        (What::Asked { .. }, _) => view.ticket(hit.ticket).and_then(|row| row.customer.as_deref()).map(str::to_owned),
        (_, Some(person)) => Some(view.name(Some(person)).to_owned()),
        (_, None) => Some(hit.event.by.login.clone()),
    };
    name.map_or_else(|| view.t("the-customer"), |name| clean_line(&name).into_owned())
}

fn span((text, hit): Piece, plain: Style, view: &View) -> Span<'static> {
    Span::styled(text, if hit { view.theme.accent.patch(view.theme.strong) } else { plain })
}

/// Wraps pieces at blanks.
fn flow(pieces: Vec<Piece>, columns: usize, view: &View) -> Vec<Line<'static>> {
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
                line.push_span(span((word.to_owned(), hit), view.theme.text, view));
            }
        }
    }
    lines
}

impl Pane for Search {
    fn title(&self, view: &View) -> String {
        view.t("search-title")
    }

    fn badge(&self, view: &View) -> String {
        match self.hits.len() {
            0 => String::new(),
            HITS => view.tt("newest-n", &[("n", HITS.into())]),
            n => view.tt("n-found", &[("n", n.into())]),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let open = (!self.hits.is_empty()).then_some(Action::Open);
        open.into_iter().chain(Action::MOVES).collect()
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            return self.hit().map_or(Effect::Done, |hit| TicketDialog::open(hit.ticket));
        }
        let seqs = self.seqs();
        if self.cursor.act(action, &seqs) { Effect::Done } else { Effect::Pass }
    }

    fn typing(&self) -> bool {
        true
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keys.action(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if bound.is_some_and(|action| action == Action::Open || Action::MOVES.contains(&action)) {
            return None;
        }
        let before = self.find.text().to_owned();
        if !self.find.typed(key) {
            return None;
        }
        Some(self.changed(&before))
    }

    fn pasted(&mut self, text: &str, _view: &View) {
        self.find.paste(text);
    }

    fn after_paste(&mut self, _view: &View) -> Effect {
        self.cursor = Cursor::default();
        self.ask()
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        match answer {
            // A response to an older query is stale.
            Answer::Found(text, hits) if text == self.find.text() => {
                self.hits.clone_from(hits);
                self.answered.clone_from(text);
                Effect::Done
            }
            Answer::Changed(delta) if !delta.tickets.is_empty() => self.ask(),
            _ => Effect::Done,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (132, 60)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let preview_rows = u16::try_from(MORE).unwrap_or(0);
        let [head, _, list, more] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(u16::from(area.height > 8)),
            Constraint::Min(0),
            Constraint::Length(if area.height > 16 && !self.hits.is_empty() { preview_rows } else { 0 }),
        ])
        .areas(area);
        frame.render_widget(Span::styled("› ", theme.accent), head);
        let field = Rect { x: head.x + 2.min(head.width), width: head.width.saturating_sub(2), ..head };
        if self.find.text().is_empty() {
            frame.render_widget(Span::styled(view.t("type-to-find"), theme.dim), field);
        }
        self.find.draw(frame, field, theme.strong, view.focused);
        let wanted = Wanted::of(self.find.text());
        let says = match self.hits.is_empty() {
            false => None,
            true if wanted.is_empty() => Some("search-advice"),
            true if self.answered == self.find.text() => Some("search-nothing"),
            true => Some("searching"),
        };
        if let Some(key) = says {
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(list.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&self.seqs()).unwrap_or(0);
        let shown = page(at, self.hits.len(), usize::from(list.height));
        let widths = Widths::of(&self.hits[shown.clone()], columns, view);
        for (n, row) in shown.zip(list.rows()) {
            frame.render_widget(self.line(&self.hits[n], n == at, &wanted, &widths, view), row);
        }
        for (line, row) in self.more(&wanted, columns, view).into_iter().zip(more.rows()) {
            frame.render_widget(line, row);
        }
    }
}
