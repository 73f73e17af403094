//! `shiftdesk report`: the figures of a time for others, as a page or as data.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::handed::told;
use super::{Context, Failure, one_person, output, typed};
use crate::config::settings::Language;
use crate::domain::looked::{Against, Between, parse_between};
use crate::domain::metrics::By;
use crate::domain::report::{Form, Frame, Kind, Order};
use crate::exchange::export::file::Over;
use crate::session::report;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How long a time: day, week, month, quarter or year
    #[arg(value_name = "TIME")]
    kind: Kind,
    /// The one that has this day in it [default: the last one that is over]
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "to"])]
    date: Option<String>,
    /// Days of your own: the first one
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<String>,
    /// The day after the last one
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<String>,
    /// What it is held against: before, year-ago, baseline, nothing, or days and the one after the last of them:
    /// 2026-01-01..2026-04-01
    #[arg(long, value_name = "TIME", default_value = "before", value_parser = compared)]
    compare: (Against, Option<Between>),
    /// The figures of one person
    #[arg(long, value_name = "PERSON")]
    of: Option<String>,
    /// Tell apart by this alone: agent, profile, channel, category, priority, tier, group [default: by each]
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// The language: en or vi [default: that of the screen]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    lang: Option<Language>,
    /// Write it as text, markdown, html, xlsx or json [default: by the ending of --out, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// The same as --format text
    #[arg(long, conflicts_with_all = ["format", "json"])]
    plain: bool,
    /// Write it into this file, whole or not at all
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "out")]
    force: bool,
}

fn language(text: &str) -> Result<Language, String> {
    Language::named(text).ok_or_else(|| {
        let names = Language::ALL.map(Language::name).join(", ");
        format!("‘{text}’ is no language of a report; there are {names}")
    })
}

/// What a report is held against: a word, or days of one's own.
fn compared(text: &str) -> Result<(Against, Option<Between>), String> {
    if text.contains("..") {
        return parse_between(text).map(|days| (Against::Baseline, Some(days)));
    }
    let against = text.parse::<Against>().map_err(|wrong| format!("{wrong}, or days such as 2026-01-01..2026-04-01"));
    against.map(|against| (against, None))
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let form = args.form()?;
    let store = context.store()?;
    let (settings, now) = (&context.settings, context.now());
    let days = args.days(context)?;
    if settings.zone.midnight(days.0) >= now {
        return Err(Failure::usage(format!("{} is still to come; name a day that has been.", days.0)));
    }
    let (against, typed) = args.compare;
    let baseline = typed.or(settings.baseline);
    if against == Against::Baseline && baseline.is_none() {
        return Err(Failure::usage(
            "The settings name no days as the baseline; name them here: --compare 2026-01-01..2026-04-01.".to_owned(),
        ));
    }
    let frame = Frame::new(args.kind, days, against, baseline, settings.zone, now);
    let of = args.of.as_deref().map(|name| one_person(&store, name)).transpose()?;
    let made = report::fill(&store, settings, &Order { frame, of, by: args.by }, now)?;
    let language = args.lang.unwrap_or(settings.language);
    let Some(path) = &args.out else {
        let text = form != Form::Xlsx;
        return output::bytes(text, |out| report::put(&made, form, language, out).map_err(told));
    };
    let over = if args.force { Over::AllBut(&context.db) } else { Over::Nothing };
    report::save(&made, form, language, path, over).map_err(told)?;
    output::line(&format!("Report written to {}.", path.display()))
}

impl Args {
    /// The format that was asked for, or that the ending of the file stands for.
    fn form(&self) -> anyhow::Result<Form> {
        let by_name = self.format.or(self.json.then_some(Form::Json)).or(self.plain.then_some(Form::Text));
        match (by_name, &self.out) {
            (Some(form), _) => Ok(form),
            (None, None) => Ok(Form::Text),
            (None, Some(path)) => Form::of(path).ok_or_else(|| {
                let names = Form::ALL.map(Form::name).join(", ");
                Failure::usage(format!(
                    "The ending of {} says no format; name one with --format: {names}.",
                    path.display()
                ))
            }),
        }
    }

    /// The first day, and the day after the last one.
    fn days(&self, context: &Context) -> anyhow::Result<(NaiveDate, NaiveDate)> {
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let (first, end) = (typed::day(from, context)?, typed::day(to, context)?);
            if end <= first {
                return Err(Failure::usage(format!(
                    "The days end before they begin: --to is the day after the last one, so it lies after {first}."
                )));
            }
            return Ok((first, end));
        }
        let first = match &self.date {
            Some(date) => self.kind.first(typed::day(date, context)?),
            None => self.kind.last_over(context.settings.zone.date(context.now())),
        };
        Ok((first, self.kind.next(first)))
    }
}
