//! A filter as conditions: what is not asked for is no condition, so that each search finds its index.

use catlink_shared::wire::history::HistoryFilter;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::ActionKind;
use jiff::civil::Date;
use rusqlite::types::Value;

use crate::books::{BooksError, refuse};

/// Where the sums of a filter stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// By day.
    Days,
    /// By operator and day.
    DaysOfOperator,
    /// Nowhere: they are added up from the rows.
    Rows,
}

impl Source {
    /// Its table, and what a row of it counts.
    pub(super) const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Days => ("card_day", "count"),
            Self::DaysOfOperator => ("card_day_of_operator", "count"),
            Self::Rows => ("card_use", "1"),
        }
    }
}

/// Conditions in SQL, with what they compare with.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    sql: String,
    values: Vec<Value>,
    pub(super) source: Source,
}

impl Conditions {
    /// # Errors
    /// Days that are none, or a period that ends before it begins.
    pub(super) fn of(filter: &HistoryFilter) -> Result<Self, BooksError> {
        check_period(filter)?;
        let text = |text: &str| Value::from(text.to_owned());
        let mut all = Self { sql: "TRUE".to_owned(), values: Vec::new(), source: Source::Days };
        all.add("operator_code = ?", filter.operator_code.as_deref().map(text));
        all.add("business_day >= ?", filter.from.as_deref().map(text));
        all.add("business_day <= ?", filter.to.as_deref().map(text));
        all.add("company_code = ?", filter.company_code.as_deref().map(text));
        all.add("category = ?", filter.category.map(|category| i64::from(category.0).into()));
        all.add("kind = ?", filter.kind.map(|kind| text(kind.word())));
        all.add("way = ?", filter.way.map(|way| text(way.word())));
        if filter.operator_code.is_some() {
            all.source = Source::DaysOfOperator;
        }
        if filter.amount.is_some() || filter.last4.is_some() || filter.slip_number.is_some() {
            all.source = Source::Rows;
        }
        all.add("abs(amount) = ?", filter.amount.map(|amount| amount.get().saturating_abs().into()));
        all.add("last4 = ?", filter.last4.as_ref().map(|last4| text(last4.as_str())));
        // A number may stand beside the payment, or beside the 手動決済 of its slip.
        all.add(
            &format!(
                "receipt_number IN (
                     SELECT receipt_number FROM slip_tender WHERE mode = 'live' AND slip_number = ?
                     UNION ALL
                     SELECT json_extract(body, '$.receipt_number') FROM terminal_action
                     WHERE closed_slip_number = ? AND kind = '{}')",
                hand_payment()
            ),
            filter.slip_number.as_ref().map(|slip| text(slip.as_printed().as_str())),
        );
        Ok(all)
    }

    fn add(&mut self, condition: &str, value: Option<Value>) {
        let Some(value) = value else { return };
        self.values.push(value);
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('?', &format!("?{}", self.values.len())));
    }

    /// After WHERE.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// What they compare with.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }
}

/// The kind of 手動決済 in `terminal_action`.
pub(super) fn hand_payment() -> String {
    serde_json::to_string(&ActionKind::HandPayment).unwrap_or_default()
}

/// A business day, `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<Date, BooksError> {
    text.parse().ok().filter(|day: &Date| day.to_string() == text).ok_or_else(|| {
        refuse(
            RefusalCode::BadEvidence,
            format!("「{text}」という日付はありません。日付を確認してください。"),
        )
    })
}

fn check_period(filter: &HistoryFilter) -> Result<(), BooksError> {
    let from = filter.from.as_deref().map(day).transpose()?;
    let to = filter.to.as_deref().map(day).transpose()?;
    match (from, to) {
        (Some(from), Some(to)) if from > to => {
            Err(refuse(RefusalCode::BadEvidence, "日付の範囲が逆です。開始日を先の日付にしてください。"))
        }
        _ => Ok(()),
    }
}
