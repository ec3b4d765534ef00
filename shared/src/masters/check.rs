//! Judges a row whole: each field by its rule, then the rules between fields and other rows.

use super::linking::{self, Verdict};
use super::register::Sharing;
use super::{Fault, Master, Takes, Values, company, register, tax_class};
use crate::card::{CardCategoryCode, CatDeviceId};
use crate::tax::TaxKind;
use crate::terminal::CatPort;
use crate::terminal::profile::RecoveryClass;

/// What else there is in the books.
pub trait Others {
    /// Whether a master has a row of that code; for 税区分 any of its dated rows.
    fn has(&self, master: Master, code: &str) -> bool;
}

/// A row that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// As it is kept: figures in half width, no blanks at the ends, unknown keys gone.
    pub values: Values,
    /// What should be known about it all the same.
    pub warnings: Vec<Fault>,
}

/// Judges a row.
///
/// # Errors
/// Every fault that was found, in the order of the form; nothing is to be kept.
pub fn row(master: Master, typed: &Values, others: &dyn Others) -> Result<Judged, Vec<Fault>> {
    let mut values = Values::default();
    let mut faults = Vec::new();
    for rule in master.rules() {
        match rule.take(typed.get(rule.key)) {
            Ok(text) => {
                if let Some(fault) = dangling(rule, &text, others) {
                    faults.push(fault);
                }
                values.set(rule.key, text);
            }
            Err(message) => faults.push(Fault::new(rule.key, message)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let warnings = together(master, &values)?;
    Ok(Judged { values, warnings })
}

fn dangling(rule: &super::Rule, text: &str, others: &dyn Others) -> Option<Fault> {
    let Takes::Reference(master) = rule.takes else { return None };
    if text.is_empty() || others.has(master, text) {
        return None;
    }
    let message = format!(
        "{}「{text}」は{}に登録されていません。F5 で一覧から選んでください。",
        rule.label,
        master.label()
    );
    Some(Fault::new(rule.key, message))
}

/// The rules between the fields of one row.
fn together(master: Master, values: &Values) -> Result<Vec<Fault>, Vec<Fault>> {
    match master {
        Master::CardCompany => card_company(values),
        Master::Register => register_row(values),
        Master::TaxClass => tax(values),
        Master::CardCategory | Master::Product | Master::Store | Master::Operator => Ok(Vec::new()),
    }
}

fn card_company(values: &Values) -> Result<Vec<Fault>, Vec<Fault>> {
    let row = company::read(values).map_err(|fault| vec![fault])?;
    let mut said = Said::default();
    said.hear("device", linking::device_on(row.model, row.device));
    match row.model {
        Some(model) => said.hear("category", linking::category_on(model, row.category)),
        None if values.get("link_sales") == "1" => said.hear(
            "link_sales",
            Verdict::Refused(
                "売上連携するには連携機種名を選んでください。連携しないなら 0:しない にします。".to_owned(),
            ),
        ),
        None => {}
    }
    if row.model.is_some() && row.category == CardCategoryCode::CREDIT {
        said.hear(
            "category",
            Verdict::Warned(
                "銀聯とタッチ決済も受け付ける場合は、区分 30:クレ銀三面待ち をおすすめします。".to_owned(),
            ),
        );
    }
    said.end()
}

fn register_row(values: &Values) -> Result<Vec<Fault>, Vec<Fault>> {
    let mut said = Said::default();
    if values.get("link_mode") == "9" {
        said.hear("link_mode", Verdict::Refused(TEST_MODE.to_owned()));
    }
    if values.get("mode") == "1" && values.get("reason").is_empty() {
        said.hear("reason", Verdict::Refused("練習モードにする理由を入力してください。".to_owned()));
    }
    let mut ports = Vec::new();
    for device in [CatDeviceId::Cat1, CatDeviceId::Cat2] {
        match register::port(values, device) {
            Ok(port) => ports.extend(port),
            Err(fault) => said.faults.push(fault),
        }
    }
    for port in &ports {
        let key = register::key_of(port.device, "shared");
        said.hear(&key, shared(port));
    }
    if let [one, two] = ports.as_slice() {
        let key = register::key_of(two.device, if one.port == two.port { "port" } else { "model" });
        said.hear(&key, linking::ports_together(one, two));
    }
    if ports.is_empty() && values.get("link_mode") == "1" {
        said.hear(
            "link_mode",
            Verdict::Warned("CAT1・CAT2とも接続がないため、カードは連動しません。".to_owned()),
        );
    }
    said.end()
}

const TEST_MODE: &str = "9:テストモード は端末メーカーの試験用で、店舗では使えません。0:連動しない か 1:連動する を選んでください。練習には 店頭操作モード 1:練習モード を使います。";

/// 共用 needs LAN and a keyed model (product §3).
fn shared(port: &register::PortRow) -> Verdict {
    match (port.sharing, &port.port, port.model.profile().recovery) {
        (Sharing::Alone, ..) | (Sharing::Shared, CatPort::Tcp { .. }, RecoveryClass::Keyed) => Verdict::Fine,
        (Sharing::Shared, CatPort::Serial { .. }, _) => Verdict::Refused(
            "シリアルの端末は共用できません。LANでつなぐか、0:しない にしてください。".to_owned(),
        ),
        (Sharing::Shared, CatPort::Tcp { .. }, RecoveryClass::Last | RecoveryClass::None) => {
            Verdict::Refused(format!(
                "{}は共用できません。JT-C60を使うか、0:しない にしてください。",
                port.model.profile().name
            ))
        }
    }
}

fn tax(values: &Values) -> Result<Vec<Fault>, Vec<Fault>> {
    let class = tax_class::read(values).map_err(|fault| vec![fault])?;
    let untaxed = matches!(class.kind, TaxKind::Exempt | TaxKind::OutOfScope);
    if untaxed && class.percent != 0 {
        return Err(vec![Fault::new("percent", "非課税・不課税の税率は 0 にしてください。")]);
    }
    Ok(Vec::new())
}

/// What was said so far.
#[derive(Default)]
struct Said {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}

impl Said {
    fn hear(&mut self, key: &str, verdict: Verdict) {
        match verdict {
            Verdict::Fine => {}
            Verdict::Warned(text) => self.warnings.push(Fault::new(key, text)),
            Verdict::Refused(text) => self.faults.push(Fault::new(key, text)),
        }
    }

    fn end(self) -> Result<Vec<Fault>, Vec<Fault>> {
        if self.faults.is_empty() { Ok(self.warnings) } else { Err(self.faults) }
    }
}

#[cfg(test)]
mod tests;
