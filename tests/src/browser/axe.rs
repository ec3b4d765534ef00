//! What axe-core finds on the screen. The library comes from npm, for tests only (`make setup`).

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Browser;
use crate::place::target_dir;

/// Rules of axe-core that speak of pages, not of screens of a program: there is one heading a dialog, no landmarks to jump
/// between by keys that the till has taken, and a list scrolls by ↑↓ while the focus stays in its field.
const NOT_FOR_A_TILL: &str = "{region: {enabled: false}, 'page-has-heading-one': {enabled: false},
    'scrollable-region-focusable': {enabled: false}}";

/// Where `make setup` puts it.
fn library() -> Result<String> {
    let path: PathBuf = target_dir()?.join("axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path)
        .with_context(|| format!("{} is not there; run `make setup`", path.display()))
}

impl Browser {
    /// The screen has no serious and no critical finding.
    ///
    /// # Errors
    /// It has; each is named with the element.
    pub fn is_accessible(&self) -> Result<()> {
        let there = self.ask("return typeof window.axe === 'object'", &[])?;
        if there != Value::Bool(true) {
            self.ask(&format!("{}; return null", library()?), &[])?;
        }
        let script = format!(
            "return axe.run(document, {{resultTypes: ['violations'], rules: {NOT_FOR_A_TILL}}}).then(found =>
               found.violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
                 .map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')))"
        );
        let found = self.ask(&script, &[])?;
        let found = found.as_array().context("the findings")?;
        ensure!(found.is_empty(), "on {}: {found:#?}", self.look()?.screen);
        Ok(())
    }
}
