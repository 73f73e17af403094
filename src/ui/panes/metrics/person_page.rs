//! The page of one person: selection, targets and credit rule. The figures are drawn by [`super::figures`].

use ratatui::text::Line;

use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::targets::{self, PersonTarget, TargetState, target_state};
use crate::model::ids::PersonId;
use crate::model::target::FigureReading;
use crate::model::text::{fit, fold};
use crate::query::protocol::MetricsSlot;
use crate::ui::view::View;

/// Team members and anybody credited in the period, by name.
pub fn people_with_figures(view: &View) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = view.desk.team.people.keys().copied().collect();
    if let Some(groups) =
        view.metrics_view.groups(MetricsSlot::Selected, Dimension::Agent, &MetricFilter::whole_team(), view)
    {
        people.extend(groups.iter().filter_map(|(one, _)| match one {
            DimensionValue::Agent(Some(person)) => view.desk.team.name(*person).map(|_| *person),
            _ => None,
        }));
    }
    people.sort_by_cached_key(|id| (fold(view.person_name(Some(*id))), *id));
    people.dedup();
    people
}

/// The person shown: the user's choice, else the filter's person, else the first.
pub fn selected_person(view: &View) -> Option<PersonId> {
    let people = people_with_figures(view);
    let wanted = [view.metrics_view.person, view.metrics_view.filter.person()].into_iter().flatten();
    wanted.into_iter().find(|id| people.contains(id)).or(people.first().copied())
}

/// The next or previous person.
pub fn adjacent_person(later: bool, view: &View) -> Option<PersonId> {
    let people = people_with_figures(view);
    let at = people.iter().position(|id| Some(*id) == selected_person(view))?;
    let step = if later { 1 } else { people.len() - 1 };
    people.get((at + step) % people.len()).copied()
}

/// Targets of the person shown.
pub fn person_targets(view: &View) -> Vec<PersonTarget> {
    let person = selected_person(view).and_then(|id| view.desk.team.people.get(&id));
    person.map(|person| targets::targets_of_person(person, &view.settings.profile_requirements)).unwrap_or_default()
}

pub fn person_title(view: &View) -> String {
    let Some(id) = selected_person(view) else { return view.t("face-person") };
    let person = view.desk.team.people.get(&id);
    let profiles: Vec<String> =
        person.into_iter().flat_map(|person| person.profiles()).map(|one| view.t(&format!("profile-{one}"))).collect();
    let name = crate::ui::panes::metrics::labels::sanitize(view.person_name(Some(id)));
    if profiles.is_empty() { name } else { format!("{name} · {}", profiles.join(" + ")) }
}

/// How many targets with enough samples are met.
pub fn targets_badge(view: &View) -> String {
    let figures = selected_person(view)
        .and_then(|id| view.metrics_view.figures(MetricsSlot::Selected, &MetricFilter::for_agent(id), view));
    let Some(figures) = figures else { return String::new() };
    let states: Vec<TargetState> = person_targets(view)
        .iter()
        .map(|due| target_state(due.figure, &due.target, FigureReading::from_figures(due.figure, &figures)))
        .collect();
    let judged = states.iter().filter(|state| !matches!(state, TargetState::LowN | TargetState::NoData)).count();
    let met = states.iter().filter(|state| matches!(state, TargetState::Met | TargetState::Stretch)).count();
    if judged == 0 { String::new() } else { view.tt("targets-met", &[("n", met.into()), ("m", judged.into())]) }
}

/// Line above the figures: the credit rule.
pub fn credit_lines(columns: usize, view: &View) -> Vec<Line<'static>> {
    vec![Line::styled(fit(&view.t("metrics-credited"), columns), view.theme.dim)]
}
