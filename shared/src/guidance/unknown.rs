//! 【結果不明】: why nobody knows, and how a person finds out.

use super::Guidance;
use crate::card::CardCategoryCode;
use crate::payment::Doubt;
use crate::terminal::profile::{ManualOperation, ModelProfile, Proof};

/// While nobody knows: why, and what is being done about it.
#[must_use]
pub fn while_unknown(profile: &ModelProfile, doubt: Doubt) -> Guidance {
    let words = &profile.words;
    let what = match doubt {
        Doubt::Silence | Doubt::TimedOut => words.no_result,
        Doubt::Cut => "決済の途中で端末との接続が切れました。",
        Doubt::Aborted => words.aborted,
        Doubt::AgentRestarted => "決済の途中でシステムが再起動しました。",
        Doubt::Incomplete => words.incomplete,
        Doubt::Error { .. } => words.error,
        Doubt::Mismatched => "端末の答えが依頼と一致しません。",
        Doubt::Forgotten => words.forgotten,
    };
    Guidance::new(what, "カードはまだ通さないでください。端末の画面と売上票を確認してください。")
}

/// Choice 2: the terminal has no record.
#[must_use]
pub fn not_on_record(profile: &ModelProfile) -> Guidance {
    Guidance::new(
        format!(
            "{}の待機画面を確認し、端末で最後に発行された伝票番号を入力して F12 を押してください。",
            profile.name
        ),
        "端末に「処理未了」と出ているときは、この項目ではありません。F9 で戻り、3 を選んでください。",
    )
    .with(ManualOperation::LookUp)
}

/// Choice 3: 処理未了, by what shows whether money moved.
#[must_use]
pub fn incomplete(profile: &ModelProfile, category: CardCategoryCode) -> Guidance {
    Guidance::new(
        format!(
            "{}の「処理未了」は、請求されている可能性がある状態です。別のカードでやり直さないでください。",
            profile.name
        ),
        "分かったら F9 で一覧に戻り、1・2・4 のどれかを選んでください。",
    )
    .with(ManualOperation::Incomplete(Proof::of(category)))
}
