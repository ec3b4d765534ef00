//! The steps at the terminal beside every message that needs them, in each model's own words, on the smallest screen.

#[path = "guides/models.rs"]
mod models;

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::patience::seen_if;
use catlink_tests::shop::Shop;
use serde_json::json;

use models::{Model, j_mups, jt_c60};

#[test]
fn a_terminal_off_the_link_stops_the_card_with_the_way_back_on_a_jt_c60() -> Result<()> {
    before_sending(&jt_c60())
}

#[test]
fn a_terminal_off_the_link_stops_the_card_with_the_way_back_on_a_j_mups() -> Result<()> {
    before_sending(&j_mups())
}

/// 非連動 at F6 and at F12: nothing is sent, and the steps go away by themselves when the terminal is back.
fn before_sending(model: &Model) -> Result<()> {
    let mut shop = Shop::open(model.plan.clone())?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    model.link(&mut shop, false)?;
    shop.choose_company(model.credit)?;
    shop.hears(model.standalone)?;
    model.steps(&shop, model.relink, "credit-steps")?;
    ensure!(shop.browser.look()?.screen == "credit", "the card was taken");
    model.link(&mut shop, true)?;
    shop.browser.wait_for_element("#steps", false)?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("checkout")?;
    model.link(&mut shop, false)?;
    model.steps(&shop, model.relink, "checkout-steps")?;
    shop.browser.press(Key::F12)?;
    shop.hears("「連動中」の表示を確認してからF12を押してください。")?;
    ensure!(shop.pos_books()?.payments.is_empty(), "a payment was accepted");
    model.link(&mut shop, true)?;
    shop.browser.wait_for_element("#steps", false)?;
    shop.link()?;
    model.terminal(&mut shop).touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn what_is_settled_without_the_link_is_taken_by_its_steps_on_a_jt_c60() -> Result<()> {
    by_hand(&jt_c60())
}

#[test]
fn what_is_settled_without_the_link_is_taken_by_its_steps_on_a_j_mups() -> Result<()> {
    by_hand(&j_mups())
}

/// 中止 → 連動しないで確定 → 手動決済
fn by_hand(model: &Model) -> Result<()> {
    let mut shop = Shop::open(model.plan.clone())?;
    shop.sell_linked(&["1001"], model.credit)?;
    model.terminal(&mut shop).wait_for_customer()?;
    shop.browser.press(Key::F9)?;
    shop.reads("failure", &[model.stopped, "請求はされていません"])?;
    shop.browser.press(Key::F12)?;
    shop.reads("unlinked", &["決済は、端末を手で操作して必ず行ってください。"])?;
    model.steps(&shop, model.by_hand, "unlinked-steps")?;
    shop.browser.press(Key::F5)?;
    shop.browser.wait("a reason to be chosen", |page| {
        let reason = page.ask("return document.getElementById('reason')?.value ?? ''", &[])?;
        Ok(seen_if(reason != "", reason.to_string()))
    })?;
    shop.browser.press(Key::F12)?;
    shop.next_customer()?;
    shop.actions(1)?;
    shop.open_listed(&["手動決済", "¥158"], "action")?;
    shop.reads("action", &["端末での決済がまだです。"])?;
    model.steps(&shop, model.by_hand, "action-steps")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    let slip = model.terminal(&mut shop).sell_by_hand(158, 3, "visa")?;
    shop.linked(model.name)?;
    shop.close_action(&["手動決済", "¥158"], &slip, "158")?;
    shop.actions(0)?;
    shop.close_the_books(1)
}

#[test]
fn an_unfinished_payment_is_looked_into_by_its_brand_on_a_jt_c60() -> Result<()> {
    unfinished(&jt_c60())
}

#[test]
fn an_unfinished_payment_is_looked_into_by_its_brand_on_a_j_mups() -> Result<()> {
    unfinished(&j_mups())
}

/// 【結果不明】 choices 2 and 3 of electronic money.
fn unfinished(model: &Model) -> Result<()> {
    let mut shop = Shop::open(model.plan.clone())?;
    shop.sell_linked(&["1001"], model.money)?;
    if model.name == "cat2" {
        shop.cat2().wait_for_phase("brand_select")?;
        shop.cat2().act(&json!({"act": "choose_brand", "brand": "waon"}))?;
    }
    model.terminal(&mut shop).wait_for_phase("card_wait")?;
    model.terminal(&mut shop).pull_the_cable()?;
    shop.choose("3", "incomplete")?;
    shop.reads("unknown", &["別のカードでやり直さないでください。", "1・2・4 のどれか"])?;
    model.steps(&shop, model.incomplete, "incomplete-steps")?;
    shop.back_to_choices()?;
    shop.choose("2", "not-on-record")?;
    model.steps(&shop, &["一番新しい取引の伝票番号"], "not-on-record-steps")?;
    shop.browser.press(Key::F12)?;
    shop.hears("最新の伝票番号")?;
    shop.back_to_choices()?;
    model.terminal(&mut shop).plug_in()?;
    let card = if model.name == "cat1" { "transit" } else { "waon" };
    model.terminal(&mut shop).touch(card)?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn a_charge_without_its_sale_is_voided_by_its_steps_on_a_jt_c60() -> Result<()> {
    void(&jt_c60())
}

#[test]
fn a_charge_without_its_sale_is_voided_by_its_steps_on_a_j_mups() -> Result<()> {
    void(&j_mups())
}

/// 「商品はお渡し済みですか?」 → 端末で取消
fn void(model: &Model) -> Result<()> {
    let mut shop = Shop::open(model.plan.clone())?;
    shop.sell_linked(&["1001"], model.credit)?;
    model.terminal(&mut shop).wait_for_customer()?;
    shop.agent.kill();
    model.terminal(&mut shop).touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.agent.start_again()?;
    shop.reads("handover", &["商品はお渡し済みですか?", model.before_void])?;
    model.steps(&shop, &[model.void], "handover-steps")?;
    shop.browser.press(Key::F1)?;
    shop.actions(1)?;
    shop.browser.at("sale")?;
    shop.linked(model.name)?;
    shop.open_listed(&["端末で取消", "¥158"], "action")?;
    shop.reads("action", &["端末での取消がまだです。", "元の売上票の番号ではありません。"])?;
    model.steps(&shop, &[model.void], "void-steps")?;
    ensure!(shop.browser.has("#void-limits")? == (model.name == "cat1"), "which brands it cannot void");
    shop.browser.press(Key::F9)?;
    shop.browser.at("lists")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    let charged = model.terminal(&mut shop).newest_slip()?;
    let voided = model.terminal(&mut shop).void_by_hand(&charged)?;
    shop.linked(model.name)?;
    shop.close_action(&["端末で取消", "¥158"], &voided, "158")?;
    shop.actions(0)?;
    shop.close_the_books(0)
}

#[test]
fn a_terminal_taken_off_the_link_at_the_last_moment_is_led_back_beside_the_refusal() -> Result<()> {
    let model = jt_c60();
    let mut shop = Shop::open(model.plan.clone())?;
    shop.cat1().fault(&json!({"fault": "refuse", "reason": "standalone"}))?;
    shop.open_counter()?;
    shop.ring_up(&["1001"])?;
    shop.issue()?;
    shop.choose_company(model.credit)?;
    shop.browser.at("checkout")?;
    shop.browser.press(Key::F12)?;
    shop.reads("failure", &[model.standalone, "請求はされていません"])?;
    model.steps(&shop, model.relink, "failure-steps")?;
    shop.browser.press(Key::F9)?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.next_customer()?;
    shop.close_the_books(1)
}

#[test]
fn paper_that_runs_out_is_put_in_by_its_steps() -> Result<()> {
    let model = jt_c60();
    let mut shop = Shop::open(model.plan.clone())?;
    shop.cat1().fault(&json!({"fault": "paper_out_in_printing"}))?;
    shop.sell_linked(&["1001"], model.credit)?;
    shop.cat1().touch("visa")?;
    shop.browser.wait_for_text("#waits-for", "stera端末の用紙がありません。")?;
    shop.browser.wait_for_text("#stands-still", "用紙を補充すると、決済は続きます。")?;
    model.steps(&shop, &["新しいロール紙"], "paper-steps")?;
    shop.cat1().act(&json!({"act": "paper", "loaded": true}))?;
    shop.next_customer()?;
    shop.close_the_books(1)
}
