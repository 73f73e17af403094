//! The page of one person: who it is, and by what they are credited. The figures themselves are those of
//! [`super::figures`].

use ratatui::text::Line;

use crate::domain::dialogue::Slot;
use crate::domain::metrics::{By, Cut, Trait};
use crate::domain::person::PersonId;
use crate::domain::targets::{self, Due, Reading, State, judge};
use crate::domain::text::{fit, fold};
use crate::ui::view::View;

/// Everybody who is in the team or credited with anything, by name.
pub fn people(view: &View) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = view.desk.team.people.keys().copied().collect();
    if let Some(groups) = view.looking.groups(Slot::Looked, By::Agent, &Cut::team(), view) {
        people.extend(groups.iter().filter_map(|(one, _)| match one {
            Trait::Agent(Some(person)) => view.desk.team.name(*person).map(|_| *person),
            _ => None,
        }));
    }
    people.sort_by_cached_key(|id| (fold(view.name(Some(*id))), *id));
    people.dedup();
    people
}

/// Whose page it is: the one who was chosen, else the one whose work is looked at, else the first.
pub fn who(view: &View) -> Option<PersonId> {
    let people = people(view);
    let wanted = [view.looking.person, view.looking.cut.person()].into_iter().flatten();
    wanted.into_iter().find(|id| people.contains(id)).or(people.first().copied())
}

/// The one after or before.
pub fn next(later: bool, view: &View) -> Option<PersonId> {
    let people = people(view);
    let at = people.iter().position(|id| Some(*id) == who(view))?;
    let step = if later { 1 } else { people.len() - 1 };
    people.get((at + step) % people.len()).copied()
}

/// Their targets.
pub fn due(view: &View) -> Vec<Due> {
    let person = who(view).and_then(|id| view.desk.team.people.get(&id));
    person.map(|person| targets::of(person, &view.settings.profiles)).unwrap_or_default()
}

pub fn title(view: &View) -> String {
    let Some(id) = who(view) else { return view.t("face-person") };
    let person = view.desk.team.people.get(&id);
    let profiles: Vec<String> =
        person.into_iter().flat_map(|person| person.profiles()).map(|one| view.t(&format!("profile-{one}"))).collect();
    let name = super::clean(view.name(Some(id)));
    if profiles.is_empty() { name } else { format!("{name} · {}", profiles.join(" + ")) }
}

/// How many of the targets that can be judged are met.
pub fn badge(view: &View) -> String {
    let figures = who(view).and_then(|id| view.looking.figures(Slot::Looked, &Cut::agent(id), view));
    let Some(figures) = figures else { return String::new() };
    let states: Vec<State> =
        due(view).iter().map(|due| judge(due.figure, &due.target, Reading::of(due.figure, &figures))).collect();
    let judged = states.iter().filter(|state| !matches!(state, State::LowN | State::NoData)).count();
    let met = states.iter().filter(|state| matches!(state, State::Met | State::Stretch)).count();
    if judged == 0 { String::new() } else { view.tt("targets-met", &[("n", met.into()), ("m", judged.into())]) }
}

/// What stands above the figures: by what they are credited.
pub fn lines(columns: usize, view: &View) -> Vec<Line<'static>> {
    vec![Line::styled(fit(&view.t("metrics-credited"), columns), view.theme.dim)]
}
