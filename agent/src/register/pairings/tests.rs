//! A code's time, tries and use; a key's origin and end.

use std::collections::BTreeSet;

use catlink_shared::ids::UnixMs;
use uuid::Uuid;

use super::*;

fn origin(text: &str) -> Origin {
    Origin::new(text).unwrap()
}

fn pos() -> Origin {
    origin("https://pos.example.jp")
}

/// A code that is not this one.
fn other_than(code: &PairingCode, step: u32) -> PairingCode {
    let number: u32 = code.expose().parse().unwrap();
    PairingCode::new(&format!("{:08}", (number + step) % 100_000_000)).unwrap()
}

fn open(pairings: &Pairings) -> PairingCode {
    pairings.open(pos(), "900".into()).unwrap()
}

fn pair(pairings: &Pairings, number: u128, origin: Origin) -> PageKey {
    let key = new_key().unwrap();
    pairings.let_in([KeptPage {
        id: HostedId(Uuid::from_u128(number)),
        origin,
        key_digest: digest(key.expose()),
        paired_at: UnixMs(0),
        paired_by: "900".into(),
        seen_at: None,
    }]);
    key
}

#[test]
fn codes_have_eight_digits_keys_256_bits_and_none_comes_twice() {
    let codes: BTreeSet<String> = (0..200).map(|_| offer::draw().unwrap().expose().to_owned()).collect();
    assert!(codes.len() > 195 && codes.iter().all(|code| code.len() == 8));
    assert!(codes.iter().any(|code| code.starts_with('0')), "a nought in front is as likely as any digit");
    let keys: BTreeSet<String> = (0..200).map(|_| new_key().unwrap().expose().to_owned()).collect();
    assert!(keys.len() == 200 && keys.iter().all(|key| key.len() == 64 && !looks_like_card_number(key)));
}

#[tokio::test(start_paused = true)]
async fn a_code_is_open_for_five_minutes_and_no_longer() {
    let pairings = Pairings::default();
    let code = open(&pairings);
    tokio::time::advance(OPEN_FOR - Duration::from_millis(1)).await;
    assert!(pairings.lets_in(&pos()));
    assert_eq!(pairings.judge(&pos(), &code), Judged::Right { by: "900".into() });
    assert_eq!(pairings.open_for(), Some(pos()));
    tokio::time::advance(Duration::from_millis(1)).await;
    assert!(!pairings.lets_in(&pos()), "the door is shut again");
    assert_eq!(pairings.judge(&pos(), &code), Judged::Closed);
    assert_eq!(pairings.open_for(), None);
}

#[tokio::test(start_paused = true)]
async fn five_wrong_tries_close_a_code_and_the_right_one_comes_too_late() {
    let pairings = Pairings::default();
    let code = open(&pairings);
    for left in (1..5).rev() {
        assert_eq!(pairings.judge(&pos(), &other_than(&code, left)), Judged::Wrong { left });
    }
    assert_eq!(pairings.judge(&pos(), &other_than(&code, 9)), Judged::Last);
    assert_eq!(pairings.judge(&pos(), &code), Judged::Closed);
    assert!(!pairings.lets_in(&pos()));
}

#[tokio::test(start_paused = true)]
async fn a_new_code_closes_the_one_before_and_a_withdrawn_one_opens_nothing() {
    let pairings = Pairings::default();
    let first = open(&pairings);
    let second = pairings.open(origin("https://other.example"), "901".into()).unwrap();
    assert_eq!(pairings.judge(&pos(), &first), Judged::Closed);
    assert!(!pairings.lets_in(&pos()));
    assert_eq!(
        pairings.judge(&pos(), &second),
        Judged::Closed,
        "the right code of another page counts for none of it"
    );
    assert!(matches!(pairings.judge(&origin("https://other.example"), &second), Judged::Right { .. }));
    pairings.close();
    assert_eq!(pairings.judge(&origin("https://other.example"), &second), Judged::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_key_opens_to_its_own_origin_and_its_end_is_told_to_who_is_connected() {
    let pairings = Pairings::default();
    let (key, same) = (pair(&pairings, 1, pos()), pair(&pairings, 2, pos()));
    assert!(pairings.enter(&origin("https://other.example"), &key).is_none());
    assert!(pairings.enter(&pos(), &PageKey::new(digest(key.expose()))).is_none(), "its digest is no key");
    let (presence, note) = pairings.enter(&pos(), &key).unwrap();
    let (second, soon) = pairings.enter(&pos(), &key).unwrap();
    assert_eq!((note, soon), (Note::Due, Note::Spared));
    assert_eq!(pairings.connected(presence.id), 2);
    drop(second);
    assert_eq!(pairings.connected(presence.id), 1);
    tokio::time::advance(BETWEEN_NOTES).await;
    assert_eq!(pairings.enter(&pos(), &key).unwrap().1, Note::Due);
    assert!(!presence.is_over());
    pairings.shut_out(presence.id);
    presence.over().await;
    assert!(presence.is_over() && pairings.enter(&pos(), &key).is_none());
    assert!(pairings.enter(&pos(), &same).is_some(), "each page has a key of its own");
    assert!(pairings.lets_in(&pos()));
}
