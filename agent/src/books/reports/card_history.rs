//! クレジット利用履歴 as a file: the list with its filter, newest first, however long.

use std::sync::Arc;

use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::history::{HandSlip, HistoryFilter, HistoryRow};
use catlink_shared::wire::reply::RefusalCode;

use crate::books::card_history;
use crate::books::files::make::Made;
use crate::books::files::spool::{Cell, Spool};
use crate::books::files::{FileError, Ticker};
use crate::books::refuse;
use crate::store::Store;

const HEADER: &[&str] = &[
    "営業日",
    "日時",
    "伝票番号",
    "区分",
    "カード会社",
    "カード区分",
    "ブランド",
    "金額",
    "担当者",
    "連動",
    "決済連携",
    "手動決済 伝票番号",
    "カード下4桁",
];

/// The file of a filter.
///
/// # Errors
/// The period, or no payment in it; the disk; stopped.
pub(super) async fn export(
    store: &Store,
    filter: HistoryFilter,
    encoding: Encoding,
    ticker: &Ticker,
) -> Result<Made, FileError> {
    let filter = Arc::new(filter);
    let wanted = Arc::clone(&filter);
    let total = store.look(move |connection| card_history::count(connection, &wanted)).await?;
    if total == 0 {
        let message = "条件に合うカード決済がありません。F5 検索で条件を変えてから書き出してください。";
        return Err(refuse(RefusalCode::BadFile, message).into());
    }
    let mut spool = Spool::begin(store.folder(), encoding, HEADER)?;
    ticker.begin(usize::try_from(total).unwrap_or(usize::MAX));
    let mut last: Option<HistoryRow> = None;
    loop {
        let (wanted, behind) = (Arc::clone(&filter), last.take());
        let block =
            store.look(move |connection| card_history::block(connection, &wanted, behind.as_ref())).await?;
        for row in &block {
            spool.row(&cells(row), ticker)?;
        }
        let full = block.len() == card_history::BLOCK;
        last = block.into_iter().next_back();
        if !full {
            return spool.finish(name(&filter));
        }
    }
}

fn name(filter: &HistoryFilter) -> String {
    let compact = |day: &Option<String>| day.as_deref().unwrap_or_default().replace('-', "");
    format!("クレジット利用履歴-{}-{}.csv", compact(&filter.from), compact(&filter.to))
}

fn cells(row: &HistoryRow) -> Vec<Cell> {
    vec![
        row.business_day.as_str().into(),
        row.issued_at_text.replace('/', "-").into(),
        i64::try_from(row.receipt_number.0).unwrap_or(i64::MAX).into(),
        row.kind.label().into(),
        row.company_name.as_str().into(),
        row.category_name.as_str().into(),
        row.brand.as_deref().into(),
        row.amount.into(),
        row.operator_name.as_deref().into(),
        row.way.label().into(),
        row.link_info.as_ref().map(catlink_shared::tender::LinkInfo::text).into(),
        row.hand_slip.as_ref().map(HandSlip::text).into(),
        row.last4.as_ref().map(|last4| last4.as_str().to_owned()).into(),
    ]
}
