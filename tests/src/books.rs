//! The two books: what the centre charged, and what the POS holds.

mod compare;
mod pos;

pub use compare::disagreements;
pub use pos::PosBooks;

use serde::Deserialize;

/// What the centre wrote down (GET /book).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CentreBook {
    /// Every line, as it is.
    pub entries: Vec<serde_json::Value>,
    /// What is charged now: authorised and not reversed.
    pub charged: Vec<Charge>,
}

/// A charge that stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Charge {
    /// The centre's name of it.
    pub centre_ref: String,
    /// The POS's key; none where a person charged by hand.
    pub payment_id: Option<String>,
    /// How much.
    pub amount: i64,
    /// Which way.
    pub kind: ChargeKind,
}

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// From the customer.
    Sale,
    /// Back to the customer.
    Refund,
}

/// A settled slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Its number.
    pub receipt_number: u64,
    /// Its sale.
    pub sale_id: String,
    /// Whether it is of 練習モード.
    pub training: bool,
    /// What it comes to.
    pub total: i64,
    /// What its tenders come to.
    pub paid: i64,
    /// Its linked card, where it was paid with one.
    pub linked: Option<LinkedCard>,
    /// Whether its card's money is to go back, where the slip was voided.
    pub void: Option<TerminalVoid>,
}

/// The void of a slip on its terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalVoid {
    /// It is to be done still.
    ToDo,
    /// The books name the terminal's 取消票.
    Done,
}

/// A linked card on a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCard {
    /// Which payment.
    pub payment_id: String,
    /// How much.
    pub amount: i64,
    /// Who says that it was charged.
    pub word: Word,
    /// The terminal and its slip.
    pub terminal_slip: (Option<String>, Option<String>),
}

/// Who says that a payment was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The terminal.
    Terminal,
    /// A person, from its paper.
    Person,
}

/// A payment of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Which.
    pub payment_id: String,
    /// Of which sale.
    pub sale_id: String,
    /// Its state's word.
    pub state: String,
    /// Whether it is an open question on every screen.
    pub is_question: bool,
}

/// A 端末側の操作待ち, open or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// `hand_payment`, `void_on_terminal`, …
    pub kind: String,
    /// Which payment, where it is about one.
    pub payment_id: Option<String>,
    /// How much.
    pub amount: i64,
    /// Whether it is done.
    pub closed: bool,
}

/// 前受金, by what it is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Advances {
    /// What the slips have changed it by.
    pub by_slips: i64,
    /// What the open reservations hold.
    pub by_reservations: i64,
}

/// Cash that was given back (現金返金).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashRefund {
    /// For which payment, where it is for one.
    pub payment_id: Option<String>,
    /// How much.
    pub amount: i64,
}
