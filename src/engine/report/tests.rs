//! Report computations that need no store.

use crate::engine::report::*;
use crate::presentation::report::Shown;

/// Returns keys and values instead of translations.
struct Keys;

impl Tongue for Keys {
    fn lang(&self) -> &'static str {
        "en"
    }

    fn say(&self, key: &str, values: &[(&str, Given)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(_, value)| match value {
                Given::Text(text) => text.clone(),
                Given::Number(n) => n.to_string(),
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
    let shown = Shown(&Keys);
    assert_eq!(shown.value(FigureId::Received, Some(12_345.0)), "12,345");
    assert_eq!(shown.value(FigureId::Csat, Some(0.9996)), "99.9 %");
    assert_eq!(shown.value(FigureId::Csat, Some(1.0)), "100 %");
    assert_eq!(shown.value(FigureId::Nps, Some(-12.4)), "−12");
    assert_eq!(shown.value(FigureId::FirstResponse, Some(4320.0)), "report-hours 1 12");
    assert_eq!(shown.value(FigureId::Csat, None), "–");
    assert_eq!(shown.delta(FigureId::Csat, Some(-0.0214)), "report-points −2.1");
    assert_eq!(shown.delta(FigureId::Received, Some(0.0)), "±0");
}

#[test]
fn a_format_goes_by_its_name_or_its_ending() {
    for form in Form::ALL {
        assert_eq!(form.name().parse(), Ok(form));
        assert_eq!(Form::of(std::path::Path::new(&format!("a.{}", form.ending()))), Some(form));
    }
    assert!("pdf".parse::<Form>().unwrap_err().contains("html"));
}

#[test]
fn less_is_better_where_it_is() {
    let none = Figures::none();
    let part = Part { key: "team".into(), name: None, figures: none.clone(), before: Some(none), due: BTreeMap::new() };
    assert_eq!(part.turn(FigureId::Received), Some(Turn::Same));
    assert_eq!(part.turn(FigureId::Csat), None, "of nothing nothing follows");
    assert!(!part.says_much(FigureId::Csat));
}
