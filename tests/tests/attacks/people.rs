//! A program on this computer that has everything but a PIN.

use anyhow::{Result, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::request::Request;
use catlink_tests::house::{House, Plan};
use catlink_tests::socket::{Socket, new_id, pin_of};

use super::became;
use super::worker::Worker;

/// One message of every kind there is.
const EVERY_REQUEST: &str = include_str!("../../../shared/tests/fixtures/v1_from_page.jsonl");

/// Asks everything there is where nobody is signed in: how much it was, and how much of it was refused.
pub(crate) fn asks_everything(thief: &mut Socket) -> Result<(usize, usize)> {
    let (mut tried, mut refused) = (0, 0);
    for line in EVERY_REQUEST.lines() {
        let request = serde_json::from_str::<FromPage>(line)?.request;
        if matches!(request, Request::Hello { .. } | Request::People { .. }) {
            continue;
        }
        tried += 1;
        match thief.ask(request.clone())? {
            Err(RefusalCode::NotSignedIn) => refused += 1,
            Err(RefusalCode::NotAllowed) if matches!(request, Request::Pair { .. }) => refused += 1,
            answered => ensure!(
                matches!(request, Request::PaymentStatus { .. } | Request::ReadCatalog),
                "{request:?} was answered: {answered:?}"
            ),
        }
    }
    ensure!(refused > 50, "{refused}");
    Ok((tried, refused))
}

#[test]
fn a_stolen_cookie_without_a_pin_moves_nothing_and_reads_of_nobody() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    // It has asked for the page, kept the cookie, and says that it is the page.
    let mut thief = Socket::met(address, new_id(PageId::from_parts))?;
    let (tried, refused) = asks_everything(&mut thief)?;
    let noticed = worker.end()?;
    let seen = serde_json::to_string(&thief.shown)?;
    ensure!(!seen.contains("receipt_number"), "the thief sees other people's receipts: {seen}");
    became("stolen-cookie-without-pin", tried, refused, &noticed.to_string());
    house.close_the_books(0)
}

#[test]
fn pins_tried_on_many_sockets_at_once_lock_the_operator_and_nobody_else() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let worker = Worker::begin(address)?;
    let (mut tried, mut refused) = (0, 0);
    for socket in 0..4_u32 {
        let mut thief = Socket::met(address, new_id(PageId::from_parts))?;
        for guess in 0..25 {
            tried += 1;
            let answer = thief.sign_in("103", &format!("{:04}", 2_000 + socket * 25 + guess))?;
            let code = answer.map_err(|refusal| refusal.code);
            ensure!(
                matches!(code, Err(RefusalCode::WrongPin | RefusalCode::PinLocked)),
                "a guess was taken: {code:?}"
            );
            refused += 1;
        }
    }
    let mut late = Socket::met(address, new_id(PageId::from_parts))?;
    let right = late.sign_in("103", &pin_of("103"))?;
    ensure!(right.is_err_and(|refusal| refusal.code == RefusalCode::PinLocked), "the lock does not hold");
    let mut other = Socket::met(address, new_id(PageId::from_parts))?;
    ensure!(other.sign_in("102", &pin_of("102"))?.is_ok(), "another operator is locked out");
    became("brute-forced-pin", tried, refused, &worker.end()?.to_string());
    house.close_the_books(0)
}
