//! What-if scenario: a line to type it, how it was understood, and its effect on coverage.

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::what_if::compare::{CoverageChange, compare_coverage};
use crate::engine::what_if::parse::context::WhatIfContext;
use crate::engine::what_if::parse::parse_what_if;
use crate::engine::what_if::{WhatIfChange, WhatIfError, WhatIfResult, apply_what_if};
use crate::model::ids::PersonId;
use crate::model::shift::Hours;
use crate::model::text::{clean_line, fit, fold, width, wrap};
use crate::model::time::{format_clock, parse_day};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::description;
use crate::ui::panes::coverage::labels::{profile_name, state_glyph, state_style};
use crate::ui::panes::roster::loaded_days;
use crate::ui::state::coverage::{SetCoverageView, WhatIfScenario};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::text_field::TextField;

/// The dialog.
struct WhatIfDialog {
    field: TextField,
    parsed: Result<ParsedWhatIf, WhatIfError>,
}

/// The parsed scenario and its effect.
struct ParsedWhatIf {
    assumptions: Vec<WhatIfChange>,
    /// The first day concerned.
    day: NaiveDate,
    changes: Vec<CoverageChange>,
    /// Effects on people: open tickets, hours of the week.
    people: Vec<String>,
}

/// Opens the dialog with the current scenario.
pub fn open(view: &View) -> Effect {
    let text = view.coverage_view.scenario().map(|thought| thought.text.clone()).unwrap_or_default();
    let mut dialog = WhatIfDialog { field: TextField::with_text(text), parsed: Err(WhatIfError::Empty) };
    dialog.reparse(view);
    Effect::Open(Box::new(dialog))
}

/// The message of a parse error.
pub fn error_text(wrong: &WhatIfError, view: &View) -> String {
    let value = |name: &str, value: String| match name {
        "day" => parse_day(&value).map_or(value, |day| dates::format_day(day, view)),
        "profile" => view.t(&format!("profile-{value}")),
        _ => clean_line(&value).into_owned(),
    };
    let values: Vec<_> = wrong.values().into_iter().map(|(name, it)| (name, value(name, it).into())).collect();
    view.tt(wrong.key(), &values)
}

/// An assumption as understood.
pub fn assumption_text(supposition: &WhatIfChange, view: &View) -> String {
    let who = |person: &PersonId| view.person_name(Some(*person)).to_owned();
    let span = |hours: &Hours| {
        let end = if hours.to > 24 * 60 { hours.to - 24 * 60 } else { hours.to };
        format!("{}–{}", format_clock(hours.from), format_clock(end))
    };
    let days = |first: &NaiveDate, last: &NaiveDate| match first == last {
        true => dates::format_day(*first, view),
        false => format!("{} – {}", dates::format_day(*first, view), dates::format_day(*last, view)),
    };
    match supposition {
        WhatIfChange::Absence { person, kind, first, last, hours } => {
            let kind = view.t(&format!("absence-{}", kind.name()));
            let hours = hours.as_ref().map(|hours| format!(", {}", span(hours))).unwrap_or_default();
            let values = [("who", who(person).into()), ("kind", kind.into()), ("days", days(first, last).into())];
            format!("{}{hours}", view.tt("scenario-away", &values))
        }
        WhatIfChange::AddShift { person, day, shift } | WhatIfChange::ChangeShift { person, day, shift } => {
            let key =
                if matches!(supposition, WhatIfChange::AddShift { .. }) { "scenario-works" } else { "scenario-moves" };
            let name = if shift.name.is_empty() { String::new() } else { format!(" ({})", clean_line(&shift.name)) };
            let hours = format!("{}{name}", span(&shift.hours));
            view.tt(
                key,
                &[("who", who(person).into()), ("day", dates::format_day(*day, view).into()), ("hours", hours.into())],
            )
        }
        WhatIfChange::SwapShifts { one, other, day } => {
            let day = dates::format_day(*day, view);
            view.tt("scenario-swap", &[("one", who(one).into()), ("other", who(other).into()), ("day", day.into())])
        }
        WhatIfChange::LeaveTeam { person, from } => {
            let (_, last) = loaded_days(view.zone(), view);
            let days = [*from, last].map(|day| dates::format_day(day, view).into());
            let [day, last] = days;
            view.tt("scenario-without", &[("who", who(person).into()), ("day", day), ("last", last)])
        }
        WhatIfChange::AddProfile { person, profile } => {
            let instead = view.desk.team.people.get(person).and_then(|known| known.second).filter(|old| old != profile);
            let mut text = view
                .tt("scenario-holds", &[("who", who(person).into()), ("profile", profile_name(*profile, view).into())]);
            if let Some(old) = instead {
                text =
                    format!("{text} {}", view.tt("scenario-instead", &[("profile", profile_name(old, view).into())]));
            }
            text
        }
        WhatIfChange::AddRequirement { profile, weekday, hours, need } => view.tt(
            "scenario-needs",
            &[
                ("n", (*need as usize).into()),
                ("profile", profile_name(*profile, view).into()),
                ("day", view.t(&format!("day-{}", weekday + 1)).into()),
                ("hours", span(hours).into()),
            ],
        ),
    }
}

impl WhatIfDialog {
    fn reparse(&mut self, view: &View) {
        self.parsed = self.parse_input(view);
    }

    fn parse_input(&self, view: &View) -> Result<ParsedWhatIf, WhatIfError> {
        let (team, looked_at) = (&view.desk.team, view.coverage_view.day(view));
        let today = view.zone().date(view.now);
        let moment = WhatIfContext { team, today, team_loaded_around: today, default_day: looked_at };
        let suppositions = parse_what_if(self.field.text(), &moment)?;
        let supposed = apply_what_if(team, &suppositions)?;
        let day = suppositions
            .iter()
            .find_map(WhatIfChange::day)
            .filter(|day| view.coverage_view.has_roster(*day, view))
            .unwrap_or(looked_at);
        let rows = |team: &crate::model::team::Team| {
            team.roster(view.zone(), view.settings.profile_order)
                .as_of(view.now)
                .coverage_of_day(day, view.settings.slot_minutes)
        };
        let turns = compare_coverage(&rows(team), &rows(&supposed.team), view.now);
        let people = people_lines(&suppositions, &supposed, day, view);
        Ok(ParsedWhatIf { assumptions: suppositions, day, changes: turns, people })
    }

    /// Completion of the word being typed: the rest of a person's name.
    fn name_completion(&self, view: &View) -> Option<String> {
        let text = self.field.text();
        let word = &text[text.rfind([' ', ',']).map_or(0, |at| at + 1)..];
        if word.is_empty() || !self.field.at_end() {
            return None;
        }
        let letters = word.chars().count();
        let mut names: Vec<&str> = view.desk.team.people.values().map(|person| person.name.as_str()).collect();
        names.sort_unstable();
        let begins = |name: &&&str| fold(&name.chars().take(letters).collect::<String>()) == fold(word);
        let rest: String = names.iter().find(begins)?.chars().skip(letters).collect();
        Some(rest).filter(|rest| !rest.is_empty())
    }
}

/// Effects on people: open tickets, and hours of the week before and after.
fn people_lines(suppositions: &[WhatIfChange], supposed: &WhatIfResult, day: NaiveDate, view: &View) -> Vec<String> {
    let (zone, importance) = (view.zone(), view.settings.profile_order);
    let mut people: Vec<PersonId> = suppositions.iter().flat_map(WhatIfChange::people).collect();
    people.sort_unstable();
    people.dedup();
    let lines = people.into_iter().map(|person| {
        let hours = |minutes: u32| ((minutes + 30) / 60) as usize;
        let before = view.desk.team.roster(zone, importance).minutes_in_week(person, day);
        let after = supposed.team.roster(zone, importance).minutes_in_week(person, day);
        let contract = view.desk.team.people.get(&person).and_then(|known| known.weekly_minutes);
        let values = [
            ("who", view.person_name(Some(person)).into()),
            ("n", view.board.load.get(&person).copied().unwrap_or(0).into()),
            ("before", hours(before).into()),
            ("after", hours(after).into()),
            ("contract", hours(contract.unwrap_or(0)).into()),
        ];
        let key = if before == after { "scenario-person" } else { "scenario-person-hours" };
        let over = contract.is_some_and(|most| after > most && after > before);
        let over = if over { format!(" {}", view.tt("scenario-over", &values)) } else { String::new() };
        format!("{}{over}", view.tt(key, &values))
    });
    lines.collect()
}

impl Pane for WhatIfDialog {
    fn title(&self, view: &View) -> String {
        view.t("what-if-title")
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        vec![Action::Open]
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("verb-preview"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match (action, &self.parsed) {
            (Action::Open, Ok(read)) => {
                let text = clean_line(self.field.text()).into_owned();
                let thought = WhatIfScenario { text, assumptions: read.assumptions.clone() };
                let at = Effect::SetCoverageView(view.coverage_view.set_date(read.day, view));
                Effect::All(vec![Effect::Close, at, Effect::SetCoverageView(SetCoverageView::Scenario(Some(thought)))])
            }
            (Action::Open, Err(WhatIfError::Empty)) => {
                Effect::All(vec![Effect::Close, Effect::SetCoverageView(SetCoverageView::Scenario(None))])
            }
            (Action::Open, Err(wrong)) => Effect::Message(error_text(wrong, view)),
            (Action::Back | Action::Quit | Action::Redraw, _) => Effect::Ignored,
            _ => Effect::Handled,
        }
    }

    fn captures_text(&self) -> bool {
        true
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if matches!(bound, Some(Action::Open | Action::Back | Action::Quit | Action::Redraw)) {
            return None;
        }
        if matches!(key.code, KeyCode::Right | KeyCode::Tab)
            && let Some(rest) = self.name_completion(view)
        {
            let text = format!("{}{rest} ", self.field.text());
            self.field = TextField::with_text(text);
        } else {
            self.field.on_key(key);
        }
        self.reparse(view);
        Some(Effect::Handled)
    }

    fn on_paste(&mut self, text: &str, view: &View) {
        self.field.paste(text);
        self.reparse(view);
    }

    fn on_response(&mut self, _answer: &crate::query::protocol::Response, view: &View) -> Effect {
        self.reparse(view);
        Effect::Handled
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (84, 20)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let [head, _, body] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)]).areas(area);
        frame.render_widget(Span::styled("› ", theme.accent), head);
        let field = Rect { x: head.x + 2, width: head.width.saturating_sub(2), ..head };
        self.field.draw(frame, field, theme.strong, view.focused);
        if let Some(rest) = self.name_completion(view) {
            let x = u16::try_from(width(self.field.text())).unwrap_or(field.width).min(field.width);
            let after = Rect { x: field.x + x, width: field.width - x, ..field };
            frame.render_widget(Span::styled(rest, theme.dim), after);
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut say = |mark: Span<'static>, text: &str, style| {
            for (n, text) in wrap(text, columns.saturating_sub(2)).into_iter().enumerate() {
                let mark = if n == 0 { mark.clone() } else { Span::raw("  ") };
                lines.push(Line::from(vec![mark, Span::styled(text, style)]));
            }
        };
        match &self.parsed {
            Ok(read) => {
                for supposition in &read.assumptions {
                    say(Span::styled("· ", theme.accent), &assumption_text(supposition, view), theme.strong);
                }
                read.people.iter().for_each(|text| say(Span::raw("  "), text, theme.dim));
                say(Span::raw(""), " ", theme.dim);
                let day = dates::format_day(read.day, view);
                let key = if read.changes.is_empty() { "scenario-no-change" } else { "scenario-changes" };
                say(Span::raw(""), &view.tt(key, &[("day", day.into())]), theme.dim);
                for turn in &read.changes {
                    let mark = turn.state_after.map_or(Span::raw("· "), |state| {
                        Span::styled(format!("{} ", state_glyph(state)), state_style(state, view))
                    });
                    say(mark, &description::describe_coverage_change(turn, view), theme.text);
                }
            }
            Err(wrong) => {
                let style = if wrong.is_unfinished() { theme.dim } else { theme.bad };
                let mark = if wrong.is_unfinished() { Span::raw("  ") } else { Span::styled("▲ ", theme.bad) };
                say(mark, &error_text(wrong, view), style);
                say(Span::raw(""), " ", theme.dim);
                say(Span::raw(""), &view.t("what-if-examples-title"), theme.dim);
                let mut names = view.desk.team.people.values().map(|person| clean_line(&person.name)).cycle();
                let values =
                    ["one", "two", "three"].map(|key| (key, names.next().unwrap_or_default().into_owned().into()));
                for text in view.tt("what-if-examples", &values).split(" · ") {
                    say(Span::raw("  "), text, theme.text);
                }
            }
        }
        let height = usize::from(body.height);
        if lines.len() > height && height > 0 {
            let more = lines.len() + 1 - height;
            lines.truncate(height - 1);
            let text = fit(&view.tt("and-n-more", &[("n", more.into())]), columns);
            lines.push(Line::styled(format!("  {text}"), theme.dim));
        }
        for (line, row) in lines.into_iter().zip(body.rows()) {
            frame.render_widget(line, row);
        }
    }
}
