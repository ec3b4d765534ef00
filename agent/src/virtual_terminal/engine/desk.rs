//! What people do at the terminal.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::money::Yen;
use catlink_shared::terminal::{PaymentMedia, TransactionType};

use super::screen::Tone;
use super::{Auto, Cover, Doing, Engine, Output, Paper};
use crate::virtual_terminal::act::{Act, NotNow};
use crate::virtual_terminal::centre::{Answer, Question};
use crate::virtual_terminal::clock::{self, Now};
use crate::virtual_terminal::fault::FaultBox;
use crate::virtual_terminal::memory::{LogEntry, Origin};
use crate::virtual_terminal::wallet::{Entry, Method};

impl Engine {
    pub(super) fn do_act(&mut self, now: Now, act: Act, faults: &mut FaultBox) -> Result<(), NotNow> {
        match act {
            Act::Touch { card } => self.show(now, Entry::Touch, card.as_deref()),
            Act::Insert { card } => self.show(now, Entry::Insert, card.as_deref()),
            Act::Scan { card } => self.show(now, Entry::Scan, card.as_deref()),
            Act::ChooseBrand { brand } => self.choose_brand(now, brand),
            Act::ChooseCondition { condition, count } => self.choose_condition(now, condition, count),
            Act::Pin => self.enter_pin(now, faults),
            Act::Cancel => self.cancel_here(now),
            Act::Confirm => {
                self.confirm();
                Ok(())
            }
            Act::Paper { loaded } => {
                self.load_paper(now, loaded);
                Ok(())
            }
            Act::Cover { open } => {
                self.cover = if open { Cover::Open } else { Cover::Closed };
                self.printer_changed(now);
                Ok(())
            }
            Act::Auto { auto } => {
                self.set_auto(now, auto);
                Ok(())
            }
            Act::PosLink { on } => self.set_pos_link(on),
            Act::LumpOnly { on } => self.switch(|engine| engine.memory.switches.lump_only = on),
            Act::TrainingLock { on } => self.switch(|engine| engine.memory.switches.training_locked = on),
            Act::Tear => self.switch(|engine| engine.memory.slips.clear()),
            Act::HandSale { amount, payment } => self.by_hand(now, amount, payment, TransactionType::Sales),
            Act::HandReturn { amount, payment } => {
                self.by_hand(now, amount, payment, TransactionType::Refund)
            }
            Act::HandVoid { slip_number } => self.void_by_hand(&slip_number),
            Act::BalanceCheck => self.balance_check(),
            Act::DailyTotal { close } => self.daily_total(now, close),
            // The power is the device's affair: without it there is no engine.
            Act::Power { .. } => Err(NotNow::Off),
        }
    }

    fn switch(&mut self, set: impl FnOnce(&mut Self)) -> Result<(), NotNow> {
        set(self);
        self.out.push(Output::Store);
        Ok(())
    }

    fn idle(&self) -> Result<(), NotNow> {
        if self.doing == Doing::Idle { Ok(()) } else { Err(NotNow::Busy) }
    }

    fn set_pos_link(&mut self, on: bool) -> Result<(), NotNow> {
        self.idle()?;
        self.notice = None;
        self.switch(|engine| engine.memory.switches.pos_link = on)
    }

    fn load_paper(&mut self, now: Now, loaded: bool) {
        self.paper = if loaded { Paper::In } else { Paper::Out };
        self.printer_changed(now);
    }

    fn set_auto(&mut self, now: Now, auto: Auto) {
        self.auto = auto;
        if let Some(phase) = self.transaction().map(|transaction| transaction.phase)
            && (phase.is_before_card() || phase == catlink_shared::terminal::Phase::Pin)
        {
            self.enter(now, phase);
        }
    }

    pub(super) fn confirm(&mut self) {
        self.notice = None;
        if let Doing::Unfinished(_) = self.doing {
            self.doing = Doing::Idle;
            self.memory.unfinished = None;
            self.out.push(Output::Store);
        }
    }

    fn balance_check(&mut self) -> Result<(), NotNow> {
        let Doing::Unfinished(pending) = &self.doing else { return Err(NotNow::Phase) };
        let reference = pending.reference.clone();
        self.out.push(Output::Ask(Question::Enquire { reference }));
        Ok(())
    }

    /// A hand operation needs the link off, so that POS and hand never mix.
    fn may_by_hand(&self) -> Result<(), NotNow> {
        self.idle()?;
        if self.memory.switches.pos_link {
            return Err(NotNow::Linked);
        }
        self.can_print()
    }

    fn can_print(&self) -> Result<(), NotNow> {
        match (self.cover, self.paper) {
            (Cover::Open, _) => Err(NotNow::Cover),
            (Cover::Closed, Paper::Out) => Err(NotNow::Paper),
            (Cover::Closed, Paper::In) => Ok(()),
        }
    }

    fn by_hand(&mut self, now: Now, amount: i64, payment: u16, kind: TransactionType) -> Result<(), NotNow> {
        self.may_by_hand()?;
        let profile = self.setup.model.profile();
        let method = Method::of(CardCategoryCode(payment)).ok_or(NotNow::Amount)?;
        let amount = Yen::new(amount);
        if amount < profile.least || amount > profile.most {
            return Err(NotNow::Amount);
        }
        let pending = self.memory.begin(Origin::Hand { amount, payment, transaction_type: kind });
        self.memory.pending = Some(pending.clone());
        self.out.push(Output::Store);
        self.begin(now, pending, method);
        Ok(())
    }

    fn void_by_hand(&mut self, slip_number: &str) -> Result<(), NotNow> {
        self.may_by_hand()?;
        let is_it = |entry: &&LogEntry| {
            entry.slip_number.as_str() == slip_number
                && entry.transaction_type == TransactionType::Sales
                && !entry.voided
        };
        let entry = self.memory.log.iter().rev().find(is_it).ok_or(NotNow::Slip)?.clone();
        if !entry.brand.can_be_voided() {
            return Err(NotNow::CashBack);
        }
        let reference = entry.reference.clone();
        self.out.push(Output::Ask(Question::Reverse { reference }));
        self.doing = Doing::Voiding(Box::new(entry));
        Ok(())
    }

    /// The centre's word on 取消.
    pub(super) fn voided(&mut self, now: Now, answer: &Answer) {
        let Doing::Voiding(entry) = std::mem::replace(&mut self.doing, Doing::Idle) else { return };
        if *answer != Answer::Reversed {
            return self.notify(now, "通信エラー", "取消できませんでした", Tone::Bad);
        }
        let slip_number = self.memory.next_slip(false);
        let terminal_time = self.memory.terminal_time(now.wall);
        for line in self.memory.log.iter_mut().filter(|line| line.reference == entry.reference) {
            line.voided = true;
        }
        let lines = vec![
            ("日時", clock::shown(terminal_time)),
            ("カード会社", entry.brand.name().to_owned()),
            ("金額", format!("-¥{}", entry.amount)),
            ("元伝票番号", entry.slip_number.to_string()),
        ];
        self.print("取消票", Some(slip_number.clone()), lines, false);
        let transaction_type = TransactionType::Void;
        self.memory.log.push(LogEntry {
            slip_number,
            transaction_type,
            terminal_time,
            voided: false,
            ..*entry
        });
        self.out.push(Output::Store);
        self.notify(now, "取消完了", "取消票をお渡しください", Tone::Good);
    }

    fn daily_total(&mut self, now: Now, close: bool) -> Result<(), NotNow> {
        self.idle()?;
        self.can_print()?;
        let title = if close { "日計" } else { "中間計" };
        let mut lines = vec![("日時", clock::shown(self.memory.terminal_time(now.wall)))];
        let media = [
            ("クレジット", PaymentMedia::Credit),
            ("デビット", PaymentMedia::Debit),
            ("電子マネー", PaymentMedia::ElectronicMoney),
            ("コード決済", PaymentMedia::Code),
        ];
        for (label, media) in media {
            lines.push((label, total(self.memory.log.iter().filter(|entry| entry.brand.media() == media))));
        }
        lines.push(("合計", total(self.memory.log.iter())));
        if !self.memory.training_log.is_empty() {
            lines.push(("練習", total(self.memory.training_log.iter())));
        }
        self.print(title, None, lines, false);
        if close {
            self.memory.log.clear();
            self.memory.training_log.clear();
        }
        self.out.push(Output::Store);
        Ok(())
    }
}

fn total<'a>(entries: impl Iterator<Item = &'a LogEntry>) -> String {
    let (count, sum) = entries.fold((0, 0), |(count, sum), entry| {
        (count + 1, sum + entry.transaction_type.sign() * entry.amount.get())
    });
    format!("{count}件 ¥{}", Yen::new(sum))
}
