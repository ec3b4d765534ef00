//! Class none: a person looks at the terminal and chooses. The choices' own checks.

use anyhow::Result;
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};

/// J-Mups credit.
const COMPANY: &str = "11";

/// One good sale, and its paper.
fn after_a_good_sale() -> Result<(Shop, Paper)> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    shop.sell_linked(&["1002"], COMPANY)?;
    shop.cat2().touch("jcb")?;
    shop.next_customer()?;
    let paper = shop.cat2().wait_for_paper(None)?;
    Ok((shop, paper))
}

/// The line goes while the customer stands there, who pays all the same.
fn paid_behind_a_cut_line(shop: &mut Shop, before: &Paper) -> Result<Paper> {
    shop.sell_next(&["1001"], COMPANY)?;
    shop.browser.at("linking")?;
    shop.cat2().wait_for_customer()?;
    shop.cat2().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat2().touch("visa")?;
    shop.cat2().wait_for_paper(Some(before))
}

/// `10:05` an hour later.
fn an_hour_off(time: &str) -> String {
    let hour: u32 = time.get(..2).and_then(|hour| hour.parse().ok()).unwrap_or_default();
    format!("{:02}{}", (hour + 1) % 24, time.get(2..).unwrap_or_default())
}

#[test]
fn a_slip_is_taken_on_a_persons_word_only_where_number_time_and_approval_fit() -> Result<()> {
    let (mut shop, booked) = after_a_good_sale()?;
    let paper = paid_behind_a_cut_line(&mut shop, &booked)?;
    shop.browser.wait_for_element("[data-choice='5']", true)?;
    let choices = [
        "端末で決済完了(売上票あり)",
        "端末に記録なし(請求なし)",
        "端末に「処理未了」の表示",
        "確認できない(保留)",
        "別の方法で受取る(現金など)",
    ];
    shop.reads("unknown", &choices)?;
    shop.browser.picture("choices")?;
    shop.choose("3", "incomplete")?;
    shop.browser.wait_for_text("[data-choice-form]", "請求されている可能性がある状態です")?;
    shop.back_to_choices()?;
    // 2, although there is a slip.
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", &paper.slip_number)])?;
    shop.browser.press(Key::F12)?;
    shop.hears("この会計の売上票であれば「端末で決済完了(売上票あり)」を選んでください")?;
    shop.back_to_choices()?;
    shop.choose("1", "charged")?;
    let mistyped = Paper { approval_code: String::new(), time: an_hour_off(&paper.time), ..booked.clone() };
    shop.enter_paper(&mistyped)?;
    shop.hears("すでに別の伝票または操作待ちで登録されています")?;
    shop.correct("slip-number", &paper.slip_number)?;
    shop.hears("この決済の時刻")?;
    shop.correct("slip-time", &paper.time)?;
    shop.hears("カードの売上票には承認番号があります")?;
    shop.still("unknown")?;
    shop.correct("approval-code", &paper.approval_code)?;
    // The amount was the other slip's: what the paper says and what was asked do not agree.
    shop.reads("contradiction", &["端末の決済内容が、この会計と一致しません", "決済された金額が違います"])?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number, &paper.approval_code])?;
    shop.next_customer()?;
    shop.cat2().plug_in()?;
    shop.linked("cat2")?;
    shop.questions(0)?;
    shop.close_the_books(2)
}

#[test]
fn while_the_terminal_says_it_is_at_it_nobody_may_say_that_nothing_is_on_record() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat1().plug_in()?;
    shop.browser.wait_for_text("#standing", "端末は「取引中」と答えています。")?;
    shop.choose("2", "not-on-record")?;
    shop.fill_in(&[("newest-slip", "00000")])?;
    shop.browser.press(Key::F12)?;
    shop.hears("端末がまだ取引中と答えているため")?;
    shop.still("unknown")?;
    shop.cat1().touch("visa")?;
    // Its answer closes the form.
    shop.receipt_says(&["VISA"])?;
    shop.questions(0)?;
    shop.next_customer()?;
    shop.close_the_books(1)
}
