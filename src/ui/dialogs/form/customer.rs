//! Forms for a customer's details, and for the dissatisfaction driver of a survey answer.

use chrono::NaiveDate;

use super::edit_ticket::{driver_at, driver_option, driver_options};
use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::survey::Survey;
use crate::model::text::clean_line;
use crate::ui::dialogs::form::moment::parse_day_input;
use crate::ui::view::View;

/// Form for a customer.
pub struct CustomerForm {
    id: CustomerId,
    customer: Customer,
    /// Possible owners.
    people: Vec<PersonId>,
}

impl CustomerForm {
    pub fn new(id: CustomerId, customer: &Customer, view: &View) -> CustomerForm {
        CustomerForm { id, customer: customer.clone(), people: people_by_name(view) }
    }
}

/// An optional day.
fn optional_day(name: &'static str, filled: &FormValues) -> Result<Option<NaiveDate>, FieldError> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = parse_day_input(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.error(name, "wrong-day", &[("text", text.into())]))
}

impl FormSpec for CustomerForm {
    fn title(&self, view: &View) -> String {
        view.tt("edit-customer-title", &[("who", clean_line(&self.customer.name).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let customer = &self.customer;
        let text = |text: &Option<String>| clean_line(text.as_deref().unwrap_or_default()).into_owned();
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let names = self.people.iter().map(|person| view.person_name(Some(*person)).to_owned());
        let owner = self.people.iter().position(|person| Some(*person) == customer.owner).map_or(0, |at| at + 1);
        vec![
            FormField::pick("keeper", [view.t("nobody")].into_iter().chain(names), owner),
            FormField::edit_line("tier", text(&customer.tier)),
            FormField::edit_line("customer-since", date(customer.since)),
            FormField::edit_line("lost", date(customer.lost)),
            FormField::edit_line("customer-name", clean_line(&customer.name).into_owned()),
            FormField::edit_line("customer-email", text(&customer.email)),
            FormField::edit_line("customer-phone", text(&customer.phone)),
            FormField::edit_line("organization", text(&customer.organization)),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let owner = filled.picked_index("keeper").checked_sub(1).and_then(|at| self.people.get(at)).copied();
        let customer = Customer {
            name: filled.required("customer-name", "wrong-customer-name")?,
            email: filled.optional("customer-email"),
            phone: filled.optional("customer-phone"),
            organization: filled.optional("organization"),
            tier: filled.optional("tier"),
            // An owner who has left the team is kept until another is picked.
            owner: if filled.is_changed("keeper") { owner } else { self.customer.owner },
            since: optional_day("customer-since", filled)?,
            lost: optional_day("lost", filled)?,
        };
        if customer == self.customer {
            return Ok(Vec::new());
        }
        if let (Some(since), Some(lost)) = (customer.since, customer.lost)
            && lost < since
        {
            return Err(filled.error("lost", "wrong-lost", &[]));
        }
        let record = Some(Record::Customer(customer));
        Ok(vec![Change::ReplaceRecord { kind: RecordKind::Customer, id: self.id.0, record }])
    }
}

/// Form for the dissatisfaction driver of a survey answer.
pub struct SurveyDriverForm {
    survey: WithId<Survey>,
}

impl SurveyDriverForm {
    pub fn new(survey: &WithId<Survey>) -> SurveyDriverForm {
        SurveyDriverForm { survey: survey.clone() }
    }
}

impl FormSpec for SurveyDriverForm {
    fn title(&self, view: &View) -> String {
        let score = self.survey.score.map(|score| score.to_string()).unwrap_or_default();
        view.tt("cause-title", &[("kind", self.survey.kind.name().to_uppercase().into()), ("score", score.into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        vec![FormField::pick("dissatisfied", driver_options(view), driver_option(self.survey.cause))]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let cause = driver_at(filled.picked_index("dissatisfied"));
        if cause == self.survey.cause {
            return Ok(Vec::new());
        }
        let record = Some(Record::Survey(Survey { cause, ..self.survey.it.clone() }));
        Ok(vec![Change::ReplaceRecord { kind: RecordKind::Survey, id: self.survey.id, record }])
    }
}
