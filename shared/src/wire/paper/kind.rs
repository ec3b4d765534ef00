//! Kinds of papers.

use serde::{Deserialize, Serialize};

use crate::receipt::SlipKind;

/// What kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// レシート
    Receipt,
    /// 取消伝票
    Void,
    /// 返品伝票
    Return,
    /// 予約票, or 内金領収書
    Reservation,
    /// 予約取消伝票
    Cancellation,
    /// 領収書
    Formal,
    /// 日計
    DayReport,
    /// レジ点検
    Check,
    /// 電子ジャーナル控え
    Extract,
}

impl PaperKind {
    /// Every kind, in the order they are chosen in.
    pub const ALL: &[PaperKind] = &[
        Self::Receipt,
        Self::Void,
        Self::Return,
        Self::Reservation,
        Self::Cancellation,
        Self::Formal,
        Self::DayReport,
        Self::Check,
        Self::Extract,
    ];

    /// Its word in the books.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Void => "void",
            Self::Return => "return",
            Self::Reservation => "reservation",
            Self::Cancellation => "cancellation",
            Self::Formal => "formal",
            Self::DayReport => "day_report",
            Self::Check => "check",
            Self::Extract => "extract",
        }
    }

    /// Its name on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Receipt => "レシート",
            Self::Void => "取消伝票",
            Self::Return => "返品伝票",
            Self::Reservation => "予約票・内金領収書",
            Self::Cancellation => "予約取消伝票",
            Self::Formal => "領収書",
            Self::DayReport => "日計",
            Self::Check => "レジ点検",
            Self::Extract => "電子ジャーナル控え",
        }
    }

    /// The paper a slip comes out as.
    #[must_use]
    pub const fn of_slip(kind: &SlipKind) -> Self {
        match kind {
            SlipKind::Sale | SlipKind::HandOver { .. } => Self::Receipt,
            SlipKind::Void { .. } => Self::Void,
            SlipKind::Return { .. } => Self::Return,
            SlipKind::Reservation { .. } => Self::Reservation,
            SlipKind::Cancellation { .. } => Self::Cancellation,
        }
    }
}
