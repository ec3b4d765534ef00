//! Demo books, and what a page does with files there.

use std::sync::Arc;

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Row, Values};
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::files::{Encoding, LineFault, LineReport, Products};
use catlink_shared::wire::reply::Refusal;

use crate::books::files::prepare::{self, Prepared};
use crate::books::files::{FileError, Ticker, make, staging};
use crate::books::history::By;
use crate::books::masters::{self, Wanted};
use crate::books::{BooksError, catalog, demo};
use crate::store::{Claim, Store};

pub(super) const NOW: UnixMs = UnixMs(1_795_365_000_000);

/// A shop's books.
pub(super) struct Shop(pub(super) Store);

impl Shop {
    /// With the demo's goods.
    pub(super) async fn open() -> Self {
        let shop = Self::empty().await;
        shop.0.write::<_, BooksError, _>(Claim::None, |tx| demo::fill(tx, "01")).await.unwrap();
        shop
    }

    /// With nothing but the ground.
    pub(super) async fn empty() -> Self {
        let folder = std::env::temp_dir().join(format!("catlink-files-{}", uuid::Uuid::now_v7()));
        let store = Store::open(&folder, DataKind::Demo).unwrap();
        store.write::<_, BooksError, _>(Claim::None, |tx| catalog::lay_ground(tx, "01")).await.unwrap();
        Self(store)
    }

    pub(super) async fn export(&self, master: Master, encoding: Encoding) -> Result<Vec<u8>, Refusal> {
        let made = make::csv(&self.0, master, encoding, Arc::default()).await;
        made.map(|made| made.content.whole()).map_err(refusal)
    }

    pub(super) async fn export_masters(&self, products: Products) -> String {
        let made = make::masters_file(&self.0, products, Arc::default()).await.unwrap();
        String::from_utf8(made.content.whole()).unwrap()
    }

    /// The products as text.
    pub(super) async fn products(&self) -> String {
        let bytes = self.export(Master::Product, Encoding::Utf8Bom).await.unwrap();
        String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').to_owned()
    }

    pub(super) async fn check(&self, master: Master, file: impl Into<Vec<u8>>) -> Result<Prepared, Refusal> {
        prepare::file(&self.0, master, "file".into(), file.into(), Arc::default()).await.map_err(refusal)
    }

    /// What is said of a file with these product lines under a header.
    pub(super) async fn bad(&self, header: &str, lines: &str) -> Vec<(u32, String)> {
        bad(&self.check(Master::Product, format!("{header}\r\n{lines}")).await.unwrap())
    }

    pub(super) async fn keep(&self, prepared: Prepared) -> Result<(), Refusal> {
        self.keep_until(prepared, Arc::default()).await.map_err(refusal)
    }

    pub(super) async fn keep_until(&self, prepared: Prepared, ticker: Arc<Ticker>) -> Result<(), FileError> {
        let by = By { who: Some("900".into()), approved_by: None };
        staging::keep(&self.0, Arc::new(prepared), by, ticker).await
    }

    pub(super) async fn row(&self, master: Master, code: &'static str) -> Option<Row> {
        self.0.read(move |connection| masters::find(connection, master, code)).await.unwrap()
    }

    pub(super) async fn rows(&self, master: Master) -> Vec<(String, Values)> {
        let rows = self.0.read(move |connection| masters::all(connection, master)).await.unwrap();
        rows.into_iter().map(|row| (row.code, row.values)).collect()
    }

    /// Another page changes or adds a row.
    pub(super) async fn save(&self, master: Master, code: Option<&'static str>, pairs: Vec<(&str, &str)>) {
        let before = match code {
            Some(code) => self.row(master, code).await,
            None => None,
        };
        let mut values = before.as_ref().map_or_else(|| master.blank(), |row| row.values.clone());
        for (key, text) in pairs {
            values.set(key, text);
        }
        let base_revision = before.map_or(0, |row| row.revision);
        self.0
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                let wanted = Wanted { master, code, base_revision, values: &values };
                masters::save(tx, wanted, &By::default(), NOW)
            })
            .await
            .unwrap();
    }
}

/// The lines that are wrong.
pub(super) fn bad(prepared: &Prepared) -> Vec<(u32, String)> {
    let is_bad = |line: &&LineReport| line.fault == LineFault::Bad;
    prepared.report.lines.iter().filter(is_bad).map(|line| (line.line, line.message.clone())).collect()
}

/// New, changed, unchanged, bad, only here.
pub(super) fn counts(prepared: &Prepared) -> [u32; 5] {
    let table = &prepared.report.tables[0];
    [table.new, table.changed, table.unchanged, table.bad, table.only_here]
}

fn refusal(error: FileError) -> Refusal {
    match error {
        FileError::Books(error) => error.into_refusal(),
        FileError::Stopped => panic!("stopped"),
    }
}
