//! The figures of 30 days, exact medians and all, against one statement over a flat table of samples made for nothing
//! else.
//!
//! What the program gives: every figure with n, mean, median and p90 or n and rate, for the team and for everybody, and
//! the samples behind each number. What the statement gives: n, mean, median and p90 for the same samples, for the team
//! and for everybody; its table is worked out already and kept up by nobody. Both find the same n and medians, or the
//! row says so.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::ensure;

use crate::files::{Bench, Desk};
use crate::numbers::Times;
use crate::reference::{Flat, Line};
use crate::table::{Goal, Row};
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, TeamFigures};
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::time::Period;
use shiftdesk::store::Store;
use shiftdesk::store::worker::compute_metrics;

/// The samples reach so far back, and the figures are those of the last of these days.
const KEPT: u32 = 90;
const DAYS: u32 = 30;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let rounds = bench.rounds(9, 5);
    let folder = bench.scratch("figures")?;
    let zone = bench.settings.zone;
    let (period, kept) = (Period::last_days(zone, bench.now, DAYS), Period::last_days(zone, bench.now, KEPT));
    let counting = bench.settings.metrics_config();
    let given = |store: &Store, period| {
        compute_metrics(
            store,
            MetricsWindow { period, now: bench.now, config: &counting, depth: MetricsDepth::Summary },
        )
    };
    let open = |desk: &Desk| -> anyhow::Result<_> {
        let store = bench.store(&desk.path)?;
        let path = folder.join(format!("{}.db", desk.tickets));
        let flat = Flat::new(&path, &given(&store, kept)?.samples, kept)?;
        Ok((store, flat))
    };
    let (large, flat) = open(&bench.large)?;
    let middle = bench.store(&bench.middle.path)?;
    same(&given(&large, period)?.report, &flat.figures(period)?)?;
    given(&middle, period)?;
    let (mut ours, mut theirs, mut small) = <(Times, Times, Times)>::default();
    for _ in 0..rounds {
        let before = Instant::now();
        given(&large, period)?;
        ours.push(before.elapsed());
        let before = Instant::now();
        flat.figures(period)?;
        theirs.push(before.elapsed());
        let before = Instant::now();
        given(&middle, period)?;
        small.push(before.elapsed());
    }
    let what = format!("figures of {DAYS} days, all people, {}", bench.large.name());
    let growth = format!("the same, {} ÷ {}", bench.large.name(), bench.middle.name());
    Ok(vec![
        Row::against(&what, ours.median(), "one SQL over a covering index", theirs.median(), Goal::times(1.2)),
        Row::growth(&growth, (&bench.middle.size(), small.median()), ours.median(), Goal::times(1.3))
            .beside(bench.busier()),
    ])
}

/// The statement is a fair one only if it finds what the program finds: n and median, person by person.
fn same(report: &TeamFigures, lines: &[Line]) -> anyhow::Result<()> {
    let found: BTreeMap<(i64, i64), (i64, f64)> =
        lines.iter().map(|(figure, person, n, median)| ((*figure, *person), (*n, *median))).collect();
    let everybody = report.agents.iter().map(|(who, figures)| (who.0, figures));
    for (person, figures) in everybody.chain([(0, &report.team)]) {
        for id in [FigureId::FirstResponse, FigureId::ResponseTime, FigureId::FullResolution] {
            let spread = figures.spread(id);
            let place = (0..).zip(FigureId::ALL).find(|(_, figure)| *figure == id).map_or(0, |(at, _)| at);
            let (n, median) = found.get(&(place, person)).copied().unwrap_or_default();
            let close = (median / 1000.0 - spread.median.unwrap_or_default()).abs() < 0.002;
            ensure!(
                n == spread.n as i64 && close,
                "{} of person {person}: {} with a median of {:?} s by the program, {n} with {} s by the statement.",
                id.name(),
                spread.n,
                spread.median,
                median / 1000.0
            );
        }
    }
    Ok(())
}
