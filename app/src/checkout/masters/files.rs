//! 【取込・書出】: masters go out as files and come in again; 【CSV書出】: a report goes out.
//!
//! ```text
//!   Choosing ─▶ Making ─▶ Fetching ─▶ Choosing (the browser keeps the file)
//!   Choosing ─▶ Reading ─▶ Sending ─▶ Checking ─▶ Checked ─F12─▶ Writing ─▶ Written
//! ```
//!
//! The agent judges and keeps; here stands only how far it is. It knows no DOM: the browser reads and saves files.

mod act;
mod arrive;

use catlink_shared::masters::Master;
use catlink_shared::wire::files::{Encoding, FileRevision, Products, Report, ReportFile, Verdict};

use crate::checkout::Checkout;
use crate::checkout::screen::Screen;

/// What can be done with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// CSV書出
    Csv(Encoding),
    /// マスタファイル書出
    Masters(Products),
    /// 取込
    Import,
}

/// How far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stage {
    /// What is to be done is chosen.
    #[default]
    Choosing,
    /// The agent makes a file.
    Making(Far),
    /// The file comes in parts.
    Fetching(Fetched),
    /// The browser reads the file that was chosen.
    Reading,
    /// It goes to the agent in parts.
    Sending(Sent),
    /// The agent judges it.
    Checking(Far),
    /// What it would change.
    Checked(Box<Report>),
    /// The agent keeps it.
    Writing(Far),
    /// What it has changed.
    Written(Box<Report>),
}

/// So much of so much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Far {
    /// Done.
    pub done: u32,
    /// In all; 0: not known yet.
    pub total: u32,
}

/// A file on its way to the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    name: String,
    parts: u32,
    rows: u32,
    next: u32,
}

/// A file on its way to the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    bytes: Vec<u8>,
    upload: Option<u32>,
    next: u32,
}

/// What the page has of files.
#[derive(Debug, Clone, Default)]
pub struct Files {
    pub(in crate::checkout) stage: Stage,
    /// The file that the agent has, by its number.
    upload: u32,
    /// The masters file these masters come from.
    known: Option<FileRevision>,
    /// The report that 【CSV書出】 is about.
    report: Option<ReportFile>,
    /// The report to come back to, while the lines that stay out are fetched.
    aside: Option<Stage>,
    /// When to ask again how far it is; none: nothing is asked.
    look_at: Option<u64>,
}

impl Files {
    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The masters file these masters come from.
    #[must_use]
    pub fn known(&self) -> Option<&FileRevision> {
        self.known.as_ref()
    }

    /// Whether something is being done that F9中止 stops.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        match self.stage {
            Stage::Choosing | Stage::Checked(_) | Stage::Written(_) => false,
            Stage::Making(_)
            | Stage::Fetching(_)
            | Stage::Reading
            | Stage::Sending(_)
            | Stage::Checking(_)
            | Stage::Writing(_) => true,
        }
    }

    /// What is being done, in words, and how far it is.
    #[must_use]
    pub fn doing(&self) -> Option<(&'static str, Far)> {
        let parts = |done: u32, total: usize| Far { done, total: u32::try_from(total).unwrap_or(u32::MAX) };
        Some(match &self.stage {
            Stage::Making(far) => ("ファイルを作成しています", *far),
            Stage::Fetching(file) => {
                ("ファイルを受け取っています", Far { done: file.next, total: file.parts })
            }
            Stage::Reading => ("ファイルを読んでいます", Far::default()),
            Stage::Sending(file) => ("ファイルを送っています", parts(file.next, file.parts())),
            Stage::Checking(far) => ("内容を確認しています", *far),
            Stage::Writing(far) => ("登録しています", *far),
            Stage::Choosing | Stage::Checked(_) | Stage::Written(_) => return None,
        })
    }

    /// What the file says of itself: before and after it is kept.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        match &self.stage {
            Stage::Checked(report) | Stage::Written(report) => Some(report),
            Stage::Choosing
            | Stage::Making(_)
            | Stage::Fetching(_)
            | Stage::Reading
            | Stage::Sending(_)
            | Stage::Checking(_)
            | Stage::Writing(_) => None,
        }
    }

    /// Whether a file was judged and waits for F12.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        matches!(self.stage, Stage::Checked(_))
    }

    /// Whether there are lines that stay out, to be fetched as a file.
    #[must_use]
    pub fn has_left_out(&self) -> bool {
        self.report().is_some_and(|report| {
            report.revision.is_none() && report.tables.iter().any(|table| table.bad > 0)
        })
    }

    /// What F12 would keep; none: nothing can be kept.
    #[must_use]
    pub fn to_keep(&self) -> Option<Verdict> {
        match &self.stage {
            Stage::Checked(report) if report.verdict != Verdict::Nothing => Some(report.verdict),
            _ => None,
        }
    }
}

/// Masters that are set up in the page alone.
const NOT_IMPORTED: &[Master] = &[Master::Register, Master::Store, Master::Operator];

impl Errand {
    /// CSV comes first: it is all that there is of a report.
    pub const ALL: &[Errand] = &[
        Errand::Csv(Encoding::Utf8Bom),
        Errand::Csv(Encoding::ShiftJis),
        Errand::Masters(Products::Without),
        Errand::Masters(Products::With),
        Errand::Import,
    ];

    /// What can be done at a master.
    #[must_use]
    pub fn all(master: Master) -> &'static [Errand] {
        if NOT_IMPORTED.contains(&master) { &Self::ALL[..2] } else { Self::ALL }
    }

    /// Its name, and what it is for.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv(Encoding::Utf8Bom) => {
                ("CSV書出(UTF-8)", "Excelで開けます。すべての文字を書き出せます。")
            }
            Self::Csv(Encoding::ShiftJis) => {
                ("CSV書出(Shift_JIS)", "古いソフト用です。ない文字があれば、書き出さずに知らせます。")
            }
            Self::Masters(Products::Without) => (
                "マスタファイル書出",
                "カード区分・カード会社・税区分を、全店で同じにするための1つのファイルです。",
            ),
            Self::Masters(Products::With) => ("マスタファイル書出(商品も)", "商品マスタも含めます。"),
            Self::Import => ("取込", "CSVかマスタファイルを選びます。確認の結果を見てから登録します。"),
        }
    }
}

impl Sent {
    fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, upload: None, next: 0 }
    }

    fn parts(&self) -> usize {
        self.bytes.len().div_ceil(catlink_shared::wire::files::PART_BYTES)
    }
}

impl Checkout {
    /// What can be done with files at the master that is open.
    #[must_use]
    pub fn errands(&self) -> &'static [Errand] {
        match self.top() {
            Screen::Files(master) if self.desk.files.stage == Stage::Choosing => Errand::all(master),
            Screen::Export if self.desk.files.stage == Stage::Choosing => &Errand::ALL[..2],
            _ => &[],
        }
    }
}
