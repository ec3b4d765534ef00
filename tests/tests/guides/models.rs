//! What is particular to a model in these tests, and how its steps are looked at.

use anyhow::Result;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Terminal};
use serde_json::json;

/// What is particular to a model in these tests.
pub(crate) struct Model {
    /// The terminal, asked by our key whatever its model can do of itself.
    pub(crate) plan: Plan,
    pub(crate) name: &'static str,
    /// Its name on the steps.
    pub(crate) label: &'static str,
    /// A credit card of the demo shop on it, and electronic money.
    pub(crate) credit: &'static str,
    pub(crate) money: &'static str,
    /// 非連動 in its words, and the way back.
    pub(crate) standalone: &'static str,
    pub(crate) relink: &'static [&'static str],
    /// What it says to F9中止.
    pub(crate) stopped: &'static str,
    /// Off the link, and the way to 売上.
    pub(crate) by_hand: &'static [&'static str],
    pub(crate) void: &'static str,
    pub(crate) incomplete: &'static [&'static str],
    pub(crate) before_void: &'static str,
}

pub(crate) fn jt_c60() -> Model {
    Model {
        plan: Plan::with_cat1(Kind::jt_c60()),
        name: "cat1",
        label: "JT-C60(stera)",
        credit: "01",
        money: "06",
        standalone: "stera端末が「POS接続 OFF」になっています。",
        relink: &["端末の画面左上の「≡」", "管理者パスワード", "「POS接続有無」を ON にします。"],
        stopped: "stera端末で決済を中止しました。",
        by_hand: &["「POS接続有無」を OFF にします。", "「売上」を選び", "「POS接続有無」を ON に戻します。"],
        void: "「取消」を選び、売上票の伝票番号を入力して",
        incomplete: &["同じカード", "「残高照会」を選び", "減っていれば 1", "減っていなければ 2", "4(保留)"],
        before_void: "お客様のカードをお借りし、端末で取消してください。",
    }
}

pub(crate) fn j_mups() -> Model {
    Model {
        plan: Plan::with_cat2(Kind::j_mups().recovering("keyed")),
        name: "cat2",
        label: "J-Mups",
        credit: "11",
        money: "12",
        standalone: "J-Mups端末がPOS連動を解除しています。",
        relink: &["「設定」ボタンを押し、「POS連動開始」を選びます。"],
        stopped: "J-Mups端末で取引を中止しました。",
        by_hand: &[
            "「POS連動解除」を選びます。",
            "「業務」から「売上」を選び",
            "「POS連動開始」を選びます。",
        ],
        void: "「業務」から「取消」を選び、売上票の伝票番号を入力して",
        incomplete: &["端末で選んだブランド", "「残高照会」を選び", "売上票が出れば 1", "4(保留)"],
        before_void: "お客様のカードをお借りし、端末で取消してください。",
    }
}

impl Model {
    pub(crate) fn terminal<'a>(&self, shop: &'a mut Shop) -> &'a mut Terminal {
        if self.name == "cat1" { shop.cat1() } else { shop.cat2() }
    }

    pub(crate) fn link(&self, shop: &mut Shop, on: bool) -> Result<()> {
        self.terminal(shop).act(&json!({"act": "pos_link", "on": on}))?;
        let word = if on { "linked" } else { "standalone" };
        shop.browser.wait_for_attribute(&format!("#terminal-{}", self.name), "data-link", word)
    }

    /// The steps are on the screen, this model's, numbered, and nothing is cut off.
    pub(crate) fn steps(&self, shop: &Shop, words: &[&str], picture: &str) -> Result<()> {
        shop.browser.wait_for_text("#steps .steps-model", self.label)?;
        for word in words {
            shop.browser.wait_for_text("#steps ol", word)?;
        }
        shop.browser.picture(picture)?;
        shop.browser.fits()
    }
}
