//! Who is at the door and inside, and who has to make room: the one who has shown least, the oldest first. So whoever
//! opens connections by the thousand pushes out his own, and a page somebody works at is pushed out by nobody who has
//! no PIN. Pages from elsewhere have a room of their own, and push out each other at most.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use catlink_shared::ids::PageId;
use tokio::sync::watch;

use super::elsewhere::Caller;
use super::limits::{
    MOST_ARRIVED, MOST_GREETED, MOST_HOSTED_GREETED, MOST_HOSTED_SIGNED_IN, MOST_OF_A_PAGE, MOST_SIGNED_IN,
};

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

/// Whose room a connection takes: neither kind pushes out the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The served page's, and whatever has not said yet what it is.
    Own,
    /// A socket of a page from elsewhere.
    Hosted,
}

impl Kind {
    const fn most(self, standing: Standing) -> usize {
        match (self, standing) {
            (Self::Own, Standing::Arrived) => MOST_ARRIVED,
            (Self::Own, Standing::Greeted) => MOST_GREETED,
            (Self::Own, Standing::SignedIn) => MOST_SIGNED_IN,
            (Self::Hosted, Standing::Arrived | Standing::Greeted) => MOST_HOSTED_GREETED,
            (Self::Hosted, Standing::SignedIn) => MOST_HOSTED_SIGNED_IN,
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
    kind: Kind,
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
            let (kind, standing) = (Kind::Own, Standing::Arrived);
            let guest = Guest { kind, standing, page: None, leave: sender };
            book.guests.insert(number, guest);
            book.make_room(kind, standing);
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
    fn make_room(&mut self, kind: Kind, standing: Standing) {
        let of = |guest: &&Guest| (guest.kind, guest.standing) == (kind, standing);
        if self.staying().filter(of).count() > kind.most(standing)
            && let Some(oldest) = self.staying().find(of)
        {
            oldest.leave.send_replace(true);
        }
    }

    /// The page's oldest socket with the least standing goes where the page has too many.
    fn make_room_of_page(&mut self, kind: Kind, page: PageId) {
        let of = |guest: &&Guest| (guest.kind, guest.page) == (kind, Some(page));
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
    /// It opens a socket, of this page.
    pub fn opens_socket_of(&self, caller: &Caller) {
        let kind = match caller {
            Caller::Own => Kind::Own,
            Caller::Hosted(_) => Kind::Hosted,
        };
        self.guests.with(|book| {
            let Some(guest) = book.guests.get_mut(&self.number) else { return };
            guest.kind = kind;
            let standing = guest.standing;
            book.make_room(kind, standing);
        });
    }

    /// It has shown so much by now.
    pub fn stands(&self, standing: Standing, page: Option<PageId>) {
        self.guests.with(|book| {
            let Some(guest) = book.guests.get_mut(&self.number) else { return };
            if (guest.standing, guest.page) == (standing, page) {
                return;
            }
            (guest.standing, guest.page) = (standing, page);
            let kind = guest.kind;
            book.make_room(kind, standing);
            if let Some(page) = page {
                book.make_room_of_page(kind, page);
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
    use catlink_shared::origin::Origin;
    use futures_util::FutureExt;

    use super::{
        Caller, Guests, MOST_ARRIVED, MOST_HOSTED_GREETED, MOST_HOSTED_SIGNED_IN, MOST_OF_A_PAGE, Standing,
        Visit,
    };

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

    fn hosted(guests: &Guests) -> Visit {
        let visit = guests.arrive();
        visit.opens_socket_of(&Caller::Hosted(Origin::new("https://pos.example.jp").unwrap()));
        visit
    }

    #[test]
    fn pages_from_elsewhere_push_out_each_other_and_never_the_served_page() {
        let guests = Guests::default();
        let own = [Standing::Arrived, Standing::Greeted, Standing::SignedIn].map(|standing| {
            let visit = guests.arrive();
            visit.opens_socket_of(&Caller::Own);
            visit.stands(standing, (standing != Standing::Arrived).then(|| page(1)));
            visit
        });
        let rooms = [
            (Standing::Arrived, MOST_HOSTED_GREETED),
            (Standing::Greeted, MOST_HOSTED_GREETED),
            (Standing::SignedIn, MOST_HOSTED_SIGNED_IN),
        ];
        for (standing, most) in rooms {
            let crowd: Vec<_> = (0..200)
                .map(|number| {
                    let visit = hosted(&guests);
                    // Pages of their own; the last of them say that they are the served one.
                    let number = if number < 190 { number + 2 } else { 1 };
                    visit.stands(standing, (standing != Standing::Arrived).then(|| page(number)));
                    visit
                })
                .collect();
            assert!(!own.iter().any(has_to_leave), "{standing:?}");
            let staying = crowd.iter().filter(|visit| !has_to_leave(visit)).count();
            assert!(staying <= most, "{standing:?}: {staying}");
            assert!(!has_to_leave(&crowd[199]), "the newest stays");
        }
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
