//! The words both sides of catlink use.
//!
//! The page (wasm) and the agent (native) meet here and nowhere else. Nothing in this crate reads a
//! clock, a file or a socket; everything is a value or a function from values to values, so the page
//! and the agent come to the same answer from the same input.
//!
//! A tour, in the order a sale goes:
//!
//! 1. [`basket`]: the lines a clerk scanned, with [`money`] and [`tax`]; a [`basket::Draft`] is what is kept.
//! 2. [`tender`]: how it is paid; [`card`]: the card companies and settlement categories.
//! 3. [`payment`]: one try to take money on a terminal: its states, and the certainty table that
//!    judges what a terminal said.
//! 4. [`terminal`]: the terminal's vocabulary (UnifiedPOS "CAT") and what is particular to each model.
//! 5. [`receipt`]: the slip as it is kept and printed.
//!    [`day_paper`]: 日計 and レジ点検 as printed.
//!    [`reservation`]: goods that are handed over later, and 内金.
//!    [`reconciliation`]: what the books have beside what the terminal lists.
//! 6. [`masters`]: what a manager sets up, as tables of rules.
//! 7. [`rights`] and [`pin`]: who may do what, and how somebody shows who he is.
//!    [`origin`]: where a page comes from.
//! 8. [`wire`]: the messages between page and agent.

pub mod barcode;
pub mod basket;
pub mod card;
pub mod day_paper;
pub mod guidance;
pub mod ids;
pub mod masters;
pub mod money;
pub mod origin;
pub mod payment;
pub mod pin;
pub mod receipt;
pub mod reconciliation;
pub mod refund;
pub mod reservation;
pub mod returns;
pub mod rights;
pub mod tax;
pub mod tender;
pub mod terminal;
pub mod wire;
