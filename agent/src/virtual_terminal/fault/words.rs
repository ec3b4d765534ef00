//! The words faults are told by: steps of a sale, messages of either side.

use serde::{Deserialize, Serialize};

/// A step of a sale at which the terminal can die (the process ends with status 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// SALES is read, nothing is written.
    BeforeStorePending,
    /// SALES is on the disk, not acknowledged.
    AfterStorePending,
    /// The centre is about to be asked.
    BeforeCentre,
    /// The centre has answered, nothing is written.
    AfterCentre,
    /// The result is on the disk, not sent.
    AfterStoreResult,
    /// The result is acknowledged, which is not yet written.
    AfterSend,
}

/// Where a misbehaving terminal says a full card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakPlace {
    /// Where a RESULT has the last four digits.
    MaskedNumber,
    /// 支払明細 of a RESULT.
    Detail,
    /// The brand of a RESULT.
    Brand,
    /// センター応答コード of a RESULT.
    CentreCode,
    /// 処理通番 of a RESULT.
    TransactionNumber,
    /// The value of a field nobody knows, in any message.
    UnknownValue,
    /// The name of such a field.
    UnknownName,
    /// The value of such a field in a line of the daily log.
    LogValue,
    /// Its name there.
    LogName,
    /// Bytes that are no message, before one that is.
    NoMessage,
}

/// A message of the POS, besides SALES.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestWord {
    /// HELLO
    Hello,
    /// PING
    Ping,
    /// CANCEL
    Cancel,
    /// QUERY
    Query,
    /// LAST
    Last,
}

impl RequestWord {
    /// The word on the line. The first letters differ, also from that of SALES.
    #[must_use]
    pub const fn word(self) -> &'static [u8] {
        match self {
            Self::Hello => b"HELLO",
            Self::Ping => b"PING",
            Self::Cancel => b"CANCEL",
            Self::Query => b"QUERY",
            Self::Last => b"LAST",
        }
    }
}

/// A message of the terminal, besides RESULT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidWord {
    /// READY
    Ready,
    /// REFUSED
    Refused,
    /// STATE
    State,
    /// STATUS
    Status,
    /// PENDING
    Pending,
    /// NONE
    None,
}

impl SaidWord {
    /// The word on the line.
    #[must_use]
    pub const fn word(self) -> &'static [u8] {
        match self {
            Self::Ready => b"READY",
            Self::Refused => b"REFUSED",
            Self::State => b"STATE",
            Self::Status => b"STATUS",
            Self::Pending => b"PENDING",
            Self::None => b"NONE",
        }
    }
}
