//! What a clerk does with settled slips.

use anyhow::{Result, ensure};

use super::Shop;
use crate::browser::Key;
use crate::patience::seen_if;

const DAY_MS: i64 = 24 * 3_600_000;

impl Shop {
    /// From 店頭販売 or 業務メニュー to 伝票照会・取消.
    ///
    /// # Errors
    /// The page does not get there.
    pub fn open_slips(&self) -> Result<()> {
        let page = &self.browser;
        page.wait("業務メニュー", |page| {
            let shown = page.look()?;
            let left = shown.screen == "menu" && page.has(".menu-processes[data-active='false']")?;
            if !left && !shown.deaf {
                page.press(Key::F9)?;
            }
            Ok(seen_if(left, format!("{shown:?}")))
        })?;
        page.type_text("1")?;
        page.wait_for_attribute(".menu-processes", "data-active", "true")?;
        page.type_text("3")?;
        page.at("slips")?;
        page.wait_for_attribute(".list-slips", "aria-busy", "false")
    }

    /// Reads the bar code of a receipt, and its slip opens.
    ///
    /// # Errors
    /// It does not.
    pub fn scan_slip(&self, number: u64) -> Result<()> {
        self.open_slips()?;
        self.browser.scan(&format!("01{number:08}"))?;
        self.browser.at("slip")?;
        self.browser.wait_for_attribute("#receipt", "data-receipt", &format!("{number:08}"))?;
        self.browser.fits()
    }

    /// A day goes by; nobody has touched the till meanwhile, so 佐藤 花子 signs in again.
    ///
    /// # Errors
    /// The page does not ask who is there.
    pub fn a_day_later(&self) -> Result<()> {
        let page = &self.browser;
        page.signs_in(None);
        self.agent.set_clock(DAY_MS)?;
        page.at("sign-in")?;
        page.type_person("101", "1010")?;
        page.press(Key::Enter)?;
        page.wait("the sign-in to go", |page| {
            let shown = page.look()?;
            Ok(seen_if(shown.screen != "sign-in", format!("{shown:?}")))
        })?;
        page.signs_in(Some("101"));
        Ok(())
    }

    /// The number of the newest live slip.
    ///
    /// # Errors
    /// There is none.
    pub fn newest_slip_number(&self) -> Result<u64> {
        let books = self.pos_books()?;
        let newest = books.slips.iter().filter(|slip| !slip.training).map(|slip| slip.receipt_number).max();
        ensure!(newest.is_some(), "no slip");
        Ok(newest.unwrap_or_default())
    }

    /// What became of the slip that stands open.
    ///
    /// # Errors
    /// Something else.
    pub fn slip_is(&self, state: &str) -> Result<()> {
        self.browser.wait_for_attribute("#slip-state", "data-state", state)
    }
}
