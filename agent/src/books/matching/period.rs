//! A period as it is typed: `2026-11-23 10:05` to `2026-11-23 21:00`, minutes of the terminal's clock, both ends included.

use catlink_shared::ids::UnixMs;
use catlink_shared::reconciliation::Period;
use catlink_shared::wire::reply::RefusalCode;

use crate::books::{BooksError, refuse};
use crate::clock;

/// A terminal's clock may be ahead by so much.
const AHEAD_MS: i64 = 24 * 3_600_000;

/// Reads a period.
///
/// # Errors
/// One end is no time, they are the wrong way round, or it has not begun: says which.
pub fn read(from: &str, to: &str, now: UnixMs) -> Result<Period, BooksError> {
    let (begins, ends) = (minute(from)?, minute(to)?);
    if begins > ends {
        return Err(bad(format!("期間の開始({from})が終了({to})より後です。日時を入れ替えてください。")));
    }
    if begins.0 > now.0.saturating_add(AHEAD_MS) {
        return Err(bad(format!("期間の開始({from})が先の日付です。日付を確認してください。")));
    }
    // To the end of its minute: the terminal tells seconds.
    Ok(Period { from: begins, to: UnixMs(ends.0 + 59_999) })
}

fn minute(text: &str) -> Result<UnixMs, BooksError> {
    clock::minute_of(text).ok_or_else(|| {
        bad(format!("「{text}」は日時ではありません。2026-11-23 と 10:05 のように入力してください。"))
    })
}

fn bad(message: String) -> BooksError {
    refuse(RefusalCode::BadPeriod, message)
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::UnixMs;

    use super::read;

    const NOW: UnixMs = UnixMs(1_795_402_800_000);

    #[test]
    fn times_that_are_none_and_times_the_wrong_way_round_are_told() {
        let told = |from, to| read(from, to, NOW).unwrap_err().to_string();
        assert!(told("2026-02-30 00:00", "2026-03-01 00:00").contains("日時ではありません"));
        assert!(told("2026-03-01 24:00", "2026-03-02 00:00").contains("日時ではありません"));
        assert!(told("", "2026-03-02 00:00").contains("日時ではありません"));
        assert!(told("2026-03-02 00:01", "2026-03-02 00:00").contains("入れ替えて"));
        assert!(told("2030-01-01 00:00", "2030-01-02 00:00").contains("先の日付"));
    }

    #[test]
    fn ten_years_and_one_minute_are_periods() {
        let ten = read("2016-11-23 00:00", "2026-11-23 23:59", NOW).unwrap();
        assert!(ten.to.since(ten.from) > 3_650 * 86_400_000);
        let one = read("2026-11-23 12:00", "2026-11-23 12:00", NOW).unwrap();
        assert_eq!((one.from, one.to.since(one.from)), (NOW, 59_999));
    }
}
