//! The connection test on real lines: against the virtual terminal, and against what is none.

mod bench;

use std::time::Duration;

use catlink_shared::masters::Values;
use catlink_shared::terminal::{Parity, SerialForm, StopBits};
use catlink_shared::wire::port_test::PortCause;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_serial::{SerialPort, SerialPortBuilderExt, SerialStream};

use super::*;
use crate::books::terminals as kept_units;
use crate::driver::basic::Basic;
use crate::driver::{CatDriver, DriverEvent};
use crate::store::Claim;
use crate::virtual_terminal::act::Act;
use bench::{Bench, lan, lan_of, pty, serial, tcp};

const UNIT: &str = "1234567890123";

#[tokio::test]
async fn a_terminal_on_lan_says_who_it_is_and_how_fast() {
    let (_terminal, place) = lan().await;
    let test = Bench::demo().await.test(&tcp(&place)).await;
    let found = test.terminal.expect("an answer");
    assert_eq!((found.terminal_id.as_str(), found.model_name.as_str()), (UNIT, "JT-C60(stera)"));
    assert_eq!((found.pos_link, found.training), (PosLink::On, TrainingAbility::Able));
    assert_eq!((found.activity, found.known), (Some(TerminalActivity::Idle), KnownUnit::New));
    assert!(found.simulated && found.round_trip_ms < 5_000);
    assert_eq!(test.troubles, []);
}

#[tokio::test]
async fn a_terminal_on_a_serial_line_says_who_it_is() {
    let (_terminal, place) = pty().await;
    let test = Bench::demo().await.test(&serial(&place)).await;
    assert_eq!(test.terminal.expect("an answer").terminal_id.as_str(), UNIT);
    assert_eq!(test.troubles, []);
}

#[tokio::test]
async fn it_is_told_from_the_one_that_was_remembered() {
    let (_terminal, place) = lan().await;
    let bench = Bench::demo().await;
    let other = TerminalId::new("9990000000001").expect("digits");
    for (kept, known) in [
        (other.clone(), KnownUnit::Another { kept: other }),
        (TerminalId::new(UNIT).expect("digits"), KnownUnit::Remembered),
    ] {
        bench.remember(kept).await;
        assert_eq!(bench.test(&tcp(&place)).await.terminal.expect("an answer").known, known);
    }
}

#[tokio::test]
async fn what_answers_and_cannot_be_used_is_told_with_who_it_is() {
    let (terminal, place) = lan().await;
    let mut other_model = tcp(&place);
    other_model.set("cat1_model", "2");
    let bench = Bench::demo().await;
    assert_eq!(bench.causes(&other_model).await, [PortCause::WrongModel]);
    terminal.device.act(Act::TrainingLock { on: true }).await.expect("locks");
    assert_eq!(bench.causes(&tcp(&place)).await, [PortCause::TrainingLocked]);
    terminal.device.act(Act::PosLink { on: false }).await.expect("switches");
    let causes = bench.causes(&tcp(&place)).await;
    assert_eq!(causes, [PortCause::Standalone, PortCause::TrainingLocked]);
}

#[tokio::test]
async fn a_terminal_that_is_to_be_shared_and_cannot_be_asked_again_is_told_with_what_to_do() {
    let bench = Bench::demo().await;
    for recovery in RecoveryClass::ALL {
        let (_terminal, place) = lan_of(*recovery).await;
        let mut shared = tcp(&place);
        assert_eq!(bench.causes(&shared).await, [], "{recovery:?}, alone");
        shared.set("cat1_shared", "1");
        let test = bench.test(&shared).await;
        let said: Vec<&str> = test.troubles.iter().map(|trouble| trouble.message.as_str()).collect();
        match recovery {
            RecoveryClass::Keyed => assert!(said.is_empty(), "{said:?}"),
            RecoveryClass::Last | RecoveryClass::None => {
                assert_eq!(test.troubles[0].cause, PortCause::SharedUnasked);
                assert!(!test.may_be_fixed(), "the row is to be put right first");
                assert!(said[0].contains("共用 を 0:しない にして") && said[0].contains("照会できる端末"));
            }
        }
    }
}

#[tokio::test]
async fn a_virtual_terminal_is_refused_in_real_books_and_not_remembered() {
    let (_terminal, place) = lan().await;
    let bench = Bench::real().await;
    let test = bench.test(&tcp(&place)).await;
    assert_eq!(test.troubles[0].cause, PortCause::Simulated);
    assert!(test.terminal.is_some() && !test.may_be_fixed());
    let row = port(&tcp(&place), CatDeviceId::Cat1).expect("a port").expect("one");
    assert_eq!(bench.register.tested(&row), None);
}

#[tokio::test]
async fn another_register_is_told_by_name() {
    let (_terminal, place) = lan().await;
    let there = catlink_shared::terminal::CatPort::Tcp { address: place.clone() };
    let mut other = Basic::on_port(&there, catlink_shared::terminal::RegisterId::new("02").expect("a name"));
    while !matches!(other.next().await, DriverEvent::Ready(_)) {}
    let bench = Bench::demo().await;
    let row = tcp(&place);
    let asks = bench.test(&row);
    let holds = async { while !matches!(other.next().await, DriverEvent::Lost(_)) {} };
    let test = tokio::select! { test = asks => test, () = holds => panic!("the other register lost it") };
    assert_eq!(test.troubles[0].cause, PortCause::OtherRegister);
    assert!(test.troubles[0].message.contains("(02)"), "{}", test.troubles[0].message);
}

#[tokio::test]
async fn a_terminal_that_is_always_busy_is_told_from_one_that_is_not_there() {
    let (terminal, place) = pty().await;
    terminal.fault(json!({"fault": "bid_busy", "times": 1_000})).await;
    assert_eq!(Bench::demo().await.causes(&serial(&place)).await, [PortCause::Busy]);
}

#[tokio::test]
async fn a_serial_port_that_cannot_be_opened_says_why() {
    let (_terminal, place) = pty().await;
    let held = tokio_serial::new(&place, 9_600).exclusive(true).open_native_async().expect("opens");
    let bench = Bench::demo().await;
    assert_eq!(bench.causes(&serial(&place)).await, [PortCause::HeldByProgram]);
    drop(held);
    assert_eq!(bench.causes(&serial("/dev/catlink-no-such-port")).await, [PortCause::NoDevice]);
    assert_eq!(bench.causes(&serial("/tmp")).await, [PortCause::NotSerial]);
}

#[tokio::test]
async fn a_dead_port_and_a_noisy_one_are_told_apart() {
    let bench = Bench::hasty().await;
    for (says, cause) in [(None, PortCause::NoAnswer), (Some(b"\x02\xf3Zq\x03\x55"), PortCause::Noise)] {
        let (mut far, near) = SerialStream::pair().expect("a pty");
        let row = serial(&near.name().expect("a name"));
        drop(near);
        // Without anybody at its near end a pty has hung up.
        let there = std::fs::File::open(row.get("cat1_port")).expect("opens");
        let talks = async move {
            let mut dropped = [0; 64];
            while far.read(&mut dropped).await.is_ok() {
                if let Some(says) = says {
                    far.write_all(says).await.expect("the pty lives");
                }
            }
            std::future::pending::<()>().await;
        };
        let causes = tokio::select! { causes = bench.causes(&row) => causes, () = talks => vec![] };
        assert_eq!(causes, [cause]);
        drop(there);
    }
}

#[tokio::test]
async fn what_is_no_terminal_on_lan_is_told_by_what_it_does() {
    let bench = Bench::hasty().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let place = listener.local_addr().expect("has one").to_string();
    let row = tcp(&place);
    for (says, stays, cause) in [
        ("", true, PortCause::NoAnswer),
        ("", false, PortCause::Closed),
        ("HTTP/1.1 400 Bad Request\r\n\r\n", false, PortCause::Noise),
    ] {
        let peer = async {
            let (mut stream, _) = listener.accept().await.expect("a call");
            let mut hello = [0; 64];
            stream.read_exact(&mut hello[..8]).await.expect("a greeting");
            stream.write_all(says.as_bytes()).await.expect("is heard");
            if !stays {
                stream.shutdown().await.expect("closes");
                drop(stream);
            }
            std::future::pending::<()>().await;
        };
        let causes = tokio::select! { causes = bench.causes(&row) => causes, () = peer => vec![] };
        assert_eq!(causes, [cause], "{says}");
    }
    drop(listener);
    assert_eq!(bench.causes(&tcp(&place)).await, [PortCause::ConnectRefused]);
    assert_eq!(bench.causes(&tcp("no-such-terminal.invalid:9100")).await, [PortCause::UnknownHost]);
}

#[tokio::test]
async fn a_row_that_names_no_port_is_refused_at_the_field() {
    let bench = Bench::demo().await;
    let mut nothing = Values::default();
    for (values, key) in [(nothing.clone(), "cat1_line"), (tcp("no-port"), "cat1_port")] {
        let refused = run(&bench.register, CatDeviceId::Cat1, &values).await.expect_err(key).into_refusal();
        assert_eq!(refused.faults[0].key, key);
    }
    nothing.set("cat1_line", "1");
    assert!(run(&bench.register, CatDeviceId::Cat1, &nothing).await.is_err());
}

/// The till lets the line go for the test, and has it again after it; also where the test is given up.
#[tokio::test]
async fn a_port_that_a_till_holds_is_tested_and_linked_again() {
    let (_terminal, place) = pty().await;
    let bench = Bench::with_a_till(&serial(&place)).await;
    bench.linked().await;
    let test = bench.test(&serial(&place)).await;
    assert_eq!(test.terminal.expect("an answer").known, KnownUnit::Remembered);
    bench.linked().await;
    let mut another_speed = serial(&place);
    another_speed.set("cat1_speed", "19200");
    let given_up = bench.test(&another_speed);
    // One look, and the page is gone.
    assert!(tokio::time::timeout(Duration::from_millis(1), given_up).await.is_err());
    bench.linked().await;
}

#[tokio::test]
async fn the_test_uses_the_form_that_was_typed() {
    let mut values = serial("/dev/x");
    for (key, text) in [("cat1_speed", "19200"), ("cat1_parity", "1"), ("cat1_stop", "2")] {
        values.set(key, text);
    }
    let row = typed(CatDeviceId::Cat1, &values).expect("a port");
    let form = SerialForm { baud: 19_200, parity: Parity::Even, stop_bits: StopBits::Two };
    assert_eq!(row.port, CatPort::Serial { path: "/dev/x".to_owned(), form });
}

impl Bench {
    async fn remember(&self, unit: TerminalId) {
        let write = move |tx: &rusqlite::Transaction<'_>| {
            let by = crate::books::history::By::default();
            kept_units::keep(tx, CatDeviceId::Cat1, &unit, &by, crate::clock::now())
        };
        self.register.store.write::<_, BooksError, _>(Claim::None, write).await.expect("writes");
    }
}
