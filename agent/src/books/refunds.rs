//! What of a slip's money can go back to the customer, and how it does: to the card by hand on its terminal, or in cash.
//!
//! Here: what of each tender is left. It knows slips and 端末側の操作待ち, and neither what is voided nor which goods come
//! back.

mod chosen;
mod on_terminal;

use catlink_shared::card::LinkFlag;
use catlink_shared::ids::ReceiptNumber;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::refund::RefundBy;
use catlink_shared::tender::Tender;
use catlink_shared::terminal::profile::{CatModel, PartialReturn, WayBack};
use catlink_shared::terminal::{BrandCode, TerminalId};
use catlink_shared::wire::slips::{Guide, HandPayment, TenderLeft};
use rusqlite::Connection;

use super::{BooksError, actions, catalog, reservations, slips};

pub use chosen::tenders;
pub use on_terminal::open_actions;

/// A tender of a slip, with what of it can go back still.
#[derive(Debug, Clone)]
pub struct Left {
    /// As pages are shown it.
    pub view: TenderLeft,
    terminal_id: Option<TerminalId>,
}

/// Whose money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// What was paid with the slip itself: a voided 引渡 leaves its 内金 held.
    Slip,
    /// What its goods were paid with: 内金 of a 引渡, too, after the slip's own.
    Goods,
}

/// A tender, with the slip it was paid with.
struct Paid {
    receipt_number: ReceiptNumber,
    tender: Tender,
}

fn paid(connection: &Connection, original: &Receipt, of: Of) -> Result<Vec<Paid>, BooksError> {
    let tenders = |receipt: &Receipt| -> Vec<Paid> {
        let receipt_number = receipt.receipt_number;
        receipt.slip.tenders.iter().map(|tender| Paid { receipt_number, tender: tender.clone() }).collect()
    };
    let mut paid = tenders(original);
    if let (Of::Goods, SlipKind::HandOver { number, .. }) = (of, &original.slip.kind)
        && let Some(reservation) = reservations::find(connection, *number)?
        && let Some(made) = slips::find(connection, original.slip.mode, reservation.receipt_number)?
    {
        paid.extend(tenders(&made));
    }
    Ok(paid)
}

/// What of each tender of a slip can go back still.
///
/// # Errors
/// The database.
pub fn left(connection: &Connection, original: &Receipt, of: Of) -> Result<Vec<Left>, BooksError> {
    left_of(connection, original, &paid(connection, original, of)?)
}

fn left_of(connection: &Connection, original: &Receipt, paid: &[Paid]) -> Result<Vec<Left>, BooksError> {
    let mut all = Vec::with_capacity(paid.len());
    for paid in paid {
        all.push(of_tender(connection, paid.receipt_number, &paid.tender)?);
    }
    for receipt in slips::that_undo(connection, original.receipt_number)? {
        for tender in &receipt.slip.tenders {
            let place = match tender {
                Tender::CashBack { of_tender, .. } => *of_tender,
                Tender::CardBack { of_tender, .. } => Some(*of_tender),
                Tender::Cash { .. } | Tender::Card { .. } | Tender::LinkedCard { .. } => None,
            };
            if let Some(known) = place.and_then(|place| all.get_mut(place)) {
                let left = known.view.left;
                known.view.left = left.checked_sub(tender.amount()).unwrap_or(Yen::ZERO);
                // Where all of it was returned and what stayed bought was taken anew, that is what goes back next.
                if matches!(tender, Tender::CardBack { .. }) {
                    known.taken_by_hand(connection, receipt.receipt_number)?;
                }
            }
        }
    }
    Ok(all)
}

fn of_tender(
    connection: &Connection,
    receipt_number: ReceiptNumber,
    tender: &Tender,
) -> Result<Left, BooksError> {
    let mut known = Left {
        view: TenderLeft {
            left: tender.amount(),
            by: RefundBy::Cash,
            card_company_name: None,
            model: None,
            slip_number: None,
            way_back: WayBack::Void,
            part: PartialReturn::Possible,
            void_guide: Guide::Shown,
            return_guide: Guide::Shown,
            hand: HandPayment::Settled,
        },
        terminal_id: None,
    };
    match tender {
        Tender::Cash { .. } | Tender::CashBack { .. } | Tender::CardBack { .. } => {}
        Tender::Card { card_company_code, card_company_name, category, unlinked_reason, .. } => {
            known.card(connection, card_company_code, card_company_name)?;
            if unlinked_reason.is_some() {
                known.taken_by_hand(connection, receipt_number)?;
            }
            known.goes_back(|model| model.profile().way_back(Some(*category), None));
        }
        Tender::LinkedCard { card_company_code, card_company_name, category, model, details, .. } => {
            known.card(connection, card_company_code, card_company_name)?;
            known.view.model = Some(*model);
            known.view.slip_number.clone_from(&details.slip_number);
            known.terminal_id.clone_from(&details.terminal_id);
            let brand: Option<&BrandCode> = details.brand.as_ref();
            known.goes_back(|model| model.profile().way_back(Some(*category), brand));
        }
    }
    Ok(known)
}

impl Left {
    fn card(&mut self, connection: &Connection, code: &str, name: &str) -> Result<(), BooksError> {
        self.view.by = RefundBy::Card;
        self.view.card_company_name = Some(name.to_owned());
        // A row that is gone cannot hide anything.
        if let Some(company) = catalog::companies(connection)?.into_iter().find(|row| row.code == code) {
            self.view.void_guide = guide(company.link_void);
            self.view.return_guide = guide(company.link_return);
        }
        Ok(())
    }

    /// What a slip left to be taken by hand, if it did.
    fn taken_by_hand(&mut self, connection: &Connection, number: ReceiptNumber) -> Result<(), BooksError> {
        let Some(hand) = actions::hand_payment_of(connection, number)? else { return Ok(()) };
        self.view.model = hand.model;
        self.terminal_id = hand.terminal_id;
        self.view.slip_number.clone_from(&hand.closed_with);
        self.view.hand = match hand.is_open {
            true => HandPayment::NotTaken,
            false => HandPayment::Settled,
        };
        Ok(())
    }

    fn goes_back(&mut self, way: impl Fn(CatModel) -> WayBack) {
        let Some(model) = self.view.model else { return };
        self.view.way_back = way(model);
        self.view.part = model.profile().partial_return;
        match self.view.way_back {
            WayBack::Void => {}
            WayBack::Cash => self.view.by = RefundBy::Cash,
        }
    }
}

const fn guide(flag: LinkFlag) -> Guide {
    match flag {
        LinkFlag::On => Guide::Shown,
        LinkFlag::Off => Guide::Hidden,
    }
}
