//! The files of one page's connection: one that comes, one that is judged, one to be fetched. All of it goes with the
//! connection.

mod job;

use std::sync::Arc;

use catlink_shared::masters::Master;
use catlink_shared::rights::Right;
use catlink_shared::wire::files::{Bytes, FileAsk, FileReply, MOST_FILE_BYTES, PART_BYTES, Work};
use catlink_shared::wire::reply::RefusalCode;

use rusqlite::Connection;

use crate::books::audit::{self, Entry, What};
use crate::books::files::make::Made;
use crate::books::files::prepare::Prepared;
use crate::books::files::{bundle, make};
use crate::books::history::By;
use crate::books::{BooksError, refuse, reports, rights};
use crate::register::Register;
use job::{Finished, Job};

/// What a connection has of files.
#[derive(Debug, Default)]
pub(super) struct Files {
    numbered: u32,
    upload: Option<Upload>,
    prepared: Option<(u32, Arc<Prepared>)>,
    made: Made,
    left_out: Option<Made>,
    job: Option<Job>,
}

/// A file that comes in parts.
#[derive(Debug)]
struct Upload {
    number: u32,
    master: Master,
    name: String,
    /// How long it will be.
    whole: usize,
    bytes: Vec<u8>,
}

/// Longest name of a file that is kept, characters.
const MOST_NAME: usize = 80;

impl Files {
    /// Answers what a page asks of files.
    ///
    /// # Errors
    /// What is asked does not fit what there is; or what came of it.
    pub(super) async fn answer(
        &mut self,
        register: &Arc<Register>,
        by: By,
        ask: FileAsk,
    ) -> Result<FileReply, BooksError> {
        match ask {
            FileAsk::Export { master, encoding } => {
                let store = register.store.clone();
                self.start(Work::Making, move |ticker| async move {
                    Ok(Finished::Made(make::csv(&store, master, encoding, ticker).await?))
                })
            }
            FileAsk::ExportMasters { products } => {
                let store = register.store.clone();
                self.start(Work::Making, move |ticker| async move {
                    Ok(Finished::Made(make::masters_file(&store, products, ticker).await?))
                })
            }
            FileAsk::Report { what, encoding } => {
                let store = register.store.clone();
                self.start(Work::Making, move |ticker| async move {
                    Ok(Finished::Made(reports::make(&store, what, encoding, ticker).await?))
                })
            }
            FileAsk::Fetch { number } => self.fetch(number),
            FileAsk::Begin { master, name, bytes } => self.begin(master, &name, bytes),
            FileAsk::Part { upload, number, data } => self.take(upload, number, data),
            FileAsk::Check { upload } => self.check(register, upload),
            FileAsk::Apply { upload } => self.apply(register, by, upload).await,
            FileAsk::LeftOut => {
                let made =
                    self.left_out.clone().ok_or_else(|| out_of_turn("取り込めない行はありません。"))?;
                self.start(Work::Making, move |_| async move { Ok(Finished::Made(made)) })
            }
            FileAsk::Progress => self.progress(register, by).await,
            FileAsk::Stop => {
                self.upload = None;
                match &self.job {
                    Some(job) => job.stop(),
                    None => self.prepared = None,
                }
                self.progress(register, by).await
            }
            FileAsk::Known => {
                let origin = register.store.read(bundle::origin).await?;
                Ok(FileReply::Known { file: origin.map(|origin| origin.file) })
            }
        }
    }

    fn start<F>(
        &mut self,
        work: Work,
        task: impl FnOnce(Arc<crate::books::files::Ticker>) -> F,
    ) -> Result<FileReply, BooksError>
    where
        F: Future<Output = job::Outcome> + Send + 'static,
    {
        if self.job.is_some() {
            return Err(out_of_turn(
                "前のファイルの処理が終わっていません。終わってからもう一度操作してください。",
            ));
        }
        self.job = Some(Job::start(work, task));
        Ok(FileReply::Begun { upload: self.numbered })
    }

    fn fetch(&self, number: u32) -> Result<FileReply, BooksError> {
        let part = self.made.content.part(number);
        let data =
            part.ok_or_else(|| out_of_turn("書き出したファイルがありません。もう一度書き出してください。"))?;
        Ok(FileReply::Part { number, data: Bytes(data) })
    }

    fn begin(&mut self, master: Master, name: &str, bytes: u64) -> Result<FileReply, BooksError> {
        if bytes > MOST_FILE_BYTES {
            let most = MOST_FILE_BYTES / 1024 / 1024;
            return Err(refuse(
                RefusalCode::TooLarge,
                format!("ファイルが大きすぎます({most}MBまで)。分けて取り込んでください。"),
            ));
        }
        if self.job.is_some() {
            return Err(out_of_turn(
                "前のファイルの処理が終わっていません。終わってからもう一度操作してください。",
            ));
        }
        self.numbered += 1;
        (self.prepared, self.left_out) = (None, None);
        let name = name.chars().filter(|c| !c.is_control()).take(MOST_NAME).collect();
        let whole = usize::try_from(bytes).unwrap_or(0);
        self.upload = Some(Upload { number: self.numbered, master, name, whole, bytes: Vec::new() });
        Ok(FileReply::Begun { upload: self.numbered })
    }

    fn take(&mut self, upload: u32, number: u32, data: Bytes) -> Result<FileReply, BooksError> {
        let coming = self.upload.as_mut().filter(|coming| coming.number == upload).ok_or_else(no_upload)?;
        let fits = coming.bytes.len()
            == usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(PART_BYTES)
            && data.0.len() <= PART_BYTES
            && coming.bytes.len() + data.0.len() <= coming.whole;
        if !fits {
            self.upload = None;
            return Err(no_upload());
        }
        coming.bytes.extend_from_slice(&data.0);
        Ok(FileReply::Taken { number })
    }

    fn check(&mut self, register: &Arc<Register>, upload: u32) -> Result<FileReply, BooksError> {
        let coming = self
            .upload
            .take_if(|coming| coming.number == upload && coming.bytes.len() == coming.whole)
            .ok_or_else(no_upload)?;
        let store = register.store.clone();
        self.start(Work::Checking, move |ticker| async move {
            let Upload { master, name, bytes, .. } = coming;
            let prepared = crate::books::files::prepare::file(&store, master, name, bytes, ticker).await?;
            Ok(Finished::Checked(Box::new(prepared)))
        })
    }

    /// What was checked is kept once, and by this connection alone.
    async fn apply(
        &mut self,
        register: &Arc<Register>,
        by: By,
        upload: u32,
    ) -> Result<FileReply, BooksError> {
        let asked = by.clone();
        let claim = move |connection: &Connection| rights::claim(connection, Right::Settings, &asked);
        let approved = register.store.read(claim).await?;
        let by = By { approved_by: Some(approved.by), ..by };
        let (_, prepared) = self.prepared.take_if(|(number, _)| *number == upload).ok_or_else(no_upload)?;
        let register = Arc::clone(register);
        self.start(Work::Writing, move |ticker| job::keep(register, prepared, by, ticker))
    }

    /// How far the job is; what it came to, once.
    async fn progress(&mut self, register: &Arc<Register>, by: By) -> Result<FileReply, BooksError> {
        let Some(job) = self.job.take_if(|job| job.is_over()) else {
            return Ok(self.job.as_ref().map_or(FileReply::Stopped, Job::working));
        };
        match job.end(register).await? {
            None => Ok(FileReply::Stopped),
            Some(Finished::Made(made)) => {
                let parts = made.content.parts();
                let subject = format!("{} ({}件)", made.name, made.rows);
                audit::note(&register.store, Entry { what: What::Exported, who: by.who, subject }).await;
                let reply = FileReply::Made { name: made.name.clone(), parts, rows: made.rows };
                self.made = made;
                Ok(reply)
            }
            Some(Finished::Checked(prepared)) => {
                let report = prepared.report.clone();
                self.left_out = prepared.left_out.clone();
                self.prepared = Some((self.numbered, Arc::from(prepared)));
                Ok(FileReply::Checked { report })
            }
            Some(Finished::Applied(report)) => Ok(FileReply::Applied { report }),
        }
    }
}

fn out_of_turn(message: &str) -> BooksError {
    refuse(RefusalCode::NotAllowed, message)
}

fn no_upload() -> BooksError {
    out_of_turn("ファイルが揃っていません。もう一度ファイルを選んでください。何も登録されていません。")
}

#[cfg(test)]
mod tests;
