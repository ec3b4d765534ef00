//! The disk the agent writes to: small, so that it can be full; and the database, so that it can be busy.
//!
//! Making a small disk takes root and Linux. Without them there is none, and nothing that needs it can happen.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use rusqlite::Connection;

/// Room for some hundred payments and the agent's reserve.
const SIZE: &str = "size=48m";

/// A small disk, mounted on a folder.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Mounts one on this folder, where that can be done.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn mount(folder: &Path) -> Result<Option<Self>> {
        std::fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "catlink-torture"]).arg(folder);
        let done = mount.output().is_ok_and(|output| output.status.success());
        Ok(done.then(|| Self { folder: folder.to_owned() }))
    }

    /// Fills it to the last byte.
    ///
    /// # Errors
    /// It cannot be written at all.
    pub fn fill(&self) -> Result<()> {
        let mut ballast = File::create(self.ballast())?;
        for size in [1 << 20, 1 << 12, 1 << 8, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
        Ok(())
    }

    /// Gives the room back.
    pub fn relieve(&self) {
        // It may never have been filled.
        let _ = std::fs::remove_file(self.ballast());
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: an agent that is just being killed may still have files open.
        let _ = Command::new("umount").arg("-l").arg(&self.folder).output();
    }
}

/// Another program that holds the database for writing, as long as this lives.
#[derive(Debug)]
pub struct Busy {
    _connection: Connection,
}

impl Busy {
    /// Holds it, where nobody else does just now.
    #[must_use]
    pub fn hold(database: &Path) -> Option<Self> {
        let connection = Connection::open(database).ok()?;
        connection.busy_timeout(std::time::Duration::from_millis(100)).ok()?;
        connection.execute_batch("BEGIN IMMEDIATE").ok()?;
        Some(Self { _connection: connection })
    }
}
