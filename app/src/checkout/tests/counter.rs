//! 店頭販売: what is scanned, typed and edited.

use catlink_shared::barcode::check_digit;
use catlink_shared::basket::Discount;
use catlink_shared::money::Yen;

use super::desk::Desk;
use crate::checkout::field::Field;
use crate::checkout::key::Key;

#[test]
fn the_same_product_again_goes_onto_its_line() {
    let mut desk = Desk::with_goods();
    desk.scan("4901234567894");
    desk.keep_drafts();
    desk.scan("3*1001");
    desk.keep_drafts();
    desk.type_in("1002");
    desk.key(Key::Enter);
    desk.keep_drafts();
    let draft = desk.page.draft().expect("a draft");
    let lines: Vec<_> = draft.lines.iter().map(|line| (line.product_code.as_str(), line.quantity)).collect();
    assert_eq!(lines, [("1001", 5), ("1002", 1)]);
}

#[test]
fn an_unknown_code_beeps_and_nothing_is_lost() {
    let mut desk = Desk::with_goods();
    desk.type_in("9999");
    desk.key(Key::Enter);
    assert!(desk.notice().contains("9999") && desk.notice().contains("登録されていません"));
    assert!(desk.beeped());
    assert_eq!(desk.page.draft().map(|draft| draft.lines.len()), Some(1));
    desk.scan("4901234567890");
    assert!(desk.notice().contains("正しく読み取れませんでした"));
}

#[test]
fn an_in_store_code_brings_its_price() {
    let mut desk = Desk::new();
    let body = "210000100398";
    desk.scan(&format!("{body}{}", check_digit(body).expect("digits")));
    let draft = desk.page.draft().expect("a draft");
    assert_eq!((draft.lines[0].name.as_str(), draft.lines[0].unit_price), ("惣菜 量り売り", Yen::new(398)));
}

#[test]
fn goods_sold_by_weight_need_their_label() {
    let mut desk = Desk::new();
    desk.type_in("7001");
    desk.key(Key::Enter);
    assert!(desk.page.draft().is_none(), "not for nothing");
    assert!(desk.notice().contains("ラベル"));
}

#[test]
fn a_line_is_discounted_counted_and_deleted() {
    let mut desk = Desk::with_goods();
    desk.f(2);
    desk.type_in("4");
    desk.f(12);
    desk.keep_drafts();
    desk.f(3);
    desk.type_in("50");
    desk.f(12);
    desk.keep_drafts();
    let draft = desk.page.draft().expect("a draft");
    assert_eq!((draft.lines[0].quantity, draft.lines[0].discount), (4, Discount::Yen(Yen::new(50))));
    desk.f(3);
    desk.key(Key::Enter);
    desk.type_in("101");
    desk.f(12);
    assert_eq!(desk.top(), "discount", "101 % cannot be");
    desk.f(9);
    desk.f(11);
    desk.keep_drafts();
    assert_eq!(desk.page.draft().map(|draft| draft.lines.len()), Some(0));
}

#[test]
fn a_product_is_found_by_its_reading() {
    let mut desk = Desk::new();
    desk.f(5);
    let effects =
        desk.page.on_input(Field::Search, "しょく", super::super::key::Composing::No, desk.now + 500);
    assert!(effects.is_empty());
    assert_eq!(desk.page.found().len(), 1);
    desk.f(12);
    assert_eq!(desk.page.draft().map(|draft| draft.lines[0].name.clone()).as_deref(), Some("食パン"));
}

#[test]
fn an_empty_sale_is_not_issued() {
    let mut desk = Desk::new();
    desk.f(12);
    assert_eq!(desk.top(), "sale");
}
