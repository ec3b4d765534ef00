//! What holds for the business day on the page.

use catlink_shared::basket::CounterMode;
use catlink_shared::card::CatDeviceId;
use catlink_shared::money::Yen;
use catlink_shared::rights::Right;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::day::{
    Advances, CardRefunds, CheckView, CountOf, Counted, DayReply, DayReport, DayRequest, DayState, DayTotal,
    DayView, Direction, DrawerView, Flows, LastClosing, Pieces, Standing, TerminalBooked,
};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use crate::checkout::day::{CloseStep, DayField, DayScreen, Done, Sure};
use crate::checkout::field::Field;
use crate::checkout::key::Key;
use crate::checkout::screen::Screen;

const DAY: &str = "2026-11-23";

fn ask(message: &FromPage) -> &DayRequest {
    match &message.request {
        Request::Day { ask } => ask,
        other => panic!("{other:?}"),
    }
}

fn drawer(expected: i64, terminals: Vec<TerminalBooked>) -> DrawerView {
    DrawerView {
        days: vec![DAY.into()],
        flows: Flows { float: Yen::new(expected), ..Flows::default() },
        movements: Vec::new(),
        checks: Vec::new(),
        last_closing: Some(LastClosing { at: "11/22 21:10".into(), counted: Yen::new(51_000) }),
        terminals,
    }
}

fn cat1() -> TerminalBooked {
    let booked = CountOf { count: 2, amount: Yen::new(1_800) };
    TerminalBooked { device: CatDeviceId::Cat1, model: Some(CatModel::JtC60), booked, run: None }
}

impl Desk {
    /// A screen of 日次業務, by its digit, with ¥1,000 in the drawer.
    fn at_day(digit: char, terminals: Vec<TerminalBooked>) -> Self {
        let mut desk = Self::new();
        desk.update(|shown| {
            let since = "11/23 09:00".to_owned();
            shown.register.day.standing = Standing::Open { since, float: Some(Yen::new(1_000)) };
        });
        desk.f(9);
        desk.key(Key::Char('1'));
        desk.wait(100);
        desk.key(Key::Char(digit));
        desk.wait(100);
        desk.drawer_is(drawer(1_000, terminals));
        desk
    }

    fn drawer_is(&mut self, drawer: DrawerView) {
        let asked = self.only_sent();
        assert!(matches!(ask(&asked), DayRequest::Drawer), "{asked:?}");
        self.day_done(&asked, DayReply::Drawer { drawer: Box::new(drawer) });
    }

    fn day_done(&mut self, message: &FromPage, reply: DayReply) {
        self.done(message, Reply::Day { reply });
    }

    fn refuse_day(&mut self, message: &FromPage, code: RefusalCode, right: Option<Right>) {
        let mut refusal = Refusal::new(code, "だめです。", Retry::Useless);
        refusal.right = right;
        self.answer(message, Outcome::Refused(refusal));
    }

    /// 日計 of a day without anything in it, from the menu 帳票.
    pub(super) fn at_report(&mut self, day: &str) {
        self.sent.clear();
        self.f(9);
        self.key(Key::Char('3'));
        self.wait(100);
        self.key(Key::Char('1'));
        self.wait(100);
        let asked = self.only_sent();
        let report = DayReport {
            day: day.to_owned(),
            before: None,
            after: None,
            shop_name: "店".to_owned(),
            register_code: "01".to_owned(),
            made_at: "2026/11/23 21:10:05".to_owned(),
            state: DayState::NotOpened,
            slips: Vec::new(),
            advances: Advances::default(),
            tenders: Vec::new(),
            taxes: Vec::new(),
            operators: Vec::new(),
            refunds: CardRefunds::default(),
            movements: Vec::new(),
            checks: Vec::new(),
            flows: Flows::default(),
            closing: None,
            earlier_days: CountOf::default(),
            training: 0,
        };
        self.day_done(&asked, DayReply::Report { report: Box::new(report) });
        assert_eq!(self.page.top(), Screen::Day(DayScreen::Report));
    }

    /// 精算 counted as a sum, up to the last question.
    fn closing_with(terminals: Vec<TerminalBooked>) -> Self {
        let mut desk = Self::at_day('7', terminals);
        desk.f(12);
        if desk.page.day().step() == CloseStep::Compare {
            desk.type_in("2");
            desk.key(Key::Enter);
            desk.type_in("1800");
            desk.f(12);
            desk.f(12);
        }
        assert_eq!(desk.page.day().step(), CloseStep::Count);
        desk.f(6);
        desk.type_in("990");
        desk.f(12);
        assert_eq!(desk.page.day().step(), CloseStep::Last);
        desk.f(12);
        assert_eq!(desk.page.top(), Screen::Day(DayScreen::Sure(Sure::Close)));
        desk
    }
}

#[test]
fn the_drawer_is_counted_by_denomination_and_the_check_is_kept_after_a_question() {
    let mut desk = Desk::at_day('6', Vec::new());
    assert_eq!(desk.page.focus(), Some(Field::Day(DayField::Pieces(0))));
    for _ in 0..3 {
        desk.key(Key::Enter);
    }
    desk.type_in("1");
    desk.f(12);
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Sure(Sure::Check)));
    desk.f(9);
    assert_eq!(desk.page.fields().get(Field::Day(DayField::Pieces(3))), "1", "what was typed stays");
    desk.drawer_is(drawer(1_000, Vec::new()));
    desk.f(12);
    desk.f(12);
    let asked = desk.only_sent();
    let counted = Counted::Denominations { pieces: vec![Pieces { value: Yen::new(1_000), count: 1 }] };
    assert_eq!(ask(&asked), &DayRequest::Check { expected: Yen::new(1_000), counted: counted.clone() });
    let (at, who) = ("11/23 14:00".into(), "101".into());
    let check = CheckView { at, who, expected: Yen::new(1_000), counted };
    desk.day_done(&asked, DayReply::Checked { check });
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Check));
    assert!(desk.page.counted().is_none(), "the next count begins empty");
    assert!(desk.page.day().kept().is_some(), "and the last one can be printed");
}

#[test]
fn no_more_is_asked_out_of_the_drawer_than_is_there() {
    let mut desk = Desk::at_day('5', Vec::new());
    desk.f(3);
    assert_eq!(desk.page.day().direction(), Direction::Out);
    desk.type_in("1001");
    desk.key(Key::Enter);
    desk.type_in("x");
    desk.f(12);
    assert!(desk.notice().contains("引出しにある金額(¥1,000)を超える"), "{}", desk.notice());
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Moves));
    desk.f(2);
    desk.f(12);
    desk.f(12);
    let asked = desk.only_sent();
    let (direction, amount) = (Direction::In, Yen::new(1_001));
    assert_eq!(ask(&asked), &DayRequest::Move { direction, amount, reason: "x".into() });
}

#[test]
fn the_last_count_is_only_a_proposal() {
    let mut desk = Desk::at_day('4', Vec::new());
    desk.update(|shown| {
        shown.register.day = DayView { opens: Some(DAY.into()), ..DayView::default() };
    });
    desk.drawer_is(drawer(0, Vec::new()));
    assert!(desk.page.counted().is_none(), "nothing stands there by itself");
    desk.f(12);
    assert!(desk.notice().contains("釣銭準備金を入力してください"));
    desk.f(5);
    assert_eq!(desk.page.fields().get(Field::Day(DayField::Sum)), "51000");
    desk.f(12);
    desk.f(12);
    let asked = desk.only_sent();
    assert_eq!(ask(&asked), &DayRequest::Open { day: DAY.into(), float: Yen::new(51_000) });
    desk.day_done(&asked, DayReply::Opened { day: DAY.into() });
    assert_eq!(desk.page.top(), Screen::Menu);
}

#[test]
fn an_earlier_day_is_closed_before_the_next_one_is_opened() {
    let mut desk = Desk::at_day('4', Vec::new());
    desk.update(|shown| {
        let earlier = vec!["2026-11-22".to_owned()];
        shown.register.day = DayView { opens: Some(DAY.into()), earlier, ..DayView::default() };
    });
    desk.f(12);
    assert!(desk.notice().contains("2026-11-22が精算されていません"), "{}", desk.notice());
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Open));
}

#[test]
fn nothing_is_closed_before_the_drawer_is_read() {
    let mut desk = Desk::at_day('7', Vec::new());
    desk.f(9);
    desk.key(Key::Char('7'));
    desk.wait(100);
    desk.f(12);
    assert!(desk.notice().contains("読み込んでいます"), "{}", desk.notice());
    assert_eq!(desk.page.day().step(), CloseStep::Items);
}

#[test]
fn the_steps_of_a_close_come_in_order_and_without_a_terminal_two_are_not_needed() {
    let mut desk = Desk::closing_with(Vec::new());
    assert_eq!(desk.page.done(CloseStep::Compare), Done::NotNeeded);
    desk.f(12);
    let asked = desk.only_sent();
    let DayRequest::Close { days, expected, counted, terminals } = ask(&asked) else { panic!("{asked:?}") };
    assert_eq!((days.as_slice(), *expected), ([DAY.to_owned()].as_slice(), Yen::new(1_000)));
    assert_eq!((counted.sum(), terminals.len()), (Yen::new(990), 0));
    desk.day_done(&asked, DayReply::Closed { days: vec![DAY.into()] });
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Report));
    let shown: Vec<_> = desk.sent.iter().map(ask).collect();
    assert!(
        matches!(shown.as_slice(), [DayRequest::Report { day: Some(day) }, ..] if day == DAY),
        "{shown:?}"
    );
}

#[test]
fn a_terminal_is_compared_before_its_day_is_cleared() {
    let mut desk = Desk::at_day('7', vec![cat1()]);
    desk.f(12);
    assert_eq!(desk.page.day().step(), CloseStep::Compare);
    desk.f(12);
    assert!(desk.notice().contains("中間計の件数と金額を入力"), "{}", desk.notice());
    desk.type_in("2");
    desk.key(Key::Enter);
    desk.type_in("1700");
    desk.f(12);
    assert_eq!(desk.page.day().step(), CloseStep::Totals);
    assert_eq!(desk.page.done(CloseStep::Compare), Done::Differs, "¥100");
    desk.f(7);
    assert_eq!(desk.page.done(CloseStep::Totals), Done::WithItems, "it was not done");
    desk.f(9);
    desk.f(12);
    assert_eq!(desk.page.done(CloseStep::Totals), Done::Done);
    desk.f(9);
    desk.f(9);
    desk.f(7);
    assert_eq!(desk.page.done(CloseStep::Compare), Done::WithItems, "it was not compared");
}

#[test]
fn what_was_typed_of_a_terminal_goes_with_the_close() {
    let mut desk = Desk::closing_with(vec![cat1()]);
    desk.f(12);
    let asked = desk.only_sent();
    let DayRequest::Close { terminals, .. } = ask(&asked) else { panic!("{asked:?}") };
    assert_eq!(terminals[0].subtotal, Some(cat1().booked));
    assert_eq!(terminals[0].day_total, DayTotal::Done);
}

#[test]
fn a_manager_is_asked_over_the_question_and_nothing_is_typed_anew() {
    let mut desk = Desk::closing_with(Vec::new());
    desk.f(12);
    let asked = desk.only_sent();
    desk.refuse_day(&asked, RefusalCode::ManagerOnly, Some(Right::CloseWithOpenItems));
    assert_eq!(desk.page.top(), Screen::Approval);
    desk.type_in("900");
    desk.key(Key::Enter);
    desk.type_in("9000");
    desk.f(12);
    let again = desk.sent.iter().find(|message| message.approval.is_some()).expect("approved").clone();
    assert_eq!(again.request, asked.request);
    desk.sent.clear();
    desk.day_done(&again, DayReply::Closed { days: vec![DAY.into()] });
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Report));
}

#[test]
fn days_that_moved_on_are_shown_anew_from_the_first_step() {
    let mut desk = Desk::closing_with(Vec::new());
    desk.f(12);
    let asked = desk.only_sent();
    desk.refuse_day(&asked, RefusalCode::StaleDay, None);
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Close));
    assert_eq!(desk.page.day().step(), CloseStep::Items);
    assert!(desk.sent.iter().map(ask).all(|ask| matches!(ask, DayRequest::Drawer)));
    assert!(!desk.sent.is_empty(), "the drawer is read again");
}

#[test]
fn training_opens_none_of_it_but_the_report() {
    let mut desk = Desk::new();
    desk.update(|shown| shown.register.mode = CounterMode::Training);
    desk.f(9);
    desk.key(Key::Char('1'));
    desk.wait(100);
    for digit in ['4', '5', '6', '7'] {
        desk.key(Key::Char(digit));
        desk.wait(100);
        assert_eq!(desk.page.top(), Screen::Menu);
        assert!(desk.notice().contains("練習モードでは"), "{}", desk.notice());
    }
    desk.f(9);
    desk.key(Key::Char('3'));
    desk.wait(100);
    desk.key(Key::Char('1'));
    desk.wait(100);
    assert_eq!(desk.page.top(), Screen::Day(DayScreen::Report));
}

#[test]
fn what_is_sold_elsewhere_is_in_the_drawer_at_once() {
    let mut desk = Desk::at_day('6', Vec::new());
    desk.update(|_| {});
    desk.drawer_is(drawer(1_500, Vec::new()));
    assert_eq!(desk.page.expected_cash(), Some(Yen::new(1_500)));
}
