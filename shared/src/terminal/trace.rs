//! What is kept of a terminal's line, to be looked at when a payment is gone through: each message by its type and the
//! fields this version knows, and what happened on the line.
//!
//! A card number has no place here. A known field is shown as text, any other by its name and length, and of what is no
//! message at all only how long it was and what was wrong with it. Nothing is ever concluded from a trace.

use serde::{Deserialize, Serialize};

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// POS → 端末
    ToTerminal,
    /// 端末 → POS
    FromTerminal,
}

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum TraceLine {
    /// A whole message.
    Message {
        /// Which way.
        way: Way,
        /// Its type.
        kind: String,
        /// Its fields.
        fields: Vec<TraceField>,
    },
    /// Bytes from the terminal that are no message.
    Malformed {
        /// How many.
        length: usize,
        /// What was wrong.
        cause: MalformedCause,
    },
    /// What happened on the line.
    Note {
        /// What.
        note: LineNote,
    },
    /// Lines that could not be kept.
    Missing {
        /// How many.
        count: u64,
    },
    /// The payment has all the lines it may have; only what tells of money is kept from here on.
    Full,
}

/// A field of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceField {
    /// Its name; none where the name itself is not one that may be shown.
    pub name: Option<String>,
    /// What is shown of it.
    pub shown: Shown,
}

/// What is shown of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A known field's value.
    Text(String),
    /// Only how many characters it had.
    Length(usize),
}

/// What was wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MalformedCause {
    /// Not UTF-8.
    NotUtf8,
    /// A control character.
    Control,
    /// A type this version does not know.
    UnknownType,
    /// A field without a name.
    NotAField,
    /// A field that must be there is not.
    Missing,
    /// A field is there twice.
    Twice,
    /// A value its field cannot have.
    Value,
}

/// What happened on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineNote {
    /// The line was opened.
    Opened,
    /// It went away.
    Lost,
    /// The terminal is not heard.
    Silent,
    /// The line was won for a message.
    Won,
    /// The bid was answered busy.
    Busy,
    /// The bid was not answered.
    Unanswered,
    /// The terminal has the whole message.
    Delivered,
    /// A message was given up without an answer.
    NoAnswer,
    /// Every sending of a message was refused.
    EveryTryRefused,
    /// The terminal broke a message off.
    Aborted,
    /// The terminal answered NAK.
    NakHeard,
    /// We answered NAK.
    NakSaid,
    /// A block was sent again.
    SentAgain,
    /// The terminal sent a block again.
    HeardAgain,
    /// Bytes that are no block.
    Noise,
    /// RESULT was acknowledged.
    Acknowledged,
    /// RESULT was not acknowledged, since it could not be kept.
    NotAcknowledged,
}

impl LineNote {
    /// Every one.
    pub const ALL: &[LineNote] = &[
        Self::Opened,
        Self::Lost,
        Self::Silent,
        Self::Won,
        Self::Busy,
        Self::Unanswered,
        Self::Delivered,
        Self::NoAnswer,
        Self::EveryTryRefused,
        Self::Aborted,
        Self::NakHeard,
        Self::NakSaid,
        Self::SentAgain,
        Self::HeardAgain,
        Self::Noise,
        Self::Acknowledged,
        Self::NotAcknowledged,
    ];

    /// The words for it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Opened => "回線を開きました",
            Self::Lost => "回線が切れました",
            Self::Silent => "端末から応答がありません",
            Self::Won => "送信権を得ました",
            Self::Busy => "端末が送信を受け付けません(使用中)",
            Self::Unanswered => "端末が送信の呼びかけに答えません",
            Self::Delivered => "端末へ届きました",
            Self::NoAnswer => "送信の途中で端末の応答がなくなりました",
            Self::EveryTryRefused => "何度送っても端末が受け取りませんでした(NAK)",
            Self::Aborted => "端末が受信を打ち切りました",
            Self::NakHeard => "端末が受け取れませんでした(NAK)",
            Self::NakSaid => "端末からの電文が乱れていました(NAK を返信)",
            Self::SentAgain => "同じブロックをもう一度送りました",
            Self::HeardAgain => "端末が同じブロックをもう一度送りました",
            Self::Noise => "電文でない信号を受けました",
            Self::Acknowledged => "結果の受取を端末へ返しました",
            Self::NotAcknowledged => "結果を記録できなかったため、受取を返していません",
        }
    }
}

impl MalformedCause {
    /// Every one.
    pub const ALL: &[MalformedCause] = &[
        Self::NotUtf8,
        Self::Control,
        Self::UnknownType,
        Self::NotAField,
        Self::Missing,
        Self::Twice,
        Self::Value,
    ];

    /// The words for it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotUtf8 => "文字コードが違います",
            Self::Control => "制御文字があります",
            Self::UnknownType => "知らない種類の電文です",
            Self::NotAField => "名前のない項目があります",
            Self::Missing => "必要な項目がありません",
            Self::Twice => "同じ項目が二つあります",
            Self::Value => "項目の値が正しくありません",
        }
    }
}

impl TraceLine {
    /// One line of text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Message { way, kind, fields } => {
                let mut text = format!("{} {kind}", way.arrow());
                if let Some(word) = kind_word(kind) {
                    text.push_str(word);
                }
                for field in fields {
                    text.push(' ');
                    text.push_str(&field.text());
                }
                text
            }
            Self::Malformed { length, cause } => {
                format!("{} 読めない電文({length} バイト):{}", Way::FromTerminal.arrow(), cause.text())
            }
            Self::Note { note } => note.text().to_owned(),
            Self::Missing { count } => format!("{count} 件の電文は記録できませんでした"),
            Self::Full => "電文が多いため、これ以降は決済依頼と結果だけを記録します".to_owned(),
        }
    }
}

impl Way {
    /// The words for it.
    #[must_use]
    pub const fn arrow(self) -> &'static str {
        match self {
            Self::ToTerminal => "POS→端末",
            Self::FromTerminal => "端末→POS",
        }
    }
}

impl TraceField {
    fn text(&self) -> String {
        let name = self.name.as_deref().unwrap_or("(名前の不明な項目)");
        match &self.shown {
            Shown::Text(text) => format!("{name}={text}"),
            Shown::Length(length) => format!("{name}=({length} 文字)"),
        }
    }
}

/// What a message's type means, where this version knows it.
fn kind_word(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "HELLO" => "(接続)",
        "READY" => "(接続の応答)",
        "PING" => "(状態の照会)",
        "STATE" => "(状態)",
        "SALES" => "(決済依頼)",
        "STATUS" => "(進行)",
        "RESULT" => "(結果)",
        "CANCEL" => "(中止依頼)",
        "QUERY" => "(結果の照会)",
        "PENDING" => "(取引中)",
        "NONE" => "(記録なし)",
        "FORGOTTEN" => "(記録の保存期間外)",
        "REFUSED" => "(受付不可)",
        "LAST" => "(最後の取引の照会)",
        "DAILYLOG" => "(中間計の照会)",
        "LOG" => "(中間計の明細)",
        "END" => "(中間計の合計)",
        _ => return None,
    })
}
