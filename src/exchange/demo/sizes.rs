//! Size of a demo: people, tickets, open tickets.

use super::team;

/// Days of history, or more to stay below [`MAX_DAILY_TICKETS`].
const MIN_HISTORY_DAYS: u64 = 90;
const MAX_DAILY_TICKETS: u64 = 1_000;

/// Size of a demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSizes {
    pub people: usize,
    pub tickets: u64,
    /// Number of open tickets.
    pub open: u64,
}

impl DemoSizes {
    /// The requested sizes, with defaults that fit the others.
    ///
    /// # Errors
    /// A sentence, if a size is out of range.
    pub fn new(people: Option<usize>, tickets: Option<u64>, open: Option<u64>) -> Result<DemoSizes, String> {
        let people = people.unwrap_or(team::ROLE_COUNT);
        if !(team::ROLE_COUNT..=team::max_people()).contains(&people) {
            let (least, most) = (team::ROLE_COUNT, team::max_people());
            return Err(format!(
                "The demo's team has {least} to {most} people, not {people}; choose --people between."
            ));
        }
        let squads = (people / team::ROLE_COUNT) as u64;
        let tickets = tickets.unwrap_or((3_500 * squads).min(100_000));
        if !(500..=10_000_000).contains(&tickets) {
            return Err(format!("The demo has 500 to 10000000 tickets, not {tickets}; choose --tickets between."));
        }
        let usual = if tickets >= 100_000 { 5_000 } else { (60 * squads).min(tickets / 20) };
        let open = open.unwrap_or(usual);
        if !(20..=100_000).contains(&open) || open * 4 > tickets {
            let most = (tickets / 4).min(100_000);
            return Err(format!("Of {tickets} tickets, 20 to {most} can be open, not {open}; choose --open between."));
        }
        Ok(DemoSizes { people, tickets, open })
    }

    /// Length of the history.
    pub(super) fn history_days(self) -> u64 {
        MIN_HISTORY_DAYS.max(self.tickets / MAX_DAILY_TICKETS)
    }
}
