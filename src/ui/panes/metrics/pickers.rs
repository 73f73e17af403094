//! Pickers for period, comparison, breakdown dimension and person.

use crate::engine::looked::{Against, Looked, MOST_YEARS, Preset};
use crate::engine::metrics::cut::By;
use crate::model::text::fold;
use crate::model::time::between;
use crate::query::protocol::Slot;
use crate::ui::dialogs::choose::{Choose, Item};
use crate::ui::looking::Turn;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Preset periods: name, kind, and how many periods back.
const PERIOD_PRESETS: [(&str, Preset, u32); 12] = [
    ("7-days", Preset::Days(7), 0),
    ("30-days", Preset::Days(30), 0),
    ("90-days", Preset::Days(90), 0),
    ("year-days", Preset::Days(365), 0),
    ("this-week", Preset::Week, 0),
    ("last-week", Preset::Week, 1),
    ("this-month", Preset::Month, 0),
    ("last-month", Preset::Month, 1),
    ("this-quarter", Preset::Quarter, 0),
    ("last-quarter", Preset::Quarter, 1),
    ("this-year", Preset::Year, 0),
    ("last-year", Preset::Year, 1),
];

fn set_period(looked: Looked) -> impl Fn(&View) -> Effect {
    move |_| Effect::Turn(Turn::Over(looked))
}

pub fn open_period_picker(view: &View) -> Effect {
    let now = view.looking.looked(view.settings);
    let items: Vec<Item> = PERIOD_PRESETS
        .into_iter()
        .map(|(name, preset, back)| {
            let looked = Looked { preset, back, ..now };
            let days = super::format_period(looked.period(view.zone(), view.now), view);
            Item { hint: days, ..Item::new(view.t(&format!("period-{name}")), set_period(looked)) }
        })
        .collect();
    let at = PERIOD_PRESETS.iter().position(|(_, preset, back)| (*preset, *back) == (now.preset, now.back)).unwrap_or(1);
    Choose::new(view.t("about-period"), items)
        .with_advice(view.t("period-advice"))
        .with_more(move |text, view| match between(text) {
            Ok((first, end)) => {
                let looked = Looked { preset: Preset::Between(first, end), back: 0, ..now };
                let days = super::format_period(looked.period(view.zone(), view.now), view);
                vec![Item { hint: days, ..Item::new(format!("{first}..{end}"), set_period(looked)) }]
            }
            Err(_) => Vec::new(),
        })
        .with_nothing(|text, view| {
            let why = between(text).err().map_or("wrong", |why| why.name());
            view.tt(&format!("period-{why}"), &[("years", (MOST_YEARS as usize).into())])
        })
        .with_size(64, 19)
        .at_row(at)
        .open()
}

pub fn open_comparison_picker(view: &View) -> Effect {
    let now = view.looking.looked(view.settings);
    let items = Against::ALL.into_iter().map(|against| {
        let looked = Looked { against, ..now };
        let days = looked.beside(view.settings.baseline, view.zone(), view.now).map(|period| super::format_period(period, view));
        let none = || if against == Against::Baseline { view.t("metrics-no-baseline") } else { String::new() };
        Item {
            hint: days.unwrap_or_else(none),
            ..Item::new(view.t(&format!("against-{}", against.name())), set_period(looked))
        }
    });
    let at = Against::ALL.iter().position(|one| *one == now.against).unwrap_or(0);
    Choose::new(view.t("about-against"), items.collect()).at_row(at).open()
}

pub fn open_dimension_picker(view: &View) -> Effect {
    let items =
        By::ALL.map(|by| Item::new(view.t(&format!("by-{}", by.name())), move |_| Effect::Turn(Turn::Apart(by))));
    let at = By::ALL.iter().position(|by| *by == view.looking.by).unwrap_or(0);
    Choose::new(view.t("about-apart"), items.into()).at_row(at).open()
}

pub fn open_person_picker(view: &View) -> Effect {
    let people = super::person_page::people_with_figures(view);
    let items = people.iter().map(|id| {
        let n = view.looking.groups(Slot::Looked, By::Agent, &Default::default(), view);
        let solved = n.and_then(|groups| {
            let found = groups.iter().find(|(one, _)| *one == crate::engine::metrics::cut::Trait::Agent(Some(*id)))?;
            Some(found.1.n(crate::model::figure::FigureId::Solved))
        });
        let hint = solved.map(|n| view.tt("n-solved", &[("n", n.into())])).unwrap_or_default();
        let id = *id;
        Item {
            hint,
            also: fold(view.name(Some(id))),
            ..Item::new(view.name(Some(id)), move |_| Effect::Turn(Turn::Person(id)))
        }
    });
    Choose::new(view.t("about-page"), items.collect()).open()
}
