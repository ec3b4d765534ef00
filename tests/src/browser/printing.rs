//! The browser's printing: asked for by the page, and what would come out of the printer.

use anyhow::{Context, Result};
use base64::Engine as _;
use serde_json::json;

use super::Browser;
use crate::patience::seen_if;

/// What stands in for the browser's own dialog, from the next load of the page on.
const COUNTED: &str = "window.print = () => {
    sessionStorage.setItem('prints', Number(sessionStorage.getItem('prints') ?? 0) + 1);
};";

impl Browser {
    /// From the next load of the page on nothing is printed: how often it was asked for is counted.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn counts_prints(&self) -> Result<()> {
        self.driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": COUNTED})).map(drop)
    }

    /// How often the page has asked to print.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn prints(&self) -> Result<u64> {
        let count = self.ask("return Number(sessionStorage.getItem('prints') ?? 0)", &[])?;
        count.as_u64().context("a count")
    }

    /// Waits until the page has asked to print so often.
    ///
    /// # Errors
    /// It has not, or more often.
    pub fn has_printed(&self, times: u64) -> Result<()> {
        self.wait(&format!("{times} printouts"), |browser| {
            let prints = browser.prints()?;
            Ok(seen_if(prints == times, format!("there are {prints}")))
        })
    }

    /// Keeps the page as it would be printed beside the pictures, as a document.
    ///
    /// # Errors
    /// The browser makes none of it, or the file cannot be written.
    pub fn document(&self, step: &str) -> Result<()> {
        let bytes = self.pdf()?;
        let name = format!("{}-{:02}-{step}.pdf", self.name, self.taken.get() + 1);
        std::fs::write(self.pictures.join(name), bytes).context("a document")
    }

    /// The page as it would be printed: how many sheets, and how wide the first one is in millimetres.
    ///
    /// # Errors
    /// The browser makes no document of it.
    pub fn printout(&self) -> Result<(usize, f64)> {
        let bytes = self.pdf()?;
        let text = String::from_utf8_lossy(&bytes);
        let boxes: Vec<&str> = text.split("/MediaBox [").skip(1).collect();
        let size = boxes.first().and_then(|rest| rest.split(']').next()).context("a sheet")?;
        let width: f64 = size.split_whitespace().nth(2).context("a width")?.parse()?;
        Ok((boxes.len(), width / 72.0 * 25.4))
    }

    fn pdf(&self) -> Result<Vec<u8>> {
        let printed = self.driver.devtools("Page.printToPDF", &json!({"preferCSSPageSize": true}))?;
        let data = printed["data"].as_str().context("a document")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }
}
