//! What a clerk is told: one line what happened, one line what to do, in the model's own words where it has some.

use serde::{Deserialize, Serialize};

use crate::card::CardCategoryCode;
use crate::payment::{Difference, Doubt, NotCharged};
use crate::terminal::profile::ModelProfile;
use crate::terminal::{Phase, RefusedReason};

/// Two sentences for a dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// What happened.
    pub what: String,
    /// What to do.
    pub next: String,
}

fn say(what: impl Into<String>, next: impl Into<String>) -> Guidance {
    Guidance { what: what.into(), next: next.into() }
}

/// After a payment that was certainly not charged.
#[must_use]
pub fn after_not_charged(profile: &ModelProfile, because: &NotCharged) -> Guidance {
    let words = &profile.words;
    match because {
        NotCharged::NotConnected | NotCharged::BidUnanswered => say(
            words.no_answer,
            "端末の電源とケーブルを確認して、もう一度お試しください。請求はされていません。",
        ),
        NotCharged::BidBusy => {
            say(words.busy, "端末の取引が終わってから、もう一度お試しください。請求はされていません。")
        }
        NotCharged::EveryTryRefused => say(
            "端末が依頼を受け付けませんでした。",
            "ケーブルを確認して、もう一度お試しください。請求はされていません。",
        ),
        NotCharged::NeverSent => {
            say("端末へ送る前に中断しました。", "請求はされていません。もう一度お試しください。")
        }
        NotCharged::UnfitTerminal => say(
            "この端末では、この取引を受け付けられません。",
            "端末の設定(練習モード・端末の交換)を責任者に確認してください。請求はされていません。",
        ),
        NotCharged::Refused { reason } => after_refused(profile, *reason),
        NotCharged::Declined { center_result_code } => say(
            format!("{}(応答コード {center_result_code})", words.declined),
            "別のカードまたは別の方法でお支払いください。請求はされていません。",
        ),
        NotCharged::Deficient => {
            say(words.deficient, "チャージするか、別の方法でお支払いください。請求はされていません。")
        }
        NotCharged::OverDeposit => {
            say("カードの上限額を超えています。", "別の方法でお支払いください。請求はされていません。")
        }
        NotCharged::Cancelled | NotCharged::StoppedBeforeCard => say(
            words.cancelled,
            "請求はされていません。もう一度お試しいただくか、別の方法でお支払いください。",
        ),
        NotCharged::NoneOnRecord | NotCharged::LastUnchanged => {
            say("端末に記録がありませんでした。", "請求はされていません。もう一度お試しください。")
        }
        NotCharged::PersonFoundNone { .. } => say(
            "「端末に記録なし(請求なし)」として確定しました。",
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
        NotCharged::VoidedOnTerminal { slip_number } => say(
            format!("端末で取消済み(取消伝票番号 {slip_number})として確定しました。"),
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
        NotCharged::RefundedInCash { amount } => say(
            format!("現金で返金済み(¥{amount})として確定しました。"),
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
    }
}

fn after_refused(profile: &ModelProfile, reason: RefusedReason) -> Guidance {
    let words = &profile.words;
    match reason {
        RefusedReason::Busy => {
            say(words.busy, "端末の取引が終わってから、もう一度お試しください。請求はされていません。")
        }
        RefusedReason::Standalone => {
            say(words.standalone, "端末をPOS連動に戻してから、もう一度お試しください。請求はされていません。")
        }
        RefusedReason::Training => say(
            "端末の練習モードの設定が合っていません。",
            "端末の設定を責任者に確認してください。請求はされていません。",
        ),
        RefusedReason::OtherRegister => say(
            "端末は他のレジが使用中です。",
            "他のレジの会計が終わってから、もう一度お試しください。請求はされていません。",
        ),
        RefusedReason::OtherUnit => say(
            "接続されている端末が登録と違います。",
            "端末の交換を責任者に確認してください。請求はされていません。",
        ),
        RefusedReason::BadField => say(
            "端末が依頼の内容を受け付けませんでした。",
            "カード会社の設定を責任者に確認してください。請求はされていません。",
        ),
    }
}

/// While nobody knows: why, and what is being done about it.
#[must_use]
pub fn while_unknown(doubt: Doubt) -> Guidance {
    let what = match doubt {
        Doubt::Silence | Doubt::TimedOut => "端末からの結果が届きません。",
        Doubt::Cut => "決済の途中で端末との接続が切れました。",
        Doubt::Aborted => "端末が通信を中断しました。",
        Doubt::AgentRestarted => "決済の途中でシステムが再起動しました。",
        Doubt::Incomplete => "端末が「処理未了」と答えました。請求されている可能性があります。",
        Doubt::Error { .. } => "端末がエラーで終了しました。請求されている可能性があります。",
        Doubt::Mismatched => "端末の答えが依頼と一致しません。",
        Doubt::Forgotten => "端末から確かな記録を得られませんでした。",
    };
    say(what, "カードはまだ通さないでください。端末の画面と売上票を確認してください。")
}

/// What the terminal waits for, as the panel says it.
#[must_use]
pub const fn waits_for(phase: Option<Phase>, category: CardCategoryCode) -> &'static str {
    match phase {
        None => "端末に接続しています",
        Some(Phase::BrandSelect) => "端末でブランドを選択してください",
        Some(Phase::ConditionSelect) => "端末で支払方法を選択してください",
        Some(Phase::CardWait) => match category.0 {
            1 | 5..=11 => "カードをタッチしてください",
            13..=20 => "お客様のコードを端末に読み取らせてください",
            _ => "カードを挿入またはタッチしてください",
        },
        Some(Phase::CardRead) => "カードを読み取りました",
        Some(Phase::Pin) => "お客様が暗証番号を入力しています",
        Some(Phase::Center) => "センターに問合せ中です(中止できません)",
        Some(Phase::Printing) => "端末が売上票を印刷しています",
        Some(Phase::PaperOut) => "端末の用紙がありません。用紙を補充してください",
        Some(Phase::CoverOpen) => "端末のカバーを閉めてください",
        Some(Phase::Restarting) => "端末が再起動しています。お待ちください",
    }
}

/// In what a terminal's answer does not agree, for 【決済内容相違】.
#[must_use]
pub const fn difference_text(difference: Difference) -> &'static str {
    match difference {
        Difference::TerminalId => "端末番号が登録と違います",
        Difference::RegisterId => "別のレジの取引です",
        Difference::SequenceNumber => "依頼の番号が違います",
        Difference::TransactionType => "取引種別が売上ではありません",
        Difference::Amount => "依頼した金額と違います",
        Difference::SettledAmount => "決済された金額が違います",
        Difference::TrainingMode => "練習モードの扱いが違います",
        Difference::Ecat => "承認とエラーが同時に返りました",
        Difference::SlipNumber => "伝票番号が手入力と違います",
        Difference::SettledOtherwise => "請求なしとした後に承認が届きました",
        Difference::NotApprovedAfterAll => "決済完了とした後に不承認が届きました",
    }
}
