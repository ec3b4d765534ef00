//! 確認できない(保留): the contact stays on every screen, the terminal is free for others once its newest slip is entered,
//! one per terminal; released with the paper.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};

const COMPANY: &str = "11";

/// The line is cut and plugged in again while the customer pays.
fn paid_behind_a_cut_line(shop: &mut Shop, before: Option<&Paper>) -> Result<Paper> {
    shop.sell_next(&["1001"], COMPANY)?;
    shop.browser.at("linking")?;
    shop.cat2().wait_for_customer()?;
    shop.cat2().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat2().touch("visa")?;
    let paper = shop.cat2().wait_for_paper(before)?;
    shop.cat2().plug_in()?;
    shop.linked("cat2")?;
    Ok(paper)
}

#[test]
fn what_is_held_frees_the_terminal_with_its_newest_slip_and_is_released_with_the_paper() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    shop.open_counter()?;
    let first = paid_behind_a_cut_line(&mut shop, None)?;
    shop.choose("4", "hold")?;
    shop.fill_in(&[("contact", "Yamada 090-0000"), ("newest-slip", "00099")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("端末の最新の伝票番号と違います")?;
    shop.correct("newest-slip", &first.slip_number)?;
    shop.wait_for_payment("held")?;
    shop.hears("要確認として保留しました")?;
    shop.reads("unknown", &["保留中(連絡先:Yamada 090-0000)"])?;
    shop.browser.press(Key::F7)?;
    shop.browser.at("sale")?;
    // The next customer pays on the same terminal, and this time, too, nobody knows.
    let second = paid_behind_a_cut_line(&mut shop, Some(&first))?;
    shop.questions(2)?;
    shop.choose("4", "hold")?;
    shop.fill_in(&[("contact", "Suzuki")])?;
    shop.browser.press(Key::F12)?;
    // A second one on the same terminal is a manager's, who is not there.
    shop.reads("approval", &["決済結果の判断", "責任者の承認が必要です"])?;
    shop.browser.press(Key::F9)?;
    shop.hears("承認されなかったため、操作は行われていません")?;
    shop.still("unknown")?;
    shop.back_to_choices()?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&second)?;
    shop.receipt_says(&[&second.slip_number])?;
    shop.next_customer()?;
    // Released, with the paper, from the list.
    shop.open_listed(&["結果不明", "¥158"], "unknown")?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&first)?;
    shop.approve("manual_decision")?;
    shop.hears("保留していた会計の決済が確認でき、売上になりました")?;
    shop.questions(0)?;
    ensure!(shop.pos_books()?.slips.len() == 2);
    shop.close_the_books(2)
}
