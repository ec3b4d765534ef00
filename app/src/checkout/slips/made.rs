//! The slip that was made: its paper, and what comes after it.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::receipt::Receipt;
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::SlipsRequest;

use super::{Afterwards, SlipScreen};
use crate::checkout::Checkout;
use crate::checkout::printing::Learned;
use crate::checkout::screen::Screen;

impl Checkout {
    /// Shows the slip that was made, over the search.
    pub(super) fn slip_was_made(&mut self, receipt: Box<Receipt>) {
        let again = self.receipt_of == Some(receipt.slip.sale_id);
        if again {
            return;
        }
        self.receipt_of = Some(receipt.slip.sale_id);
        self.slips.retype = match self.slips.afterwards {
            Afterwards::Nothing => None,
            Afterwards::Retype => Some(Draft {
                mode: CounterMode::Live,
                lines: receipt.slip.lines.clone(),
                slip_discount: receipt.slip.totals.slip_discount,
                ..Draft::default()
            }),
        };
        self.slips.number = None;
        self.slips.sheet = None;
        self.receipt = Some(receipt);
        self.stack = vec![self.where_slips_are_found(), Screen::Receipt];
        self.notice = None;
        self.receipt_came(Learned::Settled);
    }

    /// The list the slip was opened from.
    fn where_slips_are_found(&self) -> Screen {
        match self.stack.first() {
            Some(list @ Screen::History(_)) => *list,
            _ => Screen::Slips(SlipScreen::Find),
        }
    }

    /// F12 after a slip that gave money back: the search again, or the goods as the next sale.
    pub(in crate::checkout) fn after_slip(&mut self, now: u64) {
        self.receipt = None;
        self.slips.afterwards = Afterwards::Nothing;
        let Some(goods) = self.slips.retype.take() else {
            self.fields.clear(SlipScreen::Find.fields());
            self.slips.query = catlink_shared::wire::slips::SlipQuery::default();
            self.stack = vec![self.where_slips_are_found()];
            return;
        };
        self.back_to_sale();
        if self.current().is_some() || self.own_sale().is_some() {
            return self.warn(
                "会計中の伝票があるため、打ち直しの商品を読み込めませんでした。取消した伝票を見て、入力し直してください。",
            );
        }
        let put = self.edit(now, |draft| {
            draft.lines = goods.lines;
            draft.slip_discount = goods.slip_discount;
            Ok(())
        });
        match put {
            Ok(()) => self.say("取消した伝票の商品を読み込みました。修正して F12 発行へ進んでください。"),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// A slip that cannot be undone any more is read anew, and its dialog closes.
    pub(in crate::checkout) fn slips_refused(&mut self, request: &Request, refusal: &Refusal) {
        let Request::Slips { ask } = request else { return };
        match ask {
            SlipsRequest::Void { .. } | SlipsRequest::GiveBack { .. } => {
                let moved_on = matches!(
                    refusal.code,
                    RefusalCode::SlipDone | RefusalCode::AmountDiffers | RefusalCode::BadBasket
                );
                if moved_on {
                    self.stack = vec![Screen::Slips(SlipScreen::Find), Screen::Slips(SlipScreen::Sheet)];
                    self.slips.sheet = None;
                }
            }
            SlipsRequest::Find { .. } => self.slips.asked = None,
            SlipsRequest::Read { .. } => {
                if self.stack.last() == Some(&Screen::Slips(SlipScreen::Sheet)) {
                    self.slips.number = None;
                    self.close();
                }
            }
            SlipsRequest::GiveBackUnknown { .. } => {}
        }
    }
}
