//! The agent is killed at the moments that matter; its journal and the terminal's memory find the payment again, and the
//! clerk is asked whether the goods were handed over.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

/// The agent is dead, and the page says so; it comes back.
fn come_back(shop: &mut Shop) -> Result<()> {
    let away = ["レジシステムに接続していません", "決済の結果は、接続後に表示します"];
    for words in away {
        shop.browser.wait_for_text("#agent-away", words)?;
    }
    shop.browser.fits()?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)
}

#[test]
fn an_agent_killed_at_any_moment_of_a_sale_books_it_once() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.open_counter()?;
    // Right after SALES.
    shop.sell_next(&["1001"], "01")?;
    shop.browser.at("linking")?;
    shop.cat1().wait_for("SALES to be stored", |look| look["terminal"]["pending"].is_object())?;
    shop.agent.kill();
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    come_back(&mut shop)?;
    let question = ["承認が後から分かりました。商品はお渡し済みですか?", "販売確定", "端末で取消", "¥158"];
    shop.reads("handover", &question)?;
    shop.questions(1)?;
    ensure!(shop.pos_books()?.slips.is_empty(), "the sale was made without asking");
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    // After the result was stored at the terminal, and before it was told.
    let before = shop.cat1().wait_for_paper(None)?;
    shop.cat1().fault(&json!({"fault": "mute_result"}))?;
    shop.sell_next(&["1002"], "01")?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    shop.cat1().wait_for_paper(Some(&before))?;
    shop.agent.kill();
    come_back(&mut shop)?;
    shop.reads("handover", &question[..3])?;
    shop.browser.press(Key::F9)?;
    // あとで: it stays in the list, and locks its sale.
    shop.browser.at("sale")?;
    shop.open_listed(&["お渡し確認", "¥148"], "handover")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    // After the acknowledgement: its sale is made already, or asked about.
    shop.sell_next(&["1003"], "01")?;
    shop.browser.at("linking")?;
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(3)?;
    shop.cat1().wait_for("the acknowledgement", |look| {
        look["terminal"]["undelivered"] == 0 && look["terminal"]["activity"] == "idle"
    })?;
    shop.agent.kill();
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.browser.wait("the receipt or the question", |page| {
        let shown = page.look()?;
        Ok(seen_if(["receipt", "handover"].contains(&shown.screen.as_str()), format!("{shown:?}")))
    })?;
    if shop.browser.look()?.screen == "handover" {
        shop.browser.at("handover")?;
        shop.browser.press(Key::F12)?;
    }
    shop.receipt_says(&["VISA", "おにぎり 昆布"])?;
    shop.next_customer()?;
    shop.questions(0)?;
    let books = shop.pos_books()?;
    ensure!(books.slips.len() == 3 && books.payments.len() == 3, "{books:?}");
    shop.close_the_books(3)
}
