//! What a page may see while nobody is signed in at it: that the register is there, what it is asked about, its own sale
//! and its own payments' receipts. Other people's names, sums and slips are for those who have signed in.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{PageId, ReceiptNumber, SaleId};
use catlink_shared::payment::PaymentState;
use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{SaleView, Snapshot};

/// What a connection was told that it may ask after.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Receipts of payments it asked for by their ids, which only the page that made them knows.
    receipts: Vec<(CounterMode, ReceiptNumber)>,
    /// The page's own sale, as it was last shown.
    own: Option<SaleId>,
}

/// As many receipts as a page comes back to.
const MOST_RECEIPTS: usize = 8;

impl Told {
    /// An answer names a receipt.
    pub(super) fn note(&mut self, reply: &Reply) {
        let Reply::Payment { payment } = reply else { return };
        if let PaymentState::Sold { receipt_number, .. } = payment.state
            && self.receipts.len() < MOST_RECEIPTS
        {
            self.receipts.push((payment.mode, receipt_number));
        }
    }

    /// Whether it asks for nothing but such a receipt.
    pub(super) fn may_read(&self, request: &Request) -> bool {
        match request {
            Request::ReadReceipt { receipt_number, mode } => {
                self.receipts.contains(&(*mode, *receipt_number))
            }
            _ => false,
        }
    }

    /// What is left of a snapshot.
    pub(super) fn may_see(&mut self, snapshot: Snapshot, page: Option<PageId>) -> Snapshot {
        let is_own = |sale: &SaleView| sale.owner.is_some() && sale.owner == page;
        let last_receipt = snapshot.last_receipt.filter(|receipt| Some(receipt.slip.sale_id) == self.own);
        self.own =
            snapshot.current.as_ref().filter(|sale| is_own(sale)).map(|sale| sale.sale_id).or(self.own);
        Snapshot {
            current: snapshot.current.map(|sale| if is_own(&sale) { sale } else { without_names(sale) }),
            parked: snapshot.parked.into_iter().map(without_names).collect(),
            last_receipt,
            ..snapshot
        }
    }
}

/// Another page's sale: neither whose page it is, nor whose goods.
fn without_names(sale: SaleView) -> SaleView {
    let mut sale = sale;
    sale.owner = sale.owner.map(|_| PageId::from_parts(0, &[0; 10]));
    match &mut sale.draft.purpose {
        Purpose::Sale | Purpose::HandOver { .. } => {}
        Purpose::Reserve(booking) | Purpose::Change { booking, .. } => {
            *booking = Booking { deposit: booking.deposit, ..Booking::default() };
        }
    }
    sale
}
