//! wasm-opt from binaryen, where it is installed. It makes the page smaller, not different, so its
//! absence or failure is a notice and the page is built without it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

const TOOL: &str = "wasm-opt";

/// What rustc's wasm32 target has switched on by itself and every browser of the last years knows.
/// The tool must be told: old versions (binaryen 108, as in Debian 12) otherwise refuse the file.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What the tool says its version is; `None` where it is not installed.
pub(crate) fn version() -> Option<String> {
    let output = Command::new(TOOL).arg("--version").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Replaces `wasm` by a smaller one, by way of the file `scratch`.
///
/// # Errors
/// Only that the finished file cannot be put in place; the tool's own troubles are notices.
pub(crate) fn shrink(wasm: &Path, scratch: &Path) -> anyhow::Result<()> {
    let output = Command::new(TOOL).arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(scratch).output();
    match output {
        Ok(output) if output.status.success() => {
            fs::rename(scratch, wasm).with_context(|| format!("cannot replace {}", wasm.display()))
        }
        Ok(output) => {
            let reason = String::from_utf8_lossy(&output.stderr);
            let reason = reason.lines().next().unwrap_or("it gives no reason");
            eprintln!("notice: wasm-opt failed ({reason}); the page is built without it");
            Ok(())
        }
        Err(error) => {
            eprintln!("notice: wasm-opt cannot be run ({error}); the page is built without it and is larger");
            Ok(())
        }
    }
}
