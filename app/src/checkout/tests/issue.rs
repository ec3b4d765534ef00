//! 領収書 and 電子ジャーナル on the page.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::ReceiptNumber;
use catlink_shared::receipt::{DEFAULT_PROVISO, Formal, PrintLine, plain_text};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::paper::{
    FormalStanding, PaperFilter, PaperKind, PaperReply, PaperRequest, PaperRow, PaperView,
};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use crate::checkout::Effect;
use crate::checkout::field::Field;
use crate::checkout::key::Key;
use crate::checkout::menu::Level;

fn row(position: u64) -> PaperRow {
    PaperRow {
        position,
        at_text: "2026/11/23 10:05:09".into(),
        business_day: "2026-11-23".into(),
        kind: PaperKind::Receipt,
        receipt_number: Some(ReceiptNumber(1)),
        copy: 0,
        amount: None,
        who: None,
    }
}

fn asked(message: &FromPage) -> &PaperRequest {
    match &message.request {
        Request::Paper { ask } => ask,
        other => panic!("{other:?}"),
    }
}

impl Desk {
    fn answer_paper(&mut self, message: &FromPage, reply: PaperReply) {
        self.done(message, Reply::Paper { reply });
    }

    /// A sale that is paid, and F7領収書 on its receipt.
    fn in_formal(issued: u32) -> Self {
        let mut desk = Self::in_checkout();
        desk.f(2);
        desk.f(12);
        let commit = desk.only_sent();
        let receipt = Box::new(desk.receipt());
        desk.done(&commit, Reply::SaleMade { receipt: receipt.clone() });
        desk.wait(500);
        desk.f(7);
        let read = desk.only_sent();
        assert!(matches!(asked(&read), PaperRequest::Standing { .. }), "{read:?}");
        let last = (issued > 0)
            .then(|| Formal { addressee: "前の宛名".into(), proviso: DEFAULT_PROVISO.into() });
        let standing = Box::new(FormalStanding { receipt, issued, last, why_not: None });
        desk.answer_paper(&read, PaperReply::Standing { standing });
        desk
    }

    fn preview(&self) -> String {
        plain_text(&self.page.formal_preview())
    }

    fn in_journal(total: u64) -> Self {
        let mut desk = Self::new();
        desk.f(9);
        for (level, row) in [(Level::Business, 2), (Level::Process, 3)] {
            let effects = desk.page.on_menu(level, row, desk.now);
            desk.take(effects);
        }
        assert_eq!(desk.top(), "journal");
        let first = desk.only_sent();
        let rows = (0..total.min(50)).map(|place| row(total - place)).collect();
        desk.answer_paper(&first, PaperReply::Found { at: 0, total, rows });
        desk
    }
}

#[test]
fn a_formal_receipt_is_shown_while_it_is_typed_and_comes_out_on_the_screen_under_it() {
    let mut desk = Desk::in_formal(0);
    desk.type_in("見本");
    assert!(desk.preview().contains("見本 様") && desk.preview().contains("但 お品代として"));
    desk.f(12);
    let issue = desk.only_sent();
    let wanted = Formal { addressee: "見本".into(), proviso: DEFAULT_PROVISO.into() };
    assert!(matches!(asked(&issue), PaperRequest::Issue { formal, .. } if *formal == wanted), "{issue:?}");
    desk.f(12);
    assert!(desk.sent.is_empty(), "one act at a time");
    let lines = vec![PrintLine::Rule];
    let paper = Box::new(PaperView { row: row(2), mode: CounterMode::Live, lines });
    desk.answer_paper(&issue, PaperReply::Printed { paper });
    assert_eq!(desk.top(), "receipt");
    let effects = desk.page.on_painted(desk.now);
    assert!(effects.contains(&Effect::Print), "{effects:?}");
}

#[test]
fn one_that_was_issued_before_comes_back_as_it_was_and_marked_and_a_manager_is_asked() {
    let mut desk = Desk::in_formal(2);
    assert!(desk.preview().starts_with("  再発行 (2回目)\n"), "{}", desk.preview());
    assert_eq!(desk.text(Field::Addressee), "前の宛名");
    desk.f(12);
    let issue = desk.only_sent();
    let mut refusal = catlink_shared::wire::reply::Refusal::new(
        RefusalCode::ManagerOnly,
        "領収書の再発行には、責任者の承認が必要です。",
        catlink_shared::wire::reply::Retry::Useless,
    );
    refusal.right = Some(catlink_shared::rights::Right::ReceiptReprint);
    desk.answer(&issue, catlink_shared::wire::reply::Outcome::Refused(refusal));
    assert_eq!(desk.top(), "approval");
}

#[test]
fn a_card_number_is_no_addressee() {
    let mut desk = Desk::in_formal(0);
    let effects = desk.page.on_input(
        Field::Addressee,
        "4111 1111 1111 1111",
        crate::checkout::key::Composing::No,
        desk.now,
    );
    desk.take(effects);
    assert!(desk.sent.is_empty(), "{:?}", desk.sent);
    assert_eq!(desk.text(Field::Addressee), "");
    assert!(desk.notice().contains("カード番号は入力できません"), "{}", desk.notice());
}

#[test]
fn the_journal_asks_for_what_is_on_the_screen_and_opens_one_paper() {
    let mut desk = Desk::in_journal(1_000);
    // What lies under the screen is read ahead, and no more.
    let ahead = desk.only_sent();
    assert!(matches!(asked(&ahead), PaperRequest::Find { at: 50, .. }), "{ahead:?}");
    desk.key(Key::Down);
    desk.f(12);
    assert_eq!(desk.top(), "journal-paper");
    let read = desk.only_sent();
    assert!(matches!(asked(&read), PaperRequest::Read { position: 999 }), "{read:?}");
}

#[test]
fn what_is_looked_for_begins_a_list_anew_and_what_cannot_be_looked_for_is_told() {
    let mut desk = Desk::in_journal(3);
    desk.f(5);
    assert_eq!(desk.top(), "journal-filter");
    desk.type_in("1123");
    desk.f(6);
    desk.f(12);
    let find = desk.only_sent();
    let filter = PaperFilter {
        from: Some("2026-11-23".into()),
        to: Some("2026-11-23".into()),
        kind: Some(PaperKind::Receipt),
        ..PaperFilter::default()
    };
    assert!(
        matches!(asked(&find), PaperRequest::Find { filter: asked, at: 0 } if *asked == filter),
        "{find:?}"
    );
    desk.refuse(&find, RefusalCode::BadSearch);
    assert_eq!(desk.page.issue_desk().trouble(), Some("だめです。"));
    assert_eq!(desk.page.issue_desk().list().total(), Some(0));
}
