//! `catlink unpair`: takes the keys of all pages from elsewhere away, on the register itself and with the agent stopped –
//! for when nobody can sign in who could do it on the served page. Whoever can write the data folder can do this; 監査記録
//! says that nobody's code did it.

use std::path::PathBuf;

use catlink_shared::receipt::DataKind;

use crate::books::{BooksError, hosted};
use crate::clock;
use crate::store::{Claim, OpenError, Store};

/// Flags of `catlink unpair`.
#[derive(Debug, clap::Args)]
pub struct UnpairArgs {
    /// Folder of the books
    #[arg(long, env = "CATLINK_DATA_DIR", value_name = "DIR")]
    pub data_dir: PathBuf,
    /// The books are a demo's
    #[arg(long, env = "CATLINK_DEMO")]
    pub demo: bool,
}

/// Why no key was taken away.
#[derive(Debug, thiserror::Error)]
pub enum UnpairError {
    /// The folder is not there: a command never makes one.
    #[error("data folder {0} is not there: name the folder that `catlink run` uses")]
    NoFolder(PathBuf),
    /// The folder cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The books cannot be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// Takes all keys away. Says how many, for a person.
///
/// # Errors
/// Says what is in the way; every key is as it was.
pub async fn unpair(args: UnpairArgs) -> Result<String, UnpairError> {
    if !args.data_dir.is_dir() {
        return Err(UnpairError::NoFolder(args.data_dir));
    }
    let store = Store::open(&args.data_dir, if args.demo { DataKind::Demo } else { DataKind::Real })?;
    let now = clock::now();
    let ended = store.write::<_, BooksError, _>(Claim::None, move |tx| hosted::revoke_all(tx, now)).await?;
    Ok(match ended {
        0 => "接続している外部ページはありません。".to_owned(),
        some => format!("外部ページ{some}件の接続を削除しました。使うには、もう一度登録してください。"),
    })
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::UnixMs;
    use catlink_shared::origin::Origin;
    use catlink_shared::receipt::DataKind;
    use catlink_shared::wire::hosted::HostedId;
    use uuid::Uuid;

    use super::{UnpairArgs, UnpairError, unpair};
    use crate::books::hosted::NewPage;
    use crate::books::{BooksError, catalog, demo, hosted};
    use crate::store::{Claim, OpenError, Store};

    fn args(folder: &std::path::Path) -> UnpairArgs {
        UnpairArgs { data_dir: folder.to_owned(), demo: true }
    }

    fn page(number: u128) -> NewPage {
        NewPage {
            id: HostedId(Uuid::from_u128(number)),
            origin: Origin::new("https://pos.example.jp").unwrap(),
            key_digest: format!("{number:064x}"),
            by: "900".into(),
        }
    }

    async fn paired_books(folder: &std::path::Path) -> Store {
        let store = Store::open(folder, DataKind::Demo).unwrap();
        let filled = store.write::<_, BooksError, _>(Claim::None, |tx| {
            catalog::lay_ground(tx, "01")?;
            demo::fill(tx, "01")?;
            hosted::pair(tx, &page(1), UnixMs(1))?;
            hosted::pair(tx, &page(2), UnixMs(2))?;
            // One that no list shows is an open door all the same, should it be read one day.
            Ok(tx.execute(
                "INSERT INTO hosted_page (id, origin, key_digest, paired_at, paired_by)
                 VALUES ('x', 'https://*.example', 'y', 3, '900')",
                [],
            )?)
        });
        filled.await.unwrap();
        store
    }

    /// A folder's lock goes with the thread that holds it, a moment after its store: the condition is waited for.
    async fn once_free(folder: &std::path::Path) -> Result<String, UnpairError> {
        loop {
            match unpair(args(folder)).await {
                Err(UnpairError::Open(OpenError::InUse(_))) => tokio::task::yield_now().await,
                done => return done,
            }
        }
    }

    #[tokio::test]
    async fn where_nobody_can_sign_in_all_keys_are_taken_away_on_the_register_itself() {
        let folder = crate::scratch::path("unpair");
        assert!(matches!(unpair(args(&folder)).await, Err(UnpairError::NoFolder(_))));
        let store = paired_books(&folder).await;
        let running = unpair(args(&folder)).await;
        assert!(matches!(running, Err(UnpairError::Open(OpenError::InUse(_)))));
        drop(store);
        assert!(once_free(&folder).await.unwrap().starts_with("外部ページ3件の接続を削除しました。"));
        assert_eq!(once_free(&folder).await.unwrap(), "接続している外部ページはありません。");
        let database = rusqlite::Connection::open(folder.join("catlink.sqlite")).unwrap();
        assert!(hosted::load(&database).unwrap().is_empty());
        let lines = "SELECT count(*) FROM audit WHERE what = 'unpaired' AND who IS NULL";
        assert_eq!(database.query_row(lines, [], |row| row.get::<_, u32>(0)).unwrap(), 3);
    }
}
