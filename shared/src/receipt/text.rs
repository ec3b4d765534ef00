//! Printed lines as plain text, for searching, exporting and comparing.

use super::PrintLine;

/// As plain text, one line each.
#[must_use]
pub fn plain_text(lines: &[PrintLine]) -> String {
    let mut text = String::new();
    for line in lines {
        match line {
            PrintLine::Title { text: t } | PrintLine::Center { text: t } | PrintLine::Large { text: t } => {
                text.push_str("  ");
                text.push_str(t);
            }
            PrintLine::Left { text: t } => text.push_str(t),
            PrintLine::Pair { left, right } | PrintLine::Total { left, right } => {
                text.push_str(left);
                text.push_str("  ");
                text.push_str(right);
            }
            PrintLine::Stamp { value } => {
                text.push_str("[ 収入印紙 ");
                text.push_str(&value.to_string());
                text.push_str("円 ]");
            }
            PrintLine::Rule => text.push_str("--------------------------------"),
            PrintLine::Barcode { text: t } => {
                text.push('|');
                text.push_str(t);
                text.push('|');
            }
        }
        text.push('\n');
    }
    text
}
