//! The SQL of the references: the only place of the bench that knows how the file's tables look.

use std::path::Path;

use anyhow::Context as _;
use rusqlite::{Connection, OpenFlags, params};

use shiftdesk::engine::metrics::Samples;
use shiftdesk::engine::metrics::filter::MetricFilter;
use shiftdesk::engine::metrics::sample::SampleValue;
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::time::Period;

/// The 50 most urgent open tickets, in the order of the queue.
pub const MOST_URGENT: &str = "SELECT id, subject, status, priority, due_at FROM ticket
  WHERE open = 1 AND removed = 0
  ORDER BY status NOT IN ('new', 'open'), due_at IS NULL, due_at, created_at, id LIMIT 50";

/// The tables without which nothing could be known: the log, and one row for each ticket.
pub const BARE: [&str; 2] = ["event", "ticket"];

/// Copies the bare tables, without an index, into a new file, which so has no gaps; its size in bytes.
pub fn bare_copy(file: &Path, copy: &Path) -> anyhow::Result<u64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(copy, flags)?;
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")?;
    db.execute("ATTACH ?1 AS theirs", [format!("file:{}?mode=ro", file.display())])?;
    for table in BARE {
        let made: String =
            db.query_row("SELECT sql FROM theirs.sqlite_schema WHERE name = ?1", [table], |row| row.get(0))?;
        db.execute_batch(&made)?;
        let mut columns = db.prepare("SELECT group_concat(name, ', ') FROM pragma_table_info(?1)")?;
        let columns: String = columns.query_row([table], |row| row.get(0))?;
        db.execute_batch(&format!(
            "INSERT INTO main.{table} ({columns}) SELECT {columns} FROM theirs.{table} ORDER BY rowid"
        ))?;
    }
    db.execute_batch("DETACH theirs")?;
    drop(db);
    Ok(std::fs::metadata(copy).with_context(|| format!("{} is gone", copy.display()))?.len())
}

/// A file of one table with one row, for commits that do nothing but be safe.
pub struct Bare {
    db: Connection,
    n: i64,
}

impl Bare {
    pub fn new(path: &Path) -> anyhow::Result<Bare> {
        let db = Connection::open(path)?;
        let _: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        db.execute_batch("PRAGMA synchronous = FULL; CREATE TABLE bare (n INTEGER); INSERT INTO bare VALUES (0)")?;
        Ok(Bare { db, n: 0 })
    }

    /// One commit of one row. The row must change: SQLite does not write what stands there already.
    pub fn commit(&mut self) -> anyhow::Result<()> {
        self.n += 1;
        self.db.prepare_cached("UPDATE bare SET n = ?1")?.execute([self.n])?;
        Ok(())
    }
}

/// The samples of the figures in one flat table with a covering index: what plain SQL would wish for.
pub struct Flat {
    db: Connection,
}

/// For the team and for everybody: n, mean, exact median and p90 of every figure, hits being 1 and misses 0.
const FIGURES: &str = "WITH drawn AS (
    SELECT figure, person, own AS value FROM sample WHERE at >= ?1 AND at < ?2 AND person IS NOT NULL
    UNION ALL SELECT figure, 0, team FROM sample WHERE at >= ?1 AND at < ?2 AND handed = 0),
  ranked AS (
    SELECT figure, person, value, row_number() OVER who AS rank, count(*) OVER (PARTITION BY figure, person) AS n
    FROM drawn WINDOW who AS (PARTITION BY figure, person ORDER BY value))
  SELECT figure, person, n, avg(value), avg(CASE WHEN rank IN ((n + 1) / 2, n / 2 + 1) THEN value END),
    max(CASE WHEN rank = (n * 9 + 9) / 10 THEN value END)
  FROM ranked GROUP BY figure, person";

/// One line of what [`Flat::figures`] finds: figure, person (0 is the team), n, median.
pub type Line = (i64, i64, i64, f64);

impl Flat {
    /// Writes down all samples, those of earlier days included, so that the index has something to leave out.
    pub fn new(path: &Path, samples: &Samples, period: Period) -> anyhow::Result<Flat> {
        let mut db = Connection::open(path)?;
        db.execute_batch(
            "CREATE TABLE sample (figure INTEGER, at INTEGER, person INTEGER, own INTEGER, team INTEGER, handed INTEGER)",
        )?;
        let tx = db.transaction()?;
        {
            let mut put = tx.prepare("INSERT INTO sample VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for (figure, id) in (0_i64..).zip(FigureId::ALL) {
                // By person first, so that what was handed to somebody is among them.
                let people = samples.credited_people().map(Some).chain([None]);
                for (who, sample) in people.flat_map(|who| {
                    samples.matching(id, &MetricFilter::for_person(who)).map(move |sample| (who, sample))
                }) {
                    if who.is_none() && sample.credited.is_some() {
                        continue;
                    }
                    let (own, team) = match sample.value {
                        SampleValue::Duration { own, team } => (own.num_milliseconds(), team.num_milliseconds()),
                        SampleValue::Hit { hit, .. } => (i64::from(hit), i64::from(hit)),
                        SampleValue::Rating { good, .. } => (i64::from(good), i64::from(good)),
                        SampleValue::TotalDuration(span) => (span.num_milliseconds(), span.num_milliseconds()),
                        SampleValue::Count
                        | SampleValue::WaitsOn(_)
                        | SampleValue::Nps(..)
                        | SampleValue::Score(_)
                        | SampleValue::Portion { .. } => (1, 1),
                    };
                    // A stock is counted at the end of the period, which is not in it any more.
                    let at = sample.at.timestamp_millis().min(period.to.timestamp_millis() - 1);
                    put.execute(params![figure, at, who.map(|who| who.0), own, team, sample.reassigned])?;
                }
            }
        }
        tx.commit()?;
        db.execute_batch("CREATE INDEX covering ON sample (at, figure, person, own, team, handed); ANALYZE")?;
        Ok(Flat { db })
    }

    /// Every figure of the period.
    pub fn figures(&self, period: Period) -> anyhow::Result<Vec<Line>> {
        let mut statement = self.db.prepare_cached(FIGURES)?;
        let bounds = [period.from.timestamp_millis(), period.to.timestamp_millis()];
        let lines = statement.query_map(bounds, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(4)?)))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}
