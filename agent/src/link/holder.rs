//! Which program has a serial port open, where the system tells: on Linux, of the programs this one may look at.

use std::path::{Path, PathBuf};

/// The program that has a port open; none where nobody has, or nobody knows.
pub async fn of(path: &str) -> Option<String> {
    let path = path.to_owned();
    // It looks at every open file of every program: milliseconds, but of the disk's kind.
    tokio::task::spawn_blocking(move || program_at(Path::new(&path))).await.ok().flatten()
}

/// The program that has a device open, this one apart.
fn program_at(path: &Path) -> Option<String> {
    let device = std::fs::canonicalize(path).ok()?;
    let own = std::process::id().to_string();
    let programs = std::fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path());
    programs
        .filter(|program| program.file_name().and_then(|name| name.to_str()).is_some_and(|name| name != own))
        .find(|program| has_open(program, &device))
        .and_then(|program| std::fs::read_to_string(program.join("comm")).ok())
        .map(|name| name.trim().to_owned())
}

fn has_open(program: &Path, device: &PathBuf) -> bool {
    let Ok(files) = std::fs::read_dir(program.join("fd")) else { return false };
    files.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|target| target == *device))
}
