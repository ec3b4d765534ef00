//! What people do at the terminal: customer, clerk, and whoever pulls its plug.

use serde::{Deserialize, Serialize};

use super::wallet::Brand;

/// One act of a person. POST /act takes it as JSON, for example `{"act":"touch","card":"visa"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// タッチ; without a card the first that fits.
    Touch {
        /// Which test card.
        #[serde(default)]
        card: Option<String>,
    },
    /// カード挿入
    Insert {
        /// Which test card.
        #[serde(default)]
        card: Option<String>,
    },
    /// QR読取
    Scan {
        /// Which test code.
        #[serde(default)]
        card: Option<String>,
    },
    /// ブランド選択
    ChooseBrand {
        /// Which.
        brand: Brand,
    },
    /// 支払方法
    ChooseCondition {
        /// Which.
        condition: Condition,
        /// How many payments, for 分割.
        #[serde(default)]
        count: Option<u8>,
    },
    /// 暗証番号, entered and confirmed. The digits are not sent.
    Pin,
    /// 中止
    Cancel,
    /// POS接続
    PosLink {
        /// ON.
        on: bool,
    },
    /// 電源
    Power {
        /// ON.
        on: bool,
    },
    /// 用紙
    Paper {
        /// There is some.
        loaded: bool,
    },
    /// カバー
    Cover {
        /// It is open.
        open: bool,
    },
    /// 一括払い固定
    LumpOnly {
        /// ON.
        on: bool,
    },
    /// 練習モード固定
    TrainingLock {
        /// ON.
        on: bool,
    },
    /// Who plays the customer.
    Auto {
        /// How.
        auto: Auto,
    },
    /// 売上 by hand; POS接続 must be OFF.
    HandSale {
        /// How much.
        amount: i64,
        /// カード区分 code.
        payment: u16,
    },
    /// 取消 by hand.
    HandVoid {
        /// 伝票番号 of the sale.
        slip_number: String,
    },
    /// 返品 by hand.
    HandReturn {
        /// How much.
        amount: i64,
        /// カード区分 code.
        payment: u16,
    },
    /// 残高照会 after 処理未了: finds out whether the customer was charged.
    BalanceCheck,
    /// 確認: takes a notice or 処理未了 off the display.
    Confirm,
    /// 中間計, or 日計 with `close`.
    DailyTotal {
        /// Also begins a new log.
        close: bool,
    },
    /// Tears printed slips off: they leave the page.
    Tear,
}

/// 支払方法 as the keys show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// 一括
    Lump,
    /// 分割
    Installment,
    /// リボ
    Revolving,
    /// ボーナス一括
    Bonus,
}

/// A customer who acts by himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Auto {
    /// Nobody: a person acts.
    #[default]
    Off,
    /// Shows a card that is approved.
    Approve,
    /// Shows a card that is declined.
    Decline,
    /// Shows a card with too little on it.
    Deficient,
    /// Presses 中止.
    Cancel,
}

/// Why an act did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// There is nothing to do it to.
    #[error("今はできません")]
    Phase,
    /// The card does not fit the method.
    #[error("このカードは使えません")]
    Card,
    /// POS接続 is ON.
    #[error("POS接続がONのため手動操作できません")]
    Linked,
    /// A transaction is on.
    #[error("取引中です")]
    Busy,
    /// The paper is out.
    #[error("用紙がありません")]
    Paper,
    /// The cover is open.
    #[error("カバーが開いています")]
    Cover,
    /// No such slip, or voided already.
    #[error("該当する伝票がありません")]
    Slip,
    /// The brand cannot be voided.
    #[error("このブランドは取消できません。現金で返金してください")]
    CashBack,
    /// An amount or a method the terminal does not take.
    #[error("金額または支払種別が正しくありません")]
    Amount,
    /// Switched off.
    #[error("電源が入っていません")]
    Off,
}
