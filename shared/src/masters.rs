//! Masters: what a manager sets up. Each master is one table of [`Rule`]s, and a row of it is text by key, so that form,
//! list, CSV, the history of changes and the checks come from the same table.
//!
//! [`check::row`] judges a row whole; the typed rows (`company`, `register`, …) read one that was judged. This module
//! knows no storage: what else there is in the books comes as [`check::Others`].

pub mod category;
pub mod check;
pub mod company;
pub mod linking;
pub mod operator;
pub mod product;
pub mod register;
pub mod rule;
pub mod store;
pub mod tax_class;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use rule::{Need, Rule, Takes};

/// A master.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Master {
    /// カード区分
    CardCategory,
    /// カード会社マスタ
    CardCompany,
    /// 端末マスタ: one row per register.
    Register,
    /// 商品マスタ
    Product,
    /// 税区分: dated rows.
    TaxClass,
    /// 店舗基本マスタ: one row.
    Store,
    /// 担当者マスタ
    Operator,
}

/// What stands in a row: text by the key of its rule. What is empty is not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(BTreeMap<String, String>);

/// One row of a master.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Names it within its master.
    pub code: String,
    /// Rises with each change; what is saved names the one it was made from.
    pub revision: u64,
    /// What stands in it.
    pub values: Values,
}

/// What is wrong, or worth a second look, with one field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The field's key.
    pub key: String,
    /// A sentence that says what to enter instead.
    pub message: String,
}

impl Fault {
    /// A fault of a field.
    #[must_use]
    pub fn new(key: &str, message: impl Into<String>) -> Self {
        Self { key: key.to_owned(), message: message.into() }
    }
}

/// The code of the one row of 店舗基本マスタ.
pub const STORE_CODE: &str = "store";

impl Master {
    /// Every master, in the order of a masters file: what others refer to comes first.
    pub const ALL: &[Master] = &[
        Self::CardCategory,
        Self::CardCompany,
        Self::TaxClass,
        Self::Product,
        Self::Store,
        Self::Operator,
        Self::Register,
    ];

    /// Its name on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CardCategory => "カード区分",
            Self::CardCompany => "カード会社マスタ",
            Self::Register => "端末マスタ",
            Self::Product => "商品マスタ",
            Self::TaxClass => "税区分",
            Self::Store => "店舗基本マスタ",
            Self::Operator => "担当者マスタ",
        }
    }

    /// Its word in files, the books and messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CardCategory => "card_category",
            Self::CardCompany => "card_company",
            Self::Register => "register",
            Self::Product => "product",
            Self::TaxClass => "tax_class",
            Self::Store => "store",
            Self::Operator => "operator",
        }
    }

    /// Its fields, in the order of the form.
    #[must_use]
    pub const fn rules(self) -> &'static [Rule] {
        match self {
            Self::CardCategory => category::RULES,
            Self::CardCompany => company::RULES,
            Self::Register => register::RULES,
            Self::Product => product::RULES,
            Self::TaxClass => tax_class::RULES,
            Self::Store => store::RULES,
            Self::Operator => operator::RULES,
        }
    }

    /// The rule of a key.
    #[must_use]
    pub fn rule(self, key: &str) -> Option<&'static Rule> {
        self.rules().iter().find(|rule| rule.key == key)
    }

    /// The code of a row with these values.
    #[must_use]
    pub fn code_of(self, values: &Values) -> String {
        match self {
            Self::Store => STORE_CODE.to_owned(),
            Self::TaxClass => format!("{}/{}", values.get("code"), values.get("valid_from")),
            Self::CardCategory | Self::CardCompany | Self::Register | Self::Product | Self::Operator => {
                values.get("code").to_owned()
            }
        }
    }

    /// What a new row starts with.
    #[must_use]
    pub fn blank(self) -> Values {
        self.rules()
            .iter()
            .filter(|rule| !rule.preset.is_empty())
            .map(|rule| (rule.key, rule.preset))
            .collect()
    }
}

impl Master {
    /// A row of an earlier version, with what it lacks as a new row has it: that is how it is read, too.
    #[must_use]
    pub fn filled(self, mut values: Values) -> Values {
        for rule in self.rules().iter().filter(|rule| matches!(rule.need, Need::Needed)) {
            if values.get(rule.key).is_empty() {
                values.set(rule.key, rule.preset);
            }
        }
        values
    }
}

impl Values {
    /// The text of a field; empty where nothing is kept.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Sets a field.
    pub fn set(&mut self, key: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key.to_owned(), text);
        }
    }

    /// Every field that is not empty, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// The whole number of a field.
    #[must_use]
    pub fn number<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.get(key).parse().ok()
    }

    /// A text that may be empty.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        Some(self.get(key).to_owned()).filter(|text| !text.is_empty())
    }

    /// The lines of `stem`1, `stem`2, … without the empty ones at the end.
    #[must_use]
    pub fn lines(&self, stem: &str, most: usize) -> Vec<String> {
        let mut lines: Vec<String> =
            (1..=most).map(|number| self.get(&format!("{stem}{number}")).to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let mut values = Self::default();
        for (key, text) in pairs {
            values.set(key, text);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Master, Takes};

    #[test]
    fn every_field_has_one_rule_a_label_and_a_preset_it_takes() {
        for master in Master::ALL {
            let keys: BTreeSet<_> = master.rules().iter().map(|rule| rule.key).collect();
            assert_eq!(keys.len(), master.rules().len(), "{master:?}");
            for rule in master.rules() {
                assert!(!rule.label.is_empty(), "{master:?} {}", rule.key);
                assert_eq!(
                    rule.take(rule.preset),
                    Ok(rule.preset.to_owned()).filter_empty(rule),
                    "{}",
                    rule.key
                );
            }
        }
    }

    trait FilterEmpty {
        fn filter_empty(self, rule: &super::Rule) -> Self;
    }

    impl FilterEmpty for Result<String, String> {
        /// A needed field without a preset is refused, as it must be.
        fn filter_empty(self, rule: &super::Rule) -> Self {
            match (rule.preset, rule.need) {
                ("", super::Need::Needed) => rule.take(""),
                _ => self,
            }
        }
    }

    #[test]
    fn a_masters_form_fits_the_fields_a_page_has() {
        for master in Master::ALL {
            assert!(master.rules().len() <= super::rule::MOST_RULES, "{master:?}");
            let choices_are_short = master.rules().iter().all(|rule| match rule.takes {
                Takes::Choice(options) => options.len() >= 2,
                _ => true,
            });
            assert!(choices_are_short);
        }
    }
}
