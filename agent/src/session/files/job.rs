//! What takes time, beside the connection that asked for it: it answers meanwhile, and can stop it.

use std::sync::Arc;

use catlink_shared::wire::files::{FileReply, Report, Verdict, Work};
use catlink_shared::wire::reply::RefusalCode;
use tokio::task::JoinHandle;

use crate::books::files::make::Made;
use crate::books::files::prepare::Prepared;
use crate::books::files::{FileError, Ticker, staging};
use crate::books::history::By;
use crate::books::{BooksError, refuse};
use crate::register::Register;

/// What a job came to.
#[derive(Debug)]
pub(super) enum Finished {
    /// A file.
    Made(Made),
    /// A file was judged.
    Checked(Box<Prepared>),
    /// It is kept.
    Applied(Report),
}

/// What a job came to, or why not.
pub(super) type Outcome = Result<Finished, FileError>;

/// Something that takes time. It stops when nobody can ask after it any more.
#[derive(Debug)]
pub(super) struct Job {
    work: Work,
    ticker: Arc<Ticker>,
    task: Option<JoinHandle<Outcome>>,
}

impl Job {
    /// Begins.
    pub(super) fn start<F>(work: Work, task: impl FnOnce(Arc<Ticker>) -> F) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let ticker = Arc::new(Ticker::default());
        let task = tokio::spawn(task(Arc::clone(&ticker)));
        Self { work, ticker, task: Some(task) }
    }

    /// Stops it at its next row. What was kept by then is kept.
    pub(super) fn stop(&self) {
        self.ticker.stop();
    }

    /// Whether it has ended.
    pub(super) fn is_over(&self) -> bool {
        self.task.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// How far it is.
    pub(super) fn working(&self) -> FileReply {
        let (done, total) = self.ticker.so_far();
        FileReply::Working { work: self.work, done, total }
    }

    /// What it came to; none: stopped.
    ///
    /// # Errors
    /// Why it did not come to anything.
    pub(super) async fn end(mut self, register: &Arc<Register>) -> Result<Option<Finished>, BooksError> {
        let Some(task) = self.task.take() else { return Ok(None) };
        match task.await {
            Ok(Ok(finished)) => {
                if matches!(finished, Finished::Applied(_)) {
                    register.note_books(None);
                }
                Ok(Some(finished))
            }
            Ok(Err(FileError::Stopped)) => Ok(None),
            Ok(Err(FileError::Books(error))) => Err(error),
            Err(_) => Err(refuse(
                RefusalCode::BadFile,
                "ファイルの処理が途中で止まりました。何も登録されていません。",
            )),
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.ticker.stop();
    }
}

/// Keeps what was judged, and shows it to every page.
pub(super) async fn keep(
    register: Arc<Register>,
    prepared: Arc<Prepared>,
    by: By,
    ticker: Arc<Ticker>,
) -> Outcome {
    if prepared.report.verdict == Verdict::Nothing {
        return Err(refuse(RefusalCode::BadFile, "取り込める行がありません。").into());
    }
    let report = prepared.report.clone();
    staging::keep(&register.store, prepared, by, ticker).await?;
    register.refresh().await;
    Ok(Finished::Applied(report))
}
