//! RESULT: offered as it came, acknowledged only when the till has made it durable.

use std::time::Duration;

use catlink_shared::money::Yen;
use catlink_shared::terminal::{CatError, CenterResultCode, Phase, ResultWord};

use super::{Call, Family, greeted, payment, request, result, settle, sold, unit};
use crate::driver::DriverEvent;
use crate::driver::basic::Framing;
use crate::driver::basic::block::{EOT, Token};
use crate::driver::basic::message::FromTerminal;
use crate::link::LinkTrouble;

pub(super) async fn a_decline_is_passed_on<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let mut declined = result(&request, ResultWord::Declined);
    declined.ecat = Some(CatError::Center);
    declined.center_result_code = CenterResultCode::new("G12").ok();
    settle(&mut till, &mut terminal, &declined).await;
}

pub(super) async fn a_stop_on_the_terminal_is_passed_on<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let mut stopped = result(&request, ResultWord::Error);
    stopped.ecat = Some(CatError::Reset);
    stopped.phase_reached = Some(Phase::CardWait);
    settle(&mut till, &mut terminal, &stopped).await;
}

pub(super) async fn a_wrong_amount_is_passed_on_as_it_is<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let mut wrong = result(&request, ResultWord::Approved);
    wrong.settled_amount = Some(Yen::new(1));
    settle(&mut till, &mut terminal, &wrong).await;
}

pub(super) async fn a_late_result_is_offered<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    terminal.hears_only_pings(Duration::from_secs(600)).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
}

pub(super) async fn the_same_result_twice_is_offered_twice<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let approved = result(&request, ResultWord::Approved);
    settle(&mut till, &mut terminal, &approved).await;
    // Two transfers are two offers; the till knows that it has it.
    settle(&mut till, &mut terminal, &approved).await;
    // So is one that no payment of this register knows.
    settle(&mut till, &mut terminal, &result(&super::request(9), ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}

pub(super) async fn nothing_is_told_while_a_result_is_with_the_till<F: Family>() {
    let (mut till, mut terminal, request) = sold::<F>().await;
    let approved = result(&request, ResultWord::Approved);
    terminal.offer(&approved).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved))).await;
    till.expect_nothing(Duration::from_secs(2)).await;
    match F::FRAMING {
        Framing::Serial => terminal.hears_nothing(Duration::from_millis(500)).await,
        Framing::Lan => {
            let payment_id = payment(7);
            let status = FromTerminal::Status { unit: unit(), payment_id, phase: Phase::Pin };
            terminal.send(&status).await;
            // Even what the till itself asks for in between.
            till.start(&super::request(7));
            till.expect_nothing(Duration::from_millis(500)).await;
        }
    }
    till.acknowledge();
    terminal.acknowledged().await;
    if F::FRAMING == Framing::Lan {
        let payment_id = payment(7);
        till.expect(DriverEvent::LineWon).await;
        till.expect(DriverEvent::Status { unit: unit(), payment_id, phase: Phase::Pin }).await;
    }
    till.expect_nothing(Duration::from_millis(500)).await;
}

pub(super) async fn a_refused_result_is_offered_again<F: Family>() {
    let (mut till, mut terminal) = greeted::<F>().await;
    let approved = result(&request(1), ResultWord::Approved);
    terminal.offer(&approved).await;
    till.expect(DriverEvent::ResultOffered(Box::new(approved.clone()))).await;
    till.call(Call::Refuse);
    match F::FRAMING {
        Framing::Serial => assert_eq!(terminal.token().await, Token::Eot, "{EOT:#04x}"),
        Framing::Lan => {
            till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
            terminal.accept().await;
            terminal.greet().await;
            till.expect(DriverEvent::Ready(super::ready())).await;
        }
    }
    settle(&mut till, &mut terminal, &approved).await;
}
