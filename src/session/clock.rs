//! The minute hand of the screen: it stands still under `--at`.

use std::time::Duration;

use crate::domain::time::Instant;

const MINUTE: i64 = 60_000;

/// What time it is, and when that next shows.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    read: fn() -> Instant,
    fixed: Option<Instant>,
    /// The minute last shown, counted from 1970.
    shown: i64,
}

impl Clock {
    /// A clock that shows what `read` says, or always `fixed`.
    pub fn new(read: fn() -> Instant, fixed: Option<Instant>) -> Clock {
        let mut clock = Clock { read, fixed, shown: 0 };
        clock.shown = minute(clock.now());
        clock
    }

    pub fn now(&self) -> Instant {
        self.fixed.unwrap_or_else(self.read)
    }

    /// The moment, if the clock shows another minute than when it was last asked; also after it was set back.
    pub fn turned(&mut self) -> Option<Instant> {
        let now = self.now();
        let turned = minute(now) != self.shown;
        self.shown = minute(now);
        turned.then_some(now)
    }

    /// How long until the next minute begins, if one ever does.
    pub fn until_next(&self) -> Option<Duration> {
        if self.fixed.is_some() {
            return None;
        }
        let into = self.now().timestamp_millis().rem_euclid(MINUTE);
        Some(Duration::from_millis((MINUTE - into).unsigned_abs()))
    }
}

/// Every zone in use is off UTC by whole minutes, so a civil minute begins when one of UTC does.
fn minute(at: Instant) -> i64 {
    at.timestamp_millis().div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::domain::time::from_millis;

    #[test]
    fn it_turns_once_a_minute_and_when_it_is_set_back() {
        static NOW: AtomicI64 = AtomicI64::new(10 * MINUTE + 59_000);
        let mut clock = Clock::new(|| from_millis(NOW.load(Ordering::Relaxed)).unwrap(), None);
        assert_eq!((clock.turned(), clock.until_next()), (None, Some(Duration::from_secs(1))));
        NOW.store(11 * MINUTE, Ordering::Relaxed);
        assert_eq!((clock.turned(), clock.until_next()), (from_millis(11 * MINUTE), Some(Duration::from_secs(60))));
        assert_eq!(clock.turned(), None);
        NOW.store(3 * MINUTE, Ordering::Relaxed);
        assert_eq!(clock.turned(), from_millis(3 * MINUTE));
    }

    #[test]
    fn a_fixed_clock_never_turns() {
        let at = from_millis(0).unwrap();
        let mut clock = Clock::new(|| unreachable!("nobody reads the wall clock"), Some(at));
        assert_eq!((clock.now(), clock.turned(), clock.until_next()), (at, None, None));
    }
}
