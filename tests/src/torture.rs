//! The torture: real agents, terminals and centres, thousands of payments, a fault at a step in each. Played people settle
//! what stays open from what the terminals show; then what the centres charged and what the registers hold must agree.
//!
//! ```text
//!   seed ─▶ deck (fault × step) ─▶ plan of a payment
//!                                      │
//!   desk: ring up ─▶ stage ─▶ start ─▶ reach the step ─▶ strike ─▶ bring back ─▶ rest ─▶ finish the sale
//!          │            page (WebSocket)   face (HTTP)     kill, plug, fill, arm     person
//!   shift: so many payments on one set of books ─▶ verdict: centre's book against the POS's
//! ```
//!
//! Each register has a seed of its own within the run's, so that one register can be seen again without the others.

pub mod blow;
pub mod busy;
pub mod chance;
pub mod closing;
pub mod deck;
pub mod desk;
pub mod evidence;
pub mod finish;
pub mod hands;
pub mod page;
pub mod pay;
pub mod person;
pub mod plan;
pub mod possible;
pub mod reach;
pub mod register;
pub mod reserve;
pub mod rest;
pub mod sale;
pub mod settings;
pub mod sight;
pub mod stand;
pub mod step;
pub mod strike;
pub mod tally;
pub mod verdict;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use deck::Deck;
use desk::Desk;
use register::Register;
use settings::Settings;
use tally::Tally;

use crate::place::Place;

/// Without --until-hits a run ends after --payments; with it, after at most so many times that.
const AT_MOST: u64 = 4;

/// Where a run's files are.
#[derive(Debug, Clone)]
struct Folders {
    program: PathBuf,
    data: PathBuf,
    logs: PathBuf,
}

/// Runs the torture and prints what came of it. Says whether everything agreed. Once `stop` is set each register ends with the
/// payment it is at, and takes its processes and disks with it.
///
/// # Errors
/// It could not begin, or was stopped.
pub fn run(settings: &Settings, stop: &AtomicBool) -> Result<bool> {
    let folders = Folders::of(settings)?;
    let deck = deck(settings, &folders)?;
    let cores = thread::available_parallelism().map_or(2, |cores| cores.get() as u64);
    let registers = settings.registers.unwrap_or(6 * cores).clamp(1, 200);
    println!(
        "torture: {}, seed {}, {} payments on {registers} registers, {} cards",
        settings.cell(),
        settings.seed,
        settings.payments,
        deck.cards().len()
    );
    let began = Instant::now();
    let chosen: Vec<u64> = (0..registers).filter(|it| settings.only.is_none_or(|only| only == *it)).collect();
    let share = settings.payments.div_ceil(registers);
    let mut total = Tally::default();
    let mut first = settings.first;
    loop {
        total.add(round(settings, &folders, &deck, &chosen, first, share, stop));
        first += share;
        if stop.load(Ordering::Relaxed) && total.is_right() {
            let _ = std::fs::remove_dir_all(&folders.data);
            bail!("stopped after {} payments", total.payments);
        }
        let lacking = settings.until_hits.map(|wanted| total.lacking(&deck, wanted)).unwrap_or_default();
        let is_enough = first >= settings.first + AT_MOST * share;
        if lacking.is_empty() || is_enough || !total.is_right() {
            for (word, step, hits) in &lacking {
                println!("only {hits} hits: {word} at {}", step.word());
            }
            break;
        }
    }
    report(&total, began.elapsed().as_secs_f64());
    // What is left of a run is of interest only in the logs.
    let _ = std::fs::remove_dir_all(&folders.data);
    Ok(total.is_right())
}

/// Every register does its share.
fn round(
    settings: &Settings,
    folders: &Folders,
    deck: &Deck,
    registers: &[u64],
    first: u64,
    share: u64,
    stop: &AtomicBool,
) -> Tally {
    let mut total = Tally::default();
    thread::scope(|scope| {
        let work: Vec<_> = registers
            .iter()
            .map(|number| {
                let register = Register::new(settings, folders, deck, *number);
                scope.spawn(move || {
                    let tally = register.work(first..first + share, stop);
                    if !tally.is_right() {
                        // One mismatch is enough to look into.
                        stop.store(true, Ordering::Relaxed);
                    }
                    tally
                })
            })
            .collect();
        for done in work {
            match done.join() {
                Ok(tally) => total.add(tally),
                Err(_panic) => total.mismatches.push("a register's thread panicked".to_owned()),
            }
        }
    });
    total
}

fn report(total: &Tally, seconds: f64) {
    print!("{total}");
    for (why, count) in &total.left {
        println!("left open {count} times: {why}");
    }
    for mismatch in &total.mismatches {
        println!("MISMATCH {mismatch}");
    }
    println!("{:.1} s, {:.1} payments/s, {} shifts", seconds, total.payments as f64 / seconds, total.shifts);
    println!("{}", total.sums());
}

/// The deck of this cell, from what a terminal says it can be asked for.
fn deck(settings: &Settings, folders: &Folders) -> Result<Deck> {
    let place = folders.place("deck")?;
    let desk = Desk::open(settings, place, 249)?;
    let faults = blow::Blow::of_terminal(desk.face())?;
    let small_disk = desk.has_small_disk();
    if !small_disk {
        println!("notice: no small disk can be mounted here (that takes root); `disk full` is left out");
    }
    Ok(Deck::of(settings, faults, small_disk))
}

impl Folders {
    fn of(settings: &Settings) -> Result<Self> {
        let own = std::env::current_exe().context("where this program lies")?;
        // A test's program lies one folder deeper.
        let beside = own.ancestors().skip(1).take(2).map(|folder| folder.join("catlink"));
        let program = match &settings.bin {
            Some(program) => program.clone(),
            None => beside.into_iter().find(|program| program.exists()).context(
                "the program under test is missing beside this one: build it (-p catlink-agent) or name it with --bin",
            )?,
        };
        let name = format!("catlink-torture-{}", std::process::id());
        let memory = Path::new("/dev/shm");
        let data = settings
            .data
            .clone()
            .unwrap_or_else(|| if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() });
        let logs = settings.logs.clone().or_else(|| Some(program.parent()?.join("torture-logs")));
        let logs = logs.context("where logs go")?.join(settings.cell().replace(' ', "-"));
        let program = program.canonicalize().context("the program under test")?;
        Ok(Self { program, data: data.join(name), logs })
    }

    fn place(&self, name: &str) -> Result<Place> {
        Place::of(name.to_owned(), self.program.clone(), self.data.join(name), self.logs.join(name))
    }
}
