//! The program `catlink`: the agent itself, and its virtual terminal for trying out and testing.

use std::process::ExitCode;

use anyhow::Context;
use catlink_agent::audit::{self, AuditArgs};
use catlink_agent::card_guard::{log, said};
use catlink_agent::config::{RunArgs, Settings};
use catlink_agent::demo::DemoArgs;
use catlink_agent::set_pin::SetPinArgs;
use catlink_agent::unpair::UnpairArgs;
use catlink_agent::virtual_terminal::{CentreArgs, SimulateArgs};
use catlink_agent::{clock, demo, link, run, set_pin, unpair, virtual_terminal};
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
    /// Try it out: this agent on demo books, with two virtual terminals beside it
    Demo(DemoArgs),
    /// Give an operator a new PIN, read from standard input; with the agent stopped
    SetPin(SetPinArgs),
    /// Take the keys of all hosted pages away, where nobody can do it on the page; with the agent stopped
    Unpair(UnpairArgs),
    /// Check that what may only be added to is as it was written: 変更履歴, 電子ジャーナル, 監査記録, the payment journal
    Audit(AuditArgs),
    /// List the serial ports of this computer
    Ports,
    /// Be a payment terminal, to try things out with
    Simulate(SimulateArgs),
    /// Be the centre behind virtual terminals, with a book of its own
    Centre(CentreArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("CATLINK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(log::stderr).init();
    log::take_panics();
    match act(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("catlink: {}", said(&format!("{error:#}")));
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
            if let Some(file) = args.demo_clock {
                clock::follow(file);
            }
            Ok(runtime.block_on(run::run(settings))?)
        }
        Command::Demo(args) => Ok(runtime.block_on(demo::demo(args))?),
        Command::Simulate(args) => Ok(runtime.block_on(virtual_terminal::simulate(args))?),
        Command::Centre(args) => Ok(runtime.block_on(virtual_terminal::centre(args))?),
        Command::SetPin(args) => {
            eprintln!("新しいPIN(4~8桁の数字)を入力して Enter を押してください:");
            runtime.block_on(set_pin::set_pin(args, std::io::stdin().lock()))?;
            eprintln!("PINを設定しました。");
            Ok(())
        }
        Command::Unpair(args) => {
            eprintln!("{}", runtime.block_on(unpair::unpair(args))?);
            Ok(())
        }
        Command::Audit(args) => {
            let findings = audit::look_through(&args.data_dir)?;
            for finding in &findings {
                println!("{}", said(&finding.sentence()));
            }
            println!("カード番号の遮断: {}件", audit::card_data_stopped(&args.data_dir)?);
            let broken = findings.iter().any(|finding| finding.broken.is_some());
            anyhow::ensure!(
                !broken,
                "記録に異常があります。データフォルダを保全して、責任者に知らせてください。"
            );
            Ok(())
        }
        Command::Ports => {
            let ports = link::serial::found_ports().context("the serial ports could not be listed")?;
            if ports.is_empty() {
                println!("no serial port found: is the adapter plugged in?");
            }
            for port in ports {
                println!("{}", said(&format!("{}  {}", port.path, port.description)));
            }
            Ok(())
        }
    }
}
