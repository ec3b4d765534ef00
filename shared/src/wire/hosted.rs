//! Pages that come from elsewhere (外部ページ, <https://pos.example.jp>): how one is paired with this register, and what a
//! manager sees of those that are.
//!
//! ```text
//!  manager, on the agent's own page          hosted page, same computer
//!  Offer { origin } ──▶ code, shown there ─ ─ typed ─ ─▶ Pair { code } ──▶ Paired { key }
//!                                                        Hello { key, … } ──▶ Welcome
//!  Revoke { id } ──▶ its sockets close, its key opens nothing any more
//! ```
//!
//! A code is for one origin, one use, a few tries and a few minutes. The agent keeps a key's digest only.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::barcode::half_width;
use crate::origin::Origin;

/// Digits of a code.
pub const CODE_DIGITS: usize = 8;

/// What a manager asks of hosted pages; on the agent's own page only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostedRequest {
    /// Which are paired, and whether a code is open. Answered [`HostedReply::List`].
    List,
    /// A code for a page that is to be paired. An earlier one is closed by it. Answered [`HostedReply::Offered`].
    Offer {
        /// Where that page comes from.
        origin: Origin,
    },
    /// Close the code. Answered [`HostedReply::List`].
    Withdraw,
    /// Take a page's key away. Answered [`HostedReply::List`].
    Revoke {
        /// Which.
        id: HostedId,
    },
}

/// What a manager is told of hosted pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostedReply {
    /// Those that are paired, the newest first, and the origin a code is open for.
    List {
        /// They.
        pages: Vec<HostedPage>,
        /// The origin that may pair now.
        open_for: Option<Origin>,
    },
    /// A code is open.
    Offered {
        /// For this origin.
        origin: Origin,
        /// To be shown on this computer, and typed on that page.
        code: PairingCode,
        /// For so long, seconds.
        seconds: u32,
    },
}

/// One page that is paired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedPage {
    /// Which.
    pub id: HostedId,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was paired.
    pub paired_at_text: String,
    /// Who opened the code: 担当者コード.
    pub paired_by: String,
    /// When it was here last.
    pub seen_at_text: Option<String>,
    /// How many of its tabs are connected now.
    pub connected: u32,
}

/// One pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostedId(pub Uuid);

impl fmt::Display for HostedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The short code a person carries from one page to the other. It prints as stars.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PairingCode(String);

/// Not as many digits as a code has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("コードは{CODE_DIGITS}桁の数字です。")]
pub struct BadPairingCode;

impl PairingCode {
    /// The code a person typed: full width, spaces and hyphens do no harm.
    ///
    /// # Errors
    /// It has not the digits of one.
    pub fn new(text: &str) -> Result<Self, BadPairingCode> {
        let digits: String =
            half_width(text).chars().filter(|c| !matches!(c, ' ' | '-' | '\u{3000}')).collect();
        let is_code = digits.len() == CODE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(Self(digits)) } else { Err(BadPairingCode) }
    }

    /// Its digits, to be shown or compared.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingCode(****)")
    }
}

impl TryFrom<String> for PairingCode {
    type Error = BadPairingCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<PairingCode> for String {
    fn from(code: PairingCode) -> Self {
        code.0
    }
}

/// What a hosted page shows instead of the served page's cookie: 256 random bits in hex. It prints as stars.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageKey(String);

impl PageKey {
    /// A key of these characters.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The characters, for the page's storage.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageKey(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::{BadPairingCode, PageKey, PairingCode};

    #[test]
    fn a_code_is_taken_however_its_digits_are_grouped_and_prints_as_stars() {
        for text in ["12345678", "1234 5678", "1234-5678", "\u{ff11}\u{ff12}34\u{3000}5678"] {
            let code = PairingCode::new(text).expect(text);
            assert_eq!((code.expose(), format!("{code:?}").as_str()), ("12345678", "PairingCode(****)"));
        }
        for text in ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨"] {
            assert_eq!(PairingCode::new(text), Err(BadPairingCode), "{text}");
        }
        assert_eq!(format!("{:?}", PageKey::new("ab".into())), "PageKey(****)");
    }
}
