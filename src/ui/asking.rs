//! When figures are asked for: those of the last days and those of Metrics as soon as others are wanted, and again when
//! something has happened that they do not know; for each place one question at a time, and none of Metrics while nobody
//! looks there.

use chrono::TimeDelta;

use crate::domain::dialogue::{Ask, Slot};
use crate::domain::event::Seq;
use crate::domain::time::Period;

use super::scene::Scene;

/// So much older the end of a running period may be than now. Elsewhere figures follow the hour, too.
const PATIENCE: TimeDelta = TimeDelta::hours(1);

/// The places that Metrics has.
pub const PLACES: [Slot; 2] = [Slot::Looked, Slot::Beside];

/// What was asked for and has not come yet.
#[derive(Debug, Default)]
pub struct Asking {
    lately: Option<Period>,
    /// Other figures of the last days than those that were asked for are wanted by now.
    again: bool,
    /// For each of [`PLACES`].
    asked: [Option<Period>; 2],
    /// Other settings count other figures.
    anew: [bool; 2],
}

fn near(a: Period, b: Period) -> bool {
    a.from == b.from && (a.to - b.to).abs() < PATIENCE
}

impl Asking {
    /// The figures of the last days, asked for one at a time: while one answer is on its way, the next question waits
    /// for it.
    pub fn lately(&mut self, scene: &Scene) -> Option<Ask> {
        let period = Period::last_days(scene.settings.zone, scene.now, scene.settings.period_days);
        if let Some(asked) = self.lately {
            self.again |= asked.from != period.from;
            return None;
        }
        self.lately = Some(period);
        Some(Ask::Figures(Slot::Lately, period))
    }

    /// Those of the last days have come, up to an event; whether newer ones are to be asked for.
    pub fn hear_lately(&mut self, seq: Seq, newest: Seq) -> bool {
        self.lately = None;
        std::mem::take(&mut self.again) || seq < newest
    }

    /// What Metrics is to ask for now.
    pub fn next(&mut self, scene: &Scene) -> Vec<Ask> {
        let mut asks = Vec::new();
        for (n, slot) in PLACES.into_iter().enumerate() {
            let Some(wanted) = scene.looking.wanted(slot, &scene.settings, scene.now) else { continue };
            if self.asked[n].is_some_and(|asked| near(asked, wanted)) && !self.anew[n] {
                continue;
            }
            let fresh = |(period, seq): (Period, Seq)| near(period, wanted) && seq >= scene.desk.seq;
            if scene.shown(slot).is_some_and(fresh) && !self.anew[n] {
                continue;
            }
            (self.asked[n], self.anew[n]) = (Some(wanted), false);
            asks.push(Ask::Figures(slot, wanted));
        }
        asks
    }

    /// An answer has come; whether it is the one that is still wanted.
    pub fn hear(&mut self, slot: Slot, period: Period) -> bool {
        let Some(n) = PLACES.iter().position(|place| *place == slot) else { return false };
        let timely = self.asked[n].is_none_or(|asked| asked == period);
        if timely {
            self.asked[n] = None;
        }
        timely
    }

    /// No answer will come.
    pub fn give_up(&mut self) {
        (self.lately, self.again, self.asked) = (None, false, [None; 2]);
    }

    /// Whatever is there was counted by other settings.
    pub fn anew(&mut self) {
        self.again |= self.lately.is_some();
        self.anew = [true; 2];
    }
}
