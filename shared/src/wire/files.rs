//! Files between page and agent: CSV of one master or of a report, and the masters file that makes every store's card
//! companies the same. Files go in parts, since a message has its limit; what takes time is asked after.
//!
//! ```text
//!   Export, Report ─▶ Begun ─▶ Progress … ─▶ Made ─▶ Fetch 0, 1, … ─▶ Part
//!   Begin ─▶ Begun ─▶ Part 0, 1, … ─▶ Check ─▶ Progress … ─▶ Checked ─▶ Apply ─▶ Progress … ─▶ Applied
//! ```

mod bytes;

use serde::{Deserialize, Serialize};

use crate::masters::Master;
use crate::wire::history::HistoryFilter;
use crate::wire::paper::PaperFilter;
pub use bytes::Bytes;

/// Longest file that is taken, bytes.
pub const MOST_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of one part: as base64 it leaves room within [`super::MOST_BYTES`].
pub const PART_BYTES: usize = 128 * 1024;
/// As many lines as a report names.
pub const MOST_LINES: usize = 200;

/// How a CSV file writes its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8 with a byte order mark, so that Excel takes it for that.
    Utf8Bom,
    /// Shift_JIS as Windows has it.
    ShiftJis,
}

/// Whether a masters file brings the products along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Products {
    /// カード区分, カード会社 and 税区分 only.
    Without,
    /// 商品 too.
    With,
}

/// A report that goes out as CSV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "snake_case")]
pub enum ReportFile {
    /// 日計一覧: what each business day of a period came to.
    Days {
        /// The first day, `YYYY-MM-DD`.
        from: String,
        /// The last one.
        to: String,
    },
    /// クレジット利用履歴
    History {
        /// Which payments.
        filter: HistoryFilter,
    },
    /// 電子ジャーナル: every paper that fits, as printed.
    Paper {
        /// Which.
        filter: PaperFilter,
    },
    /// 決済照合: the differences of one run.
    Matching {
        /// Which.
        run: u64,
    },
}

/// What a page asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FileAsk {
    /// Make a CSV file of a master.
    Export {
        /// Which master.
        master: Master,
        /// How it writes characters.
        encoding: Encoding,
    },
    /// Make a masters file.
    ExportMasters {
        /// Whether 商品 is in it.
        products: Products,
    },
    /// Make a CSV file of a report.
    Report {
        /// Which, and what of it.
        what: ReportFile,
        /// How it writes characters.
        encoding: Encoding,
    },
    /// One part of the file that was made last.
    Fetch {
        /// From 0.
        number: u32,
    },
    /// A file is about to come; one that was coming is thrown away.
    Begin {
        /// The master a CSV file is of. A masters file says itself what it is.
        master: Master,
        /// Its name.
        name: String,
        /// How long it is.
        bytes: u64,
    },
    /// One part of it, in order.
    Part {
        /// Which file.
        upload: u32,
        /// From 0.
        number: u32,
        /// At most [`PART_BYTES`].
        data: Bytes,
    },
    /// The file is whole: what would it change?
    Check {
        /// Which file.
        upload: u32,
    },
    /// Keep what was checked.
    Apply {
        /// Which file.
        upload: u32,
    },
    /// The lines of the judged file that stay out, as a file to mend them in.
    LeftOut,
    /// How far is it?
    Progress,
    /// F9中止
    Stop,
    /// Which masters file do these masters come from?
    Known,
}

/// What a page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FileReply {
    /// It is being done: ask how far it is.
    Begun {
        /// Names the file that comes; 0 where none does.
        upload: u32,
    },
    /// The part is there.
    Taken {
        /// Which.
        number: u32,
    },
    /// It is being done.
    Working {
        /// What.
        work: Work,
        /// So many rows are.
        done: u32,
        /// Of so many; 0: not known yet.
        total: u32,
    },
    /// The file is made.
    Made {
        /// What to call it.
        name: String,
        /// How many parts it has.
        parts: u32,
        /// How many rows.
        rows: u32,
    },
    /// A part of it.
    Part {
        /// Which.
        number: u32,
        /// At most [`PART_BYTES`].
        data: Bytes,
    },
    /// What the file would change.
    Checked {
        /// All of it.
        report: Report,
    },
    /// It is kept.
    Applied {
        /// What changed.
        report: Report,
    },
    /// It was stopped; nothing changed.
    Stopped,
    /// The masters file these masters come from.
    Known {
        /// None: none yet.
        file: Option<FileRevision>,
    },
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// A file is made.
    Making,
    /// A file is read and judged.
    Checking,
    /// It is written into the books.
    Writing,
}

/// Which masters file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRevision {
    /// 版: rises with every file whose rows differ from the one before.
    pub revision: u64,
    /// When it was made, `2026/11/23 10:05`.
    pub made_at: String,
}

/// What a file would change, or has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The file's name.
    pub name: String,
    /// Where it is a masters file.
    pub revision: Option<FileRevision>,
    /// Each master that is in it.
    pub tables: Vec<TableReport>,
    /// The first [`MOST_LINES`] lines that are wrong or want a second look.
    pub lines: Vec<LineReport>,
    /// What else should be known before it is kept.
    pub notes: Vec<String>,
    /// Whether it can be kept.
    pub verdict: Verdict,
}

/// Whether a file can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of it.
    Whole,
    /// Without the lines that are wrong.
    WithoutBadLines,
    /// Not at all: too much is wrong, or nothing would change.
    Nothing,
}

/// What becomes of one master.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReport {
    /// Which.
    pub master: Master,
    /// Rows that are not there yet.
    pub new: u32,
    /// Rows that become different.
    pub changed: u32,
    /// Rows that stay as they are.
    pub unchanged: u32,
    /// Lines that are wrong.
    pub bad: u32,
    /// Rows that are only here: they stay.
    pub only_here: u32,
    /// The first of their codes.
    pub only_here_codes: Vec<String>,
}

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReport {
    /// Of which master.
    pub master: Master,
    /// Its number in the file; in a masters file the row's place within its master.
    pub line: u32,
    /// What of it.
    pub fault: LineFault,
    /// A sentence.
    pub message: String,
}

/// How much is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFault {
    /// It cannot be kept.
    Bad,
    /// It can, but should be looked at.
    Warned,
}
