//! Code 128 in code set C: figures in pairs (ISO/IEC 15417).

/// Widths of bars and gaps by value, 0–105.
const PATTERNS: [&str; 106] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232",
];
const START_C: usize = 105;
const STOP: &str = "2331112";
/// Blank modules on each side.
const QUIET: u32 = 10;

/// The bars as an SVG path 40 high, and the width in modules. `None` where there is anything but figures.
#[must_use]
pub fn code_128(text: &str) -> Option<(String, u32)> {
    let padded = if text.len().is_multiple_of(2) { text.to_owned() } else { format!("0{text}") };
    let mut values = vec![START_C];
    for at in (0..padded.len()).step_by(2) {
        let pair = padded.get(at..at + 2).filter(|pair| pair.chars().all(|c| c.is_ascii_digit()))?;
        values.push(pair.parse().ok()?);
    }
    let sum: usize = values.iter().enumerate().map(|(place, value)| value * place.max(1)).sum();
    values.push(sum % 103);
    let widths: String =
        values.iter().filter_map(|value| PATTERNS.get(*value).copied()).chain([STOP]).collect();
    let mut path = String::new();
    let mut x = QUIET;
    for (place, width) in widths.chars().filter_map(|c| c.to_digit(10)).enumerate() {
        if place.is_multiple_of(2) {
            path.push_str(&format!("M{x} 0h{width}v40h-{width}z"));
        }
        x += width;
    }
    Some((path, x + QUIET))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{PATTERNS, code_128};

    #[test]
    fn every_pattern_is_eleven_modules_and_no_two_are_the_same() {
        for pattern in PATTERNS {
            let sum: u32 = pattern.chars().filter_map(|c| c.to_digit(10)).sum();
            let bars: u32 = pattern.chars().step_by(2).filter_map(|c| c.to_digit(10)).sum();
            assert_eq!((sum, bars % 2), (11, 0), "{pattern}");
        }
        assert_eq!(PATTERNS.iter().collect::<BTreeSet<_>>().len(), PATTERNS.len());
    }

    #[test]
    fn a_receipt_number_becomes_bars() {
        let (path, width) = code_128("00000123").expect("figures");
        // start, four pairs, check, stop (13 modules), two quiet zones
        assert_eq!(width, 6 * 11 + 13 + 20);
        assert!(path.starts_with("M10 0h2"));
        assert_eq!(code_128("12a4"), None);
    }
}
