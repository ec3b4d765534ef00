//! Promises of the checkout, each broken in turn while it was written.

mod connection;
mod counter;
mod desk;
mod keyboard;
mod money;
mod questions;
