//! People: who signs in, who may what, and that neither takes anything from a sale or a payment.

use anyhow::{Context, Result, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::masters::{Master, Values};
use catlink_shared::pin::Pin;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::people::PeopleRequest;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_tests::agent::to_noon_ms;
use catlink_tests::browser::Key;
use catlink_tests::counter::{Counter, start};
use catlink_tests::house::Plan;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::Shop;
use catlink_tests::socket::{Socket, new_id};
use catlink_tests::terminal::Kind;

const MINUTE: i64 = 60_000;

/// A row of a master as it is kept.
fn row(page: &mut Socket, master: Master, code: &str) -> Result<(u64, Values)> {
    let ask = MastersRequest::Read { master, find: String::new(), from: 0, count: 100 };
    let Ok(Reply::Masters { reply: MastersReply::Rows { rows, .. } }) = page.ask(Request::Masters { ask })?
    else {
        anyhow::bail!("no rows");
    };
    let row = rows.into_iter().find(|row| row.code == code).context("the row")?;
    Ok((row.revision, row.values))
}

/// One field of a row is changed.
fn change(page: &mut Socket, master: Master, code: &str, field: (&str, &str)) -> Result<()> {
    let (base_revision, mut values) = row(page, master, code)?;
    values.set(field.0, field.1);
    let ask = MastersRequest::Save { master, code: Some(code.to_owned()), base_revision, values };
    let saved = page.outcome(Request::Masters { ask })?;
    ensure!(matches!(saved, Ok(Reply::Masters { .. })), "not saved: {saved:?}");
    Ok(())
}

fn manager(shop: &Shop) -> Result<Socket> {
    Socket::greeted_as(shop.agent.address(), new_id(PageId::from_parts), "900")
}

#[test]
fn a_clerk_signs_in_by_code_or_name_tag_and_signs_out_on_the_menu() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    change(&mut manager(&shop)?, Master::Operator, "102", ("barcode", "STAFF-000102"))?;
    let page = &shop.browser;
    page.signs_in(None);
    page.at("sign-in")?;
    page.fits()?;
    page.type_person("101", "1111")?;
    page.press(Key::Enter)?;
    page.told("担当者コードかPINが違います")?;
    page.type_text("1010")?;
    page.press(Key::Enter)?;
    page.at("menu")?;
    page.wait_for_attribute("#who", "data-who", "101")?;
    page.reload()?;
    page.at("menu")?;
    page.wait_for_attribute("#who", "data-who", "101")?;
    page.press(Key::F11)?;
    page.at("sign-in")?;
    page.scan("STAFF-000102")?;
    page.type_text("1020")?;
    page.press(Key::F12)?;
    page.at("menu")?;
    page.wait_for_attribute("#who", "data-who", "102")?;
    shop.close_the_books(0)
}

#[test]
fn a_thousand_wrong_pins_end_locked_until_a_manager_sets_a_new_one() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let address = counter.agent.address().to_owned();
    let mut right_in_between = 0;
    let mut thief = Socket::met(&address, new_id(PageId::from_parts))?;
    for tried in 0..1_000_u32 {
        // Now and then the thief waits for as long as a lock can last, on another connection.
        if tried % 50 == 49 {
            counter.agent.set_clock(i64::from(tried) * MINUTE)?;
            thief = Socket::met(&address, new_id(PageId::from_parts))?;
        }
        match thief.sign_in("103", &format!("{:04}", 2_000 + tried))? {
            Ok(_) => right_in_between += 1,
            Err(refusal) => {
                ensure!(matches!(refusal.code, RefusalCode::WrongPin | RefusalCode::PinLocked), "{refusal:?}")
            }
        }
    }
    ensure!(right_in_between == 0, "a wrong PIN was taken");
    let mut fresh = Socket::met(&address, new_id(PageId::from_parts))?;
    let locked = fresh.sign_in("103", "1030")?.err().context("the right PIN was taken")?;
    ensure!(locked.code == RefusalCode::PinLocked && locked.message.contains("責任者"), "{locked:?}");
    let mut manager = Socket::greeted_as(&address, new_id(PageId::from_parts), "900")?;
    let pin = Pin::typed("2580");
    let ask = PeopleRequest::SetPin { operator: "103".into(), pin, old: None, base_revision: None };
    let set = manager.outcome(Request::People { ask })?;
    ensure!(set.is_ok(), "{set:?}");
    ensure!(fresh.sign_in("103", "1030")?.is_err(), "the old PIN was taken");
    let signed_in = fresh.sign_in("103", "2580")?;
    ensure!(signed_in.is_ok(), "{signed_in:?}");
    // The clock went on by hours: whoever was at the counter was signed out.
    counter.come_back()?;
    counter.close_the_books(0)
}

#[test]
fn nothing_is_written_on_a_socket_nobody_has_signed_in_at() -> Result<()> {
    let mut counter = Counter::open(&Plan::default())?;
    let sale = counter.new_sale(2)?;
    let mut stranger = Socket::met(counter.agent.address(), new_id(PageId::from_parts))?;
    let payment_id = new_id(catlink_shared::ids::PaymentId::from_parts);
    let asked = [
        catlink_tests::counter::commit(sale, 316),
        start(sale, payment_id, 316, "01"),
        Request::TakeOverSale { sale_id: sale.sale_id },
        Request::ParkSale { sale_id: sale.sale_id },
    ];
    for request in asked {
        let refusal = stranger.refused(request)?;
        ensure!(refusal.code == RefusalCode::NotSignedIn, "{refusal:?}");
    }
    ensure!(stranger.ask(Request::ReadCatalog)?.is_ok(), "reading stays open");
    let status = stranger.ask(Request::PaymentStatus { payment_id })?;
    ensure!(matches!(status, Ok(Reply::PaymentNeverStarted)), "{status:?}");
    let paid = counter.pay_cash(sale, 316)?;
    ensure!(matches!(paid, Ok(Reply::SaleMade { .. })), "{paid:?}");
    counter.close_the_books(0)
}

#[test]
fn a_large_discount_asks_a_manager_in_place_and_the_sale_goes_on_as_it_was() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    change(&mut manager(&shop)?, Master::Store, "store", ("discount_limit", "10"))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    let page = &shop.browser;
    page.press(Key::F3)?;
    page.at("discount")?;
    page.type_text("50")?;
    page.press(Key::F12)?;
    page.at("sale")?;
    shop.issue()?;
    page.press(Key::F2)?;
    page.press(Key::F12)?;
    page.at("approval")?;
    page.type_person("102", "1020")?;
    page.press(Key::F12)?;
    page.told("責任者ではありません")?;
    page.press(Key::F9)?;
    page.at("checkout")?;
    page.wait_for_text("#change", "¥0")?;
    page.press(Key::F12)?;
    shop.approve("discount_above_limit")?;
    shop.receipt_says(&["お預り"])?;
    let changes = changes(&mut manager(&shop)?)?;
    ensure!(changes.contains(&("承認".into(), Some("101".into()), Some("900".into()))), "{changes:?}");
    shop.next_customer()?;
    shop.close_the_books(0)
}

#[test]
fn a_manager_alone_is_marked() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    let mut manager = manager(&shop)?;
    change(&mut manager, Master::Store, "store", ("discount_limit", "0"))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.browser.press(Key::F3)?;
    shop.browser.at("discount")?;
    shop.browser.type_text("1")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.issue()?;
    shop.pay_cash()?;
    let changes = changes(&mut manager)?;
    ensure!(changes.contains(&("自己承認".into(), Some("900".into()), Some("900".into()))), "{changes:?}");
    shop.close_the_books(0)
}

type Line = (String, Option<String>, Option<String>);

fn changes(page: &mut Socket) -> Result<Vec<Line>> {
    let ask = MastersRequest::Changes { master: None, before: None, count: 20 };
    match page.ask(Request::Masters { ask })? {
        Ok(Reply::Masters { reply: MastersReply::Changes { changes } }) => {
            Ok(changes.into_iter().map(|line| (line.what, line.who, line.approved_by)).collect())
        }
        other => anyhow::bail!("no history: {other:?}"),
    }
}

#[test]
fn idle_time_in_the_middle_of_a_payment_keeps_the_payment_and_signs_out_after_it() -> Result<()> {
    let noon = to_noon_ms()?;
    let mut shop = Shop::open(Plan { clock_ms: noon, ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.sell_linked(&["1001"], "01")?;
    shop.browser.signs_in(None);
    shop.agent.set_clock(noon + 31 * MINUTE)?;
    shop.cat1().wait_for_customer()?;
    shop.browser.shows("linking")?;
    shop.cat1().touch("visa")?;
    shop.wait_for_payment("sold")?;
    shop.agent.set_clock(noon + 120 * MINUTE)?;
    shop.browser.at("sign-in")?;
    shop.browser.told("しばらく操作がなかったため")?;
    shop.browser.type_person("101", "1010")?;
    shop.browser.press(Key::Enter)?;
    shop.receipt_says(&["クレジット"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn an_operator_who_is_stopped_is_signed_out_and_his_sale_stays() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.browser.signs_in(None);
    change(&mut manager(&shop)?, Master::Operator, "101", ("active", "0"))?;
    shop.browser.at("sign-in")?;
    shop.browser.wait_for_text("#waiting", "会計中の伝票")?;
    shop.browser.type_person("101", "1010")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.told("担当者コードかPINが違います")?;
    shop.browser.wait("the code to be typed anew", |page| {
        page.press(Key::Tab)?;
        let focus = page.ask("return document.activeElement?.id ?? ''", &[])?;
        Ok(seen_if(focus == "person", focus.to_string()))
    })?;
    shop.browser.type_person("102", "1020")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.at("sale")?;
    ensure!(shop.lines()? == 1, "the sale is gone");
    shop.close_the_books(0)
}
