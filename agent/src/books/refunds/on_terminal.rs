//! What has to be done on the terminal for money that goes back to a card.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::tender::{CardBackHow, Tender};
use catlink_shared::terminal::profile::{PartialReturn, WayBack};
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use super::Left;
use crate::books::BooksError;
use crate::books::actions::{self, Action};
use crate::register::new_action_id;

/// Opens what has to be done on the terminal for a slip whose money goes back; what was never taken by hand is closed.
///
/// # Errors
/// The database.
pub fn open_actions(
    tx: &Transaction<'_>,
    original: &Receipt,
    left: &[Left],
    made: &Receipt,
    who: Option<&str>,
    now: UnixMs,
) -> Result<(), BooksError> {
    for tender in &made.slip.tenders {
        let Tender::CardBack { amount, of_tender, card_company_name, how, .. } = tender else { continue };
        match how {
            CardBackHow::NeverTaken => actions::withdraw_hand_payment(tx, original.receipt_number, who, now)?,
            CardBackHow::ByHand => {
                let Some(known) = left.get(*of_tender) else { continue };
                let action = Action {
                    kind: ActionKind::VoidSlip,
                    amount: *amount,
                    or_amount: None,
                    card_company_name: card_company_name.clone(),
                    model: known.view.model,
                    terminal_id: known.terminal_id.clone(),
                    receipt_number: Some(made.receipt_number),
                    slip_number: known.view.slip_number.clone(),
                    way_back: WayBack::Void,
                };
                let way = on_terminal(original, made);
                open(tx, way, action, known.view.left, known.view.part, now)?;
            }
        }
    }
    Ok(())
}

/// How a terminal gives money back: what was charged on an earlier day cannot be voided any more.
fn on_terminal(original: &Receipt, made: &Receipt) -> ActionKind {
    match made.slip.kind {
        SlipKind::Return { .. } => ActionKind::ReturnGoods,
        SlipKind::Cancellation { .. } if original.slip.business_day != made.slip.business_day => {
            ActionKind::ReturnGoods
        }
        SlipKind::Cancellation { .. }
        | SlipKind::Void { .. }
        | SlipKind::Sale
        | SlipKind::Reservation { .. }
        | SlipKind::HandOver { .. } => ActionKind::VoidSlip,
    }
}

fn open(
    tx: &Transaction<'_>,
    way: ActionKind,
    action: Action,
    left: Yen,
    part: PartialReturn,
    now: UnixMs,
) -> Result<(), BooksError> {
    let open = |action: &Action| actions::open(tx, new_action_id(), None, action, now);
    if way != ActionKind::ReturnGoods {
        return open(&action);
    }
    let stays = left.checked_sub(action.amount).unwrap_or(Yen::ZERO);
    let back = Action { kind: ActionKind::ReturnGoods, ..action };
    match part {
        PartialReturn::WholeAndChargeAgain if stays > Yen::ZERO => {
            open(&Action { amount: left, ..back.clone() })?;
            open(&Action { kind: ActionKind::HandPayment, amount: stays, slip_number: None, ..back })
        }
        PartialReturn::WholeAndChargeAgain | PartialReturn::Possible => open(&back),
    }
}
