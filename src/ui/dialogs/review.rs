//! QA review: the conversation beside the scorecard, scored item by item.

mod draw;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::events::change::Change;
use crate::events::replay;
use crate::model::event::What;
use crate::model::ids::{PersonId, TicketId};
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::review::{Mark, Review};
use crate::model::scorecard::{Card, for_ticket};
use crate::model::text::clean_line;
use crate::model::time::Instant;
use crate::query::protocol::{Answer, Detail};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::body::TextBody;
use crate::ui::widgets::list::step;
use crate::ui::widgets::scroll::Scroll;
use super::form;
use super::reading::Reading;

/// Score of an item so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    DoesNotApply,
    Points(u32),
}

impl Said {
    fn of(mark: &Mark) -> Said {
        mark.points.map_or(Said::DoesNotApply, Said::Points)
    }

    fn points(self) -> Option<u32> {
        match self {
            Said::Points(points) => Some(points),
            Said::Nothing | Said::DoesNotApply => None,
        }
    }
}

/// The review dialog.
pub struct Form {
    detail: Detail,
    agent: PersonId,
    card: Card,
    said: Vec<Said>,
    comment: TextBody,
    /// The item under the cursor; the comment comes after the last.
    at: usize,
    /// The reviewer's previous review, which this replaces.
    mine: Option<Numbered<Review>>,
    /// Reviews by others, hidden until the reviewer has reviewed.
    others: Vec<Review>,
    history: Scroll,
    asked: Option<Change>,
    touched: bool,
    warned: bool,
    wrong: Option<String>,
}

/// Loads the ticket and opens the scorecard that applies to it.
pub fn open(ticket: TicketId, agent: PersonId, _view: &View) -> Effect {
    Reading::ticket(ticket, move |detail, view| {
        let (channel, category) = (detail.ticket.channel.as_deref(), detail.ticket.category.as_deref());
        match for_ticket(&view.settings.scorecards, channel, category) {
            Some(card) => Effect::Open(Box::new(Form::new(detail.clone(), agent, card.clone(), view))),
            None => Effect::Say(view.t("review-no-card")),
        }
    })
}

/// Opens the coaching form for a ticket, dated to the agent's last reply in it, else to the solve.
pub fn coach(ticket: TicketId, agent: PersonId, solved: Instant, view: &View) -> Effect {
    if !super::person::viewer_is_lead(view) {
        return Effect::Say(view.t("notes-leads-only"));
    }
    Reading::ticket(ticket, move |detail, view| {
        let day = replied(detail, agent, view).unwrap_or(view.zone().date(solved));
        form::open(form::person::note::WriteNote::on_ticket(agent, day, ticket, view), view)
    })
}

/// The day of the agent's last reply in a ticket.
fn replied(detail: &Detail, agent: PersonId, view: &View) -> Option<NaiveDate> {
    let replies = replay::active(&detail.events)
        .filter(|event| matches!(event.what, What::Replied { .. }) && event.by.person == Some(agent));
    replies.map(|event| view.zone().date(event.at)).last()
}

impl Form {
    fn new(detail: Detail, agent: PersonId, card: Card, view: &View) -> Form {
        let id = detail.ticket.id;
        let of = view.desk.team.reviews.iter().filter(|review| review.ticket == id && review.agent == agent);
        let (mine, others): (Vec<_>, Vec<_>) =
            of.cloned().partition(|review| review.reviewer.is_same(view.author) && view.author.person.is_some());
        let mine = mine.into_iter().last();
        // A second reviewer must not see the first review.
        let others = if mine.is_some() { others.into_iter().map(|review| review.it).collect() } else { Vec::new() };
        let said = card.items.iter().map(|item| {
            let before = mine.as_ref().and_then(|mine| mine.marks.iter().find(|mark| mark.item == item.name));
            before.map_or(Said::Nothing, Said::of)
        });
        let mut comment = TextBody::default();
        if let Some(mine) = &mine {
            comment.paste(&mine.comment);
        }
        Form {
            said: said.collect(),
            detail,
            agent,
            card,
            comment,
            at: 0,
            mine,
            others,
            history: Scroll::default(),
            asked: None,
            touched: false,
            warned: false,
            wrong: None,
        }
    }

    fn in_comment(&self) -> bool {
        self.at >= self.card.items.len()
    }

    fn marks(&self) -> Vec<Mark> {
        self.card.items.iter().zip(&self.said).map(|(item, said)| item.mark(said.points())).collect()
    }

    /// The review as it would be saved.
    fn review(&self, view: &View) -> Review {
        Review {
            ticket: self.detail.ticket.id,
            agent: self.agent,
            reviewer: view.author.clone(),
            // An edited review stays in its original period.
            at: self.mine.as_ref().map_or(view.now, |mine| mine.at),
            card: self.card.name.clone(),
            marks: self.marks(),
            comment: self.comment.text().trim().to_owned(),
        }
    }

    fn say(&mut self, said: Said) {
        if let (Some(old), None) = (self.said.get_mut(self.at), &self.asked) {
            *old = said;
            (self.touched, self.warned, self.wrong) = (true, false, None);
        }
    }

    /// Adds or removes one point.
    fn nudge(&mut self, up: bool) {
        let Some(item) = self.card.items.get(self.at) else { return };
        let points = match (self.said[self.at].points(), up) {
            (None, true) => item.weight,
            (None, false) => 0,
            (Some(points), true) => (points + 1).min(item.weight),
            (Some(points), false) => points.saturating_sub(1),
        };
        self.say(Said::Points(points));
    }

    fn save(&mut self, view: &View) -> Effect {
        if self.asked.is_some() {
            return Effect::Say(view.t("saving"));
        }
        if let Some(open) = self.said.iter().position(|said| *said == Said::Nothing) {
            self.at = open;
            let item = clean_line(&self.card.items[open].name).into_owned();
            self.wrong = Some(view.tt("review-item-open", &[("item", item.into())]));
            return Effect::Done;
        }
        let record = Record::Review(self.review(view));
        let change = match &self.mine {
            Some(mine) => Change::Replace { kind: RecordKind::Review, id: mine.id, record: Some(record) },
            None => Change::Add(record),
        };
        self.asked = Some(change.clone());
        Effect::Change(change)
    }
}

/// The points of a digit key.
fn digit(key: KeyEvent) -> Option<u32> {
    match key.code {
        KeyCode::Char(digit) if key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT => digit.to_digit(10),
        _ => None,
    }
}

impl Pane for Form {
    fn title(&self, view: &View) -> String {
        let who = clean_line(view.name(Some(self.agent))).into_owned();
        view.tt("review-title", &[("id", self.detail.ticket.id.to_string().into()), ("who", who.into())])
    }

    fn badge(&self, view: &View) -> String {
        if self.asked.is_some() { view.t("saving") } else { clean_line(&self.card.name).into_owned() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let coach = super::person::viewer_is_lead(view).then_some(Action::Coach);
        let pages = [Action::NextPane, Action::PageUp, Action::PageDown];
        if self.in_comment() {
            return [Action::Save].into_iter().chain(pages).chain([Action::Up]).collect();
        }
        let acts = [Action::Save, Action::Mark, Action::Drop].into_iter().chain(coach);
        acts.chain(pages).chain([Action::Up, Action::Down, Action::Left, Action::Right]).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Mark => Some(view.t("do-all-or-nothing")),
            Action::Drop => Some(view.t("do-not-applicable")),
            Action::NextPane => Some(view.t(if self.in_comment() { "do-to-items" } else { "do-to-comment" })),
            Action::PageUp => Some(view.t("do-earlier-messages")),
            Action::PageDown => Some(view.t("do-later-messages")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::PageUp | Action::PageDown => {
                self.history.act(action);
            }
            Action::NextPane | Action::PreviousPane => {
                self.at = if self.in_comment() { 0 } else { self.card.items.len() };
            }
            Action::Save => return self.save(view),
            Action::Back | Action::Quit if self.touched && !self.warned => {
                self.warned = true;
                let key = view.keys.key_in_text(action).map(|key| key.to_string()).unwrap_or_default();
                return Effect::Say(view.tt("again-throws-away", &[("key", key.into())]));
            }
            Action::Back | Action::Quit | Action::Redraw => return Effect::Pass,
            Action::Left | Action::Right => self.nudge(action == Action::Right),
            Action::Mark => {
                let full = self.card.items.get(self.at).map(|item| item.weight);
                let now = self.said.get(self.at).and_then(|said| said.points());
                self.say(Said::Points(if now == full { 0 } else { full.unwrap_or(0) }));
            }
            Action::Drop => {
                self.say(Said::DoesNotApply);
                self.at = (self.at + 1).min(self.card.items.len());
            }
            Action::Coach => {
                let id = self.detail.ticket.id;
                let day = replied(&self.detail, self.agent, view).unwrap_or(view.zone().date(view.now));
                return match super::person::viewer_is_lead(view) {
                    true => form::open(form::person::note::WriteNote::on_ticket(self.agent, day, id, view), view),
                    false => Effect::Say(view.t("notes-leads-only")),
                };
            }
            Action::Open => self.at = (self.at + 1).min(self.card.items.len()),
            other => {
                if let Some(to) = step(other, self.at, self.card.items.len() + 1) {
                    self.at = to;
                }
            }
        }
        Effect::Done
    }

    fn typing(&self) -> bool {
        self.in_comment()
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.in_comment() {
            let points = digit(key)?;
            let most = self.card.items[self.at].weight;
            if points > most {
                self.wrong = Some(view.tt("review-too-many", &[("most", (most as usize).into())]));
                return Some(Effect::Done);
            }
            self.say(Said::Points(points));
            self.at += 1;
            return Some(Effect::Done);
        }
        let bound = view.keys.action(Key::from(key)).filter(|_| !Key::from(key).is_text());
        let for_dialog = match bound {
            Some(Action::Save | Action::Back | Action::Quit | Action::Redraw) => true,
            Some(Action::NextPane | Action::PreviousPane | Action::PageUp | Action::PageDown) => true,
            Some(Action::Up) => self.comment.at_top(),
            _ => false,
        };
        if for_dialog {
            return None;
        }
        if self.asked.is_none() {
            self.comment.typed(key);
            (self.touched, self.warned) = (true, false);
        }
        Some(Effect::Done)
    }

    fn pasted(&mut self, text: &str, _view: &View) {
        if self.in_comment() && self.asked.is_none() {
            self.comment.paste(text);
            (self.touched, self.warned) = (true, false);
        }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        let Answer::Applied(request, outcome) = answer else { return Effect::Done };
        if self.asked.as_ref() != Some(&request.change) {
            return Effect::Done;
        }
        self.asked = None;
        match outcome.as_ref() {
            Ok(_) => Effect::Close,
            Err(why) => {
                self.wrong = Some(why.lines().next().unwrap_or_default().to_owned());
                Effect::Done
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
