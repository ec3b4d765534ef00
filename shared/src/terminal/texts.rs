//! Texts with a rule each: slip numbers, approval codes, the last four digits of a card.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::BadWord;

/// Makes a text type with a rule, checked when built and when read.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $rule:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text, where it obeys the rule.
            ///
            /// # Errors
            /// Empty, too long, or a character that does not belong: drop the value, never store it raw.
            pub fn new(text: &str) -> Result<Self, BadWord> {
                let allowed: fn(char) -> bool = $rule;
                if text.is_empty() {
                    return Err(BadWord { what: $what, got: "empty" });
                }
                if text.chars().count() > $max {
                    return Err(BadWord { what: $what, got: "that long" });
                }
                if !text.chars().all(allowed) {
                    return Err(BadWord { what: $what, got: "made of such characters" });
                }
                Ok(Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadWord;

            fn try_from(text: String) -> Result<Self, BadWord> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

checked_text! {
    /// The terminal's number of a slip (UnifiedPOS SlipNumber), digits with leading zeros kept.
    /// Five digits on JT-C60, reused after 99999, so it identifies nothing alone.
    SlipNumber, "slip_number", 8, |c| c.is_ascii_digit()
}
checked_text! {
    /// 承認番号 (UnifiedPOS ApprovalCode): may have letters and leading zeros.
    ApprovalCode, "approval_code", 12, |c| c.is_ascii_alphanumeric()
}
checked_text! {
    /// センター応答コード (UnifiedPOS CenterResultCode).
    CenterResultCode, "center_result_code", 12, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// 端末番号 (TID): 13 digits on JT-C60.
    TerminalId, "terminal_id", 20, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// The terminal's memory (ours): changes when the memory is new or wiped.
    MemoryId, "memory_id", 40, |c| c.is_ascii_alphanumeric() || c == '-'
}
checked_text! {
    /// The register's name on the line (ours).
    RegisterId, "register_id", 20, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
checked_text! {
    /// 処理通番 (UnifiedPOS TransactionNumber).
    TransactionNumber, "transaction_number", 12, |c| c.is_ascii_alphanumeric()
}
checked_text! {
    /// What the terminal calls the brand; an unknown one is kept and shown as it came (12 characters at most, so
    /// that no card number fits).
    BrandCode, "brand", 12, |c| !c.is_control()
}
checked_text! {
    /// 支払明細 (UnifiedPOS PaymentDetail): numbers separated by commas.
    PaymentDetail, "payment_detail", 24, |c| c.is_ascii_digit() || c == ','
}
checked_text! {
    /// The last digits of a card number, four at most: all that is ever kept of it.
    Last4, "account_last4", 4, |c| c.is_ascii_digit()
}

/// Slip numbers wrap after this one (JT-C60).
pub const NEWEST_SLIP: u32 = 99_999;

impl SlipNumber {
    /// The figure.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.0.parse().unwrap_or(0)
    }

    /// As a terminal prints it, whatever zeros were left out in typing: numbers are compared as text.
    #[must_use]
    pub fn as_printed(&self) -> Self {
        if self.number() <= NEWEST_SLIP { Self::five(self.number()) } else { self.clone() }
    }

    /// Five digits, as JT-C60 writes them.
    #[must_use]
    pub fn five(number: u32) -> Self {
        Self(format!("{:05}", number % 100_000))
    }
}

impl Last4 {
    /// What may be kept of a masked or full card number: its last four digits. Nothing where it has none.
    #[must_use]
    pub fn reduce(account: &str) -> Option<Self> {
        let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
        let tail: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
        Self::new(&tail).ok()
    }
}
