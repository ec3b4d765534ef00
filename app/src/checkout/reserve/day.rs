//! A day as a clerk types it: `2026-12-24`, `20261224`, `12/24`, `1224`.

/// The day as `YYYY-MM-DD`; what is not one stays as typed, to be refused. A day without its year is the next one from
/// `today` on.
pub(super) fn read(typed: &str, today: &str) -> String {
    let typed = catlink_shared::barcode::half_width(typed.trim());
    let parts: Vec<&str> = typed.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (Some(*year), *month, *day),
        [month, day] => (None, *month, *day),
        [figures] => match (figures.len(), figures.is_ascii()) {
            (8, true) => (Some(&figures[..4]), &figures[4..6], &figures[6..]),
            (4, true) => (None, &figures[..2], &figures[2..]),
            _ => return typed,
        },
        _ => return typed,
    };
    let figure = |text: &str| text.parse::<u32>().ok();
    let (Some(month), Some(day)) = (figure(month), figure(day)) else { return typed };
    let of_year = |year: u32| format!("{year:04}-{month:02}-{day:02}");
    let this_year = today.get(..4).and_then(figure);
    match (year.map(figure), this_year) {
        (Some(Some(year)), _) => of_year(year),
        (None, Some(this)) if of_year(this).as_str() >= today => of_year(this),
        (None, Some(this)) => of_year(this + 1),
        (Some(None), _) | (None, None) => typed,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_day_may_be_typed_without_its_year() {
        let today = "2026-11-23";
        for (typed, day) in [
            ("2026-12-24", "2026-12-24"),
            ("２０２６１２２４", "2026-12-24"),
            ("12/24", "2026-12-24"),
            ("1224", "2026-12-24"),
            ("1/5", "2027-01-05"),
            ("11/23", "2026-11-23"),
            ("2026/1/5", "2026-01-05"),
            ("明日", "明日"),
            ("", ""),
        ] {
            assert_eq!(read(typed, today), day, "{typed}");
        }
    }
}
