//! Session clock with minute ticks; fixed under `--at`.

use std::time::Duration;

use crate::model::time::Instant;

const MINUTE: i64 = 60_000;

/// Current time and minute changes.
#[derive(Debug, Clone, Copy)]
pub struct SessionClock {
    read_clock: fn() -> Instant,
    fixed: Option<Instant>,
    /// The last reported minute since the Unix epoch.
    last_minute: i64,
}

impl SessionClock {
    /// A clock that calls `read`, or always returns `fixed`.
    pub fn new(read: fn() -> Instant, fixed: Option<Instant>) -> SessionClock {
        let mut clock = SessionClock { read_clock: read, fixed, last_minute: 0 };
        clock.last_minute = minute_of(clock.now());
        clock
    }

    pub fn now(&self) -> Instant {
        self.fixed.unwrap_or_else(self.read_clock)
    }

    /// The current time, if the minute differs from the last call; also after the clock was set back.
    pub fn tick(&mut self) -> Option<Instant> {
        let now = self.now();
        let turned = minute_of(now) != self.last_minute;
        self.last_minute = minute_of(now);
        turned.then_some(now)
    }

    /// Time until the next minute; `None` for a fixed clock.
    pub fn until_next(&self) -> Option<Duration> {
        if self.fixed.is_some() {
            return None;
        }
        let into = self.now().timestamp_millis().rem_euclid(MINUTE);
        Some(Duration::from_millis((MINUTE - into).unsigned_abs()))
    }
}

/// UTC suffices: every current zone offset is a whole number of minutes.
fn minute_of(at: Instant) -> i64 {
    at.timestamp_millis().div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::model::time::from_millis;

    #[test]
    fn it_turns_once_a_minute_and_when_it_is_set_back() {
        static NOW: AtomicI64 = AtomicI64::new(10 * MINUTE + 59_000);
        let mut clock = SessionClock::new(|| from_millis(NOW.load(Ordering::Relaxed)).unwrap(), None);
        assert_eq!((clock.tick(), clock.until_next()), (None, Some(Duration::from_secs(1))));
        NOW.store(11 * MINUTE, Ordering::Relaxed);
        assert_eq!((clock.tick(), clock.until_next()), (from_millis(11 * MINUTE), Some(Duration::from_secs(60))));
        assert_eq!(clock.tick(), None);
        NOW.store(3 * MINUTE, Ordering::Relaxed);
        assert_eq!(clock.tick(), from_millis(3 * MINUTE));
    }

    #[test]
    fn a_fixed_clock_never_turns() {
        let at = from_millis(0).unwrap();
        let mut clock = SessionClock::new(|| unreachable!("nobody reads the wall clock"), Some(at));
        assert_eq!((clock.now(), clock.tick(), clock.until_next()), (at, None, None));
    }
}
