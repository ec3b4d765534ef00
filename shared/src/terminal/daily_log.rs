//! The terminal's daily log (UnifiedPOS AccessDailyLog, 中間計) as it comes in line by line, and whether it came whole.
//!
//! Only the reporting log is known here: no type of this program can ask for 日計, which clears the terminal's day.

use std::collections::HashMap;

use super::{PaymentMedia, RefusedReason, ResultWord, SlipNumber, TerminalId, TransactionType, Unit};
use crate::ids::UnixMs;
use crate::money::Yen;

/// A terminal's slip numbers come round after 99999; none does within two months.
pub const ONE_ROUND_MS: i64 = 60 * 24 * 3_600 * 1_000;
/// More lines than this are no daily log (ours: a year of 50 a day).
pub const MOST_LOG_LINES: usize = 20_000;

/// One line of the daily log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Who speaks.
    pub unit: Unit,
    /// The terminal's slip.
    pub slip_number: SlipNumber,
    /// What kind of transaction.
    pub transaction_type: TransactionType,
    /// What was charged.
    pub amount: Yen,
    /// The terminal's clock.
    pub terminal_time: UnixMs,
    /// 支払種別
    pub payment_media: PaymentMedia,
    /// How it ended.
    pub result: ResultWord,
}

impl LogLine {
    /// What it adds to the log's total: what goes back counts against it, what did not come about is nothing.
    #[must_use]
    pub const fn signed(&self) -> i64 {
        match self.result {
            ResultWord::Approved => self.transaction_type.sign() * self.amount.get(),
            ResultWord::Declined | ResultWord::Cancelled | ResultWord::Incomplete | ResultWord::Error => 0,
        }
    }
}

/// A daily log that came whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyLog {
    /// Whose.
    pub unit: Unit,
    /// From when on, on the terminal's clock.
    pub from: UnixMs,
    /// Until when.
    pub to: UnixMs,
    /// As they came.
    pub lines: Vec<LogLine>,
}

/// Why a daily log did not come whole: nothing of it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogTrouble {
    /// The terminal would not.
    Refused(RefusedReason),
    /// It could not be asked, or did not answer.
    Unheard,
    /// It stopped in the middle.
    BrokenOff,
    /// Given up for a payment, or because somebody wished so.
    Dropped,
    /// More lines than a log has.
    TooLong,
    /// A line was cut short, or is none.
    CutShort {
        /// Which line, counted from 1.
        line: u32,
    },
    /// A slip is there twice.
    Twice {
        /// Which.
        slip_number: SlipNumber,
    },
    /// A line of another unit.
    OtherUnit {
        /// Of which.
        terminal_id: TerminalId,
    },
    /// A line out of the range that was asked for.
    OutOfRange {
        /// Which slip.
        slip_number: SlipNumber,
    },
    /// The terminal counted other lines than came.
    Count {
        /// What it said.
        said: u32,
        /// What came.
        came: u32,
    },
    /// The terminal's total is not that of the lines that came.
    Total {
        /// What it said.
        said: Yen,
        /// What came.
        came: Yen,
    },
}

impl LogTrouble {
    /// What a clerk is told of it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let again = "取り込んだ内容は使わず、何も登録していません。もう一度取り込んでください。";
        match self {
            Self::Refused(_) => {
                "端末が中間計の要求を受け付けませんでした。端末が待機中であることを確認して、もう一度取り込んでください。".to_owned()
            }
            Self::Unheard => {
                "端末から中間計の応答がありません。電源とケーブルを確認して、もう一度取り込んでください。".to_owned()
            }
            Self::BrokenOff => format!("中間計が途中で切れました。{again}"),
            Self::Dropped => {
                "中間計の取り込みを中止しました。何も登録していません。会計が終わってから、もう一度取り込んでください。".to_owned()
            }
            Self::TooLong => format!(
                "中間計が{MOST_LOG_LINES}件を超えています。期間を短くして、もう一度取り込んでください。"
            ),
            Self::CutShort { line } => format!("中間計の{line}行目が途中で切れています。{again}"),
            Self::Twice { slip_number } => {
                format!("中間計に伝票番号 {slip_number} が2回あります。{again}")
            }
            Self::OtherUnit { terminal_id } => {
                format!("中間計に別の端末({terminal_id})の行があります。端末の接続を確認してください。{again}")
            }
            Self::OutOfRange { slip_number } => {
                format!("中間計に期間外の行(伝票番号 {slip_number})があります。{again}")
            }
            Self::Count { said, came } => {
                format!("中間計の件数が合いません(端末の合計 {said}件、届いた行 {came}件)。{again}")
            }
            Self::Total { said, came } => {
                format!("中間計の金額が合いません(端末の合計 ¥{said}、届いた行の合計 ¥{came})。{again}")
            }
        }
    }
}

/// A daily log on its way: bounded, and suspicious.
#[derive(Debug)]
pub struct LogCollector {
    log: DailyLog,
    came: u32,
    seen: HashMap<SlipNumber, Vec<UnixMs>>,
    trouble: Option<LogTrouble>,
}

impl LogCollector {
    /// A log of this unit and range.
    #[must_use]
    pub fn new(unit: Unit, from: UnixMs, to: UnixMs) -> Self {
        let log = DailyLog { unit, from, to, lines: Vec::new() };
        Self { log, came: 0, seen: HashMap::new(), trouble: None }
    }

    /// How many lines have come.
    #[must_use]
    pub const fn came(&self) -> u32 {
        self.came
    }

    /// A line.
    pub fn take(&mut self, line: LogLine) {
        self.came += 1;
        let slip_number = line.slip_number.clone();
        if line.unit != self.log.unit {
            self.note(LogTrouble::OtherUnit { terminal_id: line.unit.terminal_id.clone() });
        }
        if line.terminal_time < self.log.from || self.log.to < line.terminal_time {
            self.note(LogTrouble::OutOfRange { slip_number: slip_number.clone() });
        }
        let seen = self.seen.entry(slip_number.clone()).or_default();
        if seen.iter().any(|at| line.terminal_time.since(*at).abs() < ONE_ROUND_MS) {
            self.note(LogTrouble::Twice { slip_number });
        } else {
            seen.push(line.terminal_time);
        }
        if self.log.lines.len() >= MOST_LOG_LINES {
            return self.note(LogTrouble::TooLong);
        }
        self.log.lines.push(line);
    }

    /// A line that is none.
    pub fn spoil(&mut self) {
        self.came += 1;
        self.note(LogTrouble::CutShort { line: self.came });
    }

    /// What is wrong with it so far.
    #[must_use]
    pub const fn trouble(&self) -> Option<&LogTrouble> {
        self.trouble.as_ref()
    }

    /// END: the log, where it came whole.
    ///
    /// # Errors
    /// What was first wrong with it: nothing of it counts.
    pub fn end(mut self, unit: &Unit, count: u32, total: Yen) -> Result<DailyLog, LogTrouble> {
        if *unit != self.log.unit {
            self.note(LogTrouble::OtherUnit { terminal_id: unit.terminal_id.clone() });
        }
        if count != self.came {
            self.note(LogTrouble::Count { said: count, came: self.came });
        }
        let came = Yen::new(self.log.lines.iter().map(LogLine::signed).sum());
        if came != total {
            self.note(LogTrouble::Total { said: total, came });
        }
        match self.trouble {
            Some(trouble) => Err(trouble),
            None => Ok(self.log),
        }
    }

    fn note(&mut self, trouble: LogTrouble) {
        self.trouble.get_or_insert(trouble);
    }
}

#[cfg(test)]
mod tests;
