//! What a clerk does: keys only, each at the screen it is meant for.

use anyhow::{Context, Result, ensure};

use super::Shop;
use crate::browser::Key;
use crate::patience::seen_if;

/// 佐藤 花子 in the demo books.
const OPERATOR: &str = "101";

/// The printed code of a product of the demo books: 12 digits and their check digit (JIS X 0501).
#[must_use]
pub fn jan_of(code: &str) -> String {
    let twelve = format!("49999990{code}");
    let weighed = |(place, digit): (usize, u8)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 };
    let sum: u32 = twelve.bytes().enumerate().map(weighed).sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}

impl Shop {
    /// From 業務メニュー to 店頭処理.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn open_counter(&self) -> Result<()> {
        let page = &self.browser;
        page.at("menu")?;
        page.press(Key::F12)?;
        page.wait_for_attribute(".menu-processes", "data-active", "true")?;
        page.press(Key::F12)?;
        page.at("sale")
    }

    /// Types product codes, one after the other; waits until each has its line.
    ///
    /// # Errors
    /// A line does not come.
    pub fn ring_up(&self, codes: &[&str]) -> Result<()> {
        for code in codes {
            let before = self.lines()?;
            self.browser.type_text(code)?;
            self.browser.press(Key::Enter)?;
            self.browser.wait(&format!("the line of {code}"), |_| {
                let lines = self.lines()?;
                Ok(seen_if(lines > before, format!("{lines} lines")))
            })?;
        }
        Ok(())
    }

    /// F12発行, 担当者入力, 【チェックアウト】.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn issue(&self) -> Result<()> {
        let page = &self.browser;
        page.press(Key::F12)?;
        page.at("operator")?;
        let known = page.ask("return document.getElementById('operator').value", &[])?;
        if known != OPERATOR {
            page.type_text(OPERATOR)?;
        }
        page.press(Key::Enter)?;
        page.at("checkout")
    }

    /// F6クレジット入力, a カード会社, F12確定. Does not look what comes of it.
    ///
    /// # Errors
    /// There is no such カード会社.
    pub fn choose_company(&self, code: &str) -> Result<()> {
        let page = &self.browser;
        page.at("checkout")?;
        page.press(Key::F6)?;
        page.at("credit")?;
        let rows = page.ask(
            "return [...document.querySelectorAll('[data-company]')].map(row => row.dataset.company)",
            &[],
        )?;
        let place = rows.as_array().and_then(|rows| rows.iter().position(|row| row == code));
        let steps = place.with_context(|| format!("カード会社 {code} among {rows}"))? + 1;
        page.press_times(Key::Down, steps)?;
        page.wait_for_attribute(&format!("[data-company='{code}']"), "aria-checked", "true")?;
        page.press(Key::F12)
    }

    /// The card's line stands in 【チェックアウト】; F12確定 sends it to the terminal: 「CAT端末連動中」.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn link(&self) -> Result<()> {
        let page = &self.browser;
        page.at("checkout")?;
        page.wait_for_text("#credit-amount", "¥")?;
        page.press(Key::F12)?;
        page.at("linking")
    }

    /// From the menu to 「CAT端末連動中」: these goods with this card.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn sell_linked(&self, codes: &[&str], company: &str) -> Result<()> {
        self.open_counter()?;
        self.ring_up(codes)?;
        self.issue()?;
        self.choose_company(company)?;
        self.link()
    }

    /// The next customer, from 店頭処理 to 「CAT端末連動中」 – or to whatever comes instead of it.
    ///
    /// # Errors
    /// F12 cannot be pressed.
    pub fn sell_next(&self, codes: &[&str], company: &str) -> Result<()> {
        self.ring_up(codes)?;
        self.issue()?;
        self.choose_company(company)?;
        self.browser.at("checkout")?;
        self.browser.wait_for_text("#credit-amount", "¥")?;
        self.browser.press(Key::F12)
    }

    /// From 【チェックアウト】: F2ちょうど, F12, and the next customer.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn pay_cash(&self) -> Result<()> {
        self.browser.at("checkout")?;
        self.browser.press(Key::F2)?;
        self.browser.wait_for_text("#change", "¥0")?;
        self.browser.press(Key::F12)?;
        self.receipt_says(&["お預り"])?;
        self.next_customer()
    }

    /// The receipt is on the screen and says these words.
    ///
    /// # Errors
    /// It is not, or does not.
    pub fn receipt_says(&self, words: &[&str]) -> Result<()> {
        self.browser.at("receipt")?;
        let text = self.browser.text("#receipt")?.unwrap_or_default();
        for word in words {
            ensure!(text.contains(word), "the receipt does not say `{word}`:\n{text}");
        }
        Ok(())
    }

    /// F12次の会計へ
    ///
    /// # Errors
    /// The page does not get there.
    pub fn next_customer(&self) -> Result<()> {
        self.browser.at("receipt")?;
        self.browser.press(Key::F12)?;
        self.browser.at("sale")?;
        ensure!(self.lines()? == 0, "the next sale does not begin empty");
        Ok(())
    }

    /// Fills the fields of a form in their order and leaves 担当者 as it is.
    ///
    /// # Errors
    /// The focus is not where it should be.
    pub fn fill_in(&self, fields: &[(&str, &str)]) -> Result<()> {
        for (at, (field, text)) in fields.iter().enumerate() {
            if at > 0 {
                self.browser.press(Key::Enter)?;
            }
            self.browser.wait(&format!("the focus in {field}"), |page| {
                let focus = page.ask("return document.activeElement?.id ?? ''", &[])?;
                Ok(seen_if(focus == *field, focus.to_string()))
            })?;
            self.browser.type_text(text)?;
            self.browser.wait(&format!("`{text}` in {field}"), |page| {
                let value =
                    page.ask("return document.getElementById(arguments[0])?.value ?? ''", &[field])?;
                Ok(seen_if(value == *text, value.to_string()))
            })?;
        }
        Ok(())
    }

    /// How many lines the sale shows.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn lines(&self) -> Result<u64> {
        let lines = self.browser.ask("return document.querySelectorAll('#lines tr').length", &[])?;
        lines.as_u64().context("the number of lines")
    }

    /// Waits until so many 要確認 are on the screen.
    ///
    /// # Errors
    /// They never were.
    pub fn questions(&self, count: usize) -> Result<()> {
        self.browser.wait_for_attribute("#questions-count", "data-count", &count.to_string())
    }

    /// Waits until so many 端末側の操作待ち are on the screen.
    ///
    /// # Errors
    /// They never were.
    pub fn actions(&self, count: usize) -> Result<()> {
        self.browser.wait_for_attribute("#actions-count", "data-count", &count.to_string())
    }
}
