//! What can be seen of a terminal by whoever stands before it: its display, its history, its printed slips.

use serde::Deserialize;
use serde_json::Value;

/// The device.
#[derive(Debug, Clone, Deserialize)]
pub struct Sight {
    /// Faults that wait.
    pub faults: Vec<Value>,
    /// The rest, while it is on.
    pub terminal: Option<Seen>,
}

/// The terminal, while it is on.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    /// 端末番号, on its back.
    pub terminal_id: String,
    /// Which memory; a person would see that its history is gone.
    pub memory_id: String,
    /// What it does.
    pub activity: String,
    /// ON or off.
    pub pos_link: String,
    /// Where the transaction stands.
    pub phase: Option<String>,
    /// The display.
    pub screen: Screen,
    /// 伝票番号 of its newest live slip.
    pub newest_slip: Option<String>,
    /// What is under way.
    pub pending: Option<Value>,
    /// Results the POS has not acknowledged.
    pub undelivered: usize,
    /// What it printed.
    pub slips: Vec<Printed>,
    /// 取引履歴
    pub log: Vec<Logged>,
    /// What was set on it.
    pub switches: Switches,
    /// in or out
    pub paper: String,
    /// closed or open
    pub cover: String,
}

/// The display.
#[derive(Debug, Clone, Deserialize)]
pub struct Screen {
    /// Its large text.
    pub text: String,
    /// Its keys.
    pub buttons: Vec<Button>,
    /// Whether a PIN is asked for.
    pub pin_pad: bool,
    /// What the customer could show now.
    pub cards: Vec<Card>,
}

/// A key on the display.
#[derive(Debug, Clone, Deserialize)]
pub struct Button {
    /// What POST /act takes.
    pub act: Value,
}

/// Something to pay with.
#[derive(Debug, Clone, Deserialize)]
pub struct Card {
    /// Its name.
    pub id: String,
    /// How it can be shown.
    pub entries: Vec<String>,
    /// What is on it.
    pub balance: Option<i64>,
    /// approves or declines.
    pub issuer: String,
}

/// A printed slip.
#[derive(Debug, Clone, Deserialize)]
pub struct Printed {
    /// 伝票番号
    pub slip_number: Option<String>,
    /// Its lines.
    pub lines: Vec<(String, String)>,
    /// Whether it says 練習.
    pub training: bool,
}

/// A line of 取引履歴.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Logged {
    /// 伝票番号
    pub slip_number: String,
    /// What.
    pub transaction_type: String,
    /// How much money moved.
    pub amount: i64,
    /// `2026/11/23 22:18:45`
    pub terminal_time: String,
    /// Whether it was undone.
    pub voided: bool,
}

/// What a person can set.
#[derive(Debug, Clone, Deserialize)]
pub struct Switches {
    /// 練習モード固定
    pub training_locked: bool,
}

impl Seen {
    /// Whether nothing is under way and nothing wants to be read.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.activity.as_str(), "idle" | "standalone") && self.pending.is_none()
    }

    /// Whether 処理未了 is on the display.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.screen.text == "処理未了"
    }

    /// A value on the printed slip of that number.
    #[must_use]
    pub fn printed(&self, slip_number: &str, label: &str) -> Option<String> {
        let is_it = |slip: &&Printed| slip.slip_number.as_deref() == Some(slip_number) && !slip.training;
        let slip = self.slips.iter().rev().find(is_it)?;
        slip.lines.iter().find(|(name, _)| name == label).map(|(_, value)| value.clone())
    }
}

impl Logged {
    /// `22:18`, as a person copies it.
    #[must_use]
    pub fn time(&self) -> String {
        self.terminal_time.get(11..16).unwrap_or("00:00").to_owned()
    }
}
