//! 店舗基本マスタ: the shop itself, and the limits of who may do what (product §13).

use super::Values;
use super::rule::{Rule, Takes};
use crate::money::Yen;
use crate::tax::Rounding;

/// What a receipt must say.
const SHOP: &str = "店舗";
/// How the business day goes.
const DAY: &str = "営業";
/// Who may do what.
const LIMITS: &str = "権限";

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("name", "店舗名", Takes::Text(32)).on(SHOP).needed().listed(),
    Rule::new("address", "住所", Takes::Text(48)).on(SHOP).listed(),
    Rule::new("phone", "電話番号", Takes::Phone).on(SHOP).listed(),
    Rule::new("registration", "登録番号", Takes::Registration)
        .on(SHOP)
        .listed()
        .hint("適格請求書発行事業者のTと13桁。空欄なら、レシートは適格簡易請求書になりません。"),
    Rule::new(
        "rounding",
        "消費税の端数処理",
        Takes::Choice(&[("0", "切捨て"), ("1", "四捨五入"), ("2", "切上げ")]),
    )
    .on(DAY)
    .needed()
    .preset("0")
    .hint("1伝票の税率ごとに1回。外税の商品の税込単価も同じです。確定した伝票は変わりません。"),
    Rule::new("cutoff_hour", "営業区切り時刻", Takes::Number(0, 12))
        .on(DAY)
        .needed()
        .preset("5")
        .hint("この時刻を過ぎて最初の伝票から、新しい営業日になります(0~12時)。"),
    Rule::new("reservation_days", "予約取消経過日数", Takes::Number(1, 365))
        .on(DAY)
        .needed()
        .preset("30")
        .hint("引渡予定日からこの日数を過ぎた予約を「期限切れ」と表示します。自動で取消はしません。"),
    Rule::new("idle_minutes", "自動サインアウト(分)", Takes::Number(0, 480))
        .on(LIMITS)
        .needed()
        .preset("30")
        .hint("操作がない時間です。0は自動でサインアウトしません。"),
    Rule::new("unlinked_limit", "連動しないで確定の上限(円)", Takes::Number(0, 99_999_999))
        .on(LIMITS)
        .needed()
        .preset("30000")
        .hint("これを超える金額は責任者の承認が必要です。"),
    Rule::new("discount_limit", "割引率の上限(%)", Takes::Number(0, 100))
        .on(LIMITS)
        .needed()
        .preset("30")
        .hint("これを超える値引・割引は責任者の承認が必要です。"),
    Rule::new("unknown_by", "結果不明の判断", Takes::Choice(&[("0", "担当者"), ("1", "責任者")]))
        .on(LIMITS)
        .needed()
        .preset("0"),
];

/// Who decides on an unknown payment (結果不明の判断).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownBy {
    /// 0:担当者
    Anyone,
    /// 1:責任者
    Manager,
}

/// The shop as it is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// 店舗名
    pub name: String,
    /// 住所
    pub address: String,
    /// 電話番号
    pub phone: String,
    /// 登録番号
    pub registration_number: Option<String>,
    /// 消費税の端数処理
    pub rounding: Rounding,
    /// 営業区切り時刻, hours.
    pub cutoff_hour: u8,
    /// 予約取消経過日数
    pub reservation_days: u32,
    /// 自動サインアウト, minutes; none: never.
    pub idle_minutes: Option<u32>,
    /// Above it an unlinked settlement is a manager's.
    pub unlinked_limit: Yen,
    /// Above it a discount is a manager's, percent.
    pub discount_limit: u8,
    /// 結果不明の判断
    pub unknown_by: UnknownBy,
}

/// The typed row; what is missing is as a new row has it.
#[must_use]
pub fn read(values: &Values) -> StoreSettings {
    let number = |key: &str, otherwise: i64| values.number(key).unwrap_or(otherwise);
    StoreSettings {
        name: values.text("name").unwrap_or_else(|| "(店舗名未設定)".to_owned()),
        address: values.get("address").to_owned(),
        phone: values.get("phone").to_owned(),
        registration_number: values.text("registration"),
        rounding: match values.get("rounding") {
            "1" => Rounding::HalfUp,
            "2" => Rounding::Up,
            _ => Rounding::Down,
        },
        cutoff_hour: values.number("cutoff_hour").unwrap_or(5),
        reservation_days: values.number("reservation_days").unwrap_or(30),
        idle_minutes: values.number("idle_minutes").or(Some(30)).filter(|minutes| *minutes > 0),
        unlinked_limit: Yen::new(number("unlinked_limit", 30_000)),
        discount_limit: values.number("discount_limit").unwrap_or(30),
        unknown_by: if values.get("unknown_by") == "1" { UnknownBy::Manager } else { UnknownBy::Anyone },
    }
}
