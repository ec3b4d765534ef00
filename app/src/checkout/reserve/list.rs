//! 予約一覧: reading it, narrowing it, and opening one.

use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::{PAGE_ROWS, ReservationQuery, ReservationsRequest, Which};

use super::ReserveScreen;
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Rows in one answer of the agent.
#[expect(clippy::cast_possible_truncation, reason = "fifty")]
pub(super) const PAGE: u32 = PAGE_ROWS as u32;

impl Checkout {
    /// From the menu.
    pub(in crate::checkout) fn open_reservations(&mut self) {
        self.reservations.skip = 0;
        self.reservations.which = Which::Open;
        self.fields.clear(&[Field::FindReservation]);
        self.open(Screen::Reserve(ReserveScreen::List));
    }

    /// What has just come to the top is read.
    pub(in crate::checkout) fn read_reservations(&mut self, screen: ReserveScreen, now: u64) {
        match screen {
            ReserveScreen::List => self.find_reservations(self.reservations.skip, now),
            ReserveScreen::Sheet(number) => {
                if self.reservation(number).is_none() {
                    self.reservations.sheet = None;
                }
                self.ask_reservations(ReservationsRequest::Read { number }, now);
            }
            ReserveScreen::Booking | ReserveScreen::Cancel(_) => {}
        }
    }

    pub(in crate::checkout) fn find_reservations(&mut self, skip: u32, now: u64) {
        self.reservations.skip = skip;
        let text = self.fields.get(Field::FindReservation).to_owned();
        let query = ReservationQuery { which: self.reservations.which, text, skip };
        self.ask_reservations(ReservationsRequest::Find { query }, now);
    }

    fn ask_reservations(&mut self, ask: ReservationsRequest, now: u64) {
        if self.link == Link::Open {
            self.reservations.asked = Some(self.send(Request::Reservations { ask }, now));
        }
    }

    /// Enter finds what was typed anew, and opens the row it is on where that is found already.
    pub(in crate::checkout) fn find_or_open_reservation(&mut self, now: u64) {
        let typed = self.fields.get(Field::FindReservation);
        if self.reservations.found.as_deref() == Some(typed) {
            return self.open_reservation();
        }
        self.cursor = None;
        self.find_reservations(0, now);
    }

    pub(super) fn next_which(&mut self, now: u64) {
        self.reservations.which = match self.reservations.which {
            Which::Open => Which::Expired,
            Which::Expired => Which::All,
            Which::All => Which::Open,
        };
        self.cursor = None;
        self.find_reservations(0, now);
    }

    pub(super) fn turn_reservations(&mut self, way: Step, now: u64) {
        let skip = match way {
            Step::Down if self.reservations.more => self.reservations.skip + PAGE,
            Step::Up if self.reservations.skip > 0 => self.reservations.skip.saturating_sub(PAGE),
            Step::Down | Step::Up => return,
        };
        self.cursor = None;
        self.find_reservations(skip, now);
    }

    pub(super) fn open_reservation(&mut self) {
        match self.reservations.rows.get(self.cursor.unwrap_or(0)).map(|row| row.number) {
            Some(number) => self.open(Screen::Reserve(ReserveScreen::Sheet(number))),
            None => self.warn("予約が選択されていません。F2「新規予約」で受け付けます。"),
        }
    }
}
