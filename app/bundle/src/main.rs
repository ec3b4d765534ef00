//! Builds the page: `cargo run -p catlink-bundle [-- --dev] [-- --locked] [-- --agent ADDRESS]`.
//!
//! ```text
//! app/ ──cargo──▶ catlink-app.wasm ──wasm-bindgen──▶ glue ──wasm-opt──▶ ┐
//! index.html, start.js, app/assets/ ──────────────────────────────────▶ ├─▶ app/dist/ (each file with its .br twin)
//! ```
//!
//! The agent embeds `app/dist/` and serves it as it is, so everything that can be done before is
//! done here: nothing is compressed, renamed or rewritten at run time. A file whose bytes are the
//! same is left alone, or the agent would be rebuilt for nothing.
//!
//! This program must not know what the page shows or how the agent serves it. Why it exists at all
//! is in `docs/decisions/0001-page-build.md`.

mod compile;
mod files;
mod glue;
mod optimize;
mod options;
mod page;
mod report;
mod twin;
mod workspace;

use std::env;

use options::Options;
use workspace::Workspace;

fn main() -> anyhow::Result<()> {
    let Some(options) = Options::parse(env::args().skip(1))? else {
        print!("{}", options::USAGE);
        return Ok(());
    };
    let profile = options.profile;
    let workspace = Workspace::around(&env::current_dir()?)?;
    let work = workspace.work_dir(profile);

    let wasm = compile::app(&workspace, &options)?;
    let mut files = glue::make(&wasm, &work, profile)?;
    files.extend(page::read(&workspace)?);
    if let Some(agent) = &options.agent {
        page::name_agent(&mut files, agent)?;
    }
    for link in page::dead_links(&files) {
        eprintln!("notice: index.html asks for {link}, which is not in the page");
    }
    let twins = twin::compress(&files, &work.join("twins"), profile.brotli_quality())?;
    print!("{}", report::sizes(&files, &twins));

    files.extend(twins);
    let changes = files::sync(&files, &workspace.dist())?;
    println!("app/dist: {changes}");
    Ok(())
}
