//! Somebody who can write the data folder changes what was written: the hashes and the journal's own order show it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use catlink_tests::place::Place;
use catlink_tests::shop::{Plan, Shop};
use catlink_tests::terminal::Kind;
use serde_json::json;

use super::became;

/// The payment journal, as the audit calls it.
const JOURNAL: &str = "決済の記録";

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
    // The amount of a payment, in its frozen slip alone.
    ("UPDATE payment SET frozen = replace(frozen, '158', '1')", JOURNAL),
    // What SALES left on.
    ("UPDATE payment SET sent = json_set(sent, '$.at', 1)", JOURNAL),
    // Where it stands.
    ("UPDATE payment SET state = '{\"state\":\"void_promised\"}'", JOURNAL),
    // What the terminal said.
    (
        "DROP TRIGGER payment_event_is_append_only_1;
         UPDATE payment_event SET evidence = replace(evidence, '158', '1') WHERE evidence IS NOT NULL",
        JOURNAL,
    ),
    // Who decided.
    (
        "DROP TRIGGER payment_event_is_append_only_1; UPDATE payment_event SET who = '101' WHERE position = 2",
        JOURNAL,
    ),
    (
        "DROP TRIGGER payment_event_is_append_only_1; UPDATE payment_event SET at = at + 60000 WHERE position = 2",
        JOURNAL,
    ),
    ("DROP TRIGGER payment_event_is_append_only_1; UPDATE payment_event SET hash = NULL", JOURNAL),
    ("DROP TRIGGER payment_event_is_append_only_2; DELETE FROM payment_event WHERE position = 2", JOURNAL),
    (
        "DROP TRIGGER payment_event_is_append_only_2;
         DELETE FROM payment_event WHERE position = (SELECT max(position) FROM payment_event)",
        JOURNAL,
    ),
    // One more, as if the terminal's answer had come twice.
    (
        "INSERT INTO payment_event (payment_id, at, event, evidence)
         SELECT payment_id, at, event, evidence FROM payment_event WHERE evidence IS NOT NULL",
        JOURNAL,
    ),
];

fn audit(place: &Place, folder: &Path) -> Result<(bool, String)> {
    let told = Command::new(&place.catlink)
        .args(["audit", "--data-dir"])
        .arg(folder)
        .output()
        .context("catlink audit")?;
    Ok((told.status.success(), String::from_utf8_lossy(&told.stdout).into_owned()))
}

/// The books as they are now, in a folder of their own.
fn copy(shop: &Shop, name: &str) -> Result<PathBuf> {
    let folder = shop.place.file(name);
    std::fs::create_dir_all(&folder)?;
    let books = rusqlite::Connection::open(shop.agent.database())?;
    books.execute("VACUUM INTO ?1", [folder.join("catlink.sqlite").display().to_string()])?;
    Ok(folder)
}

#[test]
fn rows_that_were_tampered_with_are_named_by_the_audit() -> Result<()> {
    let mut shop = Shop::open(Plan::with_cat1(Kind::jt_c60()))?;
    shop.sell_linked(&["1001"], "01")?;
    shop.cat1().wait_for_phase("condition_select")?;
    shop.cat1().act(&json!({"act": "choose_condition", "condition": "lump"}))?;
    shop.cat1().touch("visa")?;
    shop.receipt_says(&["クレジット"])?;
    let (sound, told) = audit(&shop.place, &shop.agent.folder())?;
    ensure!(sound && told.lines().count() >= 4 && !told.contains("異常あり"), "beside the agent: {told}");
    for (number, (attack, of)) in ATTACKS.iter().enumerate() {
        let folder = copy(&shop, &format!("tampered-{number}"))?;
        let (sound, told) = audit(&shop.place, &folder)?;
        ensure!(sound, "a copy as it is: {told}");
        let books = rusqlite::Connection::open(folder.join("catlink.sqlite"))?;
        books.execute_batch(attack).with_context(|| (*attack).to_owned())?;
        ensure!(books.changes() > 0, "{attack}: nothing was there to be changed");
        let (sound, told) = audit(&shop.place, &folder)?;
        let named: Vec<_> = told.lines().filter(|line| line.contains("異常あり")).collect();
        ensure!(!sound && named.len() == 1 && named[0].starts_with(of), "{attack}: {told}");
    }
    became("tampered-rows", ATTACKS.len(), ATTACKS.len(), "named-by-the-audit");
    shop.close_the_books(1)
}
