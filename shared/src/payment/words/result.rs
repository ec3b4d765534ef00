//! What a terminal said of a transaction, in one line; of the card number its last four digits at most.

use crate::terminal::profile::ModelProfile;
use crate::terminal::{CatError, PaymentMedia, Phase, ResultWord, TerminalResult, TransactionType};

/// What the terminal said; its time as `terminal_time`, for whoever can write one.
#[must_use]
pub fn result_text(profile: &ModelProfile, result: &TerminalResult, terminal_time: Option<&str>) -> String {
    let mut parts = vec![word(result.result).to_owned()];
    let mut say = |name: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{name} {value}")));
    };
    say("取引", result.transaction_type.filter(|kind| *kind != TransactionType::Sales).map(kind_text));
    say("金額", result.amount.map(|amount| format!("¥{amount}")));
    say("決済金額", result.settled_amount.map(|amount| format!("¥{amount}")));
    say("伝票番号", result.slip_number.as_ref().map(ToString::to_string));
    say("承認番号", result.approval_code.as_ref().map(ToString::to_string));
    say("支払種別", result.payment_media.and_then(media).map(str::to_owned));
    say("ブランド", result.brand.as_ref().map(|brand| profile.brand_name(brand.as_str()).to_owned()));
    say("支払区分", result.payment_condition.map(|condition| condition.label().to_owned()));
    say("支払明細", result.payment_detail.as_ref().map(ToString::to_string));
    say("カード下4桁", result.account_last4.as_ref().map(ToString::to_string));
    say("残高", result.balance.map(|balance| format!("¥{balance}")));
    say("エラー", result.ecat.map(|ecat| format!("{}({})", ecat.number(), error_text(ecat))));
    say("センター応答", result.center_result_code.as_ref().map(ToString::to_string));
    say("段階", result.phase_reached.map(|phase| phase_text(phase).to_owned()));
    say("処理通番", result.transaction_number.as_ref().map(ToString::to_string));
    say("依頼番号", result.sequence_number.map(|number| number.to_string()));
    say("端末番号", Some(result.unit.terminal_id.to_string()));
    say("端末の時刻", terminal_time.map(str::to_owned));
    if result.training_mode == Some(true) {
        parts.push("練習".to_owned());
    }
    format!("端末の回答:{}", parts.join(" / "))
}

const fn phase_text(phase: Phase) -> &'static str {
    match phase {
        Phase::BrandSelect => "ブランドの選択",
        Phase::ConditionSelect => "支払区分の選択",
        Phase::CardWait => "カード待ち",
        Phase::CardRead => "カード読取済み",
        Phase::Pin => "暗証番号の入力",
        Phase::Center => "センターに問合せ",
        Phase::Printing => "伝票の印字",
        Phase::PaperOut => "用紙切れ",
        Phase::CoverOpen => "カバー開",
        Phase::Restarting => "再起動",
    }
}

const fn word(result: ResultWord) -> &'static str {
    match result {
        ResultWord::Approved => "承認",
        ResultWord::Declined => "不承認",
        ResultWord::Cancelled => "中止",
        ResultWord::Incomplete => "処理未了",
        ResultWord::Error => "エラー",
    }
}

fn kind_text(kind: TransactionType) -> String {
    match kind {
        TransactionType::Sales => "売上".to_owned(),
        TransactionType::Void => "取消".to_owned(),
        TransactionType::Refund => "返品".to_owned(),
        other @ (TransactionType::VoidPreSales
        | TransactionType::Completion
        | TransactionType::PreSales
        | TransactionType::CheckCard
        | TransactionType::CashDeposit) => format!("種別 {}", other.number()),
    }
}

const fn media(media: PaymentMedia) -> Option<&'static str> {
    match media {
        PaymentMedia::Unspecified => None,
        PaymentMedia::Credit => Some("クレジット"),
        PaymentMedia::Debit => Some("デビット"),
        PaymentMedia::ElectronicMoney => Some("電子マネー"),
        PaymentMedia::Code => Some("コード決済"),
    }
}

const fn error_text(ecat: CatError) -> &'static str {
    match ecat {
        CatError::Center => "センターエラー",
        CatError::Command => "依頼を扱えない",
        CatError::Reset => "端末で中止",
        CatError::Communication => "センターと通信できない",
        CatError::DailyLogOverflow => "日計の記録がいっぱい",
        CatError::Deficient => "残高不足",
        CatError::OverDeposit => "チャージ上限超過",
        CatError::Unlisted(_) => "この版では不明",
    }
}
