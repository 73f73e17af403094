//! JSON report: stable names, durations in seconds, shares 0–1, missing is null, nothing rounded.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::period::ReportDays;
use crate::engine::report::{Report, ReportPart};
use crate::model::text::clean_line;

/// Increases when a key changes its meaning.
const JSON_SCHEMA_VERSION: u32 = 1;

pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let zone = report.zone;
    let value = json!({
        "schema": JSON_SCHEMA_VERSION,
        "report": report.period.kind.name(),
        "team": clean_line(&report.title),
        "of": report.person.as_deref().map(clean_line),
        "period": period_json(&report.period.days, report),
        "beside": report.period.comparison.as_ref().map(|beside| period_json(beside, report)),
        "running": report.period.running,
        "made": zone.rfc3339(report.now),
        "zone": zone.to_string(),
        "csat_credit": report.credit.name(),
        "calendar": report.calendar,
        "fcr_days": report.fcr_days,
        "all": part_json(&report.total),
        "groups": report.groups.iter().map(|grouping| json!({
            "by": grouping.dimension.name(),
            "parts": grouping.parts.iter().map(part_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "charts": charts_json(report),
        "left_out": report.excluded.iter().map(|(why, n)| json!({
            "name": why.name(), "reason": why.reason(), "n": n,
        })).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    out.write_all(b"\n")
}

fn period_json(stretch: &ReportDays, report: &Report) -> Value {
    json!({
        "from": stretch.first,
        "to": stretch.end,
        "until": report.zone.rfc3339(stretch.period.to),
    })
}

fn part_json(part: &ReportPart) -> Value {
    let due = part.targets.iter().map(|(figure, (target, state))| {
        let target_json = json!({ "good": target.good, "stretch": target.stretch, "state": state.name() });
        (figure.name().to_owned(), target_json)
    });
    json!({
        "key": clean_line(&part.key),
        "name": part.name.as_deref().map(clean_line),
        "figures": part.figures,
        "before": part.previous,
        "targets": due.collect::<serde_json::Map<_, _>>(),
    })
}

fn charts_json(report: &Report) -> Value {
    let (charts, flow) = (&report.charts, &report.charts.flow);
    let values = |series: &[FigureSummary]| {
        series.iter().map(|sum| json!({ "value": sum.value(), "n": sum.n() })).collect::<Vec<_>>()
    };
    json!({
        "step": flow.bucket.name(),
        "edges": flow.edges.iter().map(|at| report.zone.rfc3339(*at)).collect::<Vec<_>>(),
        "received": flow.received,
        "solved": flow.solved,
        "backlog": flow.backlog,
        "csat": values(&flow.csat),
        "nps": values(&flow.nps),
        "first_replies": charts.first_response_histogram.0.iter().map(|(bound, n)| json!({
            "below": bound.map(|bound| bound.num_seconds()), "n": n,
        })).collect::<Vec<_>>(),
        "arrivals": charts.arrivals_heatmap,
        "categories": charts.contact_drivers.iter().map(|driver| json!({
            "name": driver.name.as_deref().map(clean_line), "rest": driver.is_other, "n": driver.n, "before": driver.previous,
        })).collect::<Vec<_>>(),
    })
}
