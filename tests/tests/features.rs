//! docs/features.md and SECURITY.md name a test for what the product does. Each of them must be one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// Every function that stands right under a test attribute.
fn tests_in(folder: &Path, found: &mut BTreeSet<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            tests_in(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.extend(tests_of(&std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn tests_of(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut after_attribute = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            after_attribute = true;
        } else if let Some((_, name)) = line.split_once("fn ").filter(|_| after_attribute) {
            names.extend(name.split('(').next().map(str::to_owned));
            after_attribute = false;
        }
    }
    names
}

/// What stands between backticks in the last column of a table.
fn named(document: &str) -> BTreeSet<String> {
    let rows = document.lines().filter_map(|line| line.strip_prefix("| ")?.trim_end().strip_suffix(" |"));
    let columns = rows.filter_map(|row| row.rsplit_once(" | ").map(|(_, shown)| shown.to_owned()));
    columns
        .flat_map(|shown| shown.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_test_that_is_named_exists() -> Result<()> {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).with_context(|| name.to_owned());
    let document = format!("{}\n{}", read("docs/features.md")?, read("SECURITY.md")?);
    let mut there = BTreeSet::new();
    for folder in ["shared", "agent/src", "app/src", "tests"] {
        tests_in(&root().join(folder), &mut there)?;
    }
    let named = named(&document);
    ensure!(named.len() > 100, "only {} tests are named", named.len());
    let missing: Vec<&String> = named.difference(&there).collect();
    ensure!(missing.is_empty(), "no such tests: {missing:#?}");
    Ok(())
}
