//! The linked cards of the demo month: journal and settlement as for a real payment, whether it is approved or not; and what
//! is taken by hand where the terminal does not answer.

use catlink_shared::basket::Draft;
use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::payment::{NotCharged, PaymentEvent};
use catlink_shared::receipt::{DataKind, Slip};
use catlink_shared::tender::{Tender, category_name, category_stamp};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{SalesRequest, TerminalId, TerminalResult};
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use super::{Desk, millis};
use crate::books::actions::{self, Action};
use crate::books::{BooksError, numbers, slips};
use crate::demo::CAT1_TERMINAL_ID;
use crate::journal::{self, Beside, Frozen, Sent};
use crate::till::settlement;

/// How long it takes to take the money by hand.
const BY_HAND_MS: i64 = 80_000;
/// From F12 to the first byte of SALES.
const LINE_MS: i64 = 600;

/// クレジット(三面待ち), and where it is linked to.
const CREDIT: &str = "01";
const CAT1: usize = 0;

/// What becomes of a payment that is to be taken by hand.
#[derive(Debug, Clone, Copy)]
pub(in crate::books::demo) enum ByHand {
    /// It was, and the terminal's slip was entered.
    Taken,
    /// It still is: on the terminal that stands there today.
    LeftOpen,
}

/// What becomes of a card that is not taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum Failure {
    /// お取り扱いできません
    Declined,
    /// 中止
    Stopped,
    /// The terminal does not answer.
    NoAnswer,
}

impl Desk {
    /// A linked card that is approved.
    pub(super) fn charge(
        &mut self,
        tx: &Transaction<'_>,
        slip: Slip,
        company: &str,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        let (frozen, place) = self.accept(tx, slip, company, at)?;
        self.send(tx, &frozen, place, at)?;
        let end = UnixMs(at.0 + LINE_MS + self.chance.between(7_000, 32_000));
        let result = self.printers[place].approve(&mut self.chance, &frozen.asked, end);
        self.take(tx, &frozen, &result, end)?;
        settlement::settle(tx, frozen.payment_id, self.run_id, DataKind::Demo, end).map(drop)
    }

    /// A linked card that is certainly not charged, and when that was known.
    pub(super) fn fail(
        &mut self,
        tx: &Transaction<'_>,
        slip: Slip,
        company: &str,
        why: Failure,
        at: UnixMs,
    ) -> Result<(UnixMs, Frozen), BooksError> {
        let (frozen, place) = self.accept(tx, slip, company, at)?;
        let end = UnixMs(at.0 + LINE_MS + self.chance.between(6_000, 20_000));
        let result = match why {
            Failure::Declined => self.printers[place].decline(&frozen.asked, end),
            Failure::Stopped => self.printers[place].stop(&frozen.asked, end),
            Failure::NoAnswer => {
                let event = PaymentEvent::PaymentNotCharged { because: NotCharged::BidUnanswered };
                journal::append(tx, frozen.payment_id, &event, end, &Beside::default())?;
                return Ok((end, frozen));
            }
        };
        self.send(tx, &frozen, place, at)?;
        self.take(tx, &frozen, &result, end)?;
        Ok((end, frozen))
    }

    /// `PaymentAccepted`
    fn accept(
        &mut self,
        tx: &Transaction<'_>,
        slip: Slip,
        company: &str,
        at: UnixMs,
    ) -> Result<(Frozen, usize), BooksError> {
        let company = self.company(company)?;
        let place =
            self.printers.iter().position(|printer| Some(printer.model) == company.model).unwrap_or(0);
        let printer = &self.printers[place];
        let payment_id = PaymentId::from_parts(millis(at), &self.chance.bytes());
        let frozen = Frozen {
            payment_id,
            sale_id: slip.sale_id,
            draft_revision: 1,
            device: printer.device,
            model: printer.model,
            recovery: printer.model.profile().recovery,
            category_name: category_name(&self.categories, company.category),
            stamp: category_stamp(&self.categories, company.category),
            asked: SalesRequest {
                payment_id,
                register_id: self.register.clone(),
                unit: printer.unit.clone(),
                sequence_number: numbers::next_sequence(tx)?,
                amount: slip.totals.total,
                payment: company.category,
                training_mode: false,
                timeout_s: 120,
            },
            company,
            slip,
            owner: self.page,
        };
        journal::accept(tx, &frozen, at)?;
        Ok((frozen, place))
    }

    /// `PaymentSent`
    fn send(
        &self,
        tx: &Transaction<'_>,
        frozen: &Frozen,
        place: usize,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        let sent = Sent {
            at: UnixMs(at.0 + LINE_MS),
            run_id: self.run_id,
            newest_slip: Some(self.printers[place].newest_slip()),
            clock_offset_ms: Some(0),
        };
        let beside = Beside { sent: Some(&sent), ..Beside::default() };
        journal::append(tx, frozen.payment_id, &PaymentEvent::PaymentSent, sent.at, &beside)?;
        Ok(())
    }

    /// `ResultTaken`
    fn take(
        &self,
        tx: &Transaction<'_>,
        frozen: &Frozen,
        result: &TerminalResult,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        settlement::take(tx, result, frozen.device, frozen.model, &self.register, at).map(drop)
    }

    /// 連動しないで確定, with its hand payment.
    pub(in crate::books::demo) fn sell_unlinked(
        &mut self,
        tx: &Transaction<'_>,
        draft: &Draft,
        operator: &str,
        at: UnixMs,
        by_hand: ByHand,
    ) -> Result<(), BooksError> {
        let sale = self.ring_up(tx, draft, at)?;
        let mut slip = self.freeze(tx, &sale, operator, at)?;
        let (end, frozen) = self.fail(tx, slip.clone(), CREDIT, Failure::NoAnswer, at)?;
        slip.tenders = vec![Tender::Card {
            amount: frozen.asked.amount,
            card_company_code: frozen.company.code.clone(),
            card_company_name: frozen.company.name.clone(),
            category: frozen.company.category,
            category_name: frozen.category_name.clone(),
            stamp: frozen.stamp,
            unlinked_reason: Some("端末が応答しないため".to_owned()),
        }];
        let receipt = slips::book(tx, slip, DataKind::Demo, None, end)?;
        self.leave_to_hand(tx, &frozen, receipt.receipt_number, by_hand, operator, end)
    }

    /// 手動決済
    fn leave_to_hand(
        &mut self,
        tx: &Transaction<'_>,
        frozen: &Frozen,
        receipt_number: ReceiptNumber,
        by_hand: ByHand,
        operator: &str,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        let terminal_id = match by_hand {
            ByHand::Taken => frozen.asked.unit.terminal_id.clone(),
            ByHand::LeftOpen => TerminalId::new(CAT1_TERMINAL_ID).expect("a number of a terminal"),
        };
        let action = Action {
            kind: ActionKind::HandPayment,
            amount: frozen.asked.amount,
            or_amount: None,
            card_company_name: frozen.company.name.clone(),
            model: Some(frozen.model),
            terminal_id: Some(terminal_id),
            receipt_number: Some(receipt_number),
            slip_number: None,
            way_back: WayBack::Void,
        };
        let action_id = ActionId::from_parts(millis(at), &self.chance.bytes());
        actions::open(tx, action_id, None, &action, at)?;
        match by_hand {
            ByHand::LeftOpen => Ok(()),
            ByHand::Taken => {
                let slip_number = self.printers[CAT1].print();
                let taken = UnixMs(at.0 + BY_HAND_MS);
                actions::close(tx, action_id, &slip_number, action.amount, Some(operator), taken)
            }
        }
    }
}
