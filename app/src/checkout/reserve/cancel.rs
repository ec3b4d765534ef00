//! 【予約取消】: 内金 goes back as it was paid; cash for a card where that is chosen, which the agent may ask a manager for.

use catlink_shared::ids::{ReservationNumber, SaleId};
use catlink_shared::refund::{Refund, RefundBy, as_paid};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::reservations::{ReservationSheet, ReservationsRequest};
use catlink_shared::wire::slips::HandPayment;

use super::ReserveScreen;
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::screen::Screen;

/// What was chosen in 【予約取消】.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Back {
    /// The way of [`Checkout::ways_back`].
    way: usize,
    /// Whether what was to be taken by hand ever was.
    hand: HandPayment,
}

impl Checkout {
    /// F1予約取消
    pub(super) fn ask_to_cancel(&mut self, number: ReservationNumber) {
        self.reservations.back = Back::default();
        self.open(Screen::Reserve(ReserveScreen::Cancel(number)));
    }

    /// The ways 内金 can go back, the usual one first; none where nothing does.
    #[must_use]
    pub fn ways_back(&self, number: ReservationNumber) -> Vec<Vec<Refund>> {
        let Some(sheet) = self.reservation(number) else { return Vec::new() };
        let paid = usual(sheet);
        let cash: Vec<Refund> = paid.iter().map(|refund| Refund { by: RefundBy::Cash, ..*refund }).collect();
        if paid.is_empty() {
            Vec::new()
        } else if cash == paid {
            vec![paid]
        } else {
            vec![paid, cash]
        }
    }

    /// How 内金 goes back as chosen.
    #[must_use]
    pub fn way_chosen(&self, number: ReservationNumber) -> Vec<Refund> {
        self.ways_back(number).into_iter().nth(self.reservations.back.way).unwrap_or_default()
    }

    /// F5返金方法
    pub(super) fn next_way_back(&mut self) {
        let Screen::Reserve(ReserveScreen::Cancel(number)) = self.top() else { return };
        let ways = self.ways_back(number).len().max(1);
        self.reservations.back.way = (self.reservations.back.way + 1) % ways;
    }

    /// Whether 内金 was settled without the link, and its slip number is not booked.
    #[must_use]
    pub fn was_to_be_taken_by_hand(&self, number: ReservationNumber) -> bool {
        self.reservation(number)
            .is_some_and(|sheet| sheet.tenders.iter().any(|tender| tender.hand == HandPayment::NotTaken))
    }

    /// What was said of it.
    #[must_use]
    pub const fn hand_chosen(&self) -> HandPayment {
        self.reservations.back.hand
    }

    /// F6手動決済なし: a person's word.
    pub(super) fn nothing_was_taken(&mut self) {
        self.reservations.back.hand = match self.reservations.back.hand {
            HandPayment::Settled => HandPayment::NotTaken,
            HandPayment::NotTaken => HandPayment::Settled,
        };
    }

    /// F12はい
    pub(super) fn cancel_reservation(&mut self, number: ReservationNumber, now: u64) {
        let refunds = self.way_chosen(number);
        let Some(revision) = self.reservation(number).map(|sheet| sheet.revision) else { return };
        let operator_code = match self.deciding_operator() {
            Ok(operator) => operator,
            Err(sentence) => return self.warn(sentence),
        };
        let ask = ReservationsRequest::Cancel {
            slip_id: SaleId::from_parts(now, &(self.dice)()),
            number,
            revision,
            refunds,
            hand: self.reservations.back.hand,
            operator_code,
        };
        self.begin_act(Act::Reserve(Box::new(ask)), now);
    }
}

/// As it was paid; what a brand cannot take back, in cash.
fn usual(sheet: &ReservationSheet) -> Vec<Refund> {
    let left: Vec<_> = sheet
        .tenders
        .iter()
        .map(|tender| match (tender.by, tender.way_back) {
            (RefundBy::Card, WayBack::Cash) => (tender.left, RefundBy::Cash),
            (by, _) => (tender.left, by),
        })
        .collect();
    as_paid(sheet.row.deposit, &left).unwrap_or_default()
}
