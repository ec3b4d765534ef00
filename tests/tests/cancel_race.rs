//! F9中止 against an approval: it is a request, what the terminal says is what happened, and the page says no more than
//! that. Each ends with the centre's book beside the POS's.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

const ASKED: &str = "中止を依頼しました。端末の結果を待っています";

/// Nowhere on the page does it say that the payment was stopped.
fn claims_nothing(shop: &Shop) -> Result<()> {
    let text = shop.browser.ask("return document.body.innerText", &[])?.to_string();
    for word in ["中止しました", "請求はされていません"] {
        ensure!(!text.contains(word), "the page says {word} before the terminal has:\n{text}");
    }
    Ok(())
}

/// F9 while the terminal is at something: asked for once, claimed only when the terminal has said so, whose RESULT is on
/// its way for a second and a half. Then 【チェックアウト】 again.
fn f9_stops_it(shop: &mut Shop, waits_for: &str, word: &str) -> Result<()> {
    shop.cat1().fault(&json!({"fault": "late_result", "ms": 1_500}))?;
    shop.browser.at("linking")?;
    shop.browser.wait_for_text("#waits-for", waits_for)?;
    shop.browser.press(Key::F9)?;
    shop.browser.wait_for_text("#cancelling", ASKED)?;
    shop.browser.wait_for_element("#f9:disabled", true)?;
    shop.browser.fits()?;
    shop.cat1().wait_for("中止", |look| look["terminal"]["activity"] == "idle")?;
    shop.browser.shows("linking")?;
    claims_nothing(shop)?;
    shop.reads("failure", &[word, "請求はされていません"])?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("checkout")
}

#[test]
fn f9_before_the_card_and_at_the_pin_stops_it_and_the_page_says_so_only_when_the_terminal_has() -> Result<()>
{
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let stopped = "stera端末で決済を中止しました。";
    shop.sell_linked(&["1001"], "02")?;
    shop.cat1().wait_for_phase("condition_select")?;
    f9_stops_it(&mut shop, "端末で支払方法を選択してください", stopped)?;
    shop.link()?;
    shop.cat1().act(&json!({"act": "choose_condition", "condition": "lump"}))?;
    f9_stops_it(&mut shop, "カードを挿入またはタッチしてください", stopped)?;
    shop.link()?;
    shop.cat1().act(&json!({"act": "insert", "card": "visa"}))?;
    f9_stops_it(&mut shop, "お客様が暗証番号を入力しています", stopped)?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 4);
    shop.close_the_books(1)
}

#[test]
fn f9_while_the_brand_is_chosen_stops_it_too() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::j_mups()))?;
    shop.sell_linked(&["1001"], "12")?;
    f9_stops_it(&mut shop, "端末でブランドを選択してください", "J-Mups端末で取引を中止しました。")?;
    shop.pay_cash()?;
    shop.close_the_books(0)
}

#[test]
fn f9_after_the_card_is_read_stops_a_credit_card_and_never_money_that_may_be_written() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60().slow(1_500)))?;
    shop.open_counter()?;
    for (company, card) in [("01", "visa"), ("07", "edy")] {
        shop.sell_next(&["1001"], company)?;
        shop.browser.at("linking")?;
        shop.cat1().touch(card)?;
        shop.browser.wait_for_text("#waits-for", "カードを読み取りました")?;
        shop.browser.press(Key::F9)?;
        shop.browser.wait_for_text("#cancelling", ASKED)?;
        claims_nothing(&shop)?;
        if card == "visa" {
            shop.reads("failure", &["stera端末で決済を中止しました。", "請求はされていません"])?;
            shop.browser.press(Key::F9)?;
            shop.pay_cash()?;
        }
    }
    // Asked for all the same, and what the terminal did is what happened.
    shop.receipt_says(&["楽天Edy"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn f9_and_the_card_in_the_same_moment_end_in_what_the_terminal_says() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    let mut sold = 0;
    // 楽天Edy is written when it is touched; a credit card only at the centre.
    for (company, card) in [("01", "visa"), ("07", "edy"), ("01", "visa"), ("07", "edy")] {
        shop.sell_next(&["1001"], company)?;
        shop.browser.at("linking")?;
        shop.cat1().wait_for_customer()?;
        let touch = json!({"act": "touch", "card": card});
        let (browser, terminal) = shop.browser_and_cat1();
        let touched = std::thread::scope(|both| {
            let customer = both.spawn(|| terminal.tries(&touch));
            browser.press(Key::F9)?;
            customer.join().unwrap_or_else(|_| anyhow::bail!("the customer panicked"))
        })?;
        browser.wait("the end of it", |page| {
            let shown = page.look()?;
            Ok(seen_if(["receipt", "failure"].contains(&shown.screen.as_str()), format!("{shown:?}")))
        })?;
        if browser.look()?.screen == "receipt" {
            ensure!(touched, "sold without a card");
            sold += 1;
            shop.next_customer()?;
        } else {
            shop.reads("failure", &["stera端末で決済を中止しました。", "請求はされていません"])?;
            shop.browser.press(Key::F9)?;
            shop.pay_cash()?;
        }
        ensure!(shop.charges()? == sold, "another number of charges than of card sales");
    }
    shop.questions(0)?;
    shop.close_the_books(sold)
}

#[test]
fn f9_is_grey_once_the_centre_is_asked() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.cat1().fault(&json!({"fault": "centre_late", "ms": 3_000}))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.browser
        .wait_for_text("#dialog", "F9 中止は、端末への依頼です。センターに問合せた後は中止できません。")?;
    shop.cat1().touch("visa")?;
    shop.browser.wait_for_text("#waits-for", "センターに問合せ中です(中止できません)")?;
    shop.browser.wait_for_element("#f9:disabled", true)?;
    shop.browser.picture("centre")?;
    shop.browser.fits()?;
    shop.browser.press_times(Key::F9, 3)?;
    shop.browser.shows("linking")?;
    ensure!(!shop.browser.has("#cancelling")?, "a 中止 was asked for at the centre");
    claims_nothing(&shop)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn a_stop_that_is_cut_off_with_the_line_is_found_out_by_asking() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.cat1()
        .fault(&json!({"fault": "cut_in_request", "message": "cancel", "byte": 8, "back_after_ms": 300}))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.browser.press(Key::F9)?;
    shop.reads("unknown", &["決済の途中で端末との接続が切れました。"])?;
    claims_nothing(&shop)?;
    shop.browser.wait_for_text("#standing", "端末は「取引中」と答えています。")?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn a_stop_that_does_not_reach_the_terminal_gives_its_key_back() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().fault(&json!({"fault": "nak_blocks", "sticky": true}))?;
    shop.browser.press(Key::F9)?;
    shop.hears("中止の依頼は端末に届きませんでした。決済は続いています。")?;
    shop.browser.shows("linking")?;
    shop.browser.wait_for_element("#cancelling", false)?;
    shop.browser.wait_for_element("#f9:not(:disabled)", true)?;
    shop.cat1().no_more_faults()?;
    shop.browser.press(Key::F9)?;
    shop.reads("failure", &["stera端末で決済を中止しました。"])?;
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    shop.close_the_books(0)
}
