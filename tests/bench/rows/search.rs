//! Search as you type over everything ever said: every beginning of words that were said, both languages.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::files::{Bench, Desk};
use crate::numbers::{Amount, Times};
use crate::table::{Goal, Row};
use shiftdesk::model::event::EventPayload;
use shiftdesk::model::ids::TicketId;
use shiftdesk::model::text::fold;
use shiftdesk::store::Store;

/// As many finds as fill a page.
const NEWEST: usize = 50;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let store = bench.store(&bench.large.path)?;
    let words = words(&store, &bench.large, bench.rounds(200, 60))?;
    let mut took = Times::default();
    let mut slowest = (Duration::ZERO, String::new());
    for word in &words {
        let letters: Vec<char> = word.chars().collect();
        for n in 2..=letters.len() {
            let begun: String = letters[..n].iter().collect();
            let before = Instant::now();
            store.search(&begun, NEWEST, None)?;
            let time = before.elapsed();
            took.push(time);
            slowest = slowest.max((time, begun));
        }
    }
    let what = format!("search as you type, newest {NEWEST}, {}", bench.large.name());
    let said = format!("{} beginnings of {} words, median {}", took.count(), words.len(), Amount::Time(took.median()));
    let goal = |ms| Goal::AtMost(Amount::Time(Duration::from_millis(ms)));
    Ok(vec![
        Row::alone(&format!("{what}, p95"), Amount::Time(took.p95()), goal(10)).beside(&said),
        Row::alone("the same, worst", Amount::Time(took.worst()), goal(100)).beside(&format!("‘{}’", slowest.1)),
    ])
}

/// Words that were said in random tickets, each once, folded as the search folds them.
fn words(store: &Store, desk: &Desk, n: usize) -> anyhow::Result<Vec<String>> {
    let mut rng = Rng::with_seed(11);
    let mut words = BTreeSet::new();
    for _ in 0..300 {
        let id = TicketId(rng.i64(1..=i64::try_from(desk.tickets)?));
        for event in store.ticket(id)?.into_iter().flat_map(|detail| detail.events) {
            let (EventPayload::Asked { body } | EventPayload::Noted { body } | EventPayload::Replied { body, .. }) =
                event.what
            else {
                continue;
            };
            let folded = fold(&body);
            let split = folded.split(|c: char| !c.is_alphanumeric());
            words.extend(split.filter(|word| word.chars().count() > 2).map(ToOwned::to_owned));
        }
    }
    let mut words: Vec<String> = words.into_iter().collect();
    rng.shuffle(&mut words);
    words.truncate(n);
    Ok(words)
}
