//! The program `catlink`: the agent itself, and its virtual terminal for trying out and testing.

use std::process::ExitCode;

use anyhow::Context;
use catlink_agent::config::{RunArgs, Settings};
use catlink_agent::{link, run};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// catlink: a checkout in the browser, linked to the card terminal by this agent
#[derive(Debug, Parser)]
#[command(name = "catlink", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page and own the terminal's line
    Run(RunArgs),
    /// List the serial ports of this computer
    Ports,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("CATLINK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match act(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("catlink: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the runtime could not be started")?;
    match command {
        Command::Run(args) => {
            let settings = Settings::load(&args)?;
            Ok(runtime.block_on(run::run(settings))?)
        }
        Command::Ports => {
            let _ = link::LinkTrouble::Missing;
            Ok(())
        }
    }
}
