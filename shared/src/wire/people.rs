//! Signing in: who is at the page, and what a page is told of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::masters::operator::Role;
use crate::pin::Pin;
use crate::receipt::Operator;

/// What a page says about people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PeopleRequest {
    /// サインイン on this connection. Answered [`PeopleReply::SignedIn`].
    SignIn {
        /// 担当者コード, or the bar code of the name tag.
        operator: String,
        /// The PIN.
        pin: Pin,
    },
    /// サインアウト
    SignOut,
    /// Somebody is at the page: the time to 自動サインアウト begins anew.
    StillHere,
    /// A new PIN: a manager's for anybody, an operator's own with the old one.
    SetPin {
        /// 担当者コード
        operator: String,
        /// The new PIN.
        pin: Pin,
        /// The old one, where an operator sets his own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<Pin>,
        /// The row of 担当者マスタ as whoever asks saw it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base_revision: Option<u64>,
    },
    /// The first manager of a shop that has none with a PIN; signs him in.
    FirstManager {
        /// 担当者コード
        code: String,
        /// 氏名
        name: String,
        /// His PIN.
        pin: Pin,
    },
}

/// What a page is told about people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PeopleReply {
    /// Signed in on this connection.
    SignedIn {
        /// Who.
        who: Person,
        /// Signs in again on another connection while the agent runs; kept by the tab.
        resume: ResumeToken,
    },
    /// Done, with nothing to add.
    Done,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Code and name.
    pub operator: Operator,
    /// 権限
    pub role: Role,
}

/// Whether a shop has somebody who may set it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Staff {
    /// A manager has a PIN.
    #[default]
    Managed,
    /// Nobody has: the page asks for the first manager.
    NoManager,
}

impl Staff {
    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_managed(&self) -> bool {
        matches!(self, Self::Managed)
    }
}

/// 【責任者の承認】: a manager's code or bar code, and PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// 担当者コード, or the bar code of the name tag.
    pub operator: String,
    /// The PIN, which prints as stars.
    pub pin: Pin,
}

/// Random, made by the agent: whoever has it is signed in. It prints as stars.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResumeToken(String);

impl ResumeToken {
    /// A token of these characters.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The characters, for the tab's storage.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResumeToken(****)")
    }
}

/// The agent has signed somebody out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {
    /// Why, for the clerk.
    pub message: String,
}
