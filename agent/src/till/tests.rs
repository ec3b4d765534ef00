//! The till against a scripted driver and a real database.

mod bench;
mod decisions;
mod promises;
