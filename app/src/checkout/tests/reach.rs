//! Why the page does not reach the agent: each cause is told apart, in words of its own; and how a page from elsewhere is
//! paired.

use std::fmt::Write as _;

use catlink_shared::wire::hosted::{PageKey, PairingCode};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{Answer, CLOSE_MADE_ROOM, CLOSE_NOT_PAIRED, FromPage, ToPage, VERSION};

use super::desk::{Desk, Greeting};
use crate::checkout::reach::pairing::Pairing;
use crate::checkout::reach::place::Place;
use crate::checkout::reach::{Cause, Permission, Probe};
use crate::checkout::{Effect, Link};

const ORIGIN: &str = "https://pos.example.jp";

fn hosted() -> Place {
    Place::of(Some("127.0.0.1:7310"), "pos.example.jp", ORIGIN)
}

/// A page from elsewhere that has just opened.
fn hosted_page(key: Option<&str>) -> Desk {
    let mut desk = Desk::before_hello(None);
    desk.page.comes_from(hosted(), key.map(|key| PageKey::new(key.to_owned())));
    desk
}

impl Desk {
    fn permission(&mut self, permission: Permission) {
        let effects = self.page.on_permission(permission, self.now);
        self.take(effects);
    }

    fn probe(&mut self, probe: Probe) {
        let effects = self.page.on_probe(probe, self.now);
        self.take(effects);
    }

    /// A person waits, and time goes by as it does: in ticks.
    fn seconds(&mut self, seconds: u64) {
        for _ in 0..seconds * 10 {
            self.wait(100);
        }
    }

    /// Nothing opens; the page has looked around by then.
    fn fail_with(&mut self, probe: Probe, permission: Permission) {
        self.cut();
        self.seconds(3);
        self.permission(permission);
        self.probe(probe);
        self.cut();
    }

    fn cause(&self) -> Option<Cause> {
        self.page.cause()
    }

    /// The newest message of this kind the page sent.
    fn sent_last(&self, so: impl Fn(&Request) -> bool) -> FromPage {
        let sent = |effect: &Effect| match effect {
            Effect::Send(message) if so(&message.request) => Some((**message).clone()),
            _ => None,
        };
        self.effects.iter().rev().find_map(sent).expect("a message")
    }

    fn greeted_by(&mut self, version: u16) {
        self.greeting = Greeting::Silence;
        self.connect();
        let hello = self.sent_last(|request| matches!(request, Request::Hello { .. }));
        let refusal = Refusal::new(RefusalCode::UnsupportedVersion, "版が違います。", Retry::Useless);
        let answer = Answer { v: version, id: Some(hello.id), outcome: Outcome::Refused(refusal) };
        let effects = self.page.on_message(ToPage::Answer(answer), self.now);
        self.take(effects);
    }
}

/// One desk for each cause that a clerk can come to, served and hosted.
fn every_cause() -> Vec<(&'static str, Desk)> {
    let served = || Desk::before_hello(None);
    let page = || hosted_page(None);
    let mut all = Vec::new();
    for (name, desk) in [("served", served as fn() -> Desk), ("hosted", page)] {
        let mut absent = desk();
        absent.fail_with(Probe::Silent, Permission::Granted);
        all.push((name, absent));
        let mut here = desk();
        here.fail_with(Probe::Answers, Permission::Granted);
        all.push((name, here));
        for version in [VERSION + 1, VERSION - 1] {
            let mut other = desk();
            other.greeted_by(version);
            all.push((name, other));
        }
        let mut room = desk();
        room.connect();
        room.closed(CLOSE_MADE_ROOM);
        all.push((name, room));
    }
    for permission in [Permission::Prompt, Permission::Denied, Permission::Unsupported] {
        let mut shut = page();
        shut.fail_with(Probe::Silent, permission);
        all.push(("hosted", shut));
    }
    let mut misplaced = Desk::before_hello(None);
    misplaced.page.comes_from(Place::of(Some("192.168.0.4:7310"), "pos.example.jp", ORIGIN), None);
    all.push(("misplaced", misplaced));
    all
}

#[test]
fn every_cause_has_a_sentence_and_steps_of_its_own() {
    let mut told = String::new();
    for (name, desk) in every_cause() {
        let away = desk.page.away().expect("away");
        let _ = writeln!(told, "{name} {:?}\n  {}", away.cause, away.sentence);
        for (number, step) in (1..).zip(&away.steps) {
            let _ = writeln!(told, "  {number} {step}");
        }
        assert!(!away.steps.is_empty(), "{told}");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_short_cut_shows_no_panel() {
    let mut desk = Desk::with_goods();
    desk.cut();
    desk.seconds(1);
    let told = desk.page.away().expect("away");
    assert_eq!((told.cause, told.steps.len()), (Cause::Connecting, 0));
    assert_eq!(
        told.sentence,
        "レジシステムに接続していません。再接続しています…会計の内容は保持しています。"
    );
    desk.connect();
    assert_eq!(desk.page.away(), None);
}

#[test]
fn what_is_on_the_page_is_kept_and_the_clerk_reads_so_whatever_the_cause() {
    let (mut desk, _) = Desk::linking();
    desk.fail_with(Probe::Silent, Permission::Unknown);
    assert_eq!(desk.cause(), Some(Cause::Absent));
    assert!(desk.away().ends_with("決済の結果は、接続後に表示します。"), "{}", desk.away());
    let mut desk = Desk::with_goods();
    desk.fail_with(Probe::Answers, Permission::Unknown);
    assert_eq!(desk.cause(), Some(Cause::StaleCookie));
    assert!(desk.away().ends_with("会計の内容は保持しています。"), "{}", desk.away());
}

#[test]
fn the_page_looks_around_only_while_it_is_away_and_not_more_often_than_it_tries() {
    let mut desk = hosted_page(None);
    desk.connect();
    desk.seconds(20);
    assert!(!desk.effects.contains(&Effect::LookAround), "it is connected");
    desk.cut();
    let mut looks = Vec::new();
    for tenth in 0..200 {
        desk.effects.clear();
        desk.wait(100);
        if desk.effects.contains(&Effect::LookAround) {
            looks.push(tenth);
            desk.probe(Probe::Silent);
        }
    }
    assert_eq!(looks, [10, 50, 90, 130, 170]);
    // While an answer is awaited there is no second question.
    desk.effects.clear();
    desk.seconds(4);
    assert_eq!(desk.effects.iter().filter(|effect| **effect == Effect::LookAround).count(), 1);
    desk.effects.clear();
    desk.seconds(20);
    assert!(!desk.effects.contains(&Effect::LookAround));
}

#[test]
fn an_agent_that_answers_again_is_connected_at_once() {
    let mut desk = Desk::with_goods();
    desk.fail_with(Probe::Silent, Permission::Unknown);
    desk.effects.clear();
    desk.probe(Probe::Answers);
    assert!(desk.effects.contains(&Effect::Reconnect));
    // Until the socket is refused, too, nothing is wrong.
    assert_eq!(desk.cause(), Some(Cause::Connecting));
    desk.connect();
    assert_eq!(desk.cause(), None);
}

#[test]
fn a_browser_that_waits_for_a_person_is_told_from_an_agent_that_is_not_there() {
    let mut desk = hosted_page(None);
    desk.permission(Permission::Prompt);
    desk.seconds(3);
    assert_eq!(desk.cause(), Some(Cause::PermissionPrompt), "nothing answers before somebody allowed it");
    desk.permission(Permission::Granted);
    desk.probe(Probe::Silent);
    assert_eq!(desk.cause(), Some(Cause::Absent));
    // A page of this very computer is asked nothing, whatever the browser calls that.
    let mut near = Desk::before_hello(None);
    near.page.comes_from(Place::of(Some("127.0.0.1:7310"), "127.0.0.1:80", "http://127.0.0.1:80"), None);
    near.fail_with(Probe::Silent, Permission::Prompt);
    assert_eq!(near.cause(), Some(Cause::Absent));
}

#[test]
fn a_page_that_made_room_comes_back_as_soon_as_there_is_some() {
    let mut desk = Desk::with_goods();
    desk.closed(CLOSE_MADE_ROOM);
    assert_eq!(desk.cause(), Some(Cause::MadeRoom));
    desk.connect();
    assert_eq!((desk.page.link(), desk.cause()), (Link::Open, None));
}

#[test]
fn a_page_that_made_room_does_not_come_back_before_its_pause_is_over() {
    let mut desk = Desk::with_goods();
    desk.closed(CLOSE_MADE_ROOM);
    desk.wait(3_000);
    desk.effects.clear();
    let effects = desk.page.on_probe(Probe::Answers, desk.now);
    desk.take(effects);
    assert!(!desk.effects.contains(&Effect::Reconnect), "{:?}", desk.effects);
    assert_eq!(desk.cause(), Some(Cause::MadeRoom));
}

#[test]
fn a_message_of_a_newer_agent_that_cannot_be_read_tells_its_version() {
    let mut desk = hosted_page(None);
    desk.greeting = Greeting::Silence;
    desk.connect();
    let effects = desk.page.on_unreadable(Some(VERSION + 1), desk.now);
    desk.take(effects);
    assert_eq!(desk.cause(), Some(Cause::PageTooOld));
}

#[test]
fn a_page_from_elsewhere_is_paired_by_the_code_and_says_hello_with_its_key() {
    let mut desk = hosted_page(None);
    desk.fail_with(Probe::Answers, Permission::Granted);
    assert_eq!((desk.top(), desk.page.pairing()), ("pairing", Some(Pairing::Waits)));
    // A manager opens a code: the socket opens.
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    assert_eq!((desk.top(), desk.page.pairing()), ("pairing", Some(Pairing::Ready)));
    desk.type_in("1234 567");
    desk.f(12);
    assert_eq!(desk.notice(), "コードは8桁の数字です。");
    desk.type_in("8");
    desk.f(12);
    assert_eq!(desk.page.pairing(), Some(Pairing::Asked));
    let pair = desk.only_sent();
    let code = PairingCode::new("12345678").expect("a code");
    assert_eq!(pair.request, Request::Pair { code });
    desk.greeting = Greeting::Welcome;
    desk.effects.clear();
    let key = PageKey::new("ab".repeat(32));
    desk.done(&pair, Reply::Paired { key: key.clone() });
    assert!(desk.effects.contains(&Effect::KeepKey(key.clone())));
    let hello = desk.sent_last(|request| matches!(request, Request::Hello { .. }));
    assert!(matches!(hello.request, Request::Hello { key: Some(said), .. } if said == key));
    assert_eq!((desk.page.link(), desk.page.pairing()), (Link::Open, None));
    assert_eq!(desk.top(), "menu");
}

#[test]
fn a_code_typed_while_the_socket_is_away_goes_as_soon_as_it_opens() {
    let mut desk = hosted_page(None);
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    desk.type_in("12345678");
    // The agent does not wait for ever.
    desk.closed(CLOSE_NOT_PAIRED);
    assert_eq!(desk.page.pairing(), Some(Pairing::Ready), "the code is still open");
    desk.effects.clear();
    desk.f(12);
    assert!(desk.effects.contains(&Effect::Reconnect) && desk.sent.is_empty());
    desk.connect();
    assert!(matches!(desk.only_sent().request, Request::Pair { .. }));
}

#[test]
fn a_code_that_is_no_more_is_told_and_the_page_waits_for_another_one() {
    let mut desk = hosted_page(None);
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    desk.type_in("12345678");
    desk.closed(CLOSE_NOT_PAIRED);
    desk.f(12);
    desk.cut();
    assert!(desk.notice().contains("コードは発行されていません"), "{}", desk.notice());
    assert_eq!(desk.page.pairing(), Some(Pairing::Waits));
    desk.connect();
    assert!(desk.sent.is_empty(), "an old code goes nowhere by itself: {:?}", desk.sent);
    for code in [RefusalCode::WrongPairingCode, RefusalCode::PairingClosed] {
        desk.type_in("87654321");
        desk.f(12);
        let pair = desk.only_sent();
        desk.refuse(&pair, code);
        assert_eq!(
            (desk.notice(), desk.text(crate::checkout::field::Field::PairingCode)),
            ("だめです。", "")
        );
        assert_eq!(desk.top(), "pairing");
    }
    assert_eq!(desk.page.pairing(), Some(Pairing::Waits));
    // The connection is of no use any more: the next code goes on another one, or is told to be none.
    desk.type_in("87654321");
    desk.effects.clear();
    desk.f(12);
    assert!(desk.effects.contains(&Effect::Reconnect) && desk.sent.is_empty());
    desk.cut();
    assert!(desk.notice().contains("コードは発行されていません"), "{}", desk.notice());
    assert_eq!(desk.page.pairing(), Some(Pairing::Waits));
}

#[test]
fn a_hello_that_came_too_late_costs_no_key() {
    let mut desk = hosted_page(Some("mine"));
    desk.greeting = Greeting::Silence;
    desk.connect();
    desk.closed(CLOSE_NOT_PAIRED);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::ForgetKey(_))));
    desk.greeting = Greeting::Welcome;
    desk.effects.clear();
    desk.connect();
    let hello = desk.sent_last(|request| matches!(request, Request::Hello { .. }));
    assert!(matches!(hello.request, Request::Hello { key: Some(key), .. } if key.expose() == "mine"));
    assert_eq!(desk.page.link(), Link::Open);
}

#[test]
fn a_page_that_made_room_and_lost_its_key_meanwhile_is_told_so() {
    let mut desk = hosted_page(Some("mine"));
    desk.connect();
    desk.closed(CLOSE_MADE_ROOM);
    desk.fail_with(Probe::Answers, Permission::Granted);
    assert_eq!(desk.cause(), Some(Cause::NotPaired));
}

#[test]
fn a_revoked_page_says_so_at_once_forgets_its_key_and_shows_the_work_again_when_it_is_paired() {
    let (mut desk, _) = Desk::linking();
    let key = PageKey::new("cd".repeat(32));
    desk.page.comes_from(hosted(), Some(key.clone()));
    desk.closed(CLOSE_NOT_PAIRED);
    assert_eq!((desk.top(), desk.cause()), ("pairing", Some(Cause::NotPaired)));
    assert!(desk.effects.contains(&Effect::ForgetKey(key)));
    assert!(desk.away().contains("登録は、レジシステムの画面で削除されました"), "{}", desk.away());
    assert!(desk.away().ends_with("決済の結果は、接続後に表示します。"), "{}", desk.away());
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    desk.type_in("12345678");
    desk.f(12);
    let pair = desk.only_sent();
    desk.greeting = Greeting::Welcome;
    desk.done(&pair, Reply::Paired { key: PageKey::new("ef".repeat(32)) });
    assert_eq!(desk.top(), "linking");
}

#[test]
fn what_waits_for_an_answer_does_not_keep_the_code_from_being_typed() {
    let mut desk = Desk::with_goods();
    desk.page.comes_from(hosted(), Some(PageKey::new("cd".repeat(32))));
    desk.f(1);
    desk.f(12);
    assert!(desk.page.is_busy());
    desk.closed(CLOSE_NOT_PAIRED);
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    desk.sent.clear();
    desk.type_in("12345678");
    desk.f(12);
    assert!(matches!(desk.only_sent().request, Request::Pair { .. }));
}

#[test]
fn the_key_that_another_tab_kept_meanwhile_is_tried_once() {
    let mut desk = hosted_page(Some("old"));
    desk.greeting = Greeting::Refuse(RefusalCode::NotPaired, Retry::Useless);
    desk.connect();
    assert!(desk.effects.contains(&Effect::ForgetKey(PageKey::new("old".into()))));
    desk.hellos();
    let effects = desk.page.on_other_key(PageKey::new("new".into()), desk.now);
    desk.take(effects);
    let hello = desk.sent_last(|request| matches!(request, Request::Hello { .. }));
    assert!(matches!(hello.request, Request::Hello { key: Some(key), .. } if key.expose() == "new"));
    assert_eq!(desk.hellos(), 1);
    assert_eq!(desk.page.pairing(), Some(Pairing::Ready));
}
