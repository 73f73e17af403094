//! The schema: migrations, their version, and how a file is recognised.

use rusqlite::Connection;

/// Spells "shft": the SQLite application id of a shiftdesk file.
pub(super) const APPLICATION_ID: i64 = 0x7368_6674;

/// Migrations, oldest first. Append only.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_desk.sql"),
    include_str!("migrations/0002_fast.sql"),
    include_str!("migrations/0003_team.sql"),
    include_str!("migrations/0004_roster.sql"),
    include_str!("migrations/0005_figures.sql"),
];

/// Schema versions that change derived tables: these are rebuilt after the migration.
pub(super) const REBUILD_VERSIONS: &[i64] = &[2, 5];

/// The schema version that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

pub(super) fn user_version(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}
