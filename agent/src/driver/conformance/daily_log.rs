//! The daily log: whole or not at all, beside everything else that is said, and never in the way of a payment.

use std::time::Duration;

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::daily_log::{DailyLog, LogTrouble, ONE_ROUND_MS};
use catlink_shared::terminal::{
    PaymentMedia, RefusedReason, ResultWord, SlipNumber, TerminalActivity, TerminalId, TransactionType, Unit,
};

use super::{
    Call, Family, ScriptedTerminal, Till, greeted, payment, ready, request, result, sell, settle, state, unit,
};
use crate::driver::basic::block::split;
use crate::driver::basic::message::{FromPos, FromTerminal, LogLine};
use crate::driver::{DriverEvent, NoResult, Question};
use crate::link::LinkTrouble;

const FROM: UnixMs = UnixMs(1_782_831_600_000);
const TO: UnixMs = UnixMs(FROM.0 + 86_400_000);

fn line(slip: u32, minutes: i64, yen: i64) -> LogLine {
    LogLine {
        unit: unit(),
        slip_number: SlipNumber::five(slip),
        transaction_type: TransactionType::Sales,
        amount: Yen::new(yen),
        terminal_time: UnixMs(FROM.0 + minutes * 60_000),
        payment_media: PaymentMedia::Credit,
        result: ResultWord::Approved,
    }
}

fn end(count: u32, yen: i64) -> FromTerminal {
    FromTerminal::End { unit: unit(), count, total: Yen::new(yen) }
}

/// A log has been asked for, and the terminal has heard it.
async fn asked<F: Family>(to: UnixMs) -> (Till, ScriptedTerminal) {
    let (till, mut terminal) = greeted::<F>().await;
    till.call(Call::Ask(Question::DailyLog { from: FROM, to }));
    assert_eq!(terminal.take().await, FromPos::DailyLog { from: Some(FROM), to: Some(to) });
    (till, terminal)
}

/// What the till is told when these lines and this END come.
async fn told<F: Family>(to: UnixMs, lines: &[LogLine], last: FromTerminal) -> DriverEvent {
    let (mut till, mut terminal) = asked::<F>(to).await;
    for line in lines {
        terminal.send(&FromTerminal::Log(line.clone())).await;
    }
    terminal.send(&last).await;
    till.event().await
}

fn broken(why: LogTrouble) -> DriverEvent {
    DriverEvent::DailyLogBroken { why }
}

pub(super) async fn a_log_is_told_whole<F: Family>() {
    let void = LogLine { transaction_type: TransactionType::Void, ..line(43, 2, 500) };
    // What did not come about counts as a line and as no money.
    let unfinished = LogLine { result: ResultWord::Incomplete, ..line(44, 3, 900) };
    let lines = vec![line(42, 1, 1_100), void, unfinished];
    let event = told::<F>(TO, &lines, end(3, 600)).await;
    let log = DailyLog { unit: unit(), from: FROM, to: TO, lines };
    assert_eq!(event, DriverEvent::DailyLogRead(Box::new(log)));
}

pub(super) async fn an_empty_log_is_one<F: Family>() {
    let log = DailyLog { unit: unit(), from: FROM, to: TO, lines: Vec::new() };
    assert_eq!(told::<F>(TO, &[], end(0, 0)).await, DriverEvent::DailyLogRead(Box::new(log)));
}

pub(super) async fn a_log_that_is_not_whole_is_none_and_says_why<F: Family>() {
    let other = Unit { terminal_id: TerminalId::new("9990000000001").expect("good"), ..unit() };
    let (one, two) = (line(1, 1, 100), line(2, 2, 200));
    let foreign = LogLine { unit: other.clone(), ..two.clone() };
    let late = LogLine { terminal_time: UnixMs(TO.0 + 1_000), ..two.clone() };
    let cases: Vec<(Vec<LogLine>, FromTerminal, LogTrouble)> = vec![
        (vec![one.clone()], end(2, 300), LogTrouble::Count { said: 2, came: 1 }),
        (
            vec![one.clone(), two.clone()],
            end(2, 400),
            LogTrouble::Total { said: Yen::new(400), came: Yen::new(300) },
        ),
        (vec![one.clone(), one.clone()], end(1, 100), LogTrouble::Twice { slip_number: SlipNumber::five(1) }),
        (
            vec![one.clone(), foreign],
            end(2, 300),
            LogTrouble::OtherUnit { terminal_id: other.terminal_id.clone() },
        ),
        (vec![one, late], end(2, 300), LogTrouble::OutOfRange { slip_number: SlipNumber::five(2) }),
        (
            vec![two],
            FromTerminal::End { unit: other.clone(), count: 1, total: Yen::new(200) },
            LogTrouble::OtherUnit { terminal_id: other.terminal_id },
        ),
    ];
    for (lines, last, why) in cases {
        assert_eq!(told::<F>(TO, &lines, last).await, broken(why));
    }
}

pub(super) async fn a_number_that_came_round_is_another_slip<F: Family>() {
    let to = UnixMs(FROM.0 + 2 * ONE_ROUND_MS);
    let again = LogLine { terminal_time: UnixMs(FROM.0 + ONE_ROUND_MS + 60_000), ..line(1, 0, 200) };
    let event = told::<F>(to, &[line(99_999, 0, 50), line(1, 1, 100), again], end(3, 350)).await;
    assert!(matches!(event, DriverEvent::DailyLogRead(log) if log.lines.len() == 3));
}

pub(super) async fn a_line_cut_short_is_told_by_its_place<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    let mut short = FromTerminal::Log(line(2, 2, 200)).encode();
    short.truncate(short.len() * 2 / 3);
    terminal.send_raw(split(&short)).await;
    terminal.send(&end(2, 300)).await;
    till.expect(broken(LogTrouble::CutShort { line: 2 })).await;
}

pub(super) async fn a_terminal_that_will_not_says_so<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    let reason = RefusedReason::BadField;
    terminal.send(&FromTerminal::Refused { unit: unit(), payment_id: None, reason }).await;
    till.expect(broken(LogTrouble::Refused(reason))).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn a_log_that_stops_coming_is_given_up<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    terminal.hears_only_pings(Duration::from_secs(16)).await;
    till.expect(broken(LogTrouble::BrokenOff)).await;
    // One that was never begun.
    till.call(Call::Ask(Question::DailyLog { from: FROM, to: TO }));
    assert!(matches!(terminal.take().await, FromPos::DailyLog { .. }));
    terminal.hears_only_pings(Duration::from_secs(16)).await;
    till.expect(broken(LogTrouble::Unheard)).await;
    // What comes too late is no news.
    terminal.send(&end(0, 0)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

pub(super) async fn a_log_without_end_is_given_up<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    let mut slip = 0;
    let given_up = loop {
        slip += 1;
        terminal.send(&FromTerminal::Log(line(slip, 1, 100))).await;
        terminal.hears_only_pings(Duration::from_secs(10)).await;
        match tokio::time::timeout(Duration::from_millis(1), till.event()).await {
            Ok(DriverEvent::DailyLogGrows { lines }) => assert_eq!(lines, slip),
            Ok(event) => break event,
            Err(_quiet) => {}
        }
    };
    assert_eq!(given_up, broken(LogTrouble::BrokenOff));
    assert!((80..100).contains(&slip), "a quarter of an hour, not {slip} lines");
}

pub(super) async fn a_line_cut_in_a_log_gives_it_up_and_it_is_not_asked_again<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    terminal.cut();
    till.expect(broken(LogTrouble::BrokenOff)).await;
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    terminal.hears_only_pings(Duration::from_secs(30)).await;
}

pub(super) async fn a_payment_ends_a_log_and_goes_through<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    let request = request(1);
    till.start(&request);
    till.expect(broken(LogTrouble::Dropped)).await;
    sell_after_drop(&mut till, &mut terminal, &request).await;
    // Lines that were on their way are in nobody's way.
    terminal.send(&FromTerminal::Log(line(2, 2, 200))).await;
    terminal.send(&end(2, 300)).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
}

async fn sell_after_drop(
    till: &mut Till,
    terminal: &mut ScriptedTerminal,
    request: &catlink_shared::terminal::SalesRequest,
) {
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(request);
    assert_eq!(terminal.take_sales().await, *request);
    till.expect(DriverEvent::SalesTaken).await;
}

pub(super) async fn a_log_holds_up_no_question<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    let payment_id = payment(1);
    till.call(Call::Ask(Question::Payment(payment_id)));
    assert_eq!(terminal.take().await, FromPos::Query { payment_id });
    terminal.send(&FromTerminal::State(state(TerminalActivity::Idle))).await;
    terminal.send(&FromTerminal::Log(line(2, 2, 200))).await;
    terminal.send(&FromTerminal::Pending { unit: unit(), payment_id }).await;
    let answer = NoResult::Pending;
    till.expect(DriverEvent::NoResult { unit: unit(), payment_id: Some(payment_id), answer }).await;
    terminal.send(&end(2, 300)).await;
    assert!(matches!(till.event().await, DriverEvent::DailyLogRead(log) if log.lines.len() == 2));
}

pub(super) async fn a_log_nobody_wants_any_more_is_dropped<F: Family>() {
    let (mut till, mut terminal) = asked::<F>(TO).await;
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    till.call(Call::DropLog);
    till.expect(broken(LogTrouble::Dropped)).await;
    terminal.send(&FromTerminal::Log(line(2, 2, 200))).await;
    terminal.send(&end(2, 300)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
    // Another one counts from its own beginning.
    till.call(Call::Ask(Question::DailyLog { from: FROM, to: TO }));
    assert!(matches!(terminal.take().await, FromPos::DailyLog { .. }));
    terminal.send(&FromTerminal::Log(line(1, 1, 100))).await;
    terminal.send(&end(1, 100)).await;
    assert!(matches!(till.event().await, DriverEvent::DailyLogRead(log) if log.lines.len() == 1));
    sell(&mut till, &mut terminal, &request(1)).await;
}
