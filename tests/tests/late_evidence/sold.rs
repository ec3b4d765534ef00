//! 【決済内容相違】 of a sale that stands on a person's word: the goods are gone, and only its money is in question.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};
use serde_json::json;

use super::{cut_off, invented};

/// A good sale, and its paper.
fn after_a_good_sale() -> Result<(Shop, Paper)> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().touch("jcb")?;
    shop.next_customer()?;
    let paper = shop.cat1().wait_for_paper(None)?;
    Ok((shop, paper))
}

/// The question in the list, with all its ways out.
fn open_question(shop: &Shop, difference: &str) -> Result<()> {
    shop.questions(1)?;
    shop.browser.at("sale")?;
    shop.open_listed(&["決済内容相違", "¥158"], "contradiction")?;
    let ways = [
        difference,
        "端末で取消するときの手順",
        "売上票のとおりで正しい",
        "端末に記録なし(手動で決済し直す)",
        "端末で取消した(手動で決済し直す)",
    ];
    shop.reads("contradiction", &ways)
}

/// Choice 1 with a paper that is none, and a customer who has given up.
fn sold_on_a_wrong_word(shop: &mut Shop, paper: &Paper) -> Result<()> {
    cut_off(shop, "01")?;
    shop.cat1().act(&json!({"act": "cancel"}))?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&invented(paper, "00042"))?;
    shop.receipt_says(&["00042"])?;
    shop.next_customer()?;
    shop.cat1().plug_in()?;
    shop.linked("cat1")
}

/// 手動決済: taken by hand on the terminal, and its slip entered.
fn take_by_hand(shop: &mut Shop) -> Result<()> {
    shop.questions(0)?;
    shop.actions(1)?;
    let by_hand = shop.cat1().sell_by_hand(158, 30, "visa")?;
    shop.linked("cat1")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.close_action(&["手動決済", "¥158"], &by_hand, "158")?;
    shop.actions(0)
}

#[test]
fn a_sale_whose_charge_never_was_keeps_its_goods_and_is_taken_by_hand() -> Result<()> {
    let (mut shop, paper) = after_a_good_sale()?;
    sold_on_a_wrong_word(&mut shop, &paper)?;
    open_question(&shop, "決済完了とした後に不承認が届きました")?;
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &paper.slip_number)])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("lists")?;
    take_by_hand(&mut shop)?;
    ensure!(shop.pos_books()?.slips.len() == 2, "the sale does not stand");
    shop.close_the_books(2)
}

#[test]
fn a_sale_booked_with_another_slips_number_is_put_right_with_the_paper_or_voided() -> Result<()> {
    let (mut shop, first) = after_a_good_sale()?;
    let mut before = first;
    for digit in ["1", "3"] {
        cut_off(&mut shop, "01")?;
        shop.cat1().touch("visa")?;
        let paper = shop.cat1().wait_for_paper(Some(&before))?;
        shop.choose("1", "charged")?;
        shop.enter_paper(&invented(&paper, &format!("0009{digit}")))?;
        shop.receipt_says(&["0009"])?;
        shop.next_customer()?;
        shop.cat1().plug_in()?;
        shop.linked("cat1")?;
        open_question(&shop, "伝票番号が手入力と違います")?;
        if digit == "1" {
            shop.choose("1", "charged")?;
            shop.enter_paper(&paper)?;
            shop.questions(0)?;
            shop.browser.at("lists")?;
            shop.browser.press(Key::F9)?;
            shop.browser.at("sale")?;
        } else {
            let voided = shop.cat1().void_by_hand(&paper.slip_number)?;
            shop.linked("cat1")?;
            shop.choose("3", "voided")?;
            // The terminal's own number of the sale, which is not what was typed, is not the void's either.
            shop.fill_in(&[("slip-number", &paper.slip_number), ("slip-amount", "158")])?;
            shop.browser.press(Key::F12)?;
            shop.hears("それは元の売上票の番号です")?;
            shop.correct("slip-number", &voided)?;
            shop.browser.at("lists")?;
            take_by_hand(&mut shop)?;
        }
        before = paper;
    }
    ensure!(shop.pos_books()?.slips.len() == 3);
    shop.close_the_books(3)
}
