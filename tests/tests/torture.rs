//! A short torture of each cell: a fault at a step in every payment, and the books agree. `make test-long` is the long one.

use std::process::Command;

use anyhow::{Result, ensure};

/// Payments of each cell: a third of what can strike, in half a minute for all of them.
const PAYMENTS: &str = "60";

/// Runs the torture as a shop's engineer would, and looks at its last line.
fn torture(link: &str, recovery: &str, seed: &str) -> Result<()> {
    let run = Command::new(env!("CARGO_BIN_EXE_catlink-torture"))
        .args(["--payments", PAYMENTS, "--seed", seed, "--link", link, "--recovery", recovery])
        .args(["--registers", "4"])
        .output()?;
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&run.stderr).into_owned();
    ensure!(run.status.success(), "{said}\n{complaints}");
    let sums = said.lines().last().unwrap_or_default();
    ensure!(sums.starts_with("payments=") && sums.ends_with("doubled=0 lost=0"), "{said}\n{complaints}");
    Ok(())
}

#[test]
fn a_keyed_terminal_on_a_serial_line_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("serial", "keyed", "11")
}

#[test]
fn a_keyed_terminal_on_lan_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("tcp", "keyed", "12")
}

#[test]
fn a_terminal_of_class_last_on_a_serial_line_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("serial", "last", "13")
}

#[test]
fn a_terminal_of_class_last_on_lan_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("tcp", "last", "14")
}

#[test]
fn a_terminal_of_class_none_on_a_serial_line_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("serial", "none", "15")
}

#[test]
fn a_terminal_of_class_none_on_lan_never_loses_or_doubles_a_charge() -> Result<()> {
    torture("tcp", "none", "16")
}
