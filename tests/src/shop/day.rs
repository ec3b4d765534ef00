//! What a clerk does with the business day.

use anyhow::{Context, Result, ensure};

use super::Shop;
use crate::browser::Key;
use crate::patience::seen_if;

/// Where a screen of the business day is in the menus: by the digits of both.
const SCREENS: &[(&str, &str, &str)] = &[
    ("day-open", "1", "4"),
    ("day-moves", "1", "5"),
    ("day-check", "1", "6"),
    ("day-close", "1", "7"),
    ("day-report", "3", "1"),
];

impl Shop {
    /// From any screen that F9 leaves to one of the business day.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn open_day(&self, screen: &str) -> Result<()> {
        let (_, business, process) =
            SCREENS.iter().find(|(name, ..)| *name == screen).context("a screen of the business day")?;
        self.go_to_menu()?;
        self.browser.type_text(business)?;
        self.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
        self.browser.type_text(process)?;
        self.browser.at(screen)
    }

    /// Back to 業務メニュー.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn go_to_menu(&self) -> Result<()> {
        let page = &self.browser;
        page.wait("業務メニュー", |page| {
            let shown = page.look()?;
            let top = shown.screen == "menu";
            let left = top && page.has(".menu-processes[data-active='false']")?;
            if !left && !shown.deaf {
                page.press(Key::F9)?;
            }
            Ok(seen_if(left, format!("{shown:?}")))
        })
    }

    /// From 業務メニュー to 店頭処理, by digits.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn go_to_counter(&self) -> Result<()> {
        self.go_to_menu()?;
        self.browser.type_text("1")?;
        self.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
        self.browser.type_text("1")?;
        self.browser.at("sale")
    }

    /// Counts a drawer as a sum, whichever way it was counted before.
    ///
    /// # Errors
    /// The field does not come, or does not take it.
    pub fn count_sum(&self, sum: &str) -> Result<()> {
        if !self.browser.has("#counted-sum")? {
            self.browser.press(Key::F6)?;
            self.browser.wait_for_element("#counted-sum", true)?;
        }
        self.write("counted-sum", sum)
    }

    /// F12, the question with these words, F12はい.
    ///
    /// # Errors
    /// It is not asked.
    pub fn confirm_day(&self, words: &str) -> Result<()> {
        self.browser.press(Key::F12)?;
        self.reads("day-sure", &[words, "よろしいですか?"])?;
        self.browser.press(Key::F12)
    }

    /// 端末開設 with a sum, from anywhere.
    ///
    /// # Errors
    /// The day is not opened.
    pub fn open_register(&self, float: &str) -> Result<()> {
        self.open_day("day-open")?;
        self.count_sum(float)?;
        self.confirm_day("端末を開設します")?;
        self.browser.at("menu")?;
        self.hears("開設しました")
    }

    /// 精算 goes on to a step.
    ///
    /// # Errors
    /// It does not.
    pub fn close_step(&self, step: &str) -> Result<()> {
        self.browser.press(Key::F12)?;
        self.browser.wait_for_element(&format!(".close-step[data-step='{step}']"), true)?;
        self.browser.fits()
    }

    /// 日計 on the screen says these words.
    ///
    /// # Errors
    /// It does not.
    pub fn report_says(&self, words: &[&str]) -> Result<()> {
        self.browser.at("day-report")?;
        self.browser.wait_for_element("#report", true)?;
        let text = self.browser.text("#report")?.unwrap_or_default();
        for word in words {
            ensure!(text.contains(word), "日計 does not say `{word}`:\n{text}");
        }
        self.browser.fits()
    }
}
