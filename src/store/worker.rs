//! The threads that own the connections while a screen is open, and their in-line twin.
//!
//! The screen asks with an [`Ask`] and never waits; an [`Answer`] comes back on the channel of its other events. When
//! nothing is asked, the thread looks 25 times a second whether another program has written, and sends what changed.
//! The figures of a period have a thread and a connection of their own, so that neither an act nor a search waits for
//! them. [`answer`] is the same for all: in tests and on the command line it is called directly, so nothing waits or
//! sleeps.

use std::mem::{Discriminant, discriminant};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use chrono::TimeDelta;

use super::read::Which;
use super::{Error, Store};
use crate::domain::desk::{Delta, Desk};
use crate::domain::dialogue::{Answer, Ask, HITS, Metrics, Setting, Slot};
use crate::domain::event::{Author, Seq};
use crate::domain::metrics::{Depth, Window};
use crate::domain::staffing::Past;
use crate::domain::staffing::flow::Flow;
use crate::domain::time::{Instant, Zone};

/// How long the thread waits for a question before it looks for other people's writes: 3.7 µs of work each.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// How many times as long as the figures took their thread rests, so that they take at most a fiftieth of a core; and the
/// longest rest there is, should the program have been stopped meanwhile.
const REST: u32 = 50;
const LONGEST_REST: Duration = Duration::from_secs(10);

/// Answers one question, at `now`.
pub fn answer(store: &mut Store, ask: Ask, setting: &mut Setting, now: Instant) -> Answer {
    let given = match ask {
        Ask::Desk => desk(store, setting, now).map(|desk| Answer::Desk(Box::new(desk))),
        Ask::Apply(request) if setting.as_of.is_some() => {
            let refused =
                "This is the past: nothing can be changed there. Open shiftdesk without --at to change something.";
            Ok(Answer::Applied(request, Box::new(Err(refused.into()))))
        }
        Ask::Apply(request) => {
            let outcome = store.apply(&request, now).map_err(|error| error.to_string());
            Ok(Answer::Applied(request, Box::new(outcome)))
        }
        Ask::Ticket(id) => store.ticket(id).map(|detail| Answer::Ticket(id, detail.map(Box::new))),
        Ask::Rows(ids) => {
            let which = Which::These(ids.clone());
            let rows = match setting.as_of {
                Some(at) => store.rows_at(at, &which),
                None => store.rows(&which),
            };
            rows.map(|rows| Answer::Rows(ids, rows))
        }
        Ask::Figures(slot, period) => {
            let depth = if slot == Slot::Lately { Depth::Glance } else { Depth::Whole };
            let window = Window { period, now, counting: &setting.counting, depth };
            metrics(store, window).map(|metrics| Answer::Figures(slot, Box::new(metrics)))
        }
        Ask::Behind(things) => store.known(&things).map(Answer::Behind),
        Ask::Staffing(weeks) => {
            let day = setting.zone().date(now);
            staffing(store, Flow::new(setting.zone(), day, now, weeks)).map(|past| Answer::Staffing(Box::new(past)))
        }
        Ask::Solved(mondays) => {
            let weeks = mondays.into_iter().map(|monday| store.solved_in(monday, setting.zone(), now));
            weeks.collect::<Result<_, _>>().map(Answer::Solved)
        }
        Ask::Customers(wanted) => {
            store.customers(&wanted, &setting.counting, now).map(|listed| Answer::Customers(Box::new(listed)))
        }
        Ask::Customer(id) => store.account(id).map(|account| Answer::Customer(id, Box::new(account))),
        Ask::Search(wanted) => store.search(&wanted, HITS, setting.as_of).map(|hits| Answer::Found(wanted, hits)),
        Ask::SinceHandOver => store
            .since_hand_over(&setting.counting, now, setting.as_of)
            .map(|since| Answer::SinceHandOver(Box::new(since))),
        Ask::LookBack(form) => {
            store.look_back(form, &setting.counting, now).map(|back| Answer::LookBack(Box::new(back)))
        }
        Ask::Acts(by) => store.acts(&by).map(Answer::Acts),
        Ask::GoBy(new) => {
            setting.go_by(new);
            store.rules = setting.rules.clone();
            adopt(store, setting, now).and_then(|()| desk(store, setting, now)).map(|desk| Answer::Desk(Box::new(desk)))
        }
    };
    given.unwrap_or_else(|error| Answer::Failed(error.to_string()))
}

/// Promises go by the settings of now, unless it is the past that is looked at.
fn adopt(store: &mut Store, setting: &Setting, now: Instant) -> Result<(), Error> {
    if setting.as_of.is_some() {
        return Ok(());
    }
    store.adopt(&Author { person: None, login: "settings".into() }, now)
}

/// The live set, or what it was at the past moment that is looked at.
fn desk(store: &Store, setting: &Setting, now: Instant) -> Result<Desk, Error> {
    match setting.as_of {
        Some(at) => store.desk_at(setting.zone(), at),
        None => store.desk(setting.zone(), now),
    }
}

/// The figures of a period and what they rest on.
pub fn metrics(store: &Store, window: Window) -> Result<Metrics, Error> {
    let seq = store.seq()?;
    let samples = store.samples(window)?;
    Ok(Metrics { report: samples.report(window.period), samples, seq })
}

/// What came and was solved in the stretch of an empty `flow`, and what follows from it.
pub fn staffing(store: &Store, flow: Flow) -> Result<Past, Error> {
    store.flow(flow).map(Past::from)
}

/// The screen's end of the threads.
pub struct Worker {
    asks: Sender<Ask>,
    figures: Sender<Ask>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Worker {
    /// Hands the store to a thread of its own, and the figures to another. `tell` is called on those threads with every
    /// answer; when it returns false, nobody listens any more and they end. `clock` tells the moment, which may stand
    /// still; `watch` how long the program has run, which never does.
    pub fn start(
        store: Store,
        setting: Setting,
        clock: impl Fn() -> Instant + Send + Clone + 'static,
        watch: impl Fn() -> Duration + Send + 'static,
        tell: impl Fn(Answer) -> bool + Send + Clone + 'static,
    ) -> std::io::Result<Worker> {
        let ((asks, questions), (figures, periods)) = (channel(), channel());
        let (path, theirs, time, told) = (store.path().to_owned(), setting.clone(), clock.clone(), tell.clone());
        let count = move || reckon(&path, theirs, &periods, time, watch, told);
        let work = move || serve(store, setting, &questions, clock, tell);
        let threads = vec![
            thread::Builder::new().name("store".into()).spawn(work)?,
            thread::Builder::new().name("figures".into()).spawn(count)?,
        ];
        Ok(Worker { asks, figures, threads })
    }

    /// Asks without waiting. A thread that has ended answers nothing more; it said why when it ended.
    pub fn ask(&self, ask: Ask) {
        if let Ask::GoBy(setting) = &ask {
            let _ = self.figures.send(Ask::GoBy(setting.clone()));
        }
        let counts = matches!(ask, Ask::Figures(..) | Ask::Staffing(_) | Ask::Customers(_) | Ask::Solved(_));
        let to = if counts { &self.figures } else { &self.asks };
        let _ = to.send(ask);
    }

    /// Lets the threads finish what was asked, and waits for them.
    pub fn finish(self) {
        let Worker { asks, figures, threads } = self;
        drop((asks, figures));
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// Works out the figures of one period after the other, by a connection that is opened for the first of them. They rest on
/// a whole month, so a desk where something happens all the time has them a little later: after each answer the thread
/// rests for [`REST`] times as long as it took.
fn reckon(
    path: &Path,
    mut setting: Setting,
    questions: &Receiver<Ask>,
    clock: impl Fn() -> Instant,
    watch: impl Fn() -> Duration,
    tell: impl Fn(Answer) -> bool,
) {
    let mut store = None;
    let mut waiting = Waiting::default();
    // What was answered since the last rest, and how long that took.
    let (mut answered, mut spent) = (Vec::new(), Duration::ZERO);
    while let Some(ask) = waiting.next(&answered).or_else(|| questions.recv().ok()) {
        if let Ask::GoBy(new) = ask {
            setting.go_by(new);
            continue;
        }
        answered.push(ask.clone());
        let begun = watch();
        let open = match store.take() {
            Some(open) => Ok(open),
            None => Store::open(path, setting.rules.clone()),
        };
        let given = match open.and_then(|open| open.still_there().map(|()| open)) {
            Ok(mut open) => {
                let given = answer(&mut open, ask, &mut setting, clock());
                store = Some(open);
                given
            }
            Err(error) => Answer::Failed(error.to_string()),
        };
        spent += watch() - begun;
        if !tell(given) {
            return;
        }
        while let Ok(other) = questions.try_recv() {
            waiting.take(other, &mut setting);
        }
        // Whoever asked for something else has had no answer yet, and need not wait for this one's rest.
        if waiting.place(&answered).is_none() {
            if rest(questions, (spent * REST).min(LONGEST_REST), &answered, &mut setting, &mut waiting).is_err() {
                return;
            }
            (answered, spent) = (Vec::new(), Duration::ZERO);
        }
    }
}

/// Whether somebody sits and waits for the answer: no rest is between them and it. The others are asked whenever something
/// has changed.
fn is_by_hand(ask: &Ask) -> bool {
    matches!(ask, Ask::Customers(_) | Ask::Solved(_))
}

/// Which questions take each other's place: those of one kind, and of figures those for one place.
type Kind = (Discriminant<Ask>, Option<Slot>);

fn kind(ask: &Ask) -> Kind {
    let slot = if let Ask::Figures(slot, _) = ask { Some(*slot) } else { None };
    (discriminant(ask), slot)
}

/// Whether an answer to one of them will do for the other for a while. Whoever looks at other days wants to see them.
fn same(ask: &Ask, other: &Ask) -> bool {
    if is_by_hand(ask) {
        return false;
    }
    let days = match (ask, other) {
        (Ask::Figures(Slot::Looked | Slot::Beside, a), Ask::Figures(_, b)) => {
            a.from == b.from && (a.to - b.to).abs() < TimeDelta::hours(1)
        }
        _ => true,
    };
    days && kind(ask) == kind(other)
}

/// Questions that wait for their answer, of each kind the newest.
#[derive(Default)]
struct Waiting(Vec<Ask>);

impl Waiting {
    /// The place of the oldest question of a kind that was not answered yet.
    fn place(&self, answered: &[Ask]) -> Option<usize> {
        self.0.iter().position(|ask| !answered.iter().any(|other| same(ask, other)))
    }

    fn next(&mut self, answered: &[Ask]) -> Option<Ask> {
        self.place(answered).map(|place| self.0.remove(place))
    }

    /// Lets a question wait; other settings are taken at once.
    fn take(&mut self, ask: Ask, setting: &mut Setting) {
        match ask {
            Ask::GoBy(new) => setting.go_by(new),
            ask => match self.0.iter_mut().find(|it| kind(it) == kind(&ask)) {
                Some(older) => *older = ask,
                None => self.0.push(ask),
            },
        }
    }
}

/// Rests until for so long nothing was asked, or something was that has not been answered, or other settings came; an
/// error once nobody asks any more.
fn rest(
    questions: &Receiver<Ask>,
    pause: Duration,
    answered: &[Ask],
    setting: &mut Setting,
    waiting: &mut Waiting,
) -> Result<(), ()> {
    loop {
        match questions.recv_timeout(pause) {
            Ok(ask) => {
                let settings = matches!(ask, Ask::GoBy(_));
                waiting.take(ask, setting);
                if settings || waiting.place(answered).is_some() {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err(()),
        }
    }
}

fn serve(
    mut store: Store,
    mut setting: Setting,
    questions: &Receiver<Ask>,
    clock: impl Fn() -> Instant,
    tell: impl Fn(Answer) -> bool,
) {
    if let Err(error) = adopt(&mut store, &setting, clock())
        && !tell(Answer::Failed(error.to_string()))
    {
        return;
    }
    // What the screen knows; nothing is sent before it has asked for the whole.
    let mut seq = None;
    // Something has been written of which the screen has not been told yet.
    let mut behind = false;
    let mut owed = false;
    // The watch may fail again and again (a file that was moved away); it is said once, until it works again.
    let mut said = false;
    loop {
        let asked = match questions.recv_timeout(LOOK_EVERY) {
            Ok(ask) => Some(ask),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if let Some(ask) = asked {
            let wants_desk = matches!(ask, Ask::Desk | Ask::GoBy(_));
            let given = answer(&mut store, ask, &mut setting, clock());
            if let Answer::Desk(desk) = &given {
                seq = Some(desk.seq);
                owed = false;
            }
            // Whoever asked for the desk and could not have it gets it as soon as it can be read.
            owed |= wants_desk && !matches!(given, Answer::Desk(_));
            behind |= matches!(&given, Answer::Applied(_, outcome) if outcome.is_ok());
            if !tell(given) {
                return;
            }
        }
        if owed && let Ok(desk) = desk(&store, &setting, clock()) {
            (seq, owed) = (Some(desk.seq), false);
            if !tell(Answer::Desk(Box::new(desk))) {
                return;
            }
        }
        // The past does not change.
        let Some(known) = seq.filter(|_| setting.as_of.is_none()) else { continue };
        match news(&mut store, &mut behind, known, setting.zone(), clock()) {
            Ok(None) => said = false,
            Ok(Some(delta)) => {
                said = false;
                seq = Some(delta.seq);
                if !tell(Answer::Changed(delta)) {
                    return;
                }
            }
            Err(Error::Restored) => (seq, owed) = (None, true),
            Err(_) if said => {}
            Err(error) => {
                said = true;
                if !tell(Answer::Failed(error.to_string())) {
                    return;
                }
            }
        }
    }
}

/// What changed since `seq`, if anything did: by another program, or, if the screen is `behind`, by this one. It stays
/// behind until the change could be read: the file says only once that it has changed.
fn news(store: &mut Store, behind: &mut bool, seq: Seq, zone: Zone, now: Instant) -> Result<Option<Delta>, Error> {
    store.still_there()?;
    *behind |= store.changed_elsewhere()?;
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
    use crate::domain::change::{Change, Request};
    use crate::domain::event::{Author, Opened};
    use crate::domain::metrics::Counting;
    use crate::domain::time::{Period, from_millis};

    #[test]
    fn of_each_kind_of_question_the_newest_waits() {
        let period = |ms: i64| Period { from: from_millis(0).unwrap(), to: from_millis(ms).unwrap() };
        let mut setting = Setting { counting: Counting::default(), rules: Arc::default(), as_of: None };
        let mut waiting = Waiting::default();
        for ask in [
            Ask::Figures(Slot::Lately, period(1)),
            Ask::Staffing(8),
            Ask::Figures(Slot::Lately, period(2)),
            Ask::Staffing(13),
        ] {
            waiting.take(ask, &mut setting);
        }
        let figures = waiting.next(&[]);
        assert_eq!(figures, Some(Ask::Figures(Slot::Lately, period(2))));
        let answered = [Ask::Figures(Slot::Lately, period(1))];
        waiting.take(Ask::Figures(Slot::Lately, period(3)), &mut setting);
        assert_eq!(waiting.next(&answered), Some(Ask::Staffing(13)), "the others wait for the rest");
        assert_eq!(waiting.next(&answered), None);
        assert_eq!(waiting.next(&[]), Some(Ask::Figures(Slot::Lately, period(3))));
        let other = Period { from: from_millis(-9).unwrap(), ..period(1) };
        let answered = [Ask::Figures(Slot::Looked, period(1))];
        waiting.take(Ask::Figures(Slot::Looked, period(2)), &mut setting);
        assert_eq!(waiting.next(&answered), None, "the same days can wait");
        waiting.take(Ask::Figures(Slot::Looked, other), &mut setting);
        assert_eq!(waiting.next(&answered), Some(Ask::Figures(Slot::Looked, other)), "others are wanted at once");
        let berlin = Setting {
            counting: Counting { zone: "Europe/Berlin".parse().unwrap(), ..Counting::default() },
            ..setting.clone()
        };
        waiting.take(Ask::GoBy(berlin.clone()), &mut setting);
        assert_eq!((setting, waiting.next(&[])), (berlin, None));
    }

    #[test]
    fn a_change_that_could_not_be_read_is_read_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let mut store = Store::open_or_create(&path, Arc::default()).unwrap();
        let mut other = Store::open(&path, Arc::default()).unwrap();
        let now = from_millis(0).unwrap();
        let change = Change::Open(Opened { subject: "Refund".into(), ..Opened::default() });
        let mut behind = false;
        let mut look = |store: &mut Store| news(store, &mut behind, Seq(0), Zone::UTC, now);
        assert!(look(&mut store).unwrap().is_none());
        other.apply(&Request { change, by: Author::default(), seen: None }, now).unwrap();
        // What this program writes itself does not count as a change of the file.
        store.db.execute_batch("ALTER TABLE person RENAME TO away; ALTER TABLE ticket RENAME TO gone").unwrap();
        assert!(look(&mut store).is_err());
        store.db.execute_batch("ALTER TABLE away RENAME TO person; ALTER TABLE gone RENAME TO ticket").unwrap();
        assert_eq!(look(&mut store).unwrap().unwrap().tickets.len(), 1);
        assert!(look(&mut store).unwrap().is_none());
    }
}
