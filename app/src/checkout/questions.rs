//! What a payment asks of a person: 【決済エラー】, 【結果不明】, hand-over, 【決済内容相違】, and the lists of what is open.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{ActionId, PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, HandOver, LastWord, PaperSlip, PaymentState};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{ApprovalCode, SlipNumber};
use catlink_shared::wire::update::{
    ActionKind, ActionView, CancelAsked, Exchange, PaymentView, TerminalView,
};

use super::Checkout;
use super::busy::Act;
use super::command::{BACK, CONFIRM, Command, FunctionKey, key};
use super::field::Field;
use super::screen::{Choice, Screen};

/// Reasons offered in 【連動しないで確定】.
pub const REASONS: &[&str] = &[
    "端末が応答しないため",
    "端末の連動ができないため",
    "端末が取引中のため",
    "お客様が別のカードを希望されたため",
];

/// A row of 要確認 and 端末側の操作待ち.
#[derive(Debug, Clone, Copy)]
pub enum Open<'a> {
    /// 要確認
    Question(&'a PaymentView),
    /// Another unit than the shop's answers at a port.
    Exchange(&'a TerminalView),
    /// 端末側の操作待ち
    Action(&'a ActionView),
}

impl Checkout {
    /// A payment that is under way or an open question, or the newest of this page's sale.
    #[must_use]
    pub fn payment(&self, id: PaymentId) -> Option<&PaymentView> {
        let shown = self.shown.as_ref()?;
        let of_current = shown.current.as_ref().and_then(|sale| sale.payment.as_ref());
        shown.payments.iter().chain(of_current).find(|payment| payment.payment_id == id)
    }

    /// How a payment's money would go back to the customer.
    #[must_use]
    pub fn way_back(&self, id: PaymentId) -> WayBack {
        self.payment(id).map(|payment| payment.way_back).unwrap_or_default()
    }

    /// A 端末側の操作待ち.
    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&ActionView> {
        self.shown.as_ref()?.actions.iter().find(|action| action.action_id == id)
    }

    /// How many questions are open, and how many 端末側の操作待ち; none: the agent has not told yet, and that is not nothing.
    #[must_use]
    pub fn open_counts(&self) -> Option<(usize, usize)> {
        let shown = self.shown()?;
        let things = self.open_things();
        let questions = things.iter().filter(|open| !matches!(open, Open::Action(_))).count();
        Some((questions, shown.actions.len()))
    }

    /// Everything that is open: questions first.
    #[must_use]
    pub fn open_things(&self) -> Vec<Open<'_>> {
        let Some(shown) = self.shown.as_ref() else { return Vec::new() };
        let questions =
            shown.payments.iter().filter(|payment| payment.state.is_question()).map(Open::Question);
        let exchanged = shown.terminals.iter().filter(|terminal| terminal.exchanged.is_some());
        questions.chain(exchanged.map(Open::Exchange)).chain(shown.actions.iter().map(Open::Action)).collect()
    }

    /// The agent's clock, as far as the page can tell.
    #[must_use]
    pub fn agent_now(&self, now: u64) -> Option<UnixMs> {
        let passed = i64::try_from(now.saturating_sub(self.received_at)).ok()?;
        Some(UnixMs(self.shown.as_ref()?.now.0.saturating_add(passed)))
    }

    /// Whole seconds since a time on the agent's clock.
    #[must_use]
    pub fn seconds_since(&self, earlier: UnixMs, now: u64) -> i64 {
        self.agent_now(now).map_or(0, |agent| agent.since(earlier).max(0) / 1_000)
    }

    /// Whether a payment is the one of this page's own sale.
    #[must_use]
    pub fn is_own_payment(&self, id: PaymentId) -> bool {
        self.own_payment().is_some_and(|payment| payment.payment_id == id)
    }

    /// Whether F9中止 may be asked for.
    #[must_use]
    pub fn may_cancel(&self, id: PaymentId) -> bool {
        self.payment(id).is_some_and(|payment| {
            matches!(payment.state, PaymentState::Accepted | PaymentState::Sent)
                && matches!(payment.cancel, CancelAsked::No)
                && payment.phase.is_none_or(|phase| phase.may_cancel())
        })
    }

    /// Whether a person may decide already: seconds to wait, or none. Only while nobody knows does inquiry have its time.
    #[must_use]
    pub fn wait_to_decide(&self, id: PaymentId, now: u64) -> Option<i64> {
        let unknown = |payment: &&PaymentView| matches!(payment.state, PaymentState::Unknown { .. });
        let from = self.payment(id).filter(unknown)?.decide_from?;
        let left = from.since(self.agent_now(now)?);
        (left > 0).then_some((left + 999) / 1_000)
    }

    /// 中止
    pub(super) fn cancel_payment(&mut self, id: PaymentId, now: u64) {
        if self.may_cancel(id) {
            self.begin_act(Act::Cancel(id), now);
        }
    }

    /// F9いいえ in 【決済エラー】: back to 【チェックアウト】 with everything kept.
    pub(super) fn dismiss_failure(&mut self, id: PaymentId) {
        self.dismissed = Some(id);
        self.under_way_is_over(id);
        // After a reload nobody has said yet who serves.
        if self.asks_operator() && self.operator.is_none() {
            self.stack = vec![Screen::Sale, Screen::Operator];
        } else if self.stack.last() != Some(&Screen::Checkout) {
            self.stack = vec![Screen::Sale, Screen::Checkout];
        }
        self.restore_card_line(id);
        self.notice = None;
    }

    /// Whether 連動しないで確定 is offered: not in training, where no money is taken by hand either.
    #[must_use]
    pub fn may_settle_unlinked(&self, id: PaymentId) -> bool {
        self.payment(id).is_some_and(|payment| matches!(payment.mode, CounterMode::Live))
    }

    /// F12はい in 【決済エラー】
    pub(super) fn open_unlinked(&mut self, id: PaymentId) {
        self.open(Screen::Unlinked(id));
    }

    /// F12 in 【連動しないで確定】
    pub(super) fn commit_unlinked(&mut self, id: PaymentId, now: u64) {
        let Some(company) = self.payment(id).map(|payment| payment.card_company_code.clone()) else {
            return self.warn("この決済はもう表示されていません。");
        };
        let reason = self.fields.get(Field::Reason).trim().to_owned();
        if reason.is_empty() {
            return self.warn("理由を選択するか、入力してください。");
        }
        match self.deciding_operator() {
            Ok(operator) => self.begin_act(Act::Unlinked { company, reason, operator }, now),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// 担当者 of a decision: asked for where the register asks.
    pub(super) fn deciding_operator(&self) -> Result<Option<String>, String> {
        let typed = self.fields.get(Field::Operator).trim();
        let known = self
            .catalog
            .as_ref()
            .is_some_and(|catalog| catalog.operators.iter().any(|operator| operator.code == typed));
        match (self.asks_operator(), typed.is_empty(), known) {
            (_, false, true) => Ok(Some(typed.to_owned())),
            (false, true, _) => Ok(None),
            (true, true, _) => Err("担当者コードを入力してください。".to_owned()),
            (_, false, false) => Err("担当者コードが登録されていません。".to_owned()),
        }
    }

    /// Opens one of the choices of a question.
    pub(super) fn choose(&mut self, choice: Choice, id: PaymentId, now: u64) {
        if let Some(seconds) = self.wait_to_decide(id, now) {
            return self.warn(format!("結果を確認しています。判断は{seconds}秒後からできます。"));
        }
        self.choice = Some(choice);
        let fields = self.topmost.fields(self.choice);
        self.fields.clear(fields);
        if fields.contains(&Field::Operator) {
            self.fields.set(Field::Operator, self.known_operator());
        }
        self.focus = fields.first().copied();
        self.notice = None;
    }

    /// Closes the form of a choice.
    pub(super) fn close_choice(&mut self) {
        self.choice = None;
        self.focus = None;
        self.notice = None;
    }

    /// F12 in the form of a choice.
    pub(super) fn decide(&mut self, id: PaymentId, now: u64) {
        if self.choice == Some(Choice::Otherwise) {
            return self.take_otherwise(id);
        }
        let pending = self
            .payment(id)
            .and_then(|payment| payment.state.unknown())
            .is_some_and(|(_, last_word)| last_word == LastWord::Pending);
        let decision = match self.choice {
            None | Some(Choice::Incomplete | Choice::Otherwise) => return,
            Some(Choice::NotOnRecord) if pending => Err(
                "端末がまだ取引中と答えているため、「端末に記録なし」は選べません。F5で再照会してください。"
                    .to_owned(),
            ),
            Some(Choice::NotOnRecord) => self
                .slip(Field::NewestSlip)
                .map(|newest_slip| Decision::NotOnRecord { newest_slip: Some(newest_slip) }),
            Some(Choice::Charged) => self.paper().map(|paper| Decision::Charged { paper }),
            Some(Choice::Hold) => self.hold(),
            Some(Choice::Voided) => self.voided(),
            Some(Choice::Refunded) => self.refunded().map(|amount| Decision::RefundedInCash { amount }),
        };
        let ready = decision.and_then(|decision| Ok((decision, self.deciding_operator()?)));
        match ready {
            Ok((decision, operator)) => {
                self.begin_act(Act::Decide { payment_id: id, decision, operator }, now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F12 in 【売上票の登録】: choice 1 on a payment that was not charged, says the terminal.
    pub(super) fn decide_paper(&mut self, id: PaymentId, now: u64) {
        let decision = self.paper().map(|paper| Decision::Charged { paper });
        match decision.and_then(|decision| Ok((decision, self.deciding_operator()?))) {
            Ok((decision, operator)) => {
                self.begin_act(Act::Decide { payment_id: id, decision, operator }, now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    fn slip(&self, field: Field) -> Result<SlipNumber, String> {
        SlipNumber::new(self.fields.get(field)).map_err(|_| format!("{}を入力してください。", field.label()))
    }

    fn slip_amount(&self) -> Result<Yen, String> {
        self.fields
            .yen(Field::SlipAmount)
            .filter(|amount| *amount > Yen::ZERO)
            .ok_or_else(|| "売上票の金額を入力してください。".to_owned())
    }

    fn paper(&self) -> Result<PaperSlip, String> {
        let slip_number = self.slip(Field::SlipNumber)?;
        let amount = self.slip_amount()?;
        let time = time_of_day(self.fields.get(Field::SlipTime))
            .ok_or_else(|| "売上票の時刻を HH:MM で入力してください(例 10:05)。".to_owned())?;
        let code = self.fields.get(Field::ApprovalCode).trim();
        let approval_code = match code {
            "" => None,
            _ => {
                Some(ApprovalCode::new(code).map_err(|_| "承認番号は英数字で入力してください。".to_owned())?)
            }
        };
        Ok(PaperSlip { slip_number, amount, time, approval_code })
    }

    fn hold(&self) -> Result<Decision, String> {
        let contact = self.fields.get(Field::Contact).trim().to_owned();
        if contact.is_empty() {
            return Err("お客様の連絡先(お名前・電話番号など)を入力してください。".to_owned());
        }
        let newest_slip = match self.fields.get(Field::NewestSlip) {
            "" => None,
            _ => Some(self.slip(Field::NewestSlip)?),
        };
        Ok(Decision::Hold { contact, newest_slip })
    }

    fn voided(&self) -> Result<Decision, String> {
        Ok(Decision::VoidedOnTerminal {
            slip_number: self.slip(Field::SlipNumber)?,
            amount: self.slip_amount()?,
        })
    }

    /// F12 in 【端末側の操作】
    pub(super) fn close_action(&mut self, action_id: ActionId, now: u64) {
        let typed = self.slip(Field::SlipNumber).and_then(|slip| Ok((slip, self.slip_amount()?)));
        match typed.and_then(|typed| Ok((typed, self.deciding_operator()?))) {
            Ok(((slip_number, amount), operator)) => {
                self.begin_act(Act::Close { action_id, slip_number, amount, operator }, now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// The keys of 【端末側の操作】: a manager may give cash for what a card gave for a sale that was booked.
    pub(super) fn action_keys(&self, id: ActionId) -> Vec<FunctionKey> {
        let mut keys = vec![key(6, "金額相違", Command::ReportDifference)];
        let of_a_slip = self
            .action(id)
            .is_some_and(|action| matches!(action.kind, ActionKind::VoidSlip | ActionKind::ReturnGoods));
        if of_a_slip {
            keys.push(key(7, "現金で返金", Command::Open(Screen::Refund(id))));
        }
        keys.extend([BACK, CONFIRM]);
        keys
    }

    /// F6金額相違: the paper names another amount than the action.
    pub(super) fn report_difference(&mut self, action_id: ActionId, now: u64) {
        let typed = self.slip(Field::SlipNumber).and_then(|slip| Ok((slip, self.slip_amount()?)));
        match typed.and_then(|typed| Ok((typed, self.deciding_operator()?))) {
            Ok(((slip_number, amount), operator)) => {
                self.begin_act(Act::ReportDifference { action_id, slip_number, amount, operator }, now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    fn refunded(&self) -> Result<Yen, String> {
        self.fields
            .yen(Field::RefundAmount)
            .filter(|amount| *amount > Yen::ZERO)
            .ok_or_else(|| "現金で返金した金額を入力してください。".to_owned())
    }

    /// F12 in 【現金返金】
    pub(super) fn refund_action(&mut self, action_id: ActionId, now: u64) {
        match self.refunded().and_then(|amount| Ok((amount, self.deciding_operator()?))) {
            Ok((amount, operator)) => self.begin_act(Act::Refund { action_id, amount, operator }, now),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// Another unit at a port, if one answers there.
    #[must_use]
    pub fn exchange(&self, device: CatDeviceId) -> Option<&Exchange> {
        self.terminal(device)?.exchanged.as_ref()
    }

    /// F12はい in 【端末交換】
    pub(super) fn accept_terminal(&mut self, device: CatDeviceId, now: u64) {
        let Some(terminal_id) = self.exchange(device).map(|exchange| exchange.found.clone()) else { return };
        match self.deciding_operator() {
            Ok(operator) => self.begin_act(Act::AcceptTerminal { device, terminal_id, operator }, now),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// Whether 別の方法で受取る is offered: the unknown payment of this page's own sale.
    #[must_use]
    pub fn may_supersede(&self, id: PaymentId) -> bool {
        self.is_own_payment(id)
            && self.payment(id).is_some_and(|payment| {
                matches!(payment.state, PaymentState::Unknown { .. } | PaymentState::Held { .. })
            })
    }

    /// The unknown payment whose sale is being paid otherwise; none as soon as its result is known.
    #[must_use]
    pub fn superseding(&self) -> Option<PaymentId> {
        self.superseding.filter(|id| self.may_supersede(*id))
    }

    /// 別の方法で受取る: 【チェックアウト】 again, for another tender.
    fn take_otherwise(&mut self, id: PaymentId) {
        if self.may_supersede(id) {
            self.close_choice();
            self.superseding = Some(id);
            self.stack = vec![Screen::Sale];
            self.reopen_checkout();
        }
    }

    /// 販売確定 or 端末で取消
    pub(super) fn answer_hand_over(&mut self, id: PaymentId, answer: HandOver, now: u64) {
        match self.deciding_operator() {
            Ok(operator) => self.begin_act(Act::HandOver { payment_id: id, answer, operator }, now),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F9あとで: the question stays open and counted; it is opened again from the lists.
    pub(super) fn leave_question(&mut self, id: PaymentId) {
        if self.stack.last().copied() == Some(self.topmost) {
            self.close();
        } else {
            self.set_aside.push(id);
            self.stack = vec![Screen::Sale];
        }
    }

    /// F5選択 in the lists
    pub(super) fn open_selected(&mut self) {
        let things = self.open_things();
        let opened = match self.cursor.or(Some(0)).and_then(|row| things.get(row)) {
            Some(Open::Question(payment)) => Screen::of_payment(payment.payment_id, &payment.state),
            Some(Open::Exchange(terminal)) => Some(Screen::Exchange(terminal.device)),
            Some(Open::Action(action)) => Some(match action.way_back {
                WayBack::Void => Screen::Action(action.action_id),
                WayBack::Cash => Screen::Refund(action.action_id),
            }),
            None => None,
        };
        match opened {
            Some(screen) => self.open(screen),
            None => self.warn("確認の必要なものはありません。"),
        }
    }
}

/// `10:05` of what was typed: `10:05`, `1005`, `9:05`, `905`.
fn time_of_day(text: &str) -> Option<String> {
    let (hours, minutes) = match text.trim().split_once(':') {
        Some(parts) => parts,
        None => text.trim().split_at_checked(text.trim().len().checked_sub(2)?)?,
    };
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::time_of_day;

    #[test]
    fn a_time_may_be_typed_with_or_without_its_colon() {
        for text in ["9:05", "09:05", "905", "0905"] {
            assert_eq!(time_of_day(text).as_deref(), Some("09:05"), "{text}");
        }
        for text in ["", "5", "24:00", "10:60", "a:b", "::", "あ05"] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }
}
