//! The terminal's 中間計, read while it is idle. A payment that is asked for meanwhile wins: the log is given up, nothing of it
//! was kept, and whoever asked for it is told to try again.
//!
//! Nothing here writes, and nothing of it settles a payment: what the log shows is compared by 決済照合.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use catlink_shared::ids::UnixMs;
use catlink_shared::terminal::daily_log::{DailyLog, LogTrouble};
use catlink_shared::terminal::{Ready, TerminalActivity};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Command, LastAsked, Till, TillHandle, stopped};
use crate::books::{BooksError, refuse};
use crate::driver::{CatDriver, Question};

/// The capability of a terminal that can send its 中間計.
const DAILYLOG: &str = "dailylog";
/// A shared terminal is to greet us within this (ours, as for a payment).
const GREETED_WITHIN: Duration = Duration::from_secs(3);

/// How many lines have come, for whoever watches.
#[derive(Debug, Clone, Default)]
pub struct LinesSoFar(Arc<AtomicU32>);

impl LinesSoFar {
    /// Lines.
    #[must_use]
    pub fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is read, and for whom.
#[derive(Debug)]
pub(super) struct Reading {
    from: UnixMs,
    to: UnixMs,
    lines: LinesSoFar,
    reply: oneshot::Sender<Result<DailyLog, BooksError>>,
    stage: Stage,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A shared terminal is to greet us until then.
    Claiming(Instant),
    /// It was asked.
    Asked,
}

impl TillHandle {
    /// Reads the 中間計 between two of the terminal's times. Dropping the future's receiver stops nothing; ask
    /// [`Self::stop_log`].
    ///
    /// # Errors
    /// Refused by name, or the log did not come whole; nothing of it counts.
    pub async fn read_log(
        &self,
        from: UnixMs,
        to: UnixMs,
        lines: LinesSoFar,
    ) -> Result<DailyLog, BooksError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::ReadLog { from, to, lines, reply }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// F9中止: gives up the log that is being read.
    ///
    /// # Errors
    /// The agent is stopping.
    pub async fn stop_log(&self) -> Result<(), BooksError> {
        self.send(Command::StopLog).await
    }
}

impl<D: CatDriver> Till<D> {
    pub(super) fn begin_log(
        &mut self,
        from: UnixMs,
        to: UnixMs,
        lines: LinesSoFar,
        reply: oneshot::Sender<Result<DailyLog, BooksError>>,
    ) {
        if let Err(refused) = self.may_read_log() {
            // Whoever asked may be gone.
            let _ = reply.send(Err(refused));
            return;
        }
        let stage = if self.link.is_ours() {
            Stage::Asked
        } else {
            let within = GREETED_WITHIN / self.register.settings.line_timers_divided_by;
            Stage::Claiming(Instant::now() + within)
        };
        self.reading = Some(Reading { from, to, lines, reply, stage });
        match stage {
            Stage::Asked => self.driver.ask(Question::DailyLog { from, to }),
            // Anew, so that a refusal is said again.
            Stage::Claiming(_) => self.claim_anew(),
        }
    }

    /// Whether the terminal has nothing else to do, and can.
    fn may_read_log(&self) -> Result<(), BooksError> {
        let words = &self.model.profile().words;
        let not_ready = |message: String| Err(refuse(RefusalCode::TerminalNotReady, message));
        if self.active.is_some() || self.last != LastAsked::No || self.link.is_wanted_for_payment() {
            return Err(refuse(
                RefusalCode::TerminalOccupied,
                "端末で決済中です。会計が終わってから、もう一度取り込んでください。",
            ));
        }
        if self.reading.is_some() {
            return Err(refuse(
                RefusalCode::TerminalOccupied,
                "中間計は、すでに取り込み中です。終わってから、もう一度操作してください。",
            ));
        }
        let Some(board) = self.register.board(|board| board.device(self.device).cloned()) else {
            return Err(stopped());
        };
        match board.link {
            LinkState::Linked => {}
            LinkState::Standalone => {
                let why = self.unfit().unwrap_or_else(|| words.standalone.to_owned());
                return not_ready(format!("{why}端末をPOS連動に戻すか、中間計の合計を入力してください。"));
            }
            LinkState::NoAnswer => {
                return not_ready(format!(
                    "{}電源とケーブルを確認するか、中間計の合計を入力してください。",
                    words.no_answer
                ));
            }
        }
        if self.ready.as_ref().is_some_and(|ready| !sends_logs(ready)) {
            return not_ready(NO_LOGS.to_owned());
        }
        match board.activity {
            Some(TerminalActivity::Idle) | None => Ok(()),
            Some(
                TerminalActivity::Busy
                | TerminalActivity::Standalone
                | TerminalActivity::PaperOut
                | TerminalActivity::Restarting
                | TerminalActivity::Error,
            ) => not_ready(
                "端末が待機中ではありません。端末の画面が待機中に戻ってから、もう一度取り込んでください。"
                    .to_owned(),
            ),
        }
    }

    /// READY was heard on a link that was claimed for the log.
    pub(super) fn ask_for_log(&mut self) {
        let Some(reading) = &mut self.reading else { return };
        if let Stage::Asked = reading.stage {
            return;
        }
        if self.ready.as_ref().is_none_or(|ready| !sends_logs(ready)) {
            return self.refuse_log(refuse(RefusalCode::TerminalNotReady, NO_LOGS));
        }
        reading.stage = Stage::Asked;
        self.driver.ask(Question::DailyLog { from: reading.from, to: reading.to });
    }

    pub(super) fn log_grows(&self, lines: u32) {
        if let Some(reading) = &self.reading {
            reading.lines.0.store(lines, Ordering::Relaxed);
        }
    }

    pub(super) fn log_read(&mut self, log: DailyLog) {
        let Some(reading) = self.reading.take() else { return };
        // Whoever asked may be gone.
        let _ = reading.reply.send(Ok(log));
    }

    pub(super) fn log_broken(&mut self, why: &LogTrouble) {
        self.refuse_log(refuse(RefusalCode::BadLog, why.sentence()));
    }

    /// Nobody waits for the log any more, or something else needs the terminal.
    pub(super) fn drop_log(&mut self) {
        if self.reading.is_some() {
            self.driver.drop_log();
            self.log_broken(&LogTrouble::Dropped);
        }
    }

    /// The link a log waited for cannot be had.
    pub(super) fn log_turned_away(&mut self, code: RefusalCode, why: &str) {
        if self.reading.as_ref().is_some_and(|reading| matches!(reading.stage, Stage::Claiming(_))) {
            self.refuse_log(refuse(code, why));
        }
    }

    pub(super) fn log_deadline(&self) -> Option<Instant> {
        match self.reading.as_ref()?.stage {
            Stage::Claiming(until) => Some(until),
            Stage::Asked => None,
        }
    }

    pub(super) fn log_overdue(&mut self, now: Instant) {
        if self.log_deadline().is_some_and(|at| at <= now) {
            self.log_broken(&LogTrouble::Unheard);
        }
    }

    fn refuse_log(&mut self, why: BooksError) {
        if let Some(reading) = self.reading.take() {
            // Whoever asked may be gone.
            let _ = reading.reply.send(Err(why));
        }
    }
}

const NO_LOGS: &str = "この端末は中間計を送れません。端末で中間計を印字して、合計を入力してください。";

fn sends_logs(ready: &Ready) -> bool {
    ready.capabilities.iter().any(|capability| capability == DAILYLOG)
}
