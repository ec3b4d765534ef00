//! The database: one file, one thread that owns it, transactions that are durable before they return.
//!
//! The journal and the books share it, since a settlement and its sale are one transaction. Nothing here knows what a
//! payment is, but that some writes must go through even on a full disk: before a payment is accepted, room for all it
//! can still write is laid by in a file of its own, and given up to the first such write that finds the disk full.

#[cfg(test)]
pub(crate) mod death;
mod schema;

use std::fs::File;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use catlink_shared::receipt::DataKind;
use fs4::fs_std::FileExt;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

/// How long a write waits for another program that holds the database. Longer would leave the clerk without an answer.
const BUSY_TIMEOUT: Duration = Duration::from_millis(2_000);

/// Room laid by for what open payments can still write: pages of the database and of its log, with much to spare
/// (a payment writes some 40 KB in all).
const RESERVE_BYTES: usize = 1 << 20;

/// Why the data folder cannot be opened. Each names what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or read.
    #[error("data folder {path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another agent runs on it.
    #[error("data folder {0} is in use by another catlink: stop it first, or name another --data-dir")]
    InUse(PathBuf),
    /// Written by a newer version.
    #[error(
        "the database in {0} was written by a newer catlink: install that version again; nothing was changed"
    )]
    Newer(PathBuf),
    /// Demo and real books do not mix.
    #[error("data folder {path} holds {found:?} books, not {asked:?}: choose another --data-dir")]
    OtherKind {
        /// Which.
        path: PathBuf,
        /// What is there.
        found: DataKind,
        /// What was asked for.
        asked: DataKind,
    },
    /// The database itself.
    #[error("database in {path}: {source}")]
    Database {
        /// Which.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
    /// A migration failed; the database is as before.
    #[error("database in {path} could not be brought up to date: {message}")]
    Migration {
        /// Which.
        path: PathBuf,
        /// What it said.
        message: String,
    },
}

/// Why a write or read failed. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room, even after giving up the reserve.
    #[error("the disk is full")]
    Full,
    /// Another program holds the database.
    #[error("the database is locked by another program")]
    Locked,
    /// The database cannot be written: not permitted, or the disk fails.
    #[error("the database cannot be written")]
    ReadOnly,
    /// Something kept there cannot be read: written by a newer version, or damaged.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
    /// A rule of the database itself (unique, foreign key).
    #[error("a rule of the database: {0}")]
    Constraint(String),
    /// Anything else.
    #[error("the database: {0}")]
    Other(String),
    /// The thread is gone: the agent is stopping.
    #[error("the database is closed")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) if is_about_writing(&error) => Self::ReadOnly,
            Some(ErrorCode::ConstraintViolation) => Self::Constraint(error.to_string()),
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                    Self::Unreadable(error.to_string())
                }
                other => Self::Other(other.to_string()),
            },
        }
    }
}

/// Whether an input/output error is one of writing (SQLite, extended result codes).
fn is_about_writing(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let code = error.sqlite_error().map(|error| error.extended_code);
    [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
    ]
    .iter()
    .any(|writing| code == Some(*writing))
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // The position tells enough; the value itself stays out of the log.
        Self::Unreadable(format!("line {} column {}", error.line(), error.column()))
    }
}

/// Whether a write may use the room that was laid by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Ordinary: on a full disk it fails.
    None,
    /// What follows an accepted payment: it may use the reserve.
    Reserve,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The database, shared by everyone in the agent.
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
    looks: mpsc::Sender<Job>,
    folder: PathBuf,
    reserve: PathBuf,
    kind: DataKind,
    #[cfg(test)]
    pub(crate) death: death::Death,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the data folder, makes it where it is missing, locks it against a second agent and brings the database up to
    /// date.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing was changed but what a finished migration changed.
    pub fn open(folder: &Path, kind: DataKind) -> Result<Self, OpenError> {
        let in_folder = |source| OpenError::Folder { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(in_folder)?;
        let lock = File::create(folder.join("agent.lock")).map_err(in_folder)?;
        if !FileExt::try_lock_exclusive(&lock).map_err(in_folder)? {
            return Err(OpenError::InUse(folder.to_owned()));
        }
        let connection = connect(folder)?;
        check_kind(&connection, folder, kind)?;
        let jobs = thread("books", connection, Some(lock)).map_err(in_folder)?;
        let looks = thread("reports", connect_to_read(folder)?, None).map_err(in_folder)?;
        Ok(Self {
            jobs,
            looks,
            folder: folder.to_owned(),
            reserve: folder.join("reserve.bin"),
            kind,
            #[cfg(test)]
            death: death::Death::never(),
        })
    }

    /// Whether these are demo books.
    #[must_use]
    pub fn kind(&self) -> DataKind {
        self.kind
    }

    /// Runs `work` in one transaction and commits it durably before returning. An error of `work` rolls it back.
    ///
    /// # Errors
    /// Whatever `work` says, or a [`StoreError`]; nothing was kept.
    pub async fn write<T, E, F>(&self, claim: Claim, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + NoRoom + Send + 'static,
        F: Fn(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let reserve = self.reserve.clone();
        #[cfg(test)]
        let work = self.death.watch(work);
        self.run(&self.jobs, move |connection| {
            let first = transact(connection, &work);
            match (&first, claim) {
                (Err(error), Claim::Reserve) if error.is_no_room() && give_up(&reserve) => {
                    transact(connection, &work)
                }
                _ => first,
            }
        })
        .await
    }

    /// Runs `work` on the database without writing.
    ///
    /// # Errors
    /// Whatever `work` says, or a [`StoreError`].
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.run(&self.jobs, move |connection| work(connection)).await
    }

    /// Runs `work` on the database as it is at one moment, beside everything else: for reports, which may take their time
    /// while payments go on. What was written before is seen.
    ///
    /// # Errors
    /// Whatever `work` says, or a [`StoreError`].
    pub async fn look<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.run(&self.looks, move |connection| {
            let moment = connection.transaction().map_err(StoreError::from)?;
            work(&moment)
        })
        .await
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lays by the room that every open payment can still need, durably.
    ///
    /// # Errors
    /// [`StoreError::Full`] where there is no such room: the payment must not be accepted.
    pub async fn lay_by(&self) -> Result<(), StoreError> {
        let reserve = self.reserve.clone();
        self.run(&self.jobs, move |_| {
            let laid = std::fs::metadata(&reserve).is_ok_and(|meta| meta.len() == RESERVE_BYTES as u64);
            if laid {
                return Ok(());
            }
            write_reserve(&reserve).map_err(|error| match error.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
                std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
                    StoreError::ReadOnly
                }
                _ => StoreError::Other(error.to_string()),
            })
        })
        .await
    }

    async fn run<T, E, F>(&self, jobs: &mpsc::Sender<Job>, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Nobody waits any more only when the agent is stopping; the work is done all the same.
            let _ = done.send(work(connection));
        });
        jobs.send(job).map_err(|_| StoreError::Closed)?;
        let answer = answer.await.map_err(|_| StoreError::Closed)?;
        #[cfg(test)]
        let answer = self.death.heard(answer);
        answer
    }
}

/// An error that can say whether it means a full disk.
pub trait NoRoom {
    /// Whether it does.
    fn is_no_room(&self) -> bool;
}

impl NoRoom for StoreError {
    fn is_no_room(&self) -> bool {
        matches!(self, Self::Full)
    }
}

fn transact<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl Fn(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let begin = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let tx = begin.map_err(StoreError::from)?;
    let value = work(&tx)?;
    tx.commit().map_err(StoreError::from)?;
    Ok(value)
}

fn write_reserve(path: &Path) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    // Real bytes: a sparse file would reserve nothing.
    let result = file.write_all(&vec![0x5a; RESERVE_BYTES]).and_then(|()| file.sync_all());
    if result.is_err() {
        drop(file);
        let _ = std::fs::remove_file(path);
    }
    result
}

/// Gives the laid-by room back to the disk. Says whether there was any.
fn give_up(path: &Path) -> bool {
    std::fs::remove_file(path).is_ok()
}

fn connect(folder: &Path) -> Result<Connection, OpenError> {
    let at = |source| OpenError::Database { path: folder.to_owned(), source };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(folder.join("catlink.sqlite"), flags).map_err(at)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(at)?;
    // Durable before it returns, whatever dies: write-ahead log, synced at every commit.
    connection.pragma_update(None, "journal_mode", "WAL").map_err(at)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(at)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(at)?;
    schema::bring_up_to_date(&mut connection).map_err(|trouble| match trouble {
        schema::Trouble::Newer => OpenError::Newer(folder.to_owned()),
        schema::Trouble::Failed(message) => OpenError::Migration { path: folder.to_owned(), message },
    })?;
    Ok(connection)
}

/// A thread that owns a connection and does what it is sent, and lets go of the lock with its last job.
fn thread(name: &str, mut connection: Connection, lock: Option<File>) -> std::io::Result<mpsc::Sender<Job>> {
    let (jobs, inbox) = mpsc::channel::<Job>();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _keep = lock;
        while let Ok(job) = inbox.recv() {
            // A mistake in one job must not take the books away from all others: its transaction is rolled back,
            // and whoever waits for it hears that it failed.
            let job = AssertUnwindSafe(|| job(&mut connection));
            if std::panic::catch_unwind(job).is_err() {
                tracing::error!("a job on the database panicked; nothing of it was kept");
            }
        }
    })?;
    Ok(jobs)
}

/// A connection that cannot write, for whoever only looks: the agent may run beside it.
///
/// # Errors
/// There are no books, or they cannot be read.
pub fn open_to_read(folder: &Path) -> Result<Connection, OpenError> {
    connect_to_read(folder)
}

/// A second connection, that cannot write.
fn connect_to_read(folder: &Path) -> Result<Connection, OpenError> {
    let at = |source| OpenError::Database { path: folder.to_owned(), source };
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(folder.join("catlink.sqlite"), flags).map_err(at)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(at)?;
    Ok(connection)
}

fn check_kind(connection: &Connection, folder: &Path, asked: DataKind) -> Result<(), OpenError> {
    let at = |source| OpenError::Database { path: folder.to_owned(), source };
    let word = match asked {
        DataKind::Real => "real",
        DataKind::Demo => "demo",
    };
    connection
        .execute("INSERT OR IGNORE INTO setting (name, value) VALUES ('data_kind', ?1)", [word])
        .map_err(at)?;
    let found: String = connection
        .query_row("SELECT value FROM setting WHERE name = 'data_kind'", [], |row| row.get(0))
        .map_err(at)?;
    if found == word {
        return Ok(());
    }
    let found = if found == "demo" { DataKind::Demo } else { DataKind::Real };
    Err(OpenError::OtherKind { path: folder.to_owned(), found, asked })
}

#[cfg(test)]
mod tests;
