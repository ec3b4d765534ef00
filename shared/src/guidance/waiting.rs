//! The panel CAT端末連動中: what the terminal waits for, and what a person must do meanwhile.

use super::Guidance;
use crate::card::CardCategoryCode;
use crate::terminal::Phase;
use crate::terminal::profile::{ManualOperation, ModelProfile};

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

/// Where the payment stands still until a person does something at the terminal.
#[must_use]
pub fn while_waiting(profile: &ModelProfile, phase: Phase) -> Option<Guidance> {
    let words = &profile.words;
    let (what, next, operation) = match phase {
        Phase::PaperOut => (words.paper_out, "用紙を補充すると、決済は続きます。", ManualOperation::Paper),
        Phase::CoverOpen => (words.cover_open, "カバーを閉めると、決済は続きます。", ManualOperation::Cover),
        Phase::Restarting => (
            words.restarting,
            "結果は、端末が戻りしだい確認します。カードは通さないでください。",
            ManualOperation::Restart,
        ),
        Phase::BrandSelect
        | Phase::ConditionSelect
        | Phase::CardWait
        | Phase::CardRead
        | Phase::Pin
        | Phase::Center
        | Phase::Printing => return None,
    };
    Some(Guidance::new(what, next).with(operation))
}
