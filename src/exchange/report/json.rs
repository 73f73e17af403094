//! JSON report: stable names, durations in seconds, shares 0–1, missing is null, nothing rounded.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::engine::metrics::sum::Summed;
use crate::engine::report::frame::Stretch;
use crate::engine::report::{Part, Report};
use crate::model::text::clean_line;

/// Increases when a key changes its meaning.
const JSON_SCHEMA_VERSION: u32 = 1;

pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let zone = report.zone;
    let value = json!({
        "schema": JSON_SCHEMA_VERSION,
        "report": report.frame.kind.name(),
        "team": clean_line(&report.title),
        "of": report.of.as_deref().map(clean_line),
        "period": period_json(&report.frame.stretch, report),
        "beside": report.frame.beside.as_ref().map(|beside| period_json(beside, report)),
        "running": report.frame.running,
        "made": zone.rfc3339(report.now),
        "zone": zone.to_string(),
        "csat_credit": report.credit.name(),
        "calendar": report.calendar,
        "fcr_days": report.fcr_days,
        "all": part_json(&report.all),
        "groups": report.groups.iter().map(|grouping| json!({
            "by": grouping.by.name(),
            "parts": grouping.parts.iter().map(part_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "charts": charts_json(report),
        "left_out": report.left_out.iter().map(|(why, n)| json!({
            "name": why.name(), "reason": why.reason(), "n": n,
        })).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    out.write_all(b"\n")
}

fn period_json(stretch: &Stretch, report: &Report) -> Value {
    json!({
        "from": stretch.first,
        "to": stretch.end,
        "until": report.zone.rfc3339(stretch.period.to),
    })
}

fn part_json(part: &Part) -> Value {
    let due = part.due.iter().map(|(figure, (target, state))| {
        let target_json = json!({ "good": target.good, "stretch": target.stretch, "state": state.name() });
        (figure.name().to_owned(), target_json)
    });
    json!({
        "key": clean_line(&part.key),
        "name": part.name.as_deref().map(clean_line),
        "figures": part.figures,
        "before": part.before,
        "targets": due.collect::<serde_json::Map<_, _>>(),
    })
}

fn charts_json(report: &Report) -> Value {
    let (charts, flow) = (&report.charts, &report.charts.flow);
    let values =
        |series: &[Summed]| series.iter().map(|sum| json!({ "value": sum.value(), "n": sum.n() })).collect::<Vec<_>>();
    json!({
        "step": flow.step.name(),
        "edges": flow.edges.iter().map(|at| report.zone.rfc3339(*at)).collect::<Vec<_>>(),
        "received": flow.received,
        "solved": flow.solved,
        "backlog": flow.backlog,
        "csat": values(&flow.csat),
        "nps": values(&flow.nps),
        "first_replies": charts.answers.0.iter().map(|(bound, n)| json!({
            "below": bound.map(|bound| bound.num_seconds()), "n": n,
        })).collect::<Vec<_>>(),
        "arrivals": charts.heat,
        "categories": charts.drivers.iter().map(|driver| json!({
            "name": driver.name.as_deref().map(clean_line), "rest": driver.is_rest, "n": driver.n, "before": driver.before,
        })).collect::<Vec<_>>(),
    })
}
