//! Tests parsing of survey files.

use std::io::Cursor;

use super::*;

fn options() -> SurveyImportOptions {
    SurveyImportOptions { kind: None, scale: None, columns: Vec::new(), date_format: None, zone: Zone::UTC }
}

fn of(text: &str, options: &SurveyImportOptions) -> Result<SurveyFile, ImportError> {
    parse_surveys(&CsvTable::read(Cursor::new(text.as_bytes().to_vec())).unwrap(), options)
}

#[test]
fn what_cannot_be_is_refused_row_by_row_and_the_rest_is_read() {
    let read = of(
        "response_id,submitted_at,nps,customer\na,2026-03-01,9.0,Hoa\nb,2026-03-01,11,\nc,,7,\nd,2026-03-02,,An\n\
         e,soon,3,\na,2026-03-01,9.0,Hoa\na,2026-03-05,2,Hoa\nf,2026-03-01,4.5,\n",
        &options(),
    )
    .unwrap();
    assert_eq!((read.kind, read.duplicates, read.renumbered), (SurveyKind::Nps, 1, 1));
    let told: Vec<_> = read.answers.iter().map(|one| (one.id.as_str(), one.score)).collect();
    assert_eq!(told, [("a", Some(9)), ("d", None), ("a (2)", Some(2))]);
    let lines: Vec<_> = read.rejected.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 6, 9]);
    assert!(read.rejected[0].1.contains("11 is not on the scale from 0 to 10"), "{:?}", read.rejected);
}

#[test]
fn a_file_says_by_its_headers_what_was_asked_or_somebody_does() {
    let wanted = |text: &str| of(text, &options()).map(|read| read.kind);
    assert_eq!(wanted("date,Satisfaction rating\n2026-03-01,good\n").unwrap(), SurveyKind::Csat);
    assert_eq!(wanted("date,effort score\n2026-03-01,7\n").unwrap(), SurveyKind::Ces);
    assert!(wanted("date,score\n2026-03-01,7\n").unwrap_err().to_string().contains("--kind"));
    assert!(wanted("date,mood\n2026-03-01,7\n").unwrap_err().to_string().contains("--column score="));
    assert!(wanted("nps\n7\n").unwrap_err().to_string().contains("--column answered="));
    let columns = vec![(SurveyColumn::Score, "mood".to_owned()), (SurveyColumn::Answered, "day".to_owned())];
    let scale = Some(RatingScale { from: 1, to: 10 });
    let read = of(
        "mood,day\n0,2026-03-01\n10,2026-03-01\n",
        &SurveyImportOptions { kind: Some(SurveyKind::Nps), columns, scale, ..options() },
    )
    .unwrap();
    assert_eq!((read.answers.len(), read.rejected.len()), (1, 1), "0 is not on a scale from 1");
}

#[test]
fn services_are_no_effort_and_a_recommendation_is_not_told_on_any_scale() {
    let wanted = |text: &str| of(text, &options()).map(|read| read.kind);
    assert_eq!(wanted("date,CES score\n2026-03-01,7\n").unwrap(), SurveyKind::Ces);
    let columns = vec![(SurveyColumn::Score, "Services".to_owned())];
    let told = of("date,Services\n2026-03-01,7\n", &SurveyImportOptions { columns, ..options() });
    assert!(told.unwrap_err().to_string().contains("--kind"), "nobody says what was asked");
    let scale = Some(RatingScale { from: 1, to: 5 });
    let told = of("date,nps\n2026-03-01,5\n", &SurveyImportOptions { scale, ..options() }).unwrap_err().to_string();
    assert!(told.contains("not on 1–5"), "{told}");
}

#[test]
fn an_answer_without_a_number_is_the_one_that_was_asked_for() {
    let id = |row: &str| {
        let read = of(&format!("asked,answered,csat,email\n{row}\n"), &options()).unwrap();
        read.answers[0].id.clone()
    };
    assert_eq!(id("2026-03-01,,,hoa@desk.example"), id("2026-03-01,2026-03-04,5,hoa@desk.example"));
}

#[test]
fn good_and_bad_are_scores_of_satisfaction_alone() {
    let read = of("date,csat\n2026-03-01,Good\n2026-03-01,bad\n2026-03-01,Offered\n", &options()).unwrap();
    let told: Vec<_> = read.answers.iter().map(|one| (one.score, one.scale.to)).collect();
    assert_eq!(told, [(Some(1), 1), (Some(0), 1), (None, 5)]);
    assert_eq!(of("date,nps\n2026-03-01,good\n", &options()).unwrap().rejected.len(), 1);
}

#[test]
fn every_name_of_a_column_is_its_alone() {
    let mut seen = HashMap::new();
    for (column, names) in HEADERS {
        for name in names {
            assert_eq!(seen.insert(crate::exchange::csv::headers::match_key(name), column), None, "{name}");
        }
    }
}
