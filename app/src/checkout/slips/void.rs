//! 【伝票取消】

use catlink_shared::ids::SaleId;
use catlink_shared::money::Yen;
use catlink_shared::refund::Refund;
use catlink_shared::wire::slips::{HandPayment, SlipsRequest};

use super::Afterwards;
use crate::checkout::Checkout;
use crate::checkout::busy::Act;

impl Checkout {
    /// How the money of the slip that stands open goes back when it is voided.
    #[must_use]
    pub fn refunds_of_void(&self) -> Vec<Refund> {
        let Some(sheet) = self.slips.sheet() else { return Vec::new() };
        let chosen = sheet.tenders.iter().zip(&self.slips.ways).enumerate();
        chosen
            .filter(|(_, (tender, _))| tender.left > Yen::ZERO)
            .map(|(of_tender, (tender, by))| Refund { of_tender, by: *by, amount: tender.left })
            .collect()
    }

    /// Whether a payment by hand of the slip that stands open is not booked.
    #[must_use]
    pub fn hand_of_void(&self) -> HandPayment {
        let open = self
            .slips
            .sheet()
            .is_some_and(|sheet| sheet.tenders.iter().any(|tender| tender.hand == HandPayment::NotTaken));
        if open { HandPayment::NotTaken } else { HandPayment::Settled }
    }

    /// F6取消して打ち直し, and back.
    pub(in crate::checkout) fn change_afterwards(&mut self) {
        self.slips.afterwards = match self.slips.afterwards {
            Afterwards::Retype => Afterwards::Nothing,
            Afterwards::Nothing if self.current().is_some() => {
                return self.warn(
                    "会計中の伝票があります。その会計を終えるか会計保留にしてから、打ち直してください。",
                );
            }
            Afterwards::Nothing => Afterwards::Retype,
        };
    }

    /// F12はい in 【伝票取消】
    pub(in crate::checkout) fn void_slip(&mut self, now: u64) {
        let Some(receipt_number) = self.slips.number else { return };
        let ask = SlipsRequest::Void {
            slip_id: SaleId::from_parts(now, &(self.dice)()),
            receipt_number,
            refunds: self.refunds_of_void(),
            hand: self.hand_of_void(),
            operator_code: None,
        };
        self.ask_with_operator(ask, now);
    }

    /// Sends a request with whoever does it.
    pub(super) fn ask_with_operator(&mut self, mut ask: SlipsRequest, now: u64) {
        match self.deciding_operator() {
            Ok(operator) => {
                match &mut ask {
                    SlipsRequest::Void { operator_code, .. }
                    | SlipsRequest::GiveBack { operator_code, .. }
                    | SlipsRequest::GiveBackUnknown { operator_code, .. } => *operator_code = operator,
                    SlipsRequest::Find { .. } | SlipsRequest::Read { .. } => {}
                }
                self.begin_act(Act::Slips(ask), now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }
}
