//! What a manager does in 店舗設定.

use anyhow::{Context, Result, ensure};

use super::Shop;
use crate::browser::Key;
use crate::patience::seen_if;

/// Rows of 処理メニュー under 店舗設定, by the digit that opens them.
const MASTERS: &[(&str, &str)] =
    &[("card_company", "1"), ("register", "2"), ("product", "3"), ("store", "4"), ("operator", "5")];

impl Shop {
    /// From 業務メニュー to a master, by its digits.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn open_master(&self, master: &str) -> Result<()> {
        let page = &self.browser;
        let digit = MASTERS.iter().find(|(name, _)| *name == master).context("a master of the menu")?.1;
        page.at("menu")?;
        page.type_text("2")?;
        page.wait_for_attribute(".menu-processes", "data-active", "true")?;
        page.type_text(digit)?;
        if master == "store" { page.at("row") } else { page.at("masters") }
    }

    /// Finds a row by its text and opens its form.
    ///
    /// # Errors
    /// It is not there.
    pub fn open_row(&self, code: &str) -> Result<()> {
        self.write("find", code)?;
        self.browser.press(Key::Enter)?;
        self.browser.wait_for_attribute(&format!("tr[data-row=\"{code}\"]"), "aria-selected", "true")?;
        self.browser.press(Key::F12)?;
        self.browser.at("row")
    }

    /// A card number is typed into a field: it is told, and nothing of it stays.
    ///
    /// # Errors
    /// The field takes it.
    pub fn refuses_number(&self, field: &str, number: &str) -> Result<()> {
        self.goes_to(field)?;
        self.browser.type_text(number)?;
        self.hears("カード番号は入力できません")?;
        self.browser.wait(&format!("nothing in {field}"), |page| {
            let value = page.ask("return document.getElementById(arguments[0])?.value ?? '?'", &[field])?;
            Ok(seen_if(value == "", value.to_string()))
        })?;
        self.browser.pauses()
    }

    fn goes_to(&self, field: &str) -> Result<()> {
        let script = "const field = document.getElementById(arguments[0]);
            if (!field) return 'no field';
            field.focus(); field.select(); return ''";
        let found = self.browser.ask(script, &[field])?;
        ensure!(found == "", "{field}: {found}");
        self.browser.wait(&format!("the focus in {field}"), |page| {
            let focus = page.ask("return document.activeElement?.id ?? ''", &[])?;
            Ok(seen_if(focus == field, focus.to_string()))
        })
    }

    /// Writes into a field of the form, or of the list, as a person who clicks into it and types anew.
    ///
    /// # Errors
    /// The field is not there, or does not take it.
    pub fn write(&self, field: &str, text: &str) -> Result<()> {
        self.goes_to(field)?;
        self.browser.type_text(text)?;
        self.browser.wait(&format!("`{text}` in {field}"), |page| {
            let value = page.ask("return document.getElementById(arguments[0])?.value ?? ''", &[field])?;
            Ok(seen_if(value == text, value.to_string()))
        })
    }

    /// F12確定 in the form, and the list again.
    ///
    /// # Errors
    /// The row is not kept.
    pub fn keep_row(&self) -> Result<()> {
        self.browser.press(Key::F12)?;
        self.browser.told("登録しました")
    }

    /// From a master's list to 店頭処理.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn leave_settings(&self) -> Result<()> {
        let page = &self.browser;
        page.press(Key::F9)?;
        page.at("menu")?;
        page.press(Key::F9)?;
        page.wait_for_attribute(".menu-processes", "data-active", "false")?;
        page.type_text("1")?;
        page.wait_for_attribute(".menu-processes", "data-active", "true")?;
        page.type_text("1")?;
        page.at("sale")
    }

    /// The form says that a field is wrong, in these words.
    ///
    /// # Errors
    /// It does not.
    pub fn faulted(&self, field: &str, words: &str) -> Result<()> {
        self.browser.wait_for_text(&format!("[data-entry=\"{field}\"] .fault"), words)?;
        self.browser.fits()
    }
}
