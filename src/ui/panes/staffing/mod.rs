//! Staffing: forecast by hour of week, people needed and rostered today, and the backlog outlook.

pub mod columns;
pub mod heat_map;
pub mod outlook;
pub mod today;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::columns::HourColumns;
use crate::engine::staffing::Staffing as StaffingResult;
use crate::engine::staffing::arrival_history::HOURS_PER_DAY;
use crate::engine::staffing::requirements::StaffingState;
use crate::model::text::wrap;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::staffing::columns::current_hour_of_week;
use crate::ui::view::View;

/// The pane. The cursor is on an hour of the week, by default the current one.
#[derive(Default)]
pub struct StaffingPane {
    /// Weekday (0 is Monday) and hour of day.
    selected_hour: Option<(usize, usize)>,
}

/// Rows of the full and of the minimal section for today.
const TODAY_ROWS: usize = 9;
const MIN_TODAY_ROWS: usize = 5;

impl StaffingPane {
    fn hour_of_week(&self, view: &View) -> (usize, usize) {
        self.selected_hour.unwrap_or_else(|| current_hour_of_week(view))
    }
}

impl Pane for StaffingPane {
    fn title(&self, view: &View) -> String {
        view.t("staffing")
    }

    /// The number of coming hours today that are short of people.
    fn badge(&self, view: &View) -> String {
        let Some(staffing) = view.staffing.staffing(view) else { return String::new() };
        let ahead = || staffing.day.iter().filter(|slot| slot.time.to > view.now);
        let short = ahead().filter(|slot| slot.state() == StaffingState::Short).count();
        match short {
            _ if ahead().all(|slot| slot.state() == StaffingState::Unknown) => String::new(),
            0 => view.t("staffing-enough"),
            n => view.tt("staffing-short", &[("n", n.into())]),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = [Action::NewAbsence, Action::NewShift, Action::Left, Action::Right];
        acts.into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let (day, hour) = self.hour_of_week(view);
        let to = match action {
            Action::Up => (day.saturating_sub(1), hour),
            Action::Down => ((day + 1).min(6), hour),
            Action::Left => (day, hour.saturating_sub(1)),
            Action::Right => (day, (hour + 1).min(HOURS_PER_DAY - 1)),
            Action::Top | Action::PageUp => (0, hour),
            Action::Bottom | Action::PageDown => (6, hour),
            Action::Back if self.selected_hour.is_some() => {
                self.selected_hour = None;
                return Effect::Handled;
            }
            _ => return Effect::Ignored,
        };
        self.selected_hour = Some(to);
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let Some((staffing, past)) = view.staffing.staffing(view).zip(view.staffing.history()) else {
            frame.render_widget(Line::styled(view.t("reading"), view.theme.dim), Rect { height: 1, ..area });
            return;
        };
        let lines = staffing_lines(&staffing, past.forecast.as_ref(), self.hour_of_week(view), width, height, view);
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
    }
}

/// Sections by priority: today and backlog, then the week, then channels and categories.
fn staffing_lines(
    staffing: &StaffingResult,
    forecast: Option<&crate::engine::staffing::arrival_history::ArrivalForecast>,
    at: (usize, usize),
    width: usize,
    height: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let columns = HourColumns::fit(staffing, forecast, at.1, width, view);
    let foot = outlook::backlog_lines(staffing, width, view);
    let Some(forecast) = forecast else {
        let text = wrap(&view.t("staffing-no-forecast"), width);
        let mut lines: Vec<Line> = text.into_iter().map(|text| Line::styled(text, view.theme.dim)).collect();
        // Without a forecast the hours still show who is rostered.
        if staffing.day.iter().any(|slot| slot.rostered_hours > 0.0 || slot.due_count > 0) {
            lines.extend(today::today_lines(staffing, &columns, height.saturating_sub(lines.len() + foot.len()), view));
        }
        lines.extend(foot);
        return lines;
    };
    let error = outlook::forecast_error_lines(forecast, width, view);
    let hour = heat_map::hour_line(forecast, at, width, view);
    let week = heat_map::heat_map_lines(forecast, &columns, at, view);
    let mut lines = Vec::new();
    let all = week.len() + 1 + error.len() + TODAY_ROWS + foot.len();
    // Separate the sections only if every gap fits.
    let spacing = usize::from(height >= all + 2);
    // Shrink today to its minimum if the week then fits above it.
    let with_week = height > week.len() + 1 + MIN_TODAY_ROWS + foot.len();
    if with_week {
        lines.extend(week);
        lines.push(hour.clone());
        lines.extend(if height >= all { error.clone() } else { outlook::short_forecast_error(forecast, width, view) });
        lines.extend(vec![Line::default(); spacing]);
    }
    lines.extend(today::today_lines(
        staffing,
        &columns,
        height.saturating_sub(lines.len() + foot.len() + spacing),
        view,
    ));
    lines.extend(vec![Line::default(); spacing]);
    lines.extend(foot);
    if !with_week && height > lines.len() + error.len() + 1 {
        lines.extend([Line::default(), hour]);
        lines.extend(error);
    }
    let room = height.saturating_sub(lines.len() + 1);
    if room >= 4 {
        lines.push(Line::default());
        lines.extend(outlook::channel_and_category_lines(forecast, width, room, view));
    }
    lines
}
