//! 接続テスト: what answered at a port as it was typed, or what is wrong and what to try.

use serde::{Deserialize, Serialize};

use crate::card::CatDeviceId;
use crate::terminal::{PosLink, SlipNumber, TerminalActivity, TerminalId, TrainingAbility};

/// What a connection test showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortTest {
    /// Which port of the register.
    pub device: CatDeviceId,
    /// Who answered.
    pub terminal: Option<TestedTerminal>,
    /// What keeps it from being used, the first to be dealt with first.
    pub troubles: Vec<PortTrouble>,
}

/// Who answered at a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestedTerminal {
    /// 端末番号
    pub terminal_id: TerminalId,
    /// Its model by name, or as it calls itself where we do not know it.
    pub model_name: String,
    /// POS連動
    pub pos_link: PosLink,
    /// What it does; none where it did not say.
    pub activity: Option<TerminalActivity>,
    /// Whether it can be used in 練習モード.
    pub training: TrainingAbility,
    /// A virtual terminal.
    pub simulated: bool,
    /// Its newest slip.
    pub newest_slip: Option<SlipNumber>,
    /// A question and its answer, milliseconds.
    pub round_trip_ms: u32,
    /// Whether the shop knows it.
    pub known: KnownUnit,
}

/// Whether a unit is the one that was remembered for its port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum KnownUnit {
    /// It is.
    Remembered,
    /// Another one was.
    Another {
        /// 端末番号 of the one that was.
        kept: TerminalId,
    },
    /// None was yet.
    New,
}

/// What is wrong at a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortTrouble {
    /// Stable, for programs.
    pub cause: PortCause,
    /// What is wrong and what to try, for a person.
    pub message: String,
}

/// Why a port cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortCause {
    /// There is no such serial port.
    NoDevice,
    /// The system does not let us open it.
    NoPermission,
    /// Another program holds it.
    HeldByProgram,
    /// It is no serial port.
    NotSerial,
    /// Something comes that is no answer: speed, parity, or not a terminal.
    Noise,
    /// Nothing comes.
    NoAnswer,
    /// It answers that it is busy.
    Busy,
    /// Nobody listens at the address.
    ConnectRefused,
    /// The address cannot be reached.
    Unreachable,
    /// Nobody knows the name.
    UnknownHost,
    /// The connection was closed at once.
    Closed,
    /// The system said something else.
    System,
    /// Another model than the one that is set.
    WrongModel,
    /// 非連動
    Standalone,
    /// Another register holds it.
    OtherRegister,
    /// A virtual terminal in real books.
    Simulated,
    /// Locked in training.
    TrainingLocked,
    /// 共用 1, and it cannot be asked what became of a payment.
    SharedUnasked,
}

impl PortTest {
    /// Whether what answered can be remembered as the shop's terminal for this port.
    #[must_use]
    pub fn may_be_fixed(&self) -> bool {
        let unfit = |trouble: &PortTrouble| {
            matches!(trouble.cause, PortCause::WrongModel | PortCause::Simulated | PortCause::SharedUnasked)
        };
        self.terminal.is_some() && !self.troubles.iter().any(unfit)
    }
}

/// A serial port of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPort {
    /// What to put into the row: `/dev/ttyUSB0`, `COM3`.
    pub path: String,
    /// A name that stays with the adapter, whichever socket it is plugged into, where the system has one.
    pub stable_path: Option<String>,
    /// What the system knows of the adapter; empty where it knows nothing.
    pub description: String,
    /// Who has it open, where that is known.
    pub holder: Option<PortHolder>,
}

/// Who has a serial port open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PortHolder {
    /// This register, for one of its terminals.
    Register {
        /// Which.
        device: CatDeviceId,
    },
    /// Another program.
    Program {
        /// Its name.
        name: String,
    },
}
