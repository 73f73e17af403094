//! Hand-over dialog: text, author and acknowledgement.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use super::draft_form::HandOverForm;
use crate::events::change::Change;
use crate::model::handover::HandOver;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::dialogs::ticket_list::TicketListDialog;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::markdown::markdown_rows;
use crate::ui::widgets::scroll::Scroll;

/// Hand-over dialog.
pub struct HandOverDialog {
    id: i64,
    scroll: Scroll,
}

impl HandOverDialog {
    pub fn open(left: &WithId<HandOver>) -> Effect {
        Effect::Open(Box::new(HandOverDialog { id: left.id, scroll: Scroll::default() }))
    }

    fn hand_over<'a>(&self, view: &View<'a>) -> Option<&'a WithId<HandOver>> {
        view.desk.team.hand_overs.iter().find(|left| left.id == self.id)
    }

    /// Whether the current user may edit it: they are the author and it is not acknowledged.
    fn can_edit(left: &HandOver, view: &View) -> bool {
        left.author.is_same(view.author) && left.acknowledged.is_none()
    }
}

impl Pane for HandOverDialog {
    fn title(&self, view: &View) -> String {
        let Some(left) = self.hand_over(view) else { return view.t("handovers-title") };
        let values = [
            ("who", author_name(&left.author, view).into()),
            ("when", dates::format_full_moment(left.at, view).into()),
        ];
        view.tt("handover-of", &values)
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let Some(left) = self.hand_over(view) else { return Action::CURSOR_MOVES.into() };
        let take = left.acknowledge(view.author, view.now).map(|_| Action::Assign);
        let edit = HandOverDialog::can_edit(left, view).then_some(Action::Edit);
        let tickets = (!left.named.is_empty()).then_some(Action::Open);
        take.into_iter().chain(edit).chain(tickets).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Assign => Some(view.t("handover-take")),
            Action::Open => Some(view.t("handover-tickets")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let Some(left) = self.hand_over(view) else { return Effect::Ignored };
        match action {
            Action::Assign => match left.acknowledge(view.author, view.now) {
                Some(taken) => {
                    let record = Some(Record::HandOver(taken));
                    Effect::Change(Change::ReplaceRecord { kind: RecordKind::HandOver, id: left.id, record })
                }
                None if left.acknowledged.is_some() => Effect::Message(view.t("handover-taken-already")),
                None => Effect::Message(view.t("handover-is-yours")),
            },
            Action::Edit if HandOverDialog::can_edit(left, view) => form::open(HandOverForm::edit(left), view),
            Action::Edit => Effect::Message(view.t("handover-stays")),
            Action::Open if !left.named.is_empty() => {
                let (title, formula) = (view.t("handover-named"), view.t("formula-handover"));
                TicketListDialog::open(title, formula, left.named.clone(), Vec::new(), view)
            }
            _ if self.scroll.on_action(action) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = self.hand_over(view).map_or(0, |left| markdown_rows(&left.body, 96, view).len());
        (100, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4).clamp(12, 50))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let Some(left) = self.hand_over(view) else { return };
        let [text, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        let state = match &left.acknowledged {
            Some(taken) => {
                let values = [
                    ("who", author_name(&taken.by, view).into()),
                    ("when", dates::format_moment(taken.at, view).into()),
                ];
                Span::styled(format!("✓ {}", view.tt("handover-taken", &values)), view.theme.good)
            }
            None => {
                let may = left.acknowledge(view.author, view.now).and_then(|_| view.keymap.first_key(Action::Assign));
                let key = may.map_or_else(|| "none".to_owned(), |key| key.to_string());
                let waits = view.tt("handover-waits", &[("key", key.into())]);
                Span::styled(format!("○ {waits}"), view.theme.warn)
            }
        };
        let rows = markdown_rows(&left.body, usize::from(area.width), view);
        self.scroll.draw_hidden_count(frame, foot, rows.len(), usize::from(text.height), view.theme.accent);
        self.scroll.draw(frame, text, rows);
        let columns = u16::try_from(state.width()).unwrap_or(0).min(foot.width);
        frame.render_widget(state, Rect { width: columns, ..foot });
    }
}

/// The author's name, else their login.
pub(super) fn author_name(author: &crate::model::person::Author, view: &View) -> String {
    author.person.and_then(|who| view.desk.team.name(who)).unwrap_or(&author.login).to_owned()
}
