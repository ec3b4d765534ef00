//! 予約: what a sale in the making is for, and what is asked of a customer who reserves.
//!
//! It knows no books: whether a reservation is still open is the agent's to say.

use serde::{Deserialize, Serialize};

use crate::card::looks_like_card_number;
use crate::ids::ReservationNumber;
use crate::masters::{Rule, Takes};
use crate::money::Yen;

/// お客様名
pub const CUSTOMER: Rule = Rule::new("customer", "お客様名", Takes::Text(24)).needed();
/// 電話番号
pub const PHONE: Rule = Rule::new("phone", "電話番号", Takes::Phone).needed();
/// 引渡予定日
pub const DUE_DATE: Rule = Rule::new("due_date", "引渡予定日", Takes::Date).needed();
/// 内金
pub const DEPOSIT: Rule = Rule::new("deposit", "内金", Takes::Number(0, 99_999_999));
/// メモ
pub const NOTE: Rule = Rule::new("note", "メモ", Takes::Text(40));

/// Who reserves, until when, and what is paid now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Booking {
    /// お客様名
    pub customer: String,
    /// 電話番号
    pub phone: String,
    /// 引渡予定日, `YYYY-MM-DD`.
    pub due_date: String,
    /// メモ
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// 内金: what is due now; nothing where the customer pays at 引渡.
    pub deposit: Yen,
}

impl Booking {
    /// As it is kept: blanks at the ends gone, figures in half width.
    ///
    /// # Errors
    /// A sentence for the clerk that names the field.
    pub fn taken(&self) -> Result<Self, String> {
        let phone = PHONE.take(&self.phone)?;
        let figures = phone.bytes().filter(u8::is_ascii_digit).count();
        if !(9..=13).contains(&figures) || looks_like_card_number(&phone) {
            return Err("電話番号を確認してください(例 090-1234-5678)。".to_owned());
        }
        Ok(Self {
            customer: CUSTOMER.take(&self.customer)?,
            phone,
            due_date: DUE_DATE.take(&self.due_date)?,
            note: NOTE.take(&self.note)?,
            deposit: self.deposit,
        })
    }

    /// Whether nothing in it is what must not be kept; it may be half filled in.
    ///
    /// # Errors
    /// A sentence for the clerk that names the field.
    pub fn check_harmless(&self) -> Result<(), String> {
        let texts = [
            (&CUSTOMER, &self.customer),
            (&PHONE, &self.phone),
            (&DUE_DATE, &self.due_date),
            (&NOTE, &self.note),
        ];
        for (rule, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            rule.take(text)?;
            if looks_like_card_number(text) {
                return Err(format!("{}にカード番号は入力できません。", rule.label));
            }
        }
        Ok(())
    }
}

/// What a sale in the making is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Purpose {
    /// 店頭販売
    #[default]
    Sale,
    /// 予約: 内金 is due now.
    Reserve(Booking),
    /// 予約変更: other goods for a reservation; nothing is due.
    Change {
        /// Which.
        number: ReservationNumber,
        /// As it was read.
        revision: u64,
        /// 内金 that is held, and whose it is.
        booking: Booking,
    },
    /// 引渡: what is left is due.
    HandOver {
        /// Which.
        number: ReservationNumber,
        /// As it was read.
        revision: u64,
        /// 内金 that is held.
        deposit: Yen,
    },
}

impl Purpose {
    /// Whether it is what goes without saying.
    #[must_use]
    pub const fn is_sale(&self) -> bool {
        matches!(self, Self::Sale)
    }

    /// The mode as every screen shows it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Sale => "販売",
            Self::Reserve(_) => "予約",
            Self::Change { .. } => "予約変更",
            Self::HandOver { .. } => "予約引渡",
        }
    }

    /// What is due now of a total.
    ///
    /// # Errors
    /// 内金 and total do not fit each other.
    pub fn due(&self, total: Yen) -> Result<Yen, DepositError> {
        match self {
            Self::Sale => Ok(total),
            Self::Reserve(booking) if booking.deposit < Yen::ZERO || booking.deposit > total => {
                Err(DepositError::AboveTotal { total })
            }
            Self::Reserve(booking) => Ok(booking.deposit),
            Self::Change { booking: Booking { deposit, .. }, .. } | Self::HandOver { deposit, .. }
                if *deposit > total =>
            {
                Err(DepositError::BelowDeposit { deposit: *deposit })
            }
            Self::Change { .. } => Ok(Yen::ZERO),
            Self::HandOver { deposit, .. } => {
                total.checked_sub(*deposit).ok_or(DepositError::BelowDeposit { deposit: *deposit })
            }
        }
    }
}

/// Why 内金 and total do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DepositError {
    /// More in advance than everything costs.
    #[error("内金は0円以上、合計(¥{total})以下で入力してください。")]
    AboveTotal {
        /// What everything costs.
        total: Yen,
    },
    /// Goods for less than what is held.
    #[error(
        "合計がお預りしている内金(¥{deposit})を下回ります。商品を減らす場合は、予約を取消して内金を返金し、予約し直してください。"
    )]
    BelowDeposit {
        /// What is held.
        deposit: Yen,
    },
}

#[cfg(test)]
mod tests {
    use super::{Booking, DepositError, Purpose};
    use crate::ids::ReservationNumber;
    use crate::money::Yen;

    fn booking(deposit: i64) -> Booking {
        Booking {
            customer: " 山田 太郎 ".into(),
            phone: "090-1234-5678".into(),
            due_date: "2026-12-24".into(),
            note: String::new(),
            deposit: Yen::new(deposit),
        }
    }

    #[test]
    fn what_is_due_now_is_the_deposit_and_later_the_rest() {
        let total = Yen::new(1_000);
        let number = ReservationNumber(1);
        let hand_over = |deposit| Purpose::HandOver { number, revision: 1, deposit: Yen::new(deposit) };
        for (purpose, due) in [
            (Purpose::Sale, Ok(1_000)),
            (Purpose::Reserve(booking(0)), Ok(0)),
            (Purpose::Reserve(booking(1_000)), Ok(1_000)),
            (Purpose::Reserve(booking(1_001)), Err(DepositError::AboveTotal { total })),
            (Purpose::Reserve(booking(-1)), Err(DepositError::AboveTotal { total })),
            (hand_over(300), Ok(700)),
            (hand_over(1_000), Ok(0)),
            (hand_over(1_001), Err(DepositError::BelowDeposit { deposit: Yen::new(1_001) })),
            (Purpose::Change { number, revision: 1, booking: booking(300) }, Ok(0)),
            (
                Purpose::Change { number, revision: 1, booking: booking(2_000) },
                Err(DepositError::BelowDeposit { deposit: Yen::new(2_000) }),
            ),
        ] {
            assert_eq!(purpose.due(total), due.map(Yen::new), "{purpose:?}");
        }
    }

    #[test]
    fn what_is_missing_or_a_card_number_is_named_by_its_field() {
        assert_eq!(booking(0).taken().map(|taken| taken.customer), Ok("山田 太郎".to_owned()));
        let good = || booking(0);
        for (booking, said) in [
            (Booking { customer: String::new(), ..good() }, "お客様名を入力"),
            (Booking { phone: String::new(), ..good() }, "電話番号を入力"),
            (Booking { phone: "123".into(), ..good() }, "電話番号を確認"),
            (Booking { due_date: "2026-02-30".into(), ..good() }, "引渡予定日は"),
            (Booking { customer: "4242 4242 4242 4242".into(), ..good() }, "お客様名はカード番号"),
            (Booking { note: "４２４２４２４２４２４２４２４２".into(), ..good() }, "メモはカード番号"),
            (Booking { phone: "4222222222222".into(), ..good() }, "電話番号を確認"),
        ] {
            let why = booking.taken().expect_err(said);
            assert!(why.starts_with(said), "{why}");
        }
        assert!(Booking::default().check_harmless().is_ok());
        let hidden = Booking { phone: "4222222222222".into(), ..Booking::default() };
        assert!(hidden.check_harmless().is_err());
    }
}
