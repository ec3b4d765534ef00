//! Which pages from elsewhere are let in: those that are paired, and the one a code is open for. In memory, beside the
//! books: the door asks it at every knock.
//!
//! It holds digests of keys and codes, never these themselves. It knows no socket; whoever is connected by a key holds a
//! [`Presence`], and learns from it that the key was taken away.

mod offer;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use catlink_shared::card::looks_like_card_number;
use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedId, PageKey, PairingCode};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::books::hosted::KeptPage;
use crate::digest;
use offer::Offer;
pub use offer::{Judged, OPEN_FOR};

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Between two notes that a page was here.
const BETWEEN_NOTES: Duration = Duration::from_secs(60);

/// The pages that are let in.
#[derive(Debug, Default)]
pub struct Pairings {
    state: Mutex<State>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    pages: Vec<Paired>,
    offer: Option<Offer>,
}

#[derive(Debug)]
struct Paired {
    id: HostedId,
    origin: Origin,
    key_digest: String,
    noted: Option<Instant>,
    /// Says that the key was taken away; each [`Presence`] holds it, too.
    ended: Arc<watch::Sender<bool>>,
}

/// A page that is connected by its key.
#[derive(Debug)]
pub struct Presence {
    /// By which.
    pub id: HostedId,
    ended: Arc<watch::Sender<bool>>,
}

/// Whether it is to be written down that a page was here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It was not, for a while.
    Due,
    /// It was lately.
    Spared,
}

impl Pairings {
    /// One change at a time, from the judgement of a code to the end of what is written because of it.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Whether a page of this origin may knock: it is paired, or a code is open for it.
    #[must_use]
    pub fn lets_in(&self, origin: &Origin) -> bool {
        self.with(|state| {
            state.pages.iter().any(|page| page.origin == *origin)
                || state.offer.as_ref().is_some_and(|offer| offer.is_open_for(origin))
        })
    }

    /// A page shows its key: it is one of this very origin, and was not taken away.
    #[must_use]
    pub fn enter(&self, origin: &Origin, key: &PageKey) -> Option<(Presence, Note)> {
        let shown = digest(key.expose());
        self.with(|state| {
            let page = state.pages.iter_mut().find(|page| page.key_digest == shown)?;
            if page.origin != *origin {
                return None;
            }
            let spared = page.noted.is_some_and(|noted| noted.elapsed() < BETWEEN_NOTES);
            let note = if spared { Note::Spared } else { Note::Due };
            page.noted = if spared { page.noted } else { Some(Instant::now()) };
            Some((Presence { id: page.id, ended: Arc::clone(&page.ended) }, note))
        })
    }

    /// How many are connected by a page's key now.
    #[must_use]
    pub fn connected(&self, id: HostedId) -> u32 {
        let others = |page: &Paired| Arc::strong_count(&page.ended) - 1;
        self.with(|state| {
            let page = state.pages.iter().find(|page| page.id == id);
            page.and_then(|page| u32::try_from(others(page)).ok()).unwrap_or(0)
        })
    }

    /// These are let in by their keys from now on.
    pub fn let_in(&self, pages: impl IntoIterator<Item = KeptPage>) {
        let paired = |page: KeptPage| Paired {
            id: page.id,
            origin: page.origin,
            key_digest: page.key_digest,
            noted: None,
            ended: Arc::new(watch::Sender::new(false)),
        };
        self.with(|state| state.pages.extend(pages.into_iter().map(paired)));
    }

    /// Its key was taken away: whoever is connected by it has to go.
    pub fn shut_out(&self, id: HostedId) {
        self.with(|state| {
            for page in state.pages.extract_if(.., |page| page.id == id) {
                page.ended.send_replace(true);
            }
        });
    }

    /// Opens a code for a page; an earlier one is closed by it.
    ///
    /// # Errors
    /// The system gives no random bits.
    pub fn open(&self, origin: Origin, by: String) -> io::Result<PairingCode> {
        let code = offer::draw()?;
        self.with(|state| state.offer = Some(Offer::of(origin, &code, by)));
        Ok(code)
    }

    /// Closes the code, where one is open.
    pub fn close(&self) {
        self.with(|state| state.offer = None);
    }

    /// The origin a code is open for.
    #[must_use]
    pub fn open_for(&self) -> Option<Origin> {
        self.with(|state| state.offer.as_ref().and_then(Offer::open_for))
    }

    /// Judges a code that was typed on a page. The right one stays open until [`Self::close`], for when nothing can be
    /// written; a wrong one is counted, wherever it came from.
    #[must_use]
    pub fn judge(&self, origin: &Origin, code: &PairingCode) -> Judged {
        self.with(|state| {
            let Some(offer) = &mut state.offer else { return Judged::Closed };
            let judged = offer.judge(origin, code);
            if judged == Judged::Last {
                state.offer = None;
            }
            judged
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Presence {
    /// Whether its key was taken away.
    #[must_use]
    pub fn is_over(&self) -> bool {
        *self.ended.borrow()
    }

    /// Resolves when its key is taken away.
    pub async fn over(&self) {
        // The sender lives as long as this does.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }
}

/// A new key. None that holds what looks like a card's number, so that nobody who looks for those is misled.
///
/// # Errors
/// The system gives no random bits.
pub fn new_key() -> io::Result<PageKey> {
    loop {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let hex = digest::hex(&bytes);
        if !looks_like_card_number(&hex) {
            return Ok(PageKey::new(hex));
        }
    }
}

/// What is kept of a key or a code. Digests are compared, so that the time it takes says nothing.
#[must_use]
pub fn digest(text: &str) -> String {
    digest::of(text)
}

#[cfg(test)]
mod tests;
