//! What is said of those who were refused: enough to see that somebody tries, and never so much that the log itself fills
//! the disk.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lines in a minute; the rest of it is silence.
const MOST: u32 = 200;
const MINUTE: Duration = Duration::from_secs(60);

/// The agent's complaints about refused requests and messages.
pub static REFUSED: Complaints = Complaints::new();
/// Its complaints about card data where it must not be.
pub static CARD_DATA: Complaints = Complaints::new();

/// How many there were lately.
#[derive(Debug)]
pub struct Complaints(Mutex<(Option<Instant>, u32)>);

impl Complaints {
    const fn new() -> Self {
        Self(Mutex::new((None, 0)))
    }

    /// Whether one more may be said.
    #[must_use]
    pub fn may_say(&self) -> bool {
        let mut lately = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, said) = &mut *lately;
        if since.is_none_or(|since| since.elapsed() >= MINUTE) {
            (*since, *said) = (Some(Instant::now()), 0);
        }
        *said = said.saturating_add(1);
        if *said == MOST {
            tracing::warn!("more is refused than is said here: nothing of it for a minute");
        }
        *said < MOST
    }
}

#[cfg(test)]
mod tests {
    use super::{Complaints, MOST};

    #[test]
    fn a_flood_of_refusals_does_not_fill_the_log() {
        let complaints = Complaints::new();
        let said = (0..100_000).filter(|_| complaints.may_say()).count();
        assert_eq!(said, usize::try_from(MOST).unwrap() - 1);
    }
}
