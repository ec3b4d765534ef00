//! What the display shows and which keys it offers, from the state alone.

use catlink_shared::money::Yen;
use catlink_shared::terminal::{PaymentMedia, Phase, TransactionType};
use serde::Serialize;

use super::{Cover, Doing, Engine, Paper, Transaction};
use crate::virtual_terminal::act::{Act, Condition};
use crate::virtual_terminal::wallet::{CARDS, Entry, TestCard};

/// How a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// As always.
    Plain,
    /// Something is wanted of the customer.
    Ask,
    /// It waits for something else.
    Wait,
    /// It went well.
    Good,
    /// It did not.
    Bad,
}

/// A key on the display.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it does.
    pub act: Act,
}

/// The display.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screen {
    /// Large text.
    pub text: String,
    /// Smaller text below.
    pub detail: String,
    /// Which method.
    pub method: Option<&'static str>,
    /// The sum, grouped in threes.
    pub amount: Option<String>,
    /// Meant how.
    pub tone: Tone,
    /// Keys on it.
    pub buttons: Vec<Button>,
    /// Whether the PIN pad is shown.
    pub pin_pad: bool,
    /// Whether 中止 does something.
    pub may_cancel: bool,
    /// Whether the terminal says 練習.
    pub training: bool,
    /// What the customer can show now.
    pub cards: Vec<&'static TestCard>,
}

impl Engine {
    /// The display.
    #[must_use]
    pub fn screen(&self) -> Screen {
        let mut screen = match &self.doing {
            Doing::At(transaction) => of_transaction(transaction),
            Doing::Enquiring(pending) => Screen {
                amount: Some(pending.origin.amount().to_string()),
                ..plain("処理未了(照会中)", "センターに確認しています", Tone::Wait)
            },
            Doing::Voiding(entry) => Screen {
                amount: Some(entry.amount.to_string()),
                ..plain("取消処理中", "センター問合せ中", Tone::Wait)
            },
            Doing::Unfinished(pending) => Screen {
                amount: Some(pending.origin.amount().to_string()),
                buttons: vec![button("残高照会", Act::BalanceCheck), button("確認", Act::Confirm)],
                ..plain("処理未了", "残高照会で結果を確認してください", Tone::Bad)
            },
            Doing::Idle => self.idle_screen(),
        };
        screen.training |= self.memory.switches.training_locked;
        screen
    }

    fn idle_screen(&self) -> Screen {
        if !self.memory.reversals.is_empty() {
            return plain("障害取消 送信中", "センターへ取消を送っています", Tone::Wait);
        }
        if let Some(notice) = &self.notice {
            let buttons = vec![button("確認", Act::Confirm)];
            return Screen { buttons, ..plain(&notice.text, &notice.detail, notice.tone) };
        }
        if self.cover == Cover::Open {
            return plain("カバーが開いています", "カバーを閉じてください", Tone::Bad);
        }
        match (self.paper, self.memory.switches.pos_link) {
            (Paper::Out, _) => plain("用紙がありません", "用紙を補充してください", Tone::Bad),
            (Paper::In, true) => plain("いらっしゃいませ", "POSからの操作をお待ちしています", Tone::Plain),
            (Paper::In, false) => plain("POS接続 OFF", "業務メニューから操作してください", Tone::Plain),
        }
    }
}

fn plain(text: &str, detail: &str, tone: Tone) -> Screen {
    Screen {
        text: text.to_owned(),
        detail: detail.to_owned(),
        method: None,
        amount: None,
        tone,
        buttons: Vec::new(),
        pin_pad: false,
        may_cancel: false,
        training: false,
        cards: Vec::new(),
    }
}

fn button(label: &str, act: Act) -> Button {
    Button { label: label.to_owned(), act }
}

fn of_transaction(transaction: &Transaction) -> Screen {
    let origin = &transaction.pending.origin;
    let can_show = matches!(transaction.phase, Phase::ConditionSelect | Phase::CardWait);
    let brands = transaction.brands();
    let cards = CARDS.iter().filter(|card| can_show && brands.contains(&card.brand)).collect();
    let screen = match transaction.phase {
        Phase::BrandSelect => Screen {
            buttons: brands
                .iter()
                .map(|brand| button(brand.name(), Act::ChooseBrand { brand: *brand }))
                .collect(),
            ..plain("ブランドを選択してください", "", Tone::Ask)
        },
        Phase::ConditionSelect => Screen {
            buttons: conditions(),
            ..plain("支払方法を選択してください", "", Tone::Ask)
        },
        Phase::CardWait => plain(how_to_show(transaction), "", Tone::Ask),
        Phase::CardRead => plain("カード読取中", "カードを動かさないでください", Tone::Wait),
        Phase::Pin => {
            Screen { pin_pad: true, ..plain("暗証番号を入力してください", "", Tone::Ask) }
        }
        Phase::Center => plain("センター問合せ中", "しばらくお待ちください", Tone::Wait),
        Phase::Printing => plain("印字中", "売上票を印字しています", Tone::Wait),
        Phase::PaperOut => plain("用紙がありません", "用紙を補充すると印字します", Tone::Bad),
        Phase::CoverOpen => plain("カバーが開いています", "カバーを閉じてください", Tone::Bad),
        Phase::Restarting => plain("処理未了(照会中)", "", Tone::Wait),
    };
    let kind = match origin.transaction_type() {
        TransactionType::Refund => "返品 ",
        _sale => "",
    };
    let method =
        transaction.brand.map_or(transaction.method.name, crate::virtual_terminal::wallet::Brand::name);
    Screen {
        method: Some(method),
        detail: if screen.detail.is_empty() { format!("{kind}{method}") } else { screen.detail },
        amount: Some(Yen::to_string(&origin.amount())),
        may_cancel: transaction.phase.may_cancel() && !transaction.stands_still(),
        training: origin.is_training(),
        cards,
        ..screen
    }
}

fn conditions() -> Vec<Button> {
    let choose = |condition, count| Act::ChooseCondition { condition, count };
    vec![
        button("一括", choose(Condition::Lump, None)),
        button("分割 3回", choose(Condition::Installment, Some(3))),
        button("分割 6回", choose(Condition::Installment, Some(6))),
        button("分割 12回", choose(Condition::Installment, Some(12))),
        button("リボ", choose(Condition::Revolving, None)),
        button("ボーナス一括", choose(Condition::Bonus, None)),
    ]
}

fn how_to_show(transaction: &Transaction) -> &'static str {
    let brands = transaction.brands();
    let takes =
        |entry| CARDS.iter().any(|card| brands.contains(&card.brand) && card.entries.contains(&entry));
    let is_money = brands.iter().all(|brand| brand.media() == PaymentMedia::ElectronicMoney);
    match (takes(Entry::Insert), takes(Entry::Touch), takes(Entry::Scan)) {
        (_, _, true) => "QRコードを読み取ってください",
        (true, true, false) => "カードを挿入またはタッチしてください",
        (true, false, false) => "カードを挿入してください",
        (false, _, false) if is_money => "カードをタッチしてください",
        (false, _, false) => "タッチしてください",
    }
}
