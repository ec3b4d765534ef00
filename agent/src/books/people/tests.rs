//! PINs as they are kept, wrong tries, and the first manager.

use std::time::Duration;

use catlink_shared::ids::UnixMs;
use catlink_shared::masters::{Master, Values};
use catlink_shared::pin::Pin;
use catlink_shared::receipt::DataKind;
use catlink_shared::rights::{ApprovedBy, Right};
use catlink_shared::wire::people::Staff;
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::{
    Lock, begin_try, demo_hash, find, first_manager, hash, is_pin_of, lock_after, proved, set_pin, staff,
};
use crate::books::bench::{books, write};
use crate::books::history::{self, By};
use crate::books::masters::{Wanted, delete, save};
use crate::books::rights;
use crate::store::Store;

const NOW: UnixMs = UnixMs(1_795_365_000_000);
const MINUTE: i64 = 60_000;

fn by(who: &str, approved_by: Option<&str>) -> By {
    By { who: Some(who.to_owned()), approved_by: approved_by.map(str::to_owned) }
}

/// A wrong try.
async fn wrong(store: &Store, at: i64) -> Result<u32, Refusal> {
    write(store, move |tx| begin_try(tx, "101", UnixMs(NOW.0 + at)).map(|tried| tried.wrong)).await
}

#[test]
fn a_pin_is_known_again_by_its_hash_and_by_nothing_else() {
    let pin = Pin::typed("2580");
    let kept = hash(&pin).unwrap();
    assert!(is_pin_of(&pin, &kept) && !is_pin_of(&Pin::typed("2581"), &kept));
    assert!(kept.text().starts_with("$argon2id$") && !kept.text().contains("2580"));
    assert!(!format!("{kept:?}").contains("argon2id"));
    assert_ne!(hash(&pin).unwrap(), kept, "each has a salt of its own");
}

#[test]
fn waiting_doubles_from_the_fifth_wrong_pin_and_ends_with_the_tenth() {
    let minutes = |minutes: u64| Lock::For(Duration::from_secs(60 * minutes));
    let locks = [
        (0, Lock::Open),
        (4, Lock::Open),
        (5, minutes(1)),
        (6, minutes(2)),
        (7, minutes(4)),
        (8, minutes(8)),
        (9, minutes(16)),
        (10, Lock::UntilNewPin),
        (u32::MAX, Lock::UntilNewPin),
    ];
    for (wrong, lock) in locks {
        assert_eq!(lock_after(wrong), lock, "{wrong}");
    }
}

#[tokio::test]
async fn tries_are_counted_before_they_are_judged_and_a_locked_pin_takes_none() {
    let store = books(DataKind::Demo).await;
    for counted in 1..=5 {
        assert_eq!(wrong(&store, 0).await.unwrap(), counted);
    }
    let locked = wrong(&store, MINUTE - 1).await.unwrap_err();
    assert_eq!(locked.code, RefusalCode::PinLocked);
    assert!(locked.message.contains("責任者に"), "{}", locked.message);
    let mut at = MINUTE;
    for counted in 6..=10 {
        assert_eq!(wrong(&store, at).await.unwrap(), counted);
        at += 20 * MINUTE;
    }
    let locked = wrong(&store, i64::from(u32::MAX)).await.unwrap_err();
    assert!(locked.message.contains("停止しました"), "{}", locked.message);
    let new = demo_hash(&Pin::typed("2580")).unwrap();
    write(&store, move |tx| set_pin(tx, "101", &new, &by("900", Some("900")), NOW)).await.unwrap();
    assert_eq!(wrong(&store, at).await.unwrap(), 1, "a new PIN begins anew");
}

#[tokio::test]
async fn a_right_pin_forgets_the_wrong_ones_and_a_clock_put_back_keeps_nobody_waiting() {
    let store = books(DataKind::Demo).await;
    for _ in 0..5 {
        wrong(&store, 0).await.unwrap();
    }
    assert_eq!(wrong(&store, -MINUTE).await.unwrap(), 6);
    write(&store, |tx| proved(tx, "101")).await.unwrap();
    assert_eq!(wrong(&store, 0).await.unwrap(), 1);
}

#[tokio::test]
async fn a_name_tag_means_its_operator_and_one_who_is_stopped_is_nobody() {
    let store = books(DataKind::Demo).await;
    let edit = |key: &'static str, text: &'static str| {
        move |tx: &rusqlite::Transaction<'_>| {
            let row = crate::books::masters::find(tx, Master::Operator, "102")?.unwrap();
            let mut values = row.values;
            values.set(key, text);
            let wanted = Wanted {
                master: Master::Operator,
                code: Some("102"),
                base_revision: row.revision,
                values: &values,
            };
            save(tx, wanted, &by("900", None), NOW).map(drop)
        }
    };
    write(&store, edit("barcode", "S-0102")).await.unwrap();
    let meant = |typed: &'static str| write(&store, move |tx| find(tx, typed));
    for typed in ["102", "S-0102", "S-0102"] {
        assert_eq!(meant(typed).await.unwrap().unwrap().operator.code, "102", "{typed}");
    }
    for typed in ["", "999", "2"] {
        assert_eq!(meant(typed).await.unwrap(), None, "{typed}");
    }
    write(&store, edit("active", "0")).await.unwrap();
    assert_eq!(meant("102").await.unwrap(), None);
    assert_eq!(meant("S-0102").await.unwrap(), None);
}

#[tokio::test]
async fn the_first_manager_is_made_once_and_the_last_one_stays() {
    let store = books(DataKind::Real).await;
    let pin = demo_hash(&Pin::typed("2580")).unwrap();
    let other = pin.clone();
    assert_eq!(write(&store, |tx| staff(tx)).await.unwrap(), Staff::NoManager);
    write(&store, move |tx| first_manager(tx, "900", "店長", &pin, NOW)).await.unwrap();
    assert_eq!(write(&store, |tx| staff(tx)).await.unwrap(), Staff::Managed);
    let second = write(&store, move |tx| first_manager(tx, "901", "別人", &other, NOW)).await.unwrap_err();
    assert_eq!(second.code, RefusalCode::NotAllowed);
    // A second manager without a PIN is none to sign in as.
    write(&store, |tx| {
        let mut values = Master::Operator.blank();
        for (key, text) in [("code", "902"), ("name", "副店長"), ("role", "2")] {
            values.set(key, text);
        }
        let wanted = Wanted { master: Master::Operator, code: None, base_revision: 0, values: &values };
        save(tx, wanted, &by("900", None), NOW).map(drop)
    })
    .await
    .unwrap();
    let last = write(&store, |tx| delete(tx, Master::Operator, "900", 1, &by("900", None), NOW)).await;
    assert_eq!(last.unwrap_err().code, RefusalCode::RowInUse);
}

#[tokio::test]
async fn a_pin_goes_with_its_operator_and_stands_in_no_history() {
    let store = books(DataKind::Demo).await;
    let new = demo_hash(&Pin::typed("2580")).unwrap();
    write(&store, move |tx| {
        set_pin(tx, "103", &new, &by("900", Some("900")), NOW)?;
        delete(tx, Master::Operator, "103", 1, &by("900", Some("900")), NOW)
    })
    .await
    .unwrap();
    let (left, lines) = write(&store, |tx| {
        let left: u32 =
            tx.query_row("SELECT count(*) FROM operator_pin WHERE code = '103'", [], |row| row.get(0))?;
        Ok((left, history::read(tx, Some(Master::Operator), None, 10)?))
    })
    .await
    .unwrap();
    assert_eq!(left, 0);
    let shown = format!("{lines:?}");
    assert!(shown.contains("PIN設定") && !shown.contains("2580") && !shown.contains("argon2"), "{shown}");
}

#[tokio::test]
async fn a_right_is_the_managers_own_or_comes_with_a_managers_pin() {
    let store = books(DataKind::Demo).await;
    let claim = |by: By| write(&store, move |tx| rights::claim(tx, Right::ManualDecision, &by));
    let own = claim(by("900", None)).await.unwrap();
    assert_eq!((own.by.as_str(), own.side), ("900", ApprovedBy::Oneself));
    let others = claim(by("101", Some("900"))).await.unwrap();
    assert_eq!((others.by.as_str(), others.side), ("900", ApprovedBy::Another));
    for refused in [by("101", None), by("101", Some("102")), By::default()] {
        let refusal = claim(refused).await.unwrap_err();
        assert_eq!((refusal.code, refusal.right), (RefusalCode::ManagerOnly, Some(Right::ManualDecision)));
    }
}

#[tokio::test]
async fn what_was_allowed_stands_in_the_history_with_both_names() {
    let store = books(DataKind::Demo).await;
    let record = |by: By| {
        write(&store, move |tx| {
            rights::claim_and_record(tx, Right::UnlinkedAboveLimit, "会計 1 ¥50000", &by, NOW)
        })
    };
    record(by("101", Some("900"))).await.unwrap();
    record(by("900", None)).await.unwrap();
    let (lines, broken) =
        write(&store, |tx| Ok((history::read(tx, None, None, 2)?, history::verify(tx)?))).await.unwrap();
    let shown: Vec<_> = lines
        .iter()
        .map(|line| (line.what.as_str(), line.who.as_deref(), line.approved_by.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [("自己承認", Some("900"), Some("900")), ("承認", Some("101"), Some("900"))],
        "{lines:?}"
    );
    assert!(lines[0].subject.contains("上限を超える連動しないで確定 会計 1 ¥50000"));
    assert_eq!(broken, None);
    assert_eq!(lines[0].fields, [], "{:?}", Values::default());
}
