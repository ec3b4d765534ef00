//! Where a terminal is connected.

use serde::{Deserialize, Serialize};

use super::numbers::numbered;

numbered! {
    /// Parity of a serial line (numbers are ours).
    Parity {
        /// N
        None = 0,
        /// E
        Even = 1,
        /// O
        Odd = 2,
    }
}

numbered! {
    /// Stop bits of a serial line (numbers are ours).
    StopBits {
        /// 1
        One = 1,
        /// 2
        Two = 2,
    }
}

/// Speed and form of a serial line; data bits are always 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialForm {
    /// Bits per second, 1200–115200.
    pub baud: u32,
    /// Parity.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: StopBits,
}

impl Default for SerialForm {
    /// 9600 8N1
    fn default() -> Self {
        Self { baud: 9600, parity: Parity::None, stop_bits: StopBits::One }
    }
}

/// Where a terminal is connected (CAT1/CAT2ポート番号).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CatPort {
    /// A serial port.
    Serial {
        /// The device: `/dev/ttyUSB0`, `COM3`.
        path: String,
        /// Speed and form.
        form: SerialForm,
    },
    /// A socket.
    Tcp {
        /// `host:port`
        address: String,
    },
}
