//! Pickers for period, comparison, breakdown dimension and person.

use crate::engine::looked::{Against, Looked, MOST_YEARS, Preset};
use crate::engine::metrics::cut::By;
use crate::model::text::fold;
use crate::model::time::between;
use crate::query::protocol::MetricsSlot;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::metrics_view::SetMetricsView;
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
    move |_| Effect::SetMetricsView(SetMetricsView::Period(looked))
}

pub fn open_period_picker(view: &View) -> Effect {
    let now = view.metrics_view.period_selection(view.settings);
    let items: Vec<PickListItem> = PERIOD_PRESETS
        .into_iter()
        .map(|(name, preset, back)| {
            let looked = Looked { preset, back, ..now };
            let days = super::format_period(looked.period(view.zone(), view.now), view);
            PickListItem { hint: days, ..PickListItem::new(view.t(&format!("period-{name}")), set_period(looked)) }
        })
        .collect();
    let at = PERIOD_PRESETS.iter().position(|(_, preset, back)| (*preset, *back) == (now.preset, now.back)).unwrap_or(1);
    PickListDialog::new(view.t("about-period"), items)
        .with_advice(view.t("period-advice"))
        .with_finder(move |text, view| match between(text) {
            Ok((first, end)) => {
                let looked = Looked { preset: Preset::Between(first, end), back: 0, ..now };
                let days = super::format_period(looked.period(view.zone(), view.now), view);
                vec![PickListItem { hint: days, ..PickListItem::new(format!("{first}..{end}"), set_period(looked)) }]
            }
            Err(_) => Vec::new(),
        })
        .with_empty_message(|text, view| {
            let why = between(text).err().map_or("wrong", |why| why.name());
            view.tt(&format!("period-{why}"), &[("years", (MOST_YEARS as usize).into())])
        })
        .with_size(64, 19)
        .with_cursor(at)
        .open()
}

pub fn open_comparison_picker(view: &View) -> Effect {
    let now = view.metrics_view.period_selection(view.settings);
    let items = Against::ALL.into_iter().map(|against| {
        let looked = Looked { against, ..now };
        let days = looked.beside(view.settings.baseline, view.zone(), view.now).map(|period| super::format_period(period, view));
        let none = || if against == Against::Baseline { view.t("metrics-no-baseline") } else { String::new() };
        PickListItem {
            hint: days.unwrap_or_else(none),
            ..PickListItem::new(view.t(&format!("against-{}", against.name())), set_period(looked))
        }
    });
    let at = Against::ALL.iter().position(|one| *one == now.against).unwrap_or(0);
    PickListDialog::new(view.t("about-against"), items.collect()).with_cursor(at).open()
}

pub fn open_dimension_picker(view: &View) -> Effect {
    let items =
        By::ALL.map(|by| PickListItem::new(view.t(&format!("by-{}", by.name())), move |_| Effect::SetMetricsView(SetMetricsView::GroupBy(by))));
    let at = By::ALL.iter().position(|by| *by == view.metrics_view.group_by).unwrap_or(0);
    PickListDialog::new(view.t("about-apart"), items.into()).with_cursor(at).open()
}

pub fn open_person_picker(view: &View) -> Effect {
    let people = super::person_page::people_with_figures(view);
    let items = people.iter().map(|id| {
        let n = view.metrics_view.groups(MetricsSlot::Selected, By::Agent, &Default::default(), view);
        let solved = n.and_then(|groups| {
            let found = groups.iter().find(|(one, _)| *one == crate::engine::metrics::cut::Trait::Agent(Some(*id)))?;
            Some(found.1.n(crate::model::figure::FigureId::Solved))
        });
        let hint = solved.map(|n| view.tt("n-solved", &[("n", n.into())])).unwrap_or_default();
        let id = *id;
        PickListItem {
            hint,
            keywords: fold(view.person_name(Some(id))),
            ..PickListItem::new(view.person_name(Some(id)), move |_| Effect::SetMetricsView(SetMetricsView::ShowPerson(id)))
        }
    });
    PickListDialog::new(view.t("about-page"), items.collect()).open()
}
