//! Targets met: each profile and its people, with how many of their targets each meets.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::metrics::filter::{Dimension, DimensionValue};
use crate::engine::metrics::summary::Figures;
use crate::engine::targets::{self, TargetState, target_state};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::target::FigureReading;
use crate::model::text::{clean_line, fit, fold, pad, width};
use crate::query::protocol::MetricsSlot;
use crate::ui::dialogs::person::rows;
use crate::ui::pane::Effect;
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::state::metrics::{FigureGroups, SetMetricsView};
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;

/// Rows are profiles and their people.
pub struct TargetsChart;

/// A row: a profile with targets met and judged, or a person with the state of each target.
enum TargetsChartRow {
    Profile(Profile, usize, usize),
    Person(PersonId, Vec<(FigureId, TargetState)>),
}

fn figures_of(groups: &Option<FigureGroups>, person: PersonId) -> Option<&Figures> {
    let groups = groups.as_ref()?;
    groups.iter().find(|(one, _)| *one == DimensionValue::Agent(Some(person))).map(|(_, figures)| figures)
}

fn is_judged(state: TargetState) -> bool {
    !matches!(state, TargetState::LowN | TargetState::NoData)
}

/// People with targets, grouped under their primary profile.
fn chart_rows(view: &View) -> Vec<TargetsChartRow> {
    let groups = view.metrics_view.groups(MetricsSlot::Selected, Dimension::Agent, &view.metrics_view.filter, view);
    let mut people: Vec<_> = view.desk.team.people.iter().collect();
    people.sort_by_cached_key(|(_, person)| fold(&person.name));
    let mut all = Vec::new();
    for profile in view.settings.profile_order {
        let mut theirs = Vec::new();
        for (id, person) in people.iter().filter(|(_, person)| person.primary == Some(profile)) {
            let due = targets::targets_of_person(person, &view.settings.profile_requirements);
            let figures = figures_of(&groups, **id);
            let state = |due: &targets::PersonTarget| {
                let reading =
                    figures.map(|figures| FigureReading::from_figures(due.figure, figures)).unwrap_or_default();
                (due.figure, target_state(due.figure, &due.target, reading))
            };
            let states: Vec<_> = due.iter().map(state).collect();
            if !states.is_empty() {
                theirs.push(TargetsChartRow::Person(**id, states));
            }
        }
        let states = theirs.iter().flat_map(|row| match row {
            TargetsChartRow::Person(_, states) => states.as_slice(),
            TargetsChartRow::Profile(..) => &[],
        });
        let judged: Vec<TargetState> = states.map(|(_, state)| *state).filter(|state| is_judged(*state)).collect();
        if !theirs.is_empty() {
            let met = judged.iter().filter(|state| **state != TargetState::Missed).count();
            all.push(TargetsChartRow::Profile(profile, met, judged.len()));
            all.extend(theirs);
        }
    }
    all
}

impl MetricsChart for TargetsChart {
    fn name(&self) -> &'static str {
        "targets"
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        (chart_rows(view).len(), 1)
    }

    fn describe(&self, (row, _): ChartPosition, view: &View) -> String {
        match chart_rows(view).get(row) {
            Some(TargetsChartRow::Profile(_, met, judged)) => {
                view.tt("targets-met", &[("n", (*met).into()), ("m", (*judged).into())])
            }
            Some(TargetsChartRow::Person(_, states)) => {
                let short: Vec<String> = states
                    .iter()
                    .filter(|(_, state)| *state == TargetState::Missed)
                    .map(|(figure, _)| view.t(&format!("short-{}", figure.name())))
                    .collect();
                if short.is_empty() {
                    return view.t("targets-none-short");
                }
                view.tt("targets-short", &[("what", short.join(", ").into())])
            }
            None => String::new(),
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let theme = view.theme;
        let rows = chart_rows(view);
        let columns = usize::from(area.width);
        let row = at.map_or(0, |(row, _)| row);
        let name = 20.min(columns / 2);
        let room = usize::from(area.height);
        let listed = if rows.len() > room { room.saturating_sub(1).max(1) } else { rows.len() };
        if listed < room.min(rows.len()) {
            let more = view.tt("metrics-n-more", &[("n", (rows.len() - listed).into())]);
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            frame.render_widget(Line::styled(fit(&more, columns), theme.dim), last);
        }
        for (index, place) in visible_rows(row, rows.len(), listed).zip(area.rows()) {
            let here = at.is_some() && index == row;
            let line = match &rows[index] {
                TargetsChartRow::Profile(profile, met, judged) => {
                    let text = pad(&view.t(&format!("profile-{profile}")), name);
                    let count = view.tt("n-of-m", &[("n", (*met).into()), ("m", (*judged).into())]);
                    let room = columns.saturating_sub(name + width(&count) + 4).min(24);
                    let full = (met * room).checked_div(*judged).unwrap_or(0);
                    Line::from(vec![
                        Span::styled(text, if here { theme.selected } else { theme.strong }),
                        Span::raw(" "),
                        Span::styled("█".repeat(full), theme.good),
                        Span::styled("░".repeat(room - full), theme.dim),
                        Span::styled(format!("  {count}"), theme.text),
                    ])
                }
                TargetsChartRow::Person(id, states) => {
                    let label = pad(&fit(&format!("  {}", clean_line(view.person_name(Some(*id)))), name), name);
                    let mut line = Line::from(Span::styled(label, if here { theme.selected } else { theme.text }));
                    // Missed targets first; where names do not fit, only glyphs are drawn.
                    let mut states = states.clone();
                    states.sort_by_key(|(_, state)| *state != TargetState::Missed);
                    for (at, (figure, state)) in states.iter().enumerate() {
                        let (glyph, _, style) = rows::target_status(*state, view);
                        let short = view.t(&format!("short-{}", figure.name()));
                        let after = 2 * (states.len() - at - 1);
                        line.push_span(Span::styled(format!(" {glyph}"), style));
                        if line.width() + 1 + width(&short) + after <= columns {
                            line.push_span(Span::styled(format!(" {short}"), theme.dim));
                        }
                    }
                    line
                }
            };
            frame.render_widget(line, place);
        }
    }

    /// A profile opens its filtered figures, a person their page.
    fn open(&self, (row, _): ChartPosition, view: &View) -> Effect {
        match chart_rows(view).get(row) {
            Some(TargetsChartRow::Profile(profile, ..)) => Effect::SetMetricsView(SetMetricsView::ShowFigures(
                view.metrics_view.filter.with(DimensionValue::Profile(Some(*profile))),
            )),
            Some(TargetsChartRow::Person(id, _)) => Effect::SetMetricsView(SetMetricsView::ShowPerson(*id)),
            None => Effect::Handled,
        }
    }
}
