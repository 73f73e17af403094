//! Figures as a flat table, one figure per row, unrounded, for scripts and spreadsheets.

use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::engine::summary::DurationStats;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::table::{DataTable, TableCell};

/// Stable column names. Durations are seconds, shares 0–1.
pub const COLUMNS: [&str; 18] = [
    "from",
    "to",
    "by",
    "name",
    "figure",
    "value",
    "n",
    "mean",
    "median",
    "p90",
    "business_median",
    "business_mean",
    "business_p90",
    "hits",
    "provisional",
    "offered",
    "low_n",
    "unit",
];

/// Unit name of a figure.
pub fn unit_name(figure: FigureId) -> &'static str {
    match figure.shape() {
        FigureShape::Time => "seconds",
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => "share",
        FigureShape::NetScore => "points",
        FigureShape::Count | FigureShape::Stock => "count",
    }
}

/// Table without rows.
pub fn empty_table() -> DataTable {
    DataTable { columns: COLUMNS.to_vec(), rows: Vec::new() }
}

/// Appends figures. `days` are first and end day, `by` is the dimension (`team` for the whole team), `name` the value
/// (`None` = not set).
pub fn append_figures(table: &mut DataTable, days: [&str; 2], by: &str, name: Option<&str>, figures: &Figures) {
    for (figure, sum) in figures.iter() {
        let number = |value: Option<f64>| value.map_or(TableCell::Empty, TableCell::Number);
        let count = |n: usize| TableCell::Count(i64::try_from(n).unwrap_or(i64::MAX));
        let maybe = |n: Option<usize>| n.map_or(TableCell::Empty, count);
        let (mut mean, mut spread, mut business) = (None, DurationStats::default(), DurationStats::default());
        let (mut hits, mut provisional, mut offered) = (None, None, None);
        match sum {
            FigureSummary::Time { spread: all, business: open } => {
                (mean, spread, business) = (all.mean, *all, open.unwrap_or_default());
            }
            FigureSummary::Share(share) => {
                (mean, offered) = (share.mean, share.offered);
                (hits, provisional) = (Some(share.hits), Some(share.provisional));
            }
            FigureSummary::NetScore(balance) => (hits, offered) = (Some(balance.promoters), balance.offered),
            FigureSummary::Mean { mean: of, .. } => mean = *of,
            FigureSummary::Count(_) | FigureSummary::Stock(_) => {}
        }
        table.rows.push(vec![
            TableCell::Text(days[0].to_owned()),
            TableCell::Text(days[1].to_owned()),
            TableCell::Text(by.to_owned()),
            name.into(),
            TableCell::Text(figure.name().to_owned()),
            number(sum.value()),
            count(sum.n()),
            number(mean),
            number(spread.median),
            number(spread.p90),
            number(business.median),
            number(business.mean),
            number(business.p90),
            maybe(hits),
            maybe(provisional),
            maybe(offered),
            TableCell::YesNo(sum.is_low()),
            TableCell::Text(unit_name(figure).to_owned()),
        ]);
    }
}
