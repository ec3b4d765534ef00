//! The head of a slip's paper: who issued it, what it is, when, and what it takes back.

use super::{center, left, pair};
use crate::basket::CounterMode;
use crate::money::Yen;
use crate::receipt::{Original, PrintLine, Receipt, SlipKind};

impl Receipt {
    pub(super) fn print_head(&self, out: &mut Vec<PrintLine>) {
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
