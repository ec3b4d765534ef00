//! What comes out of the printer, and 電子ジャーナル.

use anyhow::{Result, ensure};

use super::Shop;
use crate::browser::Key;

impl Shop {
    /// Nothing comes out of a printer from here on: it is counted. The page is loaded anew.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn counts_prints(&self) -> Result<()> {
        self.browser.counts_prints()?;
        self.browser.reload()
    }

    /// One sale for cash, up to its receipt; gives its number.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn sell_for_cash(&self, codes: &[&str]) -> Result<u64> {
        self.ring_up(codes)?;
        self.issue()?;
        self.browser.press(Key::F2)?;
        self.browser.wait_for_text("#change", "¥0")?;
        self.browser.press(Key::F12)?;
        self.browser.at("receipt")?;
        self.newest_slip_number()
    }

    /// The printer got its `times`-th paper here, a `copy`-th 再発行 (0: a first one) that says these words. It is kept
    /// as a picture and a document.
    ///
    /// # Errors
    /// It did not, or says something else.
    pub fn comes_out(&self, times: u64, copy: u32, step: &str, words: &[&str]) -> Result<()> {
        self.browser.has_printed(times)?;
        self.browser.wait_for_attribute("#printed", "data-copy", &copy.to_string())?;
        self.browser.document(step)?;
        let paper = self.browser.on_paper(step)?;
        for word in words {
            ensure!(paper.contains(word), "the paper does not say `{word}`:\n{paper}");
        }
        ensure!(paper.contains("再発行 (") == (copy > 0), "再発行 is marked, and nothing else:\n{paper}");
        ensure!(!paper.contains("F12"), "the screen is printed:\n{paper}");
        Ok(())
    }

    /// From any screen that F9 leaves to 電子ジャーナル, once its rows are here.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn open_journal(&self) -> Result<()> {
        self.go_to_menu()?;
        self.browser.type_text("3")?;
        self.browser.wait_for_attribute(".menu-processes", "data-active", "true")?;
        self.browser.type_text("4")?;
        self.browser.at("journal")?;
        self.browser.wait_for_attribute("#journal", "aria-busy", "false")
    }

    /// A row of 電子ジャーナル, from 0, says these words.
    ///
    /// # Errors
    /// It does not.
    pub fn journal_row(&self, place: u64, words: &[&str]) -> Result<()> {
        let selector = format!("#journal .windowed-row[data-place='{place}']");
        words.iter().try_for_each(|word| self.browser.wait_for_text(&selector, word))
    }
}
