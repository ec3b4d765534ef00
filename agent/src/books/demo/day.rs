//! When the demo shop sells on a day, and who serves: noon and evening on weekdays, the whole afternoon at the weekend.

use jiff::civil::Weekday;

use super::chance::Chance;

/// The shop opens at this hour.
const OPENS: i64 = 9;
/// Sales of each hour from opening to closing at 21:00, as weights.
const WEEKDAY: [i64; 12] = [3, 4, 7, 12, 7, 4, 4, 5, 9, 12, 9, 5];
const WEEKEND: [i64; 12] = [3, 6, 8, 9, 8, 8, 9, 8, 7, 6, 4, 2];
const HOUR_MS: i64 = 3_600_000;
/// One customer takes at least this long.
const APART_MS: i64 = 90_000;

/// When the sales of a day begin to be paid, milliseconds after midnight, in order.
pub(super) fn times(chance: &mut Chance, weekday: Weekday) -> Vec<i64> {
    let (hours, sales) = match weekday {
        Weekday::Saturday | Weekday::Sunday => (WEEKEND, chance.between(34, 44)),
        Weekday::Friday => (WEEKDAY, chance.between(30, 38)),
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => {
            (WEEKDAY, chance.between(26, 35))
        }
    };
    let hours: Vec<_> = (OPENS..).zip(hours).collect();
    let mut times: Vec<_> =
        (0..sales).map(|_| chance.pick(&hours) * HOUR_MS + chance.between(0, HOUR_MS - 1)).collect();
    times.sort_unstable();
    for next in 1..times.len() {
        times[next] = times[next].max(times[next - 1] + APART_MS);
    }
    times
}

/// Who serves: one in the morning, one over noon, one in the evening, and another order every day.
pub(super) fn operator(day: i64, hour: i64) -> &'static str {
    const SHIFTS: [&str; 3] = ["101", "102", "103"];
    let shift = match hour {
        ..12 => 0,
        12..16 => 1,
        _ => 2,
    };
    let place = usize::try_from((day + shift).rem_euclid(3)).unwrap_or(0);
    SHIFTS[place]
}
