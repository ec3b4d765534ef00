//! Attacks on a running register, each by its name: from a page elsewhere, from a program on this computer, from a flood.
//! Each says how often it tried, how often it was refused, and what a page that works meanwhile noticed of it.

#[path = "attacks/cookie.rs"]
mod cookie;
#[path = "attacks/face.rs"]
mod face;
#[path = "attacks/floods.rs"]
mod floods;
#[path = "attacks/foreign.rs"]
mod foreign;
#[path = "attacks/frames.rs"]
mod frames;
#[path = "attacks/hosted.rs"]
mod hosted;
#[path = "attacks/hosted_in_browser.rs"]
mod hosted_in_browser;
#[path = "attacks/lan.rs"]
mod lan;
#[path = "attacks/likeness.rs"]
mod likeness;
#[path = "attacks/pairing.rs"]
mod pairing;
#[path = "attacks/people.rs"]
mod people;
#[cfg(unix)]
#[path = "attacks/port.rs"]
mod port;
#[path = "attacks/raw.rs"]
mod raw;
#[path = "attacks/spreadsheet.rs"]
mod spreadsheet;
#[path = "attacks/tampered.rs"]
mod tampered;
#[path = "attacks/text.rs"]
mod text;
#[path = "attacks/worker.rs"]
mod worker;

/// What became of an attack, for who counts.
fn became(name: &str, tried: usize, refused: usize, noticed: &str) {
    println!("attack: {name} tried={tried} refused={refused} noticed={noticed}");
}
