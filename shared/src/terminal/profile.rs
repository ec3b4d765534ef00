//! What is particular to one model of terminal: rules, codes, texts, manual steps.
//!
//! A profile stays true whichever protocol family carries it. Codes of JT-C60 are those its maker publishes;
//! what a maker does not publish is ours and the docs say so.

mod j_mups;
mod jt_c60;
mod steps;
mod way_back;
mod words;

use serde::{Deserialize, Serialize};

use crate::card::CardCategoryCode;
use crate::money::Yen;

pub use steps::{ManualOperation, ModelSteps, Proof};
pub use way_back::WayBack;
pub use words::ModelWords;

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
            Self::JtC60 => &jt_c60::PROFILE,
            Self::JMups => &j_mups::PROFILE,
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

/// Whether part of a payment can be returned on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialReturn {
    /// Yes: a return with its own amount.
    Possible,
    /// No: all of it is returned, and what stays bought is taken anew.
    WholeAndChargeAgain,
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
    /// How it is operated by hand.
    pub steps: ModelSteps,
    /// Whether part of a payment can be returned on it.
    pub partial_return: PartialReturn,
    /// Categories whose payments cannot be voided on it: cash back instead.
    pub cash_back: &'static [CardCategoryCode],
    /// Brands that cannot be voided on it, by its codes.
    pub cash_back_brands: &'static [&'static str],
}

impl ModelProfile {
    /// The brand's name as shown; an unknown code is shown as it came.
    #[must_use]
    pub fn brand_name<'a>(&self, code: &'a str) -> &'a str {
        self.known_brand(code).unwrap_or(code)
    }

    /// The name of a brand whose code the model is known to use.
    fn known_brand(&self, code: &str) -> Option<&'static str> {
        match self.model {
            CatModel::JtC60 => jt_c60::brand(code),
            CatModel::JMups => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CatModel;

    #[test]
    fn an_unknown_brand_is_shown_as_it_came() {
        assert_eq!(CatModel::JtC60.profile().brand_name("03"), "JCB");
        assert_eq!(CatModel::JtC60.profile().brand_name("77"), "77");
        assert_eq!(CatModel::JMups.profile().brand_name("Visa"), "Visa");
    }
}
