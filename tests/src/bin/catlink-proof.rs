//! Breaks each safety rule in turn and shows that somebody notices: see [`catlink_tests::proof`]. Run by `make proof`.

use std::path::PathBuf;
use std::process::ExitCode;

use catlink_tests::proof::{RULES, Workshop, break_rule};

/// Enough for each fault to strike in each cell more than once.
const PAYMENTS: u32 = 400;

fn main() -> anyhow::Result<ExitCode> {
    let workshop = Workshop {
        root: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".."),
        torture: std::env::current_exe()?.with_file_name("catlink-torture"),
        payments: PAYMENTS,
    };
    let only: Vec<String> = std::env::args().skip(1).collect();
    let mut unnoticed = 0;
    for rule in RULES.iter().filter(|rule| only.is_empty() || only.iter().any(|name| name == rule.feature)) {
        match break_rule(&workshop, *rule) {
            Ok(noticed) => println!("{}: noticed by {noticed}", rule.feature),
            Err(error) => {
                unnoticed += 1;
                println!("{}: NOT NOTICED: {error:#}", rule.feature);
            }
        }
    }
    Ok(if unnoticed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
