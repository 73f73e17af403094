//! Coverage requirements, as a list to edit in place.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::form;
use super::form::requirement::{MAX_SEATS, RequirementForm};
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::Requirement;
use crate::model::text::{fit, pad, pad_left, width};
use crate::model::time::format_clock;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::labels::profile_name;
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// The dialog.
#[derive(Default)]
struct RequirementsDialog {
    cursor: Cursor<i64>,
}

/// Opens the list.
pub fn open(_view: &View) -> Effect {
    Effect::Open(Box::new(RequirementsDialog::default()))
}

/// In order of importance, then by hours.
fn sorted_requirements<'a>(view: &View<'a>) -> Vec<&'a WithId<Requirement>> {
    let mut all: Vec<_> = view.desk.team.requirements.iter().collect();
    let rank = |one: &Requirement| view.settings.profile_order.iter().position(|profile| *profile == one.profile);
    all.sort_by_key(|one| (rank(one), one.hours, one.id));
    all
}

/// `Mon Tue Wed Thu Fri` as `Mon–Fri`.
fn format_weekdays(bits: u8, view: &View) -> String {
    if bits & Requirement::EVERY_DAY == Requirement::EVERY_DAY {
        return view.t("every-day");
    }
    let name = |day: u8| view.t(&format!("day-{}", day + 1));
    let days: Vec<u8> = (0..7).filter(|day| bits >> day & 1 == 1).collect();
    let runs = days.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [one] => name(*one),
        [one, other] => format!("{} {}", name(*one), name(*other)),
        _ => format!("{}–{}", name(run[0]), name(run[run.len() - 1])),
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn format_hours(one: &Requirement) -> String {
    let end = if one.hours.to > 24 * 60 { one.hours.to - 24 * 60 } else { one.hours.to };
    format!("{}–{}", format_clock(one.hours.from), format_clock(end))
}

impl RequirementsDialog {
    fn replace_requirement(&self, one: &WithId<Requirement>, record: Option<Requirement>) -> Effect {
        let record = record.map(Record::Requirement);
        Effect::Change(Change::ReplaceRecord { kind: RecordKind::Requirement, id: one.id, record })
    }
}

impl Pane for RequirementsDialog {
    fn title(&self, view: &View) -> String {
        view.t("requirements-title")
    }

    fn badge(&self, view: &View) -> String {
        view.desk.team.requirements.len().to_string()
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let there = !view.desk.team.requirements.is_empty();
        let own = [Action::Open, Action::Remove].into_iter().filter(|_| there);
        own.chain([Action::NewRequirement, Action::Undo, Action::Left, Action::Right])
            .chain(Action::CURSOR_MOVES)
            .collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Open => Some(view.t("do-edit")),
            Action::Remove => Some(view.t("verb-remove")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let list = sorted_requirements(view);
        let ids: Vec<i64> = list.iter().map(|one| one.id).collect();
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        let chosen = self.cursor.row(&ids).map(|at| list[at]);
        match (action, chosen) {
            (Action::NewRequirement, Some(one)) => form::open(RequirementForm::prefilled(one.it.clone()), view),
            (Action::NewRequirement, None) => form::open(RequirementForm::new(), view),
            (Action::Open | Action::Edit, Some(one)) => form::open(RequirementForm::edit(one.id, one.it.clone()), view),
            (Action::Remove, Some(one)) => self.replace_requirement(one, None),
            (Action::Right, Some(one)) if one.need < MAX_SEATS => {
                self.replace_requirement(one, Some(Requirement { need: one.need + 1, ..one.it.clone() }))
            }
            (Action::Left, Some(one)) if one.need > 1 => {
                self.replace_requirement(one, Some(Requirement { need: one.need - 1, ..one.it.clone() }))
            }
            (Action::Left, Some(_)) => {
                let key = view.keymap.first_key(Action::Remove).map(|key| key.to_string()).unwrap_or_default();
                Effect::Message(view.tt("least-need", &[("key", key.into())]))
            }
            _ => Effect::Ignored,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = u16::try_from(view.desk.team.requirements.len()).unwrap_or(u16::MAX).saturating_add(5);
        (72, rows.clamp(9, 30))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let [top, list, foot] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(1)]).areas(area);
        let all = sorted_requirements(view);
        frame.render_widget(Span::styled(fit(&view.t("requirements-hint"), columns), theme.dim), foot);
        if all.is_empty() {
            let key = view.keymap.first_key(Action::NewRequirement).map(|key| key.to_string()).unwrap_or_default();
            let text = fit(&view.tt("coverage-empty", &[("key", key.into())]), columns);
            return frame.render_widget(Line::styled(text, theme.dim), list);
        }
        let names = all.iter().map(|one| width(&profile_name(one.profile, view))).max().unwrap_or(0) + 2;
        let cells = |need: &str, profile: &str, days: &str, hours: &str| {
            let text = format!("{}  {}{}{hours}", pad_left(need, 5), pad(profile, names), pad(days, 26));
            pad(&text, columns)
        };
        let head = ["col-need", "col-profile", "col-weekdays", "col-hours"].map(|key| view.t(key));
        frame.render_widget(Line::styled(cells(&head[0], &head[1], &head[2], &head[3]), theme.dim), top);
        let ids: Vec<i64> = all.iter().map(|one| one.id).collect();
        let chosen = self.cursor.row(&ids).unwrap_or(0);
        let shown = visible_rows(chosen, all.len(), usize::from(list.height));
        for ((n, one), row) in all.iter().enumerate().skip(shown.start).take(shown.len()).zip(list.rows()) {
            let profile = profile_name(one.profile, view);
            let text = cells(&one.need.to_string(), &profile, &format_weekdays(one.weekdays, view), &format_hours(one));
            let line = Line::styled(text, theme.text);
            frame.render_widget(if n == chosen { theme.highlight_row(line, view.focused) } else { line }, row);
        }
    }
}
