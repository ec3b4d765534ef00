//! How the money of a charge goes back to the customer: most brands are voided on the terminal, some cannot be.

use serde::{Deserialize, Serialize};

use super::ModelProfile;
use crate::card::CardCategoryCode;
use crate::terminal::BrandCode;

/// How the money of a charge goes back to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayBack {
    /// 端末で取消
    #[default]
    Void,
    /// 現金返金: the brand cannot be voided on the terminal.
    Cash,
}

impl WayBack {
    /// Whether it is the usual one; nothing is said of it then.
    #[must_use]
    pub const fn is_void(&self) -> bool {
        matches!(self, Self::Void)
    }
}

impl ModelProfile {
    /// How a charge's money goes back. The brand the terminal named counts where the model knows it; else the category that
    /// was asked for.
    #[must_use]
    pub fn way_back(&self, category: Option<CardCategoryCode>, brand: Option<&BrandCode>) -> WayBack {
        let named = brand.map(BrandCode::as_str).filter(|code| self.known_brand(code).is_some());
        let cash = match (named, category) {
            (Some(code), _) => self.cash_back_brands.contains(&code),
            (None, Some(category)) => self.cash_back.contains(&category),
            (None, None) => false,
        };
        if cash { WayBack::Cash } else { WayBack::Void }
    }
}

#[cfg(test)]
mod tests {
    use super::WayBack;
    use crate::card::CardCategoryCode;
    use crate::terminal::BrandCode;
    use crate::terminal::profile::CatModel;

    fn way_back(category: u16, brand: Option<&str>) -> WayBack {
        let brand = brand.map(|code| BrandCode::new(code).expect("a code"));
        CatModel::JtC60.profile().way_back(Some(CardCategoryCode(category)), brand.as_ref())
    }

    #[test]
    fn transit_ic_edy_and_nanaco_go_back_in_cash() {
        for category in [7, 8, 10] {
            assert_eq!(way_back(category, None), WayBack::Cash, "{category}");
        }
        for category in [3, 5, 6, 9, 11, 13, 30] {
            assert_eq!(way_back(category, None), WayBack::Void, "{category}");
        }
    }

    #[test]
    fn the_brand_that_was_really_taken_counts_more_than_the_category() {
        for brand in ["02-02", "02-03", "02-05"] {
            assert_eq!(way_back(1, Some(brand)), WayBack::Cash, "{brand}");
        }
        assert_eq!(way_back(7, Some("02-04")), WayBack::Void);
        assert_eq!(way_back(7, Some("02-99")), WayBack::Cash, "a brand the model does not know says nothing");
    }

    #[test]
    fn money_of_which_nothing_is_known_is_voided() {
        let nothing = CatModel::JtC60.profile().way_back(None, None);
        assert_eq!(nothing, WayBack::Void);
        let mups = CatModel::JMups.profile();
        assert_eq!(mups.way_back(Some(CardCategoryCode(8)), None), WayBack::Void);
    }
}
