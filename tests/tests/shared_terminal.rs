//! 共用: one terminal on LAN, two registers. Each sees it, each pays on it, one at a time; nobody is charged twice, and each
//! gets its own results.

#[path = "shared_terminal/two_registers.rs"]
mod two_registers;

use std::process::Command;

use anyhow::{Context, Result, ensure};
use catlink_shared::ids::PaymentId;
use catlink_shared::payment::HandOver;
use catlink_shared::terminal::TerminalActivity;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::socket::new_id;
use two_registers::{Try, TwoRegisters};

#[test]
fn both_see_the_terminal_and_pay_in_turn() -> Result<()> {
    let mut shop = TwoRegisters::open()?;
    for _turn in 0..2 {
        let first = shop.one.new_try()?;
        shop.one.pay_as_soon_as_possible(first)?;
        shop.terminal.wait_for_customer()?;
        shop.two.sees_it(TerminalActivity::Busy)?;
        shop.terminal.touch("visa")?;
        shop.one.page.sold(first.sale)?;
        shop.two.sees_it(TerminalActivity::Idle)?;

        let second = shop.two.new_try()?;
        shop.two.pay_as_soon_as_possible(second)?;
        shop.terminal.wait_for_customer()?;
        shop.one.sees_it(TerminalActivity::Busy)?;
        shop.terminal.touch("visa")?;
        shop.two.page.sold(second.sale)?;
        shop.one.sees_it(TerminalActivity::Idle)?;
    }
    shop.close_the_books([2, 2])
}

#[test]
fn while_one_pays_the_other_is_told_who_and_tries_again() -> Result<()> {
    let mut shop = TwoRegisters::open()?;
    let (first, second) = (shop.one.new_try()?, shop.two.new_try()?);
    shop.one.pay_as_soon_as_possible(first)?;
    shop.terminal.wait_for_customer()?;
    for _again in 0..3 {
        let refusal = shop.two.pay(second)?.err().context("the second payment is refused")?;
        ensure!(refusal.code == RefusalCode::TerminalOccupied, "{refusal:?}");
        ensure!(refusal.message.contains("端末は他のレジ(01)が使用中です。"), "{refusal:?}");
    }
    ensure!(shop.two.books()?.payments.is_empty(), "nothing of it is journaled");
    shop.terminal.touch("visa")?;
    shop.one.page.sold(first.sale)?;
    shop.two.pay_as_soon_as_possible(second)?;
    shop.terminal.touch("visa")?;
    shop.two.page.sold(second.sale)?;
    shop.close_the_books([1, 1])
}

#[test]
fn of_two_at_the_same_moment_one_gets_through_and_both_in_the_end() -> Result<()> {
    let mut shop = TwoRegisters::open()?;
    for _round in 0..3 {
        let (first, second) = (shop.one.new_try()?, shop.two.new_try()?);
        let (one, two) = (&mut shop.one, &mut shop.two);
        let (to_one, to_two) = std::thread::scope(|threads| {
            let one = threads.spawn(|| one.pay(first));
            let two = threads.spawn(|| two.pay(second));
            (one.join(), two.join())
        });
        let to_one = to_one.map_err(|_| anyhow::anyhow!("the first register panicked"))??;
        let to_two = to_two.map_err(|_| anyhow::anyhow!("the second register panicked"))??;
        let holder = match (&to_one, &to_two) {
            (Ok(()), Err(refusal)) => {
                ensure!(refusal.message.contains("(01)"), "{refusal:?}");
                "01"
            }
            (Err(refusal), Ok(())) => {
                ensure!(refusal.message.contains("(02)"), "{refusal:?}");
                "02"
            }
            other => anyhow::bail!("not one of them got through: {other:?}"),
        };
        shop.terminal.touch("visa")?;
        if holder == "01" {
            shop.one.page.sold(first.sale)?;
            shop.two.pay_as_soon_as_possible(second)?;
            shop.terminal.touch("visa")?;
            shop.two.page.sold(second.sale)?;
        } else {
            shop.two.page.sold(second.sale)?;
            shop.one.pay_as_soon_as_possible(first)?;
            shop.terminal.touch("visa")?;
            shop.one.page.sold(first.sale)?;
        }
    }
    shop.close_the_books([3, 3])
}

#[test]
fn one_that_dies_in_the_middle_finds_its_result_and_the_other_pays_meanwhile() -> Result<()> {
    let mut shop = TwoRegisters::open()?;
    let (first, second) = (shop.one.new_try()?, shop.two.new_try()?);
    shop.one.pay_as_soon_as_possible(first)?;
    shop.terminal.wait_for_customer()?;
    shop.one.agent.kill();
    // The link is free, the terminal is not: it refuses, and that is certain.
    shop.two.pay_as_soon_as_possible(second)?;
    shop.two.wait_for_payment("not_charged")?;
    shop.terminal.touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.two.sees_it(TerminalActivity::Idle)?;
    let again = Try { payment_id: new_id(PaymentId::from_parts), ..second };
    shop.two.pay_as_soon_as_possible(again)?;
    shop.terminal.touch("visa")?;
    shop.two.page.sold(second.sale)?;
    ensure!(shop.two.books()?.actions.is_empty(), "a result of the other register came here");
    shop.one.come_back()?;
    hand_over(&mut shop, first)?;
    shop.close_the_books([1, 1])
}

#[test]
fn one_that_hangs_loses_the_link_after_ten_seconds_and_keeps_its_result() -> Result<()> {
    let mut shop = TwoRegisters::open()?;
    let (first, second) = (shop.one.new_try()?, shop.two.new_try()?);
    shop.one.pay_as_soon_as_possible(first)?;
    shop.terminal.wait_for_customer()?;
    let hanging = shop.one.agent.process().id();
    signal("STOP", hanging)?;
    shop.terminal.touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.two.sees_it(TerminalActivity::Idle)?;
    let refusal = shop.two.pay(second)?.err().context("the second payment is refused")?;
    ensure!(refusal.message.contains("(01)"), "{refusal:?}");
    shop.two.pay_as_soon_as_possible(second)?;
    shop.terminal.touch("visa")?;
    shop.two.page.sold(second.sale)?;
    signal("CONT", hanging)?;
    shop.one.page.sold(first.sale)?;
    shop.close_the_books([1, 1])
}

/// The approval that comes after the restart: 「商品はお渡し済みですか?」
fn hand_over(shop: &mut TwoRegisters, what: Try) -> Result<()> {
    shop.one.wait_for_payment("awaiting_hand_over")?;
    let (payment_id, answer) = (what.payment_id, HandOver::Sold);
    let operator_code = Some(catlink_tests::counter::OPERATOR.to_owned());
    let answered = shop.one.page.ask(Request::AnswerHandOver { payment_id, answer, operator_code })?;
    ensure!(
        matches!(answered, Ok(Reply::SaleMade { .. } | Reply::Payment { .. } | Reply::Done)),
        "{answered:?}"
    );
    shop.one.page.sold(what.sale)
}

/// Stops a process in its tracks, or lets it go on.
fn signal(name: &str, process: u32) -> Result<()> {
    let status = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status();
    ensure!(status.context("kill")?.success(), "kill -{name} {process}");
    Ok(())
}
