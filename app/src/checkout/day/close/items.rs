//! What is open when a day closes.

use crate::checkout::Checkout;
use crate::checkout::questions::Open;

/// Something that is open, as the first step lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// What kind.
    pub kind: &'static str,
    /// Which.
    pub text: String,
}

impl Checkout {
    /// What is open now, a line each.
    #[must_use]
    pub fn open_items(&self) -> Vec<OpenItem> {
        let Some(shown) = self.shown.as_ref() else { return Vec::new() };
        let mut items: Vec<OpenItem> = self
            .open_things()
            .into_iter()
            .filter_map(|open| match open {
                Open::Question(payment) => {
                    let text = format!("{} ¥{}", payment.card_company_name, payment.amount);
                    Some(OpenItem { kind: "要確認", text })
                }
                Open::Action(action) => {
                    let text = format!("{} {} ¥{}", action.label(), action.card_company_name, action.amount);
                    Some(OpenItem { kind: "端末側の操作待ち", text })
                }
                Open::Exchange(_) => None,
            })
            .collect();
        let sales = shown.parked.iter().map(|sale| ("会計保留", sale));
        let current = shown.current.iter().filter(|sale| !sale.draft.lines.is_empty());
        for (kind, sale) in sales.chain(current.map(|sale| ("会計中の伝票", sale))) {
            let total = sale.draft.due().map(|due| due.to_string()).unwrap_or_default();
            items.push(OpenItem { kind, text: format!("¥{total}") });
        }
        items
    }

    /// Whether a payment is under way: then nothing is closed.
    #[must_use]
    pub fn payment_is_under_way(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| {
            shown.payments.iter().any(|payment| !payment.state.is_question() && payment.state.holds_port())
        })
    }
}
