//! The harness of catlink's promises: the agent, virtual terminals, their centre and a browser, each a process of its
//! own with files of its own, on ports the system chooses.
//!
//! ```text
//!   test ──keys──▶ Browser ──▶ page ──▶ Agent ──line──▶ Terminal ──▶ Centre
//!    │                                    │                │           │
//!    │             Socket ────────────────┘                │           │
//!    └── compares ◀── PosBooks (its database)      acts, faults     its book
//! ```
//!
//! Everything waits for a condition with a deadline and says what it waited for; nothing sleeps in hope. Every test ends
//! with [`house::House::close_the_books`]: what the centre charged and what the POS holds must agree.

pub mod agent;
pub mod books;
pub mod browser;
pub mod centre;
pub mod counter;
pub mod disk;
pub mod elsewhere;
pub mod exchange;
pub mod hosted;
pub mod house;
pub mod http;
pub mod numbers;
pub mod patience;
pub mod place;
pub mod poison;
pub mod process;
pub mod proof;
pub mod search;
pub mod shop;
pub mod socket;
pub mod terminal;
pub mod torture;
pub mod wiretap;
