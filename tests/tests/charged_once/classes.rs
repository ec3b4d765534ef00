//! Class last: the terminal cannot be asked for a payment, but its last transaction can be read, before each sale and after
//! a cut. (Keyed is the other files' class; none is `person.rs`.)

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

fn open() -> Result<Shop> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60().recovering("last")))?;
    shop.sell_linked(&["1002"], "01")?;
    shop.cat1().touch("jcb")?;
    shop.receipt_says(&["JCB"])?;
    shop.next_customer()?;
    Ok(shop)
}

#[test]
fn a_last_transaction_that_is_unchanged_says_not_charged_and_one_that_fits_is_the_sale() -> Result<()> {
    let mut shop = open()?;
    shop.cat1().fault(&json!({"fault": "cut_in_sales", "byte": 60, "back_after_ms": 300}))?;
    shop.sell_next(&["1001"], "01")?;
    shop.reads("failure", &["端末に記録がありませんでした。", "請求はされていません"])?;
    shop.browser.press(Key::F9)?;
    shop.linked("cat1")?;
    shop.link()?;
    // And now the customer pays behind a cut line.
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.reads("unknown", &["決済の途中で端末との接続が切れました。", "カードはまだ通さないでください"])?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(2)?;
    shop.still("unknown")?;
    shop.cat1().plug_in()?;
    shop.receipt_says(&["VISA", "おにぎり 鮭"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    ensure!(shop.pos_books()?.payments.len() == 3);
    shop.close_the_books(2)
}

#[test]
fn a_last_transaction_of_somebody_elses_proves_nothing_and_a_person_decides() -> Result<()> {
    let mut shop = open()?;
    shop.sell_next(&["1001"], "01")?;
    shop.browser.at("linking")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat1().touch("visa")?;
    let paper = shop.cat1().wait_for_paper(None)?;
    // Somebody takes 500 yen by hand, for a 手動決済 of nobody's, and gives them back.
    let by_hand = shop.cat1().sell_by_hand(500, 30, "jcb")?;
    shop.cat1().void_by_hand(&by_hand)?;
    shop.cat1().plug_in()?;
    shop.browser.wait_for_text("#what", "端末の答えが依頼と一致しません。")?;
    shop.still("unknown")?;
    ensure!(paper.slip_number != by_hand);
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number, &paper.approval_code])?;
    shop.questions(0)?;
    shop.next_customer()?;
    shop.close_the_books(2)
}
