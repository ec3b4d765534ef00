//! A page that is hosted elsewhere reaches the agent on this computer: paired by a short code, revoked at once; and
//! whatever keeps a page from its agent is told apart, with what to do about it.

#[path = "hosted/causes.rs"]
mod causes;

use anyhow::{Context, Result, ensure};
use catlink_tests::browser::{Key, Tab};
use catlink_tests::elsewhere::PageHost;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

/// Opens the hosted page in a window of its own, as far as it comes: it is not paired.
fn open_elsewhere(shop: &Shop, host: &PageHost) -> Result<Tab> {
    let tab = shop.browser.open_window(&host.page())?;
    not_paired(shop, "このレジに登録されていません")?;
    Ok(tab)
}

/// 【外部ページの登録】 stands, and says for which page and how.
fn not_paired(shop: &Shop, words: &str) -> Result<()> {
    shop.browser.at("pairing")?;
    shop.browser.wait_for_attribute("#agent-away", "data-cause", "not-paired")?;
    shop.browser.wait_for_text("#agent-away", words)?;
    shop.browser.wait_for_text("#dialog", &format!("http://{}/", shop.agent.address()))?;
    shop.browser.wait_for_text("#dialog", "外部ページの接続")?;
    shop.browser.fits()?;
    shop.browser.is_accessible()
}

/// From 業務メニュー to 外部ページの接続.
fn open_settings(shop: &Shop) -> Result<()> {
    let page = &shop.browser;
    page.at("menu")?;
    page.type_text("2")?;
    page.wait_for_attribute(".menu-processes", "data-active", "true")?;
    page.type_text("6")?;
    page.at("hosted")?;
    page.fits()?;
    page.is_accessible()
}

/// F2追加, the address, F12発行: the code, or what is asked before it.
fn ask_for_code(shop: &Shop, origin: &str) -> Result<()> {
    let page = &shop.browser;
    page.press(Key::F2)?;
    page.at("hosted-add")?;
    page.fits()?;
    page.is_accessible()?;
    page.type_text(origin)?;
    page.press(Key::F12)
}

/// The code on the screen.
fn code_shown(shop: &Shop, origin: &str) -> Result<String> {
    let page = &shop.browser;
    page.at("hosted-code")?;
    page.wait_for_text("#code-origin", origin)?;
    page.wait_for_text("#dialog", "の画面だけに入力してください")?;
    page.wait_for_text("#code-left", "残り")?;
    page.fits()?;
    page.is_accessible()?;
    page.text("#code")?.context("a code")
}

#[test]
fn a_page_from_elsewhere_is_paired_by_a_code_sells_by_card_and_is_revoked_at_once() -> Result<()> {
    let mut shop = Shop::open_for_manager(Plan::with_cat1(Kind::jt_c60()))?;
    let host = PageHost::start(shop.agent.address())?;
    let origin = host.origin();
    let own = shop.browser.tab()?;
    let hosted = open_elsewhere(&shop, &host)?;
    shop.browser.wait_for_attribute("#pairing-state", "data-pairing", "waits")?;

    shop.browser.go_to(&own)?;
    open_settings(&shop)?;
    shop.browser.wait_for_text("#no-hosted", "設定は要りません")?;
    shop.browser.picture("empty")?;
    ask_for_code(&shop, &origin)?;
    let code = code_shown(&shop, &origin)?;

    shop.browser.go_to(&hosted)?;
    shop.browser.wait_for_attribute("#pairing-state", "data-pairing", "ready")?;
    shop.browser.picture("ready")?;
    shop.browser.type_text(if code.starts_with('0') { "10000000" } else { "00000000" })?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("コードが違います")?;
    shop.browser.fits()?;
    shop.browser.type_text(&code)?;
    shop.browser.picture("typed")?;
    shop.browser.press(Key::F12)?;
    shop.browser.wait_for_element("#agent-away", false)?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_customer()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["VISA"])?;
    shop.next_customer()?;
    // The key is there for every tab of that page.
    let another = shop.browser.open_window(&host.page())?;
    shop.browser.at("menu")?;
    shop.browser.go_to(&hosted)?;
    // And outlives a reload.
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F9)?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "false")?;
    shop.browser.type_text("2")?;
    shop.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
    shop.browser.type_text("6")?;
    shop.browser.told(&format!("http://{}/", shop.agent.address()))?;

    shop.browser.go_to(&own)?;
    shop.browser.at("hosted")?;
    shop.browser.told("を接続しました")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("menu")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("hosted")?;
    shop.browser.wait_for_attribute(&format!("tr[data-origin=\"{origin}\"]"), "data-connected", "2")?;
    shop.browser.is_accessible()?;
    shop.browser.picture("list")?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("hosted-revoke")?;
    shop.browser.wait_for_text("#connected", "すぐに使えなくなります")?;
    shop.browser.fits()?;
    shop.browser.is_accessible()?;
    shop.browser.press(Key::F12)?;
    shop.browser.told("接続を削除しました")?;
    shop.browser.wait_for_element("#no-hosted", true)?;

    shop.browser.go_to(&hosted)?;
    not_paired(&shop, "登録は、レジシステムの画面で削除されました")?;
    shop.browser.go_to(&another)?;
    not_paired(&shop, "登録は、レジシステムの画面で削除されました")?;
    let kept = shop.browser.ask("return Object.keys(localStorage).join()", &[])?;
    ensure!(kept == "", "the page keeps {kept}");
    shop.close_the_books(1)
}

#[test]
fn a_clerk_shows_a_code_with_a_managers_word_and_takes_it_back() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    open_settings(&shop)?;
    ask_for_code(&shop, "http://pos.example.jp")?;
    shop.browser.told("https:// で始まるアドレスを入力してください")?;
    shop.browser.fits()?;
    shop.write("origin", "pos.example.jp")?;
    shop.browser.press(Key::F12)?;
    shop.approve("settings")?;
    code_shown(&shop, "https://pos.example.jp")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("hosted")?;
    shop.browser.told("コードを取り消しました")?;
    shop.close_the_books(0)
}
