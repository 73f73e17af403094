//! Demo customers, generated from their id on demand.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::rng::{RngStream, pick, stream, with_probability};
use super::schedule::DAYS_BACK;
use super::team;
use super::texts::{CustomerLanguage, NAMES};
use crate::model::customer::Customer;
use crate::model::ids::CustomerId;
use crate::model::text::fold;

/// The first customers have the open tickets of a demo of default size, so they have not churned.
const OPEN_TICKET_CUSTOMERS: i64 = 60;

/// A customer's language: Vietnamese slightly more often than English.
pub fn language_of(seed: u64, id: CustomerId) -> CustomerLanguage {
    let mut rng = stream(seed, RngStream::Customer, id.0 as u64);
    if with_probability(&mut rng, 0.55) { CustomerLanguage::Vi } else { CustomerLanguage::En }
}

/// The complete record of a customer. Most became customers before the history starts.
pub fn generate_customer(
    seed: u64,
    id: CustomerId,
    tongue: CustomerLanguage,
    today: NaiveDate,
    people: usize,
) -> Customer {
    let first = today - Days::new(DAYS_BACK);
    // Skips the draw of the language.
    let mut rng = stream(seed, RngStream::Customer, id.0 as u64);
    rng.u64(..);
    let company = tongue == CustomerLanguage::En && with_probability(&mut rng, 0.3);
    let (name, email) = match tongue {
        CustomerLanguage::Vi => {
            let names = &NAMES.vietnamese;
            let (family, given) = (pick(&mut rng, &names.family), pick(&mut rng, &names.given));
            let middle = pick(&mut rng, &names.middle);
            (format!("{family} {middle} {given}"), format!("{given}.{family}{}@mail.example", id.0))
        }
        CustomerLanguage::En if company => {
            let names = &NAMES.companies;
            let (first, second) = (pick(&mut rng, &names.first), pick(&mut rng, &names.second));
            let domain = first.split_whitespace().next().unwrap_or_default();
            (format!("{first} {second}"), format!("office{}@{domain}.example", id.0))
        }
        CustomerLanguage::En => {
            let names = &NAMES.english;
            let (given, family) = (pick(&mut rng, &names.given), pick(&mut rng, &names.family));
            (format!("{given} {family}"), format!("{given}.{family}{}@post.example", id.0))
        }
    };
    let gold = with_probability(&mut rng, if company { 0.3 } else { 0.03 });
    let customer = Customer {
        email: Some(fold(&email)),
        phone: with_probability(&mut rng, 0.3).then(|| format!("+00 555 {:06}", rng.u32(..1_000_000))),
        organization: company.then(|| name.clone()),
        tier: gold.then(|| "gold".to_owned()),
        owner: gold.then(|| team::person_id(rng.usize(..people))),
        since: Some(first - Days::new(rng.u64(5..900))),
        lost: None,
        name,
    };
    vary_tenure(customer, &mut rng, id, today)
}

/// Makes some customers new and some lost. Drawn last, so that other draws stay the same.
fn vary_tenure(customer: Customer, rng: &mut Rng, id: CustomerId, today: NaiveDate) -> Customer {
    let (new, left, days) = (with_probability(rng, 0.05), with_probability(rng, 0.025), rng.u64(2..56));
    match () {
        () if new => Customer { since: Some(today - Days::new(days)), ..customer },
        // Customers with an open ticket are not lost.
        () if left && id.0 > OPEN_TICKET_CUSTOMERS => Customer { lost: Some(today - Days::new(days)), ..customer },
        () => customer,
    }
}
