//! Forms for a customer's details, and for the dissatisfaction driver of a survey answer.

use chrono::NaiveDate;

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, PersonId};
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::survey::Survey;
use crate::model::text::clean_line;
use crate::ui::view::View;
use super::edit::{blame, blame_at, blames};
use super::field::{Field, Filled, Wrong, day_from};
use super::{Sheet, everybody};

/// Form for a customer.
pub struct EditCustomer {
    id: CustomerId,
    customer: Customer,
    /// Possible owners.
    people: Vec<PersonId>,
}

impl EditCustomer {
    pub fn new(id: CustomerId, customer: &Customer, view: &View) -> EditCustomer {
        EditCustomer { id, customer: customer.clone(), people: everybody(view) }
    }
}

/// An optional day.
fn day(name: &'static str, filled: &Filled) -> Result<Option<NaiveDate>, Wrong> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = day_from(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.wrong(name, "wrong-day", &[("text", text.into())]))
}

impl Sheet for EditCustomer {
    fn title(&self, view: &View) -> String {
        view.tt("edit-customer-title", &[("who", clean_line(&self.customer.name).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let customer = &self.customer;
        let text = |text: &Option<String>| clean_line(text.as_deref().unwrap_or_default()).into_owned();
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let names = self.people.iter().map(|person| view.name(Some(*person)).to_owned());
        let owner = self.people.iter().position(|person| Some(*person) == customer.owner).map_or(0, |at| at + 1);
        vec![
            Field::pick("keeper", [view.t("nobody")].into_iter().chain(names), owner),
            Field::edit("tier", text(&customer.tier)),
            Field::edit("customer-since", date(customer.since)),
            Field::edit("lost", date(customer.lost)),
            Field::edit("customer-name", clean_line(&customer.name).into_owned()),
            Field::edit("customer-email", text(&customer.email)),
            Field::edit("customer-phone", text(&customer.phone)),
            Field::edit("organization", text(&customer.organization)),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let owner = filled.picked("keeper").checked_sub(1).and_then(|at| self.people.get(at)).copied();
        let customer = Customer {
            name: filled.required("customer-name", "wrong-customer-name")?,
            email: filled.optional("customer-email"),
            phone: filled.optional("customer-phone"),
            organization: filled.optional("organization"),
            tier: filled.optional("tier"),
            // An owner who has left the team is kept until another is picked.
            owner: if filled.touched("keeper") { owner } else { self.customer.owner },
            since: day("customer-since", filled)?,
            lost: day("lost", filled)?,
        };
        if customer == self.customer {
            return Ok(Vec::new());
        }
        if let (Some(since), Some(lost)) = (customer.since, customer.lost)
            && lost < since
        {
            return Err(filled.wrong("lost", "wrong-lost", &[]));
        }
        let record = Some(Record::Customer(customer));
        Ok(vec![Change::Replace { kind: RecordKind::Customer, id: self.id.0, record }])
    }
}

/// Form for the dissatisfaction driver of a survey answer.
pub struct Answered {
    survey: Numbered<Survey>,
}

impl Answered {
    pub fn new(survey: &Numbered<Survey>) -> Answered {
        Answered { survey: survey.clone() }
    }
}

impl Sheet for Answered {
    fn title(&self, view: &View) -> String {
        let score = self.survey.score.map(|score| score.to_string()).unwrap_or_default();
        view.tt("cause-title", &[("kind", self.survey.kind.name().to_uppercase().into()), ("score", score.into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        vec![Field::pick("dissatisfied", blames(view), blame_at(self.survey.cause))]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let cause = blame(filled.picked("dissatisfied"));
        if cause == self.survey.cause {
            return Ok(Vec::new());
        }
        let record = Some(Record::Survey(Survey { cause, ..self.survey.it.clone() }));
        Ok(vec![Change::Replace { kind: RecordKind::Survey, id: self.survey.id, record }])
    }
}
