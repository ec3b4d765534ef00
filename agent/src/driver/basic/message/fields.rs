//! The fields of one message: read by key, written in order.

use std::fmt::Display;
use std::str::FromStr;

use catlink_shared::card::guard::{Reading, is_full_number, mask};
use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::{BadWord, Unit};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::BadMessage;
pub(super) use crate::driver::basic::block::FS;

const SEPARATOR: char = FS as char;

/// Japan has one time and no summer time.
const JAPAN: Offset = Offset::constant(9);

/// The largest amount a terminal can name: 9,999,999,999 yen (ours; JT-C60 stops at 99,999,999).
const MOST_YEN: i64 = 9_999_999_999;

/// A message's type and fields, borrowed from its bytes.
pub(super) struct Fields<'a> {
    pub(super) kind: &'a str,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, BadMessage> {
        let text = std::str::from_utf8(bytes).map_err(|_| BadMessage::NotUtf8)?;
        if text.chars().any(|c| c.is_control() && c != SEPARATOR) {
            return Err(BadMessage::Control);
        }
        let mut parts = text.split(SEPARATOR);
        let kind = parts.next().unwrap_or_default();
        let pairs = parts
            .map(|part| part.split_once('=').ok_or(BadMessage::NotAField))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { kind, pairs })
    }

    /// Every field, in order.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().copied()
    }

    /// The value of a key, where it is there once.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'a str>, BadMessage> {
        let mut values = self.pairs.iter().filter(|(name, _)| *name == key).map(|(_, value)| *value);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(BadMessage::Twice(key)),
        }
    }

    /// A value that must be right where it is there.
    pub(super) fn maybe<T>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadMessage> {
        self.text(key)?.map(|value| read(value).ok_or(BadMessage::Value(key))).transpose()
    }

    /// A value that must be there and right.
    pub(super) fn must<T>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, BadMessage> {
        self.maybe(key, read)?.ok_or(BadMessage::Missing(key))
    }

    /// A value that only describes: left out where it cannot be held, but never there twice.
    pub(super) fn loose<T>(
        &self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadMessage> {
        Ok(self.text(key)?.and_then(read))
    }

    pub(super) fn unit(&self) -> Result<Unit, BadMessage> {
        Ok(Unit {
            terminal_id: self.must("terminal_id", identity)?,
            memory_id: self.must("memory_id", identity)?,
        })
    }

    pub(super) fn payment_id(&self) -> Result<PaymentId, BadMessage> {
        self.must("payment_id", payment_id)
    }
}

/// Collects a message's fields.
pub(super) struct Writer(String);

impl Writer {
    pub(super) fn new(kind: &str) -> Self {
        Self(kind.to_owned())
    }

    /// One field. Control characters in a free text are left out.
    pub(super) fn field(mut self, key: &str, value: impl Display) -> Self {
        self.0.push(SEPARATOR);
        self.0.push_str(key);
        self.0.push('=');
        self.0.extend(value.to_string().chars().filter(|c| !c.is_control()));
        self
    }

    pub(super) fn maybe<T: Display>(self, key: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.field(key, value),
            None => self,
        }
    }

    pub(super) fn unit(self, unit: &Unit) -> Self {
        self.field("terminal_id", &unit.terminal_id).field("memory_id", &unit.memory_id)
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A checked text type.
pub(super) fn word<T: TryFrom<String, Error = BadWord>>(text: &str) -> Option<T> {
    T::try_from(text.to_owned()).ok()
}

/// A name of something, which is compared and sent back: it stays as it is. Only where a whole part of it is a full card
/// number, which no name is, its last four figures are left; always the same for the same.
pub(super) fn identity<T: TryFrom<String, Error = BadWord>>(text: &str) -> Option<T> {
    let part = |part: &str| {
        let masked = mask(part, Reading::Typed).replace('*', "x");
        if is_full_number(part.trim_end_matches(is_between)) { masked } else { part.to_owned() }
    };
    T::try_from(text.split_inclusive(is_between).map(part).collect::<String>()).ok()
}

fn is_between(character: char) -> bool {
    !character.is_ascii_alphanumeric()
}

/// A word of an enum that knows its words.
pub(super) fn named<T: FromStr<Err = BadWord>>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Digits only, so that neither a sign nor a space slips through; the type bounds the range.
pub(super) fn digits<T: FromStr>(text: &str) -> Option<T> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The hyphenated form of a UUID, nothing else.
pub(super) fn payment_id(text: &str) -> Option<PaymentId> {
    if text.len() != 36 {
        return None;
    }
    text.parse().ok()
}

pub(super) fn yen(text: &str) -> Option<Yen> {
    digits::<i64>(text).filter(|&yen| yen <= MOST_YEN).map(Yen::new)
}

/// Yen that may be negative: the total of a day with more refunds than sales.
pub(super) fn signed_yen(text: &str) -> Option<Yen> {
    match text.strip_prefix('-') {
        Some(rest) => yen(rest).map(|amount| Yen::new(-amount.get())),
        None => yen(text),
    }
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

pub(super) fn bit(set: bool) -> u8 {
    u8::from(set)
}

/// `YYYY-MM-DDThh:mm:ss`, Japan time.
pub(super) fn time(text: &str) -> Option<UnixMs> {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 19 || !shape {
        return None;
    }
    let moment: DateTime = text.parse().ok()?;
    JAPAN.to_timestamp(moment).ok().map(|stamp| UnixMs(stamp.as_millisecond()))
}

/// The same written; nothing where the year has no four digits.
pub(super) fn time_text(time: UnixMs) -> Option<String> {
    let moment = JAPAN.to_datetime(Timestamp::from_millisecond(time.0).ok()?);
    (0..=9999).contains(&moment.year()).then(|| moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}
