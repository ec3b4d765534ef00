use super::{Others, row};
use crate::masters::{Master, Values};

/// Every code there is, but "none".
struct Everything;

impl Others for Everything {
    fn has(&self, _: Master, code: &str) -> bool {
        code != "none"
    }
}

fn with(master: Master, pairs: &[(&str, &str)]) -> Values {
    let mut values = master.blank();
    for (key, text) in pairs {
        values.set(key, *text);
    }
    values
}

fn company(pairs: &[(&str, &str)]) -> Values {
    let mut all = vec![("code", "01"), ("name", "クレジット"), ("category", "30")];
    all.extend_from_slice(pairs);
    with(Master::CardCompany, &all)
}

fn register(pairs: &[(&str, &str)]) -> Values {
    let mut all = vec![("code", "01")];
    all.extend_from_slice(pairs);
    with(Master::Register, &all)
}

#[test]
fn each_refusal_names_its_field_and_what_to_choose_instead() {
    let cat1 = [("cat1_line", "2"), ("cat1_model", "1"), ("cat1_port", "192.168.0.20:9100")];
    let mups = [("cat1_line", "2"), ("cat1_model", "2"), ("cat1_port", "192.168.0.20:9100")];
    let and = |base: &[(&'static str, &'static str)], more: &[(&'static str, &'static str)]| {
        register(&[base, more].concat())
    };
    let cases = [
        (
            Master::CardCompany,
            company(&[("model", "1"), ("device", "1"), ("category", "1")]),
            "category",
            "個別の電子マネー",
        ),
        (
            Master::CardCompany,
            company(&[("model", "1"), ("device", "1"), ("category", "2")]),
            "category",
            "J-Debit",
        ),
        (Master::CardCompany, company(&[("model", "1")]), "device", "1:CAT1"),
        (Master::CardCompany, company(&[("model", "2"), ("device", "2")]), "device", "0:なし"),
        (Master::CardCompany, company(&[("link_sales", "1")]), "link_sales", "連携機種名"),
        (Master::CardCompany, company(&[("category", "none")]), "category", "F5"),
        (Master::CardCompany, company(&[("name", "")]), "name", "入力してください"),
        (Master::Register, register(&[("link_mode", "9")]), "link_mode", "練習モード"),
        (Master::Register, register(&[("mode", "1")]), "reason", "理由"),
        (Master::Register, register(&[("cat1_line", "1"), ("cat1_model", "1")]), "cat1_port", "COM3"),
        (Master::Register, register(&[("cat1_line", "1"), ("cat1_port", "3")]), "cat1_model", "連携機種名"),
        (Master::Register, and(&cat1, &[("cat1_port", "192.168.0.20")]), "cat1_port", "9100"),
        (Master::Register, and(&cat1, &[("cat1_data", "7")]), "cat1_data", "8"),
        (Master::Register, and(&mups, &[("cat1_shared", "1")]), "cat1_shared", "JT-C60"),
        (
            Master::Register,
            register(&[("cat1_line", "1"), ("cat1_port", "3"), ("cat1_model", "1"), ("cat1_shared", "1")]),
            "cat1_shared",
            "LAN",
        ),
        (
            Master::Register,
            and(&cat1, &[("cat2_line", "2"), ("cat2_model", "1"), ("cat2_port", "192.168.0.20:9100")]),
            "cat2_port",
            "別のポート",
        ),
        (
            Master::Register,
            and(&mups, &[("cat2_line", "2"), ("cat2_model", "2"), ("cat2_port", "192.168.0.21:9100")]),
            "cat2_model",
            "1台だけ",
        ),
        (
            Master::TaxClass,
            with(
                Master::TaxClass,
                &[("code", "x"), ("name", "非課税"), ("kind", "3"), ("valid_from", "2026-01-01")],
            ),
            "percent",
            "0",
        ),
    ];
    for (master, values, key, said) in cases {
        let faults = row(master, &values, &Everything).expect_err(said);
        let fault = faults.iter().find(|fault| fault.key == key);
        assert!(fault.is_some_and(|fault| fault.message.contains(said)), "{key} {said}: {faults:?}");
    }
}

#[test]
fn what_works_but_should_be_known_is_kept_with_a_warning() {
    for (values, key) in [
        (company(&[("model", "2"), ("category", "1")]), "category"),
        (company(&[("model", "1"), ("device", "1"), ("category", "3")]), "category"),
    ] {
        let judged = row(Master::CardCompany, &values, &Everything).expect("kept");
        assert_eq!(judged.warnings.iter().map(|fault| fault.key.as_str()).collect::<Vec<_>>(), [key]);
    }
    let fine =
        row(Master::CardCompany, &company(&[("model", "1"), ("device", "1")]), &Everything).expect("kept");
    assert_eq!(fine.warnings, []);
}

#[test]
fn two_jt_c60_on_two_ports_are_possible_and_shared_on_lan() {
    let values = register(&[
        ("link_mode", "1"),
        ("cat1_line", "2"),
        ("cat1_model", "1"),
        ("cat1_port", "192.168.0.20:9100"),
        ("cat1_shared", "1"),
        ("cat2_line", "1"),
        ("cat2_model", "1"),
        ("cat2_port", "3"),
    ]);
    let judged = row(Master::Register, &values, &Everything).expect("kept");
    let settings = crate::masters::register::read(&judged.values).expect("typed");
    assert_eq!(settings.ports.len(), 2);
    assert!(format!("{:?}", settings.ports[1].port).contains("COM3"));
}

#[test]
fn what_the_master_does_not_know_is_left_out() {
    let judged = row(Master::CardCompany, &company(&[("pin", "1234")]), &Everything).expect("kept");
    assert_eq!(judged.values.get("pin"), "");
}
