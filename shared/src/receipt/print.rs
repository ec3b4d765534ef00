//! A receipt as it is printed, line by line.

mod head;
pub(super) mod paid;

use super::{DataKind, Direction, PrintLine, Receipt, SlipKind, barcode_text, plain_text};
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

pub(super) fn left(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Left { text: text.to_owned() });
}

pub(super) fn center(out: &mut Vec<PrintLine>, text: &str) {
    out.push(PrintLine::Center { text: text.to_owned() });
}

pub(super) fn pair(out: &mut Vec<PrintLine>, left: &str, right: String) {
    out.push(PrintLine::Pair { left: left.to_owned(), right });
}
