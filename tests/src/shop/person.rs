//! What a person decides: the choices of 【結果不明】 and 【決済内容相違】 with their forms, and the rows of 【参照】.

use anyhow::{Result, ensure};

use super::Shop;
use crate::browser::Key;
use crate::patience::seen_if;
use crate::terminal::Paper;

impl Shop {
    /// The screen is there, says these words, and all of it is within the smallest screen.
    ///
    /// # Errors
    /// It is not, does not, or something is cut off.
    pub fn reads(&self, screen: &str, words: &[&str]) -> Result<()> {
        self.browser.at(screen)?;
        for word in words {
            self.browser.wait_for_text("#dialog", word)?;
        }
        self.browser.fits()
    }

    /// The clerk is told something, and can read all of it.
    ///
    /// # Errors
    /// It is not told, or something is cut off.
    pub fn hears(&self, words: &str) -> Result<()> {
        self.browser.told(words)?;
        self.browser.fits()
    }

    /// Opens a choice by its digit, as soon as a person may choose.
    ///
    /// # Errors
    /// Its form does not come, or something of it is cut off.
    pub fn choose(&self, digit: &str, form: &str) -> Result<()> {
        let page = &self.browser;
        let row = format!("[data-choice='{digit}']");
        page.wait_for_element(&row, true)?;
        page.wait("the question to listen", |page| {
            let shown = page.look()?;
            Ok(seen_if(!shown.deaf && !shown.busy, format!("{shown:?}")))
        })?;
        page.type_text(digit)?;
        page.wait_for_element(&format!("[data-choice-form='{form}']"), true)?;
        page.picture(form)?;
        page.fits()
    }

    /// F9戻る: the choices again.
    ///
    /// # Errors
    /// They do not come.
    pub fn back_to_choices(&self) -> Result<()> {
        self.browser.press(Key::F9)?;
        self.browser.wait_for_element("[data-choice='1']", true)
    }

    /// Types what a 売上票 says and presses F12.
    ///
    /// # Errors
    /// The focus is not where it should be.
    pub fn enter_paper(&self, paper: &Paper) -> Result<()> {
        self.fill_in(&[
            ("slip-number", &paper.slip_number),
            ("slip-amount", &paper.amount),
            ("slip-time", &paper.time),
            ("approval-code", &paper.approval_code),
        ])?;
        self.browser.press(Key::F12)
    }

    /// One field of the form is typed anew; F12.
    ///
    /// # Errors
    /// The focus does not get there.
    pub fn correct(&self, field: &str, text: &str) -> Result<()> {
        // A field that is come to by Tab is typed over.
        self.browser.press(Key::Tab)?;
        self.browser.wait(&format!("the focus in {field}"), |page| {
            let focus = page.ask("return document.activeElement?.id ?? ''", &[])?;
            if focus != field {
                page.press(Key::Tab)?;
            }
            Ok(seen_if(focus == field, focus.to_string()))
        })?;
        self.fill_in(&[(field, text)])?;
        self.browser.press(Key::F12)
    }

    /// F4参照, and the row with these words.
    ///
    /// # Errors
    /// There is no such row.
    pub fn open_listed(&self, words: &[&str], screen: &str) -> Result<()> {
        let page = &self.browser;
        page.press(Key::F4)?;
        page.at("lists")?;
        page.fits()?;
        let rows =
            page.ask("return [...document.querySelectorAll('[data-item]')].map(row => row.innerText)", &[])?;
        let rows: Vec<String> = serde_json::from_value(rows)?;
        let at = rows.iter().position(|row| words.iter().all(|word| row.contains(word)));
        let Some(at) = at else { anyhow::bail!("no row with {words:?} among {rows:?}") };
        page.press_times(Key::Down, at)?;
        page.wait_for_attribute(&format!("[data-item='{at}']"), "aria-selected", "true")?;
        page.press(Key::F12)?;
        page.at(screen)?;
        page.fits()
    }

    /// Closes the 端末側の操作待ち with these words: what the terminal's paper says.
    ///
    /// # Errors
    /// It is not taken.
    pub fn close_action(&self, words: &[&str], slip_number: &str, amount: &str) -> Result<()> {
        self.open_listed(words, "action")?;
        self.fill_in(&[("slip-number", slip_number), ("slip-amount", amount)])?;
        self.browser.press(Key::F12)?;
        self.hears("端末側の操作を完了として記録しました")
    }

    /// 【責任者の承認】 comes up over the clerk's screen, asks for this right, and 店長 allows it.
    ///
    /// # Errors
    /// It does not come, or does not go.
    pub fn approve(&self, right: &str) -> Result<()> {
        let page = &self.browser;
        page.at("approval")?;
        page.wait_for_attribute("#right", "data-right", right)?;
        page.fits()?;
        page.type_person("900", "9000")?;
        page.press(Key::F12)?;
        page.wait("【責任者の承認】 to go", |page| {
            let shown = page.look()?;
            Ok(seen_if(shown.screen != "approval", format!("{shown:?}")))
        })
    }

    /// The newest payment is in that state, and no sale has come of it.
    ///
    /// # Errors
    /// It is another.
    pub fn still(&self, state: &str) -> Result<()> {
        let books = self.pos_books()?;
        let payment = books.newest_payment()?;
        ensure!(payment.state == state, "the payment is {}", payment.state);
        Ok(())
    }
}
