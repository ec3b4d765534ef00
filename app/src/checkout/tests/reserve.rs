//! 予約 on the page: what is due now, what is asked first, and what becomes of it.

use catlink_shared::ids::{ReceiptNumber, ReservationNumber};
use catlink_shared::money::Yen;
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::{Original, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::reservation::Purpose;
use catlink_shared::tender::ByHand;
use catlink_shared::terminal::profile::{CatModel, PartialReturn, WayBack};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::reservations::{
    ReservationRow, ReservationSheet, ReservationState, ReservationsReply, ReservationsRequest, Which,
};
use catlink_shared::wire::slips::{Guide, HandPayment, May, TenderLeft};
use catlink_shared::wire::update::{ActionKind, PaidFor};

use super::desk::{Desk, payment};
use crate::checkout::field::Field;
use crate::checkout::key::Key;

const NUMBER: ReservationNumber = ReservationNumber(1);

fn row() -> ReservationRow {
    ReservationRow {
        number: NUMBER,
        customer: "山田 太郎".into(),
        phone: "090-1234-5678".into(),
        due_date: "2026-12-24".into(),
        total: Yen::new(1_000),
        deposit: Yen::new(300),
        state: ReservationState::Open,
    }
}

impl Desk {
    /// 予約一覧 with one reservation.
    fn at_reservations() -> Self {
        let mut desk = Self::new();
        desk.f(9);
        desk.key(Key::Char('1'));
        desk.key(Key::Char('2'));
        desk.wait(500);
        desk.answer_list();
        desk
    }

    fn answer_list(&mut self) {
        assert_eq!(self.top(), "reservations");
        let find = self.only_sent();
        assert!(matches!(find.request, Request::Reservations { ask: ReservationsRequest::Find { .. } }));
        let reply = ReservationsReply::Found { rows: vec![row()], more: false };
        self.done(&find, Reply::Reservations { reply });
    }

    /// The same with one open.
    fn at_reservation(tender: TenderLeft) -> Self {
        let mut desk = Self::at_reservations();
        desk.f(12);
        let read = desk.only_sent();
        assert!(matches!(
            read.request,
            Request::Reservations { ask: ReservationsRequest::Read { number: NUMBER } }
        ));
        let sheet = desk.sheet(tender);
        desk.done(&read, Reply::Reservations { reply: ReservationsReply::Sheet { sheet } });
        desk
    }

    fn sheet(&self, tender: TenderLeft) -> Box<ReservationSheet> {
        let mut goods = Self::with_milk().snapshot.current.expect("a sale").draft;
        goods.purpose = Purpose::HandOver { number: NUMBER, revision: 1, deposit: Yen::new(300) };
        Box::new(ReservationSheet {
            row: row(),
            revision: 1,
            note: String::new(),
            made_at_text: "2026年11月23日 10:05".into(),
            receipt_number: ReceiptNumber(3),
            closed_by: None,
            hand_over: goods,
            may: May::Yes,
            tenders: vec![tender],
            on_terminal: ActionKind::VoidSlip,
        })
    }

    fn with_milk() -> Self {
        let mut desk = Self::new();
        desk.scan("1001");
        desk.keep_drafts();
        desk
    }

    /// 予約 of one bottle of milk, with 【予約内容】 filled in.
    fn at_booking(deposit: &str) -> Self {
        let mut desk = Self::at_reservations();
        desk.f(2);
        desk.keep_drafts();
        assert_eq!(desk.top(), "sale");
        desk.scan("1001");
        desk.keep_drafts();
        desk.f(12);
        assert_eq!(desk.top(), "booking");
        for (field, text) in [
            (Field::Customer, "山田 太郎"),
            (Field::Phone, "090-1234-5678"),
            (Field::DueDate, "12/24"),
            (Field::Deposit, deposit),
        ] {
            let now = desk.now;
            let effects = desk.page.on_focus(field, now);
            desk.take(effects);
            let effects = desk.page.on_input(field, text, crate::checkout::key::Composing::No, now);
            desk.take(effects);
        }
        desk
    }

    /// On to 【チェックアウト】.
    fn book(&mut self) {
        self.f(12);
        self.keep_drafts();
        assert_eq!(self.top(), "operator");
        self.f(12);
        assert_eq!(self.top(), "checkout");
    }
}

fn cash() -> TenderLeft {
    TenderLeft {
        left: Yen::new(300),
        by: RefundBy::Cash,
        card_company_name: None,
        model: None,
        slip_number: None,
        way_back: WayBack::Void,
        part: PartialReturn::Possible,
        void_guide: Guide::Shown,
        return_guide: Guide::Shown,
        hand: HandPayment::Settled,
    }
}

fn card() -> TenderLeft {
    TenderLeft {
        by: RefundBy::Card,
        card_company_name: Some("クレジット".into()),
        model: Some(CatModel::JtC60),
        ..cash()
    }
}

#[test]
fn the_deposit_is_what_is_due_and_a_linked_card_pays_all_of_it() {
    let mut desk = Desk::at_booking("300");
    desk.book();
    assert_eq!(desk.page.due(), Some(Yen::new(300)));
    desk.choose_card(0);
    desk.f(12);
    let start = desk.only_sent();
    let Request::StartPayment { amount, .. } = start.request else { panic!("{start:?}") };
    assert_eq!(amount, Yen::new(300));
}

#[test]
fn nothing_in_advance_goes_to_no_card_and_is_booked_with_f12() {
    let mut desk = Desk::at_booking("");
    desk.book();
    desk.f(6);
    assert_eq!((desk.top(), desk.page.due()), ("checkout", Some(Yen::ZERO)));
    desk.f(12);
    let commit = desk.only_sent();
    let Request::CommitSale { total, tenders, .. } = commit.request else { panic!("{commit:?}") };
    assert_eq!((total, tenders.tendered, tenders.cards.len()), (Yen::ZERO, Yen::ZERO, 0));
}

#[test]
fn what_cannot_be_is_said_before_anything_is_paid() {
    let mut desk = Desk::at_booking("1001");
    desk.f(12);
    assert_eq!(desk.top(), "booking");
    assert!(desk.notice().contains("合計(¥1,000)以下"), "{}", desk.notice());
    for (field, text, said) in [
        (Field::Customer, "", "お客様名を入力"),
        (Field::Phone, "12", "電話番号を確認"),
        (Field::DueDate, "2026-11-22", "今日以降"),
        (Field::Customer, "4242 4242 4242 4242", "お客様名を入力"),
    ] {
        let mut desk = Desk::at_booking("300");
        let now = desk.now;
        let effects = desk.page.on_input(field, text, crate::checkout::key::Composing::No, now);
        desk.take(effects);
        desk.f(12);
        assert!(desk.notice().contains(said), "{said}: {}", desk.notice());
        assert!(desk.sent.is_empty());
    }
}

#[test]
fn a_slip_discount_cannot_take_the_total_below_the_deposit() {
    let mut desk = Desk::at_booking("300");
    desk.book();
    desk.f(3);
    desk.type_in("701");
    desk.key(Key::Enter);
    assert!(desk.notice().contains("合計(¥299)以下"), "{}", desk.notice());
    assert_eq!(desk.page.due(), Some(Yen::new(300)));
    assert!(desk.sent.is_empty());
}

#[test]
fn the_hand_over_comes_to_the_counter_and_takes_what_is_left() {
    let mut desk = Desk::at_reservation(cash());
    desk.f(12);
    assert_eq!(desk.top(), "sale");
    desk.keep_drafts();
    assert_eq!(desk.page.due(), Some(Yen::new(700)));
    desk.f(12);
    desk.f(12);
    assert_eq!(desk.top(), "checkout");
    desk.f(2);
    assert_eq!(desk.text(Field::Tendered), "700");
    desk.f(12);
    let commit = desk.only_sent();
    assert!(matches!(commit.request, Request::CommitSale { total, .. } if total == Yen::new(700)));
}

#[test]
fn goods_below_the_deposit_are_not_handed_over() {
    let mut desk = Desk::at_reservation(cash());
    desk.f(12);
    desk.keep_drafts();
    desk.f(11);
    desk.scan("1002");
    desk.keep_drafts();
    desk.f(12);
    assert_eq!(desk.top(), "sale");
    assert!(desk.notice().contains("内金(¥300)を下回ります"), "{}", desk.notice());
}

#[test]
fn a_change_takes_the_goods_of_the_counter_and_ends_there() {
    let mut desk = Desk::at_reservation(cash());
    desk.f(6);
    desk.scan("1002");
    desk.keep_drafts();
    desk.f(12);
    assert_eq!(desk.top(), "booking");
    assert_eq!(desk.text(Field::Customer), "山田 太郎");
    desk.f(12);
    let sent = desk.only_sent();
    let Request::Reservations { ask: ReservationsRequest::Change { revision, lines, sale_id, .. } } =
        &sent.request
    else {
        panic!("{sent:?}")
    };
    assert_eq!((*revision, lines.len(), sale_id.is_some()), (1, 2, true));
    let sheet = desk.sheet(cash());
    desk.done(&sent, Reply::Reservations { reply: ReservationsReply::Sheet { sheet } });
    assert_eq!(desk.top(), "reservation");
    assert!(desk.notice().contains("予約を変更しました"));
}

#[test]
fn a_card_gets_its_deposit_back_unless_cash_is_chosen() {
    let refund = |by| vec![Refund { of_tender: 0, by, amount: Yen::new(300) }];
    for (tender, presses, by) in
        [(cash(), 0, RefundBy::Cash), (card(), 0, RefundBy::Card), (card(), 1, RefundBy::Cash)]
    {
        let mut desk = Desk::at_reservation(tender);
        desk.f(1);
        assert_eq!(desk.top(), "cancel-reservation");
        for _ in 0..presses {
            desk.f(5);
        }
        desk.f(12);
        let sent = desk.only_sent();
        let Request::Reservations { ask: ReservationsRequest::Cancel { refunds, revision, .. } } =
            sent.request.clone()
        else {
            panic!("{sent:?}")
        };
        assert_eq!((refunds, revision), (refund(by), 1));
        desk.refuse(&sent, RefusalCode::ReservationMoved);
        assert_eq!(desk.top(), "reservation", "it is read anew");
    }
}

#[test]
fn the_slip_of_a_cancellation_leaves_what_is_on_the_counter_alone() {
    let mut desk = Desk::at_reservation(cash());
    desk.f(1);
    desk.f(12);
    let sent = desk.only_sent();
    let mut made = {
        let milk = Desk::with_milk();
        milk.receipt()
    };
    let of = Original { receipt_number: None, sold_at_text: String::new(), typed_number: None };
    made.slip.kind = SlipKind::Cancellation { number: NUMBER, deposit: Yen::new(300), of };
    desk.done(&sent, Reply::Reservations { reply: ReservationsReply::Cancelled { receipt: Box::new(made) } });
    assert_eq!(desk.top(), "receipt");
    desk.f(12);
    desk.answer_list();
}

#[test]
fn goods_on_the_counter_are_not_mixed_up_with_a_reservation() {
    let mut desk = Desk::with_milk();
    desk.f(9);
    desk.key(Key::Char('1'));
    desk.key(Key::Char('2'));
    desk.wait(500);
    desk.answer_list();
    desk.f(2);
    assert!(desk.notice().contains("会計中の伝票があります"), "{}", desk.notice());
    assert!(desk.sent.is_empty());
}

#[test]
fn the_list_is_narrowed_and_searched() {
    let mut desk = Desk::at_reservations();
    desk.f(6);
    let find = desk.only_sent();
    let Request::Reservations { ask: ReservationsRequest::Find { query } } = &find.request else { panic!() };
    assert_eq!(query.which, Which::Expired);
    let reply = ReservationsReply::Found { rows: Vec::new(), more: false };
    desk.done(&find, Reply::Reservations { reply });
    desk.key(Key::Enter);
    assert!(desk.notice().contains("F2「新規予約」"), "{}", desk.notice());
}

#[test]
fn a_late_approval_of_a_deposit_asks_about_the_reservation() {
    let (mut desk, id) = Desk::linking();
    let state = PaymentState::AwaitingHandOver { by: ByHand::Terminal };
    let mut view = payment(id, desk.sale_id(), state);
    view.paid_for = PaidFor::Deposit;
    desk.show_payment(view);
    assert_eq!(desk.top(), "handover");
    let keys = desk.page.function_keys();
    assert!(keys.iter().any(|key| key.number == 12 && key.label == "予約確定"), "{keys:?}");
}
