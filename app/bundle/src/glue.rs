//! The second step: wasm-bindgen makes the JavaScript that starts the wasm and the browser's side of
//! every call, and wasm-opt makes the wasm smaller.
//!
//! The crate `wasm-bindgen-cli-support` must be of exactly the version of `wasm-bindgen` in
//! `Cargo.lock`, because the two speak a format without promises; both are pinned with `=` in the
//! workspace manifest and are raised together.
//!
//! The result is kept with the wasm it was made from. The same wasm again costs nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, Files};
use crate::optimize;
use crate::options::Profile;
use crate::workspace;

/// Name of the glue, `catlink.js`, and stem of the wasm, `catlink_bg.wasm`.
const NAME: &str = "catlink";

/// Makes the glue and the final wasm from `wasm`, or takes what `work` kept of the last run.
///
/// # Errors
/// wasm-bindgen does not take the wasm (its message is passed on), or a file cannot be read or
/// written.
pub(crate) fn make(wasm: &Path, work: &Path, profile: Profile) -> anyhow::Result<Files> {
    let input = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let recipe = recipe(profile)?;
    let (kept_input, kept_recipe, out) = (work.join("input.wasm"), work.join("recipe"), work.join("glue"));

    if !holds(&kept_recipe, recipe.as_bytes()) {
        files::remove_folder(work)?;
    }
    if !holds(&kept_input, &input) {
        // Whatever stops this half-way, the next run finds no input and starts anew.
        files::remove_file(&kept_input)?;
        files::remove_folder(&out)?;
        files::create_folder(&out)?;
        files::write(&kept_recipe, recipe.as_bytes())?;
        bind(wasm, &out, profile)?;
        match profile {
            Profile::Page => {
                optimize::shrink(&out.join(format!("{NAME}_bg.wasm")), &work.join("smaller.wasm"))?
            }
            Profile::Dev => {}
        }
        files::write(&kept_input, &input)?;
    }
    files::read_folder(&out)
}

/// All that decides, beside the input, what comes out.
fn recipe(profile: Profile) -> anyhow::Result<String> {
    let optimizer = match profile {
        Profile::Page => optimize::version(),
        Profile::Dev => None,
    };
    Ok(format!(
        "bundle built at {}, {}",
        workspace::built_at()?,
        optimizer.as_deref().unwrap_or("no wasm-opt")
    ))
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::read(path).is_ok_and(|kept| kept == bytes)
}

fn bind(wasm: &Path, out: &Path, profile: Profile) -> anyhow::Result<()> {
    let small = profile == Profile::Page;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(NAME)
        .typescript(false)
        // The glue itself knows the wasm's name; the crate's default is to be told.
        .omit_default_module_path(false)
        .debug(!small)
        .remove_name_section(small)
        .remove_producers_section(small);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(out))
        .map_err(|error| anyhow!("wasm-bindgen does not take {}: {error:#}", wasm.display()))
}
