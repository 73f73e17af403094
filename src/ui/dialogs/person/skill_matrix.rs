//! Skill matrix of the team: skills as rows, people as columns, with a warning for skills only one person has. A digit
//! key rates the selected person; a second view lists the candidates for each profile.

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::skills::{PersonSkillsDialog, level_from_key, rate_skill};
use super::{PersonDialog, succession};
use crate::engine::skills::{self, SkillCoverage, SkillGap};
use crate::model::ids::PersonId;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::presentation::numbers::NO_VALUE;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, step_row, visible_rows};
use crate::ui::widgets::scroll::Scroll;

/// Maximum and minimum width of a person's column.
const MAX_PERSON_WIDTH: usize = 12;
const MIN_PERSON_WIDTH: usize = 6;
/// Maximum width of a skill name.
const MAX_SKILL_WIDTH: usize = 26;

/// Skill matrix dialog.
pub struct SkillMatrixDialog {
    person_cursor: Cursor<PersonId>,
    /// Selected skill, case-folded; `row` is the fallback when it is gone.
    selected_skill: Option<String>,
    row: usize,
    /// Whether the succession view is shown.
    shows_succession: bool,
    scroll: Scroll,
}

/// Data of one draw.
struct SkillMatrixData {
    reach: Vec<SkillCoverage>,
    people: Vec<PersonId>,
    /// Keyed by person and case-folded skill.
    ratings: BTreeMap<(PersonId, String), SkillGap>,
}

impl SkillMatrixData {
    fn new(view: &View) -> SkillMatrixData {
        let (team, asked) = (&view.desk.team.people, &view.settings.profile_requirements);
        let today = view.zone().date(view.now);
        let mut people: Vec<_> = team.iter().filter(|(_, p)| p.primary.is_some() || !p.skills.is_empty()).collect();
        people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
        let held = people.iter().flat_map(|(id, person)| {
            let card = skills::skill_gaps(person, asked, today).into_iter();
            card.map(|held| ((**id, fold(&held.skill)), held))
        });
        SkillMatrixData {
            reach: skills::skill_coverage(team, asked),
            ratings: held.collect(),
            people: people.iter().map(|(id, _)| **id).collect(),
        }
    }
}

/// Column widths.
struct SkillMatrixWidths {
    name: usize,
    required: usize,
    status: usize,
    /// Preferred width of a person's column, for the full name.
    person: usize,
}

impl SkillMatrixWidths {
    /// Width of everything left of the people.
    fn fixed(&self) -> usize {
        self.name + 1 + self.required + 2 + self.status + 1
    }
}

impl SkillMatrixData {
    fn widths(&self, view: &View) -> SkillMatrixWidths {
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let people = &mut self.people.iter().map(|id| width(&clean_line(view.person_name(Some(*id)))) + 2);
        SkillMatrixWidths {
            name: widest(&mut self.reach.iter().map(|reach| width(&clean_line(&reach.skill)))).min(MAX_SKILL_WIDTH),
            required: width(&view.t("skills-asked")),
            status: widest(&mut self.reach.iter().map(|reach| width(&coverage_text(reach, view).0))),
            person: widest(people).clamp(MIN_PERSON_WIDTH, MAX_PERSON_WIDTH),
        }
    }
}

impl SkillMatrixDialog {
    pub fn open() -> Effect {
        Effect::Open(Box::new(SkillMatrixDialog {
            person_cursor: Cursor::default(),
            selected_skill: None,
            row: 0,
            shows_succession: false,
            scroll: Scroll::default(),
        }))
    }

    fn row(&self, sheet: &SkillMatrixData) -> usize {
        let on =
            self.selected_skill.as_ref().and_then(|on| sheet.reach.iter().position(|reach| fold(&reach.skill) == *on));
        on.unwrap_or(self.row.min(sheet.reach.len().saturating_sub(1)))
    }

    fn set_cursor(&mut self, row: usize, sheet: &SkillMatrixData) {
        self.row = row;
        self.selected_skill = sheet.reach.get(row).map(|reach| fold(&reach.skill));
    }
}

/// Text and style of a cell: level and gap.
fn cell_text(held: Option<&SkillGap>, view: &View) -> (String, Style) {
    let theme = view.theme;
    match held {
        None => ("·".into(), theme.dim),
        Some(held) if held.required == 0 => (held.level.to_string(), theme.dim),
        Some(held) if held.level == 0 => ("○".into(), theme.warn),
        Some(held) if held.gap() > 0 => (format!("{}▼{}", held.level, held.gap()), theme.warn),
        Some(held) if held.stale => (format!("{}~", held.level), theme.dim),
        Some(held) => (held.level.to_string(), theme.text),
    }
}

/// How many people have the skill at the required level.
fn coverage_text(reach: &SkillCoverage, view: &View) -> (String, Style) {
    let theme = view.theme;
    match reach {
        reach if reach.is_unrated() => (format!("○ {}", view.t("skill-not-rated")), theme.dim),
        reach if reach.nobody_qualifies() => (view.t("holders-none"), theme.bad),
        reach if reach.depends_on_one() => (view.t("holders-one"), theme.warn),
        reach if reach.required == 0 => (format!("· {}", reach.able.len()), theme.dim),
        reach => (format!("✓ {}", reach.able.len()), theme.good),
    }
}

impl Pane for SkillMatrixDialog {
    fn title(&self, view: &View) -> String {
        view.t(if self.shows_succession { "next-title" } else { "skills-title" })
    }

    fn badge(&self, view: &View) -> String {
        let reach = skills::skill_coverage(&view.desk.team.people, &view.settings.profile_requirements);
        let count = |on: fn(&SkillCoverage) -> bool| reach.iter().filter(|reach| on(reach)).count();
        let (one, nobody) = (count(SkillCoverage::depends_on_one), count(SkillCoverage::nobody_qualifies));
        if self.shows_succession || one + nobody == 0 {
            return String::new();
        }
        view.tt("skills-badge", &[("one", one.into()), ("nobody", nobody.into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        match self.shows_succession {
            true => [Action::NextPane].into_iter().chain(Action::CURSOR_MOVES).collect(),
            false => {
                let acts = [Action::NextPane, Action::Open, Action::Edit, Action::Left, Action::Right];
                acts.into_iter().chain(Action::CURSOR_MOVES).collect()
            }
        }
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::NextPane => Some(view.t(if self.shows_succession { "do-skills" } else { "do-next-cover" })),
            Action::Open => Some(view.t("do-card")),
            Action::Edit => Some(view.t("do-skills")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if matches!(action, Action::NextPane | Action::PreviousPane | Action::NextTab | Action::PreviousTab) {
            self.shows_succession = !self.shows_succession;
            self.scroll.scroll_to_top();
            return Effect::Handled;
        }
        if self.shows_succession {
            return match action {
                Action::Open | Action::Skills => Effect::Handled,
                _ if self.scroll.on_action(action) => Effect::Handled,
                _ => Effect::Ignored,
            };
        }
        let sheet = SkillMatrixData::new(view);
        let column = self.person_cursor.row(&sheet.people).unwrap_or(0);
        if let Some(to) = step_row(action, self.row(&sheet), sheet.reach.len()) {
            self.set_cursor(to, &sheet);
            return Effect::Handled;
        }
        match (action, self.person_cursor.item(&sheet.people)) {
            (Action::Left, Some(_)) => self.person_cursor.set_row(column.saturating_sub(1), &sheet.people),
            (Action::Right, Some(_)) => {
                self.person_cursor.set_row((column + 1).min(sheet.people.len() - 1), &sheet.people)
            }
            (Action::Open, Some(person)) => return PersonDialog::open(person),
            (Action::Edit, Some(person)) => return PersonSkillsDialog::open(person),
            (Action::Left | Action::Right | Action::Open | Action::Edit | Action::Skills, _) => {}
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let level = level_from_key(key).filter(|_| !self.shows_succession)?;
        let sheet = SkillMatrixData::new(view);
        let row = self.row(&sheet);
        self.set_cursor(row, &sheet);
        let skill = sheet.reach.get(row).map(|reach| reach.skill.clone());
        Some(match (self.person_cursor.item(&sheet.people), skill) {
            (Some(person), Some(skill)) => rate_skill(person, &skill, level, view),
            _ => Effect::Handled,
        })
    }

    fn size(&self, view: &View) -> (u16, u16) {
        if self.shows_succession {
            return (150, 50);
        }
        let sheet = SkillMatrixData::new(view);
        let widths = sheet.widths(view);
        // Two borders, each with a column of padding.
        let columns = widths.fixed() + sheet.people.len() * widths.person + 4;
        let rows = sheet.reach.len() + 6;
        (
            u16::try_from(columns).unwrap_or(u16::MAX).clamp(80, 196),
            u16::try_from(rows).unwrap_or(u16::MAX).clamp(12, 56),
        )
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        if self.shows_succession {
            let lines = succession::succession_lines(columns, view);
            let over = lines.len() > usize::from(area.height);
            let [list, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(u16::from(over))]).areas(area);
            self.scroll.draw_hidden_count(frame, foot, lines.len(), usize::from(list.height), theme.accent);
            return self.scroll.draw(frame, list, lines);
        }
        let sheet = SkillMatrixData::new(view);
        if sheet.people.is_empty() || sheet.reach.is_empty() {
            for (text, row) in wrap(&view.t("skills-empty"), columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let [head, list, _, foot] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(1), Constraint::Length(1)])
                .areas(area);
        let widths = sheet.widths(view);
        let SkillMatrixWidths { name, required: asked, status: told, .. } = widths;
        // Show the people around the cursor; prefer showing everyone to showing full names.
        let room = columns.saturating_sub(widths.fixed());
        let each = (room / sheet.people.len()).clamp(MIN_PERSON_WIDTH, widths.person);
        let fitting = (room / each).clamp(1, sheet.people.len());
        let column = self.person_cursor.row(&sheet.people).unwrap_or(0);
        let shown = visible_rows(column, sheet.people.len(), fitting);
        let mut header = Line::styled(pad_left(&view.t("skills-asked"), name + 1 + asked), theme.dim);
        header.push_span(Span::raw(" ".repeat(told + 3)));
        for n in shown.clone() {
            let who = fit(&clean_line(view.person_name(Some(sheet.people[n]))), each - 1);
            let style = if n == column && view.focused { theme.accent } else { theme.dim };
            header.push_span(Span::styled(pad(&who, each), style));
        }
        frame.render_widget(header, head);
        let row = self.row(&sheet);
        for (n, place) in visible_rows(row, sheet.reach.len(), usize::from(list.height)).zip(list.rows()) {
            let reach = &sheet.reach[n];
            let here = n == row && view.focused;
            let level = if reach.required > 0 { reach.required.to_string() } else { NO_VALUE.into() };
            let (rests, style) = coverage_text(reach, view);
            let mut line = Line::from(vec![
                Span::styled(pad(&clean_line(&reach.skill), name), if here { theme.accent } else { theme.text }),
                Span::styled(pad_left(&level, asked + 1), theme.dim),
                Span::styled(format!("  {} ", pad(&rests, told)), style),
            ]);
            for at in shown.clone() {
                let held = sheet.ratings.get(&(sheet.people[at], fold(&reach.skill)));
                let (text, tone) = cell_text(held, view);
                let tone = if here && at == column { theme.selected } else { tone };
                line.push_span(Span::styled(text.clone(), tone));
                line.push_span(Span::raw(" ".repeat(each.saturating_sub(width(&text)))));
            }
            frame.render_widget(line, place);
        }
        let (before, after) = (shown.start, sheet.people.len() - shown.end);
        let more = [("←", before), ("→", after)].into_iter().filter(|(_, n)| *n > 0);
        let more: Vec<String> = more.map(|(arrow, n)| format!("{arrow} {n}")).collect();
        let more = more.join("  ");
        let more_width = width(&more) + if more.is_empty() { 0 } else { 2 };
        let [left, right] =
            Layout::horizontal([Constraint::Min(0), Constraint::Length(u16::try_from(more_width).unwrap_or(0))])
                .areas(foot);
        let legend = fit(&view.t("skills-legend"), usize::from(left.width));
        frame.render_widget(Line::styled(legend, theme.dim), left);
        frame.render_widget(Line::styled(more, theme.accent).right_aligned(), right);
    }
}
