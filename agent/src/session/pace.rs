//! How fast a page may speak. Who is faster is not cut off but heard later: nothing of it is read in the meantime, so that
//! it fills its own line and nobody else's time.

use std::time::Duration;

use tokio::time::Instant;

use crate::door::limits::{BURST_SECONDS, MESSAGES_SIGNED_IN, MESSAGES_UNSIGNED};

/// How much a socket has said lately.
#[derive(Debug)]
pub(super) struct Pace {
    /// When what was said would have been said at an even pace.
    said_until: Instant,
    each: Duration,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { said_until: Instant::now(), each: Duration::from_secs(1) / MESSAGES_UNSIGNED }
    }

    /// A page somebody works at may say more.
    pub(super) fn is_signed_in(&mut self, signed_in: bool) {
        let a_second = if signed_in { MESSAGES_SIGNED_IN } else { MESSAGES_UNSIGNED };
        self.each = Duration::from_secs(1) / a_second;
    }

    /// Something was said, that weighs as much as so many messages.
    pub(super) fn said(&mut self, weight: u32) {
        self.said_until = self.said_until.max(Instant::now()) + self.each * weight;
    }

    /// Waits until more may be heard.
    pub(super) async fn open(&self) {
        let burst = Duration::from_secs(u64::from(BURST_SECONDS));
        let opens = self.said_until.checked_sub(burst);
        if let Some(opens) = opens.filter(|opens| *opens > Instant::now()) {
            tokio::time::sleep_until(opens).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{BURST_SECONDS, MESSAGES_SIGNED_IN, MESSAGES_UNSIGNED, Pace};

    /// How many messages are heard within a time of somebody who never stops.
    async fn heard(pace: &mut Pace, seconds: u64) -> u32 {
        let end = tokio::time::Instant::now() + std::time::Duration::from_secs(seconds);
        let mut heard = 0;
        loop {
            tokio::select! {
                biased;
                () = tokio::time::sleep_until(end) => return heard,
                () = pace.open() => {}
            }
            pace.said(1);
            heard += 1;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_heard_at_the_pace_of_a_page_and_no_faster() {
        let mut pace = Pace::new();
        let most = |a_second: u32| a_second * (60 + BURST_SECONDS);
        let unsigned = heard(&mut pace, 60).await;
        assert!(unsigned <= most(MESSAGES_UNSIGNED) + 1, "{unsigned}");
        pace.is_signed_in(true);
        let signed_in = heard(&mut pace, 60).await;
        assert!(signed_in > 60 * MESSAGES_SIGNED_IN / 2, "{signed_in}");
        assert!(signed_in <= most(MESSAGES_SIGNED_IN) + 1, "{signed_in}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_of_a_page_that_comes_back_waits_for_nothing() {
        let mut pace = Pace::new();
        pace.is_signed_in(true);
        for _ in 0..MESSAGES_SIGNED_IN {
            assert!(pace.open().now_or_never().is_some());
            pace.said(1);
        }
    }
}
