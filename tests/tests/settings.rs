//! 店舗設定 in Chromium: a manager sets the shop up by keyboard, is told what is wrong beside the field, and loses nothing.

use anyhow::Result;
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::{Kind, Line};

fn shop() -> Result<Shop> {
    Shop::open_for_manager(Plan::default())
}

#[test]
fn a_card_company_is_set_up_and_what_its_model_does_not_take_is_refused_with_what_to_choose() -> Result<()> {
    let shop = shop()?;
    shop.open_master("card_company")?;
    shop.browser.wait_for_text("h1", "カード会社マスタ")?;
    shop.browser.fits()?;
    shop.browser.picture("list")?;
    shop.browser.press(Key::F2)?;
    shop.browser.at("row")?;
    shop.browser.press(Key::F12)?;
    shop.faulted("code", "コードを入力してください")?;
    for (field, text) in
        [("code", "20"), ("name", "電子マネー"), ("model", "1"), ("device", "1"), ("category", "1")]
    {
        shop.write(field, text)?;
    }
    shop.browser.press(Key::F12)?;
    shop.faulted("category", "個別の電子マネーの区分を選んでください")?;
    shop.browser.picture("refused")?;
    // F5 opens the list of what there is.
    shop.browser.press(Key::F5)?;
    shop.browser.at("options")?;
    shop.write("find-option", "WAON")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_attribute("tr[data-row=\"9\"]", "aria-selected", "true")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("row")?;
    shop.keep_row()?;
    shop.browser.wait_for_element("tr[data-row=\"20\"]", true)?;
    // What was changed, by whom, is there to be read.
    shop.browser.press(Key::F10)?;
    shop.browser.at("changes")?;
    shop.browser.wait_for_text(".change", "カード会社マスタ 20 登録")?;
    shop.browser.fits()?;
    shop.browser.picture("changes")
}

#[test]
fn a_price_that_was_changed_is_the_price_at_the_counter_at_once() -> Result<()> {
    let shop = shop()?;
    shop.open_master("product")?;
    shop.open_row("1006")?;
    shop.browser.fits()?;
    shop.browser.picture("product")?;
    shop.write("price", "300")?;
    shop.keep_row()?;
    shop.leave_settings()?;
    shop.ring_up(&["1006"])?;
    shop.browser.wait_for_text("#lines", "300")
}

#[test]
fn the_later_of_two_pages_is_told_and_what_it_typed_stays() -> Result<()> {
    let shop = shop()?;
    shop.open_master("product")?;
    shop.open_row("1001")?;
    shop.write("price", "170")?;
    let first = shop.browser.tab()?;
    shop.browser.open_window(&shop.agent.page())?;
    shop.open_master("product")?;
    shop.open_row("1001")?;
    shop.write("price", "180")?;
    shop.keep_row()?;
    shop.browser.go_to(&first)?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("ほかの画面で変更されました")?;
    shop.browser.at("row")?;
    let kept = shop.browser.ask("return document.getElementById('price').value", &[])?;
    anyhow::ensure!(kept == "170", "{kept}");
    shop.browser.fits()?;
    // Leaving it asks, since it would be lost.
    shop.browser.press(Key::F9)?;
    shop.browser.at("abandon")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("masters")?;
    shop.browser.wait_for_text("tr[data-row=\"1001\"]", "180")
}

#[test]
fn the_shops_name_and_the_receipts_texts_are_on_the_next_receipt() -> Result<()> {
    let shop = shop()?;
    shop.open_master("store")?;
    shop.browser.fits()?;
    shop.browser.picture("store")?;
    shop.write("name", "うめ商店")?;
    shop.write("registration", "T1234567890123")?;
    shop.browser.press(Key::F12)?;
    shop.faulted("registration", "検査数字")?;
    shop.write("registration", "T7123456789012")?;
    shop.keep_row()?;
    shop.browser.at("menu")?;
    shop.browser.type_text("2")?;
    shop.browser.at("masters")?;
    shop.open_row("01")?;
    shop.browser.picture("register")?;
    for _ in 0..3 {
        shop.browser.press(Key::F10)?;
    }
    shop.write("footer1", "またのお越しをお待ちしています。")?;
    shop.browser.wait_for_text("#receipt", "またのお越しをお待ちしています。")?;
    shop.browser.fits()?;
    shop.browser.picture("preview")?;
    shop.keep_row()?;
    shop.leave_settings()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.browser.press(Key::F2)?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["うめ商店", "またのお越しをお待ちしています。"])
}

#[test]
fn a_terminal_is_tested_in_place_and_what_is_wrong_is_said_with_what_to_try() -> Result<()> {
    let shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60().on(Line::Tcp)))?;
    shop.open_master("register")?;
    shop.open_row("01")?;
    shop.browser.press(Key::F10)?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("port-test")?;
    shop.browser.wait_for_text("#what", "正常に通信できました")?;
    for words in ["JT-C60", "登録済みの端末です", "ON(連動中)", " ms"] {
        shop.browser.wait_for_text("#dialog", words)?;
    }
    shop.browser.fits()?;
    shop.browser.picture("answered")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("row")?;
    shop.write("cat1_port", "127.0.0.1:9")?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("port-test")?;
    shop.browser.wait_for_text("#what", "通信できませんでした")?;
    shop.browser.fits()?;
    shop.browser.picture("refused")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("row")?;
    // F5 lists the ports of this computer.
    shop.write("cat1_port", "x")?;
    shop.browser.press(Key::F5)?;
    shop.browser.at("found-ports")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("row")
}

#[test]
fn an_operator_gets_a_pin_and_signs_in_with_it() -> Result<()> {
    let shop = shop()?;
    shop.open_master("operator")?;
    shop.browser.press(Key::F2)?;
    shop.browser.at("row")?;
    shop.write("code", "105")?;
    shop.write("name", "中村 新")?;
    shop.keep_row()?;
    shop.write("find", "105")?;
    shop.browser.press(Key::Enter)?;
    shop.browser.wait_for_attribute("tr[data-row=\"105\"]", "aria-selected", "true")?;
    shop.browser.wait_for_text("#counted", "1件")?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("pin")?;
    shop.browser.fits()?;
    shop.browser.picture("pin")?;
    shop.fill_in(&[("pin", "2468"), ("pin-again", "2468")])?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("PINを設定しました")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.signs_in(None);
    shop.browser.press(Key::F11)?;
    shop.browser.at("sign-in")?;
    shop.browser.type_person("105", "2468")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("menu")?;
    shop.browser.wait_for_attribute("#who", "data-who", "105")
}

#[test]
fn codes_that_refer_to_another_master_stand_with_their_names() -> Result<()> {
    let shop = shop()?;
    shop.open_master("product")?;
    shop.browser.wait_for_text("tr[data-row=\"1001\"]", "軽減税率")?;
    shop.browser.picture("products")?;
    shop.open_row("1001")?;
    let name = "[data-entry=\"tax\"] .entry-name";
    shop.browser.wait_for_text(name, "軽減税率")?;
    shop.browser.picture("product")?;
    shop.write("tax", "no-such-class")?;
    shop.browser.wait_for_element(name, false)?;
    shop.browser.press(Key::F12)?;
    shop.faulted("tax", "登録されていません")?;
    shop.write("tax", "standard")?;
    shop.browser.wait_for_text(name, "標準税率")?;
    shop.keep_row()?;
    shop.browser.wait_for_text("tr[data-row=\"1001\"]", "標準税率")?;
    shop.browser.press(Key::F6)?;
    shop.browser.wait_for_text("h1", "税区分")?;
    shop.browser.wait_for_element("tr[data-row]", true)?;
    shop.browser.picture("tax-classes")?;
    shop.browser.press(Key::F9)?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F9)?;
    shop.open_master("card_company")?;
    shop.browser.wait_for_text("tr[data-row=\"01\"]", "30:クレ銀三面待ち")?;
    shop.open_row("01")?;
    shop.browser.wait_for_text("[data-entry=\"category\"] .entry-name", "クレ銀三面待ち")?;
    shop.browser.picture("company")?;
    shop.browser.fits()
}

#[test]
fn a_terminal_that_cannot_be_asked_again_is_told_at_its_test_where_it_is_to_be_shared() -> Result<()> {
    let kind = Kind::jt_c60().on(Line::Tcp).recovering("last");
    let shop = Shop::open_for_manager(Plan::with_cat1(kind))?;
    shop.open_master("register")?;
    shop.open_row("01")?;
    shop.browser.press(Key::F10)?;
    shop.write("cat1_shared", "1")?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("port-test")?;
    shop.browser.wait_for_text("#what", "このままでは使えません")?;
    shop.browser.wait_for_text("#dialog", "共用 を 0:しない にしてこのレジだけで使うか")?;
    shop.browser.wait_for_text("#dialog", "表示された点を直して、もう一度 F6接続テスト")?;
    shop.browser.fits()?;
    shop.browser.picture("shared")
}
