//! Formats the numbers, dates and names of a report. The only place that rounds.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::engine::metrics::cut::By;
use crate::engine::metrics::sum::Summed;
use crate::engine::report::frame::Stretch;
use crate::engine::report::{Given, Part, Report, Tongue, Turn, ends};
use crate::engine::summary::{self, DurationParts, format_signed};
use crate::engine::targets::State;
use crate::model::figure::{FigureId, Shape};
use crate::model::time::{Instant, Zone};

/// Placeholder for a missing value.
pub const NONE: &str = "–";

/// Formats a report in one language.
#[derive(Clone, Copy)]
pub struct Shown<'a>(pub &'a dyn Tongue);

impl Shown<'_> {
    pub fn t(&self, key: &str) -> String {
        self.0.say(key, &[])
    }

    pub fn tt(&self, key: &str, values: &[(&str, Given)]) -> String {
        self.0.say(key, values)
    }

    /// Figure name.
    pub fn figure(&self, figure: FigureId) -> String {
        self.t(&format!("figure-{}", figure.name()))
    }

    /// Main value of a figure.
    pub fn value(&self, figure: FigureId, value: Option<f64>) -> String {
        let Some(value) = value else { return NONE.into() };
        match figure.shape() {
            Shape::Time => self.took(value),
            Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part => self.percent(value),
            Shape::Balance => format_signed(value),
            Shape::Count | Shape::Stock => self.count(value.round().max(0.0) as usize),
        }
    }

    /// Signed difference: duration or points.
    pub fn delta(&self, figure: FigureId, delta: Option<f64>) -> String {
        let Some(delta) = delta else { return String::new() };
        let sign = if delta < 0.0 { "−" } else { "+" };
        match figure.shape() {
            _ if delta == 0.0 => "±0".into(),
            Shape::Time => format!("{sign}{}", self.took(delta.abs())),
            Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part => {
                let points = (delta.abs() * 1000.0).round() / 10.0;
                self.tt("report-points", &[("n", format!("{sign}{}", self.decimal(points)).into())])
            }
            Shape::Balance => format_signed(delta),
            Shape::Count | Shape::Stock => format!("{sign}{}", self.count(delta.abs().round() as usize)),
        }
    }

    /// `▲ better`: glyph and word, so that nothing depends on colour.
    pub fn turn(&self, turn: Turn) -> (&'static str, String) {
        let glyph = match turn {
            Turn::Better => "▲",
            Turn::Worse => "▼",
            Turn::Same | Turn::Moved => "",
        };
        (glyph, self.t(&format!("report-turn-{}", turn.name())))
    }

    /// Share 0–1 as percent.
    pub fn percent(&self, share: f64) -> String {
        summary::format_percent(share).replace('.', &self.t("report-decimal"))
    }

    /// Seconds as a duration with its two largest units.
    pub fn took(&self, seconds: f64) -> String {
        let (key, n, m) = match DurationParts::from_seconds(seconds) {
            DurationParts::Seconds(seconds) => ("report-seconds", seconds, String::new()),
            DurationParts::Minutes(minutes) => ("report-minutes", minutes, String::new()),
            DurationParts::Hours(hours, minutes) => ("report-hours", hours, format!("{minutes:02}")),
            DurationParts::Days(days, hours) => ("report-days", days, hours.to_string()),
        };
        self.tt(key, &[("n", n.to_string().into()), ("m", m.into())])
    }

    /// Histogram bound with one unit.
    pub fn bound(&self, span: TimeDelta) -> String {
        let minutes = span.num_minutes();
        let (key, n) = match minutes {
            ..60 => ("report-minutes", minutes),
            60..2880 => ("report-whole-hours", minutes / 60),
            _ => ("report-whole-days", minutes / 1440),
        };
        self.tt(key, &[("n", n.to_string().into())])
    }

    /// Count with thousands separators.
    pub fn count(&self, n: usize) -> String {
        summary::format_count(n, &self.t("report-thousands"))
    }

    /// Number with at most one decimal.
    pub fn decimal(&self, number: f64) -> String {
        let text = format!("{number:.1}");
        let text = text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned);
        text.replace('.', &self.t("report-decimal"))
    }

    /// Details of a figure: n, low n, provisional, response rate.
    pub fn rests_on(&self, sum: &Summed) -> String {
        let mut said = Vec::new();
        let number = |key: &str, n: usize| self.tt(key, &[("n", n.into())]);
        match sum {
            Summed::Count(_) => {}
            Summed::Stock(backlog) => {
                let backlog = backlog.unwrap_or_default();
                let values = [("us", backlog.us), ("customer", backlog.customer), ("third", backlog.third_party)];
                let values = values.map(|(name, n)| (name, Given::from(self.count(n))));
                said.push(self.tt("report-waits-on", &values));
            }
            other => said.push(format!("n {}", self.count(other.n()))),
        }
        if sum.is_low() {
            said.push(self.t("report-low-n"));
        }
        let offered = match sum {
            Summed::Share(share) => {
                if share.provisional > 0 {
                    said.push(number("report-provisional", share.provisional));
                }
                if let Some(mean) = share.mean {
                    said.push(self.tt("report-mean-score", &[("mean", self.decimal(mean).into())]));
                }
                share.offered
            }
            Summed::Balance(balance) => balance.offered,
            _ => None,
        };
        if let Some(offered) = offered.filter(|offered| *offered > 0) {
            let answered = self.percent(sum.n() as f64 / offered as f64);
            said.push(self.tt("report-offered", &[("n", offered.into()), ("share", answered.into())]));
        }
        said.join(" · ")
    }

    /// Target state with its glyph.
    pub fn state(&self, state: State) -> (&'static str, String) {
        let glyph = match state {
            State::Stretch => "★",
            State::Met => "✔",
            State::Short => "▼",
            State::LowN | State::NoData => "○",
        };
        (glyph, self.t(&format!("target-{}", state.name())))
    }

    /// Display name of a part.
    pub fn part(&self, by: By, part: &Part) -> String {
        match (&part.name, by) {
            (None, _) => self.t("report-none-of-these"),
            (Some(name), By::Profile) => self.t(&format!("profile-{name}")),
            (Some(name), By::Priority) => self.t(&format!("priority-{name}")),
            (Some(name), _) => name.clone(),
        }
    }

    /// `Mon 9 Nov 2026`.
    pub fn day(&self, day: NaiveDate) -> String {
        let weekday = self.t(&format!("day-{}", day.weekday().number_from_monday()));
        format!("{weekday} {}", self.date(day, true))
    }

    /// `9 Nov`, optionally with the year.
    pub fn date(&self, day: NaiveDate, year: bool) -> String {
        let month = self.t(&format!("month-{}", day.month()));
        let date = self.tt("date", &[("day", day.day().to_string().into()), ("month", month.into())]);
        if year {
            self.tt("date-of-year", &[("date", date.into()), ("year", day.year().to_string().into())])
        } else {
            date
        }
    }

    pub fn stretch(&self, stretch: &Stretch) -> String {
        match ends(stretch) {
            (first, None) => self.day(first),
            (first, Some(last)) => {
                format!("{} – {}", self.date(first, first.year() != last.year()), self.date(last, true))
            }
        }
    }

    pub fn moment(&self, at: Instant, zone: Zone) -> String {
        let civil = zone.civil(at);
        format!("{} {}", self.day(civil.date()), civil.format("%H:%M"))
    }

    /// Title, such as `Week of 9 – 15 Nov 2026`, with the person or team.
    pub fn title(&self, report: &Report) -> String {
        let days = self.stretch(&report.frame.stretch);
        let kind = self.t(&format!("report-{}", report.frame.kind.name()));
        let whose = report.of.clone().or_else(|| (!report.title.is_empty()).then(|| report.title.clone()));
        match whose {
            Some(whose) => format!("{whose} · {kind} · {days}"),
            None => format!("{kind} · {days}"),
        }
    }

    /// Footnotes: comparison, calendar, crediting rule, provisional and small samples, exclusions.
    pub fn notes(&self, report: &Report) -> Vec<String> {
        let mut notes = Vec::new();
        if report.frame.running {
            notes.push(self.tt("report-note-running", &[("at", self.moment(report.now, report.zone).into())]));
        }
        if let Some(beside) = &report.frame.beside {
            notes.push(self.tt("report-note-beside", &[("days", self.stretch(beside).into())]));
        }
        notes.push(self.t("report-note-median"));
        notes.push(match &report.calendar {
            Some(calendar) => self.tt("report-note-calendar", &[("calendar", calendar.as_str().into())]),
            None => self.t("report-note-no-calendar"),
        });
        notes.push(self.t(&format!("report-note-credit-{}", report.credit.name())));
        let provisional = report.all.figures.share(FigureId::Fcr).provisional;
        if provisional > 0 {
            let days = Given::Number(usize::try_from(report.fcr_days).unwrap_or(0));
            notes.push(self.tt("report-note-provisional", &[("n", provisional.into()), ("days", days)]));
        }
        let low = FigureId::ALL.into_iter().filter(|figure| report.all.sum(*figure).is_low());
        let low: Vec<_> = low.map(|figure| self.figure(figure)).collect();
        if !low.is_empty() {
            notes.push(self.tt("report-note-low", &[("figures", low.join(", ").into())]));
        }
        for (reason, n) in &report.left_out {
            let why = self.t(&format!("left-out-{}", reason.name()));
            notes.push(self.tt("report-note-left-out", &[("n", (*n).into()), ("why", why.into())]));
        }
        notes.push(self.tt(
            "report-note-made",
            &[("at", self.moment(report.now, report.zone).into()), ("zone", report.zone.to_string().into())],
        ));
        notes
    }
}
