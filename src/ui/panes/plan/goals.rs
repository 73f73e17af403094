//! The goals: how far each has come, held against a steady pace, and which of them is to be looked at again.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{IN, Need, draw_all, ends, nothing};
use crate::domain::figure::FEW;
use crate::domain::plan::goal::{Goal, Standing, State};
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::text::{clean_line, pad_left};
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::plan;
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::when;

/// What is closed is shown for so many days.
const LATELY: u64 = 14;
/// Rows of a goal.
const ROWS: usize = 2;

/// The pane; its cursor is on a goal.
#[derive(Default)]
pub struct Goals {
    cursor: Cursor<i64>,
}

/// The open goals by their last day, then those closed lately.
fn order<'a>(view: &View<'a>) -> Vec<&'a Numbered<Goal>> {
    let today = view.zone().date(view.now);
    let fresh = |goal: &Goal| goal.closed.as_ref().is_none_or(|closed| closed.on + Days::new(LATELY) >= today);
    let mut goals: Vec<_> = view.desk.team.goals.iter().filter(|goal| fresh(goal)).collect();
    goals.sort_by_key(|goal| (!goal.is_open(), goal.due, goal.id));
    goals
}

fn ids(view: &View) -> Vec<i64> {
    order(view).iter().map(|goal| goal.id).collect()
}

/// The rows that the pane can fill.
pub fn need(columns: usize, view: &View) -> Need {
    let goals = order(view);
    let more = goals.iter().map(|goal| acts::rest_of_goal(goal, columns, view).len() + 1).max();
    Need { list: goals.len() * ROWS, more: more.unwrap_or(0), airy: goals.len() }
}

impl Goals {
    fn at<'a>(&self, view: &View<'a>) -> Option<&'a Numbered<Goal>> {
        let id = self.cursor.item(&ids(view))?;
        order(view).into_iter().find(|goal| goal.id == id)
    }
}

impl Pane for Goals {
    fn title(&self, view: &View) -> String {
        view.t("plan-goals")
    }

    /// How many are behind, and how many are to be looked at again.
    fn badge(&self, view: &View) -> String {
        let today = view.zone().date(view.now);
        let standings: Vec<_> = order(view).into_iter().map(|goal| plan::standing(goal, view)).collect();
        let behind = standings.iter().filter(|it| matches!(it.state, State::Behind | State::Missed)).count();
        let reviews = standings.iter().filter(|it| it.wants_review(today)).count();
        let parts = [(behind, "goals-behind"), (reviews, "goals-to-review")];
        let said = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, key)| view.tt(key, &[("n", n.into())]));
        said.collect::<Vec<_>>().join(" · ")
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.at(view).map(|_| acts::ON_GOAL).into_iter().flatten();
        [Action::NewTicket].into_iter().chain(on).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        acts::verb(RecordKind::Goal, action, self.at(view).is_some_and(|goal| !goal.is_open()), view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = ids(view);
        if self.cursor.act(action, &ids) {
            return Effect::Done;
        }
        self.cursor.hold(&ids);
        match (action, self.at(view)) {
            (Action::NewTicket, _) => acts::new(RecordKind::Goal, view),
            (_, Some(goal)) => acts::on_goal(action, goal, view),
            (_, None) => Effect::Pass,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (goals, columns) = (order(view), usize::from(area.width));
        if goals.is_empty() {
            return nothing("goals-none", frame, area, view);
        }
        let at = self.cursor.row(&ids(view)).unwrap_or(0);
        let height = usize::from(area.height);
        let told = |n: usize| {
            let standing = plan::standing(goals[n], view);
            let head = head(goals[n], &standing, columns, view);
            let head = if n == at { view.theme.under_cursor(head, view.focused) } else { head };
            vec![head, way(goals[n], &standing, columns, view)]
        };
        let rest = |n: usize| acts::rest_of_goal(goals[n], columns.saturating_sub(IN), view);
        if draw_all(goals.len(), told, rest, frame, area) {
            return;
        }
        // What there is to say of the one under the cursor, below, as far as there is room; and a blank row between two,
        // where there is one for each then.
        let more = acts::below_rule(acts::rest_of_goal(goals[at], columns, view), columns, view);
        let (tight, loose) = (goals.len() * ROWS, goals.len() * (ROWS + 1));
        let below = if height >= tight + Need::LEAST { more.len().min(height - tight) } else { 0 };
        let airy = usize::from(height >= loose + below);
        let shown = page(at, goals.len(), height / (ROWS + airy));
        for (line, place) in more.into_iter().zip(area.rows().skip(goals.len() * (ROWS + airy))).take(below) {
            frame.render_widget(line, place);
        }
        let mut rows = area.rows();
        for n in shown {
            for (line, place) in
                told(n).into_iter().chain(vec![Line::default(); airy]).zip(rows.by_ref().take(ROWS + airy))
            {
                frame.render_widget(line, place);
            }
        }
    }
}

/// `● Answer sooner                       on track · Thu 31 Dec · Lan`.
fn head(goal: &Numbered<Goal>, standing: &Standing, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan::goal_mark(standing.state, view);
    let left = Line::from(vec![
        Span::styled(format!("{} ", mark.glyph), mark.style),
        Span::styled(clean_line(&goal.name).into_owned(), if goal.is_open() { theme.strong } else { theme.dim }),
    ]);
    let mut right = vec![Span::styled(mark.word, mark.style)];
    right.push(Span::styled(format!(" · {}", when::day(goal.due, view)), theme.dim));
    if let (Some(owner), true) = (goal.owner, columns >= 56) {
        right.push(Span::styled(format!(" · {}", view.name(Some(owner))), theme.dim));
    }
    ends(left, right, columns)
}

/// `  ━━━━━━━│────   62 %  first response now 18 m · target 15 m`, and that it is to be looked at again.
fn way(goal: &Goal, standing: &Standing, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan::goal_mark(standing.state, view);
    // Where room is short, the words need it more.
    let length = if columns < 90 { columns / 8 } else { (columns / 4).min(36) };
    let (full, rest, pace) = plan::bar(standing, length);
    let mut line = Line::from(Span::raw("  "));
    let cells: Vec<char> = full.chars().chain(rest.chars()).collect();
    let done = full.chars().count();
    for (n, cell) in cells.into_iter().enumerate() {
        let style = if n < done { mark.style } else { theme.dim };
        line.push_span(match pace == Some(n) {
            true => Span::styled("│", theme.text),
            false => Span::styled(cell.to_string(), style),
        });
    }
    let few = standing.live.n < FEW;
    line.push_span(Span::styled(format!(" {}", pad_left(&plan::way(standing.way()), 6)), theme.strong));
    let whose = plan::whose(goal, view).map(|of| format!(" · {of}")).unwrap_or_default();
    line.push_span(Span::styled(format!("  {}{whose} ", plan::figure_word(&goal.figure, view.words)), theme.dim));
    let amount = |value| plan::amount(&goal.figure, value);
    line.push_span(Span::styled(format!("{} ", view.t("goal-now")), theme.dim));
    line.push_span(Span::styled(amount(standing.live.value), if few { theme.dim } else { theme.text }));
    let target = amount(Some(goal.target.value()));
    line.push_span(Span::styled(format!(" · {} {target}", view.t("field-goal-target")), theme.dim));
    let due = standing.wants_review(view.zone().date(view.now));
    let review = due.then(|| vec![Span::styled(format!("◷ {}", view.t("goal-review-due")), theme.warn)]);
    ends(line, review.unwrap_or_default(), columns)
}
