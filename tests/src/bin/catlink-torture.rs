//! `catlink-torture --payments N --seed S --link serial|tcp --recovery keyed|last|none`: see [`catlink_tests::torture`].

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use catlink_tests::torture::{self, settings::Settings};
use clap::Parser;

/// Whether somebody wants the run to end.
static STOP: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let settings = Settings::parse();
    let done = heed_signals().and_then(|()| torture::run(&settings, &STOP));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("catlink-torture: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Ctrl-C and SIGTERM end the run with the payments it is at, so that none of its processes and disks outlives it; a second
/// one ends it where it is.
#[cfg(unix)]
fn heed_signals() -> anyhow::Result<()> {
    use std::sync::atomic::Ordering;
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let inside = runtime.enter();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    drop(inside);
    std::thread::spawn(move || {
        runtime.block_on(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if STOP.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
                eprintln!("catlink-torture: stopping; once more to stop at once");
            }
        });
    });
    Ok(())
}

#[cfg(not(unix))]
fn heed_signals() -> anyhow::Result<()> {
    Ok(())
}
