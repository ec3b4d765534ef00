//! The sizes, printed on every run: how the wasm is kept small is by looking at them.

use std::fmt::Write;

use crate::files::Files;

/// A table of every file's size as it is and with brotli, and both sums.
pub(crate) fn sizes(files: &Files, twins: &Files) -> String {
    let mut table = format!("{:<32}{:>12}{:>12}\n", "bytes of the page", "raw", "brotli");
    let (mut raw_sum, mut brotli_sum) = (0, 0);
    for (name, bytes) in files {
        let raw = bytes.len();
        let brotli = twins.get(&format!("{name}.br")).map_or(0, Vec::len);
        raw_sum += raw;
        brotli_sum += brotli;
        line(&mut table, name, raw, brotli);
    }
    line(&mut table, "total", raw_sum, brotli_sum);
    table
}

fn line(table: &mut String, name: &str, raw: usize, brotli: usize) {
    writeln!(table, "{name:<32}{:>12}{:>12}", grouped(raw), grouped(brotli))
        .expect("a String takes every write");
}

/// `1234567` as `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
