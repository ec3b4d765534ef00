//! Export, then import: nothing changes.

use catlink_shared::masters::{Master, Row, Values};
use proptest::prelude::*;

use crate::books::files::{Ticker, sheet};

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = "[ -~ぁ-ヿ一-龥\"',;=+@\t\r\n-]{0,20}";
    let values = [text; 8];
    proptest::collection::vec(values, 0..12).prop_map(|rows| {
        let rules = Master::Product.rules();
        let row = |(number, cells): (usize, [String; 8])| {
            let mut values = Values::default();
            for (rule, cell) in rules.iter().zip(&cells) {
                values.set(rule.key, cell.as_str());
            }
            // A row of blanks alone is no row.
            values.set("code", number.to_string());
            Row { code: number.to_string(), revision: 1, values }
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn what_was_exported_comes_back_as_it_was(rows in rows()) {
        let ticker = Ticker::default();
        let text = sheet::write(Master::Product, &rows, &ticker).unwrap();
        let read = sheet::read(Master::Product, &text, &ticker).unwrap();
        prop_assert_eq!(read.bad, []);
        let back: Vec<Values> = read.lines.into_iter().map(|line| line.values).collect();
        let were: Vec<Values> = rows.into_iter().map(|row| row.values).collect();
        prop_assert_eq!(back, were);
    }
}
