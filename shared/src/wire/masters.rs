//! What a page asks of the masters, and what it is told.

use serde::{Deserialize, Serialize};

use crate::card::CatDeviceId;
use crate::ids::UnixMs;
use crate::masters::{Fault, Master, Row, Values};
use crate::terminal::TerminalId;
use crate::wire::files::{FileAsk, FileReply};
use crate::wire::port_test::{FoundPort, PortTest};

/// What a page asks of the masters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MastersRequest {
    /// Rows of a master that hold a text in one of their fields, by code.
    Read {
        /// Which master.
        master: Master,
        /// The text; empty: every row.
        find: String,
        /// How many to pass over.
        from: u32,
        /// How many at most.
        count: u32,
    },
    /// Keep a row: a new one, or one in place of the revision it was made from.
    Save {
        /// Which master.
        master: Master,
        /// The row that is changed; none: a new one.
        code: Option<String>,
        /// Its revision as the page saw it; 0 for a new one.
        base_revision: u64,
        /// All of it.
        values: Values,
    },
    /// Delete a row that nothing refers to.
    Delete {
        /// Which master.
        master: Master,
        /// Which row.
        code: String,
        /// Its revision as the page saw it.
        base_revision: u64,
    },
    /// 変更履歴, newest first.
    Changes {
        /// Only of this master.
        master: Option<Master>,
        /// Only older than this position.
        before: Option<u64>,
        /// How many at most.
        count: u32,
    },
    /// 接続テスト of a terminal of this register, as its row is typed and not yet kept. The answer takes some seconds;
    /// other answers overtake it, and closing the connection ends the test.
    TestPort {
        /// Which terminal.
        device: CatDeviceId,
        /// All of the row.
        values: Values,
    },
    /// The serial ports of this computer.
    FindPorts,
    /// The unit that answered at the 接続テスト of a port, as the row is kept now, is the shop's.
    FixTerminal {
        /// Which port.
        device: CatDeviceId,
        /// The unit as the test showed it.
        terminal_id: TerminalId,
    },
    /// Something of files: export, import.
    File {
        /// What.
        ask: FileAsk,
    },
}

/// What a page is told of the masters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MastersReply {
    /// Rows that were asked for.
    Rows {
        /// Of which master.
        master: Master,
        /// The rows.
        rows: Vec<Row>,
        /// How many there are without `from` and `count`.
        total: u32,
    },
    /// The row is kept.
    Saved {
        /// As it is kept.
        row: Row,
        /// What should be known about it all the same.
        warnings: Vec<Fault>,
    },
    /// The row is gone.
    Deleted,
    /// 変更履歴
    Changes {
        /// Newest first.
        changes: Vec<ChangeView>,
    },
    /// 接続テスト
    Tested {
        /// What it showed.
        test: PortTest,
    },
    /// Serial ports, by path.
    Ports {
        /// Those that were found.
        ports: Vec<FoundPort>,
    },
    /// The unit is the shop's now.
    Fixed,
    /// What was asked of files.
    File {
        /// The answer.
        reply: FileReply,
    },
}

/// One line of 変更履歴.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// Its place in the history.
    pub position: u64,
    /// When.
    pub at: UnixMs,
    /// The same in Japan time, `2026/11/23 10:05`.
    pub at_text: String,
    /// Who did it; none: the program itself, at its start.
    pub who: Option<String>,
    /// The manager whose PIN allowed it.
    pub approved_by: Option<String>,
    /// What was done, in Japanese.
    pub what: String,
    /// To what: `カード会社マスタ 01`.
    pub subject: String,
    /// Field by field: label, from, to.
    pub fields: Vec<FieldChange>,
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its label.
    pub label: String,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
}
