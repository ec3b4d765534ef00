//! What holds for クレジット利用履歴 on the page.

use catlink_shared::ids::{PaymentId, ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::history::{
    CardWay, HistoryFilter, HistoryReply, HistoryRequest, HistoryRow, UseKind,
};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::SlipsRequest;

use super::desk::Desk;
use crate::checkout::field::Field;
use crate::checkout::history::{HistoryField, HistoryScreen};
use crate::checkout::key::Key;
use crate::checkout::screen::Screen;

fn row(number: u64) -> HistoryRow {
    HistoryRow {
        receipt_number: ReceiptNumber(number),
        place: 0,
        business_day: "2026-11-23".into(),
        issued_at: UnixMs(0),
        issued_at_text: "2026/11/23 10:05:00".into(),
        kind: UseKind::Sale,
        company_name: "カード".into(),
        category_name: "クレジット".into(),
        brand: None,
        amount: Yen::new(1_000),
        operator_name: None,
        way: CardWay::Unlinked,
        link_info: None,
        hand_slip: None,
        last4: None,
        payment_id: None,
    }
}

fn ask(message: &FromPage) -> HistoryRequest {
    match &message.request {
        Request::History { ask } => ask.clone(),
        other => panic!("{other:?}"),
    }
}

impl Desk {
    /// クレジット利用履歴 with so many payments; what it was asked for.
    fn at_history(total: u64) -> (Self, HistoryFilter) {
        let mut desk = Self::new();
        desk.f(9);
        for digit in ['3', '2'] {
            desk.key(Key::Char(digit));
            desk.wait(100);
        }
        assert_eq!(desk.top(), "history");
        let filter = desk.rows_come(total);
        (desk, filter)
    }

    /// The page asks for rows, and they come.
    fn rows_come(&mut self, total: u64) -> HistoryFilter {
        let asked = self.only_sent();
        let HistoryRequest::Rows { filter, at } = ask(&asked) else { panic!("{asked:?}") };
        self.answer_rows(&asked, at, total);
        filter
    }

    fn answer_rows(&mut self, asked: &FromPage, at: u64, total: u64) {
        let rows = (at..total.min(at + 50)).map(|place| row(total - place)).collect();
        self.done(asked, Reply::History { reply: HistoryReply::Rows { at, total, rows } });
    }

    fn is_on(&self, field: HistoryField) -> bool {
        self.page.focus() == Some(Field::History(field))
    }
}

#[test]
fn the_history_begins_with_this_month_and_reads_only_what_is_near_the_screen() {
    let (mut desk, filter) = Desk::at_history(1_000_000);
    let month = desk.page.business_day().get(..7).map(|month| format!("{month}-01"));
    assert_eq!((filter.from, filter.to.as_deref()), (month, Some(desk.page.business_day())));
    // The blocks beside the first one, once the length is known.
    let ahead: Vec<u64> = desk
        .sent
        .drain(..)
        .map(|message| match ask(&message) {
            HistoryRequest::Rows { at, .. } => at,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ahead, [50]);
    let effects = desk.page.on_history_scroll(500_000, 15, desk.now);
    desk.take(effects);
    assert!(desk.sent.len() <= 3, "{:?}", desk.sent.len());
}

#[test]
fn a_row_opens_its_slip_and_f9_leads_back_to_it() {
    let (mut desk, _) = Desk::at_history(3);
    desk.key(Key::Down);
    assert_eq!(desk.page.history().list().cursor(), 1);
    desk.key(Key::Enter);
    assert_eq!(desk.top(), "slip");
    let read = desk.only_sent();
    let slip = SlipsRequest::Read { receipt_number: ReceiptNumber(2) };
    assert_eq!(read.request, Request::Slips { ask: slip });
    desk.f(9);
    assert_eq!(desk.top(), "history");
    desk.rows_come(3);
    assert_eq!(desk.page.history().list().cursor(), 1, "where the clerk was");
}

#[test]
fn conditions_are_typed_or_chosen_and_what_is_none_is_told() {
    let (mut desk, _) = Desk::at_history(3);
    desk.f(5);
    assert_eq!(desk.top(), "history-find");
    assert!(desk.is_on(HistoryField::From));
    desk.type_in("1122");
    desk.key(Key::Tab);
    desk.type_in("20260101");
    while !desk.is_on(HistoryField::Company) {
        desk.key(Key::Tab);
    }
    desk.f(5);
    let company = desk.page.catalog().map(|catalog| catalog.companies[0].company.clone()).unwrap();
    assert_eq!(desk.page.condition_name(HistoryField::Company), company.name);
    while !desk.is_on(HistoryField::Way) {
        desk.key(Key::Tab);
    }
    desk.type_in("9");
    desk.f(12);
    assert!(desk.notice().contains("逆"), "the dates are the wrong way round");
    while !desk.is_on(HistoryField::From) {
        desk.key(Key::Tab);
    }
    desk.type_in("20160101");
    desk.f(12);
    assert!(desk.notice().contains("1〜5の番号"));
    while !desk.is_on(HistoryField::Way) {
        desk.key(Key::Tab);
    }
    desk.type_in("2");
    desk.f(12);
    assert_eq!(desk.top(), "history");
    let filter = desk.rows_come(0);
    assert_eq!((filter.from.as_deref(), filter.to.as_deref()), (Some("2016-01-01"), Some("2026-01-01")));
    assert_eq!((filter.company_code, filter.way), (Some(company.code), Some(CardWay::LinkedByPerson)));
    assert!(desk.page.history_conditions().contains(&company.name), "{}", desk.page.history_conditions());
    desk.f(12);
    assert_eq!(desk.top(), "history", "an empty list opens nothing");
}

#[test]
fn an_answer_to_an_earlier_filter_changes_nothing() {
    let (mut desk, _) = Desk::at_history(3);
    desk.f(5);
    desk.f(12);
    let earlier = desk.only_sent();
    desk.f(5);
    desk.f(2);
    desk.key(Key::Tab);
    desk.type_in("20200101");
    desk.key(Key::BackTab);
    desk.type_in("20200101");
    desk.f(12);
    let now = desk.only_sent();
    desk.answer_rows(&earlier, 0, 9);
    assert_eq!(desk.page.history().list().total(), None);
    desk.answer_rows(&now, 0, 2);
    assert_eq!(desk.page.history().list().total(), Some(2));
}

#[test]
fn a_refused_filter_leaves_an_empty_list_that_says_why() {
    let (mut desk, _) = Desk::at_history(3);
    desk.f(5);
    desk.f(12);
    let asked = desk.only_sent();
    desk.refuse(&asked, RefusalCode::BadEvidence);
    assert_eq!(desk.page.history().list().total(), Some(0));
    assert!(desk.notice().contains("だめです"));
}

#[test]
fn sums_paper_and_file_are_of_the_filter_that_is_shown() {
    let (mut desk, filter) = Desk::at_history(3);
    desk.f(6);
    assert_eq!(desk.page.top(), Screen::History(HistoryScreen::Totals));
    assert_eq!(ask(&desk.only_sent()), HistoryRequest::Totals { filter: filter.clone() });
    desk.f(10);
    assert_eq!(desk.page.top(), Screen::History(HistoryScreen::Paper));
    assert_eq!(ask(&desk.only_sent()), HistoryRequest::Sheet { filter });
    desk.f(9);
    desk.sent.clear();
    desk.f(9);
    desk.rows_come(3);
    desk.f(8);
    assert_eq!(desk.top(), "export");
}

#[test]
fn f4_tells_the_story_of_a_linked_payment_and_of_no_other() {
    for linked in [Some(PaymentId::from_parts(1, &[1; 10])), None] {
        let mut desk = Desk::new();
        desk.f(9);
        for digit in ['3', '2'] {
            desk.key(Key::Char(digit));
            desk.wait(100);
        }
        let asked = desk.only_sent();
        let rows = vec![HistoryRow { payment_id: linked, ..row(1) }];
        desk.done(&asked, Reply::History { reply: HistoryReply::Rows { at: 0, total: 1, rows } });
        desk.f(4);
        assert_eq!(desk.top(), if linked.is_some() { "story" } else { "history" });
    }
}
