//! No cell of an exported file begins a formula, and every text comes back as it was.

use catlink_shared::masters::{Master, Row, Values};
use proptest::prelude::*;

use crate::books::files::Ticker;
use crate::books::files::sheet::{defused, read, restored, write};

const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Anything at all, and often what begins like a formula, with and without apostrophes.
fn cell() -> impl Strategy<Value = String> {
    let nasty = "'{0,3}[=+\\-@\t\r\n＝＋－＠]?[\"',<>a-z0-9 \r\n]{0,12}";
    prop_oneof![
        nasty.prop_map(String::from),
        any::<String>(),
        Just("=HYPERLINK(\"http://x\",\"a\")".to_owned())
    ]
}

proptest! {
    #[test]
    fn what_a_defused_cell_stood_for_comes_back_whatever_it_was(text in cell()) {
        let out = defused(&text);
        prop_assert!(!out.starts_with(FORMULA), "{out}");
        prop_assert_eq!(restored(&out), text);
    }

    #[test]
    fn a_master_that_goes_out_comes_in_again_as_it_was(names in prop::collection::vec(cell(), 1..5)) {
        let rows: Vec<Row> = names.iter().zip(1..).map(|(name, at)| row(at, name)).collect();
        let text = write(Master::Product, &rows, &Ticker::default()).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(FORMULA), "{cell}");
            }
        }
        let sheet = read(Master::Product, &text, &Ticker::default()).unwrap();
        prop_assert!(sheet.bad.is_empty(), "{:?}", sheet.bad);
        let back: Vec<&str> = sheet.lines.iter().map(|line| line.values.get("name")).collect();
        prop_assert_eq!(back, names);
    }
}

fn row(at: u32, name: &str) -> Row {
    let mut values = Values::default();
    values.set("code", at.to_string());
    values.set("name", name);
    values.set("kana", name);
    Row { code: at.to_string(), revision: 1, values }
}
