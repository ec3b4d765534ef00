//! The catlink agent: installed once per register, it owns the line to the card terminal, keeps the books and
//! the payment journal, and serves the page and its WebSocket on localhost.
//!
//! The one way through: page → `wire::Request` → [`session`] → [`till`] → [`journal`] → [`driver`] → [`link`] →
//! terminal, and back the same way. Write before you send; write before you say.

pub mod audit;
pub mod books;
mod broken;
pub mod card_guard;
pub mod chain;
pub mod clock;
pub mod config;
pub mod demo;
pub mod digest;
pub mod door;
pub mod driver;
pub mod journal;
pub mod link;
pub mod page;
pub mod port_test;
pub mod register;
pub mod run;
#[cfg(test)]
mod scratch;
pub mod server;
pub mod session;
pub mod set_pin;
pub mod store;
pub mod till;
pub mod trace;
pub mod unpair;
pub mod virtual_terminal;
