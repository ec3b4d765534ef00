//! クレジット利用履歴 in Chromium: every kind of card payment with its mark, found, summed, drawn, opened, printed and
//! written out.

use anyhow::{Context, Result, ensure};
use catlink_tests::agent::{self, AgentSetup};
use catlink_tests::browser::{Browser, Key};
use catlink_tests::patience::seen_if;
use catlink_tests::place::Place;
use catlink_tests::process::Process;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Paper};

/// A name that a file must quote, and a spreadsheet must not take for a formula.
const AWKWARD: &str = "=商店会, \"A\"";

/// From 業務メニュー to the list.
fn open_history(page: &Browser) -> Result<()> {
    page.at("menu")?;
    page.type_text("3")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("2")?;
    page.at("history")
}

/// What the browser was not allowed to do by the page's own rules.
fn watch_refusals(page: &Browser) -> Result<()> {
    let script = "window.refused = [];
        document.addEventListener('securitypolicyviolation', event =>
            window.refused.push(`${event.violatedDirective} ${event.sample} ${event.sourceFile}`));";
    page.ask(script, &[]).map(drop)
}

fn nothing_was_refused(page: &Browser) -> Result<()> {
    let refused = page.ask("return window.refused.join(' | ')", &[])?;
    ensure!(refused == "", "refused by the Content-Security-Policy: {refused}");
    Ok(())
}

/// The rows on the screen, each as its cells.
fn rows(page: &Browser) -> Result<Vec<Vec<String>>> {
    let script = "return [...document.querySelectorAll('#history-rows .history-row')]
        .map(row => [...row.children].map(cell => cell.innerText.trim()))";
    Ok(serde_json::from_value(page.ask(script, &[])?)?)
}

fn counted(page: &Browser, count: usize) -> Result<()> {
    page.wait(&format!("{count} rows"), |page| {
        let text = page.text("#counted")?.unwrap_or_default();
        let shown = rows(page)?.len();
        Ok(seen_if(text == format!("{count}件") && shown == count, format!("{text}, {shown} shown")))
    })
}

/// 【検索】 with these fields; F2 first.
fn find(shop: &Shop, fields: &[(&str, &str)]) -> Result<()> {
    let page = &shop.browser;
    page.press(Key::F5)?;
    page.at("history-find")?;
    page.press(Key::F2)?;
    for (field, text) in fields {
        shop.write(field, text)?;
    }
    page.press(Key::F12)
}

/// 取扱不可, 連動しないで確定, by hand on the terminal, and its number typed.
fn taken_by_hand(shop: &mut Shop) -> Result<String> {
    shop.sell_next(&["1002"], "01")?;
    shop.cat1().touch("visa-declined")?;
    shop.browser.at("failure")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("unlinked")?;
    shop.browser.press(Key::F5)?;
    shop.browser.wait("a reason to be chosen", |page| {
        let reason = page.ask("return document.getElementById('reason')?.value ?? ''", &[])?;
        Ok(seen_if(reason != "", reason.to_string()))
    })?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("receipt")?;
    shop.next_customer()?;
    let amount = shop.pos_books()?.slips.last().context("a slip")?.total;
    let slip = shop.cat1().sell_by_hand(amount, 30, "visa")?;
    shop.linked("cat1")?;
    shop.close_action(&["手動決済"], &slip, &amount.to_string())?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    Ok(slip)
}

/// The line goes while the customer pays; the clerk types what the paper says.
fn settled_by_a_person(shop: &mut Shop) -> Result<Paper> {
    shop.sell_next(&["1001"], "11")?;
    shop.browser.at("linking")?;
    shop.cat2().wait_for_customer()?;
    shop.cat2().pull_the_cable()?;
    shop.browser.at("unknown")?;
    shop.cat2().touch("visa")?;
    let paper = shop.cat2().wait_for_paper(None)?;
    shop.browser.wait_for_element("[data-choice='5']", true)?;
    shop.choose("1", "charged")?;
    shop.enter_paper(&paper)?;
    shop.receipt_says(&[&paper.slip_number])?;
    shop.next_customer()?;
    Ok(paper)
}

/// A card that this register does not link.
fn sold_unlinked(shop: &Shop) -> Result<()> {
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company("91")?;
    shop.browser.at("checkout")?;
    shop.browser.wait_for_text("#credit-amount", "¥158")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["商店会"])?;
    shop.next_customer()
}

struct Sold {
    first: u64,
    linked: String,
    by_hand: String,
    by_person: String,
}

/// Five card payments: linked and voided, by hand, by a person's word, not linked.
fn a_mixed_day() -> Result<(Shop, Sold)> {
    let mut shop =
        Shop::open_for_manager(Plan { cat2: Some(Kind::j_mups()), ..Plan::with_cat1(Kind::jt_c60()) })?;
    shop.open_master("card_company")?;
    shop.open_row("91")?;
    shop.write("name", AWKWARD)?;
    shop.keep_row()?;
    shop.leave_settings()?;
    shop.sell_next(&["1001"], "01")?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    let linked = shop.cat1().newest_slip()?;
    let first = shop.newest_slip_number()?;
    shop.next_customer()?;
    let by_hand = taken_by_hand(&mut shop)?;
    sold_unlinked(&shop)?;
    let by_person = settled_by_a_person(&mut shop)?.slip_number;
    shop.scan_slip(first)?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("void")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["取消伝票"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("slips")?;
    shop.go_to_menu()?;
    Ok((shop, Sold { first, linked, by_hand, by_person }))
}

#[test]
fn every_card_payment_has_its_row_its_mark_and_its_place_in_sums_and_files() -> Result<()> {
    let (shop, sold) = a_mixed_day()?;
    let page = &shop.browser;
    watch_refusals(page)?;
    open_history(page)?;
    counted(page, 5)?;
    page.fits()?;
    page.picture("list")?;
    page.is_accessible()?;
    let shown = rows(page)?;
    let link = |row: usize| {
        (shown[row][2].as_str(), shown[row][5].as_str(), shown[row][7].as_str(), shown[row][8].as_str())
    };
    ensure!(link(0) == ("取消", "-¥158", "", ""), "{shown:?}");
    let person = format!("クレジット {}(手)", sold.by_person);
    ensure!(shown[1][7].ends_with("(手)") && shown[1][7].contains(&sold.by_person), "{person}: {shown:?}");
    ensure!(link(2) == ("売上", "¥158", "", "") && shown[2][3] == AWKWARD, "{shown:?}");
    ensure!((shown[3][7].as_str(), shown[3][8].as_str()) == ("", sold.by_hand.as_str()), "{shown:?}");
    ensure!(
        shown[4][4] == "VISA" && shown[4][7].contains(&sold.linked) && shown[4][8].is_empty(),
        "{shown:?}"
    );

    the_slip_opens_and_the_list_comes_back(page, sold.first)?;
    filters_narrow_the_list(&shop, &sold)?;
    sums_and_chart(&shop)?;
    files(&shop, &sold)?;
    paper(page)?;
    nothing_was_refused(page)
}

fn the_slip_opens_and_the_list_comes_back(page: &Browser, first: u64) -> Result<()> {
    page.press_times(Key::Down, 4)?;
    page.wait_for_attribute("[data-place='4']", "aria-selected", "true")?;
    page.press(Key::Enter)?;
    page.at("slip")?;
    page.wait_for_attribute("#receipt", "data-receipt", &format!("{first:08}"))?;
    page.press(Key::F9)?;
    page.at("history")?;
    page.wait_for_attribute("[data-place='4']", "aria-selected", "true")?;
    counted(page, 5)
}

fn filters_narrow_the_list(shop: &Shop, sold: &Sold) -> Result<()> {
    let page = &shop.browser;
    page.press(Key::F5)?;
    page.at("history-find")?;
    page.fits()?;
    page.picture("find")?;
    page.is_accessible()?;
    shop.write("history-from", "2026-12-31")?;
    shop.write("history-to", "2026-12-01")?;
    page.press(Key::F12)?;
    shop.hears("日付の範囲が逆です")?;
    page.press(Key::F9)?;
    page.at("history")?;
    // Both terminals have printed a slip of the first number.
    for (field, text, count) in [
        ("history-way", "2", 1),
        ("history-kind", "2", 1),
        ("history-company", "91", 1),
        ("history-slip", sold.by_hand.as_str(), 1),
        ("history-slip", sold.linked.as_str(), 2),
        ("history-amount", "158", 4),
    ] {
        find(shop, &[(field, text)])?;
        page.at("history")?;
        counted(page, count)?;
    }
    find(shop, &[("history-from", "20160101"), ("history-to", "20161231")])?;
    page.wait_for_text("#history-rows", "F5 検索で期間や条件を変えてください")?;
    page.picture("empty")?;
    page.is_accessible()?;
    find(shop, &[("history-from", "20200101"), ("history-to", "20301231")])?;
    counted(page, 5)
}

fn sums_and_chart(shop: &Shop) -> Result<()> {
    let page = &shop.browser;
    find(shop, &[])?;
    counted(page, 5)?;
    page.press(Key::F6)?;
    page.at("history-totals")?;
    page.wait_for_text("[data-sums='all']", "5件")?;
    let all = page.text("[data-sums='all'] tbody")?.unwrap_or_default();
    ensure!(all.contains("4件") && all.contains("1件") && all.contains("-¥158"), "{all}");
    page.wait_for_text("[data-sums='brand']", "VISA")?;
    page.wait_for_text("[data-sums='company']", AWKWARD)?;
    page.wait_for_element("#chart svg path", true)?;
    page.wait_for_text("#chart", "営業日ごとの金額")?;
    page.fits()?;
    page.picture("totals")?;
    page.is_accessible()?;
    page.press(Key::F9)?;
    page.at("history")
}

fn files(shop: &Shop, sold: &Sold) -> Result<()> {
    let page = &shop.browser;
    let utf8 = String::from_utf8(written_out(shop, 0)?)?;
    let text = utf8.strip_prefix('\u{feff}').context("a byte order mark")?;
    ensure!(text.starts_with("営業日,日時,伝票番号,区分,カード会社,"), "{text}");
    ensure!(text.contains("\"'=商店会, \"\"A\"\"\""), "defused and quoted: {text}");
    ensure!(text.contains(&format!(",手動,,{},", sold.by_hand)), "{text}");
    ensure!(text.contains(",-158,") && text.lines().count() == 6, "{text}");
    let shift_jis = written_out(shop, 1)?;
    let (decoded, _, broken) = encoding_rs::SHIFT_JIS.decode(&shift_jis);
    ensure!(!broken && decoded == text, "{decoded}");
    page.at("history")
}

/// F8, with so many steps down to the encoding.
fn written_out(shop: &Shop, down: usize) -> Result<Vec<u8>> {
    let page = &shop.browser;
    let folder = shop.place.data.join(format!("history-{down}"));
    page.download_into(&folder)?;
    page.press(Key::F8)?;
    page.at("export")?;
    page.press_times(Key::Down, down)?;
    page.press(Key::F12)?;
    let bytes = page.downloaded(&folder, "クレジット利用履歴-")?;
    page.told("を書き出しました")?;
    page.press(Key::F9)?;
    page.at("history")?;
    Ok(bytes)
}

fn paper(page: &Browser) -> Result<()> {
    page.press(Key::F10)?;
    page.at("history-paper")?;
    page.wait_for_text("#paper", "カード区分別")?;
    page.fits()?;
    page.picture("preview")?;
    page.is_accessible()?;
    let words = page.on_paper("paper")?;
    for word in ["クレジット利用履歴", "デモ", "カード会社別", AWKWARD, "(手)", "-¥158"] {
        ensure!(words.contains(word), "{word}: {words}");
    }
    ensure!(!words.contains("参照"), "only the paper: {words}");
    page.press(Key::F9)?;
    page.at("history")
}

#[test]
fn a_month_of_cards_is_paged_drawn_by_day_and_over_years_by_month() -> Result<()> {
    let place = Place::of_this_test()?;
    let setup = AgentSetup::default();
    let mut command = agent::command(&place, &setup, &setup.listen);
    command.arg("--demo-month");
    let mut process = Process::start(&place, "agent", command)?;
    let page = Browser::open(&place, &process.announced("page")?)?;
    watch_refusals(&page)?;
    open_history(&page)?;
    ten_years(&page)?;
    page.wait_for_element("[data-place='0'] .history-row", true)?;
    page.press_times(Key::F3, 3)?;
    page.wait("the fourth page", |page| {
        let script = "return Number(document.querySelector('[data-place][aria-selected=\"true\"]')?.dataset.place ?? 0)";
        let place = page.ask(script, &[])?.as_u64().unwrap_or_default();
        Ok(seen_if(place > 30, place.to_string()))
    })?;
    page.fits()?;
    page.picture("paged")?;
    page.press(Key::F6)?;
    page.wait_for_attribute("#chart", "data-unit", "month")?;
    page.picture("by-month")?;
    page.press(Key::F9)?;
    page.at("history")?;
    page.press(Key::F5)?;
    page.at("history-find")?;
    let before = "const at = new Date(Date.now() - Number(arguments[0]) * 864e5);
        return at.toISOString().slice(0, 10).replaceAll('-', '')";
    for (days, next) in [("40", Key::Tab), ("0", Key::F12)] {
        let day = page.ask(before, &[days])?;
        page.type_text(day.as_str().unwrap_or_default())?;
        page.press(next)?;
    }
    page.at("history")?;
    page.press(Key::F6)?;
    page.wait_for_attribute("#chart", "data-unit", "day")?;
    page.wait_for_element("#chart svg path", true)?;
    page.fits()?;
    page.picture("by-day")?;
    nothing_was_refused(&page)
}

/// 【検索】 over more years than the shop has.
fn ten_years(page: &Browser) -> Result<()> {
    page.press(Key::F5)?;
    page.at("history-find")?;
    page.type_text("20200101")?;
    page.press(Key::Tab)?;
    page.type_text("20301231")?;
    page.press(Key::F12)?;
    page.at("history")
}
