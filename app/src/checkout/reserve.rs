//! 予約 on the page: the list, one reservation, what is asked of a customer who reserves, and 予約取消.
//!
//! Goods are put together and paid on the counter like any sale; what it is for stands in its draft. Nothing here knows
//! what a reservation may become: the agent says so with each.

mod arrive;
mod cancel;
mod counter;
mod day;
mod keys;
mod list;

use catlink_shared::ids::{RequestId, ReservationNumber};
use catlink_shared::wire::reservations::{ReservationRow, ReservationSheet, Which};

use super::Checkout;
use super::field::Field;
use super::screen::Screen;

pub use cancel::Back;

/// A screen or dialog of 予約.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReserveScreen {
    /// 予約一覧
    List,
    /// 【予約】: one of them.
    Sheet(ReservationNumber),
    /// 【予約内容】: who, until when, and 内金.
    Booking,
    /// 【予約取消】
    Cancel(ReservationNumber),
}

/// What is done with a key of 予約.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReserveCommand {
    /// F2新規予約
    New,
    /// F6絞込: 予約中, 期限切れ, すべて.
    NextWhich,
    /// F3前頁 and F7次頁
    Turn(super::run::Step),
    /// F12引渡
    HandOver,
    /// F6変更
    Change,
    /// F1予約取消
    AskCancel,
    /// F5返金方法
    NextWay,
    /// F6: what was to be taken by hand never was.
    NotTaken,
}

/// What the page has open of 予約.
#[derive(Debug, Clone, Default)]
pub struct Reservations {
    which: Which,
    skip: u32,
    rows: Vec<ReservationRow>,
    more: bool,
    /// What the list was read for; none: it has not been read.
    found: Option<String>,
    asked: Option<RequestId>,
    sheet: Option<ReservationSheet>,
    back: Back,
}

impl Reservations {
    /// The rows of the list.
    #[must_use]
    pub fn rows(&self) -> &[ReservationRow] {
        &self.rows
    }

    /// Which reservations are listed.
    #[must_use]
    pub const fn which(&self) -> Which {
        self.which
    }

    /// Whether the list has been read.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.found.is_some()
    }

    /// What was looked for.
    #[must_use]
    pub fn found(&self) -> &str {
        self.found.as_deref().unwrap_or_default()
    }

    /// Which page of the list it is, and whether another one follows.
    #[must_use]
    pub const fn page(&self) -> (u32, bool) {
        (self.skip / list::PAGE + 1, self.more)
    }
}

impl ReserveScreen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "reservations",
            Self::Sheet(_) => "reservation",
            Self::Booking => "booking",
            Self::Cancel(_) => "cancel-reservation",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        !matches!(self, Self::List)
    }

    /// Whether it is about money: it opens deaf.
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(self, Self::Cancel(_))
    }

    /// Its fields in the order Enter goes through them.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::List => &[Field::FindReservation],
            Self::Booking => {
                &[Field::Customer, Field::Phone, Field::DueDate, Field::Deposit, Field::BookingNote]
            }
            Self::Cancel(_) => &[Field::Operator],
            Self::Sheet(_) => &[],
        }
    }
}

impl Checkout {
    /// What is open of 予約.
    #[must_use]
    pub fn reservations(&self) -> &Reservations {
        &self.reservations
    }

    /// The reservation that is open, once it is read.
    #[must_use]
    pub fn reservation(&self, number: ReservationNumber) -> Option<&ReservationSheet> {
        self.reservations.sheet.as_ref().filter(|sheet| sheet.row.number == number)
    }

    pub(super) fn run_reserve(&mut self, command: ReserveCommand, now: u64) {
        match (command, self.top()) {
            (ReserveCommand::New, _) => self.new_reservation(now),
            (ReserveCommand::NextWhich, _) => self.next_which(now),
            (ReserveCommand::Turn(way), _) => self.turn_reservations(way, now),
            (ReserveCommand::HandOver, Screen::Reserve(ReserveScreen::Sheet(number))) => {
                self.hand_over_reservation(number, now);
            }
            (ReserveCommand::Change, Screen::Reserve(ReserveScreen::Sheet(number))) => {
                self.change_reservation(number, now);
            }
            (ReserveCommand::AskCancel, Screen::Reserve(ReserveScreen::Sheet(number))) => {
                self.ask_to_cancel(number);
            }
            (ReserveCommand::NextWay, _) => self.next_way_back(),
            (ReserveCommand::NotTaken, _) => self.nothing_was_taken(),
            // a key of a dialog that is no longer topmost
            (ReserveCommand::HandOver | ReserveCommand::Change | ReserveCommand::AskCancel, _) => {}
        }
    }

    pub(super) fn confirm_reserve(&mut self, screen: ReserveScreen, now: u64) {
        match screen {
            ReserveScreen::List => self.open_reservation(),
            ReserveScreen::Booking => self.take_booking(now),
            ReserveScreen::Cancel(number) => self.cancel_reservation(number, now),
            ReserveScreen::Sheet(_) => {}
        }
    }
}
