//! 決済照合 over real payments: what the terminal's list confirms, answers and disproves, and what becomes of each difference.

use catlink_shared::money::Yen;
use catlink_shared::reconciliation::Period;
use catlink_shared::terminal::daily_log::{DailyLog, LogLine};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::terminal::{PaymentMedia, ResultWord, SlipNumber, TransactionType};
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{
    CloseReason, ClosedWith, DifferenceKind, NextStep, RunSheet, TypedSlip, TypedTotal,
};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use super::super::*;
use super::bench::*;
use super::decisions::{manager, not_on_record, paper};
use crate::books::actions::{self, Action};
use crate::books::history::By;
use crate::books::matching::{self, Wanted};
use crate::clock;
use crate::register::new_action_id;
use crate::store::Claim;

const HOUR_MS: i64 = 3_600_000;

fn clerk() -> By {
    By { who: Some("101".into()), approved_by: None }
}

fn period() -> Period {
    let now = clock::now().0;
    Period { from: UnixMs(now - HOUR_MS), to: UnixMs(now + HOUR_MS) }
}

fn line(slip: u32, yen: i64) -> LogLine {
    LogLine {
        unit: unit("m1"),
        slip_number: SlipNumber::five(slip),
        transaction_type: if yen < 0 { TransactionType::Void } else { TransactionType::Sales },
        amount: Yen::new(yen.abs()),
        terminal_time: clock::now(),
        payment_media: PaymentMedia::Credit,
        result: ResultWord::Approved,
    }
}

impl Bench {
    async fn in_books<T: Send + 'static>(
        &self,
        work: impl Fn(&Transaction<'_>) -> Result<T, BooksError> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.register.store.write(Claim::None, work).await.map_err(BooksError::into_refusal)
    }

    /// A run of these lines, as a page sees it.
    async fn matched(&self, lines: Vec<LogLine>) -> RunSheet {
        self.matched_in(period(), lines).await.unwrap()
    }

    async fn matched_in(&self, period: Period, lines: Vec<LogLine>) -> Result<RunSheet, Refusal> {
        let log = DailyLog { unit: unit("m1"), from: period.from, to: period.to, lines };
        self.matched_log(period, log).await
    }

    async fn matched_log(&self, period: Period, log: DailyLog) -> Result<RunSheet, Refusal> {
        let wanted = Wanted { device: CatDeviceId::Cat1, period, by: clerk() };
        self.in_books(move |tx| {
            let run = matching::keep_log(tx, &wanted, &log, clock::now())?;
            matching::sheet(tx, run, 0)
        })
        .await
    }

    async fn typed(&self, totals: Vec<TypedTotal>) -> Result<RunSheet, Refusal> {
        let wanted = Wanted { device: CatDeviceId::Cat1, period: period(), by: clerk() };
        self.in_books(move |tx| {
            let run = matching::keep_typed(tx, &wanted, &totals, clock::now())?;
            matching::sheet(tx, run, 0)
        })
        .await
    }

    async fn close_as(&self, difference: u64, reason: CloseReason, by: By) -> Result<u64, Refusal> {
        self.in_books(move |tx| matching::close(tx, difference, reason, "メモ", &by, clock::now())).await
    }

    async fn seen(&self, run: u64) -> RunSheet {
        self.in_books(move |tx| matching::sheet(tx, run, 0)).await.unwrap()
    }

    /// A sale of ¥1,000 on slip 00001, told by the terminal.
    async fn sold_on_slip_one(&self) {
        let payment = self.sent().await;
        self.offer(self.result(&payment, ResultWord::Approved));
        self.wait_state("sold").await;
    }
}

fn kinds(sheet: &RunSheet) -> Vec<DifferenceKind> {
    sheet.rows.iter().map(|row| row.kind).collect()
}

#[tokio::test]
async fn a_perfect_log_has_no_difference() {
    let bench = Bench::new().await;
    bench.sold_on_slip_one().await;
    let sheet = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!(sheet.rows, []);
    let one = CountOf { count: 1, amount: Yen::new(1_000) };
    assert_eq!((sheet.summary.here, sheet.summary.there, sheet.summary.agreed), (one, one, one));
}

#[tokio::test]
async fn what_is_only_here_only_there_or_of_another_amount_is_told_with_its_next_step() {
    let bench = Bench::new().await;
    bench.sold_on_slip_one().await;
    let sheet = bench.matched(vec![line(2, 700)]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::OnlyHere, DifferenceKind::OnlyThere]);
    assert!(matches!(sheet.rows[0].next, NextStep::OpenSlip { .. }));
    assert_eq!(sheet.rows[1].next, NextStep::RegisterAction);
    let sheet = bench.matched(vec![line(1, 900)]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::AmountDiffers]);
    // A void alone cannot be undone on the terminal.
    let sheet = bench.matched(vec![line(1, 1_000), line(3, -500)]).await;
    assert_eq!((kinds(&sheet), sheet.rows[0].next), (vec![DifferenceKind::OnlyThere], NextStep::CheckPaper));
}

#[tokio::test]
async fn a_persons_word_is_confirmed_by_the_list() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    let sheet = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!((sheet.rows.len(), sheet.summary.confirmed), (0, 1));
    let id = payment.frozen.payment_id;
    let confirmed = bench.in_books(move |tx| matching::confirmed_by(tx, id)).await.unwrap();
    assert_eq!(confirmed, Some(sheet.row.run));
}

#[tokio::test]
async fn charged_says_a_person_and_the_list_has_none() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    let sheet = bench.matched(vec![]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::NotChargedAfterAll]);
    // A range that ends too early proves nothing.
    let now = clock::now().0;
    let early = Period { from: UnixMs(now - HOUR_MS), to: UnixMs(now) };
    assert_eq!(kinds(&bench.matched_in(early, vec![]).await.unwrap()), []);
}

#[tokio::test]
async fn not_charged_says_a_person_and_the_list_has_it() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.decide(not_on_record(None)).await.unwrap();
    let sheet = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::ChargedAfterAll]);
    let difference = sheet.rows[0].difference;
    bench.in_books(move |tx| matching::open_action(tx, difference, &clerk(), clock::now())).await.unwrap();
    let open = bench.in_books(|tx| actions::open_actions(tx)).await.unwrap();
    assert_eq!(
        (open[0].kind, open[0].slip_number.clone()),
        (ActionKind::Contradiction, Some(SlipNumber::five(1)))
    );
    let closed = bench.seen(sheet.row.run).await.rows.remove(0).closed.unwrap();
    assert_eq!((closed.with, closed.who.as_deref()), (ClosedWith::ActionOpened, Some("101")));
    // The list of operations knows it now: the next run has nothing new to say.
    let again = bench.matched(vec![line(1, 1_000)]).await;
    assert!(again.rows.iter().all(|row| row.closed.is_some()), "{again:?}");
    let twice = bench.in_books(move |tx| matching::open_action(tx, difference, &clerk(), clock::now())).await;
    assert_eq!(twice.unwrap_err().code, RefusalCode::DifferenceClosed);
}

#[tokio::test]
async fn not_charged_is_confirmed_only_where_the_list_covers_its_time() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.decide(not_on_record(None)).await.unwrap();
    let now = clock::now().0;
    let early = Period { from: UnixMs(now - HOUR_MS), to: UnixMs(now) };
    assert_eq!(bench.matched_in(early, vec![]).await.unwrap().summary.confirmed, 0);
    assert_eq!(bench.matched(vec![]).await.summary.confirmed, 1);
}

#[tokio::test]
async fn an_unknown_payment_is_answered_and_never_settled_by_the_list() {
    let bench = Bench::new().await;
    let payment = bench.unknown().await;
    let sheet = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::Answered]);
    let payment_id = payment.frozen.payment_id;
    assert_eq!(sheet.rows[0].next, NextStep::OpenPayment { payment_id });
    assert_eq!(sheet.rows[0].slip_number, Some(SlipNumber::five(1)));
    assert!(matches!(bench.state().await, PaymentState::Unknown { .. }));
    // A person takes it from there; the next run closes the question by itself.
    bench.decide(paper("00001", 1_000)).await.unwrap();
    let later = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!((later.rows.len(), later.summary.confirmed), (0, 1));
    let closed = bench.seen(sheet.row.run).await.rows.remove(0).closed.unwrap();
    assert_eq!((closed.with, closed.by_run), (ClosedWith::AgreedLater, Some(later.row.run)));
    assert_eq!(bench.matched(vec![]).await.summary.still_open, 0);
}

fn hand_payment() -> Action {
    Action {
        kind: ActionKind::HandPayment,
        amount: Yen::new(800),
        or_amount: None,
        card_company_name: "VISA".into(),
        model: None,
        terminal_id: Some(unit("m1").terminal_id),
        receipt_number: None,
        slip_number: None,
        way_back: WayBack::Void,
    }
}

#[tokio::test]
async fn a_hand_payment_is_found_by_its_amount_and_then_by_its_number() {
    let bench = Bench::new().await;
    let id = new_action_id();
    bench.in_books(move |tx| actions::open(tx, id, None, &hand_payment(), clock::now())).await.unwrap();
    let sheet = bench.matched(vec![line(5, 800)]).await;
    assert_eq!(kinds(&sheet), [DifferenceKind::NumberFound]);
    assert_eq!(sheet.rows[0].next, NextStep::OpenAction { action_id: id });
    bench
        .in_books(move |tx| {
            actions::close(tx, id, &SlipNumber::five(5), Yen::new(800), Some("101"), clock::now())
        })
        .await
        .unwrap();
    assert_eq!(bench.matched(vec![line(5, 800)]).await.rows, []);
    let closed = bench.seen(sheet.row.run).await.rows.remove(0).closed.unwrap();
    assert_eq!(closed.with, ClosedWith::AgreedLater);
}

#[tokio::test]
async fn money_on_the_terminal_alone_is_let_go_by_a_manager_only_and_stays_closed() {
    let bench = Bench::new().await;
    let stray = line(9, 500);
    let sheet = bench.matched(vec![stray.clone()]).await;
    let difference = sheet.rows[0].difference;
    let refused = bench.close_as(difference, CloseReason::NotOurs, clerk()).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::ManagerOnly);
    assert_eq!(bench.seen(sheet.row.run).await.row.open, 1);
    bench.close_as(difference, CloseReason::NotOurs, manager()).await.unwrap();
    let later = bench.matched(vec![stray]).await;
    assert_eq!((later.row.differences, later.row.open), (1, 0));
    assert_eq!(later.rows[0].closed.as_ref().map(|closed| closed.with), Some(ClosedWith::ClosedBefore));
}

#[tokio::test]
async fn a_difference_that_stays_is_carried_over_to_the_newest_run() {
    let bench = Bench::new().await;
    bench.sold_on_slip_one().await;
    let first = bench.matched(vec![]).await;
    let second = bench.matched(vec![]).await;
    let closed = bench.seen(first.row.run).await.rows.remove(0).closed.unwrap();
    assert_eq!((closed.with, closed.by_run), (ClosedWith::CarriedOver, Some(second.row.run)));
    assert_eq!(second.row.open, 1);
    bench.close_as(second.rows[0].difference, CloseReason::PaperChecked, clerk()).await.unwrap();
}

#[tokio::test]
async fn nothing_of_a_run_is_ever_changed_or_deleted() {
    let bench = Bench::new().await;
    bench.unknown().await;
    bench.decide(paper("00001", 1_000)).await.unwrap();
    bench.matched(vec![line(1, 1_000), line(9, 500)]).await;
    let sheet = bench.matched(vec![line(1, 1_000)]).await;
    assert_eq!(sheet.rows, []);
    bench.typed(vec![TypedTotal { category: None, of: CountOf::default() }]).await.unwrap();
    for table in ["run", "line", "difference", "closing", "confirmed", "total"] {
        for change in
            [format!("DELETE FROM matching_{table}"), format!("UPDATE matching_{table} SET run = run")]
        {
            let refused = bench.in_books(move |tx| Ok(tx.execute(&change, [])?)).await;
            assert!(refused.is_err(), "{table}");
        }
    }
}

#[tokio::test]
async fn another_terminals_log_is_refused_and_nothing_is_kept() {
    let bench = Bench::new().await;
    let log = DailyLog { unit: super::units::another(), from: period().from, to: period().to, lines: vec![] };
    let refused = bench.matched_log(period(), log).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadLog);
    assert!(refused.message.contains("別の端末"), "{}", refused.message);
    assert!(bench.in_books(|tx| matching::sheet(tx, 1, 0)).await.is_err());
}

#[tokio::test]
async fn an_empty_period_and_one_of_ten_years_are_runs() {
    let bench = Bench::new().await;
    bench.sold_on_slip_one().await;
    let long_ago = Period { from: UnixMs(1_000), to: UnixMs(2_000) };
    let sheet = bench.matched_in(long_ago, vec![]).await.unwrap();
    assert_eq!((sheet.rows.len(), sheet.summary.here.count), (0, 0));
    let ten_years = Period { from: UnixMs(clock::now().0 - 315_360_000_000), to: period().to };
    assert_eq!(bench.matched_in(ten_years, vec![line(1, 1_000)]).await.unwrap().summary.agreed.count, 1);
}

#[tokio::test]
async fn typed_sums_are_compared_and_gone_through_slip_by_slip() {
    let bench = Bench::new().await;
    bench.sold_on_slip_one().await;
    let sum = |count, yen| TypedTotal { category: None, of: CountOf { count, amount: Yen::new(yen) } };
    assert_eq!(bench.typed(vec![sum(1, 1_000)]).await.unwrap().rows, []);
    assert_eq!(bench.typed(vec![]).await.unwrap_err().code, RefusalCode::BadEvidence);
    let sheet = bench.typed(vec![sum(2, 1_500)]).await.unwrap();
    assert_eq!((kinds(&sheet), sheet.rows[0].next), (vec![DifferenceKind::Total], NextStep::Itemise));
    let difference = sheet.rows[0].difference;
    let slips = |numbers: &[(&str, i64)]| -> Vec<TypedSlip> {
        let slip = |&(number, yen): &(&str, i64)| TypedSlip {
            slip_number: SlipNumber::new(number).unwrap(),
            amount: Yen::new(yen),
        };
        numbers.iter().map(slip).collect()
    };
    let twice = slips(&[("1", 1_000), ("00001", 500)]);
    let refused =
        bench.in_books(move |tx| matching::itemise(tx, difference, &twice, &clerk(), clock::now())).await;
    assert!(refused.unwrap_err().message.contains("2回"));
    let short = slips(&[("1", 1_000)]);
    let refused =
        bench.in_books(move |tx| matching::itemise(tx, difference, &short, &clerk(), clock::now())).await;
    assert!(refused.unwrap_err().message.contains("合いません"));
    let all = slips(&[("1", 1_000), ("2", 500)]);
    bench.in_books(move |tx| matching::itemise(tx, difference, &all, &clerk(), clock::now())).await.unwrap();
    let gone_through = bench.seen(sheet.row.run).await;
    assert_eq!(kinds(&gone_through), [DifferenceKind::OnlyThere, DifferenceKind::Total]);
    assert_eq!(gone_through.rows[1].closed.as_ref().map(|closed| closed.with), Some(ClosedWith::Itemised));
}
