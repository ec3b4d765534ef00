//! Somebody who can write the data folder changes what was written: the hashes and the journal's own order show it.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use catlink_tests::shop::{Plan, Shop};

use super::became;

/// What each attack does to the file, and which record tells of it.
const ATTACKS: &[(&str, &str)] = &[
    (
        "DROP TRIGGER audit_is_append_only_1; UPDATE audit SET who = '999' WHERE what = 'signed_in'",
        "監査記録",
    ),
    ("DROP TRIGGER audit_is_append_only_2; DELETE FROM audit WHERE position = 1", "監査記録"),
    (
        "DROP TRIGGER paper_is_append_only_1; UPDATE paper SET lines = replace(lines, '158', '1')",
        "電子ジャーナル",
    ),
    ("DROP TRIGGER paper_is_append_only_2; DELETE FROM paper", "電子ジャーナル"),
];

fn audit(shop: &Shop) -> Result<(bool, String)> {
    let told = Command::new(&shop.place.catlink)
        .args(["audit", "--data-dir"])
        .arg(shop.agent.folder())
        .output()
        .context("catlink audit")?;
    Ok((told.status.success(), String::from_utf8_lossy(&told.stdout).into_owned()))
}

#[test]
fn rows_that_were_tampered_with_are_named_by_the_audit() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.sell_for_cash(&["1001"])?;
    let (sound, told) = audit(&shop)?;
    ensure!(sound && told.lines().count() == 4 && !told.contains("異常あり"), "beside the agent: {told}");
    let books = rusqlite::Connection::open(shop.agent.database())?;
    for (attack, of) in ATTACKS {
        books.execute_batch(attack)?;
        let (sound, told) = audit(&shop)?;
        let named = told.lines().any(|line| line.starts_with(of) && line.contains("異常あり"));
        ensure!(!sound && named, "{attack}: {told}");
    }
    became("tampered-rows", ATTACKS.len(), ATTACKS.len(), "named-by-the-audit");
    shop.close_the_books(0)
}
