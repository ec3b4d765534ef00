//! A receipt as it is printed, line by line.

use super::{DataKind, Direction, Original, PrintLine, Receipt, SlipKind, barcode_text};
use crate::basket::{CounterMode, Discount};
use crate::card::{CardCategoryCode, DEFAULT_CATEGORIES, StampDuty};
use crate::money::Yen;
use crate::tax::TaxKind;
use crate::tender::{CardBackHow, CardDetails, Tender};
use crate::terminal::{PaymentCondition, PaymentDetail};

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
        self.print_deposit(&mut out);
        for tender in &self.slip.tenders {
            print_tender(&mut out, tender);
        }
        out.push(PrintLine::Rule);
        let reduced =
            self.slip.totals.classes.iter().any(|class| matches!(class.class.kind, TaxKind::Reduced));
        if self.slip.kind.is_taxed() && reduced {
            left(&mut out, "※印は軽減税率対象商品です。");
        }
        for text in &self.slip.shop.footer {
            center(&mut out, text);
        }
        match self.slip.mode {
            CounterMode::Live => out.push(PrintLine::Barcode {
                text: barcode_text(&self.slip.register_code, self.receipt_number),
            }),
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
        out.push(PrintLine::Title { text: self.heading().to_owned() });
        if let (SlipKind::Return { .. }, Some(_)) = (&self.slip.kind, &shop.registration_number) {
            center(out, "(適格返還請求書)");
        }
        pair(out, &self.issued_at_text, format!("レジ{}", self.slip.register_code));
        let operator = self.slip.operator.as_ref().map_or(String::new(), |who| format!("担当 {}", who.name));
        pair(out, &format!("伝票番号 {}", self.receipt_number), operator);
        if let Some(day) = &self.earlier_day {
            left(out, &format!("前日分({day})"));
        }
        match &self.slip.kind {
            SlipKind::Sale => {}
            SlipKind::Void { of, .. } | SlipKind::Return { of, .. } => print_original(out, of),
            SlipKind::Reservation { number, customer, due_date, .. } => {
                pair(out, &format!("予約番号 {number}"), format!("{customer} 様"));
                pair(out, "引渡予定日", due_date.clone());
            }
            SlipKind::HandOver { number, .. } => left(out, &format!("予約番号 {number}")),
            SlipKind::Cancellation { number, of, .. } => {
                left(out, &format!("予約番号 {number}"));
                print_original(out, of);
            }
        }
    }

    /// What it is, in large letters.
    fn heading(&self) -> &'static str {
        match &self.slip.kind {
            SlipKind::Sale | SlipKind::HandOver { .. } => "領収証",
            SlipKind::Void { .. } => "取消伝票",
            SlipKind::Return { .. } => "返品伝票",
            SlipKind::Reservation { deposit: Yen::ZERO, .. } => "予約票",
            SlipKind::Reservation { .. } => "内金領収書",
            SlipKind::Cancellation { .. } => "予約取消伝票",
        }
    }

    /// What was paid before, and what is to be paid now.
    fn print_deposit(&self, out: &mut Vec<PrintLine>) {
        match &self.slip.kind {
            SlipKind::Sale | SlipKind::Return { .. } | SlipKind::Void { deposit: Yen::ZERO, .. } => {}
            SlipKind::Void { deposit, .. } => {
                pair(out, "内金へ戻し", format!("¥{deposit}"));
                pair(out, "返金", format!("¥{}", self.slip.due()));
            }
            SlipKind::Reservation { deposit, .. } => {
                out.push(PrintLine::Total { left: "内金".to_owned(), right: format!("¥{deposit}") });
            }
            SlipKind::HandOver { deposit, .. } => {
                pair(out, "内金充当", format!("-{deposit}"));
                out.push(PrintLine::Total {
                    left: "残額".to_owned(),
                    right: format!("¥{}", self.slip.due()),
                });
            }
            SlipKind::Cancellation { deposit, .. } => {
                out.push(PrintLine::Total { left: "内金返金".to_owned(), right: format!("¥{deposit}") });
            }
        }
    }

    fn print_goods(&self, out: &mut Vec<PrintLine>) {
        let marked =
            |line: &crate::basket::Line| if self.slip.kind.is_taxed() { line.tax.mark() } else { "" };
        for (line, amount) in self.slip.lines.iter().zip(&self.slip.totals.lines) {
            left(out, &line.name);
            let gross = match &self.slip.kind {
                // What was paid for it is what goes back: discounts are within.
                SlipKind::Return { .. } => *amount,
                SlipKind::Sale
                | SlipKind::Void { .. }
                | SlipKind::Reservation { .. }
                | SlipKind::HandOver { .. }
                | SlipKind::Cancellation { .. } => {
                    line.unit_price.checked_mul(i64::from(line.quantity)).unwrap_or(*amount)
                }
            };
            pair(
                out,
                &format!("  @{} × {}", line.unit_price, line.quantity),
                format!("{}{}", self.signed(gross), marked(line)),
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
        pair(out, &format!("小計 {}点", totals.pieces), self.signed(totals.subtotal));
        if totals.slip_discount > Yen::ZERO {
            pair(out, "伝票値引", format!("-{}", totals.slip_discount));
        }
        if !self.slip.kind.is_taxed() {
            pair(out, "予約商品の合計", format!("¥{}", totals.total));
            return;
        }
        out.push(PrintLine::Total { left: "合計".to_owned(), right: self.signed(totals.total) });
        for class in &totals.classes {
            pair(out, &format!("({}", class.class.heading()), self.signed(class.amount));
            match class.class.kind {
                TaxKind::Standard | TaxKind::Reduced => {
                    pair(out, " 内消費税等", format!("{})", self.signed(class.tax)));
                }
                TaxKind::Exempt | TaxKind::OutOfScope => {}
            }
        }
    }

    /// An amount as it counts on this slip.
    fn signed(&self, amount: Yen) -> String {
        match (self.slip.kind.direction(), self.slip.kind.is_taxed()) {
            (Direction::Out, true) => format!("-¥{amount}"),
            (Direction::In, _) | (Direction::Out, false) => format!("¥{amount}"),
        }
    }
}

fn print_original(out: &mut Vec<PrintLine>, of: &Original) {
    let number = match (&of.receipt_number, &of.typed_number) {
        (Some(number), _) => number.to_string(),
        (None, Some(typed)) => typed.clone(),
        (None, None) => "不明".to_owned(),
    };
    pair(out, &format!("元伝票番号 {number}"), String::new());
    pair(out, "元の取引日", of.sold_at_text.clone());
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
