//! The terminal's process ends at every step of a sale (`die_at`) and is started again with what was on its disk.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Line};
use serde_json::json;

/// On LAN: a pty's number would go to another test's terminal.
fn open() -> Result<Shop> {
    let plan = Plan::with_cat1(Kind::jt_c60().on(Line::Tcp));
    let shop = Shop::open(Plan { decide_after_s: Some(60), ..plan })?;
    shop.open_counter()?;
    Ok(shop)
}

/// A sale in which the terminal dies at this step; it stays dead.
fn dies_in_a_sale(shop: &mut Shop, step: &str) -> Result<()> {
    shop.cat1().fault(&json!({"fault": "die_at", "step": step}))?;
    shop.sell_next(&["1001"], "01")?;
    if !step.ends_with("_store_pending") {
        shop.browser.at("linking")?;
        shop.cat1().touch("visa")?;
    }
    shop.cat1().died()
}

#[test]
fn a_terminal_that_dies_before_it_has_charged_is_asked_and_the_customer_pays_otherwise() -> Result<()> {
    let mut shop = open()?;
    let steps = [
        ("before_store_pending", "端末に記録がありませんでした。"),
        ("after_store_pending", "stera端末で決済を中止しました。"),
        ("before_centre", "stera端末で決済を中止しました。"),
    ];
    for (step, what) in steps {
        dies_in_a_sale(&mut shop, step)?;
        let asked = ["カードはまだ通さないでください", "結果を確認しています", "F7 会計保留"];
        shop.reads("unknown", &asked)?;
        shop.questions(1)?;
        shop.cat1().start_again()?;
        shop.reads("failure", &[what, "請求はされていません"])?;
        shop.questions(0)?;
        shop.browser.press(Key::F9)?;
        shop.pay_cash()?;
        shop.linked("cat1")?;
    }
    shop.close_the_books(0)
}

#[test]
fn a_terminal_that_dies_after_it_has_charged_is_asked_and_the_sale_is_made_once() -> Result<()> {
    let mut shop = open()?;
    for step in ["after_centre", "after_store_result"] {
        dies_in_a_sale(&mut shop, step)?;
        shop.browser.at("unknown")?;
        shop.questions(1)?;
        shop.cat1().start_again()?;
        shop.receipt_says(&["VISA", "おにぎり 鮭"])?;
        shop.questions(0)?;
        shop.next_customer()?;
        shop.linked("cat1")?;
    }
    // The result was acknowledged; the terminal does not remember that and tells it again.
    dies_in_a_sale(&mut shop, "after_send")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    shop.cat1().start_again()?;
    shop.linked("cat1")?;
    shop.cat1().wait_for("the result to be taken again", |look| look["terminal"]["undelivered"] == 0)?;
    shop.questions(0)?;
    shop.actions(0)?;
    ensure!(shop.pos_books()?.slips.len() == 3);
    shop.close_the_books(3)
}
