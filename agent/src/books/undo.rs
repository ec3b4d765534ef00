//! 伝票取消, 返品 and 予約取消: a slip of its own that takes another one back, once.

pub mod cancel;
pub mod give_back;
pub mod void;

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, SaleId, UnixMs};
use catlink_shared::receipt::{DataKind, Original, Receipt, Slip, SlipKind};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::{May, SlipState};
use rusqlite::{Connection, Transaction};

use super::day::standing;
use super::history::By;
use super::{BooksError, catalog, numbers, refuse, slips, training};
use crate::journal;

/// What a slip that undoes another one is made with.
#[derive(Debug, Clone)]
pub struct Around {
    /// Its own id, by the page.
    pub slip_id: SaleId,
    /// 担当者コード as typed.
    pub operator_code: Option<String>,
    /// Who asks.
    pub by: By,
    /// Demo or real.
    pub data: DataKind,
    /// The agent's clock.
    pub now: UnixMs,
}

/// A live slip that must be there.
///
/// # Errors
/// It is not.
pub fn must_find(connection: &Connection, number: ReceiptNumber) -> Result<Receipt, BooksError> {
    slips::find(connection, CounterMode::Live, number)?.ok_or_else(|| {
        refuse(RefusalCode::UnknownReceipt, "その伝票番号の伝票はありません。番号を確認してください。")
    })
}

fn original(receipt: &Receipt) -> Original {
    Original {
        receipt_number: Some(receipt.receipt_number),
        sold_at_text: receipt.issued_at_text.clone(),
        typed_number: None,
    }
}

/// What holds for both: the slip is a sale that stands, and no question about its card is open.
fn why_not(connection: &Connection, receipt: &Receipt, now: UnixMs) -> Result<Option<String>, BooksError> {
    if training::mode(connection, now)? == CounterMode::Training {
        return Ok(Some(
            "練習モードでは取消も返品もできません。通常に戻してから操作してください。".to_owned(),
        ));
    }
    let day = standing::now(connection, now, catalog::shop(connection)?.cutoff_hour)?;
    if let Err(closed) = day.must_not_be_closed() {
        return Ok(Some(closed.into_refusal().message));
    }
    let of_kind = match &receipt.slip.kind {
        SlipKind::Sale | SlipKind::HandOver { .. } => None,
        SlipKind::Void { .. } => Some("取消伝票は、取消も返品もできません。"),
        SlipKind::Return { .. } => Some("返品伝票は、取消も返品もできません。"),
        SlipKind::Reservation { .. } | SlipKind::Cancellation { .. } => {
            Some("予約の伝票です。取消は「予約」の画面で行ってください。")
        }
    };
    if let Some(why) = of_kind {
        return Ok(Some(why.to_owned()));
    }
    if journal::sale_has_question(connection, receipt.slip.sale_id)? {
        return Ok(Some(
            "この伝票には、結果の分からない決済があります。先に「要確認」の一覧から確認してください。"
                .to_owned(),
        ));
    }
    Ok(match slips::state(connection, receipt)? {
        SlipState::Voided => Some("この伝票は取消済みです。".to_owned()),
        SlipState::Returned => Some("この伝票の商品は、すべて返品済みです。".to_owned()),
        SlipState::Settled | SlipState::PartlyReturned | SlipState::OnHold => None,
    })
}

fn allow(may: May) -> Result<(), BooksError> {
    match may {
        May::Yes => Ok(()),
        May::No { why } => Err(refuse(RefusalCode::SlipDone, why)),
    }
}

/// Who does it, and on which business day.
fn slip_like(
    tx: &Transaction<'_>,
    around: &Around,
    kind: SlipKind,
    goods: Goods,
    register_code: &str,
) -> Result<Slip, BooksError> {
    let shop = catalog::shop(tx)?;
    let operator = catalog::operator(tx, shop.operator_entry, around.operator_code.as_deref(), &around.by)?;
    Ok(Slip {
        sale_id: around.slip_id,
        kind,
        mode: CounterMode::Live,
        business_day: numbers::open_business_day(tx, around.now, shop.cutoff_hour)?,
        register_code: register_code.to_owned(),
        operator,
        shop: shop.header,
        lines: goods.lines,
        totals: goods.totals,
        tenders: Vec::new(),
    })
}

/// What a slip is about.
struct Goods {
    lines: Vec<catlink_shared::basket::Line>,
    totals: catlink_shared::basket::Totals,
}

#[cfg(test)]
mod tests;
