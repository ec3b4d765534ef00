//! The catlink command.

use catlink_agent::virtual_terminal::{CentreArgs, SimulateArgs, centre, simulate};
use clap::Parser;

/// Trials of the virtual terminal.
#[derive(Parser)]
#[command(name = "catlink")]
enum Command {
    /// A payment terminal to try things out with.
    Simulate(SimulateArgs),
    /// The centre behind it.
    Centre(CentreArgs),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Simulate(args) => simulate(args).await?,
        Command::Centre(args) => centre(args).await?,
    }
    Ok(())
}
