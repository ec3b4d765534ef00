//! What goes into the page as it is: its frame, its start and its assets.

use std::fs;

use anyhow::Context;

use crate::files::{self, Files};
use crate::workspace::Workspace;

const START_JS: &str = include_str!("start.js");

/// Reads `index.html`, `start.js` and every file of `app/assets/`.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn read(workspace: &Workspace) -> anyhow::Result<Files> {
    let mut files = files::read_folder(&workspace.assets())?;
    let index = workspace.index_html();
    let html = fs::read(&index).with_context(|| format!("cannot read {}", index.display()))?;
    files.insert("index.html".to_owned(), html);
    files.insert("start.js".to_owned(), START_JS.into());
    Ok(files)
}

/// The `href="/…"` and `src="/…"` of `index.html` that name no file of the page.
pub(crate) fn dead_links(files: &Files) -> Vec<String> {
    let html = files.get("index.html").map(|html| String::from_utf8_lossy(html));
    let html = html.as_deref().unwrap_or_default();
    ["href=\"/", "src=\"/"]
        .into_iter()
        .flat_map(|start| html.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| !files.contains_key(*link))
        .map(|link| format!("/{link}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_named() {
        let html = r#"<link href="/style.css"><link href="/icon.svg"><script src="/start.js"></script>"#;
        let files = Files::from([
            ("index.html".to_owned(), html.into()),
            ("start.js".to_owned(), Vec::new()),
            ("style.css".to_owned(), Vec::new()),
        ]);
        assert_eq!(dead_links(&files), ["/icon.svg"]);
    }
}
