//! The masters as they are kept, read in pieces so that a sale's write never waits long for it.

use std::collections::{BTreeMap, HashMap, HashSet};

use catlink_shared::masters::check::Others;
use catlink_shared::masters::{Master, Row, Takes};
use rusqlite::Connection;

use super::{FileError, Ticker};
use crate::books::BooksError;
use crate::store::Store;

/// Rows that are read at once.
const PIECE: u32 = 2_000;

/// Where the history of some masters stood: who kept something since then has moved it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(Vec<(Master, u64)>);

/// Rows of some masters, and what refers to them can name.
#[derive(Debug)]
pub struct Known {
    /// Before anything was read.
    pub base: Base,
    rows: BTreeMap<Master, HashMap<String, Row>>,
    names: HashMap<Master, HashSet<String>>,
}

impl Base {
    /// Where it stands now.
    ///
    /// # Errors
    /// The database.
    pub fn read(connection: &Connection, masters: &[Master]) -> Result<Self, BooksError> {
        let mut query =
            connection.prepare_cached("SELECT coalesce(max(position), 0) FROM change WHERE master = ?1")?;
        let positions = masters.iter().map(|master| {
            let position = query.query_row([master.word()], |row| row.get(0))?;
            Ok((*master, position))
        });
        positions.collect::<Result<_, BooksError>>().map(Self)
    }

    /// Of which masters.
    #[must_use]
    pub fn masters(&self) -> Vec<Master> {
        self.0.iter().map(|(master, _)| *master).collect()
    }
}

impl Known {
    /// Reads some masters and those that they refer to.
    ///
    /// # Errors
    /// The database, or stopped.
    pub async fn read(store: &Store, masters: &[Master], ticker: &Ticker) -> Result<Self, FileError> {
        let wanted = with_references(masters);
        let of = wanted.clone();
        let base = store.read(move |connection| Base::read(connection, &of)).await?;
        let mut known = Self { base, rows: BTreeMap::new(), names: HashMap::new() };
        for master in wanted {
            let rows = read_all(store, master, ticker).await?;
            known.names.insert(master, rows.iter().map(|row| name_of(master, row)).collect());
            known.rows.insert(master, rows.into_iter().map(|row| (row.code.clone(), row)).collect());
        }
        Ok(known)
    }

    /// A row.
    #[must_use]
    pub fn row(&self, master: Master, code: &str) -> Option<&Row> {
        self.rows.get(&master)?.get(code)
    }

    /// Every row of a master, in no order.
    pub fn rows(&self, master: Master) -> impl Iterator<Item = &Row> {
        self.rows.get(&master).into_iter().flat_map(HashMap::values)
    }

    /// Rows that come with the same file can be referred to as well.
    pub fn will_have(&mut self, master: Master, row: &Row) {
        self.names.entry(master).or_default().insert(name_of(master, row));
    }
}

impl Others for Known {
    fn has(&self, master: Master, code: &str) -> bool {
        self.names.get(&master).is_some_and(|names| names.contains(code))
    }
}

/// What others call a row.
fn name_of(master: Master, row: &Row) -> String {
    match master {
        // Its rows are dated: any of them will do.
        Master::TaxClass => row.values.get("code").to_owned(),
        Master::CardCategory
        | Master::CardCompany
        | Master::Register
        | Master::Product
        | Master::Store
        | Master::Operator => row.code.clone(),
    }
}

fn with_references(masters: &[Master]) -> Vec<Master> {
    let mut wanted = masters.to_vec();
    for rule in masters.iter().flat_map(|master| master.rules()) {
        if let Takes::Reference(master) = rule.takes
            && !wanted.contains(&master)
        {
            wanted.push(master);
        }
    }
    wanted
}

/// Every row of a master by its code as text.
///
/// # Errors
/// The database, or stopped.
pub async fn read_all(store: &Store, master: Master, ticker: &Ticker) -> Result<Vec<Row>, FileError> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after = rows.last().map(|row| row.code.clone()).unwrap_or_default();
        let piece = store.read(move |connection| piece(connection, master, &after)).await?;
        if piece.is_empty() {
            return Ok(rows);
        }
        for (code, revision, values) in piece {
            ticker.tick()?;
            rows.push(Row { code, revision, values: serde_json::from_str(&values)? });
        }
    }
}

type Stored = (String, u64, String);

fn piece(connection: &Connection, master: Master, after: &str) -> Result<Vec<Stored>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT code, revision, row_values FROM master_row WHERE master = ?1 AND code > ?2 ORDER BY code LIMIT ?3",
    )?;
    let rows = query.query_map(rusqlite::params![master.word(), after, PIECE], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
