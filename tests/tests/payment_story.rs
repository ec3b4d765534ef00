//! 【決済の経過】: what happened to a payment is told in order, with the trace of its terminal's line, and of the card no
//! more than four digits.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

const ROWS: &str = "return [...document.querySelectorAll('.row-story')]
    .map(row => row.dataset.from + ' ' + row.querySelector('.story-text').innerText.replaceAll('\\n', ' '))";

fn rows(shop: &Shop) -> Result<Vec<String>> {
    Ok(serde_json::from_value(shop.browser.ask(ROWS, &[])?)?)
}

/// The words stand in the rows in this order, each in a later row than the one before.
fn in_order(rows: &[String], words: &[&str]) -> Result<()> {
    let mut left = rows.iter();
    for word in words {
        ensure!(left.any(|row| row.contains(word)), "no {word:?} in its place among {rows:#?}");
    }
    Ok(())
}

/// A sale whose first card is declined, and whose cable is pulled during the second try: the terminal is asked.
fn sold_at_the_second_try(shop: &mut Shop) -> Result<u64> {
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F9)?;
    shop.cat1().fault(&json!({"fault": "mute_result", "sticky": true}))?;
    shop.link()?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.newest_slip_number()
}

#[test]
fn the_story_of_a_cut_payment_is_told_in_order_and_its_trace_shows_four_digits_of_the_card() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let slip = sold_at_the_second_try(&mut shop)?;
    shop.scan_slip(slip)?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("story")?;
    shop.browser.wait_for_text("#story-state", "売上確定")?;
    shop.browser.wait_for_text("#story-place", "2/2")?;
    shop.browser.is_accessible()?;
    shop.browser.picture("story")?;
    let told = rows(&shop)?;
    ensure!(told.iter().all(|row| row.starts_with("payment ")), "{told:#?}");
    let events =
        ["受け付けました", "決済依頼を送り始めました", "接続が切れました", "端末の結果:承認", "作成しました"];
    in_order(&told, &events)?;

    shop.browser.press(Key::F6)?;
    shop.browser.wait_for_element(".row-story[data-from='line']", true)?;
    shop.browser.is_accessible()?;
    shop.browser.picture("trace")?;
    let told = rows(&shop)?;
    let between = [
        "受け付けました",
        "決済依頼を送り始めました",
        "line POS→端末 SALES(決済依頼)",
        "line 回線が切れました",
        "接続が切れました",
        "line 回線を開きました",
        "line POS→端末 QUERY(結果の照会)",
        "line 端末→POS RESULT(結果)",
        "端末の結果:承認",
        "作成しました",
    ];
    in_order(&told, &between)?;
    ensure!(told.iter().any(|row| row.contains("RESULT") && row.contains("account_last4=")), "{told:#?}");
    ensure!(told.iter().any(|row| row.contains("ブランド VISA") && row.contains("カード下4桁")), "{told:#?}");
    shop.close_the_books(1)
}

#[test]
fn the_other_tries_of_a_sale_are_a_key_away_and_the_story_prints() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    let slip = sold_at_the_second_try(&mut shop)?;
    shop.scan_slip(slip)?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("story")?;
    shop.browser.wait_for_text("#story-place", "2/2")?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#story-place", "1/2")?;
    shop.browser.wait_for_text("#story-state", "請求なし")?;
    in_order(&rows(&shop)?, &["受け付けました", "決済依頼を送り始めました", "請求なし"])?;
    shop.browser.press(Key::F3)?;
    shop.browser.wait_for_text("#story-place", "2/2")?;
    shop.browser.press_times(Key::Down, 2)?;
    shop.browser.wait("the keys on the third row", |page| {
        let at = page.ask(
            "return [...document.querySelectorAll('.row-story')].findIndex(row => row.ariaSelected === 'true')",
            &[],
        )?;
        Ok(seen_if(at == 2, at.to_string()))
    })?;
    let paper = shop.browser.on_paper("story-paper")?;
    ensure!(
        paper.contains("*** デモ") && paper.contains("売上確定") && paper.contains("作成しました"),
        "{paper}"
    );
    shop.browser.press(Key::F9)?;
    shop.browser.at("slip")?;
    shop.close_the_books(1)
}

#[test]
fn an_open_question_shows_its_story_from_the_list() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.browser.press(Key::F7)?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("story")?;
    shop.browser.wait_for_text("#story-state", "結果不明")?;
    in_order(&rows(&shop)?, &["決済依頼を送り始めました", "接続が切れました"])?;
    shop.browser.fits()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.cat1().touch("visa")?;
    shop.cat1().plug_in()?;
    shop.questions(0)?;
    shop.close_the_books(1)
}
