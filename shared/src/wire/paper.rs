//! 電子ジャーナル, 再発行 and 領収書: what a page asks of printed papers, and what it is told.
//!
//! A page prints only what the agent gave it to print: that is in the journal by then.

mod kind;

use serde::{Deserialize, Serialize};

use crate::basket::CounterMode;
use crate::ids::ReceiptNumber;
use crate::money::Yen;
use crate::receipt::{Formal, PrintLine, Receipt};

pub use kind::PaperKind;

/// Rows in one answer.
pub const PAPER_ROWS: usize = 50;

/// Days that are looked through for a text at most: each paper of them is read.
pub const MOST_TEXT_DAYS: u32 = 400;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PaperRequest {
    /// A slip's own paper goes to the printer: the first time as the original, then as 再発行.
    Print {
        /// Which.
        receipt_number: ReceiptNumber,
        /// Live and training slips count apart.
        #[serde(default, skip_serializing_if = "CounterMode::is_live")]
        mode: CounterMode,
    },
    /// A paper of the business day goes to the printer.
    PrintDay {
        /// Which.
        of: DayPaper,
    },
    /// Whether a live slip has a 領収書 still, and what stood on the one before. Reads only.
    Standing {
        /// Which.
        receipt_number: ReceiptNumber,
    },
    /// 領収書; a second time only by a manager, and as 再発行.
    Issue {
        /// Which live slip.
        receipt_number: ReceiptNumber,
        /// What is written on it.
        formal: Formal,
    },
    /// 電子ジャーナル: live papers, newest first. Reads only.
    Find {
        /// Which.
        filter: PaperFilter,
        /// Place of the first row wanted.
        at: u64,
    },
    /// One paper as it was printed. Reads only.
    Read {
        /// Which.
        position: u64,
    },
    /// A paper of the journal goes to the printer as 電子ジャーナル控え.
    PrintExtract {
        /// Which.
        position: u64,
    },
}

impl PaperRequest {
    /// Whether it changes nothing.
    #[must_use]
    pub const fn only_reads(&self) -> bool {
        match self {
            Self::Standing { .. } | Self::Find { .. } | Self::Read { .. } => true,
            Self::Print { .. } | Self::PrintDay { .. } | Self::Issue { .. } | Self::PrintExtract { .. } => {
                false
            }
        }
    }
}

/// A paper of the business day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum DayPaper {
    /// 日計
    Report {
        /// `YYYY-MM-DD`
        day: String,
    },
    /// The newest レジ点検 of the days that are not closed.
    Check,
}

/// Which papers; what is not said does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaperFilter {
    /// The first business day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// 伝票番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_number: Option<ReceiptNumber>,
    /// 種類
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PaperKind>,
    /// What stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One paper in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// Its place in the journal.
    pub position: u64,
    /// `2026/11/23 10:05:09`
    pub at_text: String,
    /// `YYYY-MM-DD`
    pub business_day: String,
    /// 種類
    pub kind: PaperKind,
    /// 伝票番号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_number: Option<ReceiptNumber>,
    /// The how manieth 再発行; 0: the first one.
    pub copy: u32,
    /// What was paid or went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Yen>,
    /// 担当者コード
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    /// What the list says of it.
    pub row: PaperRow,
    /// Live or training.
    #[serde(default, skip_serializing_if = "CounterMode::is_live")]
    pub mode: CounterMode,
    /// As printed.
    pub lines: Vec<PrintLine>,
}

/// How it stands with the 領収書 of a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormalStanding {
    /// The slip.
    pub receipt: Box<Receipt>,
    /// How often it was issued.
    pub issued: u32,
    /// What stood on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Formal>,
    /// Why there is none, in the clerk's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PaperReply {
    /// It is in the journal: print this.
    Printed {
        /// As it is to be printed.
        paper: Box<PaperView>,
    },
    /// To [`PaperRequest::Standing`].
    Standing {
        /// It.
        standing: Box<FormalStanding>,
    },
    /// To [`PaperRequest::Find`].
    Found {
        /// Place of the first row.
        at: u64,
        /// How many there are.
        total: u64,
        /// Newest first.
        rows: Vec<PaperRow>,
    },
    /// To [`PaperRequest::Read`].
    Sheet {
        /// It.
        paper: Box<PaperView>,
    },
}
