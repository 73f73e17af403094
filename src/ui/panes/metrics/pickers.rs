//! Pickers for period, comparison, breakdown dimension and person.

use crate::engine::metrics::filter::Dimension;
use crate::engine::period_selection::{ComparisonBasis, PeriodPreset, PeriodSelection};
use crate::model::text::fold;
use crate::model::time::{MAX_RANGE_YEARS, parse_date_range};
use crate::query::protocol::MetricsSlot;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::pane::Effect;
use crate::ui::state::metrics::SetMetricsView;
use crate::ui::view::View;

/// Preset periods: name, kind, and how many periods back.
const PERIOD_PRESETS: [(&str, PeriodPreset, u32); 12] = [
    ("7-days", PeriodPreset::Days(7), 0),
    ("30-days", PeriodPreset::Days(30), 0),
    ("90-days", PeriodPreset::Days(90), 0),
    ("year-days", PeriodPreset::Days(365), 0),
    ("this-week", PeriodPreset::Week, 0),
    ("last-week", PeriodPreset::Week, 1),
    ("this-month", PeriodPreset::Month, 0),
    ("last-month", PeriodPreset::Month, 1),
    ("this-quarter", PeriodPreset::Quarter, 0),
    ("last-quarter", PeriodPreset::Quarter, 1),
    ("this-year", PeriodPreset::Year, 0),
    ("last-year", PeriodPreset::Year, 1),
];

fn set_period(looked: PeriodSelection) -> impl Fn(&View) -> Effect {
    move |_| Effect::SetMetricsView(SetMetricsView::Period(looked))
}

pub fn open_period_picker(view: &View) -> Effect {
    let now = view.metrics_view.period_selection(view.settings);
    let items: Vec<PickListItem> = PERIOD_PRESETS
        .into_iter()
        .map(|(name, preset, back)| {
            let looked = PeriodSelection { preset, periods_back: back, ..now };
            let days = crate::ui::panes::metrics::labels::format_period(looked.period(view.zone(), view.now), view);
            PickListItem { hint: days, ..PickListItem::new(view.t(&format!("period-{name}")), set_period(looked)) }
        })
        .collect();
    let at = PERIOD_PRESETS
        .iter()
        .position(|(_, preset, back)| (*preset, *back) == (now.preset, now.periods_back))
        .unwrap_or(1);
    PickListDialog::new(view.t("about-period"), items)
        .with_advice(view.t("period-advice"))
        .with_finder(move |text, view| match parse_date_range(text) {
            Ok((first, end)) => {
                let looked = PeriodSelection { preset: PeriodPreset::Custom(first, end), periods_back: 0, ..now };
                let days = crate::ui::panes::metrics::labels::format_period(looked.period(view.zone(), view.now), view);
                vec![PickListItem { hint: days, ..PickListItem::new(format!("{first}..{end}"), set_period(looked)) }]
            }
            Err(_) => Vec::new(),
        })
        .with_empty_message(|text, view| {
            let why = parse_date_range(text).err().map_or("wrong", |why| why.name());
            view.tt(&format!("period-{why}"), &[("years", (MAX_RANGE_YEARS as usize).into())])
        })
        .with_size(64, 19)
        .with_cursor(at)
        .open()
}

pub fn open_comparison_picker(view: &View) -> Effect {
    let now = view.metrics_view.period_selection(view.settings);
    let items = ComparisonBasis::ALL.into_iter().map(|against| {
        let looked = PeriodSelection { compare_to: against, ..now };
        let days = looked
            .comparison_period(view.settings.baseline, view.zone(), view.now)
            .map(|period| crate::ui::panes::metrics::labels::format_period(period, view));
        let none = || if against == ComparisonBasis::Baseline { view.t("metrics-no-baseline") } else { String::new() };
        PickListItem {
            hint: days.unwrap_or_else(none),
            ..PickListItem::new(view.t(&format!("against-{}", against.name())), set_period(looked))
        }
    });
    let at = ComparisonBasis::ALL.iter().position(|one| *one == now.compare_to).unwrap_or(0);
    PickListDialog::new(view.t("about-against"), items.collect()).with_cursor(at).open()
}

pub fn open_dimension_picker(view: &View) -> Effect {
    let items = Dimension::ALL.map(|by| {
        PickListItem::new(view.t(&format!("by-{}", by.name())), move |_| {
            Effect::SetMetricsView(SetMetricsView::GroupBy(by))
        })
    });
    let at = Dimension::ALL.iter().position(|by| *by == view.metrics_view.group_by).unwrap_or(0);
    PickListDialog::new(view.t("about-apart"), items.into()).with_cursor(at).open()
}

pub fn open_person_picker(view: &View) -> Effect {
    let people = super::person_page::people_with_figures(view);
    let items = people.iter().map(|id| {
        let n = view.metrics_view.groups(MetricsSlot::Selected, Dimension::Agent, &Default::default(), view);
        let solved = n.and_then(|groups| {
            let found = groups
                .iter()
                .find(|(one, _)| *one == crate::engine::metrics::filter::DimensionValue::Agent(Some(*id)))?;
            Some(found.1.n(crate::model::figure::FigureId::Solved))
        });
        let hint = solved.map(|n| view.tt("n-solved", &[("n", n.into())])).unwrap_or_default();
        let id = *id;
        PickListItem {
            hint,
            keywords: fold(view.person_name(Some(id))),
            ..PickListItem::new(view.person_name(Some(id)), move |_| {
                Effect::SetMetricsView(SetMetricsView::ShowPerson(id))
            })
        }
    });
    PickListDialog::new(view.t("about-page"), items.collect()).open()
}
