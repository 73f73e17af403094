//! Threads that own the connections while a screen is open.
//!
//! The screen sends a query and never waits; the response arrives on the channel of its other events. While idle, the
//! store thread polls 25 times a second for other programs' writes and sends what changed. Figures have a thread and a
//! connection of their own, so that neither writes nor searches wait for them. Tests and the command line call
//! [`handle_query`] inline, so nothing there waits or sleeps.

use std::mem::{Discriminant, discriminant};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use chrono::TimeDelta;

use super::read::TicketSelection;
use super::{Store, StoreError};
use crate::engine::desk::{Desk, DeskDelta};
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::engine::staffing::StaffingHistory;
use crate::engine::staffing::arrival_history::ArrivalHistory;
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::settings::StoreConfig;
use crate::model::time::{Instant, Zone};
use crate::query::protocol::{MAX_SEARCH_HITS, MetricsSlot, MetricsSnapshot, Query, Response};

/// How long the thread waits for a query before it polls for other programs' writes (3.7 µs per poll).
const POLL_INTERVAL: Duration = Duration::from_millis(40);

/// The figures thread rests this many times as long as it worked, so that it uses at most a fiftieth of a core. The
/// maximum rest covers a program that was suspended meanwhile.
const REST_FACTOR: u32 = 50;
const MAX_REST: Duration = Duration::from_secs(10);

/// Answers one query, at `now`.
pub fn handle_query(store: &mut Store, ask: Query, setting: &mut StoreConfig, now: Instant) -> Response {
    let response = match ask {
        Query::Desk => load_desk(store, setting, now).map(|desk| Response::Desk(Box::new(desk))),
        Query::Apply(request) if setting.as_of.is_some() => {
            let refused =
                "This is the past: nothing can be changed there. Open shiftdesk without --at to change something.";
            Ok(Response::Applied(request, Box::new(Err(refused.into()))))
        }
        Query::Apply(request) => {
            let outcome = store.apply(&request, now).map_err(|error| error.to_string());
            Ok(Response::Applied(request, Box::new(outcome)))
        }
        Query::Ticket(id) => store.ticket(id).map(|detail| Response::Ticket(id, detail.map(Box::new))),
        Query::TicketRows(ids) => {
            let which = TicketSelection::Ids(ids.clone());
            let rows = match setting.as_of {
                Some(at) => store.rows_at(at, &which),
                None => store.rows(&which),
            };
            rows.map(|rows| Response::TicketRows(ids, rows))
        }
        Query::Figures(slot, period) => {
            let depth = if slot == MetricsSlot::Recent { MetricsDepth::Summary } else { MetricsDepth::Full };
            let window = MetricsWindow { period, now, config: &setting.counting, depth };
            compute_metrics(store, window).map(|metrics| Response::Figures(slot, Box::new(metrics)))
        }
        Query::SampleContexts(things) => store.drill_down_details(&things).map(Response::SampleContexts),
        Query::Staffing(weeks) => {
            let day = setting.zone().date(now);
            compute_staffing(store, ArrivalHistory::new(setting.zone(), day, now, weeks))
                .map(|past| Response::Staffing(Box::new(past)))
        }
        Query::SolvedByWeek(mondays) => {
            let weeks = mondays.into_iter().map(|monday| store.solved_work_of_week(monday, setting.zone(), now));
            weeks.collect::<Result<_, _>>().map(Response::SolvedByWeek)
        }
        Query::Customers(wanted) => {
            store.list_customers(&wanted, &setting.counting, now).map(|listed| Response::Customers(Box::new(listed)))
        }
        Query::Customer(id) => store.customer_account(id).map(|account| Response::Customer(id, Box::new(account))),
        Query::Search(wanted) => {
            store.search(&wanted, MAX_SEARCH_HITS, setting.as_of).map(|hits| Response::SearchResults(wanted, hits))
        }
        Query::SinceHandOver => store
            .changes_since_hand_over(&setting.counting, now, setting.as_of)
            .map(|since| Response::SinceHandOver(Box::new(since))),
        Query::HuddleFigures(form) => {
            store.huddle_figures(form, &setting.counting, now).map(|back| Response::HuddleFigures(Box::new(back)))
        }
        Query::Transactions(by) => store.undo_history(&by).map(Response::Transactions),
        Query::Reconfigure(new) => {
            setting.reconfigure(new);
            store.policies = setting.policies.clone();
            activate_policies(store, setting, now)
                .and_then(|()| load_desk(store, setting, now))
                .map(|desk| Response::Desk(Box::new(desk)))
        }
    };
    response.unwrap_or_else(|error| Response::Failed(error.to_string()))
}

/// Activates the configured SLA policies, unless the screen shows a past instant.
fn activate_policies(store: &mut Store, setting: &StoreConfig, now: Instant) -> Result<(), StoreError> {
    if setting.as_of.is_some() {
        return Ok(());
    }
    store.activate_policies(&Author { person: None, login: "settings".into() }, now)
}

/// The live set, now or as of the past instant shown.
fn load_desk(store: &Store, setting: &StoreConfig, now: Instant) -> Result<Desk, StoreError> {
    match setting.as_of {
        Some(at) => store.desk_at(setting.zone(), at),
        None => store.desk(setting.zone(), now),
    }
}

/// The figures of a period and the samples behind them.
pub fn compute_metrics(store: &Store, window: MetricsWindow) -> Result<MetricsSnapshot, StoreError> {
    let seq = store.newest_seq()?;
    let samples = store.samples(window)?;
    Ok(MetricsSnapshot { report: samples.team_figures(window.period), samples, seq })
}

/// Arrivals and solves in the period of an empty `flow`, and the model derived from them.
pub fn compute_staffing(store: &Store, flow: ArrivalHistory) -> Result<StaffingHistory, StoreError> {
    store.ticket_flow(flow).map(StaffingHistory::from)
}

/// The screen's handle to the threads.
pub struct StoreWorker {
    store_queries: Sender<Query>,
    figure_queries: Sender<Query>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl StoreWorker {
    /// Starts the store thread and the figures thread. `tell` runs on those threads for every response; when it returns
    /// false, they end. `clock` is the time, which may be fixed; `watch` is a monotonic run time.
    pub fn start(
        store: Store,
        setting: StoreConfig,
        clock: impl Fn() -> Instant + Send + Clone + 'static,
        watch: impl Fn() -> Duration + Send + 'static,
        tell: impl Fn(Response) -> bool + Send + Clone + 'static,
    ) -> std::io::Result<StoreWorker> {
        let ((asks, questions), (figures, periods)) = (channel(), channel());
        let (path, theirs, time, told) = (store.path().to_owned(), setting.clone(), clock.clone(), tell.clone());
        let count = move || run_figures_thread(&path, theirs, &periods, time, watch, told);
        let work = move || run_store_thread(store, setting, &questions, clock, tell);
        let threads = vec![
            thread::Builder::new().name("store".into()).spawn(work)?,
            thread::Builder::new().name("figures".into()).spawn(count)?,
        ];
        Ok(StoreWorker { store_queries: asks, figure_queries: figures, threads })
    }

    /// Sends a query without waiting. A thread that has ended does not respond; it reported why.
    pub fn send(&self, ask: Query) {
        if let Query::Reconfigure(setting) = &ask {
            let _ = self.figure_queries.send(Query::Reconfigure(setting.clone()));
        }
        let counts =
            matches!(ask, Query::Figures(..) | Query::Staffing(_) | Query::Customers(_) | Query::SolvedByWeek(_));
        let to = if counts { &self.figure_queries } else { &self.store_queries };
        let _ = to.send(ask);
    }

    /// Lets the threads finish pending queries and joins them.
    pub fn join(self) {
        let StoreWorker { store_queries: asks, figure_queries: figures, threads } = self;
        drop((asks, figures));
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// Computes figures one query at a time, on a connection opened for the first one. After each response the thread rests
/// for [`REST_FACTOR`] times as long as the query took, so a busy desk sees its figures a little later.
fn run_figures_thread(
    path: &Path,
    mut setting: StoreConfig,
    questions: &Receiver<Query>,
    clock: impl Fn() -> Instant,
    watch: impl Fn() -> Duration,
    tell: impl Fn(Response) -> bool,
) {
    let mut store = None;
    let mut waiting = PendingQueries::default();
    // What was answered since the last rest, and how long that took.
    let (mut answered, mut spent) = (Vec::new(), Duration::ZERO);
    while let Some(ask) = waiting.pop(&answered).or_else(|| questions.recv().ok()) {
        if let Query::Reconfigure(new) = ask {
            setting.reconfigure(new);
            continue;
        }
        answered.push(ask.clone());
        let begun = watch();
        let open = match store.take() {
            Some(open) => Ok(open),
            None => Store::open(path, setting.policies.clone()),
        };
        let response = match open.and_then(|open| open.ensure_same_file().map(|()| open)) {
            Ok(mut open) => {
                let response = handle_query(&mut open, ask, &mut setting, clock());
                store = Some(open);
                response
            }
            Err(error) => Response::Failed(error.to_string()),
        };
        spent += watch() - begun;
        if !tell(response) {
            return;
        }
        while let Ok(other) = questions.try_recv() {
            waiting.push(other, &mut setting);
        }
        // Other queries have had no response yet and need not wait for this one's rest.
        if waiting.next_index(&answered).is_none() {
            if rest(questions, (spent * REST_FACTOR).min(MAX_REST), &answered, &mut setting, &mut waiting).is_err() {
                return;
            }
            (answered, spent) = (Vec::new(), Duration::ZERO);
        }
    }
}

/// Whether a person is waiting for the response: answered without a rest. Other queries repeat on every change.
fn is_interactive(ask: &Query) -> bool {
    matches!(ask, Query::Customers(_) | Query::SolvedByWeek(_))
}

/// Queries with the same key replace each other: one per kind, for figures one per slot.
type QueryKey = (Discriminant<Query>, Option<MetricsSlot>);

fn query_key(ask: &Query) -> QueryKey {
    let slot = if let Query::Figures(slot, _) = ask { Some(*slot) } else { None };
    (discriminant(ask), slot)
}

/// Whether a recent response to one query still serves for the other. A different period never does.
fn is_served_by(ask: &Query, other: &Query) -> bool {
    if is_interactive(ask) {
        return false;
    }
    let days = match (ask, other) {
        (Query::Figures(MetricsSlot::Selected | MetricsSlot::Comparison, a), Query::Figures(_, b)) => {
            a.from == b.from && (a.to - b.to).abs() < TimeDelta::hours(1)
        }
        _ => true,
    };
    days && query_key(ask) == query_key(other)
}

/// Pending queries, the newest of each key.
#[derive(Default)]
struct PendingQueries(Vec<Query>);

impl PendingQueries {
    /// Index of the oldest query without a recent response.
    fn next_index(&self, answered: &[Query]) -> Option<usize> {
        self.0.iter().position(|ask| !answered.iter().any(|other| is_served_by(ask, other)))
    }

    fn pop(&mut self, answered: &[Query]) -> Option<Query> {
        self.next_index(answered).map(|place| self.0.remove(place))
    }

    /// Queues a query; a changed configuration is applied at once.
    fn push(&mut self, ask: Query, setting: &mut StoreConfig) {
        match ask {
            Query::Reconfigure(new) => setting.reconfigure(new),
            ask => match self.0.iter_mut().find(|it| query_key(it) == query_key(&ask)) {
                Some(older) => *older = ask,
                None => self.0.push(ask),
            },
        }
    }
}

/// Rests until `pause` passes without a query, a query without a recent response arrives, or the configuration changes;
/// an error once the sender is gone.
fn rest(
    questions: &Receiver<Query>,
    pause: Duration,
    answered: &[Query],
    setting: &mut StoreConfig,
    waiting: &mut PendingQueries,
) -> Result<(), ()> {
    loop {
        match questions.recv_timeout(pause) {
            Ok(ask) => {
                let settings = matches!(ask, Query::Reconfigure(_));
                waiting.push(ask, setting);
                if settings || waiting.next_index(answered).is_some() {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err(()),
        }
    }
}

fn run_store_thread(
    mut store: Store,
    mut setting: StoreConfig,
    questions: &Receiver<Query>,
    clock: impl Fn() -> Instant,
    tell: impl Fn(Response) -> bool,
) {
    if let Err(error) = activate_policies(&mut store, &setting, clock())
        && !tell(Response::Failed(error.to_string()))
    {
        return;
    }
    // The newest event that the screen knows; no deltas before it has asked for the live set.
    let mut seq = None;
    // Something was written that the screen has not seen yet.
    let mut behind = false;
    let mut owed = false;
    // Polling may fail repeatedly (a file that was moved): report it once, until it works again.
    let mut reported = false;
    loop {
        let query = match questions.recv_timeout(POLL_INTERVAL) {
            Ok(ask) => Some(ask),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if let Some(ask) = query {
            let wants_desk = matches!(ask, Query::Desk | Query::Reconfigure(_));
            let response = handle_query(&mut store, ask, &mut setting, clock());
            if let Response::Desk(desk) = &response {
                seq = Some(desk.seq);
                owed = false;
            }
            // Retry a failed query for the live set until it can be read.
            owed |= wants_desk && !matches!(response, Response::Desk(_));
            behind |= matches!(&response, Response::Applied(_, outcome) if outcome.is_ok());
            if !tell(response) {
                return;
            }
        }
        if owed && let Ok(desk) = load_desk(&store, &setting, clock()) {
            (seq, owed) = (Some(desk.seq), false);
            if !tell(Response::Desk(Box::new(desk))) {
                return;
            }
        }
        // The past does not change.
        let Some(known) = seq.filter(|_| setting.as_of.is_none()) else { continue };
        match poll_delta(&mut store, &mut behind, known, setting.zone(), clock()) {
            Ok(None) => reported = false,
            Ok(Some(delta)) => {
                reported = false;
                seq = Some(delta.seq);
                if !tell(Response::Delta(delta)) {
                    return;
                }
            }
            Err(StoreError::FileRestored) => (seq, owed) = (None, true),
            Err(_) if reported => {}
            Err(error) => {
                reported = true;
                if !tell(Response::Failed(error.to_string())) {
                    return;
                }
            }
        }
    }
}

/// The changes since `seq`, if another program wrote or this one did (`behind`). `behind` stays set until the delta was
/// read, because SQLite reports an external change only once.
fn poll_delta(
    store: &mut Store,
    behind: &mut bool,
    seq: Seq,
    zone: Zone,
    now: Instant,
) -> Result<Option<DeskDelta>, StoreError> {
    store.ensure_same_file()?;
    *behind |= store.changed_externally()?;
    if !*behind {
        return Ok(None);
    }
    let delta = store.delta(seq, zone, now)?;
    *behind = false;
    Ok(delta)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::events::change::{Change, ChangeRequest};
    use crate::model::event::OpenedTicket;
    use crate::model::person::Author;
    use crate::model::settings::MetricsConfig;
    use crate::model::time::{Period, from_millis};

    #[test]
    fn of_each_kind_of_question_the_newest_waits() {
        let period = |ms: i64| Period { from: from_millis(0).unwrap(), to: from_millis(ms).unwrap() };
        let mut setting = StoreConfig { counting: MetricsConfig::default(), policies: Arc::default(), as_of: None };
        let mut waiting = PendingQueries::default();
        for ask in [
            Query::Figures(MetricsSlot::Recent, period(1)),
            Query::Staffing(8),
            Query::Figures(MetricsSlot::Recent, period(2)),
            Query::Staffing(13),
        ] {
            waiting.push(ask, &mut setting);
        }
        let figures = waiting.pop(&[]);
        assert_eq!(figures, Some(Query::Figures(MetricsSlot::Recent, period(2))));
        let answered = [Query::Figures(MetricsSlot::Recent, period(1))];
        waiting.push(Query::Figures(MetricsSlot::Recent, period(3)), &mut setting);
        assert_eq!(waiting.pop(&answered), Some(Query::Staffing(13)), "the others wait for the rest");
        assert_eq!(waiting.pop(&answered), None);
        assert_eq!(waiting.pop(&[]), Some(Query::Figures(MetricsSlot::Recent, period(3))));
        let other = Period { from: from_millis(-9).unwrap(), ..period(1) };
        let answered = [Query::Figures(MetricsSlot::Selected, period(1))];
        waiting.push(Query::Figures(MetricsSlot::Selected, period(2)), &mut setting);
        assert_eq!(waiting.pop(&answered), None, "the same days can wait");
        waiting.push(Query::Figures(MetricsSlot::Selected, other), &mut setting);
        assert_eq!(
            waiting.pop(&answered),
            Some(Query::Figures(MetricsSlot::Selected, other)),
            "others are wanted at once"
        );
        let berlin = StoreConfig {
            counting: MetricsConfig { zone: "Europe/Berlin".parse().unwrap(), ..MetricsConfig::default() },
            ..setting.clone()
        };
        waiting.push(Query::Reconfigure(berlin.clone()), &mut setting);
        assert_eq!((setting, waiting.pop(&[])), (berlin, None));
    }

    #[test]
    fn a_change_that_could_not_be_read_is_read_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let mut store = Store::open_or_create(&path, Arc::default()).unwrap();
        let mut other = Store::open(&path, Arc::default()).unwrap();
        let now = from_millis(0).unwrap();
        let change = Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
        let mut behind = false;
        let mut look = |store: &mut Store| poll_delta(store, &mut behind, Seq(0), Zone::UTC, now);
        assert!(look(&mut store).unwrap().is_none());
        other.apply(&ChangeRequest { change, by: Author::default(), seen_seq: None }, now).unwrap();
        // What this program writes itself does not count as a change of the file.
        store.db.execute_batch("ALTER TABLE person RENAME TO away; ALTER TABLE ticket RENAME TO gone").unwrap();
        assert!(look(&mut store).is_err());
        store.db.execute_batch("ALTER TABLE away RENAME TO person; ALTER TABLE gone RENAME TO ticket").unwrap();
        assert_eq!(look(&mut store).unwrap().unwrap().tickets.len(), 1);
        assert!(look(&mut store).unwrap().is_none());
    }
}
