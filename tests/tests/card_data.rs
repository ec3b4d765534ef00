//! The POS never sees, stores, sends or logs a full card number, track data, PIN, security code or expiry: test numbers in
//! every spelling are pushed through every way there is into the agent and the page, and then everything that was
//! written or said is looked through for them. Money goes on meanwhile, and the books agree at the end.

#[path = "card_data/files.rs"]
mod files;
#[path = "card_data/leaks.rs"]
mod leaks;
#[path = "card_data/line.rs"]
mod line;
#[path = "card_data/looked.rs"]
mod looked;
#[path = "card_data/malformed.rs"]
mod malformed;
#[path = "card_data/messages.rs"]
mod messages;
#[path = "card_data/page.rs"]
mod page;
#[path = "card_data/tries.rs"]
mod tries;
#[path = "card_data/void.rs"]
mod void;
