//! How a transaction ends: result, slip, log, display – stored before it is told.

use catlink_shared::money::Yen;
use catlink_shared::terminal::{
    CatError, CenterResultCode, PaymentMedia, Phase, ResultWord, SlipNumber, TerminalResult,
    TransactionNumber, TransactionType,
};

use super::screen::Tone;
use super::transaction::Approval;
use super::{Auto, Doing, Engine, Notice, Output};
use crate::virtual_terminal::clock::{self, Now};
use crate::virtual_terminal::fault::Step;
use crate::virtual_terminal::memory::{CardFacts, Delivery, LogEntry, Pending, Slip, Stored};

/// How it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// 承認
    Approved { approval: Approval },
    /// お取り扱いできません
    Declined { code: CenterResultCode },
    /// 残高不足
    Deficient,
    /// 中止 where nothing can have been taken; `here`: on the terminal, not by the POS.
    Cancelled { here: bool },
    /// Nobody came, or 中止 where money may have been written.
    Stopped { before_card: bool, timeout: bool },
    /// An error with a number of its own.
    Failed { ecat: CatError },
    /// The centre cannot be reached.
    Unreachable,
    /// 処理未了
    Unfinished,
}

impl Ending {
    fn word(&self) -> ResultWord {
        match self {
            Self::Approved { .. } => ResultWord::Approved,
            Self::Declined { .. } => ResultWord::Declined,
            Self::Cancelled { .. } => ResultWord::Cancelled,
            Self::Unfinished => ResultWord::Incomplete,
            Self::Deficient | Self::Stopped { .. } | Self::Failed { .. } | Self::Unreachable => {
                ResultWord::Error
            }
        }
    }

    fn ecat(&self) -> Option<CatError> {
        match self {
            Self::Deficient => Some(CatError::Deficient),
            Self::Cancelled { here: true } | Self::Stopped { .. } => Some(CatError::Reset),
            Self::Failed { ecat } => Some(*ecat),
            Self::Unreachable => Some(CatError::Communication),
            Self::Approved { .. }
            | Self::Declined { .. }
            | Self::Cancelled { here: false }
            | Self::Unfinished => None,
        }
    }

    fn notice(
        &self,
        words: &catlink_shared::terminal::profile::ModelWords,
    ) -> (&'static str, &'static str, Tone) {
        match self {
            Self::Approved { .. } => ("承認", "カードをお取りください", Tone::Good),
            Self::Declined { .. } => ("お取り扱いできません", words.declined, Tone::Bad),
            Self::Deficient => ("残高不足", words.deficient, Tone::Bad),
            Self::Cancelled { .. } => ("中止", "取引を中止しました", Tone::Bad),
            Self::Stopped { before_card: true, timeout: true } => {
                ("時間切れ", "取引を中止しました", Tone::Bad)
            }
            Self::Stopped { .. } => ("中止", "カードの状態を確認してください", Tone::Bad),
            Self::Failed { .. } => ("エラー", "取引できませんでした", Tone::Bad),
            Self::Unreachable => ("通信エラー", "センターと通信できません", Tone::Bad),
            Self::Unfinished => ("処理未了", "残高照会で結果を確認してください", Tone::Bad),
        }
    }
}

impl Engine {
    /// Ends the transaction under way.
    pub(super) fn end(&mut self, now: Now, ending: Ending) {
        let Doing::At(transaction) = std::mem::replace(&mut self.doing, Doing::Idle) else { return };
        let facts = transaction.pending.asked.clone().or_else(|| transaction.facts());
        self.conclude(now, &transaction.pending, facts.as_ref(), transaction.reached, &ending);
    }

    /// Ends a pending transaction, wherever it was found: nothing is said before all of it is stored.
    pub(super) fn conclude(
        &mut self,
        now: Now,
        pending: &Pending,
        facts: Option<&CardFacts>,
        reached: Phase,
        ending: &Ending,
    ) {
        let slip_number = match (ending, facts) {
            (Ending::Approved { approval }, Some(facts)) => {
                Some(self.book_slip(now, pending, facts, approval))
            }
            _no_slip => None,
        };
        let result = self.result(now, pending, facts, reached, ending, slip_number);
        if ending == &Ending::Unreachable {
            self.memory.reversals.push(pending.reference.clone());
            self.ask_again_ms = Some(now.ms);
        }
        self.memory.pending = None;
        self.memory.unfinished = (ending == &Ending::Unfinished).then(|| pending.clone());
        self.memory.last = Some(result.clone());
        if let Some(request) = pending.origin.request() {
            let (payment_id, register) = (request.payment_id, request.register_id.clone());
            let stored = Stored {
                request: request.clone(),
                result,
                reference: pending.reference.clone(),
                stored_at: now.wall,
                delivery: Delivery::Open,
            };
            self.memory.results.insert(payment_id, stored);
            self.offers.add(payment_id, register, now.ms, &self.setup.pace);
        }
        self.out.extend([Output::Store, Output::Step(Step::AfterStoreResult)]);
        self.show_ending(now, pending, ending);
    }

    fn show_ending(&mut self, now: Now, pending: &Pending, ending: &Ending) {
        let (text, detail, tone) = ending.notice(&self.setup.model.profile().words);
        self.notify(now, text, detail, tone);
        if ending == &Ending::Unfinished {
            self.doing = Doing::Unfinished(Box::new(pending.clone()));
            if let (Some(notice), true) = (&mut self.notice, self.auto != Auto::Off) {
                notice.until_ms = now.ms + self.setup.pace.step_ms;
            }
        }
    }

    pub(super) fn notify(&mut self, now: Now, text: &str, detail: &str, tone: Tone) {
        let until_ms = now.ms + self.setup.pace.notice_ms;
        self.notice = Some(Notice { text: text.to_owned(), detail: detail.to_owned(), tone, until_ms });
    }

    fn result(
        &self,
        now: Now,
        pending: &Pending,
        facts: Option<&CardFacts>,
        reached: Phase,
        ending: &Ending,
        slip_number: Option<SlipNumber>,
    ) -> TerminalResult {
        let request = pending.origin.request();
        let (approval_code, settled) = match ending {
            Ending::Approved { approval } => (Some(approval.approval_code.clone()), approval.settled),
            _nothing_charged => (None, Yen::ZERO),
        };
        let center_result_code = match ending {
            Ending::Declined { code } => Some(code.clone()),
            _no_code => None,
        };
        let sign = pending.origin.transaction_type().sign();
        let balance =
            facts.and_then(|facts| facts.balance_before).map(|before| before - sign * settled.get());
        TerminalResult {
            unit: self.memory.unit(),
            payment_id: request.map(|request| request.payment_id),
            register_id: request.map(|request| request.register_id.clone()),
            sequence_number: request.map(|request| request.sequence_number),
            transaction_type: Some(pending.origin.transaction_type()),
            result: ending.word(),
            phase_reached: Some(reached),
            ecat: ending.ecat(),
            center_result_code,
            slip_number,
            approval_code,
            payment_media: facts.map(|facts| facts.brand.media()),
            brand: facts.map(|facts| facts.brand.code(self.setup.model)),
            payment_condition: facts.and_then(|facts| facts.condition),
            payment_detail: facts.and_then(|facts| facts.detail.clone()),
            account_last4: facts.and_then(|facts| facts.last4.clone()),
            transaction_number: TransactionNumber::new(&format!("{:06}", pending.transaction_number)).ok(),
            amount: Some(pending.origin.amount()),
            settled_amount: Some(settled),
            balance: balance.map(Yen::new),
            training_mode: Some(pending.origin.is_training()),
            terminal_time: Some(self.memory.terminal_time(now.wall)),
        }
    }

    /// Slip and log line of money that moved.
    fn book_slip(
        &mut self,
        now: Now,
        pending: &Pending,
        facts: &CardFacts,
        approval: &Approval,
    ) -> SlipNumber {
        let training = pending.origin.is_training();
        let slip_number = self.memory.next_slip(training);
        let terminal_time = self.memory.terminal_time(now.wall);
        let transaction_type = pending.origin.transaction_type();
        self.memory.log_mut(training).push(LogEntry {
            slip_number: slip_number.clone(),
            transaction_type,
            amount: approval.settled,
            terminal_time,
            brand: facts.brand,
            reference: pending.reference.clone(),
            voided: false,
        });
        let title = match (transaction_type, facts.brand.media()) {
            (TransactionType::Refund, _) => "返品票",
            (_, PaymentMedia::Credit | PaymentMedia::Debit) => "売上票",
            (_, _) => "決済票",
        };
        let mut lines = vec![
            ("日時", clock::shown(terminal_time)),
            ("カード会社", facts.brand.name().to_owned()),
            ("会員番号", facts.last4.as_ref().map_or("―".to_owned(), |last4| format!("****{last4}"))),
            ("支払方法", facts.condition.map_or("コード決済", |condition| condition.label()).to_owned()),
            ("金額", format!("¥{}", approval.settled)),
            ("承認番号", approval.approval_code.to_string()),
            ("処理通番", format!("{:06}", pending.transaction_number)),
        ];
        if let Some(before) = facts.balance_before {
            let left = before - transaction_type.sign() * approval.settled.get();
            lines.push(("残高", format!("¥{}", Yen::new(left))));
        }
        self.print(title, Some(slip_number.clone()), lines, training);
        slip_number
    }

    pub(super) fn print(
        &mut self,
        title: &str,
        slip_number: Option<SlipNumber>,
        lines: Vec<(&str, String)>,
        training: bool,
    ) {
        let lines = lines.into_iter().map(|(label, value)| (label.to_owned(), value)).collect();
        self.memory.print(Slip { title: title.to_owned(), slip_number, lines, training });
    }
}
