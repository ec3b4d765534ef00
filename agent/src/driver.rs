//! What the till may ask of a terminal, whatever it speaks: one trait in UnifiedPOS words.
//!
//! A driver knows the line and its protocol. It must not know the journal, the books or the page. It never decides
//! what a silence means for the money; it says what it saw ([`DriverEvent`]) and the till judges.
//!
//! Two barriers are in the types. SALES leaves only against a [`SendPermit`], and a RESULT is acknowledged only
//! against a [`Taken`]; both are given by whoever has made the matching journal row durable.
//!
//! ```text
//!  till                      driver                       terminal
//!   │ start_sales(order) ──▶ │ bid ─────────────────────▶ │
//!   │ ◀────────── LineWon    │ ◀─────────────────── ACK   │
//!   │ (commit PaymentSent)   │                            │
//!   │ proceed(permit) ─────▶ │ SALES ───────────────────▶ │
//!   │ ◀──────── SalesTaken   │ ◀─────────────────── ACK 0 │
//!   │ ◀──── Status, Status   │ ◀────────── STATUS, STATUS │
//!   │ ◀─── ResultOffered     │ ◀──────── RESULT (last)    │
//!   │ (commit ResultTaken)   │                            │
//!   │ acknowledge(taken) ──▶ │ ACK n ───────────────────▶ │
//! ```

pub mod basic;
#[cfg(test)]
mod conformance;

use std::future::Future;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::terminal::daily_log::{DailyLog, LogTrouble};
use catlink_shared::terminal::{
    Phase, Ready, RefusedReason, SalesRequest, TerminalResult, TerminalState, Unit,
};

use crate::link::LinkTrouble;

/// One SALES, to be sent once. It cannot be copied, so nothing can send it again.
#[derive(Debug)]
pub struct SalesOrder(SalesRequest);

impl SalesOrder {
    /// The order of an accepted payment. Only the till makes one, from a payment the journal has just accepted.
    #[must_use]
    pub fn new(request: SalesRequest) -> Self {
        Self(request)
    }

    /// What is asked.
    #[must_use]
    pub fn request(&self) -> &SalesRequest {
        &self.0
    }
}

/// Proof that `PaymentSent` is durable: SALES of this payment may leave now.
#[derive(Debug)]
pub struct SendPermit(PaymentId);

impl SendPermit {
    /// Called where `PaymentSent` has been committed, and nowhere else.
    #[must_use]
    pub fn after_commit(payment_id: PaymentId) -> Self {
        Self(payment_id)
    }

    /// Whose.
    #[must_use]
    pub fn payment_id(&self) -> PaymentId {
        self.0
    }
}

/// Proof that what a RESULT said is durable: its last block may be acknowledged now.
#[derive(Debug)]
pub struct Taken(());

impl Taken {
    /// Called where `ResultTaken` (or the note of a stranger's result) has been committed, and nowhere else.
    #[must_use]
    pub fn after_commit() -> Self {
        Self(())
    }
}

/// What may be asked as often as one likes: asking changes nothing at the terminal but, for QUERY, that an id it does
/// not know is burned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// How are you? (PING)
    State,
    /// What became of this payment? (QUERY)
    Payment(PaymentId),
    /// What was the last transaction? (LAST, UnifiedPOS query_last_successful_transaction_result)
    Last,
    /// What is in the daily log? (DAILYLOG kind=reporting, UnifiedPOS AccessDailyLog; nothing can ask for the other kind.)
    /// Both ends included, on the terminal's clock. It comes beside everything else, and a payment ends it.
    DailyLog {
        /// From when on.
        from: UnixMs,
        /// Until when.
        to: UnixMs,
    },
}

/// Why SALES certainly did not reach the terminal's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// The line is not open (serial port missing, LAN connect refused, no READY).
    NotConnected,
    /// The bid was never answered.
    BidUnanswered,
    /// The bid was answered busy.
    BidBusy,
    /// Every try of the block was answered NAK.
    EveryTryRefused,
    /// The till called [`CatDriver::abandon`], or did not call [`CatDriver::proceed`] in time, or another order is under
    /// way: nothing was sent.
    Abandoned,
    /// The till called [`CatDriver::cancel`] before anything was sent.
    Withdrawn,
}

/// Why nobody knows whether SALES reached the terminal's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Silence after at least one byte.
    Silence,
    /// The line went away after at least one byte.
    Cut,
    /// The receiver ended the transfer (EOT) after at least one byte.
    Aborted,
}

/// What a terminal answers to QUERY or LAST when it has no result to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoResult {
    /// It is still at it.
    Pending,
    /// It has never taken that payment, and never will (or, to LAST, has no last transaction).
    None,
    /// Too long ago: proves nothing.
    Forgotten,
}

/// What happened on the line. Before a `Lost` comes what it means for an order under way, and `Unanswered` and
/// `CancelUnheard` for the question and the cancels that were; questions not yet sent are kept and asked after the next `Ready`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriverEvent {
    /// The line is open and HELLO was answered.
    Ready(Ready),
    /// HELLO was refused: another register holds the terminal.
    HelloRefused {
        /// The other register.
        holder: String,
    },
    /// The port could not be opened, or went away. The driver tries again by itself, with back-off; each failed try is
    /// said again only when the trouble changes.
    Lost(LinkTrouble),
    /// The port is open but the terminal has not been heard for the silence limit. Said once until it is heard again or
    /// the port is opened anew. Whoever is heard next is greeted first, so `Ready` ends the silence; until then SALES is
    /// not taken and questions wait.
    Silent,
    /// The terminal's own word on what it does.
    State(TerminalState),
    /// Where a transaction stands.
    Status {
        /// Who speaks.
        unit: Unit,
        /// Which payment.
        payment_id: PaymentId,
        /// Where it stands.
        phase: Phase,
    },
    /// The line is ours for SALES: answer with [`CatDriver::proceed`] or [`CatDriver::abandon`], at once.
    LineWon,
    /// The terminal has SALES in its memory.
    SalesTaken,
    /// It certainly has not.
    SalesNotTaken(NotTaken),
    /// Nobody knows.
    SalesDoubtful(Doubt),
    /// The terminal would not take a request.
    Refused {
        /// Who speaks.
        unit: Unit,
        /// Which payment, where it said.
        payment_id: Option<PaymentId>,
        /// Why.
        reason: RefusedReason,
    },
    /// A RESULT is complete but not acknowledged: answer with [`CatDriver::acknowledge`] or [`CatDriver::refuse`].
    /// Until then no other event comes from this line but `Lost`.
    ResultOffered(Box<TerminalResult>),
    /// An answer to QUERY or LAST without a result.
    NoResult {
        /// Who speaks.
        unit: Unit,
        /// Which payment; `None` for LAST.
        payment_id: Option<PaymentId>,
        /// What it said.
        answer: NoResult,
    },
    /// The daily log has so many lines by now.
    DailyLogGrows {
        /// Lines.
        lines: u32,
    },
    /// The daily log came whole: END came, and its count and total agree.
    DailyLogRead(Box<DailyLog>),
    /// The daily log did not come whole, or not at all: nothing of it counts.
    DailyLogBroken {
        /// What was wrong.
        why: LogTrouble,
    },
    /// A question could not be delivered, or its answer did not come in time; ask again later.
    Unanswered(Question),
    /// The wish to stop a payment could not be delivered.
    CancelUnheard(PaymentId),
    /// Something arrived that is no message of this protocol. It was dropped; nothing is concluded from it.
    Nonsense {
        /// What was wrong, without any of its content.
        why: &'static str,
    },
}

/// A terminal's line. One that other registers use, too (共用), is claimed for each payment (UnifiedPOS ClaimDevice,
/// ReleaseDevice); without a claim the driver only asks for its state. One of ours alone is always claimed.
///
/// Calls only queue; everything happens inside [`CatDriver::next`], which may be cancelled at any await without losing
/// a byte. Calls are valid at any time; those that have nothing to answer to are ignored.
pub trait CatDriver: Send {
    /// Waits for what happens next on the line. Opens and reopens it, greets, asks for its state when it is quiet.
    fn next(&mut self) -> impl Future<Output = DriverEvent> + Send;

    /// Takes a shared terminal for this register: `Ready` or `HelloRefused` follows, and where it was refused `Ready` as soon
    /// as it is free, unless [`CatDriver::release`] comes first. Again, and on one of ours alone: a fresh greeting, and the
    /// answer to it. Not while an order is under way.
    fn claim(&mut self);

    /// Gives a shared terminal back. No payment may be under way.
    fn release(&mut self);

    /// Queues a question. On a shared terminal that is not claimed all but [`Question::State`] wait.
    fn ask(&mut self, question: Question);

    /// Gives up the daily log that is being read, if one is: `DailyLogBroken(Dropped)`, and what still comes of it is dropped.
    fn drop_log(&mut self);

    /// Queues the wish to stop a payment (中止). A wish only: RESULT says what became of it. Where SALES of that payment
    /// still waits for the line nothing is sent at all: `SalesNotTaken(Withdrawn)`.
    fn cancel(&mut self, payment_id: PaymentId);

    /// Begins to send SALES, and gives up a daily log that is being read. Followed by `LineWon` or `SalesNotTaken`. One at a time: while an order is under way the
    /// next is answered `SalesNotTaken(Abandoned)`.
    fn start_sales(&mut self, order: SalesOrder);

    /// Lets SALES out after [`DriverEvent::LineWon`].
    fn proceed(&mut self, permit: SendPermit);

    /// Gives the line back after [`DriverEvent::LineWon`] without sending anything.
    fn abandon(&mut self);

    /// Acknowledges the RESULT on offer.
    fn acknowledge(&mut self, taken: Taken);

    /// Refuses the RESULT on offer (it could not be made durable): on a serial line EOT, so that the terminal offers it
    /// again; on LAN the connection is closed (`Lost`) and opened again.
    fn refuse(&mut self);
}
