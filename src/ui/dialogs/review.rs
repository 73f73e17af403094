//! QA review: the conversation beside the scorecard, scored item by item.

pub mod draw;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::form;
use super::loading::LoadingDialog;
use crate::events::active_events::active_events;
use crate::events::change::Change;
use crate::model::event::EventPayload;
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::review::{Review, ReviewMark};
use crate::model::scorecard::{Scorecard, scorecard_for};
use crate::model::text::clean_line;
use crate::model::time::Instant;
use crate::query::protocol::{Response, TicketDetail};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::step_row;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::text_body::TextBody;

/// Score of an item so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemScore {
    Unscored,
    NotApplicable,
    Points(u32),
}

impl ItemScore {
    fn from_mark(mark: &ReviewMark) -> ItemScore {
        mark.points.map_or(ItemScore::NotApplicable, ItemScore::Points)
    }

    fn points(self) -> Option<u32> {
        match self {
            ItemScore::Points(points) => Some(points),
            ItemScore::Unscored | ItemScore::NotApplicable => None,
        }
    }
}

/// The review dialog.
pub struct ReviewForm {
    detail: TicketDetail,
    agent: PersonId,
    card: Scorecard,
    scores: Vec<ItemScore>,
    comment: TextBody,
    /// The item under the cursor; the comment comes after the last.
    cursor: usize,
    /// The reviewer's previous review, which this replaces.
    own_review: Option<WithId<Review>>,
    /// Reviews by others, hidden until the reviewer has reviewed.
    other_reviews: Vec<Review>,
    history: Scroll,
    pending: Option<Change>,
    dirty: bool,
    discard_warned: bool,
    error: Option<String>,
}

/// Loads the ticket and opens the scorecard that applies to it.
pub fn open(ticket: TicketId, agent: PersonId, _view: &View) -> Effect {
    LoadingDialog::load_ticket(ticket, move |detail, view| {
        let (channel, category) = (detail.ticket.channel.as_deref(), detail.ticket.category.as_deref());
        match scorecard_for(&view.settings.scorecards, channel, category) {
            Some(card) => Effect::Open(Box::new(ReviewForm::new(detail.clone(), agent, card.clone(), view))),
            None => Effect::Message(view.t("review-no-card")),
        }
    })
}

/// Opens the coaching form for a ticket, dated to the agent's last reply in it, else to the solve.
pub fn open_coaching_note(ticket: TicketId, agent: PersonId, solved: Instant, view: &View) -> Effect {
    if !view.viewer_is_lead() {
        return Effect::Message(view.t("notes-leads-only"));
    }
    LoadingDialog::load_ticket(ticket, move |detail, view| {
        let day = last_reply_day(detail, agent, view).unwrap_or(view.zone().date(solved));
        form::open(form::person::note::WriteNote::on_ticket(agent, day, ticket, view), view)
    })
}

/// The day of the agent's last reply in a ticket.
fn last_reply_day(detail: &TicketDetail, agent: PersonId, view: &View) -> Option<NaiveDate> {
    let replies = active_events(&detail.events)
        .filter(|event| matches!(event.what, EventPayload::Replied { .. }) && event.by.person == Some(agent));
    replies.map(|event| view.zone().date(event.at)).last()
}

impl ReviewForm {
    fn new(detail: TicketDetail, agent: PersonId, card: Scorecard, view: &View) -> ReviewForm {
        let id = detail.ticket.id;
        let of = view.desk.team.reviews.iter().filter(|review| review.ticket == id && review.agent == agent);
        let (mine, others): (Vec<_>, Vec<_>) =
            of.cloned().partition(|review| review.reviewer.is_same(view.author) && view.author.person.is_some());
        let mine = mine.into_iter().last();
        // A second reviewer must not see the first review.
        let others = if mine.is_some() { others.into_iter().map(|review| review.it).collect() } else { Vec::new() };
        let scores = card.items.iter().map(|item| {
            let before = mine.as_ref().and_then(|mine| mine.marks.iter().find(|mark| mark.item == item.name));
            before.map_or(ItemScore::Unscored, ItemScore::from_mark)
        });
        let mut comment = TextBody::default();
        if let Some(mine) = &mine {
            comment.paste(&mine.comment);
        }
        ReviewForm {
            scores: scores.collect(),
            detail,
            agent,
            card,
            comment,
            cursor: 0,
            own_review: mine,
            other_reviews: others,
            history: Scroll::default(),
            pending: None,
            dirty: false,
            discard_warned: false,
            error: None,
        }
    }

    fn in_comment(&self) -> bool {
        self.cursor >= self.card.items.len()
    }

    fn marks(&self) -> Vec<ReviewMark> {
        self.card.items.iter().zip(&self.scores).map(|(item, score)| item.mark(score.points())).collect()
    }

    /// The review as it would be saved.
    fn review(&self, view: &View) -> Review {
        Review {
            ticket: self.detail.ticket.id,
            agent: self.agent,
            reviewer: view.author.clone(),
            // An edited review stays in its original period.
            at: self.own_review.as_ref().map_or(view.now, |mine| mine.at),
            card: self.card.name.clone(),
            marks: self.marks(),
            comment: self.comment.text().trim().to_owned(),
        }
    }

    fn set_score(&mut self, score: ItemScore) {
        if let (Some(old), None) = (self.scores.get_mut(self.cursor), &self.pending) {
            *old = score;
            (self.dirty, self.discard_warned, self.error) = (true, false, None);
        }
    }

    /// Adds or removes one point.
    fn adjust_points(&mut self, up: bool) {
        let Some(item) = self.card.items.get(self.cursor) else { return };
        let points = match (self.scores[self.cursor].points(), up) {
            (None, true) => item.weight,
            (None, false) => 0,
            (Some(points), true) => (points + 1).min(item.weight),
            (Some(points), false) => points.saturating_sub(1),
        };
        self.set_score(ItemScore::Points(points));
    }

    fn save(&mut self, view: &View) -> Effect {
        if self.pending.is_some() {
            return Effect::Message(view.t("saving"));
        }
        if let Some(open) = self.scores.iter().position(|score| *score == ItemScore::Unscored) {
            self.cursor = open;
            let item = clean_line(&self.card.items[open].name).into_owned();
            self.error = Some(view.tt("review-item-open", &[("item", item.into())]));
            return Effect::Handled;
        }
        let record = Record::Review(self.review(view));
        let change = match &self.own_review {
            Some(mine) => Change::ReplaceRecord { kind: RecordKind::Review, id: mine.id, record: Some(record) },
            None => Change::AddRecord(record),
        };
        self.pending = Some(change.clone());
        Effect::Change(change)
    }
}

/// The points of a digit key.
fn points_key(key: KeyEvent) -> Option<u32> {
    match key.code {
        KeyCode::Char(digit) if key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT => digit.to_digit(10),
        _ => None,
    }
}

impl Pane for ReviewForm {
    fn title(&self, view: &View) -> String {
        let who = clean_line(view.person_name(Some(self.agent))).into_owned();
        view.tt("review-title", &[("id", self.detail.ticket.id.to_string().into()), ("who", who.into())])
    }

    fn badge(&self, view: &View) -> String {
        if self.pending.is_some() { view.t("saving") } else { clean_line(&self.card.name).into_owned() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let coach = view.viewer_is_lead().then_some(Action::LogCoaching);
        let pages = [Action::NextPane, Action::PageUp, Action::PageDown];
        if self.in_comment() {
            return [Action::Save].into_iter().chain(pages).chain([Action::Up]).collect();
        }
        let acts = [Action::Save, Action::Mark, Action::Remove].into_iter().chain(coach);
        acts.chain(pages).chain([Action::Up, Action::Down, Action::Left, Action::Right]).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Mark => Some(view.t("do-all-or-nothing")),
            Action::Remove => Some(view.t("do-not-applicable")),
            Action::NextPane => Some(view.t(if self.in_comment() { "do-to-items" } else { "do-to-comment" })),
            Action::PageUp => Some(view.t("do-earlier-messages")),
            Action::PageDown => Some(view.t("do-later-messages")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::PageUp | Action::PageDown => {
                self.history.on_action(action);
            }
            Action::NextPane | Action::PreviousPane => {
                self.cursor = if self.in_comment() { 0 } else { self.card.items.len() };
            }
            Action::Save => return self.save(view),
            Action::Back | Action::Quit if self.dirty && !self.discard_warned => {
                self.discard_warned = true;
                let key = view.keymap.first_non_text_key(action).map(|key| key.to_string()).unwrap_or_default();
                return Effect::Message(view.tt("press-again-to-discard", &[("key", key.into())]));
            }
            Action::Back | Action::Quit | Action::Redraw => return Effect::Ignored,
            Action::Left | Action::Right => self.adjust_points(action == Action::Right),
            Action::Mark => {
                let full = self.card.items.get(self.cursor).map(|item| item.weight);
                let now = self.scores.get(self.cursor).and_then(|score| score.points());
                self.set_score(ItemScore::Points(if now == full { 0 } else { full.unwrap_or(0) }));
            }
            Action::Remove => {
                self.set_score(ItemScore::NotApplicable);
                self.cursor = (self.cursor + 1).min(self.card.items.len());
            }
            Action::LogCoaching => {
                let id = self.detail.ticket.id;
                let day = last_reply_day(&self.detail, self.agent, view).unwrap_or(view.zone().date(view.now));
                return match view.viewer_is_lead() {
                    true => form::open(form::person::note::WriteNote::on_ticket(self.agent, day, id, view), view),
                    false => Effect::Message(view.t("notes-leads-only")),
                };
            }
            Action::Open => self.cursor = (self.cursor + 1).min(self.card.items.len()),
            other => {
                if let Some(to) = step_row(other, self.cursor, self.card.items.len() + 1) {
                    self.cursor = to;
                }
            }
        }
        Effect::Handled
    }

    fn captures_text(&self) -> bool {
        self.in_comment()
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.in_comment() {
            let points = points_key(key)?;
            let most = self.card.items[self.cursor].weight;
            if points > most {
                self.error = Some(view.tt("review-too-many", &[("most", (most as usize).into())]));
                return Some(Effect::Handled);
            }
            self.set_score(ItemScore::Points(points));
            self.cursor += 1;
            return Some(Effect::Handled);
        }
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        let for_dialog = match bound {
            Some(Action::Save | Action::Back | Action::Quit | Action::Redraw) => true,
            Some(Action::NextPane | Action::PreviousPane | Action::PageUp | Action::PageDown) => true,
            Some(Action::Up) => self.comment.at_top(),
            _ => false,
        };
        if for_dialog {
            return None;
        }
        if self.pending.is_none() {
            self.comment.on_key(key);
            (self.dirty, self.discard_warned) = (true, false);
        }
        Some(Effect::Handled)
    }

    fn on_paste(&mut self, text: &str, _view: &View) {
        if self.in_comment() && self.pending.is_none() {
            self.comment.paste(text);
            (self.dirty, self.discard_warned) = (true, false);
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        let Response::Applied(request, outcome) = answer else { return Effect::Handled };
        if self.pending.as_ref() != Some(&request.change) {
            return Effect::Handled;
        }
        self.pending = None;
        match outcome.as_ref() {
            Ok(_) => Effect::Close,
            Err(why) => {
                self.error = Some(why.lines().next().unwrap_or_default().to_owned());
                Effect::Handled
            }
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (160, 50)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        self.draw_review(frame, area, view);
    }
}
