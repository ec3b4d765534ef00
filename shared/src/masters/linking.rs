//! Which category a model can be linked with, and which ports a register can have: the rules of product §2 and §3 as one
//! table each. Every refusal says what to choose instead.

use super::register::PortRow;
use crate::card::{CardCategoryCode, CatDeviceId};
use crate::terminal::profile::{BrandChoice, CatModel};

/// What is said of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is as recommended.
    Fine,
    /// It works, and this should be known.
    Warned(String),
    /// It does not, and this can be chosen instead.
    Refused(String),
}

/// カード区分 × 連携機種: 1 and 2 leave the brand open.
#[must_use]
pub fn category_on(model: CatModel, category: CardCategoryCode) -> Verdict {
    let instead = match category {
        CardCategoryCode::ELECTRONIC_MONEY => "iD、交通系IC、WAON など個別の電子マネーの区分",
        CardCategoryCode::DEBIT => "J-Debit など個別のデビットの区分",
        CardCategoryCode(_) => return Verdict::Fine,
    };
    let profile = model.profile();
    match profile.brand_choice {
        BrandChoice::Refused => Verdict::Refused(format!(
            "{}では、ブランドを端末で選ぶ区分 {category} は使えません。{instead}を選んでください。",
            profile.name
        )),
        BrandChoice::OnTerminal => Verdict::Warned(format!(
            "区分 {category} では、ブランドを{}の画面で選ぶため、どのブランドで支払われたか記録から分からないことがあります。{instead}をおすすめします。",
            profile.name
        )),
    }
}

/// CATデバイスID × 連携機種: JT-C60 names one, nobody else does.
#[must_use]
pub fn device_on(model: Option<CatModel>, device: Option<CatDeviceId>) -> Verdict {
    match (model, device) {
        (Some(CatModel::JtC60), None) => {
            Verdict::Refused("JT-C60では、つながる端末を 1:CAT1 か 2:CAT2 から選んでください。".to_owned())
        }
        (Some(CatModel::JMups) | None, Some(_)) => {
            Verdict::Refused("CATデバイスIDはJT-C60だけで使います。0:なし にしてください。".to_owned())
        }
        (Some(CatModel::JtC60), Some(_)) | (Some(CatModel::JMups) | None, None) => Verdict::Fine,
    }
}

/// Two ports of one register: two places, and twice the same model only where a row can say which one it means.
#[must_use]
pub fn ports_together(one: &PortRow, two: &PortRow) -> Verdict {
    if one.port == two.port {
        return Verdict::Refused(
            "CAT1と同じ接続先です。別のポート番号を入力するか、0:なし にしてください。".to_owned(),
        );
    }
    match (one.model, two.model) {
        (CatModel::JtC60, CatModel::JtC60)
        | (CatModel::JtC60, CatModel::JMups)
        | (CatModel::JMups, CatModel::JtC60) => Verdict::Fine,
        (CatModel::JMups, CatModel::JMups) => Verdict::Refused(
            "J-Mupsは1台だけ接続できます。2台使えるのはJT-C60だけです。片方を 0:なし にしてください。"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::{category_on, device_on};
    use crate::card::{CardCategoryCode, CatDeviceId, DEFAULT_CATEGORIES};
    use crate::terminal::profile::CatModel;

    #[test]
    fn every_category_on_every_model() {
        let mut table = String::new();
        for model in CatModel::ALL {
            for (code, name, ..) in DEFAULT_CATEGORIES {
                let verdict = category_on(*model, CardCategoryCode(*code));
                writeln!(table, "{} × {code} {name}: {verdict:?}", model.word()).expect("a string");
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn every_device_on_every_model() {
        let mut table = String::new();
        for model in [None, Some(CatModel::JtC60), Some(CatModel::JMups)] {
            for device in [None, Some(CatDeviceId::Cat1), Some(CatDeviceId::Cat2)] {
                writeln!(table, "{model:?} × {device:?}: {:?}", device_on(model, device)).expect("a string");
            }
        }
        insta::assert_snapshot!(table);
    }
}
