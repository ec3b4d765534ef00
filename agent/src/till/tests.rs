//! The till against a scripted driver and a real database.

mod bench;
mod cash_back;
mod class_last;
mod closed_day;
mod crash;
mod decisions;
mod deposit;
mod log_reading;
mod matching;
mod promises;
mod shared;
mod story;
mod superseded;
mod units;
mod wiring;
