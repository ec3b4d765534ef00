//! Files of the browser: what a person picks, and what lands in the downloads.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::Browser;
use crate::patience::{Look, until};

impl Browser {
    /// Picks a file in an input, as a person does in the browser's own dialog.
    ///
    /// # Errors
    /// There is no such input.
    pub fn pick_file(&self, selector: &str, file: &Path) -> Result<()> {
        let found = self.driver.command("element", &json!({"using": "css selector", "value": selector}))?;
        let id = found.as_object().and_then(|found| found.values().next()).and_then(|id| id.as_str());
        let path = format!("element/{}/value", id.with_context(|| format!("no {selector}"))?);
        let text = file.to_str().context("a path that is text")?;
        self.driver.command(&path, &json!({"text": text})).map(drop)
    }

    /// Downloads go into this folder.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn download_into(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let wish = json!({"behavior": "allow", "downloadPath": folder});
        self.driver.devtools("Browser.setDownloadBehavior", &wish).map(drop)
    }

    /// Waits until a download with this in its name is there, and reads it.
    ///
    /// # Errors
    /// It never came.
    pub fn downloaded(&self, folder: &Path, name: &str) -> Result<Vec<u8>> {
        let mut file = None;
        until(&format!("the download {name}"), || {
            let entries = std::fs::read_dir(folder)?.flatten();
            let names: Vec<String> =
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            file =
                names.iter().find(|found| found.contains(name) && !found.ends_with(".crdownload")).cloned();
            Ok(if file.is_some() { Look::Seen(()) } else { Look::NotYet(format!("{names:?}")) })
        })?;
        Ok(std::fs::read(folder.join(file.context("a download")?))?)
    }
}
