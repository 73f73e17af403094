//! Report computations that need no store.

use super::*;
use crate::presentation::catalog::{MessageArg, Translator};
use crate::presentation::report::ReportFormatter;

/// Returns keys and values instead of translations.
struct Keys;

impl Translator for Keys {
    fn lang(&self) -> &'static str {
        "en"
    }

    fn translate(&self, key: &str, values: &[(&str, MessageArg)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(_, value)| match value {
                MessageArg::Text(text) => text.clone(),
                MessageArg::Number(n) => n.to_string(),
            })
            .collect();
        match key {
            "report-thousands" => ",".into(),
            "report-decimal" => ".".into(),
            _ => [&[key.to_owned()][..], &values].concat().join(" "),
        }
    }
}

#[test]
fn numbers_are_rounded_as_people_read_them() {
    let shown = ReportFormatter(&Keys);
    assert_eq!(shown.format_value(FigureId::Received, Some(12_345.0)), "12,345");
    assert_eq!(shown.format_value(FigureId::Csat, Some(0.9996)), "99.9 %");
    assert_eq!(shown.format_value(FigureId::Csat, Some(1.0)), "100 %");
    assert_eq!(shown.format_value(FigureId::Nps, Some(-12.4)), "−12");
    assert_eq!(shown.format_value(FigureId::FirstResponse, Some(4320.0)), "report-hours 1 12");
    assert_eq!(shown.format_value(FigureId::Csat, None), "–");
    assert_eq!(shown.format_delta(FigureId::Csat, Some(-0.0214)), "report-points −2.1");
    assert_eq!(shown.format_delta(FigureId::Received, Some(0.0)), "±0");
}

#[test]
fn a_format_goes_by_its_name_or_its_ending() {
    for form in ReportFormat::ALL {
        assert_eq!(form.name().parse(), Ok(form));
        assert_eq!(ReportFormat::from_path(std::path::Path::new(&format!("a.{}", form.extension()))), Some(form));
    }
    assert!("pdf".parse::<ReportFormat>().unwrap_err().contains("html"));
}

#[test]
fn less_is_better_where_it_is() {
    let none = Figures::empty();
    let part = ReportPart {
        key: "team".into(),
        name: None,
        figures: none.clone(),
        previous: Some(none),
        targets: BTreeMap::new(),
    };
    assert_eq!(part.trend(FigureId::Received), Some(Trend::Same));
    assert_eq!(part.trend(FigureId::Csat), None, "of nothing nothing follows");
    assert!(!part.has_enough_samples(FigureId::Csat));
}
