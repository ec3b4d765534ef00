//! Every brand's numbers in every spelling; and what a shop writes that is none.

mod none;
mod spelled;

use super::number::passes_luhn;

/// Beginning and length of each brand's cards.
pub(super) const BRANDS: [(&str, usize); 14] = [
    ("4", 16),
    ("4", 19),
    ("51", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("3528", 16),
    ("3589", 16),
    ("36", 14),
    ("305", 14),
    ("62", 16),
    ("62", 19),
    ("6011", 16),
];

/// A number that passes the check.
pub(super) fn number(brand: usize, seed: u64) -> String {
    let (beginning, length) = BRANDS[brand % BRANDS.len()];
    let rest = length - beginning.len() - 1;
    let body = format!("{beginning}{:0rest$}", seed % 10_u64.pow(u32::try_from(rest).unwrap()));
    let with_check = (0..10).map(|check| format!("{body}{check}"));
    with_check.into_iter().find(|number| passes_luhn(&figures(number))).unwrap()
}

fn figures(number: &str) -> Vec<u8> {
    number.bytes().map(|byte| byte - b'0').collect()
}
