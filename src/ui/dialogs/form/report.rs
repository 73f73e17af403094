//! Form to write a report: period, comparison, language, format, path.

use std::path::Path;

use chrono::NaiveDate;

use crate::config::settings::Language;
use crate::engine::looked::Against;
use crate::engine::report::frame::{Frame, Kind};
use crate::engine::report::{Form, Order, Wanted};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody, open as open_form};

/// Available comparisons, in list order; labelled by `report-against-NAME` in the language files.
fn against(view: &View) -> Vec<Against> {
    let there = |against: &Against| *against != Against::Baseline || view.settings.baseline.is_some();
    Against::ALL.into_iter().filter(there).collect()
}

/// Report formats, most common first.
const FORMS: [Form; 5] = [Form::Html, Form::Markdown, Form::Text, Form::Xlsx, Form::Json];

/// Opens the form for the last complete week.
pub fn open(view: &View) -> Effect {
    let today = view.zone().date(view.now);
    open_form(NewReport { people: everybody(view), today }, view)
}

/// The form.
struct NewReport {
    people: Vec<PersonId>,
    today: NaiveDate,
}

impl NewReport {
    /// `report-week-2026-11-09.html`.
    fn name(kind: Kind, day: NaiveDate, form: Form) -> String {
        format!("report-{kind}-{}.{}", kind.first(day), form.ending())
    }
}

impl Sheet for NewReport {
    fn title(&self, view: &View) -> String {
        view.t("report-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let kind = Kind::Week;
        let day = kind.last_over(self.today);
        let everybody = self.people.iter().map(|person| view.name(Some(*person)).to_owned());
        let language = Language::ALL.iter().position(|language| *language == view.settings.language).unwrap_or(0);
        vec![
            Field::pick("report-kind", Kind::ALL.map(|kind| view.t(&format!("report-{kind}"))), 1),
            Field::day("report-day", day),
            Field::pick("report-of", std::iter::once(view.t("report-whole-team")).chain(everybody), 0),
            Field::pick(
                "report-against",
                against(view).into_iter().map(|one| view.t(&format!("report-against-{}", one.name()))),
                0,
            ),
            Field::pick(
                "report-lang",
                Language::ALL.map(|language| view.t(&format!("lang-{}", language.code()))),
                language,
            ),
            Field::pick("report-form", FORMS.map(|form| form.name().to_owned()), 0),
            Field::line("file", NewReport::name(kind, day, FORMS[0])),
        ]
    }

    fn read(&self, _filled: &Filled) -> Result<Vec<Change>, Wrong> {
        Ok(Vec::new())
    }

    fn report(&self, filled: &Filled) -> Option<Result<Wanted, Wrong>> {
        let wanted = || {
            let (view, kind) = (filled.view, Kind::ALL[filled.picked("report-kind")]);
            let first = kind.first(filled.day("report-day")?);
            if view.zone().midnight(first) >= view.now {
                return Err(filled.wrong("report-day", "report-to-come", &[]));
            }
            let against = against(view).get(filled.picked("report-against")).copied().unwrap_or_default();
            let of = filled.picked("report-of").checked_sub(1).and_then(|at| self.people.get(at)).copied();
            let frame =
                Frame::new(kind, (first, kind.next(first)), against, view.settings.baseline, view.zone(), view.now);
            Ok(Wanted {
                order: Order { frame, of, by: None },
                form: FORMS[filled.picked("report-form")],
                lang: Language::ALL[filled.picked("report-lang")].code().to_owned(),
                path: filled.required("file", "name-a-file")?,
            })
        };
        Some(wanted())
    }

    /// Keeps day, format and file name consistent: a new kind presets its last complete period, and the file extension
    /// follows the format or sets it.
    fn follow(&self, changed: &str, fields: &mut [Field]) {
        let [kind, day, _, _, _, form, file] = fields else { return };
        let (picked, typed) = (FORMS[form.picked()], Form::of(Path::new(file.line_text())));
        match changed {
            "report-kind" => {
                let kind = Kind::ALL[kind.picked()];
                let first = kind.last_over(self.today);
                day.set_line(first.to_string());
                file.set_line(NewReport::name(kind, first, picked));
            }
            "report-form" => {
                if let Some(old) = typed.filter(|old| *old != picked) {
                    let name = file.line_text();
                    let stem = name.len().saturating_sub(old.ending().len());
                    let name = format!("{}{}", name.get(..stem).unwrap_or_default(), picked.ending());
                    file.set_line(name);
                }
            }
            "file" => {
                if let Some(typed) = typed {
                    form.set_pick(FORMS.iter().position(|form| *form == typed).unwrap_or(0));
                }
            }
            _ => {}
        }
    }
}
