//! What an update tells that the screen alone would not: it was done elsewhere, or not done at all. One sentence each.

use catlink_shared::ids::SaleId;
use catlink_shared::payment::PaymentState;
use catlink_shared::wire::update::{CancelAsked, Snapshot};

use super::Checkout;
use super::hand::Hand;

/// Something the clerk is to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// Another page took this page's sale over.
    TakenOver(SaleId),
    /// Another page parked this page's sale, after taking it over.
    ParkedElsewhere,
    /// Another page ended this page's sale, after taking it over.
    EndedElsewhere,
    /// A parked sale became a slip by itself.
    Sold(String),
    /// 中止 did not reach the terminal.
    CancelUndelivered,
}

impl Checkout {
    /// What the next update tells. To be asked before it is shown.
    pub(super) fn news(&self, next: &Snapshot) -> Option<News> {
        self.own_sale_elsewhere(next)
            .or_else(|| self.undelivered_cancel(next))
            .or_else(|| self.parked_sale_sold(next))
    }

    /// This page's sale is this page's no more, and not by what this page did.
    fn own_sale_elsewhere(&self, next: &Snapshot) -> Option<News> {
        let own = self.own_sale()?.sale_id;
        if self.given_up == Some(own) || self.receipt_of == Some(own) {
            return None;
        }
        if let Some(sale) = next.current.as_ref().filter(|sale| sale.sale_id == own) {
            return (sale.owner != Some(self.page_id)).then_some(News::TakenOver(own));
        }
        let sold = next.last_receipt.as_ref().is_some_and(|receipt| receipt.slip.sale_id == own);
        let was_shown = self.current().is_some_and(|sale| sale.sale_id == own);
        if sold || !was_shown || self.is_busy() {
            return None;
        }
        let parked = next.parked.iter().any(|sale| sale.sale_id == own);
        Some(if parked { News::ParkedElsewhere } else { News::EndedElsewhere })
    }

    /// 中止 was asked for and is so no more, while the terminal is still at it: it could not be delivered.
    fn undelivered_cancel(&self, next: &Snapshot) -> Option<News> {
        let own = self.own_payment().filter(|payment| matches!(payment.cancel, CancelAsked::Yes))?;
        let now = next.payments.iter().find(|payment| payment.payment_id == own.payment_id)?;
        let under_way = matches!(now.state, PaymentState::Accepted | PaymentState::Sent);
        (under_way && matches!(now.cancel, CancelAsked::No)).then_some(News::CancelUndelivered)
    }

    /// The approval of a parked sale came while the next customer was served.
    fn parked_sale_sold(&self, next: &Snapshot) -> Option<News> {
        let receipt = next.last_receipt.as_ref()?;
        let parked = &self.shown.as_ref()?.parked;
        let sale_id = receipt.slip.sale_id;
        let was_parked = parked.iter().any(|sale| sale.sale_id == sale_id)
            && self.own_sale().is_none_or(|own| own.sale_id != sale_id);
        let total = receipt.slip.due();
        was_parked.then(|| {
            News::Sold(format!(
                "保留していた会計の決済が確認でき、売上になりました(伝票番号 {} ¥{total})。",
                receipt.receipt_number
            ))
        })
    }

    /// Tells it, and lets go of what is another page's now.
    pub(super) fn tell(&mut self, news: News, in_hand: Option<&Hand>) {
        match news {
            News::TakenOver(sale_id) => {
                self.lost = Some(sale_id);
                self.card = None;
                // What becomes of its payment is the other page's to follow.
                if let Some(id) = self.under_way {
                    self.under_way_is_over(id);
                }
                let unsent = in_hand.is_some_and(|hand| !hand.is_kept());
                let lost = if unsent { "送信前の入力は取り消されました。" } else { "" };
                self.warn(format!(
                    "この会計は別の画面に引き継がれました。この画面では見るだけです。{lost}"
                ));
            }
            News::ParkedElsewhere => {
                self.warn("この会計は別の画面で会計保留になりました。F8呼出で戻せます。");
            }
            News::EndedElsewhere => self.warn("この会計は別の画面で終了しました。"),
            // What was not done weighs more.
            News::Sold(sentence) if !self.has_warning() => self.say(sentence),
            News::Sold(_) => {}
            News::CancelUndelivered => self.warn(
                "中止の依頼は端末に届きませんでした。決済は続いています。もう一度F9を押すか、端末で中止してください。",
            ),
        }
    }

    /// Whether another page took over the sale that is watched here.
    #[must_use]
    pub fn was_taken_over(&self) -> bool {
        self.lost.is_some() && self.watched().map(|sale| sale.sale_id) == self.lost
    }
}
