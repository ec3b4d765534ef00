//! 【決済内容相違】: in what a terminal's answer does not agree.

use crate::payment::Difference;

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
