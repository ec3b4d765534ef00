//! A payment in words, for whoever goes through it afterwards: what each event of its journal means, what was typed, what
//! the terminal said, and where it stands.
//!
//! Knows no clock and no names: who brings an event brings its time and its people.

mod decision;
mod result;

use super::{Difference, HandOver, InquiryAnswer, Judgement, PaymentEvent, PaymentState, PortHold};
use crate::guidance::{after_not_charged, difference_text, while_unknown};
use crate::rights::ApprovedBy;
use crate::tender::ByHand;
use crate::terminal::profile::ModelProfile;

pub use result::result_text;

/// What an event means.
#[must_use]
pub fn event_text(profile: &ModelProfile, event: &PaymentEvent) -> String {
    match event {
        PaymentEvent::PaymentAccepted => "決済を受け付けました。端末へはまだ送っていません。".to_owned(),
        PaymentEvent::PaymentSent => "端末へ決済依頼を送り始めました。".to_owned(),
        PaymentEvent::PaymentNotCharged { because } => {
            format!("請求なしで確定しました。{}", after_not_charged(profile, because).what)
        }
        PaymentEvent::PaymentDoubted { because } => {
            format!("結果不明になりました。{}", while_unknown(profile, *because).what)
        }
        PaymentEvent::ResultTaken { judgement } => judgement_text(profile, judgement),
        PaymentEvent::InquiryAnswered { answer } => answer_text(*answer).to_owned(),
        PaymentEvent::DecisionMade { decision, differences } => decision::text(decision, differences),
        PaymentEvent::HandOverAsked => {
            "承認が後から分かったため、商品をお渡し済みかどうかを尋ねました。".to_owned()
        }
        PaymentEvent::HandOverAnswered { answer } => match answer {
            HandOver::Sold => "お渡し済みと答えました(販売確定)。".to_owned(),
            HandOver::VoidOnTerminal => "お渡ししていないと答えました(端末で取消)。".to_owned(),
        },
        PaymentEvent::SaleMade { receipt_number } => format!("伝票 {receipt_number} を作成しました。"),
        PaymentEvent::PaymentSuperseded => {
            "結果不明のまま、別の方法で受け取りました。この決済の確認は続きます。".to_owned()
        }
        PaymentEvent::LastRead => "送る前に、端末の最後の取引を読み取りました。".to_owned(),
        PaymentEvent::PortFreed => {
            "端末が交換されたため、この決済は端末の使用を妨げなくなりました。".to_owned()
        }
        PaymentEvent::RefundedInCash { amount } => {
            format!("端末で取消できないため、¥{amount} を現金で返金しました。")
        }
    }
}

fn judgement_text(profile: &ModelProfile, judgement: &Judgement) -> String {
    match judgement {
        Judgement::Approved => "端末の結果:承認されました。".to_owned(),
        Judgement::NotCharged { because } => {
            format!("端末の結果:請求なし。{}", after_not_charged(profile, because).what)
        }
        Judgement::BookedByHand { receipt_number } => {
            format!("端末の結果:承認。手入力で登録済みの伝票 {receipt_number} と一致しました。")
        }
        Judgement::Contradicted { differences } => {
            format!("端末の結果:決済内容相違({})。", differences_text(differences))
        }
        Judgement::Unknown { because } => {
            format!("端末の結果:これだけでは確定できません。{}", while_unknown(profile, *because).what)
        }
    }
}

fn differences_text(differences: &[Difference]) -> String {
    let texts: Vec<_> = differences.iter().map(|difference| difference_text(*difference)).collect();
    texts.join("、")
}

const fn answer_text(answer: InquiryAnswer) -> &'static str {
    match answer {
        InquiryAnswer::Pending => "端末に照会しました:端末はまだ取引中です。",
        InquiryAnswer::None => "端末に照会しました:記録なし。請求はされていません。",
        InquiryAnswer::UntrustedNone => {
            "端末に照会しました:記録なし。ただし、端末か端末のメモリーが決済の時と違うか、時間が経ちすぎているため、確定できません。"
        }
        InquiryAnswer::Forgotten => "端末に照会しました:記録の保存期間を過ぎています。確定できません。",
        InquiryAnswer::LastUnchanged => {
            "端末に照会しました:最後の取引は決済の前と同じです。請求はされていません。"
        }
        InquiryAnswer::LastUnfit => {
            "端末に照会しました:最後の取引は、この決済のものではありません。確定できません。"
        }
    }
}

/// Where a payment stands.
#[must_use]
pub const fn state_text(state: &PaymentState) -> &'static str {
    match state {
        PaymentState::Accepted => "受付済み(送信前)",
        PaymentState::Sent => "CAT端末連動中",
        PaymentState::Unknown { .. } => "結果不明",
        PaymentState::Held { port: PortHold::Kept, .. } => "結果不明(保留)",
        PaymentState::Held { port: PortHold::Freed, .. } => "結果不明(保留・端末は使用可)",
        PaymentState::Approved { .. } => "承認済み(伝票の作成待ち)",
        PaymentState::AwaitingHandOver { .. } => "承認済み(商品お渡しの確認待ち)",
        PaymentState::Sold { by: ByHand::Terminal, .. } => "売上確定",
        PaymentState::Sold { by: ByHand::Person, .. } => "売上確定(手)",
        PaymentState::VoidPromised => "承認済み(売上にせず、端末で取消)",
        PaymentState::NotCharged { .. } => "請求なし",
        PaymentState::Contradicted { .. } => "決済内容相違",
        PaymentState::Uncollected { .. } => "売上確定(請求なしと判明・手動決済)",
        PaymentState::Superseded { .. } => "結果不明(別の方法で受取済み)",
        PaymentState::DoublyReceived => "二重受取(端末で取消)",
    }
}

/// Who did something, and whose PIN allowed it, each as `コード 名前`.
#[must_use]
pub fn people_text(who: Option<&str>, allowed: Option<(ApprovedBy, &str)>) -> Option<String> {
    let mut texts = Vec::new();
    texts.extend(who.map(|who| format!("担当者 {who}")));
    texts.extend(allowed.map(|(side, manager)| match side {
        ApprovedBy::Another => format!("責任者の承認 {manager}"),
        ApprovedBy::Oneself => format!("責任者の承認 {manager}(自己承認)"),
    }));
    (!texts.is_empty()).then(|| texts.join(" / "))
}
