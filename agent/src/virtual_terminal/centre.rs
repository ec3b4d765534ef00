//! The centre behind the virtual terminal: it authorises, reverses, and keeps a book of its own (the witness).
//!
//! Its book is an append-only file of JSON lines, apart from the terminal's memory; every line is on the disk before
//! it is answered for. It must not know the terminal's memory or the POS, only what a terminal tells it. Training never
//! reaches it.
//!
//! ```text
//!  authorise(reference) ─▶ Authorised ──reverse──▶ Reversed        the same reference again: the same answer
//!                       └▶ Declined
//!  enquire/reverse(unknown reference) ─▶ Burned                     an authorise that comes later is declined
//! ```

mod book;
mod client;
mod server;

use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;
use catlink_shared::terminal::{ApprovalCode, CenterResultCode, TerminalId};
use serde::{Deserialize, Serialize};

pub use book::{Book, BookTrouble, Charge, Entry};
pub use client::CentreLink;
pub use server::serve;

/// What a terminal asks. `reference` is the terminal's own name of the transaction; a question may be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// May this be charged?
    Authorise(Authorise),
    /// Did you authorise it? If not, never do.
    Enquire {
        /// The terminal's name of the transaction.
        reference: String,
    },
    /// Undo it, or never do it.
    Reverse {
        /// The terminal's name of the transaction.
        reference: String,
    },
}

impl Question {
    /// Which transaction it is about.
    #[must_use]
    pub fn reference(&self) -> &str {
        match self {
            Self::Authorise(authorise) => &authorise.reference,
            Self::Enquire { reference } | Self::Reverse { reference } => reference,
        }
    }
}

/// A request to charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorise {
    /// The terminal's name of the transaction.
    pub reference: String,
    /// Which terminal.
    pub terminal_id: TerminalId,
    /// The POS's key, where the terminal was told one.
    pub payment_id: Option<PaymentId>,
    /// How much.
    pub amount: Yen,
    /// Which way the money goes.
    pub kind: ChargeKind,
    /// What the card's issuer thinks of it.
    #[serde(default)]
    pub wish: Wish,
}

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// From the customer.
    Sale,
    /// Back to the customer.
    Refund,
}

/// How the issuer of a test card decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// It approves.
    #[default]
    Approve,
    /// It declines.
    Decline,
}

/// What the centre answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Charged.
    Authorised {
        /// The centre's name of the charge.
        centre_ref: String,
        /// 承認番号
        approval_code: ApprovalCode,
        /// How much.
        amount: Yen,
    },
    /// Not charged.
    Declined {
        /// センター応答コード
        code: CenterResultCode,
    },
    /// No longer charged.
    Reversed,
    /// Never charged, and never will be.
    Unknown,
    /// Nobody could be asked. Made by the terminal's end of the line, never by the centre.
    Unreachable,
}
