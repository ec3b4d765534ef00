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

/// Says in `index.html` where the agent of a hosted page listens.
///
/// # Errors
/// `index.html` has no head to say it in.
pub(crate) fn name_agent(files: &mut Files, agent: &str) -> anyhow::Result<()> {
    let html = files.get("index.html").map(|html| String::from_utf8_lossy(html).into_owned());
    let html = html.filter(|html| html.contains("</head>")).context("index.html has no </head>")?;
    let meta = format!("  <meta name=\"catlink-agent\" content=\"{agent}\">\n  </head>");
    files.insert("index.html".to_owned(), html.replacen("</head>", &meta, 1).into_bytes());
    Ok(())
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
    fn the_agent_of_a_hosted_page_is_named_in_its_head() {
        let mut files = Files::from([("index.html".to_owned(), "<head>\n  </head>".into())]);
        name_agent(&mut files, "127.0.0.1:7310").unwrap();
        let html = String::from_utf8_lossy(&files["index.html"]).into_owned();
        assert_eq!(html, "<head>\n    <meta name=\"catlink-agent\" content=\"127.0.0.1:7310\">\n  </head>");
        assert!(name_agent(&mut Files::new(), "127.0.0.1:7310").is_err());
    }

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
