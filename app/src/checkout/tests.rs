//! Promises of the checkout, by what they are about.

mod card_numbers;
mod connection;
mod counter;
mod day;
mod desk;
mod files;
mod history;
mod hosted;
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
mod reach;
mod reserve;
mod screens;
mod slips;
mod story;
