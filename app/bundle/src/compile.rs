//! The first step: cargo compiles the app to wasm.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};

use crate::options::Options;
use crate::workspace::Workspace;

const TRIPLE: &str = "wasm32-unknown-unknown";

/// Compiles the app and says where its wasm is.
///
/// # Errors
/// Cargo could not be started or did not succeed; it has already said why.
pub(crate) fn app(workspace: &Workspace, options: &Options) -> anyhow::Result<PathBuf> {
    // Under `cargo run` this is the very cargo that runs us.
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(workspace.root())
        .args(["build", "-p", "catlink-app", "--bin", "catlink-app"])
        .args(["--target", TRIPLE, "--profile", options.profile.cargo_name()])
        // Said aloud, so that cargo and this program cannot disagree about it.
        .arg("--target-dir")
        .arg(workspace.target());
    if options.locked {
        command.arg("--locked");
    }
    let status = command.status().context("cargo could not be started")?;
    ensure!(status.success(), "the page was not built: cargo could not compile catlink-app");
    Ok(workspace.target().join(TRIPLE).join(options.profile.cargo_folder()).join("catlink-app.wasm"))
}
