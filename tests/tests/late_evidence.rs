//! Evidence that comes late, twice, of another payment or for another sum: always kept, never a second sale, and a person
//! is asked where it does not agree. Each ends with the centre's book beside the POS's.

#[path = "late_evidence/between_sales.rs"]
mod between_sales;
#[path = "late_evidence/cash_back.rs"]
mod cash_back;
#[path = "late_evidence/contradicted.rs"]
mod contradicted;
#[path = "late_evidence/sold.rs"]
mod sold;

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};
use serde_json::json;

/// The line goes while the customer stands at CAT1.
fn cut_off(shop: &mut Shop, company: &str) -> Result<()> {
    shop.sell_next(&["1001"], company)?;
    shop.browser.at("linking")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")
}

/// A slip nobody has printed, of this minute.
fn invented(paper: &Paper, slip_number: &str) -> Paper {
    Paper { slip_number: slip_number.to_owned(), ..paper.clone() }
}

#[test]
fn an_approval_that_agrees_with_choice_1_asks_nothing() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    cut_off(&mut shop, "01")?;
    shop.cat1().touch("visa")?;
    let paper = shop.cat1().wait_for_paper(None)?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number, &paper.approval_code])?;
    shop.next_customer()?;
    shop.cat1().plug_in()?;
    shop.linked("cat1")?;
    shop.cat1().wait_for("the result to be taken", |look| look["terminal"]["undelivered"] == 0)?;
    shop.questions(0)?;
    shop.actions(0)?;
    ensure!(shop.browser.look()?.notice.is_empty(), "{:?}", shop.browser.look()?);
    ensure!(shop.pos_books()?.slips.len() == 1);
    shop.close_the_books(1)
}

#[test]
fn an_approval_after_a_restart_is_asked_about_and_both_answers_are_kept() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    for answer in [Key::F12, Key::F1] {
        shop.sell_next(&["1001"], "01")?;
        shop.browser.at("linking")?;
        shop.cat1().wait_for_customer()?;
        let before = shop.charges()?;
        shop.agent.kill();
        shop.cat1().touch("visa")?;
        shop.wait_for_charges(before + 1)?;
        shop.agent.start_again()?;
        shop.reads("handover", &["商品はお渡し済みですか?", "販売確定", "端末で取消", "あとで"])?;
        shop.browser.press(answer)?;
        if answer == Key::F12 {
            shop.receipt_says(&["VISA"])?;
            shop.next_customer()?;
        }
    }
    shop.hears("端末で取消する操作が「端末側の操作待ち」に残りました")?;
    shop.actions(1)?;
    shop.questions(0)?;
    let books = shop.pos_books()?;
    ensure!(books.slips.len() == 1 && books.newest_payment()?.state == "void_promised", "{books:?}");
    ensure!(shop.disagreements()?.is_empty(), "the charge has its action");
    // The customer is gone: back to the sale, not to its money.
    shop.browser.at("sale")?;
    let charged = shop.cat1().newest_slip()?;
    let voided = shop.cat1().void_by_hand(&charged)?;
    shop.close_action(&["端末で取消", "¥158"], &voided, "158")?;
    shop.actions(0)?;
    shop.close_the_books(1)
}

#[test]
fn answers_of_another_unit_or_payment_and_answers_given_twice_settle_nothing_of_ours_wrongly() -> Result<()> {
    let mut shop = Shop::open(Plan { decide_after_s: Some(60), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.open_counter()?;
    let faults = ["other_payment_answer", "stale_answer", "duplicate_answer", "other_unit_answer"];
    for (sale, fault) in faults.into_iter().enumerate() {
        // Nothing is told unasked, so that it must be asked for.
        shop.cat1().fault(&json!({"fault": "mute_result", "sticky": true}))?;
        shop.cat1().fault(&json!({"fault": fault}))?;
        cut_off(&mut shop, "01")?;
        shop.cat1().touch("visa")?;
        shop.wait_for_charges(sale + 1)?;
        shop.cat1().plug_in()?;
        if fault == "other_unit_answer" {
            // Ours by its key, and of a unit that was not asked.
            shop.reads("contradiction", &["端末番号が登録と違います", "端末の画面左上の「≡」"])?;
            shop.choose("1", "charged")?;
            let paper = shop.cat1().paper()?;
            shop.enter_paper(&paper)?;
        }
        shop.receipt_says(&["クレジット"])?;
        shop.next_customer()?;
        shop.linked("cat1")?;
        shop.cat1().no_more_faults()?;
        shop.questions(0)?;
        ensure!(shop.pos_books()?.slips.len() == sale + 1, "{fault}");
        // A key the journal does not know must not go unseen; once its slip is booked it was ours.
        shop.actions(0)?;
    }
    shop.close_the_books(4)
}
