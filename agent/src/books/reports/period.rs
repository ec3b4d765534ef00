//! From which business day to which.

use catlink_shared::wire::reply::RefusalCode;
use jiff::civil::Date;
use rusqlite::Connection;

use crate::books::{BooksError, refuse};

/// A period of business days, both ends within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Date,
    to: Date,
}

impl Period {
    /// From two days, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// One is no day, or they are the wrong way round: says which.
    pub fn read(from: &str, to: &str) -> Result<Self, BooksError> {
        let period = Self { from: day(from)?, to: day(to)? };
        if period.from > period.to {
            return Err(refuse(
                RefusalCode::BadFile,
                format!("期間の開始日({from})が終了日({to})より後です。日付を入れ替えてください。"),
            ));
        }
        Ok(period)
    }

    /// Its days on which the register was open, oldest first.
    ///
    /// # Errors
    /// The database.
    pub fn business_days(self, connection: &Connection) -> Result<Vec<String>, BooksError> {
        let mut query = connection.prepare_cached(
            "SELECT business_day FROM register_day WHERE business_day BETWEEN ?1 AND ?2 ORDER BY business_day",
        )?;
        let days = query.query_map([self.from.to_string(), self.to.to_string()], |row| row.get(0))?;
        Ok(days.collect::<Result<_, _>>()?)
    }

    /// As a file's name has it.
    #[must_use]
    pub fn in_a_name(self) -> String {
        let compact = |day: Date| day.strftime("%Y%m%d").to_string();
        format!("{}-{}", compact(self.from), compact(self.to))
    }
}

fn day(text: &str) -> Result<Date, BooksError> {
    text.parse().map_err(|_| {
        refuse(
            RefusalCode::BadFile,
            format!("「{text}」は日付ではありません。2026-11-23のように入力してください。"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn days_that_are_none_and_days_the_wrong_way_round_are_told() {
        let told = |from, to| Period::read(from, to).unwrap_err().to_string();
        assert!(told("2026-02-30", "2026-03-01").contains("「2026-02-30」は日付ではありません"));
        assert!(told("2026-03-02", "2026-03-01").contains("より後です"));
        let ten_years = Period::read("2016-01-01", "2026-12-31").unwrap();
        assert_eq!(ten_years.in_a_name(), "20160101-20261231");
        assert!(Period::read("2026-03-01", "2026-03-01").is_ok());
    }
}
