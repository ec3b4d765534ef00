//! What a person does on a terminal by hand, step by step: which operations there are, and how a model is led through each.
//!
//! Ways through menus that a maker publishes are the maker's; where none is published the step says what to look for.

use serde::{Deserialize, Serialize};

use super::ModelProfile;
use crate::card::CardCategoryCode;

/// What a person is about to do on the terminal by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualOperation {
    /// Take a payment.
    Payment,
    /// Void one.
    Void,
    /// Return one.
    Return,
    /// Give cash back for what the terminal cannot void.
    CashBack,
    /// Link the terminal again: 非連動 → 連動中.
    Relink,
    /// Make it answer again: 応答なし → 連動中.
    Reconnect,
    /// Bring it back to its idle screen.
    Finish,
    /// See what it did last: its newest slip and 取引履歴.
    LookUp,
    /// Put paper in.
    Paper,
    /// Close its cover.
    Cover,
    /// Wait until it has started.
    Restart,
    /// Find out what became of 処理未了.
    Incomplete(Proof),
    /// Its 中間計, which clears nothing.
    Subtotal,
    /// Its 日計, which clears it.
    DailyTotal,
}

/// What shows, after 処理未了, whether money moved: that depends on the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The balance on the card: prepaid e-money.
    Balance,
    /// The terminal's slip or history: credit, debit, and e-money that is paid later.
    Slip,
    /// The customer's app as well: QR.
    App,
    /// The brand was chosen on the terminal: whichever it is.
    Brand,
}

impl Proof {
    /// Every proof.
    pub const ALL: &[Proof] = &[Self::Balance, Self::Slip, Self::App, Self::Brand];

    /// What shows it for a category; a shop's own numbers say nothing of the brand.
    #[must_use]
    pub const fn of(category: CardCategoryCode) -> Self {
        match category.0 {
            7..=10 => Self::Balance,
            2..=6 | 11 | 12 | 30 => Self::Slip,
            13..=20 => Self::App,
            _ => Self::Brand,
        }
    }
}

impl ManualOperation {
    /// Every operation.
    pub const ALL: &[ManualOperation] = &[
        Self::Payment,
        Self::Void,
        Self::Return,
        Self::CashBack,
        Self::Relink,
        Self::Reconnect,
        Self::Finish,
        Self::LookUp,
        Self::Paper,
        Self::Cover,
        Self::Restart,
        Self::Incomplete(Proof::Balance),
        Self::Incomplete(Proof::Slip),
        Self::Incomplete(Proof::App),
        Self::Incomplete(Proof::Brand),
        Self::Subtotal,
        Self::DailyTotal,
    ];

    /// What stands over its steps.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Payment => "端末での決済の手順",
            Self::Void => "端末で取消するときの手順",
            Self::Return => "端末で返品するときの手順",
            Self::CashBack => "現金で返金するときの手順",
            Self::Relink => "端末を「連動中」に戻す手順",
            Self::Reconnect => "端末の応答を戻す手順",
            Self::Finish => "端末を待機画面に戻す手順",
            Self::LookUp => "端末の記録を調べる手順",
            Self::Paper => "用紙を補充する手順",
            Self::Cover => "カバーを閉める手順",
            Self::Restart => "再起動を待つ手順",
            Self::Incomplete(_) => "「処理未了」の調べ方",
            Self::Subtotal => "端末の中間計をとる手順",
            Self::DailyTotal => "端末の日計をとる手順",
        }
    }
}

/// How a model is led through each operation.
#[derive(Debug)]
pub struct ModelSteps {
    /// Taking it off the link.
    pub unlink: &'static [&'static str],
    /// Linking it again while its settings are open.
    pub link: &'static [&'static str],
    /// Finding it off the link, and linking it.
    pub relink: &'static [&'static str],
    /// Taking a payment, once it is off the link.
    pub payment: &'static [&'static str],
    /// Voiding one, likewise.
    pub void: &'static [&'static str],
    /// Returning one, likewise.
    pub return_goods: &'static [&'static str],
    /// Making it answer.
    pub reconnect: &'static [&'static str],
    /// Back to its idle screen.
    pub finish: &'static [&'static str],
    /// Its newest slip and history.
    pub look_up: &'static [&'static str],
    /// Paper.
    pub paper: &'static [&'static str],
    /// Cover.
    pub cover: &'static [&'static str],
    /// Starting again.
    pub restart: &'static [&'static str],
    /// 中間計, once it is off the link.
    pub subtotal: &'static [&'static str],
    /// 日計, likewise.
    pub daily_total: &'static [&'static str],
    /// 残高照会
    pub balance: &'static str,
    /// Where the slip of what is unfinished is found.
    pub unfinished_slip: &'static str,
}

impl ModelProfile {
    /// The steps of an operation, in order.
    #[must_use]
    pub fn manual_steps(&self, operation: ManualOperation) -> Vec<String> {
        let steps = &self.steps;
        let parts: [&[&str]; 3] = match operation {
            ManualOperation::Payment => [steps.unlink, steps.payment, steps.link],
            ManualOperation::Void => [steps.unlink, steps.void, steps.link],
            ManualOperation::Return => [steps.unlink, steps.return_goods, steps.link],
            ManualOperation::CashBack => [CASH_BACK, &[], &[]],
            ManualOperation::Relink => [steps.relink, &[], &[]],
            ManualOperation::Reconnect => [steps.reconnect, &[], &[]],
            ManualOperation::Finish => [steps.finish, &[], &[]],
            ManualOperation::LookUp => [steps.look_up, &[], &[]],
            ManualOperation::Paper => [steps.paper, &[], &[]],
            ManualOperation::Cover => [steps.cover, &[], &[]],
            ManualOperation::Restart => [steps.restart, &[], &[]],
            ManualOperation::Subtotal => [steps.unlink, steps.subtotal, steps.link],
            ManualOperation::DailyTotal => [steps.unlink, steps.daily_total, steps.link],
            ManualOperation::Incomplete(proof) => return self.incomplete_steps(proof),
        };
        parts.concat().into_iter().map(str::to_owned).collect()
    }

    /// From 処理未了 to one of the choices of 【結果不明】.
    fn incomplete_steps(&self, proof: Proof) -> Vec<String> {
        let (balance, slip) = (self.steps.balance, self.steps.unfinished_slip);
        let look: &[&str] = match proof {
            Proof::Balance => &[SAME_CARD, balance, BALANCE_SAYS],
            Proof::Slip => &[slip, SLIP_SAYS],
            Proof::App => &[slip, APP_SAYS, SLIP_SAYS],
            Proof::Brand => &[BRAND, balance, BALANCE_SAYS, slip, SLIP_SAYS],
        };
        look.iter().chain([&CUSTOMER_GONE]).map(|step| (*step).to_owned()).collect()
    }
}

const SAME_CARD: &str =
    "お客様に、同じカード(スマートフォン)をもう一度お借りします。別のカードは使いません。";
const BALANCE_SAYS: &str = "残高がこの金額だけ減っていれば 1(決済完了)、減っていなければ 2(請求なし)です。";
const SLIP_SAYS: &str = "売上票が出れば 1(決済完了)、記録が無く売上票も出なければ 2(請求なし)です。";
const APP_SAYS: &str = "お客様のアプリの支払履歴も見せていただきます。支払済みなら 1(決済完了)です。";
const BRAND: &str =
    "端末で選んだブランドを確かめます。チャージ式の電子マネーは残高、それ以外は売上票で調べます。";
const CUSTOMER_GONE: &str = "お客様がお帰りになったとき、分からないときは 4(保留)です。連絡先を残します。";

const CASH_BACK: &[&str] = &[
    "この支払方法は端末で取消できません。端末は操作しないでください。",
    "売上票で、端末で決済された伝票番号と金額を確かめます。",
    "お客様へ現金で返金し、お客様の控えに「現金返金済」と記入します。",
    "返金した金額をこの画面に入力し、F12 で記録します。",
];
