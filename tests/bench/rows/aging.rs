//! What the screen spends on the backlog's aging, and on all else that depends on the moment, whenever the minute turns.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::files::Bench;
use crate::numbers::{Amount, Times};
use crate::table::{Goal, Row};
use shiftdesk::engine::board::Board;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let desk = bench.store(&bench.wide.path)?.desk(bench.settings.zone, bench.now)?;
    let house = bench.settings.board_config();
    let mut board = Board::from_desk(&desk, bench.now, house);
    let mut took = Times::default();
    for _ in 0..bench.rounds(51, 21) {
        let before = Instant::now();
        board.tick(&desk.team, bench.now, house);
        black_box(&board.aging);
        took.push(before.elapsed());
    }
    let what = format!("aging of {}", bench.wide.name());
    let goal = Goal::AtMost(Amount::Time(Duration::from_millis(2)));
    Ok(vec![
        Row::alone(&what, Amount::Time(took.median()), goal)
            .beside("in-process, a turn of the minute: ages, head line, who is in"),
    ])
}
