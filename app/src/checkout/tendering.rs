//! How the slip is paid: 【チェックアウト】 and 【クレジット利用】.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;
use catlink_shared::tender::{TenderError, Tenders, UnlinkedCard};
use catlink_shared::wire::reply::{CompanyView, OperatorEntry};
use catlink_shared::wire::update::TerminalView;

use super::busy::Act;
use super::field::Field;
use super::screen::Screen;
use super::{Checkout, Link};

/// クレジットカード under ≪現金外支払≫, as F6 entered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// Which カード会社.
    pub company: String,
    /// How much of the slip.
    pub amount: Yen,
    /// The total it was entered for.
    total: Yen,
}

impl CardLine {
    /// A card line entered for a slip of `total`.
    pub(super) fn new(company: String, amount: Yen, total: Yen) -> Self {
        Self { company, amount, total }
    }
}

/// Told when the card line was cleared.
const CLEARED: &str = "内容を変更したため、クレジット入力を取り消しました。もう一度F6で入力してください。";

impl Checkout {
    /// The card line, where one is entered.
    #[must_use]
    pub fn card(&self) -> Option<&CardLine> {
        self.card.as_ref()
    }

    /// The カード会社 of a code.
    #[must_use]
    pub fn company(&self, code: &str) -> Option<&CompanyView> {
        self.catalog.as_ref()?.companies.iter().find(|view| view.company.code == code)
    }

    /// The カード会社 of the card line.
    #[must_use]
    pub fn card_company(&self) -> Option<&CompanyView> {
        self.company(&self.card.as_ref()?.company)
    }

    /// A terminal as the agent shows it.
    #[must_use]
    pub fn terminal(&self, device: CatDeviceId) -> Option<&TerminalView> {
        self.shown.as_ref()?.terminals.iter().find(|terminal| terminal.device == device)
    }

    /// お預り as typed.
    #[must_use]
    pub fn tendered(&self) -> Yen {
        self.fields.yen(Field::Tendered).unwrap_or(Yen::ZERO)
    }

    /// The tenders as they stand; a linked card is not among them.
    fn tenders(&self) -> Tenders {
        let cards = self
            .card
            .iter()
            .map(|card| UnlinkedCard { card_company_code: card.company.clone(), amount: card.amount });
        Tenders { tendered: self.tendered(), cards: cards.collect() }
    }

    /// お釣り, or what is missing or too much.
    ///
    /// # Errors
    /// In the clerk's words; nothing is settled.
    pub fn change(&self) -> Result<Yen, TenderError> {
        let total = self.due().unwrap_or(Yen::ZERO);
        self.tenders().settle(total).map(|(_, change)| change)
    }

    /// Whether the register asks for the operator.
    #[must_use]
    pub fn asks_operator(&self) -> bool {
        self.catalog.as_ref().is_some_and(|catalog| matches!(catalog.operator_entry, OperatorEntry::On))
    }

    /// 担当者 as the field begins: typed before, else who is signed in.
    pub(super) fn known_operator(&self) -> String {
        let signed_in = self.who().map(|person| person.operator.code.clone());
        self.operator.clone().or(signed_in).unwrap_or_default()
    }

    /// 担当者コード for a request.
    pub(super) fn operator_to_send(&self) -> Option<String> {
        if self.asks_operator() { self.operator.clone() } else { None }
    }

    /// F12発行
    pub(super) fn issue(&mut self) {
        if self.link != Link::Open {
            return self.warn("レジシステムに接続していないため、発行できません。再接続をお待ちください。");
        }
        if !self.fields.get(Field::Code).is_empty() {
            return self.warn("商品コードが入力中です。Enterで登録するか、消してください。");
        }
        match self.draft().map(|draft| (draft.lines.len(), draft.total())) {
            None | Some((0, _)) => {
                return self.warn("商品が登録されていません。バーコードを読み取ってください。");
            }
            Some((_, Err(error))) => return self.warn(error.to_string()),
            Some((_, Ok(_))) => {}
        }
        if self.asks_for_booking() {
            return;
        }
        match self.draft().map(catlink_shared::basket::Draft::due) {
            Some(Err(error)) => self.warn(error.to_string()),
            Some(Ok(_)) | None => self.go_to_checkout(),
        }
    }

    /// 【担当者入力】 where it is asked, and 【チェックアウト】.
    pub(super) fn go_to_checkout(&mut self) {
        self.begin_checkout();
        self.open(if self.asks_operator() { Screen::Operator } else { Screen::Checkout });
    }

    /// Empties 【チェックアウト】; 伝票値引 is what the draft says.
    /// 【チェックアウト】 once more, with nothing entered.
    pub(super) fn reopen_checkout(&mut self) {
        self.begin_checkout();
        self.open(Screen::Checkout);
    }

    fn begin_checkout(&mut self) {
        self.card = None;
        self.fields.clear(&[Field::Tendered, Field::UseAmount]);
        let discount = self.draft().map_or(Yen::ZERO, |draft| draft.slip_discount);
        let text = if discount == Yen::ZERO { String::new() } else { discount.get().to_string() };
        self.fields.set(Field::SlipDiscount, text);
    }

    /// F12 in 【担当者入力】
    pub(super) fn take_operator(&mut self) {
        let typed = self.fields.get(Field::Operator).to_owned();
        let known = self
            .catalog
            .as_ref()
            .is_some_and(|catalog| catalog.operators.iter().any(|operator| operator.code == typed));
        if !known {
            return self.warn("担当者コードが登録されていません。入力し直すか、一覧から選択してください。");
        }
        self.operator = Some(typed);
        self.close();
        self.open(Screen::Checkout);
    }

    /// F2ちょうど
    pub(super) fn tender_exactly(&mut self) {
        self.clear_card_line();
        let total = self.due().unwrap_or(Yen::ZERO);
        self.fields.set(Field::Tendered, total.get().to_string());
    }

    /// 伝票値引 as typed goes into the draft.
    pub(super) fn take_slip_discount(&mut self, now: u64) -> bool {
        let discount = self.fields.yen(Field::SlipDiscount).unwrap_or(Yen::ZERO);
        if self.draft().is_none_or(|draft| draft.slip_discount == discount) {
            return true;
        }
        let edited = self.edit(now, |draft| {
            draft.slip_discount = discount;
            // 内金 may be more than what is left of the total.
            draft.due().map(drop).map_err(|error| error.to_string())
        });
        match edited {
            Ok(()) => true,
            Err(sentence) => {
                self.warn(sentence);
                false
            }
        }
    }

    /// Clears the card line with a notice: something changed after F6.
    pub(super) fn clear_card_line(&mut self) {
        if self.card.take().is_some() {
            self.say(CLEARED);
        }
    }

    /// The same, where the total changed by what the agent sent.
    pub(super) fn drop_card_line_of_another_total(&mut self) {
        let total = self.due();
        if self.card.as_ref().is_some_and(|card| Some(card.total) != total) && self.busy.is_none() {
            self.clear_card_line();
        }
    }

    /// F6クレジット入力
    pub(super) fn open_credit(&mut self, now: u64) {
        if !self.take_slip_discount(now) {
            return;
        }
        let total = self.due().unwrap_or(Yen::ZERO);
        if total == Yen::ZERO {
            return self.warn("お支払いが0円のため、カードは使えません。F12で確定してください。");
        }
        let rest = total.checked_sub(self.tendered()).filter(|rest| *rest > Yen::ZERO);
        self.fields.set(Field::UseAmount, rest.map_or(String::new(), |rest| rest.get().to_string()));
        self.open(Screen::Credit);
    }

    /// F12 in 【クレジット利用】
    pub(super) fn take_credit(&mut self) {
        let rows = self.catalog.as_ref().map(|catalog| catalog.companies.as_slice()).unwrap_or_default();
        let Some(view) = self.cursor.and_then(|row| rows.get(row)).cloned() else {
            return self.warn("カード会社を選択してください。");
        };
        let total = self.due().unwrap_or(Yen::ZERO);
        let amount = self.fields.yen(Field::UseAmount).unwrap_or(Yen::ZERO);
        let refused = match view.linked_device {
            Some(device) => self.linked_stop(&view, device, amount, total),
            None => self.unlinked_stop(amount, total),
        };
        if let Some(sentence) = refused {
            return self.warn(sentence);
        }
        self.card = Some(CardLine { company: view.company.code, amount, total });
        self.close();
    }

    fn unlinked_stop(&self, amount: Yen, total: Yen) -> Option<String> {
        if amount <= Yen::ZERO {
            return Some(TenderError::NotPositive.to_string());
        }
        (amount > total).then(|| TenderError::CardAboveTotal.to_string())
    }

    /// Why a linked card cannot be taken now; before anything is sent.
    fn linked_stop(
        &self,
        view: &CompanyView,
        device: CatDeviceId,
        amount: Yen,
        total: Yen,
    ) -> Option<String> {
        if self.superseding().is_some() {
            return Some(
                "結果不明の決済があるため、この会計ではカード端末を使えません。現金または連動しないカードを選択してください。"
                    .to_owned(),
            );
        }
        if self.tendered() > Yen::ZERO || amount != total {
            return Some(TenderError::SplitTender.to_string());
        }
        self.terminal_stop(view, device)
    }

    /// F12確定 in 【チェックアウト】
    pub(super) fn settle(&mut self, now: u64) {
        if self.busy.is_some() || !self.take_slip_discount(now) {
            return;
        }
        if self.link != Link::Open {
            return self.warn("レジシステムに接続していないため、確定できません。再接続をお待ちください。");
        }
        let total = self.due().unwrap_or(Yen::ZERO);
        let linked =
            self.card_company().cloned().and_then(|view| view.linked_device.map(|device| (view, device)));
        let amount = self.card.as_ref().map_or(Yen::ZERO, |card| card.amount);
        match linked {
            Some((view, device)) => {
                if let Some(sentence) = self.linked_stop(&view, device, amount, total) {
                    return self.warn(sentence);
                }
                let payment_id = PaymentId::from_parts(now, &(self.dice)());
                self.begin_act(Act::Start { payment_id, company: view.company.code }, now);
            }
            None => match self.change() {
                Ok(_) => self.begin_act(Act::Commit(self.tenders()), now),
                Err(error) => self.warn(error.to_string()),
            },
        }
    }
}
