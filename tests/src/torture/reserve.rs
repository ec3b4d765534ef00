//! Some sales are 内金 of a reservation, and some hand one over.

use catlink_shared::basket::CounterMode;
use catlink_shared::money::Yen;
use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::{
    ReservationQuery, ReservationSheet, ReservationsReply, ReservationsRequest,
};
use catlink_shared::wire::slips::May;

use super::desk::Desk;
use super::page::Heard;
use super::plan::{For, Plan};

impl Desk<'_> {
    /// What a sale is for of which so much is due now. In 練習モード nothing is reserved.
    pub(super) fn purpose(&mut self, plan: &Plan, due: Yen) -> Purpose {
        if self.page.mode() == CounterMode::Training {
            return Purpose::Sale;
        }
        match plan.pays_for {
            For::Goods => Purpose::Sale,
            For::Deposit => Purpose::Reserve(Booking {
                customer: "山田 太郎".to_owned(),
                phone: "090-1234-5678".to_owned(),
                due_date: "2099-12-24".to_owned(),
                note: String::new(),
                deposit: due,
            }),
            For::HandOver => self.open_reservation().map_or(Purpose::Sale, |sheet| sheet.hand_over.purpose),
        }
    }

    /// The first reservation that nothing holds.
    fn open_reservation(&mut self) -> Option<ReservationSheet> {
        let find = ReservationsRequest::Find { query: ReservationQuery::default() };
        let ReservationsReply::Found { rows, .. } = self.ask_reservations(find)? else { return None };
        for row in rows {
            let read = ReservationsRequest::Read { number: row.number };
            if let Some(ReservationsReply::Sheet { sheet }) = self.ask_reservations(read)
                && sheet.may == May::Yes
            {
                return Some(*sheet);
            }
        }
        None
    }

    fn ask_reservations(&mut self, ask: ReservationsRequest) -> Option<ReservationsReply> {
        let Heard::Done(reply) = self.page.ask(Request::Reservations { ask }) else { return None };
        match *reply {
            Reply::Reservations { reply } => Some(reply),
            _other => None,
        }
    }
}
