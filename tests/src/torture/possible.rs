//! What can occur: the table of fault × step for each cell. A fault that is not named here can occur at all its steps.

use super::blow::Blow;
use super::settings::{Link, Recovery, Settings};
use super::step::Step;

/// Where a fault of the terminal's is possible at all.
struct Row {
    /// A fault's name, or the first word or the end of several.
    name: &'static str,
    link: Option<Link>,
    recovery: &'static [Recovery],
}

const EVERY: &[Recovery] = &[Recovery::Keyed, Recovery::Last, Recovery::None];
const KEYED: &[Recovery] = &[Recovery::Keyed];
const LAST: &[Recovery] = &[Recovery::Last];
/// Classes whose till asks the terminal after a lost result.
const ASKED: &[Recovery] = &[Recovery::Keyed, Recovery::Last];

const fn serial(name: &'static str) -> Row {
    Row { name, link: Some(Link::Serial), recovery: EVERY }
}

const fn of(recovery: &'static [Recovery], name: &'static str) -> Row {
    Row { name, link: None, recovery }
}

const ROWS: &[Row] = &[
    // Bids and acknowledgements are a serial line's.
    serial("bid_busy"),
    serial("nak_blocks"),
    serial("nak_sales"),
    serial("lost_ack"),
    serial("deaf_to_ack"),
    // Answers need a question.
    of(ASKED, "late_answer"),
    of(ASKED, "mute_answer"),
    of(ASKED, "duplicate_answer"),
    of(ASKED, "stale_answer"),
    of(ASKED, "other_payment_answer"),
    of(ASKED, "other_unit_answer"),
    of(KEYED, "cut_in_request query"),
    of(LAST, "cut_in_request last"),
    of(KEYED, "cut_in_answer pending"),
    of(KEYED, "cut_in_answer none"),
    // LAST is asked before each sale, and has told it by then.
    of(&[Recovery::Keyed, Recovery::None], "repeat_in_next_sale"),
    // A brand is chosen on the terminal with e-money of every brand, which only J-Mups takes.
    of(&[Recovery::None], "cancel_in brand_select"),
];

/// Whether this can strike here in this cell.
#[must_use]
pub fn can_occur(blow: &Blow, step: Step, settings: &Settings, small_disk: bool) -> bool {
    if !blow.steps().contains(&step) || (*blow == Blow::DiskFull && !small_disk) {
        return false;
    }
    let (Blow::AtOnce(fault) | Blow::Armed(fault)) = blow else { return true };
    let word = fault.word();
    let rows = ROWS.iter().filter(|row| row.name == word || row.name == fault.name());
    rows.into_iter().all(|row| {
        row.link.is_none_or(|link| link == settings.link) && row.recovery.contains(&settings.recovery)
    })
}
