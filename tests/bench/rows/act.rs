//! One act until it is acknowledged, against the barest commit that is as safe.

use std::time::Instant;

use anyhow::Context as _;
use fastrand::Rng;

use crate::files::Bench;
use crate::numbers::{Amount, Times};
use crate::reference::Bare;
use crate::table::{Goal, Row};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::person::Author;
use shiftdesk::model::ticket::Status;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let folder = bench.scratch("act")?;
    let mut bare = Bare::new(&folder.join("bare.db"))?;
    let mut store = bench.store(&bench.large.path)?;
    let desk = store.desk(bench.settings.zone, bench.now)?;
    let (tickets, people) = (Vec::from_iter(desk.tickets.values()), Vec::from_iter(desk.team.people.keys()));
    let mut rng = Rng::with_seed(5);
    let by = Author { person: None, login: "bench".into() };
    let (mut ours, mut theirs) = <(Times, Times)>::default();
    // Each ticket is taken once at most, so what it has is known and each act changes something.
    let chosen = rng.choose_multiple(tickets.iter(), bench.rounds(300, 90));
    for (n, row) in chosen.into_iter().enumerate() {
        let ticket = row.id;
        let change = match n % 3 {
            0 => Change::SetStatus {
                ticket,
                status: if row.status == Status::Pending { Status::Open } else { Status::Pending },
            },
            1 => Change::AddNote { ticket, body: format!("Note {n} of the bench: called back, nobody there.") },
            _ => {
                let others: Vec<_> = people.iter().filter(|person| Some(***person) != row.assignee).collect();
                Change::Assign { ticket, to: Some(***rng.choice(&others).context("The team has nobody.")?) }
            }
        };
        let request = ChangeRequest { change, by: by.clone(), seen_seq: None };
        let before = Instant::now();
        store.apply(&request, bench.now)?;
        ours.push(before.elapsed());
        let before = Instant::now();
        bare.commit()?;
        theirs.push(before.elapsed());
    }
    let what = format!("an act acknowledged (status, note, assignee), {}", bench.large.name());
    let worst = Row::told("the same, p99", Amount::Time(ours.p99()))
        .beside(&format!("bare commit: {}", Amount::Time(theirs.p99())));
    Ok(vec![
        Row::against(
            &what,
            ours.median(),
            "one row committed, WAL, synchronous=FULL",
            theirs.median(),
            Goal::times(2.5),
        ),
        worst,
    ])
}
