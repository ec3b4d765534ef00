//! How a slip was paid, or how its money goes back, line by line.

use super::{left, pair};
use crate::card::{CardCategoryCode, DEFAULT_CATEGORIES, StampDuty};
use crate::receipt::PrintLine;
use crate::tender::{CardBackHow, CardDetails, Tender};
use crate::terminal::{PaymentCondition, PaymentDetail};

/// One tender.
pub(crate) fn print_tender(out: &mut Vec<PrintLine>, tender: &Tender) {
    match tender {
        Tender::Cash { amount, tendered, change } => {
            pair(out, "現金", format!("¥{amount}"));
            pair(out, " お預り", format!("¥{tendered}"));
            pair(out, " お釣り", format!("¥{change}"));
        }
        Tender::Card { amount, card_company_name, category, .. } => {
            pair(out, paid_by(tender, *category), format!("¥{amount}"));
            left(out, &format!(" {card_company_name}"));
        }
        Tender::CashBack { amount, instead_of, .. } => {
            pair(out, "現金返金", format!("¥{amount}"));
            if let Some(card) = instead_of {
                left(out, &format!(" {card}でのお支払い分"));
            }
        }
        Tender::CardBack { amount, card_company_name, slip_number, how, .. } => {
            let (word, by) = match how {
                CardBackHow::ByHand => ("カードへ返金", "端末で処理"),
                CardBackHow::NeverTaken => ("カード決済なし", "端末での決済なし"),
            };
            pair(out, word, format!("¥{amount}"));
            left(out, &format!(" {card_company_name}({by})"));
            if let Some(slip) = slip_number {
                pair(out, " 元の端末伝票番号", slip.to_string());
            }
        }
        Tender::LinkedCard { amount, card_company_name, category, category_name, details, .. } => {
            pair(out, paid_by(tender, *category), format!("¥{amount}"));
            pair(out, &format!(" {card_company_name}"), category_name.clone());
            print_details(out, details);
        }
    }
}

/// Only what is paid on credit may say クレジットカード利用: it is what frees the receipt from revenue stamps (印紙税法
/// 基本通達 別表第一 第17号文書). E-money and codes that are paid at once say what they are.
fn paid_by(tender: &Tender, category: CardCategoryCode) -> &'static str {
    let group =
        DEFAULT_CATEGORIES.iter().find(|(code, ..)| *code == category.0).map(|(_, _, _, group)| *group);
    match (tender.stamp(), group) {
        (StampDuty::Exempt, _) => "クレジットカード利用",
        (StampDuty::Taxable, Some("QR")) => "コード決済利用",
        (StampDuty::Taxable, Some("デビット")) => "デビット利用",
        (StampDuty::Taxable, Some("電子マネー")) => "電子マネー利用",
        (StampDuty::Taxable, _) => "カード利用",
    }
}

fn print_details(out: &mut Vec<PrintLine>, details: &CardDetails) {
    if let Some(brand) = details.brand_name.as_deref().or(details.brand.as_ref().map(|code| code.as_str())) {
        pair(out, " ブランド", brand.to_owned());
    }
    if let Some(last4) = &details.account_last4 {
        pair(out, " カード番号", format!("****-****-****-{last4}"));
    }
    if let Some(condition) = details.payment_condition {
        let count = details.payment_detail.as_ref().and_then(|detail| payment_count(condition, detail));
        let count = count.map_or(String::new(), |count| format!(" {count}回"));
        pair(out, " 支払区分", format!("{}{count}", condition.label()));
    }
    if let Some(code) = &details.approval_code {
        pair(out, " 承認番号", code.to_string());
    }
    if let Some(slip) = &details.slip_number {
        pair(out, " 端末伝票番号", slip.to_string());
    }
    if let Some(balance) = details.balance {
        pair(out, " 残高", format!("¥{balance}"));
    }
}

/// How many payments: the second figure of 分割's detail (UnifiedPOS PaymentDetail: first month, count).
fn payment_count(condition: PaymentCondition, detail: &PaymentDetail) -> Option<u32> {
    match condition {
        PaymentCondition::Installment1 | PaymentCondition::Installment2 | PaymentCondition::Installment3 => {
            detail.as_str().split(',').nth(1)?.parse().ok()
        }
        PaymentCondition::Lump
        | PaymentCondition::Bonus1
        | PaymentCondition::Bonus2
        | PaymentCondition::Bonus3
        | PaymentCondition::Bonus4
        | PaymentCondition::Bonus5
        | PaymentCondition::BonusCombination1
        | PaymentCondition::BonusCombination2
        | PaymentCondition::BonusCombination3
        | PaymentCondition::BonusCombination4
        | PaymentCondition::Revolving
        | PaymentCondition::Debit
        | PaymentCondition::ElectronicMoney => None,
    }
}
