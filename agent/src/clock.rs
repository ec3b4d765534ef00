//! The agent's clock, and Japan time for people. Everything stored is milliseconds since 1970; text is made here.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use catlink_shared::ids::UnixMs;
use jiff::civil::Weekday;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

/// Japan has had one offset, UTC+9, since 1951.
const JAPAN: Offset = Offset::constant(9);

/// Where a demo's clock says by how much it is off, ms.
static MOVED_BY: OnceLock<PathBuf> = OnceLock::new();

/// Now, on this computer's clock, which a person or a time server may set at any moment, either way. Never used to order
/// events: the journal's positions do that.
#[must_use]
pub fn now() -> UnixMs {
    let moved = MOVED_BY.get().map_or(0, |file| moved_by(file));
    UnixMs(Timestamp::now().as_millisecond().saturating_add(moved))
}

/// Lets a file move the clock while the agent runs, for demo books only: it holds the milliseconds to add. Once per process.
pub fn follow(file: PathBuf) {
    if MOVED_BY.set(file).is_err() {
        tracing::error!("the clock follows another file already");
    }
}

/// No file, or nothing in it: the clock as it is.
fn moved_by(file: &Path) -> i64 {
    std::fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

fn japan(at: UnixMs) -> Zoned {
    Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::fixed(JAPAN))
}

/// `2026年11月23日 10:05`, for receipts.
#[must_use]
pub fn receipt_text(at: UnixMs) -> String {
    japan(at).strftime("%Y年%m月%d日 %H:%M").to_string()
}

/// `2026/11/23 10:05:09`, for histories.
#[must_use]
pub fn date_time_text(at: UnixMs) -> String {
    japan(at).strftime("%Y/%m/%d %H:%M:%S").to_string()
}

/// `2026/11/23 10:05:09.123`, where the order within a second matters.
#[must_use]
pub fn exact_text(at: UnixMs) -> String {
    japan(at).strftime("%Y/%m/%d %H:%M:%S%.3f").to_string()
}

/// `10:05`
#[must_use]
pub fn time_text(at: UnixMs) -> String {
    japan(at).strftime("%H:%M").to_string()
}

/// `11/23 10:05`
#[must_use]
pub fn short_text(at: UnixMs) -> String {
    japan(at).strftime("%m/%d %H:%M").to_string()
}

/// `2026-11-23 10:05`, as it is typed.
#[must_use]
pub fn minute_text(at: UnixMs) -> String {
    japan(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A minute of Japan time as it is typed: `2026-11-23 10:05`.
#[must_use]
pub fn minute_of(text: &str) -> Option<UnixMs> {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b' ',
        13 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    let moment: jiff::civil::DateTime = text.parse().ok().filter(|_| text.len() == 16 && shape)?;
    let stamp = TimeZone::fixed(JAPAN).to_timestamp(moment).ok()?;
    Some(UnixMs(stamp.as_millisecond()))
}

/// The calendar day a business moment belongs to when days change at `cutoff_hour` (営業区切り時刻), `YYYY-MM-DD`.
#[must_use]
pub fn business_date(at: UnixMs, cutoff_hour: u8) -> String {
    let shifted = japan(at).checked_sub(i64::from(cutoff_hour).hours()).unwrap_or_else(|_| japan(at));
    shifted.strftime("%Y-%m-%d").to_string()
}

/// The day after a business day, `YYYY-MM-DD`.
#[must_use]
pub fn day_after(day: &str) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(day.tomorrow().ok()?.to_string())
}

/// Midnight of the calendar day so many days before the business day of a moment, and its day of the week.
#[must_use]
pub fn midnight_before(at: UnixMs, cutoff_hour: u8, days: u16) -> (UnixMs, Weekday) {
    let shifted = UnixMs(at.0 - i64::from(cutoff_hour) * 3_600_000 - i64::from(days) * 24 * 3_600_000);
    let day = japan(shifted);
    let midnight = day.start_of_day().map_or(shifted.0, |start| start.timestamp().as_millisecond());
    (UnixMs(midnight), day.weekday())
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::UnixMs;

    use super::{Weekday, business_date, day_after, exact_text, midnight_before, receipt_text};

    /// 2026-11-22 16:30 UTC is half past one at night in Japan.
    const NIGHT: UnixMs = UnixMs(1_795_365_000_000);

    #[test]
    fn people_read_japan_time() {
        assert_eq!(receipt_text(NIGHT), "2026年11月23日 01:30");
        assert_eq!(exact_text(UnixMs(NIGHT.0 + 7)), "2026/11/23 01:30:00.007");
    }

    #[test]
    fn days_before_are_counted_from_the_business_day() {
        let (midnight, weekday) = midnight_before(NIGHT, 5, 1);
        assert_eq!((receipt_text(midnight).as_str(), weekday), ("2026年11月21日 00:00", Weekday::Saturday));
        assert_eq!(receipt_text(midnight_before(NIGHT, 0, 23).0), "2026年10月31日 00:00");
    }

    #[test]
    fn a_day_has_one_after_it() {
        assert_eq!(day_after("2026-12-31").as_deref(), Some("2027-01-01"));
        assert_eq!(day_after("today"), None);
    }

    #[test]
    fn a_night_before_the_cutoff_belongs_to_the_day_before() {
        assert_eq!(business_date(NIGHT, 5), "2026-11-22");
        assert_eq!(business_date(NIGHT, 0), "2026-11-23");
    }
}
