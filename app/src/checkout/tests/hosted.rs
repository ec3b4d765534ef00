//! What holds for 外部ページの接続 in 店舗設定.

use catlink_shared::origin::Origin;
use catlink_shared::rights::Right;
use catlink_shared::wire::hosted::{HostedId, HostedPage, HostedReply, HostedRequest, PairingCode};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use crate::checkout::reach::place::Place;

fn origin(text: &str) -> Origin {
    Origin::new(text).expect("an origin")
}

fn id(n: u8) -> HostedId {
    let text = format!("\"00000000-0000-7000-8000-0000000000{n:02}\"");
    serde_json::from_str(&text).expect("an id")
}

fn paired(n: u8, at: &str) -> HostedPage {
    HostedPage {
        id: id(n),
        origin: origin(at),
        paired_at_text: "2026-11-24 10:00".into(),
        paired_by: "900".into(),
        seen_at_text: None,
        connected: 1,
    }
}

impl Desk {
    /// 外部ページの接続, opened from the menu by its digits.
    fn in_hosted(pages: Vec<HostedPage>) -> Self {
        let mut desk = Self::before_hello(None);
        desk.connect();
        desk.type_in("2");
        desk.wait(100);
        desk.type_in("6");
        desk.wait(100);
        assert_eq!(desk.top(), "hosted");
        desk.list(pages, None);
        desk
    }

    /// The agent answers the question for the list.
    fn list(&mut self, pages: Vec<HostedPage>, open_for: Option<Origin>) {
        let asked = self.only_sent();
        assert_eq!(asked.request, Request::Hosted { ask: HostedRequest::List });
        self.done(&asked, Reply::Hosted { reply: HostedReply::List { pages, open_for } });
    }

    /// F2, the origin, F12: the code is there, for three minutes.
    fn offered(&mut self, typed: &str) -> Origin {
        self.f(2);
        assert_eq!(self.top(), "hosted-add");
        self.type_in(typed);
        self.f(12);
        let ask = self.only_sent();
        let Request::Hosted { ask: HostedRequest::Offer { origin } } = &ask.request else {
            panic!("{ask:?}")
        };
        let (origin, code) = (origin.clone(), PairingCode::new("12345678").expect("a code"));
        let reply = HostedReply::Offered { origin: origin.clone(), code, seconds: 180 };
        self.done(&ask, Reply::Hosted { reply });
        assert_eq!(self.top(), "hosted-code");
        origin
    }
}

#[test]
fn a_code_is_shown_for_one_page_and_goes_when_the_page_is_paired() {
    let mut desk = Desk::in_hosted(Vec::new());
    let origin = desk.offered("pos.example.jp");
    assert_eq!(origin.as_str(), "https://pos.example.jp");
    let offer = desk.page.hosted().offer().expect("a code").clone();
    assert_eq!((offer.grouped().as_str(), offer.seconds_left(desk.now)), ("1234 5678", 180));
    for _ in 0..5 {
        desk.list(Vec::new(), Some(origin.clone()));
        desk.wait(1_100);
        assert_eq!(desk.top(), "hosted-code");
    }
    assert_eq!(offer.seconds_left(desk.now), 175);
    desk.list(vec![paired(1, "https://pos.example.jp")], None);
    assert_eq!(desk.top(), "hosted");
    assert!(desk.notice().contains("https://pos.example.jp を接続しました"), "{}", desk.notice());
    assert_eq!(desk.page.hosted().offer(), None);
}

#[test]
fn a_code_that_is_over_is_told_and_an_older_pairing_of_the_page_is_none() {
    let before = vec![paired(1, "https://pos.example.jp")];
    let mut desk = Desk::in_hosted(before.clone());
    let origin = desk.offered("https://pos.example.jp/");
    desk.list(before.clone(), Some(origin));
    assert_eq!(desk.top(), "hosted-code");
    desk.wait(1_100);
    desk.list(before, None);
    assert_eq!(desk.top(), "hosted");
    assert!(desk.notice().contains("コードは無効になりました"), "{}", desk.notice());
}

#[test]
fn a_code_that_was_asked_for_before_the_connection_was_cut_is_not_asked_for_again_by_itself() {
    let mut desk = Desk::in_hosted(Vec::new());
    desk.f(2);
    desk.type_in("https://pos.example.jp");
    desk.f(12);
    assert!(matches!(desk.only_sent().request, Request::Hosted { ask: HostedRequest::Offer { .. } }));
    let effects = desk.page.on_disconnected(1006, desk.now);
    desk.take(effects);
    assert!(desk.notice().contains("一覧を確認してください"), "{}", desk.notice());
    desk.connect();
    let again = desk
        .sent
        .iter()
        .any(|sent| matches!(sent.request, Request::Hosted { ask: HostedRequest::Offer { .. } }));
    assert!(!again && !desk.page.is_busy(), "{:?}", desk.sent);
}

#[test]
fn f9_takes_the_code_back() {
    let mut desk = Desk::in_hosted(Vec::new());
    let origin = desk.offered("pos.example.jp");
    desk.list(Vec::new(), Some(origin));
    desk.f(9);
    let ask = desk.only_sent();
    assert_eq!(ask.request, Request::Hosted { ask: HostedRequest::Withdraw });
    desk.done(&ask, Reply::Hosted { reply: HostedReply::List { pages: Vec::new(), open_for: None } });
    assert_eq!((desk.top(), desk.notice()), ("hosted", "コードを取り消しました。"));
}

#[test]
fn an_address_that_is_none_is_refused_before_anything_is_asked() {
    let mut desk = Desk::in_hosted(Vec::new());
    desk.f(2);
    for (typed, told) in [
        ("", "アドレスを入力してください"),
        ("http://pos.example.jp", "https:// で始まる"),
        ("pos.example.jp/checkout", "「/」から後ろ"),
        ("Pos.example.jp", "半角英小文字"),
    ] {
        desk.type_in(typed);
        desk.f(12);
        assert!(desk.notice().contains(told), "{typed}: {}", desk.notice());
        assert!(desk.sent.is_empty());
        desk.f(9);
        desk.sent.clear();
        desk.f(2);
    }
}

#[test]
fn a_page_is_revoked_after_a_question_with_a_managers_word() {
    let pages = vec![paired(1, "https://a.example.jp"), paired(2, "https://b.example.jp")];
    let mut desk = Desk::in_hosted(pages.clone());
    desk.f(5);
    desk.f(1);
    assert_eq!(desk.top(), "hosted-revoke");
    desk.f(12);
    let ask = desk.only_sent();
    assert!(
        matches!(ask.request, Request::Hosted { ask: HostedRequest::Revoke { id: which } } if which == id(1)
        || which == id(2))
    );
    let refusal = Refusal {
        right: Some(Right::Settings),
        ..Refusal::new(RefusalCode::ManagerOnly, "責任者の承認が必要です。", Retry::Useless)
    };
    desk.answer(&ask, Outcome::Refused(refusal));
    assert_eq!(desk.top(), "approval");
    desk.type_in("900");
    desk.key(crate::checkout::key::Key::Enter);
    desk.type_in("9000");
    desk.f(12);
    let again = desk.only_sent();
    assert_eq!(again.request, ask.request);
    let reply = HostedReply::List { pages: pages[..1].to_vec(), open_for: None };
    desk.done(&again, Reply::Hosted { reply });
    assert_eq!(desk.top(), "hosted");
    assert!(desk.notice().contains("接続を削除しました"), "{}", desk.notice());
    assert_eq!(desk.page.rows(), 1);
}

#[test]
fn a_page_from_elsewhere_is_told_where_pages_are_paired() {
    let mut desk = Desk::before_hello(None);
    let place = Place::of(Some("127.0.0.1:7310"), "pos.example.jp", "https://pos.example.jp");
    desk.page.comes_from(place, None);
    desk.connect();
    desk.type_in("2");
    desk.wait(100);
    desk.type_in("6");
    desk.wait(100);
    assert_eq!(desk.top(), "menu");
    assert!(desk.notice().contains("http://127.0.0.1:7310/"), "{}", desk.notice());
    assert!(desk.sent.is_empty());
}
