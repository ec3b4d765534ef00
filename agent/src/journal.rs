//! The payment journal: append-only events, and beside them where each payment stands.
//!
//! Every function works inside a transaction of [`crate::store`]; what it wrote is durable when that commits. The locks
//! (one open payment per port, one per sale) are unique indexes of the database, so no task's memory can be wrong about
//! them. Events go through [`transition`], live and in replay alike. Nothing here knows a terminal or a page.

mod events;
mod row;

pub use events::{before_the_chain, first_that_differs, replay, was_told};

use catlink_shared::card::{CardCompany, CatDeviceId, StampDuty};
use catlink_shared::ids::{PageId, PaymentId, RunId, SaleId, SequenceNumber, UnixMs};
use catlink_shared::payment::transition::{Step, transition};
use catlink_shared::payment::{Decision, PaperSlip, PaymentEvent, PaymentState};
use catlink_shared::receipt::Slip;
use catlink_shared::rights::Approved;
use catlink_shared::terminal::profile::{CatModel, RecoveryClass};
use catlink_shared::terminal::{ResultWord, SalesRequest, SlipNumber, TerminalResult};
use rusqlite::{Connection, Transaction, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::broken;
use crate::store::{NoRoom, StoreError};

/// What is frozen when a payment is accepted. It never changes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Which try.
    pub payment_id: PaymentId,
    /// Of which sale.
    pub sale_id: SaleId,
    /// The draft it froze.
    pub draft_revision: u64,
    /// Which terminal.
    pub device: CatDeviceId,
    /// Its model.
    pub model: CatModel,
    /// How a lost result can be found out on it.
    pub recovery: RecoveryClass,
    /// The row of カード会社マスタ as it was.
    pub company: CardCompany,
    /// カード区分名 as it was.
    pub category_name: String,
    /// 印紙区分 as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampDuty>,
    /// What the terminal is asked.
    pub asked: SalesRequest,
    /// The slip, all but its tender.
    pub slip: Slip,
    /// The page that asked.
    pub owner: PageId,
}

/// What is kept when SALES leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: UnixMs,
    /// The agent's run.
    pub run_id: RunId,
    /// The terminal's newest slip then.
    pub newest_slip: Option<SlipNumber>,
    /// The terminal's clock less ours, ms.
    pub clock_offset_ms: Option<i64>,
}

/// Class last: what the terminal's last transaction was before SALES left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReading {
    /// The transaction; none where the terminal had none.
    pub result: Option<TerminalResult>,
}

/// A payment as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// What was frozen.
    pub frozen: Frozen,
    /// Where it stands.
    pub state: PaymentState,
    /// When it was accepted.
    pub accepted_at: UnixMs,
    /// When and on what SALES left.
    pub sent: Option<Sent>,
    /// When nobody knew any more.
    pub doubted_at: Option<UnixMs>,
    /// The terminal's result, where it gave one.
    pub result: Option<TerminalResult>,
    /// What a person typed from the terminal's paper.
    pub paper: Option<PaperSlip>,
    /// Class last: what was read before SALES left.
    pub last_before: Option<LastReading>,
}

/// What goes with an event beside its own words.
#[derive(Debug, Clone, Default)]
pub struct Beside<'a> {
    /// With `PaymentAccepted`.
    pub frozen: Option<&'a Frozen>,
    /// The terminal's result as decoded.
    pub result: Option<&'a TerminalResult>,
    /// With `PaymentSent`.
    pub sent: Option<&'a Sent>,
    /// With `LastRead`.
    pub last: Option<&'a LastReading>,
    /// Who decided.
    pub who: Option<&'a str>,
    /// Whose PIN allowed it, where it needed one.
    pub approval: Option<&'a Approved>,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The payment stands there now.
    Now(PaymentState),
    /// It stood there already; the event is journaled as evidence and changes nothing.
    Already(PaymentState),
}

impl Appended {
    /// Where the payment stands.
    #[must_use]
    pub fn state(&self) -> &PaymentState {
        match self {
            Self::Now(state) | Self::Already(state) => state,
        }
    }
}

/// Why the journal refuses.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such payment.
    #[error("no such payment")]
    Unknown,
    /// The event cannot follow the payment's state.
    #[error("a payment that is {state} cannot be {event}")]
    NotAllowed {
        /// Where it stands.
        state: &'static str,
        /// What was to be appended.
        event: &'static str,
    },
    /// Another open payment holds the port.
    #[error("another open payment holds the terminal")]
    PortHeld,
    /// Another open payment holds the sale.
    #[error("another open payment holds the sale")]
    SaleHeld,
    /// The id was used with other content.
    #[error("the payment id was used with other content")]
    Reused,
    /// The id was asked for before it was started.
    #[error("the payment id is burned")]
    Burned,
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl NoRoom for JournalError {
    fn is_no_room(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_no_room())
    }
}

/// Accepts a payment: the frozen slip and `PaymentAccepted`. The same id with the same content is "already".
///
/// # Errors
/// A lock held by another payment, an id used or burned; nothing was written, nothing may be sent.
pub fn accept(tx: &Transaction<'_>, frozen: &Frozen, at: UnixMs) -> Result<Appended, JournalError> {
    if let Some(known) = find(tx, frozen.payment_id)? {
        return if same_request(&known.frozen, frozen) {
            Ok(Appended::Already(known.state))
        } else {
            Err(JournalError::Reused)
        };
    }
    if is_burned(tx, frozen.payment_id)? {
        return Err(JournalError::Burned);
    }
    let state = match transition(None, &PaymentEvent::PaymentAccepted) {
        Step::Next(state) => state,
        Step::AlreadyThere | Step::NotAllowed => {
            return Err(JournalError::NotAllowed { state: "new", event: "accepted" });
        }
    };
    tx.execute(
        "INSERT INTO payment (payment_id, sale_id, device, frozen, state, state_word, keeps_port, keeps_sale,
                              holds_port, holds_sale, is_question, accepted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?8, ?9, ?10)",
        params![
            frozen.payment_id.to_string(),
            frozen.sale_id.to_string(),
            device_word(frozen.device),
            to_json(frozen)?,
            to_json(&state)?,
            state.word(),
            state.holds_port() && !broken::NO_TERMINAL_LOCK,
            state.holds_sale() && !broken::NO_SALE_LOCK,
            state.is_question(),
            at.0,
        ],
    )
    .map_err(lock_error)?;
    let beside = Beside { frozen: Some(frozen), ..Beside::default() };
    events::insert(tx, frozen.payment_id, &PaymentEvent::PaymentAccepted, at, &beside)?;
    Ok(Appended::Now(state))
}

/// Appends an event to a payment.
///
/// # Errors
/// [`JournalError::NotAllowed`] where it cannot follow; nothing was written.
pub fn append(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    event: &PaymentEvent,
    at: UnixMs,
    beside: &Beside<'_>,
) -> Result<Appended, JournalError> {
    let payment = find(tx, payment_id)?.ok_or(JournalError::Unknown)?;
    let state = match transition(Some(&payment.state), event) {
        Step::Next(state) => state,
        Step::AlreadyThere => {
            // Evidence is journaled whatever it changes; a repeated question is not evidence.
            if beside.result.is_some() {
                events::insert(tx, payment_id, event, at, beside)?;
            }
            return Ok(Appended::Already(payment.state));
        }
        Step::NotAllowed => {
            return Err(JournalError::NotAllowed { state: payment.state.word(), event: event_word(event) });
        }
    };
    events::insert(tx, payment_id, event, at, beside)?;
    let doubted_at = match (&state, payment.doubted_at) {
        (PaymentState::Unknown { .. }, None) => Some(at),
        (_, known) => known,
    };
    let paper = match event {
        PaymentEvent::DecisionMade { decision: Decision::Charged { paper }, .. } => Some(paper),
        _ => payment.paper.as_ref(),
    };
    let (holds_port, holds_sale) = locks_after(tx, &payment, &state)?;
    tx.execute(
        "UPDATE payment SET state = ?2, state_word = ?3, holds_port = ?4, holds_sale = ?5, is_question = ?6,
                            sent = coalesce(?7, sent), doubted_at = ?8, result = ?9, paper = ?10, last_before = ?11,
                            keeps_port = ?12, keeps_sale = ?13
         WHERE payment_id = ?1",
        params![
            payment_id.to_string(),
            to_json(&state)?,
            state.word(),
            holds_port,
            holds_sale,
            state.is_question(),
            to_json_option(beside.sent)?,
            doubted_at.map(|at| at.0),
            to_json_option(result_after(payment.result.as_ref(), beside.result))?,
            to_json_option(paper)?,
            to_json_option(beside.last.or(payment.last_before.as_ref()))?,
            state.holds_port(),
            state.holds_sale(),
        ],
    )
    .map_err(lock_error)?;
    Ok(Appended::Now(state))
}

/// Which result a payment shows: what the terminal said last, but never a denial over an approval, whose slip number and
/// amount a person needs. Every one of them stays in the events.
fn result_after<'a>(
    known: Option<&'a TerminalResult>,
    new: Option<&'a TerminalResult>,
) -> Option<&'a TerminalResult> {
    let approved = |result: &TerminalResult| matches!(result.result, ResultWord::Approved);
    match (known, new) {
        (Some(known), Some(new)) if approved(known) && !approved(new) => Some(known),
        (known, new) => new.or(known),
    }
}

/// The locks of a payment in its new state. Only [`accept`] takes a lock from nobody: evidence and decisions that come late
/// are journaled whatever they say, and where another payment holds the lock by now this one goes without. It keeps port
/// and sale from anything new all the same ([`port_is_held`], [`sale_is_held`]).
fn locks_after(
    tx: &Transaction<'_>,
    payment: &Payment,
    state: &PaymentState,
) -> Result<(bool, bool), JournalError> {
    let frozen = &payment.frozen;
    let mut others = tx.prepare_cached(
        "SELECT max(device = ?2 AND holds_port), max(sale_id = ?3 AND holds_sale) FROM payment
         WHERE payment_id <> ?1 AND (holds_port = 1 OR holds_sale = 1)",
    )?;
    let key = params![frozen.payment_id.to_string(), device_word(frozen.device), frozen.sale_id.to_string()];
    let (port, sale): (Option<bool>, Option<bool>) =
        others.query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((
        state.holds_port() && port != Some(true) && !broken::NO_TERMINAL_LOCK,
        state.holds_sale() && sale != Some(true) && !broken::NO_SALE_LOCK,
    ))
}

/// Burns an id that the journal does not know, so that it can never be started. Says whether it did: `false` where the
/// journal knows the id.
///
/// # Errors
/// The database; the id is as before.
pub fn burn_unknown(tx: &Transaction<'_>, payment_id: PaymentId, at: UnixMs) -> Result<bool, JournalError> {
    if find(tx, payment_id)?.is_some() {
        return Ok(false);
    }
    tx.execute(
        "INSERT OR IGNORE INTO burned_payment (payment_id, at) VALUES (?1, ?2)",
        params![payment_id.to_string(), at.0],
    )?;
    Ok(true)
}

/// The payment of an id.
///
/// # Errors
/// The database, or a row written by a newer version.
pub fn find(connection: &Connection, payment_id: PaymentId) -> Result<Option<Payment>, JournalError> {
    row::one(connection, "WHERE payment_id = ?1", [payment_id.to_string()])
}

/// The payment of a request number: per register, never reused.
///
/// # Errors
/// The database, or a row written by a newer version.
pub fn find_by_sequence(
    connection: &Connection,
    sequence_number: SequenceNumber,
) -> Result<Option<Payment>, JournalError> {
    row::one(connection, "WHERE json_extract(frozen, '$.asked.sequence_number') = ?1", [sequence_number.0])
}

/// The newest payment of a sale.
///
/// # Errors
/// The database, or a row written by a newer version.
pub fn newest_of_sale(connection: &Connection, sale_id: SaleId) -> Result<Option<Payment>, JournalError> {
    row::one(connection, "WHERE sale_id = ?1 ORDER BY rowid DESC LIMIT 1", [sale_id.to_string()])
}

/// Every payment that holds a port or a sale or is an open question, oldest first.
///
/// # Errors
/// The database, or a row written by a newer version.
pub fn open_payments(connection: &Connection) -> Result<Vec<Payment>, JournalError> {
    row::all(connection, "WHERE keeps_port = 1 OR keeps_sale = 1 OR is_question = 1 ORDER BY rowid")
}

/// Whether SALES of a later payment has left for the same terminal: then what it did last is not this payment's any more.
///
/// # Errors
/// The database.
pub fn another_was_sent_after(connection: &Connection, payment: &Payment) -> Result<bool, JournalError> {
    let frozen = &payment.frozen;
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM payment WHERE device = ?1 AND sent IS NOT NULL
             AND rowid > (SELECT rowid FROM payment WHERE payment_id = ?2)",
        )?
        .exists(params![device_word(frozen.device), frozen.payment_id.to_string()])?)
}

/// Whether an open payment, or one whose evidence contradicts, keeps the terminal from new payments.
///
/// # Errors
/// The database.
pub fn port_is_held(connection: &Connection, device: CatDeviceId) -> Result<bool, JournalError> {
    Ok(!broken::NO_TERMINAL_LOCK
        && connection
            .prepare_cached("SELECT 1 FROM payment WHERE device = ?1 AND keeps_port = 1")?
            .exists([device_word(device)])?)
}

/// Whether an open payment or question holds the sale.
///
/// # Errors
/// The database.
pub fn sale_is_held(connection: &Connection, sale_id: SaleId) -> Result<bool, JournalError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM payment WHERE sale_id = ?1 AND keeps_sale = 1")?
        .exists([sale_id.to_string()])?)
}

/// Whether nobody knows yet, of a payment of the sale, how it ended or what to do about it.
///
/// # Errors
/// The database.
pub fn sale_has_question(connection: &Connection, sale_id: SaleId) -> Result<bool, JournalError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM payment WHERE sale_id = ?1 AND (keeps_sale = 1 OR is_question = 1)")?
        .exists([sale_id.to_string()])?)
}

fn is_burned(connection: &Connection, payment_id: PaymentId) -> Result<bool, JournalError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM burned_payment WHERE payment_id = ?1")?
        .exists([payment_id.to_string()])?)
}

fn same_request(known: &Frozen, asked: &Frozen) -> bool {
    known.sale_id == asked.sale_id
        && known.draft_revision == asked.draft_revision
        && known.asked.amount == asked.asked.amount
        && known.company.code == asked.company.code
}

/// A broken lock is told by the index that refused.
fn lock_error(error: rusqlite::Error) -> JournalError {
    let text = error.to_string();
    if text.contains("payment.device") {
        JournalError::PortHeld
    } else if text.contains("payment.sale_id") {
        JournalError::SaleHeld
    } else {
        JournalError::Store(error.into())
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<String, JournalError> {
    Ok(serde_json::to_string(value).map_err(StoreError::from)?)
}

fn to_json_option<T: Serialize>(value: Option<&T>) -> Result<Option<String>, JournalError> {
    value.map(to_json).transpose()
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, JournalError> {
    Ok(serde_json::from_str(text).map_err(StoreError::from)?)
}

/// Payments that left and have no sale of their own, accepted between two times.
///
/// # Errors
/// The database.
pub fn without_sale(connection: &Connection, from: UnixMs, to: UnixMs) -> Result<Vec<Payment>, JournalError> {
    let condition = format!(
        "WHERE state_word <> 'sold' AND sent IS NOT NULL AND accepted_at BETWEEN {} AND {}",
        from.0, to.0
    );
    row::all(connection, &condition)
}

/// The word a device is stored by.
#[must_use]
pub fn device_word(device: CatDeviceId) -> &'static str {
    match device {
        CatDeviceId::Cat1 => "cat1",
        CatDeviceId::Cat2 => "cat2",
    }
}

fn event_word(event: &PaymentEvent) -> &'static str {
    match event {
        PaymentEvent::PaymentAccepted => "accepted",
        PaymentEvent::PaymentSent => "sent",
        PaymentEvent::PaymentNotCharged { .. } => "settled as not charged",
        PaymentEvent::PaymentDoubted { .. } => "doubted",
        PaymentEvent::ResultTaken { .. } => "given a result",
        PaymentEvent::InquiryAnswered { .. } => "given an answer",
        PaymentEvent::DecisionMade { .. } => "decided",
        PaymentEvent::HandOverAsked => "asked about",
        PaymentEvent::HandOverAnswered { .. } => "answered about",
        PaymentEvent::SaleMade { .. } => "sold",
        PaymentEvent::PaymentSuperseded => "superseded",
        PaymentEvent::LastRead => "given a last transaction",
        PaymentEvent::PortFreed => "freed",
        PaymentEvent::RefundedInCash { .. } => "refunded",
    }
}
