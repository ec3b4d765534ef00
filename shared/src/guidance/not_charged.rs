//! 【決済エラー】: certainly not charged.

use super::Guidance;
use crate::payment::NotCharged;
use crate::terminal::RefusedReason;
use crate::terminal::profile::{ManualOperation, ModelProfile};

const ANOTHER_WAY: &str = "請求はされていません。もう一度お試しいただくか、別の方法でお支払いください。";

/// After a payment that was certainly not charged.
#[must_use]
pub fn after_not_charged(profile: &ModelProfile, because: &NotCharged) -> Guidance {
    let words = &profile.words;
    match because {
        NotCharged::NotConnected | NotCharged::BidUnanswered => unreachable(words.no_answer),
        NotCharged::EveryTryRefused => unreachable(words.not_taken),
        NotCharged::BidBusy => busy(profile),
        NotCharged::NeverSent => {
            Guidance::new("端末へ送る前に中断しました。", "請求はされていません。もう一度お試しください。")
        }
        NotCharged::UnfitTerminal => Guidance::new(
            words.unfit,
            "端末の設定(練習モード・端末の交換)を責任者に確認してください。請求はされていません。",
        ),
        NotCharged::Refused { reason } => after_refused(profile, *reason),
        NotCharged::Declined { center_result_code } => Guidance::new(
            format!("{}(応答コード {center_result_code})", words.declined),
            "別のカードまたは別の方法でお支払いください。請求はされていません。",
        ),
        NotCharged::Deficient => Guidance::new(
            words.deficient,
            "チャージするか、別の方法でお支払いください。請求はされていません。",
        ),
        NotCharged::OverDeposit => {
            Guidance::new(words.over_deposit, "別の方法でお支払いください。請求はされていません。")
        }
        NotCharged::Cancelled | NotCharged::StoppedBeforeCard => Guidance::new(words.cancelled, ANOTHER_WAY),
        NotCharged::NoneOnRecord | NotCharged::LastUnchanged => {
            Guidance::new(words.no_record, "請求はされていません。もう一度お試しください。")
        }
        NotCharged::PersonFoundNone { .. } => Guidance::new(
            "「端末に記録なし(請求なし)」として確定しました。",
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
        NotCharged::RefundedInCash { amount } => Guidance::new(
            format!("現金で返金済み(¥{amount})として確定しました。"),
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
        NotCharged::VoidedOnTerminal { slip_number } => Guidance::new(
            format!("端末で取消済み(取消伝票番号 {slip_number})として確定しました。"),
            "もう一度お試しいただくか、別の方法でお支払いください。",
        ),
    }
}

fn after_refused(profile: &ModelProfile, reason: RefusedReason) -> Guidance {
    let words = &profile.words;
    match reason {
        RefusedReason::Busy => busy(profile),
        RefusedReason::Standalone => Guidance::new(
            words.standalone,
            "端末をPOS連動に戻してから、もう一度お試しください。請求はされていません。",
        )
        .with(ManualOperation::Relink),
        RefusedReason::Training => {
            Guidance::new(words.training, "端末の設定を責任者に確認してください。請求はされていません。")
        }
        RefusedReason::OtherRegister => Guidance::new(
            words.other_register,
            "他のレジの会計が終わってから、もう一度お試しください。請求はされていません。",
        ),
        RefusedReason::OtherUnit => {
            Guidance::new(words.other_unit, "端末の交換を責任者に確認してください。請求はされていません。")
        }
        RefusedReason::BadField => Guidance::new(
            words.bad_field,
            "カード会社の設定を責任者に確認してください。請求はされていません。",
        ),
    }
}

fn busy(profile: &ModelProfile) -> Guidance {
    Guidance::new(
        profile.words.busy,
        "端末の取引が終わってから、もう一度お試しください。請求はされていません。",
    )
    .with(ManualOperation::Finish)
}

fn unreachable(what: &str) -> Guidance {
    Guidance::new(what, "端末の電源とケーブルを確認して、もう一度お試しください。請求はされていません。")
        .with(ManualOperation::Reconnect)
}
