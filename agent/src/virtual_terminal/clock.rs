//! The two clocks a terminal needs: one that only goes forward, for its timers, and one for its slips.

use catlink_shared::ids::UnixMs;
use jiff::Timestamp;
use jiff::tz::Offset;

/// Japan has one time and no summer time.
const JAPAN: Offset = Offset::constant(9);

/// A moment on both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since the simulator began; never goes back.
    pub ms: u64,
    /// The wall clock, without the terminal's own error.
    pub wall: UnixMs,
}

/// The wall clock.
#[must_use]
pub fn wall() -> UnixMs {
    UnixMs(Timestamp::now().as_millisecond())
}

/// A time as slips show it, Japan time.
#[must_use]
pub fn shown(time: UnixMs) -> String {
    Timestamp::from_millisecond(time.0)
        .map(|stamp| JAPAN.to_datetime(stamp).strftime("%Y/%m/%d %H:%M:%S").to_string())
        .unwrap_or_default()
}
