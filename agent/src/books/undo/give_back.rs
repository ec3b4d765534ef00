//! 返品: goods of a slip of an earlier business day, or of one that is not found.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::card::looks_like_card_number;
use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Original, Receipt, SlipKind};
use catlink_shared::refund::Refund;
use catlink_shared::returns::{LineBack, goods_back, pieces_left};
use catlink_shared::rights::Right;
use catlink_shared::tender::Tender;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::{HandPayment, May};
use rusqlite::{Connection, Transaction};

use super::{Around, Goods, allow, must_find, original, slip_like, why_not};
use crate::books::refunds::Of;
use crate::books::{BooksError, catalog, numbers, refunds, refuse, rights, slips, training};

/// Longest text that names a slip that is not found.
const LONGEST: usize = 30;

/// What has come back of a slip.
///
/// # Errors
/// The database.
pub fn returned(connection: &Connection, number: ReceiptNumber) -> Result<Vec<LineBack>, BooksError> {
    let mut back = Vec::new();
    for receipt in slips::that_undo(connection, number)? {
        if let SlipKind::Return { places, .. } = &receipt.slip.kind {
            let lines = places.iter().zip(&receipt.slip.lines);
            back.extend(lines.map(|(place, line)| LineBack { place: *place, pieces: line.quantity }));
        }
    }
    Ok(back)
}

/// Whether goods of a slip can be given back.
///
/// # Errors
/// The database.
pub fn may(connection: &Connection, receipt: &Receipt, now: UnixMs) -> Result<May, BooksError> {
    if let Some(why) = why_not(connection, receipt, now)? {
        return Ok(May::No { why });
    }
    let no = |why: &str| Ok(May::No { why: why.to_owned() });
    let today = numbers::business_day(connection, now, catalog::shop(connection)?.cutoff_hour)?;
    if receipt.slip.business_day == today {
        return no(
            "当日の伝票は F1 取消で取り消してください。一部だけの場合は「取消して打ち直し」を使います。",
        );
    }
    if pieces_left(&receipt.slip, &returned(connection, receipt.receipt_number)?)
        .iter()
        .all(|left| *left == 0)
    {
        return no("返品できる商品が残っていません。");
    }
    let by_hand = refunds::left(connection, receipt, Of::Goods)?;
    if by_hand.iter().any(|left| left.view.hand == HandPayment::NotTaken) {
        return no(
            "この伝票の手動決済が、まだ登録されていません。先に「端末側の操作待ち」で売上票の伝票番号と金額を入力してください。",
        );
    }
    Ok(May::Yes)
}

/// What a page asks to be given back.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What it was sold with.
    pub receipt_number: ReceiptNumber,
    /// Which goods.
    pub lines: &'a [LineBack],
    /// What the page showed.
    pub total: Yen,
    /// How the money goes back.
    pub refunds: &'a [Refund],
}

/// Takes goods of a slip back.
///
/// # Errors
/// They cannot be, another sum than the page showed, or the money does not go back that way; nothing was written.
pub fn give_back(tx: &Transaction<'_>, around: &Around, wanted: Wanted<'_>) -> Result<Receipt, BooksError> {
    let receipt = must_find(tx, wanted.receipt_number)?;
    allow(may(tx, &receipt, around.now)?)?;
    let before = returned(tx, wanted.receipt_number)?;
    let back = goods_back(&receipt.slip, &before, wanted.lines)
        .map_err(|error| refuse(RefusalCode::BadBasket, error.to_string()))?;
    check_total(back.totals.total, wanted.total)?;
    let kind = SlipKind::Return { of: original(&receipt), places: back.places };
    let goods = Goods { lines: back.lines, totals: back.totals };
    let mut slip = slip_like(tx, around, kind, goods, &receipt.slip.register_code)?;
    let left = refunds::left(tx, &receipt, Of::Goods)?;
    let settled = HandPayment::Settled;
    slip.tenders = refunds::tenders(
        tx,
        (&receipt, Of::Goods),
        slip.due(),
        wanted.refunds,
        settled,
        &around.by,
        around.now,
    )?;
    let who = slip.operator.as_ref().map(|operator| operator.code.clone());
    let made = slips::book(tx, slip, around.data, None, around.now)?;
    refunds::open_actions(tx, &receipt, &left, &made, who.as_deref(), around.now)?;
    Ok(made)
}

/// Goods whose slip is not found.
#[derive(Debug, Clone, Copy)]
pub struct Unknown<'a> {
    /// The goods at the price that goes back.
    pub draft: &'a Draft,
    /// What the page showed.
    pub total: Yen,
    /// When they were sold, as typed.
    pub sold_on: &'a str,
    /// The slip's number, as typed.
    pub number: &'a str,
}

/// Takes goods back whose slip is not found: in cash, and a manager's.
///
/// # Errors
/// Not a manager's word, goods that cannot be, or another sum than the page showed; nothing was written.
pub fn give_back_unknown(
    tx: &Transaction<'_>,
    around: &Around,
    wanted: Unknown<'_>,
) -> Result<Receipt, BooksError> {
    let (sold_on, number) = (typed(wanted.sold_on)?, typed(wanted.number)?);
    if wanted.draft.lines.is_empty() {
        return Err(refuse(RefusalCode::EmptySale, "返品する商品を登録してください。"));
    }
    if wanted.draft.mode != CounterMode::Live || training::mode(tx, around.now)? == CounterMode::Training {
        return Err(refuse(RefusalCode::NotAllowed, "練習モードでは返品できません。"));
    }
    let totals = wanted
        .draft
        .totals(catalog::shop(tx)?.rounding)
        .map_err(|error| refuse(RefusalCode::BadBasket, error.to_string()))?;
    check_total(totals.total, wanted.total)?;
    let of = Original {
        receipt_number: None,
        sold_at_text: sold_on.unwrap_or_else(|| "不明".to_owned()),
        typed_number: number,
    };
    let subject = format!("¥{} 元伝票 {}", totals.total, of.typed_number.as_deref().unwrap_or("不明"));
    rights::claim_and_record(tx, Right::ReturnWithoutOriginal, &subject, &around.by, around.now)?;
    let kind = SlipKind::Return { of, places: Vec::new() };
    let goods = Goods { lines: wanted.draft.lines.clone(), totals };
    let register_code = catalog::own_register(tx)?;
    let mut slip = slip_like(tx, around, kind, goods, &register_code)?;
    slip.tenders = vec![Tender::CashBack { amount: slip.due(), of_tender: None, instead_of: None }];
    slips::book(tx, slip, around.data, None, around.now)
}

fn typed(text: &str) -> Result<Option<String>, BooksError> {
    let text = text.trim();
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(refuse(RefusalCode::BadEvidence, format!("{LONGEST}文字以内で入力してください。")));
    }
    if looks_like_card_number(text) {
        return Err(refuse(
            RefusalCode::BadEvidence,
            "カード番号は入力できません。伝票番号を入力してください。",
        ));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn check_total(counted: Yen, shown: Yen) -> Result<(), BooksError> {
    if counted == shown {
        return Ok(());
    }
    Err(refuse(
        RefusalCode::AmountDiffers,
        format!("画面の返金額(¥{shown})と計算した返金額(¥{counted})が違います。伝票を開き直してください。"),
    ))
}
