//! 決済照合: what a page asks of the runs that compare the books with a terminal, and what it is told.

use serde::{Deserialize, Serialize};

use crate::card::{CardCategoryCode, CatDeviceId};
use crate::ids::{ActionId, PaymentId, ReceiptNumber};
use crate::money::Yen;
use crate::terminal::profile::CatModel;
use crate::terminal::{SlipNumber, TerminalId};
use crate::wire::day::CountOf;

/// Longest note of a closing, characters.
pub const MOST_NOTE: usize = 200;
/// Slips of paper that are typed at once.
pub const MOST_TYPED_SLIPS: usize = 2_000;

/// What is asked of 決済照合. Times are the terminal's: `2026-11-23 10:05`, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "matching", rename_all = "snake_case")]
pub enum MatchRequest {
    /// The runs, those with open differences first, newest first.
    Runs {
        /// Place of the first row wanted.
        at: u64,
    },
    /// What a new run can be of.
    Setup,
    /// Read the terminal's 中間計 and compare it: it is under way when this is answered.
    Read {
        /// Which terminal.
        device: CatDeviceId,
        /// From when on.
        from: String,
        /// Until when.
        to: String,
    },
    /// How far is it?
    Progress,
    /// F9中止
    Stop,
    /// Compare sums typed from the terminal's paper.
    Typed {
        /// Which terminal.
        device: CatDeviceId,
        /// From when on.
        from: String,
        /// Until when.
        to: String,
        /// The sums.
        totals: Vec<TypedTotal>,
    },
    /// One run with its differences, those that are open first.
    Run {
        /// Which.
        run: u64,
        /// Place of the first difference wanted.
        at: u64,
    },
    /// Close a difference with a reason.
    Close {
        /// Which.
        difference: u64,
        /// Why.
        reason: CloseReason,
        /// What there is to say about it.
        note: String,
    },
    /// What is on the terminal alone is put on the list of 端末側の操作待ち, which closes the difference.
    OpenAction {
        /// Which.
        difference: u64,
    },
    /// A sum that differs, gone through slip by slip: what the paper has, all of it.
    Itemise {
        /// Which.
        difference: u64,
        /// The slips.
        slips: Vec<TypedSlip>,
    },
}

/// A sum from the terminal's paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedTotal {
    /// カード区分; none: all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CardCategoryCode>,
    /// How many and how much, voids and refunds less.
    pub of: CountOf,
}

/// A slip of paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedSlip {
    /// Its number.
    pub slip_number: SlipNumber,
    /// How much; negative: what went back.
    pub amount: Yen,
}

/// Why a person closes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Seen on paper to be in order.
    PaperChecked,
    /// Put right by a slip of its own.
    Corrected,
    /// Of another register that shares the terminal.
    OtherRegister,
    /// Taken on the terminal alone, for something that is not this shop's sale.
    NotOurs,
    /// In another period.
    OtherPeriod,
    /// Something else: the note says what.
    Other,
}

impl CloseReason {
    /// Every reason, in the order they are offered.
    pub const ALL: &[Self] = &[
        Self::PaperChecked,
        Self::Corrected,
        Self::OtherRegister,
        Self::NotOurs,
        Self::OtherPeriod,
        Self::Other,
    ];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::PaperChecked => "売上票で確認済み",
            Self::Corrected => "取消・返品で訂正済み",
            Self::OtherRegister => "他のレジの会計",
            Self::NotOurs => "端末単独の取引(POS対象外)",
            Self::OtherPeriod => "別の期間に計上",
            Self::Other => "その他",
        }
    }
}

/// How a difference was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "closed", rename_all = "snake_case")]
pub enum ClosedWith {
    /// By a person.
    Reason {
        /// Why.
        reason: CloseReason,
    },
    /// It is on the list of 端末側の操作待ち now.
    ActionOpened,
    /// Gone through slip by slip.
    Itemised,
    /// A later run of the same time agrees.
    AgreedLater,
    /// A later run of the same time has it again.
    CarriedOver,
    /// It had been closed in an earlier run.
    ClosedBefore,
}

impl ClosedWith {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reason { reason } => reason.label(),
            Self::ActionOpened => "端末側の操作待ちに登録",
            Self::Itemised => "売上票を一件ずつ確認",
            Self::AgreedLater => "後の照合で解消",
            Self::CarriedOver => "後の照合に引継ぎ",
            Self::ClosedBefore => "前の照合で対応済み",
        }
    }
}

/// Where the terminal's side came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchSource {
    /// Its 中間計.
    Log,
    /// Typed.
    Typed,
}

impl MatchSource {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Log => "中間計の取込",
            Self::Typed => "合計の入力",
        }
    }
}

/// In what both sides differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// POSのみ
    OnlyHere,
    /// 端末のみ
    OnlyThere,
    /// 金額相違
    AmountDiffers,
    /// 結果不明: the terminal's list shows a charge that may be it.
    Answered,
    /// By hand, and its slip number is not typed yet: the list shows it.
    NumberFound,
    /// A person said charged, and the terminal has none.
    NotChargedAfterAll,
    /// A person said not charged, and the terminal has it.
    ChargedAfterAll,
    /// A typed sum differs.
    Total,
}

impl DifferenceKind {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnlyHere => "POSのみ",
            Self::OnlyThere => "端末のみ",
            Self::AmountDiffers => "金額相違",
            Self::Answered => "結果不明に該当",
            Self::NumberFound => "伝票番号未入力",
            Self::NotChargedAfterAll => "決済完了の判断と相違",
            Self::ChargedAfterAll => "請求なしの判断と相違",
            Self::Total => "合計相違",
        }
    }

    /// Whether money is on the terminal that the books have no slip and no question for.
    #[must_use]
    pub const fn is_unknown_charge(self) -> bool {
        match self {
            Self::OnlyThere | Self::ChargedAfterAll => true,
            Self::OnlyHere
            | Self::AmountDiffers
            | Self::Answered
            | Self::NumberFound
            | Self::NotChargedAfterAll
            | Self::Total => false,
        }
    }
}

/// What is to be done about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum NextStep {
    /// 【結果不明】, with what the terminal's list says beside it.
    OpenPayment {
        /// Whose.
        payment_id: PaymentId,
    },
    /// 端末側の操作待ち: the slip's number is typed there.
    OpenAction {
        /// Which.
        action_id: ActionId,
    },
    /// 伝票を確認
    OpenSlip {
        /// Which.
        receipt_number: ReceiptNumber,
    },
    /// 端末側の操作待ちに登録
    RegisterAction,
    /// 売上票を一件ずつ確認
    Itemise,
    /// 端末の売上票を確認
    CheckPaper,
}

impl NextStep {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OpenPayment { .. } => "【結果不明】を開く",
            Self::OpenAction { .. } => "操作待ちで伝票番号を入力",
            Self::OpenSlip { .. } => "伝票を確認",
            Self::RegisterAction => "端末側の操作待ちに登録",
            Self::Itemise => "売上票を一件ずつ確認",
            Self::CheckPaper => "端末の売上票を確認",
        }
    }
}

/// One run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    /// Which.
    pub run: u64,
    /// `2026/11/23 21:10`
    pub at_text: String,
    /// Who made it.
    pub who: String,
    /// Which port.
    pub device: CatDeviceId,
    /// Which unit.
    pub terminal_id: TerminalId,
    /// `2026/11/23 00:00`
    pub from_text: String,
    /// The same of its end.
    pub to_text: String,
    /// Where the terminal's side came from.
    pub source: MatchSource,
    /// Differences there were.
    pub differences: u32,
    /// Those that are open.
    pub open: u32,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunSummary {
    /// What the books have.
    pub here: CountOf,
    /// What the terminal has.
    pub there: CountOf,
    /// What agrees.
    pub agreed: CountOf,
    /// 証拠待ち that the terminal confirms.
    pub confirmed: u32,
    /// Questions that the list does not answer.
    pub still_open: u32,
    /// 処理未了 on the terminal.
    pub unfinished: u32,
}

/// A run with a block of its differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSheet {
    /// The run.
    pub row: RunRow,
    /// What it came to.
    pub summary: RunSummary,
    /// Place of the first difference here.
    pub at: u64,
    /// How many there are.
    pub total: u64,
    /// The differences, at most 50.
    pub rows: Vec<DifferenceRow>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// Which.
    pub difference: u64,
    /// In what.
    pub kind: DifferenceKind,
    /// What it is about, in a few words.
    pub subject: String,
    /// `11/23 10:05` on the terminal's clock; empty for a sum.
    pub at_text: String,
    /// The terminal's slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip_number: Option<SlipNumber>,
    /// What the books have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<CountOf>,
    /// What the terminal has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub there: Option<CountOf>,
    /// What is to be done.
    pub next: NextStep,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedView>,
}

/// How a difference was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedView {
    /// How.
    pub with: ClosedWith,
    /// `2026/11/23 21:10`
    pub at_text: String,
    /// By whom; none: by a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// By which run, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_run: Option<u64>,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a new run can be of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchSetup {
    /// The terminals.
    pub terminals: Vec<MatchTerminal>,
    /// Now, `2026-11-23 21:10`.
    pub now: String,
    /// カード区分 that sums are typed of.
    pub categories: Vec<(CardCategoryCode, String)>,
}

/// A terminal that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchTerminal {
    /// Which port.
    pub device: CatDeviceId,
    /// Its model.
    pub model: CatModel,
    /// The shop's unit there.
    pub terminal_id: TerminalId,
    /// Where the last run ended, or the day began: `2026-11-23 00:00`.
    pub from: String,
}

/// What a page is told of 決済照合.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "matching", rename_all = "snake_case")]
pub enum MatchReply {
    /// To `Runs`.
    Runs {
        /// Place of the first row here.
        at: u64,
        /// How many there are.
        total: u64,
        /// The rows, at most 50.
        rows: Vec<RunRow>,
    },
    /// To `Setup`.
    Setup {
        /// What a new run can be of.
        setup: MatchSetup,
    },
    /// The 中間計 is being read.
    Working {
        /// Lines so far.
        lines: u32,
    },
    /// The run is kept.
    Kept {
        /// Which.
        run: u64,
    },
    /// Nothing is under way.
    Stopped,
    /// To `Run`.
    Run {
        /// The run.
        sheet: Box<RunSheet>,
    },
    /// The difference is closed.
    Closed {
        /// Which run it is of.
        run: u64,
    },
}
