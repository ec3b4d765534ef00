//! 予約, and drafts that are for one.

use catlink_shared::basket::Draft;
use catlink_shared::ids::{ReceiptNumber, RequestId, ReservationNumber, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::reservation::{Booking, Purpose};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::{
    ReservationQuery, ReservationRow, ReservationSheet, ReservationState, ReservationsReply,
    ReservationsRequest, Which,
};
use catlink_shared::wire::slips::{HandPayment, May};
use catlink_shared::wire::update::ActionKind;

const NUMBER: ReservationNumber = ReservationNumber(7);

fn booking() -> Booking {
    Booking {
        customer: "山田 太郎".into(),
        phone: "090-1234-5678".into(),
        due_date: "2026-12-24".into(),
        note: "のし付き".into(),
        deposit: Yen::new(300),
    }
}

fn draft(purpose: Purpose) -> Draft {
    Draft { purpose, ..super::draft() }
}

/// What a page asks.
pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let sale_id = super::sale_id();
    let put = |purpose| Request::PutDraft { sale_id, base_revision: 1, draft: draft(purpose) };
    let query = ReservationQuery { which: Which::Expired, text: "山田".into(), skip: 50 };
    let asks = [
        ReservationsRequest::Find { query: ReservationQuery::default() },
        ReservationsRequest::Find { query },
        ReservationsRequest::Read { number: NUMBER },
        ReservationsRequest::Change {
            number: NUMBER,
            revision: 2,
            booking: booking(),
            lines: super::draft().lines,
            slip_discount: Yen::new(20),
            sale_id: Some(sale_id),
        },
        ReservationsRequest::Cancel {
            slip_id: SaleId::from_parts(1, &[6; 10]),
            number: NUMBER,
            revision: 2,
            refunds: vec![Refund { of_tender: 0, by: RefundBy::Cash, amount: Yen::new(300) }],
            hand: HandPayment::Settled,
            operator_code: Some("101".into()),
        },
    ];
    [
        put(Purpose::Reserve(booking())),
        put(Purpose::Change { number: NUMBER, revision: 2, booking: booking() }),
        put(Purpose::HandOver { number: NUMBER, revision: 2, deposit: Yen::new(300) }),
    ]
    .into_iter()
    .chain(asks.map(|ask| Request::Reservations { ask }))
    .zip(141u8..)
    .map(|(request, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), request))
}

/// What it is told.
pub(super) fn replies() -> impl Iterator<Item = Outcome> {
    let row = ReservationRow {
        number: NUMBER,
        customer: "山田 太郎".into(),
        phone: "090-1234-5678".into(),
        due_date: "2026-12-24".into(),
        total: Yen::new(900),
        deposit: Yen::new(300),
        state: ReservationState::Expired,
    };
    let sheet = ReservationSheet {
        row: row.clone(),
        revision: 2,
        note: "のし付き".into(),
        made_at_text: "2026年11月23日 10:05".into(),
        receipt_number: ReceiptNumber(12),
        closed_by: Some(ReceiptNumber(14)),
        hand_over: draft(Purpose::HandOver { number: NUMBER, revision: 2, deposit: Yen::new(300) }),
        may: May::No { why: "この予約は引渡済みです。".into() },
        tenders: Vec::new(),
        on_terminal: ActionKind::ReturnGoods,
    };
    let refused = |code| Outcome::Refused(Refusal::new(code, "予約", Retry::Useless));
    let replies = [
        ReservationsReply::Found { rows: vec![row], more: false },
        ReservationsReply::Sheet { sheet: Box::new(sheet) },
        ReservationsReply::Cancelled { receipt: Box::new(super::slips::receipt()) },
    ];
    let done = |reply| Outcome::Done { reply: Box::new(Reply::Reservations { reply }) };
    replies.into_iter().map(done).chain([
        refused(RefusalCode::BadReservation),
        refused(RefusalCode::UnknownReservation),
        refused(RefusalCode::ReservationMoved),
    ])
}
