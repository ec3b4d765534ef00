//! Promises of the checkout, by what they are about.

mod connection;
mod counter;
mod day;
mod desk;
mod files;
mod history;
mod issue;
mod keyboard;
mod masters;
mod money;
mod otherwise;
mod ownership;
mod people;
mod presence;
mod printing;
mod questions;
mod reserve;
mod slips;
mod story;
