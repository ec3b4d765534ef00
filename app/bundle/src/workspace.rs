//! Where things are: the workspace, what cargo builds, and where the page goes.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::options::Profile;

/// The workspace's root and cargo's target folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The workspace that `current_dir` is in.
    ///
    /// # Errors
    /// No folder above holds both `Cargo.toml` and `index.html`: change to the workspace and try again.
    pub(crate) fn around(current_dir: &Path) -> anyhow::Result<Self> {
        let Some(root) = current_dir.ancestors().find(|dir| is_root(dir)) else {
            bail!(
                "no folder with Cargo.toml and index.html at or above {}; run this inside the workspace",
                current_dir.display()
            );
        };
        // As cargo does: a relative one counts from where the command was given.
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) if !target.is_empty() => current_dir.join(target),
            _ => root.join("target"),
        };
        Ok(Self { root: root.to_path_buf(), target })
    }

    /// The folder of the workspace manifest.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What cargo is told to build into.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The page's frame.
    pub(crate) fn index_html(&self) -> PathBuf {
        self.root.join("index.html")
    }

    /// Style sheets, pictures and whatever else goes into the page as it is.
    pub(crate) fn assets(&self) -> PathBuf {
        self.root.join("app/assets")
    }

    /// The finished page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("app/dist")
    }

    /// What this program keeps between two runs, so that the second is quick.
    pub(crate) fn work_dir(&self, profile: Profile) -> PathBuf {
        self.target.join("bundle").join(profile.cargo_name())
    }
}

fn is_root(dir: &Path) -> bool {
    dir.join("index.html").is_file() && dir.join("Cargo.toml").is_file()
}

/// When this very program was built: what an older one kept is not trusted.
pub(crate) fn built_at() -> anyhow::Result<String> {
    let modified = env::current_exe()
        .and_then(|exe| exe.metadata())
        .and_then(|metadata| metadata.modified())
        .context("this program cannot look at its own file")?;
    Ok(format!("{modified:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_from_any_folder_below_it() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::around(&here.join("src")).unwrap();
        assert_eq!(here.strip_prefix(workspace.root()).unwrap(), Path::new("app/bundle"));
    }

    #[test]
    fn a_folder_outside_is_refused() {
        assert!(Workspace::around(Path::new("/")).is_err());
    }
}
