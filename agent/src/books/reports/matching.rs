//! 決済照合: every difference of one run.

use catlink_shared::money::Yen;
use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::matching::DifferenceRow;

use crate::books::files::make::Made;
use crate::books::files::spool::{Cell, Spool};
use crate::books::files::{FileError, Ticker};
use crate::books::matching;
use crate::store::Store;

const HEADER: &[&str] = &[
    "照合番号",
    "端末",
    "期間開始",
    "期間終了",
    "差異",
    "対象",
    "端末伝票番号",
    "端末の日時",
    "POS件数",
    "POS金額",
    "端末件数",
    "端末金額",
    "次の操作",
    "対応",
    "対応日時",
    "対応者",
    "メモ",
];

/// The file of a run.
///
/// # Errors
/// There is no such run; the disk; stopped.
pub(super) async fn export(
    store: &Store,
    run: u64,
    encoding: Encoding,
    ticker: &Ticker,
) -> Result<Made, FileError> {
    let sheet = store.look(move |connection| matching::sheet(connection, run, 0)).await?;
    let of_run = [
        Cell::Number(i64::try_from(run).unwrap_or(i64::MAX)),
        sheet.row.terminal_id.as_str().into(),
        sheet.row.from_text.as_str().into(),
        sheet.row.to_text.as_str().into(),
    ];
    let mut spool = Spool::begin(store.folder(), encoding, HEADER)?;
    ticker.begin(usize::try_from(sheet.total).unwrap_or(usize::MAX));
    let mut at = 0;
    loop {
        let rows = store.look(move |connection| matching::differences(connection, run, at)).await?;
        if rows.is_empty() {
            return spool.finish(format!("決済照合-{run}.csv"));
        }
        at += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        for row in rows {
            let cells: Vec<Cell> = of_run.iter().cloned().chain(cells(row)).collect();
            spool.row(&cells, ticker)?;
        }
    }
}

fn cells(row: DifferenceRow) -> [Cell; 13] {
    let count = |of: Option<catlink_shared::wire::day::CountOf>| of.map(|of| of.count);
    let amount = |of: Option<catlink_shared::wire::day::CountOf>| of.map(|of| -> Yen { of.amount });
    let closed = row.closed;
    let text = |of: Option<String>| of.map_or(Cell::Empty, Cell::Text);
    [
        row.kind.label().into(),
        row.subject.into(),
        text(row.slip_number.map(|slip| slip.to_string())),
        row.at_text.into(),
        count(row.here).into(),
        amount(row.here).into(),
        count(row.there).into(),
        amount(row.there).into(),
        row.next.label().into(),
        closed.as_ref().map_or("未対応", |closed| closed.with.label()).into(),
        text(closed.as_ref().map(|closed| closed.at_text.clone())),
        text(closed.as_ref().and_then(|closed| closed.who.clone())),
        text(closed.map(|closed| closed.note)),
    ]
}
