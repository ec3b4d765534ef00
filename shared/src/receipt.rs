//! A finished slip as it is kept, and its receipt as it is printed.
//!
//! A receipt is a list of [`PrintLine`]s: the page lays them out for screen and paper, and their plain text is what the
//! electronic journal keeps. It carries what a simplified qualified invoice (適格簡易請求書) must: shop and registration
//! number, date, goods with ※ for the reduced rate, amount and tax per rate (National Tax Agency, Invoice System Q&A).

pub mod paper;

use serde::{Deserialize, Serialize};

use crate::basket::{CounterMode, Discount, Line, Totals};
use crate::card::{CardCategoryCode, DEFAULT_CATEGORIES, StampDuty};
use crate::ids::{ReceiptNumber, SaleId, UnixMs};
use crate::money::Yen;
use crate::tax::TaxKind;
use crate::tender::{CardDetails, Tender};
use crate::terminal::{PaymentCondition, PaymentDetail};

/// The shop as a receipt names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopHeader {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// 登録番号: `T` and 13 digits; none for a shop that issues no invoices.
    pub registration_number: Option<String>,
    /// First lines of the receipt, above the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// Last lines of the receipt.
    pub footer: Vec<String>,
}

/// Who served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// 担当者コード
    pub code: String,
    /// Name.
    pub name: String,
}

/// A slip, frozen: all of a sale but its number and the time it was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Which sale.
    pub sale_id: SaleId,
    /// Live or training.
    pub mode: CounterMode,
    /// The business day it belongs to, `YYYY-MM-DD`.
    pub business_day: String,
    /// The register.
    pub register_code: String,
    /// Who served, where the register asks.
    pub operator: Option<Operator>,
    /// The shop.
    pub shop: ShopHeader,
    /// The goods.
    pub lines: Vec<Line>,
    /// What they come to.
    pub totals: Totals,
    /// How it was paid; never empty in a settled slip of more than ¥0.
    pub tenders: Vec<Tender>,
}

/// Whether money or a virtual terminal's play money was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataKind {
    /// A shop's books.
    Real,
    /// A data folder started with `--demo`.
    Demo,
}

/// A settled slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// 伝票番号 of the POS.
    pub receipt_number: ReceiptNumber,
    /// When it was settled, the agent's clock.
    pub issued_at: UnixMs,
    /// The same in Japan time, `2026年11月23日 10:05`.
    pub issued_at_text: String,
    /// Demo books are marked on every receipt.
    pub data: DataKind,
    /// 前日分: settled after the day it began on was closed.
    #[serde(default)]
    pub earlier_day: Option<String>,
    /// The slip.
    pub slip: Slip,
}

/// One line of a printed receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PrintLine {
    /// The shop's name and the like.
    Title {
        /// What it says.
        text: String,
    },
    /// Centred.
    Center {
        /// What it says.
        text: String,
    },
    /// From the left.
    Left {
        /// What it says.
        text: String,
    },
    /// Left and right.
    Pair {
        /// What.
        left: String,
        /// How much.
        right: String,
    },
    /// Left and right, large: the total.
    Total {
        /// What.
        left: String,
        /// How much.
        right: String,
    },
    /// A rule.
    Rule,
    /// The slip's number as a bar code (Code 128).
    Barcode {
        /// What it encodes.
        text: String,
    },
}

impl Receipt {
    /// The receipt as printed.
    #[must_use]
    pub fn print(&self) -> Vec<PrintLine> {
        let mut out = Vec::new();
        self.print_marks(&mut out);
        self.print_head(&mut out);
        out.push(PrintLine::Rule);
        self.print_goods(&mut out);
        out.push(PrintLine::Rule);
        self.print_totals(&mut out);
        for tender in &self.slip.tenders {
            print_tender(&mut out, tender);
        }
        out.push(PrintLine::Rule);
        if self.slip.totals.classes.iter().any(|class| matches!(class.class.kind, TaxKind::Reduced)) {
            left(&mut out, "※印は軽減税率対象商品です。");
        }
        for text in &self.slip.shop.footer {
            center(&mut out, text);
        }
        match self.slip.mode {
            CounterMode::Live => out.push(PrintLine::Barcode { text: self.receipt_number.to_string() }),
            CounterMode::Training => {}
        }
        self.print_marks(&mut out);
        out
    }

    /// The receipt as plain text, one line each, for the electronic journal and for comparing.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        for line in self.print() {
            match line {
                PrintLine::Title { text: t } | PrintLine::Center { text: t } => {
                    text.push_str("  ");
                    text.push_str(&t);
                }
                PrintLine::Left { text: t } => text.push_str(&t),
                PrintLine::Pair { left, right } | PrintLine::Total { left, right } => {
                    text.push_str(&left);
                    text.push_str("  ");
                    text.push_str(&right);
                }
                PrintLine::Rule => text.push_str("--------------------------------"),
                PrintLine::Barcode { text: t } => {
                    text.push('|');
                    text.push_str(&t);
                    text.push('|');
                }
            }
            text.push('\n');
        }
        text
    }

    fn print_marks(&self, out: &mut Vec<PrintLine>) {
        if matches!(self.slip.mode, CounterMode::Training) {
            out.push(PrintLine::Title { text: "【練習】".to_owned() });
        }
        if matches!(self.data, DataKind::Demo) {
            center(out, "*** デモ(実際の取引ではありません) ***");
        }
    }

    fn print_head(&self, out: &mut Vec<PrintLine>) {
        let shop = &self.slip.shop;
        for line in &shop.header {
            center(out, line);
        }
        out.push(PrintLine::Title { text: shop.name.clone() });
        center(out, &shop.address);
        if !shop.phone.is_empty() {
            center(out, &format!("TEL {}", shop.phone));
        }
        if let (CounterMode::Live, Some(number)) = (self.slip.mode, &shop.registration_number) {
            center(out, &format!("登録番号 {number}"));
        }
        out.push(PrintLine::Title { text: "領収証".to_owned() });
        pair(out, &self.issued_at_text, format!("レジ{}", self.slip.register_code));
        let operator = self.slip.operator.as_ref().map_or(String::new(), |who| format!("担当 {}", who.name));
        pair(out, &format!("伝票番号 {}", self.receipt_number), operator);
        if let Some(day) = &self.earlier_day {
            left(out, &format!("前日分({day})"));
        }
    }

    fn print_goods(&self, out: &mut Vec<PrintLine>) {
        for (line, amount) in self.slip.lines.iter().zip(&self.slip.totals.lines) {
            left(out, &line.name);
            let gross = line.unit_price.checked_mul(i64::from(line.quantity)).unwrap_or(*amount);
            pair(
                out,
                &format!("  @{} × {}", line.unit_price, line.quantity),
                format!("¥{gross}{}", line.tax.mark()),
            );
            let off = gross.checked_sub(*amount).unwrap_or(Yen::ZERO);
            match line.discount {
                Discount::None => {}
                Discount::Yen(_) => pair(out, "  値引", format!("-{off}")),
                Discount::Rate(percent) => pair(out, &format!("  割引 {percent}%"), format!("-{off}")),
            }
        }
    }

    fn print_totals(&self, out: &mut Vec<PrintLine>) {
        let totals = &self.slip.totals;
        pair(out, &format!("小計 {}点", totals.pieces), format!("¥{}", totals.subtotal));
        if totals.slip_discount > Yen::ZERO {
            pair(out, "伝票値引", format!("-{}", totals.slip_discount));
        }
        out.push(PrintLine::Total { left: "合計".to_owned(), right: format!("¥{}", totals.total) });
        for class in &totals.classes {
            pair(out, &format!("({}", class.class.heading()), format!("¥{}", class.amount));
            match class.class.kind {
                TaxKind::Standard | TaxKind::Reduced => {
                    pair(out, " 内消費税等", format!("¥{})", class.tax));
                }
                TaxKind::Exempt | TaxKind::OutOfScope => {}
            }
        }
    }
}

fn print_tender(out: &mut Vec<PrintLine>, tender: &Tender) {
    match tender {
        Tender::Cash { amount, tendered, change } => {
            pair(out, "現金", format!("¥{amount}"));
            pair(out, " お預り", format!("¥{tendered}"));
            pair(out, " お釣り", format!("¥{change}"));
        }
        Tender::Card { amount, card_company_name, category, .. } => {
            pair(out, paid_by(*category), format!("¥{amount}"));
            left(out, &format!(" {card_company_name}"));
        }
        Tender::LinkedCard { amount, card_company_name, category, category_name, details, .. } => {
            pair(out, paid_by(*category), format!("¥{amount}"));
            pair(out, &format!(" {card_company_name}"), category_name.clone());
            print_details(out, details);
        }
    }
}

/// Only what is paid on credit may say クレジットカード利用: it is what frees the receipt from revenue stamps (印紙税法
/// 基本通達 別表第一 第17号文書). E-money and codes that are paid at once say what they are.
fn paid_by(category: CardCategoryCode) -> &'static str {
    match DEFAULT_CATEGORIES.iter().find(|(code, ..)| *code == category.0) {
        Some((_, _, StampDuty::Exempt, _)) => "クレジットカード利用",
        Some((_, _, StampDuty::Taxable, "QR")) => "コード決済利用",
        Some((_, _, StampDuty::Taxable, "デビット")) => "デビット利用",
        Some((_, _, StampDuty::Taxable, _)) => "電子マネー利用",
        None => "カード利用",
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

fn left(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Left { text: text.to_owned() });
}

fn center(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Center { text: text.to_owned() });
}

fn pair(out: &mut Vec<PrintLine>, left: &str, right: String) {
    out.push(PrintLine::Pair { left: left.to_owned(), right });
}
