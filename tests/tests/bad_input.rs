//! What no page would send, and surroundings no agent wants: each gets a clear error, the agent lives on and nothing is
//! lost. Every test ends with a sale that goes through and the two books beside each other.

use anyhow::{Context, Result, ensure};
use catlink_shared::basket::Draft;
use catlink_shared::ids::{PageId, PaymentId, RequestId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::payment::PaymentState;
use catlink_shared::tax::Rounding;
use catlink_shared::tender::Tenders;
use catlink_shared::wire::MOST_BYTES;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::counter::{Counter, Kept, OPERATOR, commit, start};
use catlink_tests::house::Plan;
use catlink_tests::socket::{Socket, new_id, pin_of, settle};
use catlink_tests::terminal::Kind;

const ID: &str = "01939c3e-0000-7000-8000-00000000abcd";

/// Says it and takes the refusal.
fn refusal(page: &mut Socket, text: &str) -> Result<(Option<RequestId>, RefusalCode)> {
    let answer = page.say(text)?;
    let id = answer.id;
    let code = settle(answer.outcome).err().with_context(|| format!("{text:.100} was done"))?;
    Ok((id, code))
}

#[test]
fn what_cannot_be_read_is_refused_by_name() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    for text in
        ["", "{", "null", "[]", "\"F12\"", "{\"v\":1}", "{\"v\":\"1\",\"id\":\"x\"}", "GET / HTTP/1.1"]
    {
        assert_eq!(refusal(&mut counter.page, text)?, (None, RefusalCode::Malformed), "{text}");
    }
    for request in ["{}", "{\"type\":\"pay\"}", "{\"type\":\"hello\",\"page_id\":7}", "[1]"] {
        let text = format!("{{\"v\":1,\"id\":\"{ID}\",\"request\":{request}}}");
        assert_eq!(refusal(&mut counter.page, &text)?, (Some(ID.parse()?), RefusalCode::Malformed), "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refusal(&mut counter.page, &deep)?.1, RefusalCode::Malformed);
    let bytes = counter.page.say_bytes(b"\xff\xfe\x00{")?;
    assert_eq!(settle(bytes.outcome), Err(RefusalCode::Malformed));
    counter.close_the_books(0)
}

#[test]
fn another_version_is_told_to_reload() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    for version in [0, 2, 65_535] {
        let text = format!("{{\"v\":{version},\"id\":\"{ID}\",\"request\":{{\"type\":\"something_new\"}}}}");
        let refused = refusal(&mut counter.page, &text)?;
        assert_eq!(refused, (Some(ID.parse()?), RefusalCode::UnsupportedVersion), "{version}");
    }
    counter.close_the_books(0)
}

#[test]
fn a_message_that_is_too_long_is_answered_and_one_far_too_long_ends_its_connection_only() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let long = |bytes: usize| format!("{{\"v\":1,\"id\":\"{ID}\",\"pad\":\"{}\"}}", "x".repeat(bytes));
    assert_eq!(refusal(&mut counter.page, &long(MOST_BYTES))?.1, RefusalCode::TooLarge);
    let mut other = Socket::greeted(counter.agent.address(), new_id(PageId::from_parts))?;
    ensure!(other.is_hung_up_on(&long(16 * MOST_BYTES))?, "4 MB were answered");
    counter.close_the_books(0)
}

#[test]
fn nothing_is_done_before_the_greeting() -> Result<()> {
    let counter = Counter::open(&Plan::default())?;
    let mut stranger = Socket::connect(counter.agent.address())?;
    let request =
        Request::PutDraft { sale_id: new_id(SaleId::from_parts), base_revision: 0, draft: Draft::default() };
    assert_eq!(stranger.ask(request)?, Err(RefusalCode::NotGreeted));
    counter.close_the_books(0)
}

#[test]
fn a_request_that_comes_twice_is_done_once() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let sale = counter.new_sale(2)?;
    let id = new_id(RequestId::from_parts);
    let first = counter.page.ask_as(id, commit(sale, 316))?;
    ensure!(matches!(first, Ok(Reply::SaleMade { .. })), "{first:?}");
    assert_eq!(counter.page.ask_as(id, commit(sale, 316))?, first);
    // From another connection too, as after a reconnect.
    let mut again = Socket::greeted(counter.agent.address(), new_id(PageId::from_parts))?;
    assert_eq!(again.ask_as(id, commit(sale, 316))?, first);
    assert_eq!(counter.page.ask_as(id, commit(sale, 317))?, Err(RefusalCode::RequestReused));
    // The same sale with a new id is no new sale.
    assert_eq!(counter.pay_cash(sale, 316)?, Err(RefusalCode::UnknownSale));
    ensure!(counter.pos_books()?.slips.len() == 1, "the sale was booked more than once");
    counter.close_the_books(0)
}

#[test]
fn a_draft_that_comes_late_or_out_of_order_overwrites_nothing() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let sale = counter.new_sale(1)?;
    let newer = counter.draft(3)?;
    let put = |base_revision, draft: &Draft| Request::PutDraft {
        sale_id: sale.sale_id,
        base_revision,
        draft: draft.clone(),
    };
    let kept = counter.page.ask(put(1, &newer))?;
    assert_eq!(kept, Ok(Reply::DraftKept { draft_revision: 2 }));
    let late = counter.draft(9)?;
    for base in [0, 1, 3, u64::MAX >> 1] {
        assert_eq!(counter.page.ask(put(base, &late))?, Err(RefusalCode::StaleDraft), "base {base}");
    }
    assert_eq!(counter.pay_cash(sale, 158)?, Err(RefusalCode::StaleDraft));
    let unknown = Request::PutDraft { sale_id: new_id(SaleId::from_parts), base_revision: 4, draft: late };
    assert_eq!(counter.page.ask(unknown)?, Err(RefusalCode::UnknownSale));
    let current = Kept { revision: 2, ..sale };
    ensure!(counter.pay_cash(current, 3 * 158)?.is_ok(), "the kept draft cannot be paid");
    counter.close_the_books(0)
}

#[test]
fn a_basket_out_of_bounds_is_not_kept() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let good = counter.draft(1)?;
    let changed = |change: &dyn Fn(&mut Draft)| {
        let mut draft = good.clone();
        change(&mut draft);
        draft
    };
    let many = |draft: &mut Draft| {
        let line = draft.lines[0].clone();
        draft.lines = vec![line; 301];
    };
    let dear = |draft: &mut Draft| {
        let line = catlink_shared::basket::Line { unit_price: Yen::new(9_999_999), ..draft.lines[0].clone() };
        draft.lines = vec![line; 11];
    };
    let drafts = [
        changed(&|draft| draft.lines[0].quantity = 0),
        changed(&|draft| draft.lines[0].quantity = 10_000),
        changed(&|draft| draft.lines[0].unit_price = Yen::new(-1)),
        changed(&|draft| draft.lines[0].unit_price = Yen::new(10_000_000)),
        changed(&|draft| draft.lines[0].unit_price = Yen::new(i64::MAX)),
        changed(&|draft| draft.slip_discount = Yen::new(159)),
        changed(&|draft| draft.slip_discount = Yen::new(-1)),
        changed(&many),
        changed(&dear),
    ];
    for draft in drafts {
        let sale_id = new_id(SaleId::from_parts);
        let refused = counter.page.ask(Request::PutDraft { sale_id, base_revision: 0, draft })?;
        assert_eq!(refused, Err(RefusalCode::BadBasket));
    }
    counter.close_the_books(0)
}

#[test]
fn an_amount_that_is_not_what_the_agent_computes_reaches_no_terminal() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let sale = counter.new_sale(2)?;
    for amount in [0, -316, 1, 315, 317, 99_999_999, 100_000_000, i64::MAX, i64::MIN] {
        let asked = start(sale, new_id(PaymentId::from_parts), amount, "01");
        assert_eq!(counter.page.ask(asked)?, Err(RefusalCode::AmountDiffers), "{amount}");
        assert_eq!(counter.pay_cash(sale, amount)?, Err(RefusalCode::AmountDiffers), "{amount}");
    }
    for tendered in [-1, 0, 315, 100_000_000, i64::MAX, i64::MIN] {
        let request = Request::CommitSale {
            sale_id: sale.sale_id,
            draft_revision: sale.revision,
            total: Yen::new(316),
            tenders: Tenders::cash(Yen::new(tendered)),
            operator_code: Some(OPERATOR.to_owned()),
            rounding: Rounding::Down,
            supersedes: None,
        };
        assert_eq!(counter.page.ask(request)?, Err(RefusalCode::BadTender), "{tendered}");
    }
    ensure!(counter.pos_books()?.payments.is_empty(), "a payment was accepted");
    ensure!(counter.pay_cash(sale, 316)?.is_ok(), "the sale cannot be paid any more");
    counter.close_the_books(0)
}

#[test]
fn a_sale_of_nothing_is_refused_before_anything_is_sent() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let sale_id = new_id(SaleId::from_parts);
    let mut draft = counter.draft(1)?;
    draft.slip_discount = Yen::new(158);
    ensure!(counter.page.ask(Request::PutDraft { sale_id, base_revision: 0, draft })?.is_ok());
    let sale = Kept { sale_id, revision: 1 };
    let asked = start(sale, new_id(PaymentId::from_parts), 0, "01");
    assert_eq!(counter.page.ask(asked)?, Err(RefusalCode::AmountOutOfRange));
    ensure!(counter.pos_books()?.payments.is_empty(), "a payment was accepted");
    // Everything off is a manager's to allow.
    assert_eq!(counter.pay_cash(sale, 0)?, Err(RefusalCode::ManagerOnly));
    ensure!(counter.page.sign_in("900", &pin_of("900"))?.is_ok(), "the manager cannot sign in");
    ensure!(counter.pay_cash(sale, 0)?.is_ok(), "a slip of ¥0 cannot be booked");
    // And an empty one is no sale at all.
    let empty = new_id(SaleId::from_parts);
    let put = Request::PutDraft { sale_id: empty, base_revision: 0, draft: Draft::default() };
    ensure!(counter.page.ask(put)?.is_ok());
    let sale = Kept { sale_id: empty, revision: 1 };
    assert_eq!(counter.pay_cash(sale, 0)?, Err(RefusalCode::EmptySale));
    let discard = Request::DiscardDraft { sale_id: empty, draft_revision: 1 };
    assert_eq!(counter.page.ask(discard)?, Ok(Reply::Done));
    counter.close_the_books(0)
}

#[test]
fn more_than_the_terminal_takes_is_refused_before_anything_is_sent() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat2(Kind::j_mups()))?;
    let sale_id = new_id(SaleId::from_parts);
    let mut draft = counter.draft(2)?;
    draft.lines[0].unit_price = Yen::new(5_000_000);
    ensure!(counter.page.ask(Request::PutDraft { sale_id, base_revision: 0, draft })?.is_ok());
    let sale = Kept { sale_id, revision: 1 };
    let asked = start(sale, new_id(PaymentId::from_parts), 10_000_000, "11");
    assert_eq!(counter.page.ask(asked)?, Err(RefusalCode::AmountOutOfRange));
    ensure!(counter.pos_books()?.payments.is_empty(), "a payment was accepted");
    ensure!(counter.pay_cash(sale, 10_000_000)?.is_ok(), "the sale cannot be paid any more");
    counter.close_the_books(0)
}

#[test]
fn a_payment_id_is_used_once_and_answered_ever_after() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let sale = counter.new_sale(2)?;
    let payment_id = new_id(PaymentId::from_parts);
    let first = counter.page.ask(start(sale, payment_id, 316, "01"))?;
    ensure!(matches!(first, Ok(Reply::Payment { .. })), "{first:?}");
    // While it is under way: the same is the same, another is another, and the sale stands still.
    ensure!(counter.page.ask(start(sale, payment_id, 316, "01"))?.is_ok(), "the same one is not answered");
    assert_eq!(counter.page.ask(start(sale, payment_id, 316, "02"))?, Err(RefusalCode::PaymentReused));
    assert_eq!(counter.page.ask(start(sale, payment_id, 158, "01"))?, Err(RefusalCode::PaymentReused));
    let second = start(sale, new_id(PaymentId::from_parts), 316, "01");
    let refused = counter.page.ask(second)?;
    ensure!(
        matches!(refused, Err(RefusalCode::TerminalOccupied | RefusalCode::SaleLocked)),
        "a second payment of one sale: {refused:?}"
    );
    assert_eq!(counter.pay_cash(sale, 316)?, Err(RefusalCode::SaleLocked));
    let put =
        Request::PutDraft { sale_id: sale.sale_id, base_revision: sale.revision, draft: counter.draft(1)? };
    assert_eq!(counter.page.ask(put)?, Err(RefusalCode::SaleLocked));
    let discard = Request::DiscardDraft { sale_id: sale.sale_id, draft_revision: sale.revision };
    assert_eq!(counter.page.ask(discard)?, Err(RefusalCode::SaleLocked));
    counter.cat1().touch("visa")?;
    counter
        .page
        .until("the sale", |page| page.shown.as_ref().is_some_and(|shown| shown.last_receipt.is_some()))?;
    // Afterwards: answered from the journal, nothing sent.
    let after = counter.page.ask(start(sale, payment_id, 316, "01"))?;
    ensure!(
        matches!(&after, Ok(Reply::Payment { payment }) if matches!(payment.state, PaymentState::Sold { .. })),
        "{after:?}"
    );
    counter.close_the_books(1)
}

#[test]
fn a_payment_id_that_was_asked_for_first_is_burned() -> Result<()> {
    let mut counter = Counter::open(&Plan::with_cat1(Kind::jt_c60()))?;
    let sale = counter.new_sale(2)?;
    let payment_id = new_id(PaymentId::from_parts);
    let asked = counter.page.ask(Request::PaymentStatus { payment_id })?;
    assert_eq!(asked, Ok(Reply::PaymentNeverStarted));
    let late = counter.page.ask(start(sale, payment_id, 316, "01"))?;
    assert_eq!(late, Err(RefusalCode::PaymentBurned));
    ensure!(counter.pay_cash(sale, 316)?.is_ok(), "the sale cannot be paid any more");
    counter.close_the_books(0)
}
