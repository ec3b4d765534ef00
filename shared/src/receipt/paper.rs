//! How a register prints its receipts: by itself or by the print key, and on which paper. It knows no printer.

use serde::{Deserialize, Serialize};

/// 伝票の印刷
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Printing {
    /// 0:しない: by the print key only.
    #[default]
    ByKey,
    /// 1:する: when a sale is settled.
    ByItself,
}

impl Printing {
    /// Whether nothing is printed unasked; where it is so, nothing is said of it.
    #[must_use]
    pub const fn is_by_key(&self) -> bool {
        matches!(self, Self::ByKey)
    }
}

/// 用紙幅
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperWidth {
    /// 58mm
    Mm58,
    /// 80mm
    #[default]
    Mm80,
}

impl PaperWidth {
    /// From what stands in 端末マスタ; the wide one where nothing does.
    #[must_use]
    pub fn from_millimetres(text: &str) -> Self {
        match text {
            "58" => Self::Mm58,
            _ => Self::Mm80,
        }
    }

    /// As 端末マスタ and the style sheet write it.
    #[must_use]
    pub const fn millimetres(self) -> &'static str {
        match self {
            Self::Mm58 => "58",
            Self::Mm80 => "80",
        }
    }

    /// Whether it is the usual one; where it is, nothing is said of it.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        matches!(self, Self::Mm80)
    }
}
