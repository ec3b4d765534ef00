//! `catlink-torture --payments N --seed S --link serial|tcp --recovery keyed|last|none`: see [`catlink_tests::torture`].

use std::process::ExitCode;

use catlink_tests::torture::{self, settings::Settings};
use clap::Parser;

fn main() -> ExitCode {
    match torture::run(&Settings::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("catlink-torture: {error:#}");
            ExitCode::from(2)
        }
    }
}
