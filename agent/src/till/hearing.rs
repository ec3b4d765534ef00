//! What the terminal says, and what follows from it for the payment it is at.

use std::time::Duration;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::payment::{Doubt, InquiryAnswer, NotCharged, PaymentEvent};
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::daily_log::LogTrouble;
use catlink_shared::terminal::{Phase, Ready, RefusedReason, TerminalResult, Unit};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::{CancelAsked, Exchange};
use tokio::time::Instant;

use super::{LastAsked, PAUSE_AT_MOST, Stage, Till, recovery};
use crate::broken;
use crate::clock;
use crate::driver::{self, CatDriver, DriverEvent, NoResult, NotTaken, Question, SendPermit};
use crate::journal::JournalError;
use crate::link::LinkTrouble;
use crate::register::board::line_trouble;

impl<D: CatDriver> Till<D> {
    pub(super) async fn on_event(&mut self, event: DriverEvent) {
        match event {
            DriverEvent::Ready(ready) => self.on_ready(ready).await,
            DriverEvent::HelloRefused { holder } => self.on_held_by_another(&holder).await,
            DriverEvent::Lost(trouble) => self.on_lost(&trouble).await,
            DriverEvent::Silent => {
                self.link.lost();
                let text =
                    format!("{}電源とケーブルを確認してください。", self.model.profile().words.no_answer);
                self.no_answer(text).await;
            }
            DriverEvent::State(state) => {
                self.hear_clock(state.terminal_time);
                let unfit = self.unfit();
                self.register.board(|board| board.state(self.device, &state, unfit));
                if self.link.is_ours() {
                    self.looked();
                }
                self.register.refresh().await;
            }
            DriverEvent::Status { payment_id, phase, .. } => self.on_status(payment_id, phase).await,
            DriverEvent::LineWon => self.on_line_won().await,
            DriverEvent::SalesTaken => self.restart_timer(None),
            DriverEvent::SalesNotTaken(why) => self.on_not_taken(why).await,
            DriverEvent::SalesDoubtful(doubt) => {
                if let Some(payment_id) = self.active.as_ref().map(|active| active.payment_id) {
                    let because = match doubt {
                        driver::Doubt::Silence => Doubt::Silence,
                        driver::Doubt::Cut => Doubt::Cut,
                        driver::Doubt::Aborted => Doubt::Aborted,
                    };
                    self.append(payment_id, PaymentEvent::PaymentDoubted { because }).await;
                }
            }
            DriverEvent::Refused { unit, payment_id, reason } => {
                self.on_refused(&unit, payment_id, reason).await;
            }
            DriverEvent::ResultOffered(result) => self.on_result(*result).await,
            DriverEvent::NoResult { unit, payment_id, answer } => match payment_id {
                Some(payment_id) => self.on_no_result(&unit, payment_id, answer).await,
                None => self.on_no_last(&unit).await,
            },
            DriverEvent::DailyLogGrows { lines } => self.log_grows(lines),
            DriverEvent::DailyLogRead(log) => self.log_read(*log),
            DriverEvent::DailyLogBroken { why } => self.log_broken(&why),
            DriverEvent::Unanswered(question) => self.on_unanswered(question).await,
            DriverEvent::CancelUnheard(payment_id) => {
                self.register.board(|board| board.set_cancel(payment_id, CancelAsked::No));
                self.register.refresh().await;
            }
            DriverEvent::Nonsense { why } => {
                tracing::warn!(device = ?self.device, why, "nonsense on the line")
            }
        }
    }

    // What the terminal says of itself

    async fn on_ready(&mut self, ready: Ready) {
        tracing::info!(device = ?self.device, terminal_id = %ready.unit.terminal_id, "terminal ready");
        self.clock_offset_ms = None;
        self.hear_clock(ready.terminal_time);
        self.remember_unit(&ready).await;
        self.ready = Some(ready);
        self.show_unit();
        let waiting = self.link.greeted();
        self.driver.ask(Question::State);
        self.look_again().await;
        self.start_waiting(waiting).await;
        self.ask_for_log();
        self.register.refresh().await;
    }

    /// What the terminal's clock shows is compared with ours when it is heard: later it would be as old as the link.
    fn hear_clock(&mut self, terminal_time: Option<UnixMs>) {
        if let Some(time) = terminal_time {
            self.clock_offset_ms = Some(time.since(clock::now()));
        }
    }

    /// Shows who answers, and whether that is the shop's unit.
    pub(super) fn show_unit(&mut self) {
        let Some(ready) = &self.ready else { return };
        let (unfit, exchanged) = (self.unfit(), self.exchanged());
        self.register.board(|board| board.ready(self.device, ready, exchanged, unfit));
    }

    async fn on_lost(&mut self, trouble: &LinkTrouble) {
        self.ready = None;
        self.link.lost();
        if let Some(active) = self.active.as_ref().filter(|active| active.deadline.is_some()) {
            let because = Doubt::Cut;
            self.append(active.payment_id, PaymentEvent::PaymentDoubted { because }).await;
        }
        self.no_answer(line_trouble(trouble)).await;
    }

    pub(super) async fn no_answer(&mut self, trouble: String) {
        self.turn_away(RefusalCode::TerminalNotReady, &trouble);
        self.register.board(|board| board.no_answer(self.device, trouble));
        self.looked();
        self.register.refresh().await;
    }

    /// The board is as fresh as it can be.
    pub(super) fn looked(&mut self) {
        for looker in self.lookers.drain(..) {
            // Whoever asked may be gone.
            let _ = looker.send(());
        }
    }

    fn exchanged(&self) -> Option<Exchange> {
        let (ready, kept) = (self.ready.as_ref()?, self.kept.as_ref()?);
        let found = &ready.unit.terminal_id;
        (kept != found).then(|| Exchange { kept: kept.clone(), found: found.clone() })
    }

    /// Why this terminal is not taken, where it is not.
    pub(super) fn unfit(&self) -> Option<String> {
        let ready = self.ready.as_ref()?;
        if ready.simulated && self.register.data_kind() == DataKind::Real {
            return Some("仮想端末はデモ以外では使えません。".to_owned());
        }
        if ready.model != self.model.word() {
            return Some(
                "設定と違う機種の端末が接続されています。端末の設定を責任者に確認してください。".to_owned(),
            );
        }
        if self.exchanged().is_some() {
            return Some(
                "登録と違う端末が接続されています。責任者が「端末が交換されました」で確認するまで、連動できません。"
                    .to_owned(),
            );
        }
        None
    }

    // A payment begins

    async fn on_line_won(&mut self) {
        let Some(active) = &self.active else {
            self.driver.abandon();
            return;
        };
        let payment_id = active.payment_id;
        if self.ready.as_ref().is_none_or(|ready| ready.unit != active.asked.unit) {
            self.driver.abandon();
            let because = NotCharged::UnfitTerminal;
            self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            return;
        }
        if broken::SEND_BEFORE_COMMIT {
            self.driver.proceed(SendPermit::after_commit(payment_id));
        }
        match self.write_sent(payment_id).await {
            Ok(()) => {
                self.restart_timer(None);
                self.driver.proceed(SendPermit::after_commit(payment_id));
            }
            Err(_) if broken::RESEND_ON_UNKNOWN => {
                self.driver.proceed(SendPermit::after_commit(payment_id));
            }
            // Only an accepted payment is sent: this one has gone on, and its order must not leave.
            Err(JournalError::NotAllowed { .. }) => {
                tracing::error!(%payment_id, "the line was won for a payment that has gone on: nothing is sent");
                self.driver.abandon();
                self.active = None;
            }
            Err(error) => {
                tracing::error!(%payment_id, %error, "PaymentSent could not be written: nothing is sent");
                self.driver.abandon();
                let because = NotCharged::NeverSent;
                self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
            }
        }
    }

    async fn on_not_taken(&mut self, why: NotTaken) {
        let Some(active) = &self.active else { return };
        let because = match why {
            NotTaken::NotConnected => NotCharged::NotConnected,
            NotTaken::BidUnanswered => NotCharged::BidUnanswered,
            NotTaken::BidBusy => NotCharged::BidBusy,
            NotTaken::EveryTryRefused => NotCharged::EveryTryRefused,
            NotTaken::Abandoned => NotCharged::NeverSent,
            NotTaken::Withdrawn => NotCharged::Cancelled,
        };
        self.append(active.payment_id, PaymentEvent::PaymentNotCharged { because }).await;
    }

    /// REFUSED proves that SALES was not taken only as the first word on it: after a STATUS, or once the payment is unknown
    /// and being asked about, the same word may answer a cancel or a question. And it must be the word of the unit that was
    /// asked – or of another one that says just that.
    async fn on_refused(&mut self, unit: &Unit, payment_id: Option<PaymentId>, reason: RefusedReason) {
        let Some(payment_id) = payment_id else { return self.on_last_refused(reason).await };
        self.link.answered(payment_id);
        let first_word = self.active.as_ref().is_some_and(|active| {
            let asked_unit = active.asked.unit == *unit || reason == RefusedReason::OtherUnit;
            active.payment_id == payment_id
                && asked_unit
                && active.deadline.is_some()
                && self.register.board(|board| board.live(payment_id).phase.is_none())
        });
        if first_word {
            let because = NotCharged::Refused { reason };
            self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
        } else {
            tracing::warn!(?payment_id, ?reason, "a refusal that is no first word proves nothing");
        }
    }

    // While the terminal is at it

    async fn on_status(&mut self, payment_id: PaymentId, phase: Phase) {
        if self.active.as_ref().is_some_and(|active| active.payment_id == payment_id) {
            self.restart_timer(Some(phase));
        }
        self.register.board(|board| board.set_phase(payment_id, phase));
        self.register.refresh().await;
    }

    fn restart_timer(&mut self, phase: Option<Phase>) {
        let limit = Duration::from_secs(u64::from(self.register.settings.payment_timeout_s)) + self.margin;
        let Some(active) = &mut self.active else { return };
        let now = Instant::now();
        if phase.is_some_and(Phase::stops_timer) {
            let since = *active.paused_since.get_or_insert(now);
            active.deadline = Some((since + PAUSE_AT_MOST).max(now));
        } else {
            active.paused_since = None;
            active.deadline = Some(now + limit);
        }
    }

    // Answers

    async fn on_result(&mut self, result: TerminalResult) {
        if let Some(payment_id) = result.payment_id {
            self.link.answered(payment_id);
        }
        match (result.payment_id, self.last) {
            (None, LastAsked::Yes { .. }) => self.on_last(&result.unit.clone(), Some(result)).await,
            (_, LastAsked::No) => self.take_result(result).await,
            (Some(_), LastAsked::Yes { again }) => {
                // Evidence of a payment, and to the driver the answer: LAST is asked once more, but not for ever.
                self.take_result(result).await;
                match again.checked_sub(1) {
                    Some(again) => self.ask_last_again(again),
                    None => self.no_last(NotCharged::NotConnected).await,
                }
            }
        }
    }

    async fn on_no_last(&mut self, unit: &Unit) {
        if self.last != LastAsked::No {
            self.on_last(unit, None).await;
        }
    }

    async fn on_no_result(&mut self, unit: &Unit, payment_id: PaymentId, answer: NoResult) {
        self.link.answered(payment_id);
        let trusted = recovery::trusted_none(&self.register.store, payment_id, unit, clock::now()).await;
        let answer = match (answer, trusted) {
            (NoResult::Pending, _) => InquiryAnswer::Pending,
            (NoResult::Forgotten, _) => InquiryAnswer::Forgotten,
            (NoResult::None, Ok(true)) => InquiryAnswer::None,
            (NoResult::None, _) => InquiryAnswer::UntrustedNone,
        };
        self.append(payment_id, PaymentEvent::InquiryAnswered { answer }).await;
    }

    async fn on_unanswered(&mut self, question: Question) {
        match question {
            Question::State => self.looked(),
            Question::Payment(payment_id) => {
                self.link.answered(payment_id);
                self.ask_at = Some(Instant::now() + self.ask_again);
            }
            Question::Last => self.no_last(NotCharged::NotConnected).await,
            Question::DailyLog { .. } => self.log_broken(&LogTrouble::Unheard),
        }
    }

    /// LAST is not answered while a transaction is pending.
    async fn on_last_refused(&mut self, reason: RefusedReason) {
        if self.last != LastAsked::No {
            self.no_last(NotCharged::Refused { reason }).await;
        }
    }

    /// LAST could not be read: asked again where it was about an unknown payment, and no new one begins without it.
    pub(super) async fn no_last(&mut self, because: NotCharged) {
        self.last = LastAsked::No;
        self.ask_at = Some(Instant::now() + self.ask_again);
        let waits = self.active.as_ref().filter(|active| active.stage == Stage::ReadingLast);
        if let Some(payment_id) = waits.map(|active| active.payment_id) {
            self.append(payment_id, PaymentEvent::PaymentNotCharged { because }).await;
        }
    }
}
