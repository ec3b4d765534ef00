//! The tables, as a list of migrations that only ever grows.

use rusqlite::Connection;
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};

/// Why the tables are not as this version needs them.
pub(super) enum Trouble {
    /// A newer version has been here.
    Newer,
    /// What SQLite said.
    Failed(String),
}

const STEPS: &[M<'static>] = &[
    M::up(include_str!("0001_ground.sql")),
    M::up(include_str!("0002_people.sql")),
    M::up(include_str!("0003_paper.sql")),
    M::up(include_str!("0004_history.sql")),
    M::up(include_str!("0005_matching.sql")),
    M::up(include_str!("0006_audit.sql")),
    M::up(include_str!("0007_journal_chain.sql")),
    M::up(include_str!("0008_hosted.sql")),
];

/// Brings the tables up to date, each step in a transaction.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), Trouble> {
    Migrations::from_slice(STEPS).to_latest(connection).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => Trouble::Newer,
        other => Trouble::Failed(other.to_string()),
    })
}
