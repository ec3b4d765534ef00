//! What is printed, in Chromium: the original once, 再発行 counted, 領収書 once, 収入印紙 by what was paid in money, and all of
//! it in 電子ジャーナル as it was.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};

fn open() -> Result<Shop> {
    let shop = Shop::open(Plan::default())?;
    shop.counts_prints()?;
    shop.go_to_counter()?;
    Ok(shop)
}

#[test]
fn the_original_comes_out_once_and_every_further_printout_counts_up_and_stands_in_the_journal() -> Result<()>
{
    let shop = open()?;
    let number = shop.sell_for_cash(&["1001", "3001"])?;
    shop.browser.press(Key::F10)?;
    shop.comes_out(1, 0, "original", &["領収証", "おにぎり 鮭", "登録番号", "内消費税等"])?;
    shop.browser.press(Key::F10)?;
    shop.comes_out(2, 1, "second", &["再発行 (1回目)", "領収証", "おにぎり 鮭"])?;
    shop.next_customer()?;
    shop.scan_slip(number)?;
    shop.browser.picture("slip")?;
    shop.browser.press(Key::F10)?;
    shop.comes_out(3, 2, "third", &["再発行 (2回目)"])?;

    shop.open_journal()?;
    shop.journal_row(0, &["レシート", &format!("{number:08}"), "佐藤", "2回目"])?;
    shop.journal_row(1, &["1回目"])?;
    shop.journal_row(2, &["レシート"])?;
    shop.browser.fits()?;
    shop.browser.picture("journal")?;
    shop.browser.press(Key::Down)?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("journal-paper")?;
    shop.browser.wait_for_text("#paper-lines", "再発行 (1回目)")?;
    shop.browser.wait_for_text("#paper-lines", "おにぎり 鮭")?;
    shop.browser.fits()?;
    shop.browser.picture("journal-paper")?;
    shop.browser.press(Key::F10)?;
    shop.browser.has_printed(4)?;
    let extract = shop.browser.on_paper("extract")?;
    ensure!(extract.contains("電子ジャーナル控え") && extract.contains("領収証ではありません"), "{extract}");
    shop.close_the_books(0)
}

#[test]
fn the_journal_is_searched_by_what_stands_on_paper_and_goes_out_as_a_file() -> Result<()> {
    let shop = open()?;
    shop.sell_for_cash(&["1001"])?;
    shop.next_customer()?;
    shop.sell_for_cash(&["3001"])?;
    shop.next_customer()?;
    shop.open_journal()?;
    shop.journal_row(1, &["レシート"])?;
    shop.browser.press(Key::F5)?;
    shop.browser.at("journal-filter")?;
    shop.write("paper-text", "おにぎり")?;
    shop.browser.fits()?;
    shop.browser.picture("filter")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("journal")?;
    shop.hears("400日以内")?;
    shop.browser.picture("unbounded")?;
    shop.browser.press(Key::F5)?;
    shop.browser.at("journal-filter")?;
    shop.write("find-from", "20260101")?;
    shop.write("find-to", "20261231")?;
    shop.browser.press(Key::F12)?;
    shop.browser.wait_for_text("#journal-filter", "「おにぎり」を含む")?;
    shop.browser.wait_for_text("#counted", "1件中 1件目")?;
    shop.browser.picture("found")?;
    let folder = shop.place.file("downloads");
    std::fs::create_dir_all(&folder)?;
    shop.browser.download_into(&folder)?;
    shop.browser.press(Key::F8)?;
    shop.browser.at("export")?;
    shop.browser.press(Key::F12)?;
    let file = String::from_utf8_lossy(&shop.browser.downloaded(&folder, "電子ジャーナル")?).into_owned();
    ensure!(file.contains("おにぎり 鮭") && file.contains("ハッシュ"), "{file}");
    ensure!(!file.contains("ビール"), "only what was looked for:\n{file}");
    shop.close_the_books(0)
}

/// 【領収書】 is open, and what it previews has these words.
fn previews(shop: &Shop, words: &[&str]) -> Result<()> {
    shop.browser.at("formal")?;
    words.iter().try_for_each(|word| shop.browser.wait_for_text("#paper-lines", word))
}

#[test]
fn a_formal_receipt_comes_once_with_its_stamp_and_again_only_with_a_manager() -> Result<()> {
    let shop = open()?;
    // ¥63,200 in cash, ¥58,519 before tax.
    let number = shop.sell_for_cash(&["400*1001"])?;
    shop.browser.wait_for_text("#receipt .paper-stamp", "200円")?;
    shop.browser.press(Key::F7)?;
    previews(&shop, &["領収書", "¥63,200-", "但 お品代として"])?;
    shop.fill_in(&[("addressee", "株式会社見本")])?;
    previews(&shop, &["株式会社見本 様", "収入印紙"])?;
    shop.browser.wait_for_text("#stamp-needed", "200円")?;
    shop.browser.fits()?;
    shop.browser.picture("formal")?;
    shop.browser.press(Key::F12)?;
    let words = ["領収書", "株式会社見本 様", "¥63,200-", "8%対象", "登録番号", "収入印紙", "現金"];
    shop.comes_out(1, 0, "formal", &words)?;
    shop.next_customer()?;

    shop.scan_slip(number)?;
    shop.browser.press(Key::F7)?;
    shop.browser.wait_for_text("#issued-before", "責任者の承認")?;
    previews(&shop, &["再発行 (1回目)", "株式会社見本 様"])?;
    shop.browser.fits()?;
    shop.browser.picture("issued-before")?;
    shop.browser.press(Key::F12)?;
    shop.approve("receipt_reprint")?;
    shop.comes_out(2, 1, "formal-again", &["再発行 (1回目)", "領収書", "株式会社見本 様"])?;
    shop.open_journal()?;
    shop.journal_row(0, &["領収書", "¥63,200", "1回目"])?;
    shop.journal_row(1, &["領収書"])?;
    shop.close_the_books(0)
}

#[test]
fn what_is_paid_on_credit_takes_no_stamp_and_says_so() -> Result<()> {
    let shop = open()?;
    shop.ring_up(&["400*1001"])?;
    shop.issue()?;
    shop.choose_company("91")?;
    shop.browser.at("checkout")?;
    shop.browser.wait_for_text("#credit-amount", "¥63,200")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["クレジットカード利用"])?;
    shop.browser.press(Key::F10)?;
    shop.comes_out(1, 0, "credit", &["クレジットカード利用", "¥63,200"])?;
    ensure!(!shop.browser.has(".paper-stamp")?, "credit takes no stamp");
    shop.browser.press(Key::F7)?;
    previews(&shop, &["¥63,200-", "クレジットカード利用"])?;
    ensure!(!shop.browser.has("#stamp-needed")?, "credit takes no stamp");
    shop.browser.press(Key::F12)?;
    shop.comes_out(2, 0, "credit-formal", &["クレジットカード利用"])?;
    shop.close_the_books(0)
}

#[test]
fn a_return_prints_its_invoice_and_ends_the_formal_receipts_of_its_sale() -> Result<()> {
    let shop = open()?;
    let number = shop.sell_for_cash(&["3*1001"])?;
    shop.next_customer()?;
    shop.a_day_later()?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F4)?;
    shop.browser.at("goods-back")?;
    shop.browser.type_text("1")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_text("#back-sum", "返金 ¥158")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("give-back")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("receipt")?;
    shop.browser.press(Key::F10)?;
    let words = ["返品伝票", "(適格返還請求書)", "登録番号", "元の取引日", "-¥158", "内消費税等", "軽減税率"];
    shop.comes_out(1, 0, "return", &words)?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.scan_slip(number)?;
    shop.browser.press(Key::F7)?;
    shop.browser.wait_for_text("#no-formal", "返品のある伝票には領収書を発行できません")?;
    shop.browser.fits()?;
    shop.browser.picture("no-formal")?;
    shop.browser.press(Key::F12)?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("slip")?;
    shop.close_the_books(0)
}
