//! A small disk of its own under the books, that can be filled and that can fail while the agent runs. Linux, and whoever
//! may mount; elsewhere the tests that need one say that they are skipped.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// What kind of disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskKind {
    /// In memory: fast, and full after a few megabytes.
    Small,
    /// The same with room for the books of a hundred payments.
    Roomy,
    /// A file system in a file, which can be made to fail as one on a dying disk does.
    Failing,
}

/// Room for the books of a test and what is laid by, and not for much more.
const SMALL_MB: u32 = 8;
const ROOMY_MB: u32 = 48;
/// The smallest that has room beside its own tables.
const FAILING_MB: u64 = 16;

/// A mounted disk; unmounted when dropped.
#[derive(Debug)]
pub struct Disk {
    at: PathBuf,
    kind: DiskKind,
}

/// Whether this computer lets us mount such a disk. Says so where it does not.
#[must_use]
pub fn can_be_mounted(kind: DiskKind) -> bool {
    let folder = std::env::temp_dir().join(format!("catlink-may-mount-{}-{kind:?}", std::process::id()));
    let tried = std::fs::create_dir_all(&folder).context("a folder").and_then(|()| {
        let at = folder.join("disk");
        Disk::mount(&at, kind).map(drop)
    });
    let _ = std::fs::remove_dir_all(&folder);
    if let Err(why) = &tried {
        // Not eprintln: that is shown for a test that fails only.
        let _ = writeln!(std::io::stderr(), "skipped: a disk cannot be mounted here ({why:#})");
    }
    tried.is_ok()
}

impl Disk {
    /// Mounts a new, empty disk there.
    ///
    /// # Errors
    /// It is not permitted, or not possible, here.
    pub fn mount(at: &Path, kind: DiskKind) -> Result<Self> {
        ensure!(cfg!(target_os = "linux"), "Linux only");
        std::fs::create_dir_all(at)?;
        let disk = Self { at: at.to_owned(), kind };
        match kind {
            DiskKind::Small => in_memory(at, SMALL_MB)?,
            DiskKind::Roomy => in_memory(at, ROOMY_MB)?,
            DiskKind::Failing => {
                let image = disk.image();
                std::fs::File::create(&image)?.set_len(FAILING_MB << 20)?;
                run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))?;
                disk.mount_image()?;
            }
        }
        Ok(disk)
    }

    fn image(&self) -> PathBuf {
        self.at.with_extension("image")
    }

    fn ballast(&self) -> PathBuf {
        self.at.join("ballast")
    }

    fn mount_image(&self) -> Result<()> {
        let mut command = Command::new("mount");
        run(command.args(["-o", "loop,errors=remount-ro"]).arg(self.image()).arg(&self.at))
    }

    /// Fills it to the last byte.
    ///
    /// # Errors
    /// It cannot be filled.
    pub fn fill(&self) -> Result<()> {
        let mut ballast = std::fs::OpenOptions::new().create(true).append(true).open(self.ballast())?;
        let mut piece = 1 << 20;
        while piece > 0 {
            match ballast.write(&vec![0x55; piece]) {
                Ok(written) if written > 0 => {}
                Ok(_) => piece /= 2,
                Err(why) if why.kind() == std::io::ErrorKind::StorageFull => piece /= 2,
                Err(why) => bail!("the disk cannot be filled: {why}"),
            }
        }
        Ok(())
    }

    /// Makes so much room again on a full disk.
    ///
    /// # Errors
    /// It was not filled.
    pub fn make_room(&self, bytes: u64) -> Result<()> {
        let ballast = std::fs::OpenOptions::new().write(true).open(self.ballast())?;
        let length = ballast.metadata()?.len();
        Ok(ballast.set_len(length.saturating_sub(bytes))?)
    }

    /// Makes all the room again.
    ///
    /// # Errors
    /// It was not filled.
    pub fn empty(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.ballast())?)
    }

    /// From now on it can only be read, also through files that are open (`ext4(5)`, abort).
    ///
    /// # Errors
    /// It is no disk that can.
    pub fn fail(&self) -> Result<()> {
        ensure!(self.kind == DiskKind::Failing, "{:?} disks do not fail", self.kind);
        run(Command::new("mount").args(["-o", "remount,abort"]).arg(&self.at))
    }

    /// Checks and mounts it anew, as after changing a cable; nobody may be on it.
    ///
    /// # Errors
    /// It cannot be repaired.
    pub fn repair(&self) -> Result<()> {
        run(Command::new("umount").arg(&self.at))?;
        let status = Command::new("e2fsck").args(["-f", "-y"]).arg(self.image()).output()?.status;
        // 1: there was something to repair.
        ensure!(matches!(status.code(), Some(0 | 1)), "e2fsck {status}");
        self.mount_image()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // At once and whoever is still on it: the disk goes when the last of them does.
        let _ = Command::new("umount").arg("-l").arg(&self.at).output();
        let _ = std::fs::remove_file(self.image());
    }
}

fn in_memory(at: &Path, mb: u32) -> Result<()> {
    run(Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={mb}m"), "tmpfs"]).arg(at))
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{:?}", command.get_program()))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{:?}: {}", command.get_program(), complaint.trim());
    Ok(())
}
