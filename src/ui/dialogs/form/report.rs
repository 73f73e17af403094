//! Form to write a report: period, comparison, language, format, path.

use std::path::Path;

use chrono::NaiveDate;

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, open as open_form, people_by_name};
use crate::engine::period_selection::ComparisonBasis;
use crate::engine::report::input::ReportRequest;
use crate::engine::report::period::{ReportPeriod, ReportPeriodKind};
use crate::engine::report::{ReportFileRequest, ReportFormat};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::settings::Language;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Available comparisons, in list order; labelled by `report-against-NAME` in the language files.
fn comparison_options(view: &View) -> Vec<ComparisonBasis> {
    let there = |against: &ComparisonBasis| *against != ComparisonBasis::Baseline || view.settings.baseline.is_some();
    ComparisonBasis::ALL.into_iter().filter(there).collect()
}

/// Report formats, most common first.
const REPORT_FORMATS: [ReportFormat; 5] =
    [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Text, ReportFormat::Xlsx, ReportFormat::Json];

/// Opens the form for the last complete week.
pub fn open(view: &View) -> Effect {
    let today = view.zone().date(view.now);
    open_form(ReportForm { people: people_by_name(view), today }, view)
}

/// The form.
struct ReportForm {
    people: Vec<PersonId>,
    today: NaiveDate,
}

impl ReportForm {
    /// `report-week-2026-11-09.html`.
    fn file_name(kind: ReportPeriodKind, day: NaiveDate, form: ReportFormat) -> String {
        format!("report-{kind}-{}.{}", kind.start_of(day), form.extension())
    }
}

impl FormSpec for ReportForm {
    fn title(&self, view: &View) -> String {
        view.t("report-title")
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let kind = ReportPeriodKind::Week;
        let day = kind.last_completed(self.today);
        let everybody = self.people.iter().map(|person| view.person_name(Some(*person)).to_owned());
        let language = Language::ALL.iter().position(|language| *language == view.settings.language).unwrap_or(0);
        vec![
            FormField::pick("report-kind", ReportPeriodKind::ALL.map(|kind| view.t(&format!("report-{kind}"))), 1),
            FormField::day("report-day", day),
            FormField::pick("report-of", std::iter::once(view.t("report-whole-team")).chain(everybody), 0),
            FormField::pick(
                "report-against",
                comparison_options(view).into_iter().map(|one| view.t(&format!("report-against-{}", one.name()))),
                0,
            ),
            FormField::pick(
                "report-lang",
                Language::ALL.map(|language| view.t(&format!("lang-{}", language.code()))),
                language,
            ),
            FormField::pick("report-form", REPORT_FORMATS.map(|form| form.name().to_owned()), 0),
            FormField::line("file", ReportForm::file_name(kind, day, REPORT_FORMATS[0])),
        ]
    }

    fn changes(&self, _filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        Ok(Vec::new())
    }

    fn report(&self, filled: &FormValues) -> Option<Result<ReportFileRequest, FieldError>> {
        let wanted = || {
            let (view, kind) = (filled.view, ReportPeriodKind::ALL[filled.picked_index("report-kind")]);
            let first = kind.start_of(filled.day("report-day")?);
            if view.zone().midnight(first) >= view.now {
                return Err(filled.error("report-day", "report-to-come", &[]));
            }
            let against =
                comparison_options(view).get(filled.picked_index("report-against")).copied().unwrap_or_default();
            let of = filled.picked_index("report-of").checked_sub(1).and_then(|at| self.people.get(at)).copied();
            let frame = ReportPeriod::new(
                kind,
                (first, kind.next_start(first)),
                against,
                view.settings.baseline,
                view.zone(),
                view.now,
            );
            Ok(ReportFileRequest {
                request: ReportRequest { period: frame, person: of, dimension: None },
                format: REPORT_FORMATS[filled.picked_index("report-form")],
                lang: Language::ALL[filled.picked_index("report-lang")].code().to_owned(),
                path: filled.required("file", "name-a-file")?,
            })
        };
        Some(wanted())
    }

    /// Keeps day, format and file name consistent: a new kind presets its last complete period, and the file extension
    /// follows the format or sets it.
    fn on_field_changed(&self, changed: &str, fields: &mut [FormField]) {
        let [kind, day, _, _, _, form, file] = fields else { return };
        let (picked, typed) =
            (REPORT_FORMATS[form.picked_index()], ReportFormat::from_path(Path::new(file.line_text())));
        match changed {
            "report-kind" => {
                let kind = ReportPeriodKind::ALL[kind.picked_index()];
                let first = kind.last_completed(self.today);
                day.set_line(first.to_string());
                file.set_line(ReportForm::file_name(kind, first, picked));
            }
            "report-form" => {
                if let Some(old) = typed.filter(|old| *old != picked) {
                    let name = file.line_text();
                    let stem = name.len().saturating_sub(old.extension().len());
                    let name = format!("{}{}", name.get(..stem).unwrap_or_default(), picked.extension());
                    file.set_line(name);
                }
            }
            "file" => {
                if let Some(typed) = typed {
                    form.set_pick(REPORT_FORMATS.iter().position(|form| *form == typed).unwrap_or(0));
                }
            }
            _ => {}
        }
    }
}
