//! What is particular to one model of terminal: rules, codes, texts, manual steps.
//!
//! A profile stays true whichever protocol family carries it. Codes of JT-C60 are those its maker publishes;
//! what a maker does not publish is ours and the docs say so.

mod way_back;

use serde::{Deserialize, Serialize};

use crate::card::CardCategoryCode;
use crate::money::Yen;

pub use way_back::WayBack;

/// A model of terminal (連携機種名).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CatModel {
    /// JT-C60 (stera)
    JtC60,
    /// J-Mups
    JMups,
}

impl CatModel {
    /// Every model.
    pub const ALL: &[CatModel] = &[Self::JtC60, Self::JMups];

    /// The word in settings, flags and on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::JtC60 => "jt-c60",
            Self::JMups => "j-mups",
        }
    }

    /// The model of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|model| model.word() == word)
    }

    /// What is particular to it.
    #[must_use]
    pub const fn profile(self) -> &'static ModelProfile {
        match self {
            Self::JtC60 => &JT_C60,
            Self::JMups => &J_MUPS,
        }
    }
}

/// How a lost result can be found out (per driver and profile).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryClass {
    /// `payment_id` is the terminal's key; QUERY settles.
    Keyed,
    /// Only the last result can be read, without our key.
    Last,
    /// A person looks.
    None,
}

impl RecoveryClass {
    /// Every class.
    pub const ALL: &[RecoveryClass] = &[Self::Keyed, Self::Last, Self::None];

    /// The word in flags and on the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Keyed => "keyed",
            Self::Last => "last",
            Self::None => "none",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.word() == word)
    }
}

/// Whether voids and refunds go over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidHandling {
    /// The clerk is guided to do it on the terminal.
    Guide,
    /// It is sent.
    Send,
}

/// Whether a model promises to remember, over a restart, what it was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingMemory {
    /// After a restart with something pending it is not idle until that is resolved.
    Promised,
    /// Not promised: that it shows nothing proves little, so choice 2 of 【結果不明】 is a manager's.
    NotPromised,
}

/// What a model makes of a category that leaves the brand open (1 and 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrandChoice {
    /// Refused: a single method must be chosen.
    Refused,
    /// The clerk chooses on the terminal; the result is ambiguous, so a warning.
    OnTerminal,
}

/// What a person is about to do on the terminal by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualOperation {
    /// Take a payment.
    Payment,
    /// Void one.
    Void,
    /// Return one.
    Return,
}

/// What is particular to one model.
#[derive(Debug)]
pub struct ModelProfile {
    /// Which model.
    pub model: CatModel,
    /// 連携機種名 as shown.
    pub name: &'static str,
    /// How a lost result can be found out.
    pub recovery: RecoveryClass,
    /// Whether voids are sent.
    pub void_handling: VoidHandling,
    /// Whether it remembers what was pending.
    pub pending_memory: PendingMemory,
    /// Categories 1 and 2.
    pub brand_choice: BrandChoice,
    /// Smallest amount of a sale.
    pub least: Yen,
    /// Largest amount of a sale.
    pub most: Yen,
    /// The model's own words for what happened, by cause.
    pub words: ModelWords,
    /// Steps before a hand operation: taking the terminal off the link.
    pub unlink_steps: &'static [&'static str],
    /// Steps after a hand operation: linking it again.
    pub relink_steps: &'static [&'static str],
    /// Categories whose payments cannot be voided on it: cash back instead.
    pub cash_back: &'static [CardCategoryCode],
    /// Brands that cannot be voided on it, by its codes.
    pub cash_back_brands: &'static [&'static str],
}

/// The model's own words, as its screen and manual say them.
#[derive(Debug)]
pub struct ModelWords {
    /// Another transaction is on.
    pub busy: &'static str,
    /// POS link is off.
    pub standalone: &'static str,
    /// The card was declined.
    pub declined: &'static str,
    /// The balance is too low.
    pub deficient: &'static str,
    /// Stopped.
    pub cancelled: &'static str,
    /// No answer at all.
    pub no_answer: &'static str,
}

impl ModelProfile {
    /// The steps of a hand operation, in order.
    #[must_use]
    pub fn manual_steps(&self, operation: ManualOperation) -> Vec<String> {
        let act = match operation {
            ManualOperation::Payment => {
                "業務メニューから「売上」を選び、金額を入力してカード決済を行います。"
            }
            ManualOperation::Void => "業務メニューから「取消」を選び、端末の伝票番号を入力して取消します。",
            ManualOperation::Return => "業務メニューから「返品」を選び、端末の伝票番号と金額を入力します。",
        };
        let mut steps: Vec<String> = self.unlink_steps.iter().map(|step| (*step).to_owned()).collect();
        steps.push(act.to_owned());
        steps.extend(self.relink_steps.iter().map(|step| (*step).to_owned()));
        steps
    }

    /// The brand's name as shown; an unknown code is shown as it came.
    #[must_use]
    pub fn brand_name<'a>(&self, code: &'a str) -> &'a str {
        self.known_brand(code).unwrap_or(code)
    }

    /// The name of a brand whose code the model is known to use.
    fn known_brand(&self, code: &str) -> Option<&'static str> {
        match self.model {
            CatModel::JtC60 => jt_c60_brand(code),
            CatModel::JMups => None,
        }
    }
}

/// JT-C60's published codes: card brands 01–06, e-money 02-xx (payment type), QR 11–35.
fn jt_c60_brand(code: &str) -> Option<&'static str> {
    Some(match code {
        "01" => "VISA",
        "02" => "Mastercard",
        "03" => "JCB",
        "04" => "American Express",
        "05" => "Diners Club",
        "06" => "銀聯",
        "02-01" => "iD",
        "02-02" => "交通系IC",
        "02-03" => "楽天Edy",
        "02-04" => "WAON",
        "02-05" => "nanaco",
        "02-06" => "QUICPay+",
        "02-07" => "PiTaPa",
        "11" => "楽天ペイ",
        "12" => "LINE Pay",
        "13" => "PayPay",
        "14" => "d払い",
        "15" => "au PAY",
        "16" => "メルペイ",
        "19" => "銀行Pay",
        "21" => "WeChat Pay",
        "22" => "Alipay",
        "23" => "銀聯QR",
        "35" => "BankPay",
        _ => return None,
    })
}

const JT_C60: ModelProfile = ModelProfile {
    model: CatModel::JtC60,
    name: "JT-C60(stera)",
    recovery: RecoveryClass::Keyed,
    void_handling: VoidHandling::Guide,
    pending_memory: PendingMemory::Promised,
    brand_choice: BrandChoice::Refused,
    least: Yen::new(1),
    most: Yen::new(99_999_999),
    words: ModelWords {
        busy: "stera端末が取引中です。",
        standalone: "stera端末が「POS接続 OFF」になっています。",
        declined: "お取り扱いできませんでした。",
        deficient: "残高が不足しています。",
        cancelled: "stera端末で決済を中止しました。",
        no_answer: "stera端末から応答がありません。",
    },
    unlink_steps: &[
        "端末の画面左上の「≡」をタッチし、「業務メニュー」を開きます。",
        "「設定」>「システム」>「管理機能設定」を開き、管理者パスワードを入力します。",
        "「POS設定」で「POS接続有無」を OFF にします。",
    ],
    relink_steps: &[
        "端末から出た票(お客様控え)を確認し、伝票番号を控えます。",
        "「POS設定」で「POS接続有無」を ON に戻します。この画面に「連動中」と出れば完了です。",
    ],
    cash_back: &[CardCategoryCode(7), CardCategoryCode(8), CardCategoryCode(10)],
    cash_back_brands: &["02-02", "02-03", "02-05"],
};

const J_MUPS: ModelProfile = ModelProfile {
    model: CatModel::JMups,
    name: "J-Mups",
    recovery: RecoveryClass::None,
    void_handling: VoidHandling::Guide,
    pending_memory: PendingMemory::NotPromised,
    brand_choice: BrandChoice::OnTerminal,
    least: Yen::new(1),
    most: Yen::new(9_999_999),
    words: ModelWords {
        busy: "J-Mups端末が取引中です。",
        standalone: "J-Mups端末がPOS連動を解除しています。",
        declined: "センターで取引が拒否されました。",
        deficient: "残高不足です。",
        cancelled: "J-Mups端末で取引を中止しました。",
        no_answer: "J-Mups端末から応答がありません。",
    },
    unlink_steps: &["端末の「設定」ボタンを押し、「POS連動解除」を選びます。"],
    relink_steps: &[
        "端末から出た票を確認し、伝票番号を控えます。",
        "端末の「設定」ボタンを押し、「POS連動開始」を選びます。この画面に「連動中」と出れば完了です。",
    ],
    cash_back: &[],
    cash_back_brands: &[],
};

#[cfg(test)]
mod tests {
    use super::{CatModel, ManualOperation};

    #[test]
    fn an_unknown_brand_is_shown_as_it_came() {
        assert_eq!(CatModel::JtC60.profile().brand_name("03"), "JCB");
        assert_eq!(CatModel::JtC60.profile().brand_name("77"), "77");
        assert_eq!(CatModel::JMups.profile().brand_name("Visa"), "Visa");
    }

    #[test]
    fn every_manual_operation_takes_the_terminal_off_the_link_and_back() {
        for model in CatModel::ALL {
            for operation in [ManualOperation::Payment, ManualOperation::Void, ManualOperation::Return] {
                let steps = model.profile().manual_steps(operation);
                assert!(steps.len() >= 3, "{model:?} {operation:?}");
                assert!(steps.last().expect("steps").contains("連動中"));
            }
        }
    }
}
