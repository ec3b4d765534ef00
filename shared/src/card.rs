//! Card companies and settlement categories: data of the shop, with the table a new shop starts from.

pub mod guard;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::terminal::profile::CatModel;
pub use guard::looks_like_card_number;

/// カード区分's code. 1, 2, 3 and 30 have the specification's meaning; other numbers from 4 up are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardCategoryCode(pub u16);

impl fmt::Display for CardCategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl CardCategoryCode {
    /// 電子マネー系: the clerk chooses the brand on the terminal.
    pub const ELECTRONIC_MONEY: Self = Self(1);
    /// デビット系: the clerk chooses the brand on the terminal.
    pub const DEBIT: Self = Self(2);
    /// クレジット
    pub const CREDIT: Self = Self(3);
    /// クレ銀三面待ち: the terminal waits for credit, 銀聯 and NFC touch at once.
    pub const CREDIT_THREE_WAY: Self = Self(30);
}

/// Whether a receipt paid this way needs a revenue stamp from ¥50,000 (印紙区分).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StampDuty {
    /// None, since the receipt says クレジットカード利用.
    Exempt,
    /// As for cash.
    Taxable,
}

/// One settlement category (カード区分).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCategory {
    /// Its code.
    pub code: CardCategoryCode,
    /// Its name on lists and in 決済連携.
    pub name: String,
    /// 印紙区分
    pub stamp: StampDuty,
    /// Under which heading reports total it.
    pub report_group: String,
}

/// The table a new shop starts with: code, name, stamp, report group. Codes other than 1, 2, 3 and 30 are ours.
pub const DEFAULT_CATEGORIES: &[(u16, &str, StampDuty, &str)] = &[
    (1, "電子マネー系", StampDuty::Taxable, "電子マネー"),
    (2, "デビット系", StampDuty::Taxable, "デビット"),
    (3, "クレジット", StampDuty::Exempt, "クレジット"),
    (4, "銀聯", StampDuty::Exempt, "クレジット"),
    (5, "iD", StampDuty::Exempt, "電子マネー"),
    (6, "QUICPay+", StampDuty::Exempt, "電子マネー"),
    (7, "交通系IC", StampDuty::Taxable, "電子マネー"),
    (8, "楽天Edy", StampDuty::Taxable, "電子マネー"),
    (9, "WAON", StampDuty::Taxable, "電子マネー"),
    (10, "nanaco", StampDuty::Taxable, "電子マネー"),
    (11, "PiTaPa", StampDuty::Exempt, "電子マネー"),
    (12, "J-Debit", StampDuty::Taxable, "デビット"),
    (13, "QRコード決済", StampDuty::Taxable, "QR"),
    (14, "PayPay", StampDuty::Taxable, "QR"),
    (15, "d払い", StampDuty::Taxable, "QR"),
    (16, "au PAY", StampDuty::Taxable, "QR"),
    (17, "楽天ペイ", StampDuty::Taxable, "QR"),
    (18, "メルペイ", StampDuty::Taxable, "QR"),
    (19, "Alipay", StampDuty::Taxable, "QR"),
    (20, "WeChat Pay", StampDuty::Taxable, "QR"),
    (30, "クレ銀三面待ち", StampDuty::Exempt, "クレジット"),
];

/// The 印紙区分 a new shop starts with; what is not in that table counts as cash does.
#[must_use]
pub fn default_stamp(code: CardCategoryCode) -> StampDuty {
    DEFAULT_CATEGORIES
        .iter()
        .find(|(known, ..)| *known == code.0)
        .map_or(StampDuty::Taxable, |(_, _, stamp, _)| *stamp)
}

/// Whether a kind of slip goes to the terminal (0:しない 1:する).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkFlag {
    /// 0:しない
    Off,
    /// 1:する
    On,
}

/// Which connected terminal, where several of one model can stand (CATデバイスID, JT-C60 only).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatDeviceId {
    /// CAT1
    Cat1,
    /// CAT2
    Cat2,
}

impl CatDeviceId {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cat1 => "CAT1",
            Self::Cat2 => "CAT2",
        }
    }
}

/// One row of カード会社マスタ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCompany {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 連携機種名; none: never linked.
    pub model: Option<CatModel>,
    /// CATデバイスID, JT-C60 only.
    pub device: Option<CatDeviceId>,
    /// カード区分
    pub category: CardCategoryCode,
    /// 売上連携
    pub link_sales: LinkFlag,
    /// 取消連携
    pub link_void: LinkFlag,
    /// 返品連携
    pub link_return: LinkFlag,
}
