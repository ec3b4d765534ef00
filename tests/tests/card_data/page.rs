//! Card numbers typed, and swiped, into the page in Chromium, field by field: told in words, sent nowhere, kept nowhere.

use anyhow::Result;
use catlink_tests::browser::Key;
use catlink_tests::numbers::{NUMBERS, Spelling};
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

use super::tries::{Tries, end, go_to};

#[test]
fn a_card_number_at_the_counter_never_leaves_the_page() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    let (page, mut tries) = (&shop.browser, Tries::new());
    page.signs_in(None);
    page.record_traffic()?;
    page.shows("sign-in")?;
    tries.refused_in(&shop, "person")?;
    page.type_person("101", "1010")?;
    page.press(Key::Enter)?;
    page.at("menu")?;
    page.signs_in(Some("101"));

    shop.open_counter()?;
    tries.refused_in(&shop, "code")?;
    page.picture("refused")?;
    page.press(Key::F5)?;
    page.at("search")?;
    tries.refused_in(&shop, "search")?;
    page.press(Key::F9)?;
    page.at("sale")?;
    go_to(&shop, "code")?;
    shop.sell_for_cash(&["1001"])?;
    page.press(Key::F7)?;
    page.at("formal")?;
    tries.refused_in(&shop, "addressee")?;
    tries.refused_in(&shop, "proviso")?;
    page.press(Key::F9)?;
    page.at("receipt")?;
    shop.next_customer()?;

    shop.open_day("day-moves")?;
    tries.refused_in(&shop, "cash-reason")?;
    shop.open_slips()?;
    tries.refused_in(&shop, "find-number")?;
    shop.open_journal()?;
    page.press(Key::F5)?;
    page.at("journal-filter")?;
    tries.refused_in(&shop, "paper-text")?;
    page.press(Key::F9)?;
    page.at("journal")?;
    reservations(&shop, &mut tries)?;
    let fields = tries.fields;
    end(shop, fields, 0)
}

fn reservations(shop: &Shop, tries: &mut Tries) -> Result<()> {
    let page = &shop.browser;
    shop.go_to_menu()?;
    page.type_text("1")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("2")?;
    page.at("reservations")?;
    tries.refused_in(shop, "find-reservation")?;
    page.press(Key::F2)?;
    page.at("sale")?;
    page.wait_for_text("#purpose", "予約の受付")?;
    shop.ring_up(&["1001"])?;
    page.press(Key::F12)?;
    page.at("booking")?;
    for field in ["customer", "customer-phone", "booking-note"] {
        tries.refused_in(shop, field)?;
    }
    Ok(())
}

#[test]
fn a_card_number_in_a_masters_form_never_leaves_the_page() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::default())?;
    let (page, mut tries) = (&shop.browser, Tries::new());
    page.record_traffic()?;
    for (master, code, fields) in [
        ("product", "1001", &["name", "kana", "department"][..]),
        ("operator", "101", &["name"]),
        ("card_company", "01", &["name"]),
    ] {
        shop.go_to_menu()?;
        shop.open_master(master)?;
        tries.refused_in(&shop, "find")?;
        shop.open_row(code)?;
        for field in fields {
            tries.refused_in(&shop, field)?;
        }
        page.press(Key::F9)?;
        page.wait("the list", |page| {
            let shown = page.look()?;
            if shown.screen == "abandon" && !shown.deaf {
                page.press(Key::F12)?;
            }
            Ok(seen_if(shown.screen == "masters", format!("{shown:?}")))
        })?;
    }
    let fields = tries.fields;
    end(shop, fields, 0)
}

#[test]
fn a_card_number_typed_where_a_payment_went_wrong_never_leaves_the_page() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(0), ..Plan::with_cat1(Kind::jt_c60()) })?;
    let mut tries = Tries::new();
    shop.browser.record_traffic()?;
    shop.linked("cat1")?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().fault(&json!({
        "fault": "card_number", "place": "masked_number", "text": NUMBERS[0].figures, "sticky": true,
    }))?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("unlinked")?;
    tries.refused_in(&shop, "reason")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().wait_for_customer()?;
    // A swipe at the panel itself, where no field is.
    shop.browser.swipe(&Spelling::Track2.of(NUMBERS[1]))?;
    shop.browser.shows("linking")?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.choose("4", "hold")?;
    tries.refused_in(&shop, "contact")?;
    shop.back_to_choices()?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    let fields = tries.fields;
    end(shop, fields, 1)
}

#[test]
fn a_card_number_in_the_note_of_a_difference_never_leaves_the_page() -> Result<()> {
    let mut shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60()))?;
    let mut tries = Tries::new();
    let stray = shop.cat1().sell_by_hand(500, 30, "visa")?;
    shop.browser.record_traffic()?;
    shop.go_to_menu()?;
    let page = &shop.browser;
    page.type_text("3")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("3")?;
    page.at("matching")?;
    page.press(Key::F6)?;
    page.at("matching-new")?;
    page.wait_for_text("#match-terminal", "端末番号")?;
    page.press(Key::F12)?;
    page.at("matching-run")?;
    page.wait_for_text("[data-kind='端末のみ']", &stray)?;
    page.press(Key::F6)?;
    page.at("matching-close")?;
    tries.refused_in(&shop, "match-note")?;
    page.press(Key::F9)?;
    page.at("matching-run")?;
    page.press(Key::F12)?;
    shop.actions(1)?;
    let void = shop.cat1().void_by_hand(&stray)?;
    shop.close_action(&["記録にない決済"], &void, "500")?;
    let fields = tries.fields;
    end(shop, fields, 0)
}
