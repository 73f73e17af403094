//! `shiftdesk report`: writes a management report of a period.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::list_export::export_failure;
use super::{output, parse};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::engine::metrics::filter::Dimension;
use crate::engine::period_selection::ComparisonBasis;
use crate::engine::report::ReportFormat;
use crate::engine::report::input::ReportRequest;
use crate::engine::report::period::{ReportPeriod, ReportPeriodKind};
use crate::exchange::export::file::OverwritePolicy;
use crate::model::settings::Language;
use crate::model::time::{DateRange, parse_date_range_verbose};
use crate::session::report;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Period: day, week, month, quarter or year
    #[arg(value_name = "TIME")]
    kind: ReportPeriodKind,
    /// Any day in the period [default: the last completed period]
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "to"])]
    date: Option<String>,
    /// First day of a custom period
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<String>,
    /// End of the custom period, exclusive
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<String>,
    /// Comparison: before, year-ago, baseline, nothing, or a period with exclusive end: 2026-01-01..2026-04-01
    #[arg(long, value_name = "TIME", default_value = "before", value_parser = parse_comparison)]
    compare: (ComparisonBasis, Option<DateRange>),
    /// Only this person
    #[arg(long, value_name = "PERSON")]
    of: Option<String>,
    /// Break down only by agent, profile, channel, category, priority, tier or group [default: by each]
    #[arg(long, value_name = "WHAT")]
    by: Option<Dimension>,
    /// Language: en or vi [default: from the settings]
    #[arg(long, value_name = "LANGUAGE", value_parser = parse_language)]
    lang: Option<Language>,
    /// Format: text, markdown, html, xlsx or json [default: from the extension of --out, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<ReportFormat>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Same as --format text
    #[arg(long, conflicts_with_all = ["format", "json"])]
    plain: bool,
    /// Write to this file atomically
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "out")]
    force: bool,
}

fn parse_language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| {
        let names = Language::ALL.map(Language::code).join(", ");
        format!("‘{text}’ is no language of a report; there are {names}")
    })
}

/// Parses the comparison: a keyword or a custom period.
fn parse_comparison(text: &str) -> Result<(ComparisonBasis, Option<DateRange>), String> {
    if text.contains("..") {
        return parse_date_range_verbose(text).map(|days| (ComparisonBasis::Baseline, Some(days)));
    }
    let against =
        text.parse::<ComparisonBasis>().map_err(|wrong| format!("{wrong}, or days such as 2026-01-01..2026-04-01"));
    against.map(|against| (against, None))
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let form = args.output_format()?;
    let store = context.open_store()?;
    let (settings, now) = (&context.settings, context.now());
    let days = args.report_period(context)?;
    if settings.zone.midnight(days.0) >= now {
        return Err(Failure::usage(format!("{} is still to come; name a day that has been.", days.0)));
    }
    let (against, typed) = args.compare;
    let baseline = typed.or(settings.baseline);
    if against == ComparisonBasis::Baseline && baseline.is_none() {
        return Err(Failure::usage(
            "The settings name no days as the baseline; name them here: --compare 2026-01-01..2026-04-01.".to_owned(),
        ));
    }
    let frame = ReportPeriod::new(args.kind, days, against, baseline, settings.zone, now);
    let of = args.of.as_deref().map(|name| find_person(&store, name)).transpose()?;
    let made =
        report::build_report(&store, settings, &ReportRequest { period: frame, person: of, dimension: args.by }, now)?;
    let language = args.lang.unwrap_or(settings.language);
    let Some(path) = &args.out else {
        let text = form != ReportFormat::Xlsx;
        return output::write_raw(text, |out| {
            report::render_report(&made, form, language, out).map_err(export_failure)
        });
    };
    let over = if args.force { OverwritePolicy::ReplaceExcept(&context.db) } else { OverwritePolicy::Never };
    report::save_report(&made, form, language, path, over).map_err(export_failure)?;
    output::print_line(&format!("Report written to {}.", path.display()))
}

impl Args {
    /// The requested format, else the one of the file extension.
    fn output_format(&self) -> anyhow::Result<ReportFormat> {
        let by_name =
            self.format.or(self.json.then_some(ReportFormat::Json)).or(self.plain.then_some(ReportFormat::Text));
        match (by_name, &self.out) {
            (Some(form), _) => Ok(form),
            (None, None) => Ok(ReportFormat::Text),
            (None, Some(path)) => ReportFormat::from_path(path).ok_or_else(|| {
                let names = ReportFormat::ALL.map(ReportFormat::name).join(", ");
                Failure::usage(format!(
                    "The ending of {} says no format; name one with --format: {names}.",
                    path.display()
                ))
            }),
        }
    }

    /// First day and exclusive end of the report period.
    fn report_period(&self, context: &CliContext) -> anyhow::Result<(NaiveDate, NaiveDate)> {
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let (first, end) = (parse::parse_date(from, context)?, parse::parse_date(to, context)?);
            if end <= first {
                return Err(Failure::usage(format!(
                    "The days end before they begin: --to is the day after the last one, so it lies after {first}."
                )));
            }
            return Ok((first, end));
        }
        let first = match &self.date {
            Some(date) => self.kind.start_of(parse::parse_date(date, context)?),
            None => self.kind.last_completed(context.settings.zone.date(context.now())),
        };
        Ok((first, self.kind.next_start(first)))
    }
}
