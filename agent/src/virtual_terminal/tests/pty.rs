use catlink_shared::terminal::ResultWord;
use serde_json::json;
use tokio_serial::{SerialPortBuilderExt, SerialStream};

use super::pos::{Manner, Pos};
use super::{Simulator, key_of, sales};
use crate::driver::basic::block::{ACK, ENQ, EOT, Token, split};
use crate::driver::basic::message::{FromPos, FromTerminal};
use crate::virtual_terminal::device::Order;
use crate::virtual_terminal::line::{Place, Plug};

async fn start() -> (Simulator, String) {
    let simulator = Simulator::start(Place::Pty { link: None });
    let place = simulator.place("").await;
    (simulator, place)
}

fn open(place: &str) -> Pos<SerialStream> {
    Pos::new(tokio_serial::new(place, 9_600).open_native_async().expect("opens"), Manner::Serial)
}

#[tokio::test]
async fn a_sale_goes_through_and_the_pos_may_close_and_open_its_port() {
    let (simulator, place) = start().await;
    for key in 1..=2 {
        let mut pos = open(&place);
        let unit = pos.greet("R1").await;
        pos.say(&FromPos::Sales(sales(key, &unit))).await;
        let told = pos.result().await;
        assert_eq!((told.result, told.payment_id), (ResultWord::Approved, Some(key_of(key))));
    }
    assert_eq!(simulator.charged().await, [1_200, 1_200]);
}

#[tokio::test]
async fn a_lost_acknowledgement_makes_the_block_come_twice_and_the_charge_once() {
    let (simulator, place) = start().await;
    let mut pos = open(&place);
    let unit = pos.greet("R1").await;
    simulator.fault(json!({"fault": "lost_ack"})).await;
    simulator.fault(json!({"fault": "nak_blocks", "times": 2})).await;
    simulator.fault(json!({"fault": "garbage", "times": 3})).await;
    let message = FromPos::Sales(sales(1, &unit)).encode();
    let blocks = split(&message);
    pos.win().await;
    for expected in [Some(Token::Nak), Some(Token::Nak), None, Some(Token::AckOf(0))] {
        pos.block(&blocks[0]).await;
        assert_eq!(pos.token().await, expected);
    }
    pos.write(&[EOT]).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    assert_eq!(simulator.charged().await, [1_200]);
}

#[tokio::test]
async fn when_both_bid_the_pos_goes_first_and_a_wrong_check_byte_is_repeated() {
    let (simulator, place) = start().await;
    let mut pos = open(&place);
    let unit = pos.greet("R1").await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    while pos.token().await != Some(Token::Enq) {}
    // The terminal has bid for its STATUS; the POS bids all the same.
    pos.say(&FromPos::Query { payment_id: key_of(1) }).await;
    simulator.fault(json!({"fault": "wrong_bcc"})).await;
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    simulator.fault(json!({"fault": "bid_busy"})).await;
    pos.write(&[EOT, ENQ]).await;
    while pos.token().await != Some(Token::Nak) {}
}

#[tokio::test]
async fn a_pulled_line_hangs_up_and_is_another_pty_or_the_same_when_it_is_back() {
    let (simulator, place) = start().await;
    let mut pos = open(&place);
    let unit = pos.greet("R1").await;
    simulator.device.order(Order::Plug(Plug::Out)).expect("runs");
    pos.gone().await;
    simulator.device.place().wait_for(Option::is_none).await.expect("runs");
    simulator.device.order(Order::Plug(Plug::In)).expect("runs");
    let place = simulator.place("").await;
    let mut pos = open(&place);
    assert_eq!(pos.greet("R1").await, unit);
    pos.say(&FromPos::Query { payment_id: key_of(9) }).await;
    assert!(matches!(pos.answer().await, FromTerminal::None { .. }));
}

#[tokio::test]
async fn a_result_the_pos_cannot_keep_is_offered_again() {
    let (simulator, place) = start().await;
    let mut pos = open(&place);
    let unit = pos.greet("R1").await;
    pos.say(&FromPos::Sales(sales(1, &unit))).await;
    // EOT in place of ACK n: the commit failed there.
    let mut refused = false;
    while !refused {
        match pos.token().await {
            Some(Token::Enq) => pos.write(&[ACK]).await,
            Some(Token::Block(block)) if block.text.starts_with(b"RESULT") => {
                pos.write(&[EOT]).await;
                refused = true;
            }
            Some(Token::Block(block)) => pos.write(&crate::driver::basic::block::ack_of(block.number)).await,
            _other => {}
        }
    }
    assert_eq!(pos.result().await.payment_id, Some(key_of(1)));
    assert_eq!(simulator.charged().await, [1_200]);
}
