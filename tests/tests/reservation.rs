//! 予約: made with 内金 in cash or by card, changed, handed over, cancelled, and shown when nobody comes.

use anyhow::{Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;

const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// What a clerk does in 予約.
trait Reserving {
    /// From 業務メニュー to 予約一覧.
    fn open_list(&self) -> Result<()>;
    /// F2新規予約 with these goods, up to 【チェックアウト】 for this 内金.
    fn book(&self, codes: &[&str], customer: &str, deposit: &str) -> Result<()>;
    /// 【予約内容】 filled in.
    fn fill_booking(&self, customer: &str, deposit: &str) -> Result<()>;
    /// 【担当者入力】 to 【チェックアウト】.
    fn name_operator(&self) -> Result<()>;
    /// From 店頭処理 to the only reservation, opened.
    fn open_only(&self, words: &[&str]) -> Result<()>;
}

impl Reserving for Shop {
    fn open_list(&self) -> Result<()> {
        let page = &self.browser;
        page.at("menu")?;
        if page.ask("return document.querySelector('.menu-processes')?.dataset.active ?? ''", &[])? == "true"
        {
            page.press(Key::F9)?;
            page.wait_for_attribute(".menu-processes", "data-active", "false")?;
        }
        page.type_text("1")?;
        page.wait_for_attribute(".menu-processes", "data-active", "true")?;
        page.type_text("2")?;
        page.at("reservations")
    }

    fn book(&self, codes: &[&str], customer: &str, deposit: &str) -> Result<()> {
        self.open_list()?;
        self.browser.press(Key::F2)?;
        self.browser.at("sale")?;
        self.browser.wait_for_text("#purpose", "予約の受付")?;
        self.ring_up(codes)?;
        self.browser.wait_for_text(".status-mode", "予約")?;
        self.browser.press(Key::F12)?;
        self.browser.at("booking")?;
        self.fill_booking(customer, deposit)?;
        self.browser.fits()?;
        self.browser.press(Key::F12)?;
        self.name_operator()
    }

    fn fill_booking(&self, customer: &str, deposit: &str) -> Result<()> {
        self.fill_in(&[
            ("customer", customer),
            ("customer-phone", "090-1234-5678"),
            ("due-date", "2026-12-24"),
            ("deposit", deposit),
        ])
    }

    fn name_operator(&self) -> Result<()> {
        self.browser.at("operator")?;
        self.browser.press(Key::F12)?;
        self.browser.at("checkout")?;
        self.browser.fits()
    }

    fn open_only(&self, words: &[&str]) -> Result<()> {
        self.browser.press(Key::F9)?;
        self.open_list()?;
        for word in words {
            self.browser.wait_for_text("[data-reservation]", word)?;
        }
        self.browser.fits()?;
        self.browser.press(Key::F12)?;
        self.browser.at("reservation")?;
        self.browser.wait_for_text("#reservation", "予約番号")
    }
}

#[test]
fn a_deposit_in_cash_is_money_in_advance_and_the_rest_is_paid_by_card() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.book(&["1001", "2*1002"], "山田 太郎", "200")?;
    shop.browser.wait_for_text("#deposit-rows", "¥454")?;
    shop.browser.wait_for_text("#due", "¥200")?;
    shop.browser.press(Key::F2)?;
    shop.browser.wait_for_text("#change", "¥0")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["内金領収書", "予約番号 000001", "山田 太郎 様", "内金", "¥200"])?;
    let paper = shop.browser.text("#receipt")?.unwrap_or_default();
    ensure!(!paper.contains("消費税") && !paper.contains("対象"), "money in advance has no tax:\n{paper}");
    ensure!(!paper.contains("090-1234"), "a phone number is not printed");
    shop.browser.fits()?;
    shop.next_customer()?;
    shop.browser.wait_for_element("#purpose", false)?;

    shop.open_only(&["山田 太郎", "2026-12-24", "¥200", "予約中"])?;
    shop.reads("reservation", &["残額", "¥254", "090-1234-5678"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#purpose", "予約引渡 000001")?;
    shop.browser.wait_for_text("#total", "454")?;
    shop.browser.press(Key::F12)?;
    shop.name_operator()?;
    shop.browser.wait_for_text("#deposit-rows", "-¥200")?;
    shop.browser.wait_for_text("#due", "¥254")?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["領収証", "内金充当", "残額", "VISA", "8%"])?;
    shop.next_customer()?;
    let books = shop.pos_books()?;
    ensure!(books.slips.len() == 2);
    shop.close_the_books(1)
}

#[test]
fn a_deposit_by_card_goes_back_to_the_card_when_the_reservation_is_cancelled() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.book(&["1001"], "鈴木 一郎", "100")?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["内金領収書", "VISA", "¥100"])?;
    shop.next_customer()?;
    shop.open_only(&["鈴木 一郎", "¥100"])?;
    shop.browser.press(Key::F1)?;
    shop.reads("cancel-reservation", &["カードへ返金", "端末の伝票番号", "お客様のカード"])?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("reservation")?;
    shop.browser.press(Key::F1)?;
    shop.browser.at("cancel-reservation")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["予約取消伝票", "内金返金", "¥100"])?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("reservations")?;
    shop.browser.wait_for_text(".list-empty", "F2 新規予約")?;
    shop.actions(1)?;
    for _ in 0..2 {
        shop.browser.press(Key::F6)?;
    }
    shop.browser.wait_for_text("[data-state=cancelled]", "取消済")?;
    shop.browser.fits()?;
    shop.close_the_books(1)
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence_and_kept_to_be_put_right() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_list()?;
    shop.browser.wait_for_text(".list-empty", "予約中のものはありません")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F2)?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1001"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("booking")?;
    shop.fill_booking("山田 太郎", "159")?;
    shop.browser.press(Key::F12)?;
    shop.hears("合計(¥158)以下")?;
    shop.write("deposit", "150")?;
    shop.refuses_number("customer", "4242 4242 4242 4242")?;
    shop.write("customer", "山田 太郎")?;
    shop.browser.press(Key::F12)?;
    shop.name_operator()?;
    shop.pay_cash_for("内金")?;

    // Goods below the deposit: the reservation stays as it is.
    shop.open_only(&["山田 太郎"])?;
    shop.browser.press(Key::F6)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#purpose", "予約変更 000001")?;
    shop.ring_up(&["1002"])?;
    shop.browser.press(Key::Up)?;
    shop.browser.press(Key::F11)?;
    shop.browser.wait_for_text("#pieces", "1点")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("booking")?;
    shop.browser.press(Key::F12)?;
    shop.hears("下回ります")?;
    shop.browser.press(Key::F9)?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1001"])?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("booking")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("reservation")?;
    shop.hears("予約を変更しました")?;
    shop.reads("reservation", &["¥306", "¥150"])?;
    shop.close_the_books(0)
}

trait Paying {
    /// F2ちょうど, F12, and on.
    fn pay_cash_for(&self, word: &str) -> Result<()>;
}

impl Paying for Shop {
    fn pay_cash_for(&self, word: &str) -> Result<()> {
        self.browser.press(Key::F2)?;
        self.browser.press(Key::F12)?;
        self.receipt_says(&[word])?;
        self.next_customer()
    }
}

#[test]
fn a_reservation_in_the_making_outlives_reload_and_parking_and_waits_expired_for_its_customer() -> Result<()>
{
    let shop = Shop::open(Plan::default())?;
    shop.open_list()?;
    shop.browser.press(Key::F2)?;
    shop.browser.at("sale")?;
    shop.ring_up(&["1001"])?;
    shop.browser.press(Key::F7)?;
    shop.browser.told("会計を保留しました")?;
    shop.browser.wait_for_element("#purpose", false)?;
    shop.browser.press(Key::F8)?;
    shop.browser.at("park")?;
    shop.browser.wait_for_text("[data-sale]", "予約")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#purpose", "予約の受付")?;
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    shop.browser.wait_for_text("#purpose", "予約の受付")?;
    shop.browser.press(Key::F12)?;
    shop.browser.at("booking")?;
    shop.fill_booking("佐々木 次郎", "0")?;
    shop.browser.press(Key::F12)?;
    shop.name_operator()?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["予約票"])?;
    shop.next_customer()?;
    shop.agent.set_clock(400 * DAY_MS)?;
    shop.browser.reload()?;
    shop.browser.at("sale")?;
    shop.browser.press(Key::F9)?;
    shop.open_list()?;
    shop.browser.wait_for_text("[data-state=expired]", "期限切れ")?;
    shop.browser.wait_for_text("#expired", "自動では取消されません")?;
    shop.browser.fits()?;
    shop.browser.press(Key::F12)?;
    shop.reads("reservation", &["期限切れ", "F1 予約取消"])?;
    shop.close_the_books(0)
}

#[test]
fn a_late_approval_of_a_deposit_asks_about_the_reservation_and_makes_it_once() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.book(&["1001"], "山田 太郎", "100")?;
    shop.choose_company("01")?;
    shop.link()?;
    shop.cat1().wait_for("SALES to be stored", |look| look["terminal"]["pending"].is_object())?;
    shop.agent.kill();
    shop.cat1().touch("visa")?;
    shop.wait_for_charges(1)?;
    shop.browser.wait_for_text("#agent-away", "決済の結果は、接続後に表示します")?;
    shop.agent.start_again()?;
    shop.browser.wait_for_element("#agent-away", false)?;
    let question =
        ["内金の承認が後から分かりました。予約を受け付けますか?", "予約確定", "端末で取消", "¥100"];
    shop.reads("handover", &question)?;
    shop.questions(1)?;
    ensure!(shop.pos_books()?.advances.by_reservations == 0, "the reservation was made without asking");
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["内金領収書", "VISA", "予約番号 000001"])?;
    shop.next_customer()?;
    shop.open_only(&["山田 太郎", "¥100"])?;
    ensure!(shop.pos_books()?.advances.by_reservations == 100);
    shop.close_the_books(1)
}
