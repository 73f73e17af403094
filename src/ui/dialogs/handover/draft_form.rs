//! Hand-over form: edits a new draft, or a hand-over that is not acknowledged yet.

use crate::engine::handover::draft::HandOverDraft;
use crate::events::change::Change;
use crate::model::handover::HandOver;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::presentation::hand_over_page::PageFormatter;
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// Hand-over form.
pub struct HandOverForm {
    /// The draft, or the saved hand-over.
    record: HandOver,
    /// Id of the saved hand-over; `None` for a new one.
    id: Option<i64>,
}

impl HandOverForm {
    pub fn from_draft(draft: &HandOverDraft, view: &View) -> HandOverForm {
        let teller = PageFormatter { words: view.catalog, zone: view.zone(), desk: view.desk, at: draft.at };
        let left = HandOver {
            at: draft.at,
            author: view.author.clone(),
            shift: draft.shift.clone(),
            body: teller.hand_over_page(draft),
            named: draft.mentioned_tickets(),
            acknowledged: None,
        };
        HandOverForm { record: left, id: None }
    }

    pub fn edit(left: &WithId<HandOver>) -> HandOverForm {
        HandOverForm { record: left.it.clone(), id: Some(left.id) }
    }
}

impl FormSpec for HandOverForm {
    fn title(&self, view: &View) -> String {
        view.t("handover-leave-title")
    }

    fn fields(&self, _view: &View) -> Vec<FormField> {
        vec![FormField::body_with("handover", self.record.body.trim_end_matches('\n'))]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let body = filled.required("handover", "handover-empty")?;
        let record = Record::HandOver(HandOver { body, ..self.record.clone() });
        Ok(vec![match self.id {
            Some(id) => Change::ReplaceRecord { kind: RecordKind::HandOver, id, record: Some(record) },
            None => Change::AddRecord(record),
        }])
    }

    fn size(&self) -> Option<(u16, u16)> {
        Some((100, 44))
    }
}
