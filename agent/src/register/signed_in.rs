//! Who is signed in: a seat per tab, by a random token. In memory alone, so that it ends with the agent's run.
//!
//! A seat goes with sign-out, when nobody was there for 自動サインアウト, or when its operator works here no more. It
//! knows no PIN and no socket.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use catlink_shared::ids::{PageId, UnixMs};
use catlink_shared::wire::hosted::HostedId;
use catlink_shared::wire::people::ResumeToken;
use tokio::sync::{Semaphore, SemaphorePermit};

/// As many PINs are compared at a time: each takes 19 MiB and a processor.
const COMPARED_AT_ONCE: usize = 2;

/// The seats of a register.
#[derive(Debug)]
pub struct SignedIn {
    seats: Mutex<Seats>,
    comparing: Semaphore,
}

#[derive(Debug, Default)]
struct Seats {
    by_token: BTreeMap<ResumeToken, Seat>,
    /// 自動サインアウト, milliseconds; none: never.
    idle_ms: Option<i64>,
}

/// A tab, and what it is here by: a token is good for the very same alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tab {
    /// The tab.
    pub page: PageId,
    /// The pairing of a page from elsewhere; none: it is the served page.
    pub key: Option<HostedId>,
}

/// Somebody at a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seat {
    code: String,
    tab: Tab,
    active_at: UnixMs,
}

impl Default for SignedIn {
    fn default() -> Self {
        Self { seats: Mutex::default(), comparing: Semaphore::new(COMPARED_AT_ONCE) }
    }
}

impl SignedIn {
    /// Somebody has proved who he is at a tab. Whoever sat there before is gone.
    pub fn sit(&self, code: &str, tab: Tab, now: UnixMs) -> ResumeToken {
        let token = ResumeToken::new(uuid::Uuid::new_v4().simple().to_string());
        self.with(|seats| {
            let idle_ms = seats.idle_ms;
            seats.by_token.retain(|_, seat| seat.tab != tab && !seat.is_idle(idle_ms, now));
            let seat = Seat { code: code.to_owned(), tab, active_at: now };
            seats.by_token.insert(token.clone(), seat);
        });
        token
    }

    /// Who sits there, for a tab that comes back with its token.
    #[must_use]
    pub fn resume(&self, token: &ResumeToken, tab: Tab, now: UnixMs) -> Option<String> {
        self.with(|seats| {
            let idle_ms = seats.idle_ms;
            let seat = seats.by_token.get(token).filter(|seat| seat.tab == tab)?;
            if seat.is_idle(idle_ms, now) {
                seats.by_token.remove(token);
                return None;
            }
            Some(seat.code.clone())
        })
    }

    /// Who sits there.
    #[must_use]
    pub fn code(&self, token: &ResumeToken) -> Option<String> {
        self.with(|seats| seats.by_token.get(token).map(|seat| seat.code.clone()))
    }

    /// Somebody is there: the time to 自動サインアウト begins anew.
    pub fn touch(&self, token: &ResumeToken, now: UnixMs) {
        self.with(|seats| {
            if let Some(seat) = seats.by_token.get_mut(token) {
                seat.active_at = now;
            }
        });
    }

    /// サインアウト: says who sat there.
    pub fn rise(&self, token: &ResumeToken) -> Option<String> {
        self.with(|seats| seats.by_token.remove(token).map(|seat| seat.code))
    }

    /// A page's key was taken away: its tabs are signed out, those that are not connected now among them. Says who sat
    /// there.
    pub fn rise_of(&self, key: HostedId) -> Vec<String> {
        let of = |_: &ResumeToken, seat: &mut Seat| seat.tab.key == Some(key);
        self.with(|seats| seats.by_token.extract_if(.., of).map(|(_, seat)| seat.code).collect())
    }

    /// Whether nobody was there for too long.
    #[must_use]
    pub fn is_idle(&self, token: &ResumeToken, now: UnixMs) -> bool {
        self.with(|seats| seats.by_token.get(token).is_some_and(|seat| seat.is_idle(seats.idle_ms, now)))
    }

    /// Whoever does not work here any more is signed out.
    pub fn keep_only(&self, codes: &[String]) {
        self.with(|seats| seats.by_token.retain(|_, seat| codes.contains(&seat.code)));
    }

    /// Somebody's seats go, all but one: his PIN is another now.
    pub fn rise_elsewhere(&self, code: &str, but: Option<&ResumeToken>) {
        self.with(|seats| seats.by_token.retain(|token, seat| seat.code != code || Some(token) == but));
    }

    /// 自動サインアウト as it is set.
    pub fn set_idle_minutes(&self, minutes: Option<u32>) {
        self.with(|seats| seats.idle_ms = minutes.map(|minutes| i64::from(minutes) * 60_000));
    }

    /// A turn to compare a PIN.
    pub async fn turn_to_compare(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.comparing.acquire().await.ok()
    }

    fn with<T>(&self, work: impl FnOnce(&mut Seats) -> T) -> T {
        work(&mut self.seats.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Seat {
    fn is_idle(&self, idle_ms: Option<i64>, now: UnixMs) -> bool {
        idle_ms.is_some_and(|idle_ms| now.since(self.active_at) >= idle_ms)
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::{PageId, UnixMs};
    use catlink_shared::wire::hosted::HostedId;

    use super::{SignedIn, Tab};

    const MINUTE: i64 = 60_000;

    fn page(id: u8) -> Tab {
        Tab { page: PageId::from_parts(1, &[id; 10]), key: None }
    }

    fn hosted(key: u128, id: u8) -> Tab {
        Tab { key: Some(HostedId(uuid::Uuid::from_u128(key))), ..page(id) }
    }

    #[test]
    fn a_token_is_good_for_the_key_it_was_given_by_and_ends_with_it() {
        let people = SignedIn::default();
        let tabs = [page(1), hosted(1, 1), hosted(2, 1), hosted(1, 2)];
        let tokens = tabs.map(|tab| people.sit("101", tab, UnixMs(0)));
        for (token, own) in tokens.iter().zip(tabs) {
            for tab in tabs {
                assert_eq!(people.resume(token, tab, UnixMs(1)).is_some(), tab == own, "{tab:?} {own:?}");
            }
        }
        assert_eq!(people.rise_of(HostedId(uuid::Uuid::from_u128(1))), ["101", "101"]);
        let stays = tokens.map(|token| people.code(&token).is_some());
        assert_eq!(stays, [true, false, true, false]);
    }

    #[test]
    fn a_token_signs_its_own_tab_in_again_and_no_other() {
        let people = SignedIn::default();
        let token = people.sit("101", page(1), UnixMs(0));
        assert_eq!(people.resume(&token, page(1), UnixMs(1)).as_deref(), Some("101"));
        assert_eq!(people.resume(&token, page(2), UnixMs(1)), None, "a duplicated tab");
        people.rise(&token);
        assert_eq!(people.resume(&token, page(1), UnixMs(1)), None);
    }

    #[test]
    fn a_seat_nobody_sits_in_goes_after_the_idle_time() {
        let people = SignedIn::default();
        people.set_idle_minutes(Some(30));
        let token = people.sit("101", page(1), UnixMs(0));
        assert!(!people.is_idle(&token, UnixMs(30 * MINUTE - 1)));
        people.touch(&token, UnixMs(20 * MINUTE));
        assert!(!people.is_idle(&token, UnixMs(49 * MINUTE)));
        assert!(people.is_idle(&token, UnixMs(50 * MINUTE)));
        assert!(!people.is_idle(&token, UnixMs(-90 * MINUTE)), "the clock was put back");
        assert_eq!(people.resume(&token, page(1), UnixMs(50 * MINUTE)), None);
    }

    #[test]
    fn zero_minutes_never_sign_anybody_out() {
        let people = SignedIn::default();
        people.set_idle_minutes(None);
        let token = people.sit("101", page(1), UnixMs(0));
        assert!(!people.is_idle(&token, UnixMs(i64::MAX)));
    }

    #[test]
    fn whoever_is_stopped_or_gets_another_pin_is_signed_out() {
        let people = SignedIn::default();
        let (one, two) = (people.sit("101", page(1), UnixMs(0)), people.sit("102", page(2), UnixMs(0)));
        let also_two = people.sit("102", page(3), UnixMs(0));
        people.rise_elsewhere("102", Some(&two));
        assert_eq!((people.code(&two).is_some(), people.code(&also_two)), (true, None));
        people.keep_only(&["102".to_owned()]);
        assert_eq!((people.code(&one), people.code(&two).is_some()), (None, true));
    }
}
