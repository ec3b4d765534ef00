//! The books: masters, sales in the making, settled slips, what stays to be done on a terminal.
//!
//! Functions over a transaction of [`crate::store`]; they know the shared domain and no terminal, page or socket.

pub mod actions;
pub mod audit;
#[cfg(test)]
mod bench;

pub mod card_history;
pub mod cash_refunds;
pub mod catalog;
pub mod day;
pub mod demo;
pub mod files;
pub mod history;
pub mod hosted;
pub mod inquiry;
pub mod masters;
pub mod matching;
pub mod numbers;
pub mod paper;
pub mod people;
pub mod refunds;
pub mod reports;
pub mod requests;
pub mod reservations;
pub mod rights;
pub mod sales;
pub mod slips;
pub mod story;
pub mod terminals;
pub mod training;
pub mod undo;

use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};

use crate::journal::JournalError;
use crate::store::{NoRoom, StoreError};

/// Why the books refuse.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The database; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal; nothing was written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A rule of the shop; nothing was written.
    #[error("{}", .0.message)]
    Refused(Refusal),
}

impl From<rusqlite::Error> for BooksError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for BooksError {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(error.into())
    }
}

impl NoRoom for BooksError {
    fn is_no_room(&self) -> bool {
        match self {
            Self::Store(error) => error.is_no_room(),
            Self::Journal(error) => error.is_no_room(),
            Self::Refused(_) => false,
        }
    }
}

/// A refusal that stays one however often it is tried.
#[must_use]
pub fn refuse(code: RefusalCode, message: impl Into<String>) -> BooksError {
    BooksError::Refused(Refusal::new(code, message, Retry::Useless))
}

impl BooksError {
    /// What the page is told.
    #[must_use]
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Store(error) => store_refusal(&error),
            Self::Journal(error) => journal_refusal(&error),
        }
    }
}

fn journal_refusal(error: &JournalError) -> Refusal {
    let (code, message) = match error {
        JournalError::Store(error) => return store_refusal(error),
        JournalError::Unknown => (RefusalCode::UnknownPayment, "その決済は記録にありません。"),
        JournalError::NotAllowed { .. } => (
            RefusalCode::NotAllowed,
            "その決済は、もうその操作ができない状態です。画面の表示を確認してください。",
        ),
        JournalError::PortHeld => (
            RefusalCode::TerminalOccupied,
            "この端末では別の決済が終わっていません。要確認の一覧から先に確認してください。",
        ),
        JournalError::SaleHeld => {
            (RefusalCode::SaleLocked, "この会計には終わっていない決済があります。先に確認してください。")
        }
        JournalError::Reused => (
            RefusalCode::PaymentReused,
            "同じ番号の決済が別の内容で記録されています。会計をやり直してください。",
        ),
        JournalError::Burned => {
            (RefusalCode::PaymentBurned, "この決済は開始前に取り下げられています。もう一度お試しください。")
        }
    };
    Refusal::new(code, message, Retry::Useless)
}

fn store_refusal(error: &StoreError) -> Refusal {
    let message = format!("{}何も記録されていません。", store_trouble(error));
    Refusal::new(RefusalCode::BooksUnavailable, message, Retry::Safe)
}

/// What is wrong with the database, for the clerk.
#[must_use]
pub fn store_trouble(error: &StoreError) -> &'static str {
    match error {
        StoreError::Full => "ディスクに空きがないため記録できません。管理者に連絡してください。",
        StoreError::Locked => {
            "データベースが他のプログラムに使われているため記録できません。少し待ってもう一度お試しください。"
        }
        StoreError::ReadOnly => "データベースに書き込めません。管理者に連絡してください。",
        StoreError::Unreadable(_) => {
            "データベースに読めない記録があります(新しい版の記録か、破損)。管理者に連絡してください。"
        }
        StoreError::Constraint(_) | StoreError::Other(_) => {
            "データベースのエラーで記録できません。管理者に連絡してください。"
        }
        StoreError::Closed => "システムが終了処理中です。",
    }
}
