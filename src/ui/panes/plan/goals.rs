//! Goals: progress against a steady pace, and which are due for review.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::goal::{Goal, GoalState, GoalStatus};
use crate::model::ids::WithId;
use crate::model::record::RecordKind;
use crate::model::text::{clean_line, pad_left};
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::plan::rows::{INDENT, PaneRows, align_ends, draw_empty_state, draw_expanded};
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Closed goals stay visible for this many days.
const RECENT_DAYS: u64 = 14;
/// Rows per goal.
const ROWS_PER_GOAL: usize = 2;

/// The pane. The cursor is on a goal.
#[derive(Default)]
pub struct GoalsPane {
    cursor: Cursor<i64>,
}

/// Open goals by due date, then recently closed ones.
fn sorted_goals<'a>(view: &View<'a>) -> Vec<&'a WithId<Goal>> {
    let today = view.zone().date(view.now);
    let fresh = |goal: &Goal| goal.closed.as_ref().is_none_or(|closed| closed.on + Days::new(RECENT_DAYS) >= today);
    let mut goals: Vec<_> = view.desk.team.goals.iter().filter(|goal| fresh(goal)).collect();
    goals.sort_by_key(|goal| (!goal.is_open(), goal.due, goal.id));
    goals
}

fn sorted_ids(view: &View) -> Vec<i64> {
    sorted_goals(view).iter().map(|goal| goal.id).collect()
}

/// Rows that the pane can use.
pub fn pane_rows(columns: usize, view: &View) -> PaneRows {
    let goals = sorted_goals(view);
    let more = goals.iter().map(|goal| acts::goal_detail_lines(goal, columns, view).len() + 1).max();
    PaneRows { list: goals.len() * ROWS_PER_GOAL, details: more.unwrap_or(0), spacers: goals.len() }
}

impl GoalsPane {
    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<Goal>> {
        let id = self.cursor.item(&sorted_ids(view))?;
        sorted_goals(view).into_iter().find(|goal| goal.id == id)
    }
}

impl Pane for GoalsPane {
    fn title(&self, view: &View) -> String {
        view.t("plan-goals")
    }

    /// Number of goals behind pace and due for review.
    fn badge(&self, view: &View) -> String {
        let today = view.zone().date(view.now);
        let standings: Vec<_> =
            sorted_goals(view).into_iter().map(|goal| plan_format::goal_standing(goal, view)).collect();
        let behind = standings.iter().filter(|it| matches!(it.state, GoalState::Behind | GoalState::Missed)).count();
        let reviews = standings.iter().filter(|it| it.is_review_due(today)).count();
        let parts = [(behind, "goals-behind"), (reviews, "goals-to-review")];
        let texts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, key)| view.tt(key, &[("n", n.into())]));
        texts.collect::<Vec<_>>().join(" · ")
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.selected(view).map(|_| acts::GOAL_ACTIONS).into_iter().flatten();
        [Action::NewTicket].into_iter().chain(on).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        acts::action_label(RecordKind::Goal, action, self.selected(view).is_some_and(|goal| !goal.is_open()), view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = sorted_ids(view);
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        match (action, self.selected(view)) {
            (Action::NewTicket, _) => acts::open_new_form(RecordKind::Goal, view),
            (_, Some(goal)) => acts::run_goal_action(action, goal, view),
            (_, None) => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (goals, columns) = (sorted_goals(view), usize::from(area.width));
        if goals.is_empty() {
            return draw_empty_state("goals-none", frame, area, view);
        }
        let at = self.cursor.row(&sorted_ids(view)).unwrap_or(0);
        let height = usize::from(area.height);
        let row_lines = |n: usize| {
            let standing = plan_format::goal_standing(goals[n], view);
            let head = goal_line(goals[n], &standing, columns, view);
            let head = if n == at { view.theme.highlight_row(head, view.focused) } else { head };
            vec![head, progress_line(goals[n], &standing, columns, view)]
        };
        let rest = |n: usize| acts::goal_detail_lines(goals[n], columns.saturating_sub(INDENT), view);
        if draw_expanded(goals.len(), row_lines, rest, frame, area) {
            return;
        }
        // Details of the selected goal below the list as far as they fit, and a blank row between goals if each gets
        // one.
        let more = acts::with_rule_above(acts::goal_detail_lines(goals[at], columns, view), columns, view);
        let (tight, loose) = (goals.len() * ROWS_PER_GOAL, goals.len() * (ROWS_PER_GOAL + 1));
        let below = if height >= tight + PaneRows::MIN_DETAILS { more.len().min(height - tight) } else { 0 };
        let spacing = usize::from(height >= loose + below);
        let shown = visible_rows(at, goals.len(), height / (ROWS_PER_GOAL + spacing));
        for (line, place) in more.into_iter().zip(area.rows().skip(goals.len() * (ROWS_PER_GOAL + spacing))).take(below)
        {
            frame.render_widget(line, place);
        }
        let mut rows = area.rows();
        for n in shown {
            for (line, place) in row_lines(n)
                .into_iter()
                .chain(vec![Line::default(); spacing])
                .zip(rows.by_ref().take(ROWS_PER_GOAL + spacing))
            {
                frame.render_widget(line, place);
            }
        }
    }
}

/// `● Answer sooner                       on track · Thu 31 Dec · Lan`.
fn goal_line(goal: &WithId<Goal>, standing: &GoalStatus, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan_format::goal_state_label(standing.state, view);
    let left = Line::from(vec![
        Span::styled(format!("{} ", mark.glyph), mark.style),
        Span::styled(clean_line(&goal.name).into_owned(), if goal.is_open() { theme.strong } else { theme.dim }),
    ]);
    let mut right = vec![Span::styled(mark.text, mark.style)];
    right.push(Span::styled(format!(" · {}", dates::format_day(goal.due, view)), theme.dim));
    if let (Some(owner), true) = (goal.owner, columns >= 56) {
        right.push(Span::styled(format!(" · {}", view.person_name(Some(owner))), theme.dim));
    }
    align_ends(left, right, columns)
}

/// Progress: `  ━━━━━━━│────   62 %  first response now 18 m · target 15 m`, and a due review.
fn progress_line(goal: &Goal, standing: &GoalStatus, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan_format::goal_state_label(standing.state, view);
    // A narrow pane shortens the bar, not the text.
    let length = if columns < 90 { columns / 8 } else { (columns / 4).min(36) };
    let (full, rest, pace) = crate::presentation::goals::progress_bar(standing, length);
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
    let few = standing.live.n < LOW_SAMPLE_COUNT;
    line.push_span(Span::styled(
        format!(" {}", pad_left(&crate::presentation::goals::format_progress(standing.displayed_progress()), 6)),
        theme.strong,
    ));
    let whose = plan_format::goal_owner_name(goal, view).map(|of| format!(" · {of}")).unwrap_or_default();
    line.push_span(Span::styled(
        format!("  {}{whose} ", crate::presentation::goals::figure_label(&goal.figure, view.catalog)),
        theme.dim,
    ));
    let amount = |value| crate::presentation::goals::format_figure_value(&goal.figure, value);
    line.push_span(Span::styled(format!("{} ", view.t("goal-now")), theme.dim));
    line.push_span(Span::styled(amount(standing.live.value), if few { theme.dim } else { theme.text }));
    let target = amount(Some(goal.target.to_f64()));
    line.push_span(Span::styled(format!(" · {} {target}", view.t("field-goal-target")), theme.dim));
    let due = standing.is_review_due(view.zone().date(view.now));
    let review = due.then(|| vec![Span::styled(format!("◷ {}", view.t("goal-review-due")), theme.warn)]);
    align_ends(line, review.unwrap_or_default(), columns)
}
