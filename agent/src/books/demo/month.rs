//! A month of the demo shop, ending yesterday evening: what there is to look at before anybody has sold anything.
//!
//! Seed and date decide all of it, so that two people who try it out on one day see the same month. What the last evening
//! leaves is a parked sale and a hand payment that nobody has taken yet; neither keeps anybody from selling.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::RegisterId;
use rusqlite::Transaction;

use super::chance::Chance;
use super::desk::{ByHand, Desk};
use super::{basket, day, paying};
use crate::books::day::{closing, opening};
use crate::books::history::By;
use crate::books::{BooksError, catalog};
use crate::clock;

/// How many days.
const DAYS: u16 = 30;
/// Decides the month.
const SEED: u64 = 4;
/// On this day before today, and on the last one, a terminal did not answer in the evening.
const UNANSWERED: u16 = 11;
/// When it began.
const EVENING_MS: i64 = 19 * HOUR_MS;
/// A quarter past nine: somebody had gone back for the purse.
const PARKED_MS: i64 = 21 * HOUR_MS + 15 * 60_000;
/// 釣銭準備金 of every morning, and when it is put in.
const FLOAT: Yen = Yen::new(50_000);
const OPENED_MS: i64 = 8 * HOUR_MS + 45 * 60_000;
/// When the drawer is counted.
const CLOSED_MS: i64 = 21 * HOUR_MS + 30 * 60_000;
const HOUR_MS: i64 = 3_600_000;

/// Books the month before `now`. The books hold no sale yet.
///
/// # Errors
/// The database; nothing of it was kept.
pub fn fill(tx: &Transaction<'_>, register: &RegisterId, now: UnixMs) -> Result<(), BooksError> {
    fill_from(tx, register, now, SEED)
}

/// The same from another seed.
pub(super) fn fill_from(
    tx: &Transaction<'_>,
    register: &RegisterId,
    now: UnixMs,
    seed: u64,
) -> Result<(), BooksError> {
    let today = clock::business_date(now, catalog::shop(tx)?.cutoff_hour);
    let mut desk = Desk::open(tx, register, Chance::of(&[seed]), &today)?;
    for days_before in (1..=DAYS).rev() {
        let (midnight, weekday) = clock::midnight_before(now, desk.cutoff_hour(), days_before);
        desk.chance = Chance::of(&[seed, midnight.0.unsigned_abs()]);
        let times = day::times(&mut desk.chance, weekday);
        let unanswered = match days_before {
            1 => Some(ByHand::LeftOpen),
            UNANSWERED => Some(ByHand::Taken),
            _ => None,
        };
        open_the_day(tx, &desk, midnight)?;
        sell_a_day(tx, &mut desk, midnight, &times, unanswered)?;
        if days_before == 1 {
            let draft = basket::fill(&mut desk.chance, &desk.products, 18);
            desk.park(tx, &draft, UnixMs(midnight.0 + PARKED_MS))?;
        }
        close_the_day(tx, midnight)?;
    }
    Ok(())
}

/// 端末開設 with ¥50,000 of change.
fn open_the_day(tx: &Transaction<'_>, desk: &Desk, midnight: UnixMs) -> Result<(), BooksError> {
    let at = UnixMs(midnight.0 + OPENED_MS);
    let day = clock::business_date(at, desk.cutoff_hour());
    let by = By { who: Some(day::operator(number(midnight), 9).to_owned()), approved_by: None };
    opening::open(tx, &day, FLOAT, &by, at)
}

/// 精算: now and then some coins are missing, or one too many is there.
fn close_the_day(tx: &Transaction<'_>, midnight: UnixMs) -> Result<(), BooksError> {
    let difference = match number(midnight).rem_euclid(9) {
        4 => -100,
        7 => 10,
        _ => 0,
    };
    let who = day::operator(number(midnight), 20);
    closing::close_for_demo(tx, difference, who, UnixMs(midnight.0 + CLOSED_MS))
}

/// Which day it is, counted from some day on.
const fn number(midnight: UnixMs) -> i64 {
    midnight.0.div_euclid(24 * HOUR_MS)
}

fn sell_a_day(
    tx: &Transaction<'_>,
    desk: &mut Desk,
    midnight: UnixMs,
    times: &[i64],
    mut unanswered: Option<ByHand>,
) -> Result<(), BooksError> {
    let day = number(midnight);
    for ms in times.iter().copied() {
        let (at, hour) = (UnixMs(midnight.0 + ms), ms / HOUR_MS);
        let operator = day::operator(day, hour);
        let draft = basket::fill(&mut desk.chance, &desk.products, hour);
        if let Some(by_hand) = unanswered.take_if(|_| ms >= EVENING_MS) {
            desk.sell_unlinked(tx, &draft, operator, at, by_hand)?;
            continue;
        }
        let due = draft.due().unwrap_or(Yen::ZERO);
        let way = paying::choose(&mut desk.chance, due);
        desk.sell(tx, &draft, &way, operator, at)?;
    }
    Ok(())
}
