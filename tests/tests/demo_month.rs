//! A new folder of demo books with its month: what a page is shown of it, and that selling goes on from there.

use anyhow::{Context, Result, ensure};
use catlink_shared::ids::{PageId, PaymentId};
use catlink_shared::payment::{Decision, PaymentState};
use catlink_shared::receipt::Receipt;
use catlink_shared::terminal::SlipNumber;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{ActionKind, LinkState};
use catlink_tests::agent::{self, AgentSetup};
use catlink_tests::centre::Centre;
use catlink_tests::counter::{OPERATOR, commit, start};
use catlink_tests::http;
use catlink_tests::patience::{Look, seen_if, until};
use catlink_tests::place::Place;
use catlink_tests::process::Process;
use catlink_tests::socket::{Socket, new_id};
use catlink_tests::terminal::{Kind, Terminal};
use serde_json::json;

/// An agent on demo books that begin with a month, and a page before it.
fn open(place: &Place, setup: &AgentSetup) -> Result<(Process, Socket)> {
    let mut command = agent::command(place, setup, &setup.listen);
    command.arg("--demo-month");
    let mut process = Process::start(place, "agent", command)?;
    let address = http::address_of(&process.announced("page")?);
    let mut page = Socket::greeted(&address, new_id(PageId::from_parts))?;
    page.until("the terminal to be linked", |page| {
        page.shown.as_ref().is_some_and(|shown| shown.terminals[0].link == LinkState::Linked)
    })?;
    Ok((process, page))
}

fn newest(page: &Socket) -> Result<Receipt> {
    let shown = page.shown.as_ref().context("an update")?;
    Ok(*shown.last_receipt.clone().context("a last receipt")?)
}

/// Choice 2 of 【結果不明】 counts the slips of today's terminal only: the month's are another's.
fn nothing_on_record(page: &mut Socket, terminal: &Terminal) -> Result<()> {
    let (sale, payment_id) = (page.new_sale(3)?, new_id(PaymentId::from_parts));
    let begun = page.ask(start(sale, payment_id, 474, "01"))?;
    ensure!(matches!(begun, Ok(Reply::Payment { .. })), "the payment does not begin: {begun:?}");
    terminal.wait_for_customer()?;
    terminal.pull_the_cable()?;
    terminal.act(&json!({"act": "cancel"}))?;
    page.until("the payment to be unknown", |page| {
        let shown = page.shown.iter().flat_map(|shown| &shown.payments);
        shown.into_iter().any(|payment| matches!(payment.state, PaymentState::Unknown { .. }))
    })?;
    let newest_slip = Some(SlipNumber::new(&terminal.newest_slip()?)?);
    until("a person to be let decide", || {
        let decision = Decision::NotOnRecord { newest_slip: newest_slip.clone() };
        let operator_code = Some(OPERATOR.to_owned());
        match page.ask(Request::DecidePayment { payment_id, decision, operator_code })? {
            Err(RefusalCode::TooEarly) => Ok(Look::NotYet("it is too early".to_owned())),
            Ok(Reply::Payment { payment }) => {
                let settled = matches!(payment.state, PaymentState::NotCharged { .. });
                Ok(seen_if(settled, format!("{:?}", payment.state)))
            }
            other => anyhow::bail!("the decision: {other:?}"),
        }
    })?;
    terminal.plug_in()
}

#[test]
fn the_demo_begins_with_a_month_once_and_sells_on() -> Result<()> {
    let place = Place::of_this_test()?;
    let centre = Centre::start(&place)?;
    let terminal = Terminal::start(&place, "cat1", Kind::jt_c60(), &centre)?;
    let setup = AgentSetup { cat1: Some(terminal.port().to_owned()), ..AgentSetup::default() };
    let (agent, mut page) = open(&place, &setup)?;
    let shown = page.shown.clone().context("an update")?;
    let last = newest(&page)?;
    ensure!(last.slip.business_day < shown.register.business_day, "the month ends yesterday");
    ensure!(last.receipt_number.0 > 750, "{} sales in a month", last.receipt_number.0);
    ensure!(shown.payments.is_empty() && shown.current.is_none(), "nothing keeps anybody from selling");
    ensure!(shown.parked.len() == 1 && shown.actions.len() == 1, "what an evening leaves");
    ensure!(shown.actions[0].kind == ActionKind::HandPayment);
    let sale = page.new_sale(1)?;
    let Ok(Reply::SaleMade { receipt }) = page.ask(commit(sale, 158))? else { anyhow::bail!("no sale") };
    ensure!(receipt.receipt_number.0 == last.receipt_number.0 + 1, "its number follows");
    ensure!(receipt.slip.business_day == shown.register.business_day, "it is of today");
    page.sold(sale)?;
    let linked = page.new_sale(2)?;
    let begun = page.ask(start(linked, new_id(PaymentId::from_parts), 316, "01"))?;
    ensure!(matches!(begun, Ok(Reply::Payment { .. })), "the payment does not begin: {begun:?}");
    terminal.touch("visa")?;
    page.sold(linked)?;
    nothing_on_record(&mut page, &terminal)?;
    let today = newest(&page)?;
    drop(agent);
    let (_agent, page) = open(&place, &setup)?;
    ensure!(newest(&page)? == today, "a folder that has a month gets no second one");
    Ok(())
}
