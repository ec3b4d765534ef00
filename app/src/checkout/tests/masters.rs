//! What holds for 店舗設定 on the page.

use catlink_shared::masters::{Fault, Master, Row, Values};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::people::PeopleRequest;
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use crate::checkout::field::Field;
use crate::checkout::key::Key;
use crate::checkout::masters::Place;
use crate::checkout::screen::Screen;

fn row(code: &str, name: &str) -> Row {
    let mut values = Master::CardCompany.blank();
    for (key, text) in [("code", code), ("name", name), ("category", "30")] {
        values.set(key, text);
    }
    Row { code: code.into(), revision: 3, values }
}

fn entry(key: &str) -> Field {
    Field::Entry(Place::of(Master::CardCompany, key).expect("a field"))
}

fn ask(message: &FromPage) -> &MastersRequest {
    match &message.request {
        Request::Masters { ask } => ask,
        other => panic!("{other:?}"),
    }
}

impl Desk {
    /// カード会社マスタ, opened from the menu by its digits.
    fn at_companies() -> Self {
        let mut desk = Self::new();
        desk.f(9);
        desk.key(Key::Char('2'));
        desk.wait(100);
        desk.key(Key::Char('1'));
        desk.wait(100);
        assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany));
        desk
    }

    /// 担当者マスタ, opened from the menu by its digits.
    fn at_operators() -> Self {
        let mut desk = Self::new();
        desk.f(9);
        desk.key(Key::Char('2'));
        desk.wait(100);
        desk.key(Key::Char('5'));
        desk.wait(100);
        assert_eq!(desk.page.top(), Screen::Masters(Master::Operator));
        desk
    }

    fn rows(&mut self, rows: Vec<Row>) {
        let asked = self.only_sent();
        assert!(matches!(ask(&asked), MastersRequest::Read { .. }), "{asked:?}");
        let total = u32::try_from(rows.len()).expect("few");
        let reply = MastersReply::Rows { master: Master::CardCompany, rows, total };
        self.done(&asked, Reply::Masters { reply });
    }

    fn in_form() -> Self {
        let mut desk = Self::at_companies();
        desk.rows(vec![row("01", "はじめ"), row("02", "つぎ")]);
        desk.f(12);
        assert_eq!(desk.page.top(), Screen::Row(Master::CardCompany));
        desk
    }

    fn write(&mut self, field: Field, text: &str) {
        let effects = self.page.on_input(field, text, crate::checkout::key::Composing::No, self.now);
        self.take(effects);
    }
}

#[test]
fn a_row_is_changed_with_the_revision_it_was_read_at() {
    let mut desk = Desk::in_form();
    desk.write(entry("name"), "あと");
    desk.f(12);
    let saved = desk.only_sent();
    let MastersRequest::Save { code, base_revision, values, .. } = ask(&saved) else { panic!("{saved:?}") };
    assert_eq!((code.as_deref(), *base_revision, values.get("name")), (Some("01"), 3, "あと"));
    desk.f(12);
    assert!(desk.sent.is_empty(), "the same key again does nothing");
    desk.done(
        &saved,
        Reply::Masters { reply: MastersReply::Saved { row: row("01", "あと"), warnings: Vec::new() } },
    );
    assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany));
    desk.rows(vec![row("01", "あと")]);
}

#[test]
fn what_is_wrong_is_marked_before_anything_is_sent() {
    let mut desk = Desk::in_form();
    desk.write(entry("name"), "");
    desk.f(12);
    assert!(desk.sent.is_empty());
    let fault = |desk: &Desk| desk.page.desk().form().and_then(|form| form.fault("name")).map(str::to_owned);
    assert_eq!(
        (fault(&desk), desk.page.focus()),
        (Some("名称を入力してください。".into()), Some(entry("name")))
    );
    desk.write(entry("name"), "x");
    assert_eq!(fault(&desk), None);
}

#[test]
fn what_the_agent_finds_wrong_keeps_what_was_typed() {
    let mut desk = Desk::in_form();
    desk.write(entry("category"), "1");
    desk.f(12);
    let saved = desk.only_sent();
    let mut refusal = Refusal::new(RefusalCode::BadRow, "区分 1 は使えません。", Retry::Useless);
    refusal.faults = vec![Fault::new("category", "区分 1 は使えません。")];
    desk.answer(&saved, Outcome::Refused(refusal));
    assert_eq!(desk.page.focus(), Some(entry("category")));
    assert_eq!(desk.page.typed_row().get("category"), "1");
    assert!(!desk.page.is_busy());
}

#[test]
fn leaving_a_changed_form_asks_and_an_unchanged_one_does_not() {
    let mut desk = Desk::in_form();
    desk.write(entry("name"), "あと");
    desk.f(9);
    assert_eq!(desk.page.top(), Screen::Abandon);
    desk.f(9);
    assert_eq!(
        (desk.page.top(), desk.page.typed_row().get("name")),
        (Screen::Row(Master::CardCompany), "あと")
    );
    desk.f(9);
    desk.f(12);
    assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany));
    desk.sent.clear();
    desk.f(12);
    desk.f(9);
    assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany));
}

#[test]
fn f5_goes_through_choices_and_opens_the_list_of_a_reference() {
    let mut desk = Desk::in_form();
    desk.write(entry("model"), "0");
    for _ in 0..2 {
        desk.key(Key::Enter);
    }
    assert_eq!(desk.page.focus(), Some(entry("model")));
    desk.f(5);
    assert_eq!(desk.page.typed_row().get("model"), "1");
    for _ in 0..2 {
        desk.key(Key::Enter);
    }
    desk.f(5);
    assert_eq!(desk.page.top(), Screen::Options);
    let asked = desk.only_sent();
    let values: Values = [("code", "9"), ("name", "WAON")].into_iter().collect();
    let rows = vec![Row { code: "9".into(), revision: 1, values }];
    desk.done(
        &asked,
        Reply::Masters { reply: MastersReply::Rows { master: Master::CardCategory, rows, total: 1 } },
    );
    desk.f(12);
    assert_eq!((desk.page.focus(), desk.page.typed_row().get("category")), (Some(entry("category")), "9"));
}

#[test]
fn deleting_asks_first_and_names_the_revision() {
    let mut desk = Desk::at_companies();
    desk.rows(vec![row("01", "はじめ"), row("02", "つぎ")]);
    desk.key(Key::Down);
    desk.f(1);
    assert_eq!(desk.page.top(), Screen::Erase(Master::CardCompany));
    desk.f(12);
    let erased = desk.only_sent();
    let MastersRequest::Delete { code, base_revision, .. } = ask(&erased) else { panic!("{erased:?}") };
    assert_eq!((code.as_str(), *base_revision), ("02", 3));
    desk.done(&erased, Reply::Masters { reply: MastersReply::Deleted });
    assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany));
}

#[test]
fn what_is_deleted_is_the_row_that_was_asked_about_though_other_rows_come_meanwhile() {
    let mut desk = Desk::at_companies();
    desk.rows(vec![row("01", "はじめ"), row("02", "つぎ")]);
    desk.write(Field::Find, "9");
    desk.key(Key::Enter);
    let found = desk.only_sent();
    desk.f(1);
    assert_eq!(desk.page.row_in_question().map(|row| row.code.as_str()), Some("01"));
    let reply = MastersReply::Rows { master: Master::CardCompany, rows: vec![row("09", "ほか")], total: 1 };
    desk.done(&found, Reply::Masters { reply });
    desk.f(12);
    let erased = desk.only_sent();
    let MastersRequest::Delete { code, .. } = ask(&erased) else { panic!("{erased:?}") };
    assert_eq!(code, "01");
}

#[test]
fn who_gets_a_pin_is_the_row_that_was_asked_about_though_other_rows_come_meanwhile() {
    let mut desk = Desk::at_operators();
    desk.rows(vec![row("101", "はじめ"), row("102", "つぎ")]);
    desk.write(Field::Find, "9");
    desk.key(Key::Enter);
    let found = desk.only_sent();
    desk.f(6);
    assert_eq!(desk.page.top(), Screen::Pin);
    let reply = MastersReply::Rows { master: Master::Operator, rows: vec![row("109", "ほか")], total: 1 };
    desk.done(&found, Reply::Masters { reply });
    desk.write(Field::Pin, "2580");
    desk.write(Field::PinAgain, "2580");
    desk.f(12);
    let set = desk.only_sent();
    let Request::People { ask: PeopleRequest::SetPin { operator, base_revision, .. } } = &set.request else {
        panic!("{set:?}")
    };
    assert_eq!((operator.as_str(), *base_revision), ("101", Some(3)));
    desk.refuse(&set, RefusalCode::StaleRow);
    assert_eq!(desk.page.top(), Screen::Pin, "the manager reads why");
    assert_ne!(desk.notice(), "");
}

#[test]
fn a_row_of_an_earlier_version_shows_what_is_in_force_for_a_field_it_lacks() {
    let mut values = Master::Store.blank();
    values.set("name", "店");
    values.set("rounding", "");
    assert_eq!(values.get("rounding"), "");
    let filled = Master::Store.filled(values);
    assert_eq!((filled.get("rounding"), filled.get("registration")), ("0", ""));
}

#[test]
fn newer_masters_are_read_once() {
    let mut desk = Desk::new();
    desk.update(|snapshot| snapshot.register.masters_revision = 4);
    desk.update(|_| {});
    assert_eq!(desk.only_sent().request, Request::ReadCatalog);
}

#[test]
fn a_code_that_refers_to_another_master_is_named() {
    let desk = Desk::new();
    let name = |master, code| desk.page.name_of(master, code);
    assert_eq!(name(Master::CardCategory, "3"), Some("クレジット"));
    assert_eq!(name(Master::TaxClass, "standard"), Some("標準税率"));
    assert_eq!(name(Master::TaxClass, "no_such_class"), None);
}

#[test]
fn a_row_that_was_kept_before_a_field_was_needed_has_its_preset_there() {
    let mut desk = Desk::at_companies();
    let mut older = row("01", "はじめ");
    older.values.set("link_sales", "");
    desk.rows(vec![older]);
    desk.f(12);
    assert_eq!(desk.text(entry("link_sales")), Master::CardCompany.blank().get("link_sales"));
    desk.f(9);
    assert_eq!(desk.page.top(), Screen::Masters(Master::CardCompany), "nothing was typed that could be lost");
}
