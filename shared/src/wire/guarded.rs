//! How each text of a message is read by the guard against card data (`card::guard`): one table, by the field's name. A field
//! of a new name is read as free text, and `shared/tests/guarded.rs` fails until it stands here.

use crate::card::guard::Reading;
use crate::masters::{Master, Takes};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// An id, a token, a file's bytes: nothing that anybody types, or that is kept as it came.
    Opaque,
    /// A code, a time, a day, a phone, a word of the protocol. What stands in the books by it is found by it again, so that
    /// it is judged when it comes in and never changed on its way out.
    Typed,
    /// A sentence of ours, a printed line, or what is looked for, where JAN, terminal ids and registration numbers may
    /// stand.
    Told,
    /// What a person may write as he likes.
    Free,
}

impl Field {
    /// How it is read on its way in; none: it is not looked at.
    #[must_use]
    pub const fn reading(self) -> Option<Reading> {
        match self {
            Self::Opaque => None,
            Self::Typed | Self::Told => Some(Reading::Typed),
            Self::Free => Some(Reading::Free),
        }
    }

    /// The same on its way out.
    #[must_use]
    pub const fn reading_out(self) -> Option<Reading> {
        match self {
            Self::Opaque | Self::Typed => None,
            Self::Told => Some(Reading::Typed),
            Self::Free => Some(Reading::Free),
        }
    }
}

/// Ids, tokens, bytes.
#[rustfmt::skip]
const OPAQUE: &[&str] = &[
    "action_id", "data", "id", "key", "owner", "page_id", "payment_id", "resume", "run_id", "sale_id",
    "slip_id", "supersedes", "tries",
];

/// Codes, times, days, numbers, words of the protocol.
#[rustfmt::skip]
const TYPED: &[&str] = &[
    "accepted_at_text", "active", "activity", "agent_version", "answer", "approval_code", "approved_by", "at",
    "at_text", "barcode", "before", "began_at_text", "business_day", "by", "by_hand", "cancel",
    "card_company_code", "category", "cause", "center_result_code", "choice", "clock", "closed", "code",
    "company_code", "day", "day_total", "days", "device", "differences", "direction", "due_date", "earlier",
    "encoding", "fault", "found", "from_text", "hand", "history", "how", "is", "issued_at_text", "jan", "kept",
    "kind", "last4", "last_word", "link", "made_at", "made_at_text", "master", "matching", "may", "memory_id",
    "mode", "model", "newest_slip", "next", "now", "number", "of", "old", "on_terminal", "only_here_codes",
    "open_for", "opened_at", "opened_by", "opens", "operator", "operator_code", "origin", "paired_at_text",
    "paired_by", "paper", "part", "path", "phase", "phone", "pin", "port", "pos_link", "printing",
    "product_code", "products", "reach", "receipt_number", "register_code", "registration", "report",
    "reservations", "retry", "return_guide", "role", "rounding", "seen_at_text", "since", "slip_number",
    "slips", "sold_at_text", "sold_on", "source", "stable_path", "staff", "state", "status", "story", "tax",
    "terminal_id", "time", "to_text", "training", "transaction_number", "type", "unit", "valid_from", "verdict",
    "void_guide", "way", "way_back", "which", "who", "why", "work",
];

/// Sentences of ours, lines of a paper, and what is looked for.
#[rustfmt::skip]
const TOLD: &[&str] = &[
    "description", "details", "find", "from", "label", "left", "message", "notes", "open", "right",
    "state_text", "subject", "text", "to", "what", "why_not",
];

/// What people write.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "address", "addressee", "brand", "brand_name", "card_company_name", "categories", "category_name",
    "company_name", "contact", "customer", "department", "footer1", "footer2", "footer3", "header1", "header2",
    "header3", "kana", "model_name", "name", "note", "operator_name", "paid_by", "proviso", "reason",
    "report_group", "shop_name", "unlinked_reason",
];

/// What a field of that name holds, as a message's or a master's; none: nobody has said so yet.
#[must_use]
pub fn known(name: &str) -> Option<Field> {
    [(OPAQUE, Field::Opaque), (TYPED, Field::Typed), (TOLD, Field::Told), (FREE, Field::Free)]
        .into_iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, field)| field)
        .or_else(|| of_master(name))
}

/// What a field of that name holds. Of an unknown one the worst is thought.
#[must_use]
pub fn field(name: &str) -> Field {
    known(name).unwrap_or(Field::Free)
}

fn of_master(key: &str) -> Option<Field> {
    Master::ALL.iter().find_map(|master| master.rule(key)).map(|rule| match rule.takes {
        Takes::Text(_) => Field::Free,
        Takes::Code(_)
        | Takes::Digits(..)
        | Takes::Number(..)
        | Takes::Choice(_)
        | Takes::Date
        | Takes::Reference(_)
        | Takes::Jan
        | Takes::Registration
        | Takes::Phone => Field::Typed,
    })
}
