//! A disk that fills up or fails while a payment is under way: what was accepted is settled, what cannot be kept is refused in
//! words, nothing is lost.

use anyhow::{Result, ensure};
use catlink_shared::ids::{PaymentId, SaleId};
use catlink_shared::payment::{HandOver, PaymentState};
use catlink_shared::wire::reply::{RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_tests::counter::{Counter, OPERATOR, start};
use catlink_tests::disk::{DiskKind, can_be_mounted};
use catlink_tests::house::Plan;
use catlink_tests::socket::new_id;
use catlink_tests::terminal::Kind;

fn plan(disk: DiskKind) -> Plan {
    Plan { disk: Some(disk), ..Plan::with_cat1(Kind::jt_c60()) }
}

/// It is refused for want of room, in words for the clerk.
fn refused_for_room(counter: &mut Counter, request: Request) -> Result<()> {
    let refusal = counter.page.refused(request)?;
    ensure!(refusal.code == RefusalCode::BooksUnavailable, "{refusal:?}");
    ensure!(refusal.message.contains("ディスクに空きがない"), "{refusal:?}");
    ensure!(refusal.retry == Retry::Safe, "{refusal:?}");
    Ok(())
}

fn put_new(counter: &Counter) -> Result<Request> {
    let draft = counter.draft(1)?;
    Ok(Request::PutDraft { sale_id: new_id(SaleId::from_parts), base_revision: 0, draft })
}

#[test]
fn a_disk_that_fills_up_during_a_payment_settles_it_and_refuses_the_rest() -> Result<()> {
    if !can_be_mounted(DiskKind::Small) {
        return Ok(());
    }
    let mut counter = Counter::open(&plan(DiskKind::Small))?;
    let (sale, _) = counter.begin_payment()?;
    counter.disk().fill()?;
    refused_for_room(&mut counter, Request::ParkSale { sale_id: sale.sale_id })?;
    counter.books_trouble(true)?;
    counter.agent.must_be_alive()?;
    // What was laid by is enough for the payment.
    counter.cat1().touch("visa")?;
    counter.sold(sale)?;
    ensure!(counter.pos_books()?.slips.len() == 1, "one slip");
    counter.disk().fill()?;
    let put = put_new(&counter)?;
    refused_for_room(&mut counter, put)?;
    // Room for a draft, but none to lay by: no payment begins.
    counter.disk().make_room(400 << 10)?;
    let next = counter.new_sale(2)?;
    let asked = start(next, new_id(PaymentId::from_parts), 316, "01");
    refused_for_room(&mut counter, asked)?;
    ensure!(counter.pos_books()?.payments.len() == 1, "a payment was accepted without room for it");
    counter.disk().empty()?;
    let (payment, paid) = (new_id(PaymentId::from_parts), next);
    ensure!(counter.page.ask(start(next, payment, 316, "01"))?.is_ok(), "there is room again");
    counter.cat1().touch("visa")?;
    counter.sold(paid)?;
    counter.books_trouble(false)?;
    counter.close_the_books(2)
}

#[test]
fn an_agent_that_dies_on_a_full_disk_starts_on_it_and_settles_what_was_open() -> Result<()> {
    if !can_be_mounted(DiskKind::Small) {
        return Ok(());
    }
    let mut counter = Counter::open(&plan(DiskKind::Small))?;
    let (sale, payment_id) = counter.begin_payment()?;
    counter.disk().fill()?;
    counter.agent.kill();
    counter.cat1().touch("visa")?;
    counter.wait_for_charges(1)?;
    counter.agent.start_again()?;
    counter.come_back()?;
    hand_over(&mut counter, payment_id)?;
    counter.sold(sale)?;
    counter.disk().empty()?;
    counter.close_the_books(1)
}

#[test]
fn a_disk_that_can_only_be_read_any_more_keeps_the_result_at_the_terminal_until_it_is_repaired() -> Result<()>
{
    if !can_be_mounted(DiskKind::Failing) {
        return Ok(());
    }
    let mut counter = Counter::open(&plan(DiskKind::Failing))?;
    let (sale, payment_id) = counter.begin_payment()?;
    counter.disk().fail()?;
    counter.cat1().touch("visa")?;
    counter.wait_for_charges(1)?;
    counter.books_trouble(true)?;
    counter.agent.must_be_alive()?;
    let refusal = counter.page.refused(Request::ParkSale { sale_id: sale.sale_id })?;
    ensure!(refusal.message.contains("データベースに書き込めません"), "{refusal:?}");
    ensure!(counter.cat1().look()?["terminal"]["undelivered"] == 1, "the result was acknowledged");
    counter.agent.kill();
    counter.disk().repair()?;
    counter.agent.start_again()?;
    counter.come_back()?;
    hand_over(&mut counter, payment_id)?;
    counter.sold(sale)?;
    counter.close_the_books(1)
}

/// After a restart the clerk is asked, and says that the goods were handed over.
fn hand_over(counter: &mut Counter, payment_id: PaymentId) -> Result<()> {
    counter.page.until("the question whether the goods were handed over", |page| {
        page.shown.as_ref().is_some_and(|shown| {
            shown.payments.iter().any(|payment| {
                payment.payment_id == payment_id
                    && matches!(payment.state, PaymentState::AwaitingHandOver { .. })
            })
        })
    })?;
    let answer = Request::AnswerHandOver {
        payment_id,
        answer: HandOver::Sold,
        operator_code: Some(OPERATOR.to_owned()),
    };
    let sold = counter.page.ask(answer)?;
    ensure!(matches!(sold, Ok(Reply::SaleMade { .. } | Reply::Payment { .. } | Reply::Done)), "{sold:?}");
    Ok(())
}
