//! Rows, cells and sort order of the people table.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::sum::Figures;
use crate::engine::presence::{Presence, Standing, standings};
use crate::engine::skills;
use crate::engine::summary::FEW;
use crate::engine::targets::{self, Due, State, judge};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::target::Reading;
use crate::model::text::{clean_line, fold};
use crate::ui::dialogs::person::{bar, hours, leads, stands, weight};
use crate::ui::view::View;
use crate::ui::widgets::{numbers, when};
use super::columns::Column;

/// The table's data, computed once per draw.
pub struct Look<'a> {
    pub standings: BTreeMap<PersonId, Standing>,
    /// Date of the newest note on each person; leads only.
    noted: BTreeMap<PersonId, chrono::NaiveDate>,
    view: View<'a>,
}

impl<'a> Look<'a> {
    pub fn of(view: &View<'a>) -> Look<'a> {
        let team = &view.desk.team;
        let mut noted = BTreeMap::new();
        if leads(view) {
            // Notes are sorted by day, so the last one wins.
            noted.extend(team.notes.iter().map(|note| (note.person, note.on)));
        }
        Look { standings: standings(team, view.zone(), view.now), noted, view: *view }
    }

    pub fn presence(&self, id: PersonId) -> Presence {
        self.standings.get(&id).map_or(Presence::Off, |standing| standing.presence)
    }

    pub fn cells(&'a self, id: PersonId) -> Cells<'a> {
        let agents = self.view.metrics.map(|metrics| &metrics.report.agents);
        let figures = agents.and_then(|agents| {
            let at = agents.binary_search_by_key(&id, |(agent, _)| *agent).ok()?;
            Some(&agents[at].1)
        });
        let person = self.view.desk.team.people.get(&id);
        let due = person.map(|person| targets::of(person, &self.view.settings.profiles)).unwrap_or_default();
        Cells { id, person, figures, due, look: self }
    }

    /// All people: by the sort column (descending unless the flag is set), else by presence, then by name.
    pub fn order(&self, by: Option<(Column, bool)>) -> Vec<PersonId> {
        let mut people: Vec<_> = self.view.desk.team.people.iter().collect();
        people.sort_by_cached_key(|(id, person)| (self.presence(**id).rank(), fold(&person.name)));
        let mut people: Vec<PersonId> = people.into_iter().map(|(id, _)| *id).collect();
        if let Some((column, turned)) = by {
            let key = |id: &PersonId| self.cells(*id).weight(column);
            let mut weighed: Vec<_> = people.iter().map(|id| (key(id), *id)).collect();
            // People without a value come last in either direction.
            weighed.sort_by(|(a, _), (b, _)| match (a, b) {
                (Some(a), Some(b)) if turned => a.total_cmp(b),
                (Some(a), Some(b)) => b.total_cmp(a),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
            people = weighed.into_iter().map(|(_, id)| id).collect();
        }
        people
    }
}

/// A person's row.
pub struct Cells<'a> {
    id: PersonId,
    person: Option<&'a Person>,
    figures: Option<&'a Figures>,
    /// Targets of the person's profiles.
    due: Vec<Due>,
    look: &'a Look<'a>,
}

/// A cell: text, style and sample size.
pub struct Cell {
    pub text: String,
    pub style: Style,
    pub n: Option<usize>,
}

impl Cells<'_> {
    fn load(&self) -> (usize, usize) {
        let view = &self.look.view;
        let load = view.board.load.get(&self.id).copied().unwrap_or(0);
        (load, self.person.and_then(|person| person.capacity).unwrap_or(view.settings.capacity) as usize)
    }

    fn week(&self) -> u32 {
        self.look.standings.get(&self.id).map_or(0, |standing| standing.minutes_this_week)
    }

    /// Required skills below the target level, and skills not rated yet.
    fn missing(&self) -> (usize, usize) {
        let view = &self.look.view;
        let Some(person) = self.person else { return (0, 0) };
        skills::missing(&skills::card(person, &view.settings.profiles, view.zone().date(view.now)))
    }

    /// Days since the newest note.
    fn since_note(&self) -> Option<i64> {
        let view = &self.look.view;
        let on = self.look.noted.get(&self.id)?;
        Some((view.zone().date(view.now) - *on).num_days().max(0))
    }

    /// Sort value of a column; `None` if there is none.
    fn weight(&self, column: Column) -> Option<f64> {
        let (load, capacity) = self.load();
        match column {
            Column::In => Some(-f64::from(self.look.presence(self.id).rank())),
            Column::Load | Column::Bar => Some(load as f64 / capacity.max(1) as f64),
            Column::Week => Some(f64::from(self.week())),
            Column::Solved | Column::Trend => self.figures?.value(FigureId::Solved),
            Column::Gaps => Some(self.missing().0 as f64),
            Column::Note => self.since_note().map(|days| days as f64),
            Column::Profiles | Column::Next => None,
            _ => self.figures?.value(column.measure()?),
        }
    }

    /// The cell, in `style` unless its state sets another. Small samples are dimmed.
    pub fn cell(&self, column: Column, trend: Option<&String>, style: Style) -> Cell {
        let view = &self.look.view;
        let theme = view.theme;
        let plain = |text: String, style: Style| Cell { text, style, n: None };
        if let Some(figure) = column.measure() {
            let reading = self.figures.map(|figures| Reading::of(figure, figures)).unwrap_or_default();
            let text = numbers::figure(figure, reading.value);
            let cell = |text, style| Cell { text, style, n: Some(reading.n) };
            return match self.due.iter().find(|due| due.figure == figure) {
                Some(due) if judge(figure, &due.target, reading) == State::Short => {
                    cell(format!("▼{text}"), theme.warn)
                }
                _ => cell(text, if reading.n < FEW { theme.dim } else { style }),
            };
        }
        match column {
            Column::Profiles => {
                let names = self.person.into_iter().flat_map(Person::profiles);
                let names: Vec<_> = names.map(|profile| view.t(&format!("profile-{profile}"))).collect();
                plain(names.join(" + "), theme.dim)
            }
            Column::In => {
                let mark = stands(self.look.presence(self.id), view);
                let style = mark.style;
                plain(mark.span().content.into_owned(), style)
            }
            Column::Load => {
                let (load, capacity) = self.load();
                plain(format!("{load}/{capacity}"), weight(load, capacity, style, view))
            }
            Column::Bar => {
                let (load, capacity) = self.load();
                plain(bar(load, capacity), weight(load, capacity, theme.dim, view))
            }
            Column::Week => {
                let (week, most) = (self.week(), self.person.and_then(|person| person.weekly_minutes));
                let over = most.is_some_and(|most| week > most);
                let of = most.map(|most| format!("/{}", hours(most))).unwrap_or_default();
                let glyph = if over { "▲ " } else { "" };
                plain(format!("{glyph}{}{of}", hours(week)), if over { theme.warn } else { style })
            }
            Column::Solved => match self.figures {
                Some(figures) => plain(figures.n(FigureId::Solved).to_string(), style),
                None => plain(numbers::NONE.into(), theme.dim),
            },
            Column::Trend => plain(trend.cloned().unwrap_or_default(), theme.accent),
            Column::Gaps => match self.missing() {
                (0, 0) if self.person.is_some_and(|person| person.primary.is_some()) => plain("✓".into(), theme.good),
                (0, 0) => plain(numbers::NONE.into(), theme.dim),
                (0, unseen) => plain(format!("○ {unseen}"), theme.dim),
                (short, _) => plain(format!("▼ {short}"), theme.warn),
            },
            Column::Next => {
                let next = self.look.standings.get(&self.id).and_then(|standing| standing.next);
                plain(next.map_or_else(|| numbers::NONE.into(), |at| when::short(at, view)), theme.dim)
            }
            Column::Note => match self.since_note() {
                Some(days) => plain(format!("{days} d"), style),
                None => plain(numbers::NONE.into(), theme.dim),
            },
            _ => plain(String::new(), style),
        }
    }
}

/// Sparkline per person: solved tickets in ten equal parts of the period.
pub fn trends(people: &[PersonId], view: &View) -> BTreeMap<PersonId, String> {
    const PARTS: usize = 10;
    let Some(metrics) = view.metrics else { return BTreeMap::new() };
    let period = metrics.report.period;
    let length = (period.to - period.from).num_milliseconds().max(1);
    let mut counts: BTreeMap<PersonId, [f64; PARTS]> = people.iter().map(|id| (*id, [0.0; PARTS])).collect();
    for sample in metrics.samples.of(FigureId::Solved, &Cut::team()) {
        if let Some(parts) = sample.by.and_then(|by| counts.get_mut(&by)) {
            let part = (sample.at - period.from).num_milliseconds() * PARTS as i64 / length;
            parts[usize::try_from(part).unwrap_or(0).min(PARTS - 1)] += 1.0;
        }
    }
    counts.into_iter().map(|(id, parts)| (id, numbers::bars(&parts))).collect()
}

/// Open tickets of people who are away today and need reassigning; empty if none.
pub fn orphans(view: &View) -> String {
    let left: Vec<String> = view
        .board
        .away
        .keys()
        .filter_map(|person| {
            let n = *view.board.load.get(person)?;
            let who = clean_line(view.name(Some(*person))).into_owned();
            Some(view.tt("tickets-of", &[("n", n.into()), ("who", who.into())]))
        })
        .collect();
    if left.is_empty() { String::new() } else { view.tt("have-no-one", &[("what", left.join(", ").into())]) }
}
