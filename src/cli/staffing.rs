//! `shiftdesk staffing`: Erlang calculator for given figures; without figures, the team's staffing need, forecast and
//! backlog.

pub mod forecast;

use serde::Serialize;

use super::formatting;
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::engine::staffing::erlang::{
    MAX_PEOPLE, QueuePerformance, ServiceTarget, Traffic, lines_for_blocking, rostered_people,
};
use crate::engine::staffing::number_range::NumberRange;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    /// Day: 2026-03-02, today or tomorrow [default: today]
    #[arg(long, value_name = "DAY", conflicts_with = "figures")]
    date: Option<String>,
    /// Weeks of history for the forecast [default: from the settings]
    #[arg(long, value_name = "N", conflicts_with = "figures", value_parser = clap::value_parser!(u32).range(1..=104))]
    weeks: Option<u32>,
    #[command(flatten)]
    erlang: ErlangArgs,
}

/// Figures to calculate with instead of the team's own.
#[derive(Debug, clap::Args)]
#[group(id = "figures", multiple = true)]
struct ErlangArgs {
    /// Offered load in erlangs: arrivals × handle time ÷ time
    #[arg(long, value_name = "ERLANGS", allow_negative_numbers = true, conflicts_with = "arrivals")]
    load: Option<f64>,
    /// Number of arrivals, instead of the load …
    #[arg(long, value_name = "N", allow_negative_numbers = true, requires = "per", requires = "handle")]
    arrivals: Option<f64>,
    /// … per this many seconds
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, requires = "arrivals")]
    per: Option<f64>,
    /// Handle time in seconds
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    handle: Option<f64>,
    /// Target answer time in seconds [default: from the settings]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    within: Option<f64>,
    /// Target service level, above 0 and below 1 [default: from the settings]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    level: Option<f64>,
    /// Mean patience in seconds (Erlang A) [default: infinite (Erlang C)]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    patience: Option<f64>,
    /// Number of people [default: the fewest that reach the service level]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    people: Option<f64>,
    /// Shrinkage, from 0 to below 1 [default: 0]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    shrinkage: Option<f64>,
    /// Occupancy ceiling, above 0, up to 1 [default: 1]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    occupancy: Option<f64>,
    /// Maximum share of blocked calls, without a queue (Erlang B)
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, conflicts_with_all = ["people", "level", "patience"])]
    blocking: Option<f64>,
}

/// JSON of an Erlang calculation: seconds and shares, null without a steady state or if an input is missing.
#[derive(Debug, Serialize)]
struct ErlangJson {
    model: &'static str,
    load: f64,
    handle: Option<f64>,
    within: f64,
    target_level: f64,
    occupancy_ceiling: f64,
    patience: Option<f64>,
    #[serde(flatten)]
    figures: ErlangFiguresJson,
    shrinkage: f64,
    /// People to schedule so that `people` are at work after shrinkage.
    rostered: u32,
    /// The figures for two fewer up to two more people.
    around: Vec<ErlangFiguresJson>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct ErlangFiguresJson {
    people: u32,
    blocking: f64,
    wait_probability: Option<f64>,
    service_level: Option<f64>,
    occupancy: Option<f64>,
    mean_wait: Option<f64>,
    queue: Option<f64>,
    abandonment: Option<f64>,
}

impl From<QueuePerformance> for ErlangFiguresJson {
    fn from(grade: QueuePerformance) -> ErlangFiguresJson {
        let QueuePerformance {
            people,
            blocking,
            wait_probability,
            service_level,
            occupancy,
            mean_wait,
            mean_queue_length: queue,
            abandonment,
        } = grade;
        ErlangFiguresJson {
            people,
            blocking,
            wait_probability,
            service_level,
            occupancy,
            mean_wait,
            queue,
            abandonment,
        }
    }
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match has_figures(&args.erlang) {
        false => forecast::run(args.form, args.date.as_deref(), args.weeks, context),
        true => {
            let shown = calculate(&args.erlang, context)?;
            print_result(args.form, &shown, || page(&shown))
        }
    }
}

/// Whether any figure is given.
fn has_figures(given: &ErlangArgs) -> bool {
    let ErlangArgs { load, arrivals, per, handle, within, level, patience, people, shrinkage, occupancy, blocking } =
        given;
    [load, arrivals, per, handle, within, level, patience, people, shrinkage, occupancy, blocking]
        .into_iter()
        .any(Option::is_some)
}

fn calculate(given: &ErlangArgs, context: &CliContext) -> anyhow::Result<ErlangJson> {
    let config = &context.settings.staffing;
    let option = |why: String| Failure::from_parse_error(format!("--{why}"));
    let load = match (given.load, given.arrivals, given.per, given.handle) {
        (Some(load), ..) => load,
        (_, Some(arrivals), Some(per), Some(handle)) => {
            Traffic::load_from_arrivals(arrivals, per, handle).map_err(option)?
        }
        _ => {
            return Err(Failure::usage(
                "There is no load to reckon with; write --load, or --arrivals with --per and --handle.",
            ));
        }
    };
    let within = given.within.unwrap_or(config.answer_within_seconds);
    let traffic = Traffic::new(load, given.handle, Some(within), given.patience).map_err(option)?;
    let (level, ceiling) = (given.level.unwrap_or(config.service_level), given.occupancy.unwrap_or(1.0));
    let target = ServiceTarget::new(level, ceiling).map_err(option)?;
    let shrinkage =
        NumberRange::ClosedOpen(0.0, 1.0).check("shrinkage", given.shrinkage.unwrap_or(0.0)).map_err(option)?;
    let people = match (given.people, given.blocking) {
        (Some(people), _) => parse_people(people).map_err(option)?,
        (None, Some(most)) => {
            let most = NumberRange::Open(0.0, 1.0).check("blocking", most).map_err(option)?;
            lines_for_blocking(load, most).max(1)
        }
        (None, None) => traffic.min_people(target).ok_or_else(|| {
            Failure::usage("How many are needed follows from how long one takes; write --handle, or --people.")
        })?,
    };
    let fewest = people.saturating_sub(2).max(1);
    Ok(ErlangJson {
        model: match (given.blocking, given.patience) {
            (Some(_), _) => "erlang_b",
            (None, Some(_)) => "erlang_a",
            (None, None) => "erlang_c",
        },
        load: traffic.load(),
        handle: given.handle,
        within,
        target_level: level,
        occupancy_ceiling: ceiling,
        patience: given.patience,
        figures: traffic.performance(people).into(),
        shrinkage,
        rostered: rostered_people(f64::from(people), shrinkage),
        around: (fewest..=people.saturating_add(2)).map(|people| traffic.performance(people).into()).collect(),
    })
}

/// Validates a number of people.
fn parse_people(people: f64) -> Result<u32, String> {
    match NumberRange::Closed(1.0, f64::from(MAX_PEOPLE)).check("people", people)? {
        people if people.fract() == 0.0 => Ok(people as u32),
        people => Err(format!("people cannot be {people}; write a whole number")),
    }
}

fn page(shown: &ErlangJson) -> OutputPage {
    let model = match shown.model {
        "erlang_a" => "Erlang A",
        "erlang_b" => "Erlang B",
        _ => "Erlang C",
    };
    let mut table = PageTable::new([
        PageColumn::left(""),
        PageColumn::right("people"),
        PageColumn::right("in time"),
        PageColumn::right("waits"),
        PageColumn::right("mean wait"),
        PageColumn::right("busy"),
        PageColumn::right("gives up"),
        PageColumn::right("blocked"),
    ]);
    for figures in &shown.around {
        let share = |share: Option<f64>| PageCell::optional(share.map(percent));
        table.add_row([
            if figures.people == shown.figures.people {
                PageCell::with_plain_text("▸", "this many")
            } else {
                PageCell::text("")
            },
            PageCell::number(figures.people),
            share(figures.service_level),
            share(figures.wait_probability),
            figures.mean_wait.map_or_else(PageCell::none, wait_cell),
            share(figures.occupancy),
            share(figures.abandonment),
            share(Some(figures.blocking)),
        ]);
    }
    let mut page = OutputPage::new(format!("{model} · {} erlangs", format_decimal(shown.load))).table(table);
    if shown.handle.is_some() && shown.model != "erlang_b" {
        page = page.line(format!(
            "In time: answered within {} s; {} is asked for.",
            format_decimal(shown.within),
            percent(shown.target_level)
        ));
    }
    if shown.figures.service_level.is_none() && shown.model == "erlang_c" {
        let steady = f64::from(shown.figures.people) > shown.load;
        page = page.line(match steady {
            true => "Without --handle nothing is known of seconds.",
            false => "With so few people there is no steady state: the queue grows without end.",
        });
    }
    if shown.shrinkage > 0.0 {
        page = page.line(format!(
            "With {} of paid time not for this, {} to be rostered.",
            percent(shown.shrinkage),
            match shown.rostered {
                1 => "1 person has".into(),
                n => format!("{n} people have"),
            }
        ));
    }
    page
}

/// Percentage with one decimal: one more person often changes no more than that.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Up to three decimals, without trailing zeros.
fn format_decimal(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A waiting time; below 10 s with a decimal.
fn wait_cell(seconds: f64) -> PageCell {
    if seconds < 10.0 { PageCell::text(format!("{seconds:.1} s")) } else { formatting::duration_cell(Some(seconds)) }
}
