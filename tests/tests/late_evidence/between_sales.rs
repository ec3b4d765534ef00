//! Results that come twice, late, before or in the middle of the next sale: each goes to its own payment.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

#[test]
fn results_told_twice_late_or_again_in_the_next_sale_make_one_sale_each() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    let faults = [
        ("1001", json!({"fault": "duplicate_result"})),
        ("1002", json!({"fault": "stale_result"})),
        ("1003", json!({"fault": "late_result", "ms": 1_500})),
        ("1014", json!({"fault": "repeat_in_next_sale"})),
    ];
    for (sale, (code, fault)) in faults.iter().enumerate() {
        shop.cat1().fault(fault)?;
        shop.sell_next(&[code], "01")?;
        shop.browser.at("linking")?;
        shop.cat1().touch("visa")?;
        shop.receipt_says(&["VISA"])?;
        shop.next_customer()?;
        ensure!(shop.pos_books()?.slips.len() == sale + 1, "{fault}");
    }
    shop.questions(0)?;
    shop.actions(0)?;
    shop.close_the_books(4)
}

#[test]
fn an_approval_that_comes_in_the_next_sale_after_a_persons_no_is_voided_and_stops_nobody() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::j_mups()))?;
    shop.open_counter()?;
    shop.cat1().fault(&json!({"fault": "result_in_next_sale"}))?;
    shop.sell_next(&["1001"], "11")?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    let paper = shop.cat1().wait_for_paper(None)?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    // A person looks badly: the number typed is not that of the newest slip.
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", "00000")])?;
    shop.browser.press(Key::F12)?;
    shop.approve("manual_decision")?;
    shop.reads("failure", &["「端末に記録なし(請求なし)」として確定しました。"])?;
    ensure!(!shop.disagreements()?.is_empty(), "the witness does not see a charge that nobody knows of");
    shop.browser.press(Key::F9)?;
    shop.pay_cash()?;
    shop.cat1().plug_in()?;
    shop.linked("cat1")?;
    // In the middle of the next customer's payment the truth comes out.
    shop.sell_next(&["1002"], "11")?;
    shop.browser.at("linking")?;
    shop.questions(1)?;
    ensure!(shop.disagreements()?.is_empty(), "the charge has its question");
    shop.browser.shows("linking")?;
    shop.cat1().touch("jcb")?;
    shop.receipt_says(&["JCB", "おにぎり 梅"])?;
    shop.next_customer()?;
    shop.open_listed(&["決済内容相違", "¥158"], "contradiction")?;
    shop.reads("contradiction", &["請求なしとした後に承認が届きました", "端末の「設定」ボタンを押し"])?;
    // The sale is paid in cash: the paper is right, and it is a second charge all the same.
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.hears("この会計は、すでに別の方法でお支払い済みです")?;
    shop.back_to_choices()?;
    let voided = shop.cat1().void_by_hand(&paper.slip_number)?;
    shop.linked("cat1")?;
    shop.choose("2", "voided")?;
    shop.fill_in(&[("slip-number", &voided), ("slip-amount", "158")])?;
    shop.browser.press(Key::F12)?;
    shop.questions(0)?;
    shop.actions(0)?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(1)
}
