//! A code that is open: for one origin, one use, a few tries and a few minutes.

use std::io;
use std::time::Duration;

use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::PairingCode;
use tokio::time::Instant;

use super::digest;

/// How long a code is open: long enough to walk over and type it twice.
pub const OPEN_FOR: Duration = Duration::from_secs(5 * 60);
/// Tries at one code, over all sockets together.
const MOST_TRIES: u32 = 5;
/// There are so many codes.
const CODES: u32 = 100_000_000;
/// The fewest bits that hold them.
const CODE_BITS: u32 = u32::BITS - CODES.leading_zeros();

/// A code that is open.
#[derive(Debug)]
pub(super) struct Offer {
    origin: Origin,
    code_digest: String,
    tries_left: u32,
    since: Instant,
    by: String,
}

/// What a typed code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// The one that is open for this page.
    Right {
        /// 担当者コード of who opened it.
        by: String,
    },
    /// Another one.
    Wrong {
        /// So many tries are left.
        left: u32,
    },
    /// Another one, and no more tries: the code is closed.
    Last,
    /// None is open for this page.
    Closed,
}

impl Offer {
    pub(super) fn of(origin: Origin, code: &PairingCode, by: String) -> Self {
        let code_digest = digest(code.expose());
        Self { origin, code_digest, tries_left: MOST_TRIES, since: Instant::now(), by }
    }

    pub(super) fn is_open_for(&self, origin: &Origin) -> bool {
        self.origin == *origin && self.is_open()
    }

    pub(super) fn open_for(&self) -> Option<Origin> {
        self.is_open().then(|| self.origin.clone())
    }

    fn is_open(&self) -> bool {
        self.since.elapsed() < OPEN_FOR
    }

    pub(super) fn judge(&mut self, origin: &Origin, code: &PairingCode) -> Judged {
        if !self.is_open_for(origin) {
            return Judged::Closed;
        }
        if self.code_digest == digest(code.expose()) {
            return Judged::Right { by: self.by.clone() };
        }
        self.tries_left = self.tries_left.saturating_sub(1);
        if self.tries_left == 0 { Judged::Last } else { Judged::Wrong { left: self.tries_left } }
    }
}

/// A code by chance, each as likely as any other: what is drawn beyond them is drawn again.
///
/// # Errors
/// The system gives no random bits.
pub(super) fn draw() -> io::Result<PairingCode> {
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let drawn = u32::from_le_bytes(bytes) >> (u32::BITS - CODE_BITS);
        if drawn < CODES {
            return PairingCode::new(&format!("{drawn:08}")).map_err(io::Error::other);
        }
    }
}
