//! Rows, cells and sort order of the people table.

use std::collections::BTreeMap;

use ratatui::style::Style;

use super::columns::PeopleColumn;
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::Figures;
use crate::engine::presence::{Presence, PresenceStatus, team_presence};
use crate::engine::skills;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::engine::targets::{self, PersonTarget, TargetState, target_state};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::target::FigureReading;
use crate::model::text::{clean_line, fold};
use crate::presentation::numbers;
use crate::ui::dialogs::person::{format_week_hours, load_bar, load_style, presence_mark};
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// The table's data, computed once per draw.
pub struct PeopleTable<'a> {
    pub standings: BTreeMap<PersonId, PresenceStatus>,
    /// Date of the newest note on each person; leads only.
    last_note_on: BTreeMap<PersonId, chrono::NaiveDate>,
    view: View<'a>,
}

impl<'a> PeopleTable<'a> {
    pub fn new(view: &View<'a>) -> PeopleTable<'a> {
        let team = &view.desk.team;
        let mut noted = BTreeMap::new();
        if view.viewer_is_lead() {
            // Notes are sorted by day, so the last one wins.
            noted.extend(team.notes.iter().map(|note| (note.person, note.on)));
        }
        PeopleTable { standings: team_presence(team, view.zone(), view.now), last_note_on: noted, view: *view }
    }

    pub fn presence(&self, id: PersonId) -> Presence {
        self.standings.get(&id).map_or(Presence::Off, |standing| standing.presence)
    }

    pub fn row(&'a self, id: PersonId) -> PeopleTableRow<'a> {
        let agents = self.view.recent_metrics.map(|metrics| &metrics.report.agents);
        let figures = agents.and_then(|agents| {
            let at = agents.binary_search_by_key(&id, |(agent, _)| *agent).ok()?;
            Some(&agents[at].1)
        });
        let person = self.view.desk.team.people.get(&id);
        let due = person
            .map(|person| targets::targets_of_person(person, &self.view.settings.profile_requirements))
            .unwrap_or_default();
        PeopleTableRow { id, person, figures, targets: due, table: self }
    }

    /// All people: by the sort column (descending unless the flag is set), else by presence, then by name.
    pub fn sorted_people(&self, by: Option<(PeopleColumn, bool)>) -> Vec<PersonId> {
        let mut people: Vec<_> = self.view.desk.team.people.iter().collect();
        people.sort_by_cached_key(|(id, person)| (self.presence(**id).sort_rank(), fold(&person.name)));
        let mut people: Vec<PersonId> = people.into_iter().map(|(id, _)| *id).collect();
        if let Some((column, turned)) = by {
            let key = |id: &PersonId| self.row(*id).sort_value(column);
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
pub struct PeopleTableRow<'a> {
    id: PersonId,
    person: Option<&'a Person>,
    figures: Option<&'a Figures>,
    /// Targets of the person's profiles.
    targets: Vec<PersonTarget>,
    table: &'a PeopleTable<'a>,
}

/// A cell: text, style and sample size.
pub struct PeopleTableCell {
    pub text: String,
    pub style: Style,
    pub sample_size: Option<usize>,
}

impl PeopleTableRow<'_> {
    fn load_and_capacity(&self) -> (usize, usize) {
        let view = &self.table.view;
        let load = view.board.load.get(&self.id).copied().unwrap_or(0);
        (load, self.person.and_then(|person| person.capacity).unwrap_or(view.settings.capacity) as usize)
    }

    fn minutes_this_week(&self) -> u32 {
        self.table.standings.get(&self.id).map_or(0, |standing| standing.minutes_this_week)
    }

    /// Required skills below the target level, and skills not rated yet.
    fn skill_gaps(&self) -> (usize, usize) {
        let view = &self.table.view;
        let Some(person) = self.person else { return (0, 0) };
        skills::count_gaps(&skills::skill_gaps(person, &view.settings.profile_requirements, view.zone().date(view.now)))
    }

    /// Days since the newest note.
    fn days_since_note(&self) -> Option<i64> {
        let view = &self.table.view;
        let on = self.table.last_note_on.get(&self.id)?;
        Some((view.zone().date(view.now) - *on).num_days().max(0))
    }

    /// Sort value of a column; `None` if there is none.
    fn sort_value(&self, column: PeopleColumn) -> Option<f64> {
        let (load, capacity) = self.load_and_capacity();
        match column {
            PeopleColumn::Presence => Some(-f64::from(self.table.presence(self.id).sort_rank())),
            PeopleColumn::Load | PeopleColumn::LoadBar => Some(load as f64 / capacity.max(1) as f64),
            PeopleColumn::WeekHours => Some(f64::from(self.minutes_this_week())),
            PeopleColumn::Solved | PeopleColumn::Trend => self.figures?.value(FigureId::Solved),
            PeopleColumn::SkillGaps => Some(self.skill_gaps().0 as f64),
            PeopleColumn::DaysSinceNote => self.days_since_note().map(|days| days as f64),
            PeopleColumn::Profiles | PeopleColumn::NextShift => None,
            _ => self.figures?.value(column.comparable_figure()?),
        }
    }

    /// The cell, in `style` unless its state sets another. Small samples are dimmed.
    pub fn cell(&self, column: PeopleColumn, trend: Option<&String>, style: Style) -> PeopleTableCell {
        let view = &self.table.view;
        let theme = view.theme;
        let plain = |text: String, style: Style| PeopleTableCell { text, style, sample_size: None };
        if let Some(figure) = column.comparable_figure() {
            let reading = self.figures.map(|figures| FigureReading::from_figures(figure, figures)).unwrap_or_default();
            let text = numbers::format_figure(figure, reading.value);
            let cell = |text, style| PeopleTableCell { text, style, sample_size: Some(reading.n) };
            return match self.targets.iter().find(|due| due.figure == figure) {
                Some(due) if target_state(figure, &due.target, reading) == TargetState::Missed => {
                    cell(format!("▼{text}"), theme.warn)
                }
                _ => cell(text, if reading.n < LOW_SAMPLE_COUNT { theme.dim } else { style }),
            };
        }
        match column {
            PeopleColumn::Profiles => {
                let names = self.person.into_iter().flat_map(Person::profiles);
                let names: Vec<_> = names.map(|profile| view.t(&format!("profile-{profile}"))).collect();
                plain(names.join(" + "), theme.dim)
            }
            PeopleColumn::Presence => {
                let mark = presence_mark(self.table.presence(self.id), view);
                let style = mark.style;
                plain(mark.span().content.into_owned(), style)
            }
            PeopleColumn::Load => {
                let (load, capacity) = self.load_and_capacity();
                plain(format!("{load}/{capacity}"), load_style(load, capacity, style, view))
            }
            PeopleColumn::LoadBar => {
                let (load, capacity) = self.load_and_capacity();
                plain(load_bar(load, capacity), load_style(load, capacity, theme.dim, view))
            }
            PeopleColumn::WeekHours => {
                let (week, most) = (self.minutes_this_week(), self.person.and_then(|person| person.weekly_minutes));
                let over = most.is_some_and(|most| week > most);
                let of = most.map(|most| format!("/{}", format_week_hours(most))).unwrap_or_default();
                let glyph = if over { "▲ " } else { "" };
                plain(format!("{glyph}{}{of}", format_week_hours(week)), if over { theme.warn } else { style })
            }
            PeopleColumn::Solved => match self.figures {
                Some(figures) => plain(figures.n(FigureId::Solved).to_string(), style),
                None => plain(numbers::NO_VALUE.into(), theme.dim),
            },
            PeopleColumn::Trend => plain(trend.cloned().unwrap_or_default(), theme.accent),
            PeopleColumn::SkillGaps => match self.skill_gaps() {
                (0, 0) if self.person.is_some_and(|person| person.primary.is_some()) => plain("✓".into(), theme.good),
                (0, 0) => plain(numbers::NO_VALUE.into(), theme.dim),
                (0, unseen) => plain(format!("○ {unseen}"), theme.dim),
                (short, _) => plain(format!("▼ {short}"), theme.warn),
            },
            PeopleColumn::NextShift => {
                let next = self.table.standings.get(&self.id).and_then(|standing| standing.next_shift);
                plain(
                    next.map_or_else(|| numbers::NO_VALUE.into(), |at| dates::format_short_moment(at, view)),
                    theme.dim,
                )
            }
            PeopleColumn::DaysSinceNote => match self.days_since_note() {
                Some(days) => plain(format!("{days} d"), style),
                None => plain(numbers::NO_VALUE.into(), theme.dim),
            },
            _ => plain(String::new(), style),
        }
    }
}

/// Sparkline per person: solved tickets in ten equal parts of the period.
pub fn solved_sparklines(people: &[PersonId], view: &View) -> BTreeMap<PersonId, String> {
    const PARTS: usize = 10;
    let Some(metrics) = view.recent_metrics else { return BTreeMap::new() };
    let period = metrics.report.period;
    let length = (period.to - period.from).num_milliseconds().max(1);
    let mut counts: BTreeMap<PersonId, [f64; PARTS]> = people.iter().map(|id| (*id, [0.0; PARTS])).collect();
    for sample in metrics.samples.matching(FigureId::Solved, &MetricFilter::whole_team()) {
        if let Some(parts) = sample.credited.and_then(|by| counts.get_mut(&by)) {
            let part = (sample.at - period.from).num_milliseconds() * PARTS as i64 / length;
            parts[usize::try_from(part).unwrap_or(0).min(PARTS - 1)] += 1.0;
        }
    }
    counts.into_iter().map(|(id, parts)| (id, numbers::sparkline(&parts))).collect()
}

/// Open tickets of people who are away today and need reassigning; empty if none.
pub fn describe_tickets_of_absent(view: &View) -> String {
    let left: Vec<String> = view
        .board
        .absent
        .keys()
        .filter_map(|person| {
            let n = *view.board.load.get(person)?;
            let who = clean_line(view.person_name(Some(*person))).into_owned();
            Some(view.tt("tickets-of", &[("n", n.into()), ("who", who.into())]))
        })
        .collect();
    if left.is_empty() { String::new() } else { view.tt("need-reassigning", &[("what", left.join(", ").into())]) }
}
