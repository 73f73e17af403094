//! Formats the numbers, dates and names of a report. The only place that rounds.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::engine::metrics::filter::Dimension;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::period::ReportDays;
use crate::engine::report::{Report, ReportPart, Trend, first_and_last_day};
use crate::engine::targets::TargetState;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::time::{Instant, Zone};
use crate::presentation::catalog::{MessageArg, Translator};
use crate::presentation::numbers::{DurationParts, format_signed};

/// Placeholder for a missing value.
pub const NO_VALUE: &str = "–";

/// Formats a report in one language.
#[derive(Clone, Copy)]
pub struct ReportFormatter<'a>(pub &'a dyn Translator);

impl ReportFormatter<'_> {
    pub fn text(&self, key: &str) -> String {
        self.0.translate(key, &[])
    }

    pub fn text_with(&self, key: &str, values: &[(&str, MessageArg)]) -> String {
        self.0.translate(key, values)
    }

    /// Figure name.
    pub fn figure_name(&self, figure: FigureId) -> String {
        self.text(&format!("figure-{}", figure.name()))
    }

    /// Main value of a figure.
    pub fn format_value(&self, figure: FigureId, value: Option<f64>) -> String {
        let Some(value) = value else { return NO_VALUE.into() };
        match figure.shape() {
            FigureShape::Time => self.format_duration(value),
            FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => {
                self.format_percent(value)
            }
            FigureShape::NetScore => format_signed(value),
            FigureShape::Count | FigureShape::Stock => self.format_count(value.round().max(0.0) as usize),
        }
    }

    /// Signed difference: duration or points.
    pub fn format_delta(&self, figure: FigureId, delta: Option<f64>) -> String {
        let Some(delta) = delta else { return String::new() };
        let sign = if delta < 0.0 { "−" } else { "+" };
        match figure.shape() {
            _ if delta == 0.0 => "±0".into(),
            FigureShape::Time => format!("{sign}{}", self.format_duration(delta.abs())),
            FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => {
                let points = (delta.abs() * 1000.0).round() / 10.0;
                self.text_with("report-points", &[("n", format!("{sign}{}", self.format_decimal(points)).into())])
            }
            FigureShape::NetScore => format_signed(delta),
            FigureShape::Count | FigureShape::Stock => {
                format!("{sign}{}", self.format_count(delta.abs().round() as usize))
            }
        }
    }

    /// `▲ better`: glyph and word, so that nothing depends on colour.
    pub fn trend_label(&self, turn: Trend) -> (&'static str, String) {
        let glyph = match turn {
            Trend::Better => "▲",
            Trend::Worse => "▼",
            Trend::Same | Trend::Changed => "",
        };
        (glyph, self.text(&format!("report-turn-{}", turn.name())))
    }

    /// Share 0–1 as percent.
    pub fn format_percent(&self, share: f64) -> String {
        crate::presentation::numbers::format_percent(share).replace('.', &self.text("report-decimal"))
    }

    /// Seconds as a duration with its two largest units.
    pub fn format_duration(&self, seconds: f64) -> String {
        let (key, n, m) = match DurationParts::from_seconds(seconds) {
            DurationParts::Seconds(seconds) => ("report-seconds", seconds, String::new()),
            DurationParts::Minutes(minutes) => ("report-minutes", minutes, String::new()),
            DurationParts::Hours(hours, minutes) => ("report-hours", hours, format!("{minutes:02}")),
            DurationParts::Days(days, hours) => ("report-days", days, hours.to_string()),
        };
        self.text_with(key, &[("n", n.to_string().into()), ("m", m.into())])
    }

    /// Histogram bound with one unit.
    pub fn format_duration_bound(&self, span: TimeDelta) -> String {
        let minutes = span.num_minutes();
        let (key, n) = match minutes {
            ..60 => ("report-minutes", minutes),
            60..2880 => ("report-whole-hours", minutes / 60),
            _ => ("report-whole-days", minutes / 1440),
        };
        self.text_with(key, &[("n", n.to_string().into())])
    }

    /// Count with thousands separators.
    pub fn format_count(&self, n: usize) -> String {
        crate::presentation::numbers::format_count(n, &self.text("report-thousands"))
    }

    /// Number with at most one decimal.
    pub fn format_decimal(&self, number: f64) -> String {
        let text = format!("{number:.1}");
        let text = text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned);
        text.replace('.', &self.text("report-decimal"))
    }

    /// Details of a figure: n, low n, provisional, response rate.
    pub fn sample_notes(&self, sum: &FigureSummary) -> String {
        let mut notes = Vec::new();
        let number = |key: &str, n: usize| self.text_with(key, &[("n", n.into())]);
        match sum {
            FigureSummary::Count(_) => {}
            FigureSummary::Stock(backlog) => {
                let backlog = backlog.unwrap_or_default();
                let values = [("us", backlog.us), ("customer", backlog.customer), ("third", backlog.third_party)];
                let values = values.map(|(name, n)| (name, MessageArg::from(self.format_count(n))));
                notes.push(self.text_with("report-waits-on", &values));
            }
            other => notes.push(format!("n {}", self.format_count(other.n()))),
        }
        if sum.is_low() {
            notes.push(self.text("report-low-n"));
        }
        let offered = match sum {
            FigureSummary::Share(share) => {
                if share.provisional > 0 {
                    notes.push(number("report-provisional", share.provisional));
                }
                if let Some(mean) = share.mean {
                    notes.push(self.text_with("report-mean-score", &[("mean", self.format_decimal(mean).into())]));
                }
                share.offered
            }
            FigureSummary::NetScore(balance) => balance.offered,
            _ => None,
        };
        if let Some(offered) = offered.filter(|offered| *offered > 0) {
            let answered = self.format_percent(sum.n() as f64 / offered as f64);
            notes.push(self.text_with("report-offered", &[("n", offered.into()), ("share", answered.into())]));
        }
        notes.join(" · ")
    }

    /// Target state with its glyph.
    pub fn target_state_label(&self, state: TargetState) -> (&'static str, String) {
        let glyph = match state {
            TargetState::Stretch => "★",
            TargetState::Met => "✔",
            TargetState::Missed => "▼",
            TargetState::LowN | TargetState::NoData => "○",
        };
        (glyph, self.text(&format!("target-{}", state.name())))
    }

    /// Display name of a part.
    pub fn part_name(&self, by: Dimension, part: &ReportPart) -> String {
        match (&part.name, by) {
            (None, _) => self.text("report-none-of-these"),
            (Some(name), Dimension::Profile) => self.text(&format!("profile-{name}")),
            (Some(name), Dimension::Priority) => self.text(&format!("priority-{name}")),
            (Some(name), _) => name.clone(),
        }
    }

    /// `Mon 9 Nov 2026`.
    pub fn format_day(&self, day: NaiveDate) -> String {
        let weekday = self.text(&format!("day-{}", day.weekday().number_from_monday()));
        format!("{weekday} {}", self.format_date(day, true))
    }

    /// `9 Nov`, optionally with the year.
    pub fn format_date(&self, day: NaiveDate, year: bool) -> String {
        let month = self.text(&format!("month-{}", day.month()));
        let date = self.text_with("date", &[("day", day.day().to_string().into()), ("month", month.into())]);
        if year {
            self.text_with("date-of-year", &[("date", date.into()), ("year", day.year().to_string().into())])
        } else {
            date
        }
    }

    pub fn format_days(&self, stretch: &ReportDays) -> String {
        match first_and_last_day(stretch) {
            (first, None) => self.format_day(first),
            (first, Some(last)) => {
                format!("{} – {}", self.format_date(first, first.year() != last.year()), self.format_date(last, true))
            }
        }
    }

    pub fn format_instant(&self, at: Instant, zone: Zone) -> String {
        let civil = zone.civil(at);
        format!("{} {}", self.format_day(civil.date()), civil.format("%H:%M"))
    }

    /// Title, such as `Week of 9 – 15 Nov 2026`, with the person or team.
    pub fn title(&self, report: &Report) -> String {
        let days = self.format_days(&report.period.days);
        let kind = self.text(&format!("report-{}", report.period.kind.name()));
        let whose = report.person.clone().or_else(|| (!report.title.is_empty()).then(|| report.title.clone()));
        match whose {
            Some(whose) => format!("{whose} · {kind} · {days}"),
            None => format!("{kind} · {days}"),
        }
    }

    /// Footnotes: comparison, calendar, crediting rule, provisional and small samples, exclusions.
    pub fn notes(&self, report: &Report) -> Vec<String> {
        let mut notes = Vec::new();
        if report.period.running {
            notes.push(
                self.text_with("report-note-running", &[("at", self.format_instant(report.now, report.zone).into())]),
            );
        }
        if let Some(beside) = &report.period.comparison {
            notes.push(self.text_with("report-note-beside", &[("days", self.format_days(beside).into())]));
        }
        notes.push(self.text("report-note-median"));
        notes.push(match &report.calendar {
            Some(calendar) => self.text_with("report-note-calendar", &[("calendar", calendar.as_str().into())]),
            None => self.text("report-note-no-calendar"),
        });
        notes.push(self.text(&format!("report-note-credit-{}", report.credit.name())));
        let provisional = report.total.figures.share_summary(FigureId::Fcr).provisional;
        if provisional > 0 {
            let days = MessageArg::Number(usize::try_from(report.fcr_days).unwrap_or(0));
            notes.push(self.text_with("report-note-provisional", &[("n", provisional.into()), ("days", days)]));
        }
        let low = FigureId::ALL.into_iter().filter(|figure| report.total.summary(*figure).is_low());
        let low: Vec<_> = low.map(|figure| self.figure_name(figure)).collect();
        if !low.is_empty() {
            notes.push(self.text_with("report-note-low", &[("figures", low.join(", ").into())]));
        }
        for (reason, n) in &report.excluded {
            let why = self.text(&format!("left-out-{}", reason.name()));
            notes.push(self.text_with("report-note-left-out", &[("n", (*n).into()), ("why", why.into())]));
        }
        notes.push(self.text_with(
            "report-note-made",
            &[("at", self.format_instant(report.now, report.zone).into()), ("zone", report.zone.to_string().into())],
        ));
        notes
    }
}
