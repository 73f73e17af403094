//! Draws the QA review form: the conversation, with the scorecard beside it, or below it in a narrow window.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{ItemScore, ReviewForm};
use crate::model::review::Review;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::presentation::numbers;
use crate::ui::dialogs::ticket::timeline;
use crate::ui::view::View;

/// Minimum width for the scorecard beside the conversation.
const SIDE_BY_SIDE_WIDTH: u16 = 100;
const SCORECARD_WIDTH: u16 = 46;
/// Height of the comment field.
const COMMENT_ROWS: u16 = 3;

impl ReviewForm {
    pub(super) fn draw_review(&self, frame: &mut Frame, area: Rect, view: &View) {
        let below = u16::try_from(self.card.items.len()).unwrap_or(0) + COMMENT_ROWS + 4;
        let (conversation, card) = if area.width >= SIDE_BY_SIDE_WIDTH {
            let [conversation, _, card] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(3), Constraint::Length(SCORECARD_WIDTH)])
                    .areas(area);
            (conversation, card)
        } else {
            let below = below.min(area.height.saturating_sub(5));
            let [conversation, card] = Layout::vertical([Constraint::Min(0), Constraint::Length(below)]).areas(area);
            (conversation, card)
        };
        self.draw_conversation(frame, conversation, view);
        self.draw_scorecard(frame, card, view);
    }

    fn draw_conversation(&self, frame: &mut Frame, area: Rect, view: &View) {
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        let subject = clean_line(&self.detail.ticket.subject).into_owned();
        let room = usize::from(head.width.saturating_sub(12));
        frame.render_widget(Span::styled(fit(&subject, room), view.theme.strong), head);
        let rows = timeline::timeline_rows(&self.detail, usize::from(body.width), view);
        let n = rows.len();
        self.history.draw(frame, body, rows);
        if n > usize::from(body.height) {
            self.history.draw_hidden_count(frame, head, n, usize::from(body.height), view.theme.accent);
        }
    }

    fn draw_scorecard(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let items = u16::try_from(self.card.items.len()).unwrap_or(0);
        // A tall area has room for the full item description.
        let about_rows = if area.height >= items + COMMENT_ROWS + 8 { 3 } else { 1 };
        let [head, list, about, label, comment, foot, _] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(items),
            Constraint::Length(about_rows),
            Constraint::Length(1),
            Constraint::Length(COMMENT_ROWS),
            Constraint::Length(1),
            Constraint::Min(0),
        ])
        .areas(area);
        self.draw_score(frame, head, view);
        for (n, row) in (0..self.card.items.len()).zip(list.rows()) {
            frame.render_widget(self.item_line(n, columns, view), row);
        }
        if let Some(item) = self.card.items.get(self.cursor) {
            let mut text = clean_line(&item.guidance).into_owned();
            if item.auto_fail {
                text = format!("{} {text}", view.t("review-fatal"));
            }
            for (text, row) in wrap(&text, columns).into_iter().zip(about.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
        }
        let here = self.in_comment();
        let (mark, style) = if here { ("› ", theme.accent) } else { ("  ", theme.dim) };
        frame.render_widget(Span::styled(format!("{mark}{}", view.t("review-comment")), style), label);
        let inner = Rect { x: comment.x + 2.min(comment.width), width: comment.width.saturating_sub(2), ..comment };
        self.comment.draw(frame, inner, here && view.focused);
        let (text, style) = match &self.error {
            Some(wrong) => (format!("▲ {wrong}"), theme.bad),
            None => (view.t("review-hint"), theme.dim),
        };
        frame.render_widget(Span::styled(fit(&text, columns), style), foot);
    }

    /// The score so far, and the scores of other reviewers.
    fn draw_score(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let review = self.review(view);
        let (earned, possible) = review.points();
        let failed = review.marks.iter().any(crate::model::review::ReviewMark::is_auto_fail);
        let open = self.scores.iter().filter(|said| **said == ItemScore::Unscored).count();
        let score = match open {
            n if n == self.scores.len() => numbers::NO_VALUE.to_owned(),
            _ => numbers::format_share(review.score()),
        };
        let points = [("earned", (earned as usize).into()), ("possible", (possible as usize).into())];
        let mut spans = vec![
            Span::styled(view.t("review-score"), theme.dim),
            Span::styled(format!(" {score} "), if failed { theme.bad } else { theme.strong }),
            Span::styled(view.tt("review-points", &points), theme.dim),
        ];
        if failed {
            spans.push(Span::styled(format!(" ▲ {}", view.t("review-failed")), theme.bad));
        }
        if open > 0 {
            spans.push(Span::styled(format!(" · {}", view.tt("review-still", &[("n", open.into())])), theme.warn));
        }
        let line = Line::from(spans);
        let left = line.width();
        frame.render_widget(line, area);
        let others: Vec<String> = self.other_reviews.iter().map(|review| other_review_text(review, view)).collect();
        let room = usize::from(area.width).saturating_sub(left + 2);
        let others = Line::styled(fit(&others.join(" "), room), theme.dim);
        frame.render_widget(others.right_aligned(), area);
    }

    fn item_line(&self, n: usize, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let (item, said) = (&self.card.items[n], self.scores[n]);
        let here = n == self.cursor;
        let most = item.weight;
        let (points, style) = match said {
            ItemScore::Unscored => ("·".to_owned(), theme.warn),
            ItemScore::NotApplicable => ("x".to_owned(), theme.dim),
            ItemScore::Points(points) if points == most => (points.to_string(), theme.good),
            ItemScore::Points(points) if item.auto_fail => (points.to_string(), theme.bad),
            ItemScore::Points(points) => (points.to_string(), theme.text),
        };
        let bar = match said {
            ItemScore::Points(points) => {
                let full = usize::try_from(points).unwrap_or(0);
                format!("{}{}", "●".repeat(full), "○".repeat(usize::try_from(most - points).unwrap_or(0)))
            }
            ItemScore::Unscored => "○".repeat(usize::try_from(most).unwrap_or(0)),
            ItemScore::NotApplicable => view.t("review-not-applicable"),
        };
        // Other reviewers' points, in the order of the score line.
        let others = self.other_reviews.iter().map(|review| {
            let mark = review.marks.iter().find(|mark| mark.item == item.name);
            mark.map_or(numbers::NO_VALUE.into(), |mark| mark.points.map_or("x".into(), |points| points.to_string()))
        });
        let others = others.map(|points: String| pad_left(&points, 4)).collect::<String>();
        let name = if item.auto_fail {
            format!("▲ {}", clean_line(&item.name))
        } else {
            clean_line(&item.name).into_owned()
        };
        let room = columns.saturating_sub(2 + 8 + 10 + width(&others)).clamp(8, 24);
        let mut line = Line::from(vec![
            Span::styled(if here { "› " } else { "  " }, theme.accent),
            Span::styled(pad(&fit(&name, room), room), if here { theme.strong } else { theme.text }),
            Span::styled(pad_left(&points, 3), style),
            Span::styled(format!(" / {most} "), theme.dim),
            Span::styled(pad(&bar, 10), style),
            Span::styled(others, theme.dim),
        ]);
        if here && view.focused {
            line = theme.highlight_row(line, true);
        }
        line
    }
}

/// Another reviewer and their score.
fn other_review_text(review: &Review, view: &View) -> String {
    let who = review.reviewer.person.map_or(review.reviewer.login.as_str(), |by| view.person_name(Some(by)));
    format!("{} {}", clean_line(who), numbers::format_share(review.score()))
}
