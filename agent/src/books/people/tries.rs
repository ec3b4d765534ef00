//! Wrong PINs: how long one waits after so many, and what is said.
//!
//! ```text
//! wrong in a row   1–4      5      6      7      8      9       10
//! waits            –        1 min  2 min  4 min  8 min  16 min  until a manager sets a new PIN
//! ```

use std::time::Duration;

use catlink_shared::ids::UnixMs;
use catlink_shared::wire::reply::RefusalCode;

use crate::books::{BooksError, refuse};
use crate::clock;

/// So many may be wrong before one waits.
const FREE: u32 = 4;
/// With so many the PIN is no use any more.
const MOST: u32 = 10;
/// The first wait; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(60);

/// What follows from so many wrong tries in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// The next try may come at once.
    Open,
    /// It must wait.
    For(Duration),
    /// No try counts until a manager sets a new PIN.
    UntilNewPin,
}

/// What follows from so many wrong tries in a row.
#[must_use]
pub const fn lock_after(wrong: u32) -> Lock {
    match wrong {
        0..=FREE => Lock::Open,
        MOST.. => Lock::UntilNewPin,
        _ => Lock::For(FIRST_WAIT.saturating_mul(1 << (wrong - FREE - 1))),
    }
}

/// Whether another try may be made now. A clock that was put back keeps nobody waiting.
///
/// # Errors
/// Too many were wrong: says what to do.
pub(super) fn check(wrong: u32, wrong_at: UnixMs, now: UnixMs) -> Result<(), BooksError> {
    match lock_after(wrong) {
        Lock::Open => Ok(()),
        Lock::For(wait) if (0..millis(wait)).contains(&now.since(wrong_at)) => {
            Err(locked(wrong, lock_after(wrong), wrong_at))
        }
        Lock::For(_) => Ok(()),
        Lock::UntilNewPin => Err(locked(wrong, Lock::UntilNewPin, wrong_at)),
    }
}

/// The try was wrong: what the person is told.
#[must_use]
pub fn wrong_pin(wrong: u32, now: UnixMs) -> BooksError {
    match lock_after(wrong) {
        Lock::Open => {
            let left = FREE + 1 - wrong;
            refuse(
                RefusalCode::WrongPin,
                format!("担当者コードかPINが違います。あと{left}回まちがえると、しばらく使えなくなります。"),
            )
        }
        lock @ (Lock::For(_) | Lock::UntilNewPin) => locked(wrong, lock, now),
    }
}

fn locked(wrong: u32, lock: Lock, wrong_at: UnixMs) -> BooksError {
    let message = match lock {
        Lock::UntilNewPin | Lock::Open => {
            "PINのまちがいが続いたため、この担当者のPINを停止しました。責任者に、担当者マスタで新しいPINの設定を依頼してください。".to_owned()
        }
        Lock::For(wait) => {
            let until = clock::time_text(UnixMs(wrong_at.0.saturating_add(millis(wait) + 59_999)));
            format!(
                "PINを{wrong}回まちがえたため、この担当者は{until}まで使えません。待ってからもう一度入力するか、責任者に新しいPINの設定を依頼してください。"
            )
        }
    };
    refuse(RefusalCode::PinLocked, message)
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}
