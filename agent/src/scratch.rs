//! Folders for tests: all of a run under one roof, which the next run of the same tests takes away.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Begins the name of every roof; the number of its process follows.
const ROOF: &str = "catlink-unit-tests-";

/// A path that nothing stands at yet.
pub(crate) fn path(name: &str) -> PathBuf {
    static OWN: OnceLock<PathBuf> = OnceLock::new();
    let own = OWN.get_or_init(|| {
        let all = std::env::temp_dir();
        sweep(&all);
        let own = all.join(format!("{ROOF}{}", std::process::id()));
        std::fs::create_dir_all(&own).expect("a folder for tests");
        own
    });
    own.join(format!("{name}-{}", uuid::Uuid::now_v7()))
}

/// Takes away what runs that are over have left.
fn sweep(all: &Path) {
    for entry in std::fs::read_dir(all).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let of = name.to_str().and_then(|name| name.strip_prefix(ROOF)).and_then(|of| of.parse::<u32>().ok());
        if of.is_some_and(is_over) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Where processes cannot be looked up, only what bears our own number is known to be over.
fn is_over(process: u32) -> bool {
    let processes = Path::new("/proc");
    process == std::process::id()
        || (processes.join("self").exists() && !processes.join(process.to_string()).exists())
}

#[cfg(test)]
mod tests {
    use super::{ROOF, path, sweep};

    #[test]
    fn what_runs_that_are_over_have_left_is_taken_away_and_nothing_else() {
        let all = path("all");
        let (over, stays) = (all.join(format!("{ROOF}{}", u32::MAX)), all.join("catlink"));
        for folder in [&over, &stays] {
            std::fs::create_dir_all(folder).unwrap();
        }
        sweep(&all);
        let swept = std::path::Path::new("/proc/self").exists();
        assert_eq!((over.exists(), stays.exists()), (!swept, true));
    }
}
