//! Books for unit tests: a real database in a folder of its own.

use catlink_shared::receipt::DataKind;
use catlink_shared::wire::reply::Refusal;
use rusqlite::Transaction;

use super::{BooksError, catalog, demo};
use crate::store::{Claim, Store};

/// New books: those of the demo, or a shop's before anything was set up.
pub(super) async fn books(kind: DataKind) -> Store {
    let folder = crate::scratch::path("books");
    let store = Store::open(&folder, kind).unwrap();
    write(&store, move |tx| {
        catalog::lay_ground(tx, "01")?;
        match kind {
            DataKind::Demo => demo::fill(tx, "01").map(drop),
            DataKind::Real => Ok(()),
        }
    })
    .await
    .unwrap();
    store
}

/// One transaction; a refusal as a page hears it.
pub(super) async fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&Transaction<'_>) -> Result<T, BooksError> + Send + 'static,
) -> Result<T, Refusal> {
    store.write(Claim::None, work).await.map_err(BooksError::into_refusal)
}
