//! 決済照合 in Chromium, with a terminal that has a memory of its own: what agrees, what a person's word was worth, what is on
//! one side alone, and a log that did not come whole.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};
use serde_json::json;

/// J-Mups credit.
const COMPANY: &str = "11";

/// 帳票 > 決済照合.
fn open_matching(shop: &Shop) -> Result<()> {
    shop.go_to_menu()?;
    shop.browser.type_text("3")?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
    shop.browser.type_text("3")?;
    shop.browser.at("matching")
}

/// F6 新しい照合, with the period that is proposed.
fn new_run(shop: &Shop) -> Result<()> {
    shop.browser.press(Key::F6)?;
    shop.browser.at("matching-new")?;
    shop.browser.wait_for_text("#match-terminal", "端末番号")?;
    shop.browser.fits()
}

/// F12 中間計取込, until the run is there.
fn read_log(shop: &Shop) -> Result<()> {
    shop.browser.press(Key::F12)?;
    shop.browser.at("matching-run")?;
    shop.browser.wait_for_element("#match-sides", true)?;
    shop.browser.fits()
}

fn one_linked_sale(shop: &mut Shop) -> Result<Paper> {
    shop.sell_linked(&["1002"], COMPANY)?;
    shop.cat2().touch("jcb")?;
    shop.next_customer()?;
    shop.cat2().wait_for_paper(None)
}

/// The line goes while the customer stands there, who pays all the same; a person types the paper.
fn settled_by_a_person(shop: &mut Shop, before: &Paper) -> Result<()> {
    shop.sell_next(&["1001"], COMPANY)?;
    shop.browser.at("linking")?;
    shop.cat2().wait_for_customer()?;
    shop.cat2().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat2().touch("visa")?;
    let paper = shop.cat2().wait_for_paper(Some(before))?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number])?;
    shop.next_customer()?;
    shop.cat2().plug_in()?;
    shop.linked("cat2")
}

#[test]
fn a_charge_nobody_knew_of_is_found_and_a_persons_word_is_confirmed() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    let first = one_linked_sale(&mut shop)?;
    settled_by_a_person(&mut shop, &first)?;
    let stray = shop.cat2().sell_by_hand(500, 3, "visa")?;

    open_matching(&shop)?;
    shop.browser.wait_for_text(".list-empty", "まだ照合していません")?;
    shop.browser.picture("no-runs")?;
    new_run(&shop)?;
    shop.browser.picture("new")?;
    read_log(&shop)?;
    shop.browser.wait_for_text("#match-notes", "証拠待ちを確認 1件")?;
    shop.browser.wait_for_text("#counted", "未対応 1件(差異 1件)")?;
    shop.browser.wait_for_text("[data-kind='端末のみ']", &stray)?;
    shop.browser.picture("differences")?;

    // A clerk cannot let it go.
    shop.browser.press(Key::F6)?;
    shop.browser.at("matching-close")?;
    shop.browser.wait_for_text("#unknown-charge", "責任者の承認が必要です")?;
    shop.browser.fits()?;
    shop.browser.picture("reasons")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("matching-run")?;

    // What it calls for: the list of what is to be done on the terminal.
    shop.browser.press(Key::F12)?;
    shop.hears("「端末側の操作待ち」に登録しました")?;
    shop.browser.wait_for_attribute("[data-kind='端末のみ']", "data-closed", "true")?;
    shop.actions(1)?;
    ensure!(shop.disagreements()?.is_empty(), "a charge without its question");
    let void = shop.cat2().void_by_hand(&stray)?;
    shop.close_action(&["記録にない決済"], &void, "500")?;

    // The next run, from the same morning on, has nothing open.
    open_matching(&shop)?;
    shop.browser.wait_for_attribute("[data-run='1']", "data-open", "0")?;
    new_run(&shop)?;
    shop.write("match-from-time", "00:00")?;
    read_log(&shop)?;
    shop.browser.wait_for_text("#match-notes", "証拠待ちを確認 1件")?;
    shop.browser.picture("second-run")?;
    // In 精算 the newest run stands beside the typed totals.
    shop.open_day("day-close")?;
    shop.browser.press(Key::F12)?;
    shop.browser.wait_for_text("[data-run='newest']", "決済照合")?;
    shop.browser.fits()?;
    shop.browser.picture("day-compare")?;
    shop.close_the_books(2)
}

#[test]
fn a_log_that_is_not_whole_is_told_by_name_and_nothing_is_kept() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    one_linked_sale(&mut shop)?;
    open_matching(&shop)?;
    new_run(&shop)?;
    let faults = [
        ("log_line_missing", "中間計の件数が合いません"),
        ("log_line_twice", "が2回あります"),
        ("log_line_cut_short", "1行目が途中で切れています"),
        ("log_line_of_other_unit", "別の端末"),
    ];
    for (fault, words) in faults {
        shop.cat2().fault(&json!({"fault": fault}))?;
        shop.browser.press(Key::F12)?;
        shop.hears(words)?;
        shop.browser.at("matching-new")?;
    }
    // Reversed, and no time at all.
    shop.write("match-from-day", "2031-01-01")?;
    shop.browser.press(Key::F12)?;
    shop.hears("より後です")?;
    shop.write("match-from-day", "明日")?;
    shop.browser.press(Key::F12)?;
    shop.hears("開始日")?;
    // Ten years are a period.
    shop.write("match-from-day", "2016-01-01")?;
    read_log(&shop)?;
    shop.browser.wait_for_text(".list-empty", "一致しています")?;
    shop.close_the_books(1)
}

#[test]
fn sums_from_paper_are_gone_through_slip_by_slip() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat2(Kind::j_mups()))?;
    let paper = one_linked_sale(&mut shop)?;
    open_matching(&shop)?;
    new_run(&shop)?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("matching-totals")?;
    shop.write("match-count", "2")?;
    shop.write("match-amount", "900")?;
    shop.browser.fits()?;
    shop.browser.picture("totals")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("matching-run")?;
    shop.browser.wait_for_text("[data-kind='合計相違']", "2件 ¥900")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("matching-itemise")?;
    shop.write("match-slip", &paper.slip_number)?;
    shop.write("match-slip-amount", &paper.amount)?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_text("#typed-slips", &paper.slip_number)?;
    shop.browser.fits()?;
    shop.browser.picture("itemise")?;
    shop.browser.press(Key::F12)?;
    shop.hears("中間計の合計(2件 ¥900)と合いません")?;
    // One that is not this shop's: on the paper all the same.
    shop.write("match-slip", "77")?;
    shop.write("match-slip-amount", "752")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_text("#typed-slips", "00077")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("matching-run")?;
    shop.browser.wait_for_attribute("[data-kind='合計相違']", "data-closed", "true")?;
    shop.browser.wait_for_text("[data-kind='端末のみ']", "00077")?;
    shop.close_the_books(1)
}
