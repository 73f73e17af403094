//! The customers of the demo: each is worked out from a number when it is needed, so none has to be remembered.

use chrono::{Days, NaiveDate};

use super::cast;
use super::chance::{Stream, chance, pick, stream};
use super::words::{NAMES, Tongue};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::text::fold;

/// The language in which a customer writes: as it is given, else Vietnamese a little more often than not.
pub fn tongue(seed: u64, id: CustomerId) -> Tongue {
    let mut rng = stream(seed, Stream::Customer, id.0 as u64);
    if chance(&mut rng, 0.55) { Tongue::Vi } else { Tongue::En }
}

/// All that is known of a customer who writes in `tongue`; they have been one since some day before `first`.
pub fn customer(seed: u64, id: CustomerId, tongue: Tongue, first: NaiveDate, people: usize) -> Customer {
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
    Customer {
        email: Some(fold(&email)),
        phone: chance(&mut rng, 0.3).then(|| format!("+00 555 {:06}", rng.u32(..1_000_000))),
        organization: company.then(|| name.clone()),
        tier: gold.then(|| "gold".to_owned()),
        owner: gold.then(|| cast::id(rng.usize(..people))),
        since: Some(first - Days::new(rng.u64(5..900))),
        lost: None,
        name,
    }
}
