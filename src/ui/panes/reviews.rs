//! The QA sample of this and the last week by agent, with the review status and score of each answer. For quality
//! controllers and leads.

use std::cell::RefCell;

use chrono::{Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::metrics::summary::FigureSummary;
use crate::engine::quality::results;
use crate::engine::quality::review_queue::{ReviewState, can_review, review_queue};
use crate::engine::quality::sampling::{SolvedTicket, SolvedWeek};
use crate::engine::roster::rules::monday;
use crate::model::figure::FigureId;
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::review::Review;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::presentation::numbers;
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::dialogs::review;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// The pane. The cursor is on a sampled ticket.
#[derive(Default)]
pub struct ReviewsPane {
    cursor: Cursor<ReviewKey>,
    /// Shows only this agent's sample.
    agent_filter: Option<PersonId>,
    /// Solved tickets by week; `None` until the store has answered.
    weeks: Option<Vec<SolvedWeek>>,
    /// Rows, cached for a change version.
    row_cache: RefCell<Option<(u64, Vec<ReviewSampleRow>)>>,
}

type ReviewKey = (NaiveDate, PersonId, TicketId);

/// A sampled ticket as a table row.
#[derive(Debug, Clone)]
struct ReviewSampleRow {
    monday: NaiveDate,
    work: SolvedTicket,
    is_double_review: bool,
    status: ReviewState,
    score: Option<f64>,
    /// The viewer solved it and so cannot review it.
    solved_by_viewer: bool,
}

/// Whether the viewer may review answers.
fn viewer_can_review(view: &View) -> bool {
    view.author.person.and_then(|me| view.desk.team.people.get(&me)).is_some_and(can_review)
}

impl ReviewSampleRow {
    fn key(&self) -> ReviewKey {
        (self.monday, self.work.agent, self.work.ticket)
    }

    fn is_pending(&self) -> bool {
        self.status != ReviewState::Done && !self.solved_by_viewer
    }
}

impl ReviewsPane {
    /// Mondays of this week and the last one.
    fn mondays(view: &View) -> Vec<NaiveDate> {
        let this = monday(view.zone().date(view.now));
        vec![this, this - Days::new(7)]
    }

    /// All rows: newer week first, then by agent name, then in sample order.
    fn all_rows(&self, view: &View) -> Vec<ReviewSampleRow> {
        let version = view.changes.version();
        if let Some((of, entries)) = &*self.row_cache.borrow()
            && *of == version
        {
            return entries.clone();
        }
        let me = view.author.person;
        let weeks = self.weeks.as_deref().unwrap_or_default();
        let entry = |entry: &crate::engine::quality::review_queue::ReviewQueueEntry| ReviewSampleRow {
            monday: entry.monday,
            work: entry.ticket.clone(),
            is_double_review: entry.needs_second_review,
            status: entry.state_for(me),
            score: entry.visible_score(me),
            solved_by_viewer: me == Some(entry.ticket.agent),
        };
        let all = review_queue(weeks, &view.desk.team.reviews, &view.settings.review_sampling);
        let mut entries: Vec<ReviewSampleRow> = all.iter().map(entry).collect();
        entries.sort_by_cached_key(|entry| {
            (std::cmp::Reverse(entry.monday), fold(view.person_name(Some(entry.work.agent))), entry.work.agent)
        });
        *self.row_cache.borrow_mut() = Some((version, entries.clone()));
        entries
    }

    /// The rows of the selected agent, or all rows.
    fn visible_rows(&self, view: &View) -> Vec<ReviewSampleRow> {
        if !viewer_can_review(view) {
            return Vec::new();
        }
        let mut entries = self.all_rows(view);
        entries.retain(|entry| self.agent_filter.is_none_or(|who| entry.work.agent == who));
        entries
    }

    fn agent_choices(&self, view: &View) -> Vec<Option<PersonId>> {
        let mut agents: Vec<_> = self.all_rows(view).iter().map(|entry| entry.work.agent).collect();
        agents.sort_by_cached_key(|agent| (fold(view.person_name(Some(*agent))), *agent));
        agents.dedup();
        [None].into_iter().chain(agents.into_iter().map(Some)).collect()
    }

    /// Selects the next or previous agent; between the last and the first come all agents.
    fn cycle_agent(&mut self, step: isize, view: &View) {
        let agents = self.agent_choices(view);
        let at = agents.iter().position(|agent| *agent == self.agent_filter).unwrap_or(0);
        self.agent_filter = agents[(at + agents.len()).saturating_add_signed(step) % agents.len()];
    }

    fn row_line(&self, entry: &ReviewSampleRow, name: usize, columns: usize, here: bool, view: &View) -> Line<'static> {
        let theme = view.theme;
        let second = if entry.is_double_review { format!(" {}", view.t("review-of-two")) } else { String::new() };
        let (glyph, status, style) = match entry.status {
            _ if entry.solved_by_viewer && entry.status != ReviewState::Done => {
                ("·", view.t("review-yours"), theme.dim)
            }
            ReviewState::Open => ("○", view.t("review-open"), theme.warn),
            ReviewState::NeedsSecondReview => ("◐", view.t("review-second"), theme.warn),
            ReviewState::Done => {
                let score = numbers::format_share(entry.score);
                let style = if entry.score.is_some_and(|score| score < 0.6) { theme.bad } else { theme.good };
                ("✓", view.tt("review-done", &[("score", score.into())]), style)
            }
        };
        let bad = if entry.work.has_bad_rating { "▼ " } else { "" };
        let head = format!("{glyph} {:>6}  ", entry.work.ticket.0);
        let who = format!("{}  ", pad(&fit(&clean_line(view.person_name(Some(entry.work.agent))), name), name));
        let kind = [entry.work.channel.as_deref(), entry.work.category.as_deref()];
        let kind = kind.into_iter().flatten().map(|word| clean_line(word).into_owned()).collect::<Vec<_>>().join(" · ");
        let kind = if columns >= 96 { format!("{}  ", pad(&fit(&kind, 20), 20)) } else { String::new() };
        let status = pad(&format!("{status}{}", if entry.status == ReviewState::Open { &second } else { "" }), 26);
        let room = columns.saturating_sub(width(&head) + width(&who) + width(&kind) + width(&status) + width(bad) + 2);
        let subject = pad(&fit(&clean_line(&entry.work.subject), room), room);
        let line = Line::from(vec![
            Span::styled(head, style),
            Span::styled(who, theme.strong),
            Span::styled(bad, theme.bad),
            Span::styled(subject, theme.text),
            Span::raw("  "),
            Span::styled(kind, theme.dim),
            Span::styled(status, style),
        ]);
        if here { theme.highlight_row(line, view.focused) } else { line }
    }

    /// Footer: agreement between reviewers and, for a selected agent, the score and weakest items.
    fn footer_lines(&self, view: &View) -> Vec<String> {
        // Use the period of the figures on screen.
        let period = view.recent_metrics.map(|metrics| metrics.report.period);
        let lately = |review: &&WithId<Review>| period.is_none_or(|period| period.contains(review.at));
        let all = view.desk.team.reviews.iter().filter(lately).map(|review| &review.it);
        let theirs = all.clone().filter(|review| self.agent_filter.is_none_or(|who| review.agent == who));
        let agreed = results::reviewer_agreement(theirs);
        let points = agreed
            .mean_score_difference
            .map_or_else(|| numbers::NO_VALUE.into(), |apart| format!("{:.0}", apart * 100.0));
        let mut lines = vec![match agreed.pairs {
            0 => view.t("review-no-pairs"),
            n => view.tt(
                "review-agreement",
                &[
                    ("share", numbers::format_share(agreed.agreement_rate()).into()),
                    ("points", points.into()),
                    ("n", n.into()),
                ],
            ),
        }];
        if let Some(who) = self.agent_filter {
            let figures = view.recent_metrics.and_then(|metrics| metrics.report.agent(who));
            let figure = figures.map(|figures| figures.get(FigureId::Quality));
            let scored = results::scores_by_agent(all).remove(&who).unwrap_or_default();
            let weak = scored.weakest_items().take(2);
            let weak = weak.map(|(name, share)| format!("{} {}", clean_line(name), numbers::format_share(Some(share))));
            let weak = weak.collect::<Vec<_>>().join(", ");
            let values = [
                ("score", numbers::format_share(figure.and_then(FigureSummary::value)).into()),
                ("n", figure.map_or(0, FigureSummary::n).into()),
                ("days", (view.settings.period_days as usize).into()),
                ("weak", if weak.is_empty() { numbers::NO_VALUE.into() } else { weak.into() }),
            ];
            lines.push(view.tt("review-scores", &values));
        }
        lines
    }
}

/// Heading of a week: its number and how many answers are reviewed.
fn week_heading(monday: NaiveDate, entries: &[ReviewSampleRow], columns: usize, view: &View) -> Line<'static> {
    let of: Vec<_> = entries.iter().filter(|entry| entry.monday == monday).collect();
    let read = of.iter().filter(|entry| entry.status == ReviewState::Done).count();
    let key = if view.zone().date(view.now) < monday + Days::new(7) { "review-week-so-far" } else { "review-week" };
    let week = monday.format("%-V").to_string();
    let text = view.tt(key, &[("week", week.into()), ("read", read.into()), ("n", of.len().into())]);
    let text = fit(&format!("── {text} "), columns);
    let rule = "─".repeat(columns.saturating_sub(width(&text)));
    Line::styled(text + &rule, view.theme.dim)
}

impl Pane for ReviewsPane {
    fn title(&self, view: &View) -> String {
        match self.agent_filter {
            Some(who) => view.tt("reviews-of", &[("who", clean_line(view.person_name(Some(who))).into_owned().into())]),
            None => view.t("reviews-title"),
        }
    }

    fn badge(&self, view: &View) -> String {
        let shown = self.visible_rows(view);
        if shown.is_empty() {
            return String::new();
        }
        view.tt("reviews-badge", &[("n", shown.iter().filter(|entry| entry.is_pending()).count().into())])
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let keys: Vec<ReviewKey> = self.visible_rows(view).iter().map(ReviewSampleRow::key).collect();
        let on = self.cursor.item(&keys).map(|_| [Action::Open, Action::LogCoaching]).into_iter().flatten();
        on.chain([Action::Left, Action::Right]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-review"))
    }

    fn on_show(&mut self, view: &View) -> Effect {
        if viewer_can_review(view) {
            Effect::Query(Query::SolvedByWeek(ReviewsPane::mondays(view)))
        } else {
            Effect::Handled
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        if let Response::SolvedByWeek(weeks) = answer {
            self.weeks = Some(weeks.clone());
            *self.row_cache.borrow_mut() = None;
        }
        Effect::Handled
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let shown = self.visible_rows(view);
        let keys: Vec<ReviewKey> = shown.iter().map(ReviewSampleRow::key).collect();
        if self.cursor.on_action(action, &keys) {
            return Effect::Handled;
        }
        let at = self.cursor.row(&keys).map(|row| &shown[row]);
        match (action, at) {
            (Action::Left | Action::Right, _) => {
                self.cycle_agent(if action == Action::Right { 1 } else { -1 }, view);
                Effect::Handled
            }
            (Action::Back, _) if self.agent_filter.is_some() => {
                self.agent_filter = None;
                Effect::Handled
            }
            (Action::Open, Some(entry)) if entry.solved_by_viewer => Effect::Message(view.t("review-own")),
            (Action::Open, Some(entry)) => {
                self.cursor.pin(&keys);
                review::open(entry.work.ticket, entry.work.agent, view)
            }
            (Action::LogCoaching, Some(entry)) => {
                review::open_coaching_note(entry.work.ticket, entry.work.agent, entry.work.at, view)
            }
            (Action::Open | Action::LogCoaching, None) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let say = |frame: &mut Frame, key: &str| {
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
        };
        if !viewer_can_review(view) {
            return say(frame, "reviews-reviewers-only");
        }
        if self.weeks.is_none() {
            return say(frame, "reading");
        }
        let shown = self.visible_rows(view);
        if shown.is_empty() {
            return say(frame, "reviews-empty");
        }
        let name =
            shown.iter().map(|entry| width(view.person_name(Some(entry.work.agent)))).max().unwrap_or(0).clamp(4, 18);
        let keys: Vec<ReviewKey> = shown.iter().map(ReviewSampleRow::key).collect();
        let at = self.cursor.row(&keys).unwrap_or(0);
        // Week headings are rows of the list.
        let mut lines: Vec<(Option<usize>, Line<'static>)> = Vec::new();
        let mut week = None;
        for (n, entry) in shown.iter().enumerate() {
            if week.replace(entry.monday) != Some(entry.monday) {
                lines.push((None, week_heading(entry.monday, &shown, columns, view)));
            }
            lines.push((Some(n), self.row_line(entry, name, columns, n == at, view)));
        }
        let foot = self.footer_lines(view);
        let below = if area.height >= 12 { foot.len() + 1 } else { 0 };
        let height = usize::from(area.height).saturating_sub(below);
        let row = lines.iter().position(|(of, _)| *of == Some(at)).unwrap_or(0);
        let total = lines.len();
        // Keep a week's heading visible with its first row.
        let row = if row == 1 { 0 } else { row };
        let visible = visible_rows(row, total, height);
        for ((_, line), place) in lines.into_iter().skip(visible.start).take(visible.len()).zip(area.rows()) {
            frame.render_widget(line, place);
        }
        if below > 0 {
            let more = total.saturating_sub(visible.end);
            let first = area.bottom() - u16::try_from(foot.len()).unwrap_or(0);
            for (n, (text, y)) in foot.into_iter().zip(first..).enumerate() {
                let text = fit(&text, columns);
                frame.render_widget(Line::styled(text, theme.dim), Rect { y, height: 1, ..area });
                if n == 0 && more > 0 {
                    let text = pad_left(&view.tt("n-more", &[("n", more.into())]), columns);
                    frame.render_widget(Line::styled(text, theme.dim), Rect { y: y - 1, height: 1, ..area });
                }
            }
        }
    }
}
