//! What of a slip's money can go back to the customer, and how it does: to the card by hand on its terminal, or in cash.
//!
//! It knows slips and 端末側の操作待ち, and neither what is voided nor which goods come back.

use catlink_shared::card::LinkFlag;
use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Receipt, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::rights::Right;
use catlink_shared::tender::{CardBackHow, Tender};
use catlink_shared::terminal::profile::{CatModel, PartialReturn, WayBack};
use catlink_shared::terminal::{BrandCode, TerminalId};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::{Guide, HandPayment, TenderLeft};
use catlink_shared::wire::update::ActionKind;
use rusqlite::{Connection, Transaction};

use super::actions::{self, Action};
use super::history::By;
use super::{BooksError, catalog, refuse, reservations, rights, slips};
use crate::register::new_action_id;

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
    let mut gone = vec![Yen::ZERO; paid.len()];
    for receipt in slips::that_undo(connection, original.receipt_number)? {
        for tender in &receipt.slip.tenders {
            let place = match tender {
                Tender::CashBack { of_tender, .. } => *of_tender,
                Tender::CardBack { of_tender, .. } => Some(*of_tender),
                Tender::Cash { .. } | Tender::Card { .. } | Tender::LinkedCard { .. } => None,
            };
            if let Some(gone) = place.and_then(|place| gone.get_mut(place)) {
                *gone = gone.checked_add(tender.amount()).unwrap_or(*gone);
            }
        }
    }
    paid.iter()
        .zip(gone)
        .map(|(paid, gone)| {
            let left = paid.tender.amount().checked_sub(gone).unwrap_or(Yen::ZERO);
            of_tender(connection, paid.receipt_number, &paid.tender, left)
        })
        .collect()
}

fn of_tender(
    connection: &Connection,
    receipt_number: ReceiptNumber,
    tender: &Tender,
    left: Yen,
) -> Result<Left, BooksError> {
    let mut known = Left {
        view: TenderLeft {
            left,
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

    /// What 連動しないで確定 left to be taken by hand.
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

/// The tenders of a slip whose money goes back, as a person chose them.
///
/// # Errors
/// They do not come to what is due, a card gets more than it gave, or cash for a card needs a manager.
pub fn tenders(
    tx: &Transaction<'_>,
    (original, of): (&Receipt, Of),
    due: Yen,
    refunds: &[Refund],
    hand: HandPayment,
    by: &By,
    now: UnixMs,
) -> Result<Vec<Tender>, BooksError> {
    let paid_with = paid(tx, original, of)?;
    let left = left_of(tx, original, &paid_with)?;
    check_amounts(&left, due, refunds)?;
    let mut tenders = Vec::with_capacity(refunds.len());
    let mut cash_for_card = Yen::ZERO;
    for refund in refunds {
        let (Some(known), Some(paid)) = (left.get(refund.of_tender), paid_with.get(refund.of_tender)) else {
            return Err(bad("返金の内訳が、元の支払いと合いません。伝票を開き直してください。"));
        };
        let needs_manager = check_way(known, refund, hand)?;
        if needs_manager {
            cash_for_card = cash_for_card.checked_add(refund.amount).unwrap_or(refund.amount);
        }
        tenders.push(tender(&paid.tender, known, refund, hand));
    }
    if cash_for_card > Yen::ZERO {
        let subject = format!("伝票 {} ¥{cash_for_card}", original.receipt_number);
        rights::claim_and_record(tx, Right::CashRefund, &subject, by, now)?;
    }
    Ok(tenders)
}

fn check_amounts(left: &[Left], due: Yen, refunds: &[Refund]) -> Result<(), BooksError> {
    let sum = Yen::checked_sum(refunds.iter().map(|refund| refund.amount));
    if refunds.iter().any(|refund| refund.amount <= Yen::ZERO) || sum != Some(due) {
        return Err(bad(&format!("返金の内訳を、合計 ¥{due} になるように入力してください。")));
    }
    for (place, known) in left.iter().enumerate() {
        let of_it = refunds.iter().filter(|refund| refund.of_tender == place).map(|refund| refund.amount);
        if Yen::checked_sum(of_it).is_none_or(|sum| sum > known.view.left) {
            return Err(bad(&format!("支払方法ごとの返金は、残りの ¥{} までです。", known.view.left)));
        }
    }
    Ok(())
}

/// Whether the way it is to go back can be; says whether a manager has to allow it.
fn check_way(known: &Left, refund: &Refund, hand: HandPayment) -> Result<bool, BooksError> {
    let view = &known.view;
    if view.hand == HandPayment::NotTaken {
        return match (hand, refund.by) {
            (HandPayment::NotTaken, RefundBy::Card) => Ok(false),
            (HandPayment::NotTaken, RefundBy::Cash) => {
                Err(bad("端末で決済していない分は、お客様から受け取っていません。現金では返金できません。"))
            }
            (HandPayment::Settled, _) => Err(bad(
                "この伝票の手動決済が、まだ登録されていません。端末で決済した場合は、先に「端末側の操作待ち」で売上票の伝票番号と金額を入力してください。",
            )),
        };
    }
    match (&view.card_company_name, refund.by, view.way_back) {
        (None, RefundBy::Card, _) => Err(bad("現金でのお支払いは、カードへ返金できません。")),
        (Some(_), RefundBy::Card, WayBack::Cash) => {
            Err(bad("このブランドは端末で取消・返品できません。お客様へ現金で返金してください。"))
        }
        (None, RefundBy::Cash, _)
        | (Some(_), RefundBy::Card, WayBack::Void)
        | (Some(_), RefundBy::Cash, WayBack::Cash) => Ok(false),
        (Some(_), RefundBy::Cash, WayBack::Void) => Ok(true),
    }
}

fn tender(paid: &Tender, known: &Left, refund: &Refund, hand: HandPayment) -> Tender {
    let cash = || Tender::CashBack {
        amount: refund.amount,
        of_tender: Some(refund.of_tender),
        instead_of: known.view.card_company_name.clone(),
    };
    match (refund.by, paid) {
        (
            RefundBy::Card,
            Tender::Card { card_company_code, card_company_name, category, category_name, .. }
            | Tender::LinkedCard { card_company_code, card_company_name, category, category_name, .. },
        ) => Tender::CardBack {
            amount: refund.amount,
            of_tender: refund.of_tender,
            card_company_code: card_company_code.clone(),
            card_company_name: card_company_name.clone(),
            category: *category,
            category_name: category_name.clone(),
            slip_number: known.view.slip_number.clone(),
            how: match (known.view.hand, hand) {
                (HandPayment::NotTaken, HandPayment::NotTaken) => CardBackHow::NeverTaken,
                (HandPayment::Settled, _) | (_, HandPayment::Settled) => CardBackHow::ByHand,
            },
        },
        (RefundBy::Cash, _)
        | (RefundBy::Card, Tender::Cash { .. } | Tender::CashBack { .. } | Tender::CardBack { .. }) => cash(),
    }
}

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

fn bad(message: &str) -> BooksError {
    refuse(RefusalCode::BadRefund, message)
}
