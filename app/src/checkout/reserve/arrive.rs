//! What comes from the agent about reservations.

use catlink_shared::ids::RequestId;
use catlink_shared::receipt::Receipt;
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::{ReservationsReply, ReservationsRequest};

use super::ReserveScreen;
use crate::checkout::Checkout;
use crate::checkout::printing::Learned;
use crate::checkout::screen::Screen;

impl Checkout {
    pub(in crate::checkout) fn reservations_answered(
        &mut self,
        id: RequestId,
        request: &Request,
        reply: ReservationsReply,
    ) {
        let Request::Reservations { ask } = request else { return };
        match (reply, ask) {
            (ReservationsReply::Found { rows, more }, ReservationsRequest::Find { query }) => {
                if self.reservations.asked == Some(id) {
                    (self.reservations.rows, self.reservations.more) = (rows, more);
                    self.reservations.found = Some(query.text.clone());
                }
            }
            (ReservationsReply::Sheet { sheet }, ReservationsRequest::Change { number, .. }) => {
                self.reservations.sheet = Some(*sheet);
                self.forget_sale();
                self.stack = vec![
                    Screen::Reserve(ReserveScreen::List),
                    Screen::Reserve(ReserveScreen::Sheet(*number)),
                ];
                self.say("予約を変更しました。変更履歴に記録されています。");
            }
            (ReservationsReply::Sheet { sheet }, _) => {
                if self.reservations.asked == Some(id) {
                    self.reservations.sheet = Some(*sheet);
                }
            }
            (ReservationsReply::Cancelled { receipt }, _) => self.show_cancellation(receipt),
            (ReservationsReply::Found { .. }, _) => {}
        }
    }

    /// The sale on the counter, if there is one, stays as it is.
    fn show_cancellation(&mut self, receipt: Box<Receipt>) {
        self.receipt_of = Some(receipt.slip.sale_id);
        self.receipt_came(Learned::Settled);
        self.receipt = Some(receipt);
        self.reservations.sheet = None;
        self.stack = vec![Screen::Reserve(ReserveScreen::List), Screen::Receipt];
    }

    /// What has moved on is read anew.
    pub(in crate::checkout) fn reservation_refused(&mut self, request: &Request, refusal: &Refusal) {
        let moved = refusal.code == RefusalCode::ReservationMoved;
        if let (Request::Reservations { ask: ReservationsRequest::Cancel { .. } }, true) = (request, moved) {
            self.stack.retain(|screen| !matches!(screen, Screen::Reserve(ReserveScreen::Cancel(_))));
        }
    }
}
