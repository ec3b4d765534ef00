//! The virtual terminal.
pub mod act;
pub mod centre;
pub mod clock;
pub mod engine;
pub mod fault;
mod loopback;
pub mod memory;
pub mod wallet;
