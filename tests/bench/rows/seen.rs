//! Another process commits: how soon it is on the screen, and what the screen spends on it.

use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::files::{Bench, Desk};
use crate::numbers::{Amount, Times};
use crate::table::{Goal, Row};
use crate::terminal::{Screen, is_full};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::event::TicketEdit;
use shiftdesk::model::person::Author;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let rounds = bench.rounds(40, 15);
    let (few, little) = others(bench, &bench.small, rounds)?;
    let (many, much) = others(bench, &bench.wide, rounds)?;
    let (small, wide) = (&bench.small, &bench.wide);
    let goal = Goal::AtMost(Amount::Time(Duration::from_millis(100)));
    let said = |times: &Times| {
        format!("from the commit’s beginning; {} commits, median {}", times.count(), Amount::Time(times.median()))
    };
    let what = format!("another’s commit → seen, p95, {}", wide.name());
    let other = format!("the same, {}", small.name());
    let cost = format!("processor time of the screen for one such commit, {} ÷ {}", wide.name(), small.name());
    Ok(vec![
        Row::alone(&what, Amount::Time(many.p95()), goal).beside(&said(&many)),
        Row::alone(&other, Amount::Time(few.p95()), goal).beside(&said(&few)),
        Row::growth(&cost, (&small.size(), little), much, Goal::times(1.3)),
    ])
}

/// How long each commit took to be seen, and what the screen spent on one of them.
fn others(bench: &Bench, desk: &Desk, rounds: usize) -> anyhow::Result<(Times, Duration)> {
    let mut screen = Screen::open(bench.screen(desk), (120, 35))?;
    screen.until("everybody’s figures", is_full)?;
    let mut store = bench.store(&desk.path)?;
    let live = store.desk(bench.settings.zone, bench.now)?;
    let most_urgent = live.tickets.values().min_by_key(|row| shiftdesk::engine::board::brief::queue_order(row));
    let ticket = most_urgent.context("The desk has no open ticket.")?;
    let (id, subject) = (ticket.id, ticket.subject.clone());
    let by = Author { person: None, login: "bench".into() };
    let mut call = |subject: String| {
        let change = Change::EditTicket { ticket: id, edit: TicketEdit::Subject(subject) };
        store.apply(&ChangeRequest { change, by: by.clone(), seen_seq: None }, bench.now)
    };
    screen.settle(Duration::from_millis(500))?;
    let before = screen.process().cpu()?;
    let mut seen = Times::default();
    for n in 0..rounds {
        let name = format!("seen {n} of {rounds}");
        let begun = Instant::now();
        call(name.clone())?;
        seen.push(screen.until("what another process wrote", |text| text.contains(&name))? - begun);
        // What the screen does besides for the same commit belongs to it too.
        screen.settle(Duration::from_millis(150 + n as u64 % 25))?;
    }
    let spent = (screen.process().cpu()? - before) / u32::try_from(rounds)?;
    call(subject)?;
    Ok((seen, spent))
}
