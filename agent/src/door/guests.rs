//! Who is at the door and inside, and who has to make room: the one who has shown least, the oldest first. So whoever
//! opens connections by the thousand pushes out his own, and a page somebody works at is pushed out by nobody who has
//! no PIN.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use catlink_shared::ids::PageId;
use tokio::sync::watch;

use super::limits::{MOST_ARRIVED, MOST_GREETED, MOST_OF_A_PAGE, MOST_SIGNED_IN};

/// What a connection has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing yet.
    Arrived,
    /// It is a page's socket that has said Hello.
    Greeted,
    /// Somebody is signed in at it.
    SignedIn,
}

impl Standing {
    const fn most(self) -> usize {
        match self {
            Self::Arrived => MOST_ARRIVED,
            Self::Greeted => MOST_GREETED,
            Self::SignedIn => MOST_SIGNED_IN,
        }
    }
}

/// Everybody who is connected.
#[derive(Debug, Clone, Default)]
pub struct Guests(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    next: u64,
    guests: BTreeMap<u64, Guest>,
}

#[derive(Debug)]
struct Guest {
    standing: Standing,
    page: Option<PageId>,
    leave: watch::Sender<bool>,
}

/// A connection, as long as it lasts.
#[derive(Debug)]
pub struct Visit {
    number: u64,
    guests: Guests,
    leave: watch::Receiver<bool>,
}

impl Guests {
    /// Somebody connects; where there are too many the one who came first without showing anything has to go.
    #[must_use]
    pub fn arrive(&self) -> Visit {
        let (sender, leave) = watch::channel(false);
        let number = self.with(|book| {
            let number = book.next;
            book.next += 1;
            let guest = Guest { standing: Standing::Arrived, page: None, leave: sender };
            book.guests.insert(number, guest);
            book.make_room(Standing::Arrived);
            number
        });
        Visit { number, guests: self.clone(), leave }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.with(|book| book.guests.len())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Book) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Book {
    fn make_room(&mut self, standing: Standing) {
        let of = |guest: &&Guest| guest.standing == standing;
        if self.staying().filter(of).count() > standing.most()
            && let Some(oldest) = self.staying().find(of)
        {
            oldest.leave.send_replace(true);
        }
    }

    /// The page's oldest socket with the least standing goes where the page has too many.
    fn make_room_of_page(&mut self, page: PageId) {
        let of = |guest: &&Guest| guest.page == Some(page);
        if self.staying().filter(of).count() > MOST_OF_A_PAGE
            && let Some(least) = self.staying().filter(of).min_by_key(|guest| guest.standing)
        {
            least.leave.send_replace(true);
        }
    }

    /// Oldest first; who was told to leave does not count any more.
    fn staying(&self) -> impl Iterator<Item = &Guest> {
        self.guests.values().filter(|guest| !*guest.leave.borrow())
    }
}

impl Visit {
    /// It has shown so much by now.
    pub fn stands(&self, standing: Standing, page: Option<PageId>) {
        self.guests.with(|book| {
            let Some(guest) = book.guests.get_mut(&self.number) else { return };
            if (guest.standing, guest.page) == (standing, page) {
                return;
            }
            (guest.standing, guest.page) = (standing, page);
            book.make_room(standing);
            if let Some(page) = page {
                book.make_room_of_page(page);
            }
        });
    }

    /// Resolves when it has to make room.
    pub async fn has_to_leave(&self) {
        let mut leave = self.leave.clone();
        // Its other end lives as long as this does.
        let _ = leave.wait_for(|leave| *leave).await;
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.guests.with(|book| book.guests.remove(&self.number));
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::PageId;
    use futures_util::FutureExt;

    use super::{Guests, MOST_ARRIVED, MOST_OF_A_PAGE, Standing, Visit};

    fn has_to_leave(visit: &Visit) -> bool {
        visit.has_to_leave().now_or_never().is_some()
    }

    fn page(number: u8) -> PageId {
        PageId::from_parts(1, &[number; 10])
    }

    #[test]
    fn a_crowd_pushes_out_its_own_and_nobody_who_has_shown_more() {
        let guests = Guests::default();
        let worked_at = guests.arrive();
        worked_at.stands(Standing::SignedIn, Some(page(1)));
        let greeted = guests.arrive();
        greeted.stands(Standing::Greeted, Some(page(2)));
        let crowd: Vec<_> = (0..10_000).map(|_| guests.arrive()).collect();
        assert!(!has_to_leave(&worked_at) && !has_to_leave(&greeted));
        let staying: Vec<_> = crowd.iter().map(|visit| !has_to_leave(visit)).collect();
        assert_eq!(staying.iter().filter(|stays| **stays).count(), MOST_ARRIVED);
        assert!(staying[10_000 - MOST_ARRIVED..].iter().all(|stays| *stays), "the newest stay");
        drop(crowd);
        assert_eq!(guests.count(), 2);
    }

    #[test]
    fn a_page_has_few_sockets_and_keeps_the_one_somebody_is_signed_in_at() {
        let guests = Guests::default();
        let worked_at = guests.arrive();
        worked_at.stands(Standing::SignedIn, Some(page(1)));
        let same: Vec<_> = (0..MOST_OF_A_PAGE)
            .map(|_| {
                let visit = guests.arrive();
                visit.stands(Standing::Greeted, Some(page(1)));
                visit
            })
            .collect();
        assert!(!has_to_leave(&worked_at));
        let leaving: Vec<_> = same.iter().map(has_to_leave).collect();
        assert_eq!(leaving, [true, false, false, false], "the oldest of the others");
    }
}
