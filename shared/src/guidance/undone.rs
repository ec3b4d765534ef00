//! What is undone, or done, on the terminal by hand: voids and 端末側の操作待ち.

use super::Guidance;
use crate::card::{CardCategoryCode, DEFAULT_CATEGORIES};
use crate::terminal::profile::{ManualOperation, ModelProfile, WayBack};
use crate::wire::update::ActionKind;

/// Before 端末で取消, or 現金返金 where the brand cannot be voided on this model.
#[must_use]
pub fn before_void(profile: &ModelProfile, way_back: WayBack) -> Guidance {
    match way_back {
        WayBack::Void => Guidance::new(
            "売上にせず、端末で取消します。",
            "お客様のカードをお借りし、端末で取消してください。取消票の伝票番号を入力するまで、操作待ちに残ります。",
        )
        .with(ManualOperation::Void),
        WayBack::Cash => Guidance::new(
            format!("このブランドは、{}では取消できません。", profile.name),
            "売上にせず、お客様へ現金で返金してください。返金した金額を入力するまで、操作待ちに残ります。",
        )
        .with(ManualOperation::CashBack),
    }
}

/// 【決済内容相違】: what does not agree is dealt with by a void, where the brand allows it.
#[must_use]
pub fn after_contradiction(profile: &ModelProfile, way_back: WayBack) -> Guidance {
    Guidance {
        what: "端末の決済内容が、この会計と一致しません。".to_owned(),
        next: "売上票を確認してください。確認が済むまで、この端末の連動決済は使えません。".to_owned(),
        ..before_void(profile, way_back)
    }
}

/// One of 端末側の操作待ち.
#[must_use]
pub fn for_action(kind: ActionKind) -> Guidance {
    let (what, operation) = match kind {
        ActionKind::HandPayment => {
            ("この会計は連動せずに確定しました。端末での決済がまだです。", ManualOperation::Payment)
        }
        ActionKind::VoidOnTerminal => {
            ("商品をお渡ししていない決済です。端末での取消がまだです。", ManualOperation::Void)
        }
        ActionKind::DoubleReceipt => (
            "別の方法で受け取った後に、カードも承認されました。端末での取消がまだです。",
            ManualOperation::Void,
        ),
        ActionKind::Contradiction => {
            ("会計と一致しない決済です。端末での取消がまだです。", ManualOperation::Void)
        }
        ActionKind::VoidSlip => ("伝票は取消済みです。端末での取消がまだです。", ManualOperation::Void),
        ActionKind::ReturnGoods => ("返品は確定済みです。端末での返品がまだです。", ManualOperation::Return),
    };
    let next = match kind {
        ActionKind::HandPayment => "端末から出た売上票の伝票番号と金額を入力し、F12 で完了にします。",
        ActionKind::ReturnGoods => {
            "端末から出た返品票の伝票番号と金額を入力し、F12 で完了にします。元の売上票の番号ではありません。"
        }
        ActionKind::VoidOnTerminal
        | ActionKind::DoubleReceipt
        | ActionKind::Contradiction
        | ActionKind::VoidSlip => {
            "端末から出た取消票の伝票番号と金額を入力し、F12 で完了にします。元の売上票の番号ではありません。"
        }
    };
    Guidance::new(what, next).with(operation)
}

/// Which brands a model cannot void, where it says so: for a void whose brand is not known.
#[must_use]
pub fn void_limits(profile: &ModelProfile) -> Option<String> {
    let named = |code: &CardCategoryCode| {
        DEFAULT_CATEGORIES.iter().find(|(known, ..)| *known == code.0).map(|(_, name, ..)| *name)
    };
    let names: Vec<_> = profile.cash_back.iter().filter_map(named).collect();
    (!names.is_empty())
        .then(|| format!("{}は端末で取消できません。お客様へ現金で返金してください。", names.join("・")))
}
