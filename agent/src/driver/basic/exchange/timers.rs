//! Every time the driver waits for something, in one place.

use std::time::Duration;

use catlink_shared::terminal::{Parity, SerialForm, StopBits};

/// Timers of the line. The defaults are the specification's; a shop may tune them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timers {
    /// A bid's answer; then the bid again, three in all. 1 s (catlink basic, bid; the terminal's is 1.3 s).
    pub bid_reply: Duration,
    /// A block's answer; then the block again, at most three times. 3 s (catlink basic, block).
    pub block_reply: Duration,
    /// A receiver that hears nothing frees the line. 5 s (catlink basic, transfer).
    pub receive: Duration,
    /// Between two bytes of a block on a serial line. 100 ms (catlink basic, transfer).
    pub byte_gap_serial: Duration,
    /// Between two bytes of a block on LAN, and for a message to be written. 5 s (catlink basic, LAN).
    pub byte_gap_lan: Duration,
    /// After an ACK that answers a bid, for the digit that would make it an old block's, on top of two bytes on the
    /// wire. 20 ms (ours: a USB adapter's latency is 16 ms).
    pub ack_settle: Duration,
    /// After the line was won for SALES, for the till's permit. 4 s (ours: less than the terminal's 5 s, after which the
    /// block would be outside a transfer).
    pub permit: Duration,
    /// Of not hearing the terminal until it is asked. 1.5 s (ours: three tries of a bid fit into `silent`).
    pub ping: Duration,
    /// Of not hearing the terminal until it counts as silent. 4.5 s (ours: the page shows 応答なし within 5 s).
    pub silent: Duration,
    /// Of not hearing it until a LAN connection is closed and opened again. 10 s (ours: the terminal drops a link
    /// without PING then, too).
    pub lan_drop: Duration,
    /// For the answer to a question, after it was delivered. 5 s (ours).
    pub answer: Duration,
    /// Between two lines of a daily log: whatever else the terminal has to say goes first. 15 s (ours).
    pub log_quiet: Duration,
    /// For the whole of a daily log. 15 min (ours: 4,000 lines at 9600 bit/s).
    pub log_most: Duration,
    /// For the line to become free, for SALES or a question. 10 s (ours).
    pub line_wait: Duration,
    /// For a connection. 3 s (ours).
    pub connect: Duration,
    /// First pause before the line is opened again; doubled each time. 100 ms (ours).
    pub reopen_first: Duration,
    /// Longest such pause. 2 s (ours).
    pub reopen_most: Duration,
    /// One byte on the wire, added to what waits for an answer to sent bytes: at 1200 bit/s a full block alone takes
    /// 9 s. 1.04 ms at 9600 8N1.
    pub byte_time: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            bid_reply: Duration::from_secs(1),
            block_reply: Duration::from_secs(3),
            receive: Duration::from_secs(5),
            byte_gap_serial: Duration::from_millis(100),
            byte_gap_lan: Duration::from_secs(5),
            ack_settle: Duration::from_millis(20),
            permit: Duration::from_secs(4),
            ping: Duration::from_millis(1500),
            silent: Duration::from_millis(4500),
            lan_drop: Duration::from_secs(10),
            answer: Duration::from_secs(5),
            log_quiet: Duration::from_secs(15),
            log_most: Duration::from_secs(900),
            line_wait: Duration::from_secs(10),
            connect: Duration::from_secs(3),
            reopen_first: Duration::from_millis(100),
            reopen_most: Duration::from_secs(2),
            byte_time: byte_time(SerialForm::default()),
        }
    }
}

impl Timers {
    /// The defaults at this speed and form.
    #[must_use]
    pub fn at(form: SerialForm) -> Self {
        Self { byte_time: byte_time(form), ..Self::default() }
    }

    /// All of them divided, for tests that run against real lines.
    #[must_use]
    pub fn divided(&self, by: u32) -> Self {
        let by = by.max(1);
        Self {
            bid_reply: self.bid_reply / by,
            block_reply: self.block_reply / by,
            receive: self.receive / by,
            byte_gap_serial: self.byte_gap_serial / by,
            byte_gap_lan: self.byte_gap_lan / by,
            ack_settle: self.ack_settle / by,
            permit: self.permit / by,
            ping: self.ping / by,
            silent: self.silent / by,
            lan_drop: self.lan_drop / by,
            answer: self.answer / by,
            log_quiet: self.log_quiet / by,
            log_most: self.log_most / by,
            line_wait: self.line_wait / by,
            connect: self.connect,
            reopen_first: self.reopen_first / by,
            reopen_most: self.reopen_most / by,
            byte_time: self.byte_time / by,
        }
    }

    /// How long so many bytes take on the wire.
    pub(super) fn wire(&self, bytes: usize) -> Duration {
        self.byte_time * u32::try_from(bytes).unwrap_or(u32::MAX)
    }
}

/// Start bit, eight data bits, parity, stop bits.
fn byte_time(form: SerialForm) -> Duration {
    let parity = match form.parity {
        Parity::None => 0,
        Parity::Even | Parity::Odd => 1,
    };
    let stop = match form.stop_bits {
        StopBits::One => 1,
        StopBits::Two => 2,
    };
    Duration::from_secs(9 + parity + stop) / form.baud.max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use catlink_shared::terminal::{Parity, SerialForm, StopBits};

    use super::Timers;

    #[test]
    fn a_slow_line_gets_the_time_its_bytes_take() {
        assert!(Timers::default().wire(9600).abs_diff(Duration::from_secs(10)) < Duration::from_millis(1));
        let slow = SerialForm { baud: 1200, parity: Parity::Even, stop_bits: StopBits::Two };
        assert_eq!(Timers::at(slow).wire(1200), Duration::from_secs(12));
    }

    #[test]
    fn the_order_of_the_timers_holds() {
        let timers = Timers::default();
        assert!(timers.permit < timers.receive, "the terminal keeps the line longer than we ask for it");
        assert!(
            timers.ping + timers.bid_reply * 3 <= timers.silent,
            "a bid has its three tries before silence"
        );
        assert!(timers.silent <= Duration::from_secs(5), "the page shows it within five seconds");
        assert!(timers.silent < timers.lan_drop);
    }
}
