//! `catlink set-pin`: a new PIN for an operator, on the register itself and with the agent stopped – the way back for a
//! manager who is locked out. Whoever can write the data folder can do this; 変更履歴 says that the program did it.

use std::io::BufRead;
use std::path::PathBuf;

use catlink_shared::pin::Pin;
use catlink_shared::receipt::DataKind;

use crate::books::BooksError;
use crate::books::history::By;
use crate::books::people::{self, hash};
use crate::clock;
use crate::store::{Claim, OpenError, Store};

/// Flags of `catlink set-pin`.
#[derive(Debug, clap::Args)]
pub struct SetPinArgs {
    /// Folder of the books
    #[arg(long, env = "CATLINK_DATA_DIR", value_name = "DIR")]
    pub data_dir: PathBuf,
    /// The books are a demo's
    #[arg(long, env = "CATLINK_DEMO")]
    pub demo: bool,
    /// 担当者コード
    #[arg(long, value_name = "CODE")]
    pub operator: String,
}

/// Why no PIN was set.
#[derive(Debug, thiserror::Error)]
pub enum SetPinError {
    /// The folder is not there: a command never makes one.
    #[error("data folder {0} is not there: name the folder that `catlink run` uses")]
    NoFolder(PathBuf),
    /// The folder cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nothing could be read.
    #[error("the PIN could not be read: {0}")]
    Unread(#[from] std::io::Error),
    /// It cannot be a PIN.
    #[error("{0}")]
    Weak(String),
    /// It could not be hashed.
    #[error("the PIN could not be hashed: {0}")]
    Hash(String),
    /// The books refuse.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// Reads a PIN from `input`, one line, and keeps it for the operator.
///
/// # Errors
/// Says what is in the way; the PIN is as it was.
pub async fn set_pin(args: SetPinArgs, mut input: impl BufRead) -> Result<(), SetPinError> {
    if !args.data_dir.is_dir() {
        return Err(SetPinError::NoFolder(args.data_dir));
    }
    let store = Store::open(&args.data_dir, if args.demo { DataKind::Demo } else { DataKind::Real })?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    let pin = Pin::typed(line.trim());
    pin.check_new(&args.operator).map_err(|weak| SetPinError::Weak(weak.to_string()))?;
    let hash = hash(&pin).map_err(|error| SetPinError::Hash(error.to_string()))?;
    let now = clock::now();
    store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            people::set_pin(tx, &args.operator, &hash, &By::default(), now)
        })
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use catlink_shared::receipt::DataKind;

    use super::{SetPinArgs, SetPinError, set_pin};
    use crate::books::{BooksError, catalog, demo};
    use crate::store::{Claim, OpenError, Store};

    fn args(folder: &std::path::Path, operator: &str) -> SetPinArgs {
        SetPinArgs { data_dir: folder.to_owned(), demo: true, operator: operator.to_owned() }
    }

    /// A folder's lock goes with the thread that holds it, a moment after its store: the condition is waited for.
    async fn once_free(folder: &std::path::Path, operator: &str, pin: &str) -> Result<(), SetPinError> {
        loop {
            match set_pin(args(folder, operator), pin.as_bytes()).await {
                Err(SetPinError::Open(OpenError::InUse(_))) => tokio::task::yield_now().await,
                done => return done,
            }
        }
    }

    async fn demo_books(folder: &std::path::Path) -> Store {
        let store = Store::open(folder, DataKind::Demo).unwrap();
        let filled = store.write::<_, BooksError, _>(Claim::None, |tx| {
            catalog::lay_ground(tx, "01")?;
            demo::fill(tx, "01")?;
            Ok(tx.execute("UPDATE operator_pin SET wrong = 10", [])?)
        });
        filled.await.unwrap();
        store
    }

    #[tokio::test]
    async fn a_manager_who_is_locked_out_gets_a_new_pin_on_the_register_itself() {
        let folder = crate::scratch::path("set-pin");
        let nowhere = set_pin(args(&folder, "900"), "2580\n".as_bytes()).await;
        assert!(matches!(nowhere, Err(SetPinError::NoFolder(_))));
        let store = demo_books(&folder).await;
        let running = set_pin(args(&folder, "900"), "2580\n".as_bytes()).await;
        assert!(matches!(running, Err(SetPinError::Open(OpenError::InUse(_)))));
        drop(store);
        assert!(matches!(once_free(&folder, "900", "1234\n").await, Err(SetPinError::Weak(_))));
        assert!(matches!(once_free(&folder, "777", "2580\n").await, Err(SetPinError::Books(_))));
        once_free(&folder, "900", "2580\n").await.unwrap();
        let database = rusqlite::Connection::open(folder.join("catlink.sqlite")).unwrap();
        let row = "SELECT wrong, hash FROM operator_pin WHERE code = '900'";
        let (wrong, hash): (u32, String) =
            database.query_row(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(wrong, 0);
        assert!(hash.starts_with("$argon2id$") && !hash.contains("2580"));
    }
}
