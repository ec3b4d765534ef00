//! 予約 on the page: the list, one reservation, what is asked of a customer who reserves, and 予約取消.
//!
//! Goods are put together and paid on the counter like any sale; what it is for stands in its draft. Nothing here knows
//! what a reservation may become: the agent says so with each.

mod arrive;
mod cancel;
mod counter;
mod day;
mod list;

use catlink_shared::ids::{RequestId, ReservationNumber};
use catlink_shared::wire::reservations::{ReservationRow, ReservationSheet, Which};
use catlink_shared::wire::slips::May;

use super::Checkout;
use super::command::{FunctionKey, Ready};
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

    pub(super) fn reserve_keys(&self, screen: ReserveScreen) -> Vec<FunctionKey> {
        use super::command::{BACK, CONFIRM, Command, LISTS, key};
        let reserve = |number, label, command| key(number, label, Command::Reserve(command));
        match screen {
            ReserveScreen::List => {
                let (page, more) = self.reservations.page();
                let if_so = |is: bool, key: FunctionKey| FunctionKey {
                    ready: if is { Ready::Yes } else { Ready::No },
                    ..key
                };
                let up = reserve(3, "前頁", ReserveCommand::Turn(super::run::Step::Up));
                let down = reserve(7, "次頁", ReserveCommand::Turn(super::run::Step::Down));
                let rows = !self.reservations.rows.is_empty();
                vec![
                    reserve(2, "新規予約", ReserveCommand::New),
                    if_so(page > 1, up),
                    LISTS,
                    key(5, "選択", Command::SelectNext),
                    reserve(6, "絞込", ReserveCommand::NextWhich),
                    if_so(more, down),
                    BACK,
                    if_so(rows, key(12, "開く", Command::Confirm)),
                ]
            }
            ReserveScreen::Sheet(number) => {
                let may = self.reservation(number).is_some_and(|sheet| sheet.may == May::Yes);
                let allowed =
                    |key: FunctionKey| FunctionKey { ready: if may { Ready::Yes } else { Ready::No }, ..key };
                vec![
                    allowed(reserve(1, "予約取消", ReserveCommand::AskCancel)),
                    allowed(reserve(6, "変更", ReserveCommand::Change)),
                    BACK,
                    allowed(reserve(12, "引渡", ReserveCommand::HandOver)),
                ]
            }
            ReserveScreen::Booking => vec![BACK, CONFIRM],
            ReserveScreen::Cancel(number) => {
                let mut keys = vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)];
                if self.ways_back(number).len() > 1 {
                    keys.insert(0, reserve(5, "返金方法", ReserveCommand::NextWay));
                }
                if self.was_to_be_taken_by_hand(number) {
                    keys.insert(0, reserve(6, "手動決済なし", ReserveCommand::NotTaken));
                }
                keys
            }
        }
    }
}
