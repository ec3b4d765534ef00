//! The page as a set of files, and the one way it gets to disk: only what differs is touched.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// File names with `/` between folders, as in a URL, and what is in them.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What a [`sync`] had to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) removed: usize,
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { written, unchanged, removed } = self;
        write!(f, "{written} files written, {unchanged} unchanged, {removed} removed")
    }
}

/// Makes `folder` hold exactly `files`, without touching those that are right already.
///
/// # Errors
/// A file cannot be read, written or removed; run again when that is mended.
pub(crate) fn sync(files: &Files, folder: &Path) -> anyhow::Result<Changes> {
    let mut changes = Changes::default();
    let before = read_folder(folder)?;
    for name in before.keys().filter(|name| !files.contains_key(*name)) {
        remove_file(&folder.join(name))?;
        changes.removed += 1;
    }
    for (name, bytes) in files {
        if before.get(name) == Some(bytes) {
            changes.unchanged += 1;
        } else {
            write(&folder.join(name), bytes)?;
            changes.written += 1;
        }
    }
    remove_empty_folders(folder)?;
    Ok(changes)
}

/// Every file below `folder`; none if it does not exist. Hidden files are not part of a page.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn read_folder(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for (name, path) in entries(folder)? {
        if path.is_dir() {
            for (below, bytes) in read_folder(&path)? {
                files.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}

/// Writes a file, and the folders above it where they are missing.
///
/// # Errors
/// The disk does not take it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a folder and those above it.
///
/// # Errors
/// The disk does not take it.
pub(crate) fn create_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Removes a file; that it is not there is just as well.
///
/// # Errors
/// It is there and stays.
pub(crate) fn remove_file(path: &Path) -> anyhow::Result<()> {
    gone(fs::remove_file(path)).with_context(|| format!("cannot remove {}", path.display()))
}

/// Removes a folder with all that is in it; that it is not there is just as well.
///
/// # Errors
/// It is there and stays.
pub(crate) fn remove_folder(folder: &Path) -> anyhow::Result<()> {
    gone(fs::remove_dir_all(folder)).with_context(|| format!("cannot remove {}", folder.display()))
}

fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Names and paths in `folder` that are not hidden; a name that is not UTF-8 has no URL.
fn entries(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let cannot_list = || format!("cannot list {}", folder.display());
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.with_context(cannot_list)?,
    };
    let mut entries = Vec::new();
    for entry in listing {
        let entry = entry.with_context(cannot_list)?;
        let name = entry.file_name().into_string().ok();
        let name = name.with_context(|| format!("{} is not a name for a URL", entry.path().display()))?;
        if !name.starts_with('.') {
            entries.push((name, entry.path()));
        }
    }
    Ok(entries)
}

fn remove_empty_folders(folder: &Path) -> anyhow::Result<()> {
    for (_, path) in entries(folder)? {
        if path.is_dir() {
            remove_empty_folders(&path)?;
            if entries(&path)?.is_empty() {
                remove_folder(&path)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::ops::Deref;
    use std::time::SystemTime;

    use super::*;

    /// An empty folder of this test's own, gone when dropped.
    pub(crate) struct EmptyFolder(PathBuf);

    impl EmptyFolder {
        pub(crate) fn new(test: &str) -> Self {
            let name = format!("catlink-bundle-{}-{test}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            create_folder(&folder).unwrap();
            Self(folder)
        }
    }

    impl Deref for EmptyFolder {
        type Target = Path;

        fn deref(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for EmptyFolder {
        fn drop(&mut self) {
            remove_folder(&self.0).unwrap();
        }
    }

    fn page(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_folder_ends_up_holding_exactly_the_page() {
        let folder = EmptyFolder::new("exactly");
        sync(&page(&[("index.html", "old"), ("snippets/a/inline0.js", "gone")]), &folder).unwrap();
        let new = page(&[("index.html", "new"), ("style.css", "added")]);
        let changes = sync(&new, &folder).unwrap();

        assert_eq!(read_folder(&folder).unwrap(), new);
        assert!(!folder.join("snippets").exists(), "an empty folder stays behind");
        let expected = Changes { written: 2, unchanged: 0, removed: 1 };
        assert_eq!(changes, expected);
    }

    #[test]
    fn a_file_with_the_same_bytes_is_not_touched() {
        let folder = EmptyFolder::new("untouched");
        let files = page(&[("index.html", "same"), ("start.js", "one")]);
        sync(&files, &folder).unwrap();
        let index = folder.join("index.html");
        fs::File::options().write(true).open(&index).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();

        let changes = sync(&page(&[("index.html", "same"), ("start.js", "two")]), &folder).unwrap();
        let expected = Changes { written: 1, unchanged: 1, removed: 0 };
        assert_eq!(changes, expected);
        assert_eq!(index.metadata().unwrap().modified().unwrap(), SystemTime::UNIX_EPOCH);
    }
}
