//! Formats numbers: durations, shares, time left. `–` means none, never 0.

use chrono::TimeDelta;

use crate::model::figure::{FigureId, FigureShape};

/// Placeholder for a missing figure.
pub const NO_VALUE: &str = "–";

/// A share between 0 and 1 as whole percent: `91 %`.
pub fn format_share(share: Option<f64>) -> String {
    share.map_or_else(|| NO_VALUE.into(), crate::presentation::numbers::format_percent)
}

/// A figure's value by its shape: duration, percentage, signed score, count.
pub fn format_figure(figure: FigureId, value: Option<f64>) -> String {
    match figure.shape() {
        FigureShape::Time => format_duration(value),
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => format_share(value),
        FigureShape::NetScore => value.map_or_else(|| NO_VALUE.into(), format_signed),
        FigureShape::Count | FigureShape::Stock => value.map_or_else(|| NO_VALUE.into(), |value| format!("{value:.0}")),
    }
}

/// A signed difference of a figure: `−4 m`, `+2 pts`, `+14`. `points` is the unit of percentages.
pub fn format_difference(figure: FigureId, by: f64, points: &str) -> String {
    match figure.shape() {
        FigureShape::Time => format!("{}{}", if by < 0.0 { "−" } else { "+" }, format_duration(Some(by.abs()))),
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => {
            format!("{} {points}", format_signed(by * 100.0))
        }
        FigureShape::NetScore | FigureShape::Count | FigureShape::Stock => format_signed(by),
    }
}

/// Sparkline over time; a bucket without a value is a dot.
pub fn sparkline_with_gaps(values: &[Option<f64>]) -> String {
    let top = values.iter().flatten().copied().fold(0.0, f64::max);
    let height = |value: f64| if top > 0.0 { (value / top * 7.0).ceil() as usize } else { 1 };
    values.iter().map(|value| value.map_or('·', |value| SPARK_LEVELS[height(value).clamp(1, 7) - 1])).collect()
}

/// A duration in seconds, in at most two units: `45 s`, `18 m`, `1 h 12`, `3 d 4 h`.
pub fn format_duration(seconds: Option<f64>) -> String {
    seconds.map_or_else(
        || NO_VALUE.into(),
        |seconds| match DurationParts::from_seconds(seconds) {
            DurationParts::Seconds(seconds) => format!("{seconds} s"),
            DurationParts::Minutes(minutes) => format!("{minutes} m"),
            DurationParts::Hours(hours, minutes) => format!("{hours} h {minutes:02}"),
            DurationParts::Days(days, hours) => format!("{days} d {hours} h"),
        },
    )
}

/// An age in its largest unit: `18 m`, `5 h`, `31 d`.
pub fn format_age(delta: TimeDelta) -> String {
    let minutes = delta.num_minutes().max(0);
    match minutes {
        0..60 => format!("{minutes} m"),
        60..2880 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1440),
    }
}

/// Time left of a clock as hours and minutes; `−0:12` once overdue, `−3 d` from two days on.
pub fn format_time_left(delta: TimeDelta) -> String {
    let sign = if delta < TimeDelta::zero() { "−" } else { "" };
    let minutes = delta.num_minutes().abs();
    match minutes {
        0..2880 => format!("{sign}{}:{:02}", minutes / 60, minutes % 60),
        _ => format!("{sign}{} d", minutes / 1440),
    }
}

/// Seven bar heights. A full block would touch the row above.
const SPARK_LEVELS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/// Sparkline scaled to its highest value; zero is a blank.
pub fn sparkline(values: &[f64]) -> String {
    let top = values.iter().copied().fold(0.0, f64::max);
    let height = |value: f64| match value {
        value if value <= 0.0 || top <= 0.0 => ' ',
        value => SPARK_LEVELS[((value / top * 7.0).ceil() as usize).clamp(1, 7) - 1],
    };
    values.iter().map(|value| height(*value)).collect()
}

/// A share of 1 as whole percent, half up: `71 %`. Shares just below 1 show as `99.6 %`, never `100 %`.
pub fn format_percent(share: f64) -> String {
    // Rounds off binary error: 57 of 200 is 28.5 %, although the nearest double is slightly less.
    let hundred = (share * 1e11).round() / 1e9;
    if hundred < 100.0 && hundred.round() >= 100.0 {
        format!("{:.1} %", (hundred * 10.0).floor() / 10.0)
    } else {
        // Avoids −0.
        format!("{} %", hundred.round() + 0.0)
    }
}

/// Whole number with sign: `+12`, `−30`, `0`.
pub fn format_signed(value: f64) -> String {
    match value.round() {
        0.0 => "0".into(),
        value if value < 0.0 => format!("−{:.0}", -value),
        value => format!("+{value:.0}"),
    }
}

/// Count with thousands separator: `3,204`. The separator depends on the language.
pub fn format_count(n: usize, separator: &str) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A duration in its two most significant units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationParts {
    Seconds(i64),
    Minutes(i64),
    /// Hours, minutes.
    Hours(i64, i64),
    /// Days, hours.
    Days(i64, i64),
}

impl DurationParts {
    /// Rounds to minutes from one minute on.
    pub fn from_seconds(seconds: f64) -> DurationParts {
        let seconds = seconds.round() as i64;
        let minutes = (seconds + 30) / 60;
        match seconds {
            ..60 => DurationParts::Seconds(seconds),
            60..3570 => DurationParts::Minutes(minutes),
            3570..86_370 => DurationParts::Hours(minutes / 60, minutes % 60),
            _ => DurationParts::Days(minutes / 1440, minutes % 1440 / 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::presentation::numbers::*;

    #[test]
    fn durations_read_like_speech() {
        let read = |seconds: f64| format_duration(Some(seconds));
        assert_eq!(read(45.4), "45 s");
        assert_eq!(read(60.0), "1 m");
        assert_eq!(read(1085.0), "18 m");
        assert_eq!(read(3599.0), "1 h 00");
        assert_eq!(read(4320.0), "1 h 12");
        assert_eq!(read(273_600.0), "3 d 4 h");
        assert_eq!(format_duration(None), "–");
        assert_eq!((format_share(Some(0.125)), format_share(None)), ("13 %".into(), "–".into()));
    }

    #[test]
    fn what_is_left_keeps_its_sign() {
        assert_eq!(format_time_left(TimeDelta::minutes(-12)), "−0:12");
        assert_eq!(format_time_left(TimeDelta::minutes(125)), "2:05");
        assert_eq!(format_time_left(TimeDelta::days(-9)), "−9 d");
    }

    #[test]
    fn differences_have_a_sign_and_the_unit_of_their_figure() {
        assert_eq!(format_difference(FigureId::ResponseTime, -240.0, "pt"), "−4 m");
        assert_eq!(format_difference(FigureId::Csat, 0.021, "pt"), "+2 pt");
        assert_eq!(format_difference(FigureId::Nps, -12.0, "pt"), "−12");
        assert_eq!(sparkline_with_gaps(&[None, Some(0.0), Some(7.0)]), "·▁▇");
    }

    #[test]
    fn the_highest_bar_is_full() {
        assert_eq!(sparkline(&[0.0, 1.0, 4.0, 7.0]), " ▁▄▇");
        assert_eq!(sparkline(&[]), "");
        assert_eq!(sparkline(&[0.0]), " ");
    }

    #[test]
    fn percent_is_whole_and_only_all_of_it_is_a_hundred() {
        let of = |hits: usize, n: usize| format_percent(hits as f64 / n as f64);
        assert_eq!((of(1, 8), of(5, 8), of(57, 200)), ("13 %".into(), "63 %".into(), "29 %".into()), "half is up");
        assert_eq!((of(299, 300), of(199, 200), of(249, 250)), ("99.6 %".into(), "99.5 %".into(), "99.6 %".into()));
        assert_eq!((of(99_999, 100_000), of(197, 200)), ("99.9 %".into(), "99 %".into()));
        assert_eq!((of(1, 1), of(0, 9), of(3, 2)), ("100 %".into(), "0 %".into(), "150 %".into()));
        assert_eq!(format_percent(-0.001), "0 %");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([7, 999, 1000, 1_234_567].map(|n| format_count(n, ",")), ["7", "999", "1,000", "1,234,567"]);
    }
}
