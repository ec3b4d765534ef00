//! The line trace beside the driver: it tells what happened in order, and a driver with a trace that takes nothing does
//! what one without does.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use catlink_shared::card::CatDeviceId;
use catlink_shared::terminal::ResultWord;
use catlink_shared::terminal::trace::{LineNote, TraceLine};

use super::{Family, LanBasic, SerialBasic, Till, greeted, request, result, sell, settle};
use crate::driver::basic::block::{NAK, Token, ack_of};
use crate::driver::basic::{Basic, Framing};
use crate::driver::{DriverEvent, basic::message::FromPos};
use crate::link::memory;
use crate::trace::{Bounds, Trace, Tracer};

thread_local! {
    static TRACER: RefCell<Tracer> = const { RefCell::new(Tracer::none()) };
}

/// A family whose driver tells the trace of this thread.
struct Traced<F>(std::marker::PhantomData<F>);

impl<F: Family<Driver = Basic>> Family for Traced<F> {
    type Driver = Basic;
    const FRAMING: Framing = F::FRAMING;

    fn driver(dialer: memory::Dialer) -> Basic {
        F::driver(dialer).traced(TRACER.with_borrow(Clone::clone))
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = crate::scratch::path(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn tracing_to(trace: &Trace) {
    trace.about(CatDeviceId::Cat1, Some(request(1).payment_id));
    TRACER.set(trace.tracer(CatDeviceId::Cat1));
}

/// What the trace has of the payment, a word each.
async fn told(trace: &Trace) -> Vec<String> {
    let kept = trace.of(request(1).payment_id).await.expect("a trace");
    let word = |line: &TraceLine| match line {
        TraceLine::Message { kind, .. } => kind.clone(),
        TraceLine::Note { note } => format!("{note:?}"),
        other => format!("{other:?}"),
    };
    kept.iter().map(|kept| word(&kept.line)).collect()
}

async fn a_sale<F: Family<Driver = Basic>>(trace: &Trace) {
    tracing_to(trace);
    let (mut till, mut terminal) = greeted::<Traced<F>>().await;
    sell(&mut till, &mut terminal, &request(1)).await;
    settle(&mut till, &mut terminal, &result(&request(1), ResultWord::Approved)).await;
    till.expect_nothing(Duration::from_secs(1)).await;
    assert_eq!(terminal.charges, vec![request(1).payment_id]);
}

const A_SALE: [&str; 8] = ["Opened", "HELLO", "READY", "Won", "SALES", "Delivered", "RESULT", "Acknowledged"];

#[tokio::test(start_paused = true)]
async fn a_sale_on_a_serial_line_is_traced_in_order() {
    let trace = Trace::in_folder(&folder("serial"));
    a_sale::<SerialBasic>(&trace).await;
    assert_eq!(told(&trace).await, A_SALE);
}

#[tokio::test(start_paused = true)]
async fn a_sale_on_lan_is_traced_in_order() {
    let trace = Trace::in_folder(&folder("lan"));
    a_sale::<LanBasic>(&trace).await;
    assert_eq!(told(&trace).await, A_SALE);
}

#[tokio::test(start_paused = true)]
async fn a_trace_without_room_changes_nothing_of_a_sale() {
    let bounds = Bounds { keep_free: u64::MAX, ..Bounds::default() };
    let trace = Trace::bounded(&folder("full"), bounds);
    a_sale::<SerialBasic>(&trace).await;
    assert_eq!(told(&trace).await, Vec::<String>::new());
    assert_eq!(trace.dropped(), A_SALE.len() as u64);
}

#[tokio::test(start_paused = true)]
async fn a_block_that_was_refused_and_sent_again_is_in_the_trace() {
    let trace = Trace::in_folder(&folder("again"));
    tracing_to(&trace);
    let (mut till, mut terminal): (Till, _) = greeted::<Traced<SerialBasic>>().await;
    till.start(&request(1));
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(&request(1));
    let Token::Block(first) = terminal.token().await else { panic!("no block") };
    terminal.write(&[NAK]).await;
    let Token::Block(again) = terminal.token().await else { panic!("no block") };
    assert_eq!(first, again);
    terminal.write(&ack_of(again.number)).await;
    till.expect(DriverEvent::SalesTaken).await;
    let told = told(&trace).await;
    let of_sales = told.iter().skip_while(|word| *word != "SALES").map(String::as_str);
    assert_eq!(of_sales.collect::<Vec<_>>(), ["SALES", "NakHeard", "SentAgain", "Delivered"]);
}

#[tokio::test(start_paused = true)]
async fn a_cut_line_and_the_question_after_it_are_in_the_trace() {
    let trace = Trace::in_folder(&folder("cut"));
    tracing_to(&trace);
    let (mut till, mut terminal) = greeted::<Traced<LanBasic>>().await;
    sell(&mut till, &mut terminal, &request(1)).await;
    terminal.cut();
    till.expect(DriverEvent::Lost(crate::link::LinkTrouble::Gone)).await;
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(super::ready())).await;
    till.call(super::Call::Ask(crate::driver::Question::Payment(request(1).payment_id)));
    assert!(matches!(terminal.take().await, FromPos::Query { .. }));
    let told = told(&trace).await;
    let after = told.iter().skip_while(|word| *word != "Lost").map(String::as_str);
    assert_eq!(after.collect::<Vec<_>>(), ["Lost", "Opened", "HELLO", "READY", "QUERY"]);
    assert!(told.contains(&format!("{:?}", LineNote::Delivered)));
}
