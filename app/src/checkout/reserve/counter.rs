//! What is for a reservation on the counter: made, changed, handed over.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::ReservationNumber;
use catlink_shared::money::Yen;
use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::wire::reservations::ReservationsRequest;

use super::{ReserveScreen, day};
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

impl Checkout {
    /// What the sale on the counter is for.
    #[must_use]
    pub fn purpose(&self) -> &Purpose {
        self.draft().map_or(&Purpose::Sale, |draft| &draft.purpose)
    }

    /// F2新規予約
    pub(super) fn new_reservation(&mut self, now: u64) {
        let today = self.shown.as_ref().map(|shown| shown.register.business_day.clone());
        let booking = Booking { due_date: today.unwrap_or_default(), ..Booking::default() };
        self.put_on_counter(Draft { purpose: Purpose::Reserve(booking), ..Draft::default() }, now);
    }

    /// F12引渡
    pub(super) fn hand_over_reservation(&mut self, number: ReservationNumber, now: u64) {
        let Some(sheet) = self.reservation(number) else { return };
        self.put_on_counter(sheet.hand_over.clone(), now);
    }

    /// F6変更: the goods come to the counter; F12 asks for the rest.
    pub(super) fn change_reservation(&mut self, number: ReservationNumber, now: u64) {
        let Some(sheet) = self.reservation(number) else { return };
        let purpose = Purpose::Change { number, revision: sheet.revision, booking: sheet.booking() };
        self.put_on_counter(Draft { purpose, ..sheet.hand_over.clone() }, now);
    }

    fn put_on_counter(&mut self, draft: Draft, now: u64) {
        if self.shown.as_ref().is_some_and(|shown| shown.register.mode == CounterMode::Training) {
            return self.warn("練習モードでは予約を扱えません。");
        }
        if self.draft().is_some_and(|draft| !draft.lines.is_empty()) {
            return self.warn(
                "会計中の伝票があります。店頭処理で会計を終えるか、F7会計保留にしてから操作してください。",
            );
        }
        let put = self.edit(now, |on_counter| {
            *on_counter = Draft { mode: on_counter.mode, ..draft };
            Ok(())
        });
        match put {
            Ok(()) => self.back_to_sale(),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F12発行 of what is reserved or changed asks for the customer first. Says whether it does.
    pub(in crate::checkout) fn asks_for_booking(&mut self) -> bool {
        let booking = match self.purpose() {
            Purpose::Reserve(booking) | Purpose::Change { booking, .. } => booking.clone(),
            Purpose::Sale | Purpose::HandOver { .. } => return false,
        };
        let deposit = if booking.deposit == Yen::ZERO && booking.customer.is_empty() {
            String::new()
        } else {
            booking.deposit.get().to_string()
        };
        for (field, text) in [
            (Field::Customer, booking.customer),
            (Field::Phone, booking.phone),
            (Field::DueDate, booking.due_date),
            (Field::Deposit, deposit),
            (Field::BookingNote, booking.note),
        ] {
            self.fields.set(field, text);
        }
        self.open(Screen::Reserve(ReserveScreen::Booking));
        true
    }

    /// F12 in 【予約内容】
    pub(super) fn take_booking(&mut self, now: u64) {
        let booking = match self.typed_booking() {
            Ok(booking) => booking,
            Err(sentence) => return self.warn(sentence),
        };
        let purpose = match self.purpose().clone() {
            Purpose::Reserve(_) => Purpose::Reserve(booking),
            Purpose::Change { number, revision, booking: before } => {
                let booking = Booking { deposit: before.deposit, ..booking };
                Purpose::Change { number, revision, booking }
            }
            Purpose::Sale | Purpose::HandOver { .. } => return,
        };
        let total = self.totals().map_or(Yen::ZERO, |totals| totals.total);
        if let Err(error) = purpose.due(total) {
            return self.warn(error.to_string());
        }
        let kept = purpose.clone();
        let edited = self.edit(now, |draft| {
            draft.purpose = purpose;
            Ok(())
        });
        match (edited, kept) {
            (Err(sentence), _) => self.warn(sentence),
            (Ok(()), Purpose::Change { number, revision, booking }) => {
                self.send_change(number, revision, booking, now);
            }
            (Ok(()), Purpose::Reserve(_) | Purpose::Sale | Purpose::HandOver { .. }) => self.go_to_checkout(),
        }
    }

    fn typed_booking(&self) -> Result<Booking, String> {
        let today = self.shown.as_ref().map(|shown| shown.register.business_day.as_str()).unwrap_or_default();
        let due_date = day::read(self.fields.get(Field::DueDate), today);
        let booking = Booking {
            customer: self.fields.get(Field::Customer).to_owned(),
            phone: self.fields.get(Field::Phone).to_owned(),
            due_date,
            note: self.fields.get(Field::BookingNote).to_owned(),
            deposit: self.fields.yen(Field::Deposit).unwrap_or(Yen::ZERO),
        };
        let booking = booking.taken()?;
        let is_past = matches!(self.purpose(), Purpose::Reserve(_)) && booking.due_date.as_str() < today;
        if is_past {
            return Err("引渡予定日は、今日以降の日付を入力してください。".to_owned());
        }
        Ok(booking)
    }

    fn send_change(&mut self, number: ReservationNumber, revision: u64, booking: Booking, now: u64) {
        let Some(sale) = self.own_sale() else { return };
        let ask = ReservationsRequest::Change {
            number,
            revision,
            booking,
            lines: sale.draft.lines.clone(),
            slip_discount: sale.draft.slip_discount,
            sale_id: Some(sale.sale_id),
        };
        self.begin_act(Act::Reserve(Box::new(ask)), now);
    }
}
