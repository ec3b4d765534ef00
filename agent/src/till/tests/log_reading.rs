//! The 中間計 is read while the terminal has nothing else to do; a payment always wins.

use catlink_shared::money::Yen;
use catlink_shared::terminal::daily_log::{DailyLog, LogTrouble};
use catlink_shared::terminal::{PosLink, ResultWord, TerminalActivity, TerminalState};
use catlink_shared::wire::reply::Refusal;

use super::super::log_reading::LinesSoFar;
use super::super::*;
use super::bench::*;
use crate::config::Sharing;
use crate::driver::DriverEvent;
use crate::link::LinkTrouble;

const FROM: UnixMs = UnixMs(1_000);
const TO: UnixMs = UnixMs(2_000);

fn able() -> Ready {
    Ready { capabilities: vec!["query".into(), "dailylog".into()], ..ready("m1") }
}

fn log() -> DailyLog {
    DailyLog { unit: unit("m1"), from: FROM, to: TO, lines: Vec::new() }
}

fn is(activity: TerminalActivity) -> DriverEvent {
    let (unit, pos_link) = (unit("m1"), PosLink::On);
    DriverEvent::State(TerminalState { unit, activity, pos_link, newest_slip: None, terminal_time: None })
}

impl Bench {
    async fn able() -> Self {
        Self::with(new_folder(), sale_id(), able()).await
    }

    async fn read(&self) -> Result<DailyLog, Refusal> {
        self.till.read_log(FROM, TO, LinesSoFar::default()).await.map_err(BooksError::into_refusal)
    }

    /// Reads, and lets this happen once the driver was asked.
    async fn read_and(&self, event: DriverEvent) -> Result<DailyLog, Refusal> {
        let answer = async {
            assert_eq!(self.did().await, Did::AskLog);
            self.happen(event);
        };
        tokio::join!(self.read(), answer).0
    }
}

#[tokio::test]
async fn a_log_is_read_from_an_idle_terminal() {
    let bench = Bench::able().await;
    let read = bench.read_and(DriverEvent::DailyLogRead(Box::new(log()))).await;
    assert_eq!(read, Ok(log()));
}

#[tokio::test]
async fn how_far_it_is_can_be_watched() {
    let bench = Bench::able().await;
    let lines = LinesSoFar::default();
    let answer = async {
        assert_eq!(bench.did().await, Did::AskLog);
        bench.happen(DriverEvent::DailyLogGrows { lines: 40 });
        bench.happen(DriverEvent::DailyLogRead(Box::new(log())));
    };
    let (read, ()) = tokio::join!(bench.till.read_log(FROM, TO, lines.clone()), answer);
    assert!(read.is_ok());
    assert_eq!(lines.get(), 40);
}

#[tokio::test]
async fn a_log_that_did_not_come_whole_says_why() {
    let bench = Bench::able().await;
    let why = LogTrouble::Total { said: Yen::new(500), came: Yen::new(400) };
    let refused = bench.read_and(DriverEvent::DailyLogBroken { why: why.clone() }).await.unwrap_err();
    assert_eq!((refused.code, refused.message), (RefusalCode::BadLog, why.sentence()));
    // It can be asked for again.
    assert!(bench.read_and(DriverEvent::DailyLogRead(Box::new(log()))).await.is_ok());
}

#[tokio::test]
async fn a_payment_that_is_asked_for_wins_over_a_log() {
    let bench = Bench::able().await;
    bench.keep_draft().await;
    let pay = async {
        assert_eq!(bench.did().await, Did::AskLog);
        bench.till.start(bench.order(1)).await
    };
    let (read, paid) = tokio::join!(bench.read(), pay);
    let refused = read.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadLog);
    assert!(refused.message.contains("会計が終わってから"), "{}", refused.message);
    let payment = paid.unwrap();
    assert_eq!(bench.did().await, Did::DropLog);
    assert_eq!(bench.did().await, Did::StartSales { stored: "accepted".into() });
    bench.happen(DriverEvent::LineWon);
    assert_eq!(bench.did().await, Did::Proceed { stored: "sent".into() });
    bench.happen(DriverEvent::SalesTaken);
    // A log that came all the same is nobody's.
    bench.happen(DriverEvent::DailyLogRead(Box::new(log())));
    bench.offer(bench.result(&payment, ResultWord::Approved));
    bench.wait_state("sold").await;
}

#[tokio::test]
async fn no_log_is_asked_for_while_a_payment_is_under_way() {
    let bench = Bench::able().await;
    let payment = bench.sent().await;
    let refused = bench.read().await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::TerminalOccupied);
    bench.offer(bench.result(&payment, ResultWord::Approved));
    assert!(matches!(bench.did().await, Did::Acknowledge { .. }), "and nothing was asked before");
}

#[tokio::test]
async fn a_terminal_that_cannot_be_read_now_is_told_by_name() {
    let bench = Bench::able().await;
    bench.happen(is(TerminalActivity::Busy));
    bench.wait("busy", |s| s.terminals[0].activity == Some(TerminalActivity::Busy)).await;
    assert!(bench.read().await.unwrap_err().message.contains("待機中ではありません"));
    bench.happen(DriverEvent::Ready(Ready { pos_link: PosLink::Off, ..able() }));
    bench.wait("standalone", |s| s.terminals[0].link != LinkLinked).await;
    assert!(bench.read().await.unwrap_err().message.contains("POS連動に戻す"));
    bench.happen(DriverEvent::Lost(LinkTrouble::Gone));
    bench.wait("nobody", |s| s.terminals[0].link == LinkNoAnswer).await;
    assert!(bench.read().await.unwrap_err().message.contains("電源とケーブル"));
    let unable = Bench::new().await;
    assert!(unable.read().await.unwrap_err().message.contains("合計を入力してください"));
}

#[tokio::test]
async fn one_log_at_a_time_and_it_can_be_stopped() {
    let bench = Bench::able().await;
    let meanwhile = async {
        assert_eq!(bench.did().await, Did::AskLog);
        assert_eq!(bench.read().await.unwrap_err().code, RefusalCode::TerminalOccupied);
        bench.till.stop_log().await.unwrap();
        assert_eq!(bench.did().await, Did::DropLog);
    };
    let (read, ()) = tokio::join!(bench.read(), meanwhile);
    assert_eq!(read.unwrap_err().code, RefusalCode::BadLog);
    // Nothing is read: there is nothing to stop.
    bench.till.stop_log().await.unwrap();
    assert!(bench.read_and(DriverEvent::DailyLogRead(Box::new(log()))).await.is_ok());
}

async fn shared() -> Bench {
    let folder = new_folder();
    let mut settings = settings(&folder);
    for (_, port) in &mut settings.ports {
        port.sharing = Sharing::Shared;
    }
    let bench = Bench::opened(folder, sale_id(), settings).await;
    bench.happen(is(TerminalActivity::Idle));
    bench.wait("the terminal to be seen", |s| s.terminals[0].link == LinkLinked).await;
    bench
}

#[tokio::test]
async fn a_shared_terminal_is_claimed_for_a_log_and_given_back() {
    let bench = shared().await;
    let answer = async {
        assert_eq!(bench.did().await, Did::Claim);
        bench.happen(DriverEvent::Ready(able()));
        assert_eq!(bench.did().await, Did::AskLog);
        bench.happen(DriverEvent::DailyLogRead(Box::new(log())));
        assert_eq!(bench.did().await, Did::Release);
    };
    let (read, ()) = tokio::join!(bench.read(), answer);
    assert_eq!(read, Ok(log()));
}

#[tokio::test]
async fn a_terminal_another_register_holds_is_not_read() {
    let bench = shared().await;
    let answer = async {
        assert_eq!(bench.did().await, Did::Claim);
        bench.happen(DriverEvent::HelloRefused { holder: "R2".into() });
    };
    let (read, ()) = tokio::join!(bench.read(), answer);
    let refused = read.unwrap_err();
    assert_eq!(refused.code, RefusalCode::TerminalOccupied);
    assert!(refused.message.contains("R2"), "{}", refused.message);
    assert_eq!(bench.did().await, Did::Release);
}
