//! The customers of the demo: each is worked out from a number when it is needed, so none has to be remembered.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::cast;
use super::chance::{Stream, chance, pick, stream};
use super::rota::DAYS_BACK;
use super::words::{NAMES, Tongue};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::text::fold;

/// The first customers are those of the open tickets of a demo of the usual size, and known by them.
const STILL_HERE: i64 = 60;

/// The language in which a customer writes: as it is given, else Vietnamese a little more often than not.
pub fn tongue(seed: u64, id: CustomerId) -> Tongue {
    let mut rng = stream(seed, Stream::Customer, id.0 as u64);
    if chance(&mut rng, 0.55) { Tongue::Vi } else { Tongue::En }
}

/// All that is known of a customer who writes in `tongue`. Most have been one since before the history begins.
pub fn customer(seed: u64, id: CustomerId, tongue: Tongue, today: NaiveDate, people: usize) -> Customer {
    let first = today - Days::new(DAYS_BACK);
    // The first draw of the stream is the tongue's.
    let mut rng = stream(seed, Stream::Customer, id.0 as u64);
    rng.u64(..);
    let company = tongue == Tongue::En && chance(&mut rng, 0.3);
    let (name, email) = match tongue {
        Tongue::Vi => {
            let names = &NAMES.vietnamese;
            let (family, given) = (pick(&mut rng, &names.family), pick(&mut rng, &names.given));
            let middle = pick(&mut rng, &names.middle);
            (format!("{family} {middle} {given}"), format!("{given}.{family}{}@mail.example", id.0))
        }
        Tongue::En if company => {
            let names = &NAMES.companies;
            let (first, second) = (pick(&mut rng, &names.first), pick(&mut rng, &names.second));
            let domain = first.split_whitespace().next().unwrap_or_default();
            (format!("{first} {second}"), format!("office{}@{domain}.example", id.0))
        }
        Tongue::En => {
            let names = &NAMES.english;
            let (given, family) = (pick(&mut rng, &names.given), pick(&mut rng, &names.family));
            (format!("{given} {family}"), format!("{given}.{family}{}@post.example", id.0))
        }
    };
    let gold = chance(&mut rng, if company { 0.3 } else { 0.03 });
    let customer = Customer {
        email: Some(fold(&email)),
        phone: chance(&mut rng, 0.3).then(|| format!("+00 555 {:06}", rng.u32(..1_000_000))),
        organization: company.then(|| name.clone()),
        tier: gold.then(|| "gold".to_owned()),
        owner: gold.then(|| cast::id(rng.usize(..people))),
        since: Some(first - Days::new(rng.u64(5..900))),
        lost: None,
        name,
    };
    came_and_went(customer, &mut rng, id, today)
}

/// Some have been customers for a few weeks only, and some have left again; drawn last, so that all else stays.
fn came_and_went(customer: Customer, rng: &mut Rng, id: CustomerId, today: NaiveDate) -> Customer {
    let (new, left, days) = (chance(rng, 0.05), chance(rng, 0.025), rng.u64(2..56));
    match () {
        () if new => Customer { since: Some(today - Days::new(days)), ..customer },
        // Whoever waits for an answer has not left.
        () if left && id.0 > STILL_HERE => Customer { lost: Some(today - Days::new(days)), ..customer },
        () => customer,
    }
}
