//! What the agent answers to one request.

use serde::{Deserialize, Serialize};

use crate::basket::CounterMode;
use crate::card::{CardCategory, CardCompany, CatDeviceId};
use crate::ids::RunId;
use crate::masters::Fault;
use crate::money::Yen;
use crate::receipt::{Operator, Receipt};
use crate::rights::Right;
use crate::tax::TaxClass;
use crate::wire::day::DayReply;
use crate::wire::history::HistoryReply;
use crate::wire::hosted::{HostedReply, PageKey};
use crate::wire::masters::MastersReply;
use crate::wire::matching::MatchReply;
use crate::wire::paper::PaperReply;
use crate::wire::people::{PeopleReply, Person};
use crate::wire::reservations::ReservationsReply;
use crate::wire::slips::SlipsReply;
use crate::wire::story::Story;
use crate::wire::update::PaymentView;

/// Done, or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    /// It is done and durable.
    Done {
        /// What there is to say.
        reply: Box<Reply>,
    },
    /// It is not done; nothing changed.
    Refused(Refusal),
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable, for programs.
    pub code: RefusalCode,
    /// For the clerk.
    pub message: String,
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// The fields that are wrong, where a row was to be kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// With [`RefusalCode::ManagerOnly`]: what a manager may allow in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Right>,
}

impl Refusal {
    /// A refusal that names no fields.
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>, retry: Retry) -> Self {
        Self { code, message: message.into(), retry, faults: Vec::new(), right: None }
    }
}

/// Whether trying again is safe and sensible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Nothing happened; the same again may go through.
    Safe,
    /// The same again will be refused again.
    Useless,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// Not a message of this protocol.
    Malformed,
    /// Another version; reload the page.
    UnsupportedVersion,
    /// Longer than [`crate::wire::MOST_BYTES`].
    TooLarge,
    /// Hello comes first.
    NotGreeted,
    /// The request id was used for something else.
    RequestReused,
    /// No such sale, or it is finished.
    UnknownSale,
    /// Another page owns the sale, or another sale is current.
    NotOwner,
    /// The draft has moved on.
    StaleDraft,
    /// An open payment holds the sale.
    SaleLocked,
    /// Nothing to pay.
    EmptySale,
    /// A line or discount is out of bounds.
    BadBasket,
    /// The tenders do not pay the slip.
    BadTender,
    /// The page's total is not the agent's.
    AmountDiffers,
    /// Outside what a terminal takes.
    AmountOutOfRange,
    /// No such カード会社.
    UnknownCompany,
    /// The card is linked: it goes through the terminal. Or it is not, and cannot.
    LinkMismatch,
    /// No such 担当者, or none given where one is asked.
    UnknownOperator,
    /// The terminal is busy with another open payment of this register.
    TerminalOccupied,
    /// The terminal does not answer, is not linked, or is not fit.
    TerminalNotReady,
    /// A virtual terminal outside demo.
    SimulatedTerminal,
    /// The payment id was used with other content.
    PaymentReused,
    /// The payment id was asked for before it was started, and is burned.
    PaymentBurned,
    /// No such payment.
    UnknownPayment,
    /// The payment is past that.
    NotAllowed,
    /// A person decides only after the time for inquiries.
    TooEarly,
    /// What was typed cannot be, or is booked already.
    BadEvidence,
    /// Between the newest slip at sending and the one typed there are slips that nobody has booked.
    SlipGap,
    /// The terminal must be idle for that.
    TerminalNotIdle,
    /// Only a manager may.
    ManagerOnly,
    /// The page comes from elsewhere and is not paired, or not any more.
    NotPaired,
    /// Not the code that is open for this page.
    WrongPairingCode,
    /// No code is open for this page: it is used, withdrawn, too old, or was guessed at.
    PairingClosed,
    /// Nobody is signed in on this connection.
    NotSignedIn,
    /// No operator of that code and PIN.
    WrongPin,
    /// Too many wrong tries: the right PIN is not taken either.
    PinLocked,
    /// A PIN that cannot be, or that anybody would guess.
    BadPin,
    /// No such action, or it is closed.
    UnknownAction,
    /// No such receipt.
    UnknownReceipt,
    /// The slip has been voided or returned, is too old to be voided, or not old enough to be returned.
    SlipDone,
    /// How the money goes back does not fit what was paid.
    BadRefund,
    /// Name, phone, day or 内金 of a reservation cannot be.
    BadReservation,
    /// No such reservation.
    UnknownReservation,
    /// The reservation has been changed since it was read, is handed over or cancelled, or is being handed over.
    ReservationMoved,
    /// Fields of a row are wrong: each is named.
    BadRow,
    /// A row of that code, JAN or bar code is there already.
    RowExists,
    /// The row has been changed since the page read it.
    StaleRow,
    /// Other rows or open payments need it.
    RowInUse,
    /// No such row.
    UnknownRow,
    /// The file is not what it should be: says why.
    BadFile,
    /// The books could not be written: disk full, read only, or busy too long.
    BooksUnavailable,
    /// The business day is closed (精算済): 端末開設 opens the next one.
    DayClosed,
    /// The days or the drawer have moved on since the page showed them.
    StaleDay,
    /// No such paper in the journal, or none to be made.
    NoPaper,
    /// 宛名 or 但し書き cannot be, or the slip has no 領収書.
    BadFormal,
    /// The papers cannot be looked for like that.
    BadSearch,
    /// The terminal's 中間計 did not come whole: says why. Nothing was kept.
    BadLog,
    /// A period that is empty, ends before it begins, or is not over.
    BadPeriod,
    /// No such run of 決済照合, or no such difference in it.
    UnknownRun,
    /// The difference is closed already.
    DifferenceClosed,
    /// A text of the request holds what looks like a card number. Nothing of it was kept.
    CardData,
}

/// What there is to say to a request that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reply {
    /// To `Hello`.
    Welcome {
        /// The agent's run; page state of another run is stale.
        run_id: RunId,
        /// The agent's version, for the support.
        agent_version: String,
        /// The masters.
        catalog: Catalog,
        /// Who is signed in here by the token that came with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed_in: Option<Person>,
    },
    /// The draft is kept.
    DraftKept {
        /// As this revision.
        draft_revision: u64,
    },
    /// The sale is settled.
    SaleMade {
        /// Its receipt.
        receipt: Box<Receipt>,
    },
    /// How a payment stands.
    Payment {
        /// The payment.
        payment: Box<PaymentView>,
    },
    /// The journal had never heard of that payment; its id is burned now.
    PaymentNeverStarted,
    /// Done, with nothing to add.
    Done,
    /// A receipt that was asked for.
    Receipt {
        /// The receipt.
        receipt: Box<Receipt>,
    },
    /// The masters as they are now.
    Catalog {
        /// The masters.
        catalog: Catalog,
    },
    /// What was asked of the masters.
    Masters {
        /// The answer.
        reply: MastersReply,
    },
    /// What was asked of settled slips.
    Slips {
        /// The answer.
        reply: SlipsReply,
    },
    /// What was asked of reservations.
    Reservations {
        /// The answer.
        reply: ReservationsReply,
    },
    /// What was asked about people.
    People {
        /// The answer.
        reply: PeopleReply,
    },
    /// What was asked of the business day.
    Day {
        /// The answer.
        reply: DayReply,
    },
    /// 決済の経過
    Story {
        /// The story.
        story: Box<Story>,
    },
    /// What was asked of クレジット利用履歴.
    History {
        /// The answer.
        reply: HistoryReply,
    },
    /// What was asked of printed papers.
    Paper {
        /// The answer.
        reply: PaperReply,
    },
    /// Of 決済照合.
    Matching {
        /// The answer.
        reply: MatchReply,
    },
    /// To `Pair`: this page is paired.
    Paired {
        /// What it says Hello with from now on; kept by the page, told once.
        key: PageKey,
    },
    /// What was asked of pages that come from elsewhere.
    Hosted {
        /// The answer.
        reply: HostedReply,
    },
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The shop's own code.
    pub code: String,
    /// JAN-13 or JAN-8; for in-store codes with a price the first seven digits.
    pub jan: Option<String>,
    /// Name.
    pub name: String,
    /// For searching.
    pub kana: String,
    /// 部門
    pub department: String,
    /// Price of one, tax included; for in-store codes with a price, the price comes from the code.
    pub unit_price: Yen,
    /// Its tax today.
    pub tax: TaxClass,
}

/// A カード会社 as a clerk chooses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyView {
    /// The row.
    pub company: CardCompany,
    /// カード区分名
    pub category_name: String,
    /// The terminal it goes to on this register for a sale; none: not linked.
    pub linked_device: Option<CatDeviceId>,
}

/// What a 税区分 is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxClassName {
    /// As products name it.
    pub code: String,
    /// 名称
    pub name: String,
}

/// The masters as the page needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// 商品
    pub products: Vec<Product>,
    /// カード会社
    pub companies: Vec<CompanyView>,
    /// カード区分
    pub categories: Vec<CardCategory>,
    /// 税区分, as each is called today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_classes: Vec<TaxClassName>,
    /// 担当者
    pub operators: Vec<Operator>,
    /// 担当者入力 0:しない 1:する
    pub operator_entry: OperatorEntry,
    /// The mode new drafts get.
    pub mode: CounterMode,
    /// Which masters these are: an update tells when there are newer ones.
    #[serde(default)]
    pub revision: u64,
}

/// 担当者入力
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorEntry {
    /// 0:しない
    Off,
    /// 1:する
    On,
}
