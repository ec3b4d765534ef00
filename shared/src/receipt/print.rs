//! A receipt as it is printed, line by line.

pub(super) mod paid;

use super::{DataKind, Direction, Original, PrintLine, Receipt, SlipKind, barcode_text, plain_text};
use crate::basket::{CounterMode, Discount};
use crate::money::Yen;
use crate::tax::TaxKind;

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
            paid::print_tender(&mut out, tender);
        }
        self.print_stamp(&mut out);
        out.push(PrintLine::Rule);
        self.print_reduced(&mut out);
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

    /// What ※ means, where there is one.
    pub(super) fn print_reduced(&self, out: &mut Vec<PrintLine>) {
        let reduced =
            self.slip.totals.classes.iter().any(|class| matches!(class.class.kind, TaxKind::Reduced));
        if self.slip.kind.is_taxed() && reduced {
            left(out, "※印は軽減税率対象商品です。");
        }
    }

    /// The receipt as plain text, one line each, for comparing.
    #[must_use]
    pub fn plain_text(&self) -> String {
        plain_text(&self.print())
    }

    /// What training and demo books say top and bottom.
    pub(super) fn print_marks(&self, out: &mut Vec<PrintLine>) {
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
        self.print_taxes(out);
    }

    /// What is sold at each rate, and the tax in it.
    pub(super) fn print_taxes(&self, out: &mut Vec<PrintLine>) {
        for class in &self.slip.totals.classes {
            pair(out, &format!("({}", class.class.heading()), self.signed(class.amount));
            match class.class.kind {
                TaxKind::Standard | TaxKind::Reduced => {
                    pair(out, " 内消費税等", format!("{})", self.signed(class.tax)));
                }
                TaxKind::Exempt | TaxKind::OutOfScope => {}
            }
        }
    }

    /// The box for a revenue stamp. Where only a part is paid with money, that part and its tax are stated, so that the
    /// tax does not count (see [`StampBase`](super::StampBase)).
    pub(super) fn print_stamp(&self, out: &mut Vec<PrintLine>) {
        let Some(base) = self.slip.stamp_base() else { return };
        if base.matters() && base.paid < self.slip.totals.total {
            pair(out, "金銭でのお支払い", format!("¥{}", base.paid));
            if base.tax > Yen::ZERO {
                pair(out, " うち消費税等", format!("¥{}", base.tax));
            }
        }
        if let Some(value) = base.duty() {
            out.push(PrintLine::Stamp { value });
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

pub(super) fn left(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Left { text: text.to_owned() });
}

pub(super) fn center(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Center { text: text.to_owned() });
}

pub(super) fn pair(out: &mut Vec<PrintLine>, left: &str, right: String) {
    out.push(PrintLine::Pair { left: left.to_owned(), right });
}
