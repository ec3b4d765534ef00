//! Where is looked: everything a shop's programs have written and said.

use anyhow::{Result, ensure};
use catlink_tests::house::House;
use catlink_tests::search::Search;

/// Looks through the data folder (books, their log, line trace, keys, files), through all that the agent has logged, and
/// through what it has said to terminals; the caller adds what it heard itself.
pub(crate) fn nothing_is_kept(house: &House, mut search: Search, heard: &[(&str, &str)]) -> Result<()> {
    let folder = house.agent.folder();
    ensure!(house.agent.database().is_file(), "there are no books");
    search.path(&folder)?;
    for name in ["catlink.sqlite", "trace.sqlite"] {
        let database = folder.join(name);
        if database.is_file() {
            search.database(&database)?;
        }
    }
    for log in ["agent.err", "agent.out"] {
        search.path(&house.place.logs.join(log))?;
    }
    search.bytes("what the terminals were told", &house.said_to_terminals());
    for (what, text) in heard {
        ensure!(!text.is_empty(), "nothing was heard: {what}");
        search.bytes(what, text.as_bytes());
    }
    search.is_clean()
}
