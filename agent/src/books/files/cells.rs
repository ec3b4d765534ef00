//! Cells of files without card data. What a cell may hold is told by its column.

use std::borrow::Cow;

use catlink_shared::card::guard::Reading;
use catlink_shared::masters::Values;
use catlink_shared::wire::guarded;

use crate::card_guard::{Edge, without};

/// Columns of reports that anything may stand in.
const FREE: &[&str] = &["カード会社", "カード区分", "ブランド", "担当者", "メモ"];

/// Columns that only we write: a hash has figures in a row by chance.
const OPAQUE: &[&str] = &["ハッシュ"];

/// How a column of a report is read; none: it is not looked at.
fn reading(label: &str) -> Option<Reading> {
    match label {
        _ if OPAQUE.contains(&label) => None,
        _ if FREE.contains(&label) => Some(Reading::Free),
        _ => Some(Reading::Typed),
    }
}

/// A cell of a report.
pub(super) fn masked<'a>(label: &str, text: &'a str) -> Cow<'a, str> {
    reading(label).map_or(Cow::Borrowed(text), |reading| without(Edge::File, label, text, reading))
}

/// A row of a master. What stands there was judged when it came in, by the rules of its time.
pub(super) fn mask_row(values: &mut Values) {
    let masked: Vec<(String, String)> = values
        .iter()
        .filter_map(|(key, text)| {
            let reading = guarded::field(key).reading_out()?;
            match without(Edge::File, "master", text, reading) {
                Cow::Borrowed(_) => None,
                Cow::Owned(masked) => Some((key.to_owned(), masked)),
            }
        })
        .collect();
    for (key, text) in masked {
        values.set(&key, text);
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::masters::Values;

    use super::{FREE, mask_row, masked};

    #[test]
    fn cells_leave_without_card_numbers() {
        let number = "4111 1111 1111 1111";
        for label in FREE.iter().chain(&["印刷内容", "対象"]) {
            assert_eq!(masked(label, number), "**** **** **** 1111", "{label}");
        }
        // A terminal's number, printed; and one JAN in ten.
        assert_eq!(masked("印刷内容", "端末番号 4222222222222"), "端末番号 4222222222222");
        assert_eq!(masked("メモ", "4222222222222"), "*********2222");
        assert_eq!(masked("ハッシュ", "ab4111111111111111cd"), "ab4111111111111111cd");
    }

    #[test]
    fn a_row_that_was_kept_before_there_was_a_guard_leaves_masked() {
        let mut row: Values = [("name", "4111111111111111"), ("jan", "4222222222222"), ("kana", "オニギリ")]
            .into_iter()
            .collect();
        mask_row(&mut row);
        assert_eq!(
            (row.get("name"), row.get("jan"), row.get("kana")),
            ("************1111", "4222222222222", "オニギリ")
        );
    }
}
