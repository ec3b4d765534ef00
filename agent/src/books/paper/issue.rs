//! Papers that go to a printer: the original of a slip once, then 再発行; 領収書; papers of the day; 電子ジャーナル控え.
//!
//! Each is in the journal before a page prints it.

use catlink_shared::basket::CounterMode;
use catlink_shared::day_paper;
use catlink_shared::ids::{ReceiptNumber, UnixMs};
use catlink_shared::receipt::{DataKind, Formal, Receipt, extract, reprint};
use catlink_shared::rights::Right;
use catlink_shared::wire::day::CheckView;
use catlink_shared::wire::paper::{DayPaper, FormalStanding, PaperKind, PaperView};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::SlipState;
use rusqlite::{Connection, Transaction, params};

use super::{Paper, keep, kept};
use crate::books::day::{drawer, report};
use crate::books::history::By;
use crate::books::slips::mode_word;
use crate::books::{BooksError, catalog, numbers, refuse, rights, slips};
use crate::clock;

/// Who prints, and when.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Who.
    pub by: &'a By,
    /// Demo or real.
    pub data: DataKind,
    /// When.
    pub now: UnixMs,
}

/// A slip's own paper: the first time as it was kept, then as 再発行.
///
/// # Errors
/// There is no such slip.
pub fn print(
    tx: &Transaction<'_>,
    around: Around<'_>,
    number: ReceiptNumber,
    mode: CounterMode,
) -> Result<PaperView, BooksError> {
    let receipt = must_find(tx, number, mode)?;
    let kind = PaperKind::of_slip(&receipt.slip.kind);
    let first = kept::first(tx, mode_word(mode), kind, number)?.ok_or_else(no_paper)?;
    if goes_out_now(tx, around, first)? {
        return kept::at(tx, first);
    }
    let copy = kept::count(tx, mode_word(mode), kind, number)?;
    let lines = reprint(kept::at(tx, first)?.lines, copy);
    let day = today(tx, around)?;
    let paper = Paper {
        receipt_number: Some(number),
        copy,
        amount: Some(receipt.slip.due()),
        mode,
        ..on_this_day(kind, &day, around)
    };
    let position = keep(tx, &Paper { lines: &lines, ..paper })?;
    kept::at(tx, position)
}

/// Whether the first one goes to a printer now; if it went before, whatever comes out is 再発行.
fn goes_out_now(tx: &Transaction<'_>, around: Around<'_>, position: u64) -> Result<bool, BooksError> {
    let written = tx
        .prepare_cached(
            "INSERT INTO paper_out (position, at, who) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![position, around.now.0, around.by.who])?;
    Ok(written == 1)
}

/// How it stands with the 領収書 of a slip.
///
/// # Errors
/// There is no such slip.
pub fn standing(connection: &Connection, number: ReceiptNumber) -> Result<FormalStanding, BooksError> {
    let receipt = must_find(connection, number, CounterMode::Live)?;
    Ok(FormalStanding {
        issued: kept::count(connection, "live", PaperKind::Formal, number)?,
        last: kept::last_formal(connection, number)?,
        why_not: why_not(connection, &receipt)?,
        receipt: Box::new(receipt),
    })
}

/// 領収書, once; after that a manager's, and 再発行.
///
/// # Errors
/// The slip has none, what is written on it cannot be, or there is one and no manager allowed another.
pub fn formal(
    tx: &Transaction<'_>,
    around: Around<'_>,
    number: ReceiptNumber,
    written: &Formal,
) -> Result<PaperView, BooksError> {
    let receipt = must_find(tx, number, CounterMode::Live)?;
    if let Some(why) = why_not(tx, &receipt)? {
        return Err(refuse(RefusalCode::BadFormal, why));
    }
    let written = written.cleaned().map_err(|error| refuse(RefusalCode::BadFormal, error.to_string()))?;
    let copy = kept::count(tx, "live", PaperKind::Formal, number)?;
    let mut lines = receipt.print_formal(&written);
    if copy > 0 {
        let subject = format!("伝票番号 {number} {copy}回目");
        rights::claim_and_record(tx, Right::ReceiptReprint, &subject, around.by, around.now)?;
        lines = reprint(lines, copy);
    }
    let day = today(tx, around)?;
    let paper = Paper {
        receipt_number: Some(number),
        copy,
        amount: Some(receipt.slip.due()),
        formal: Some(&written),
        ..on_this_day(PaperKind::Formal, &day, around)
    };
    let position = keep(tx, &Paper { lines: &lines, ..paper })?;
    kept::at(tx, position)
}

/// Why a slip has no 領収書, in the clerk's words.
fn why_not(connection: &Connection, receipt: &Receipt) -> Result<Option<String>, BooksError> {
    if let Err(error) = receipt.may_be_formal() {
        return Ok(Some(error.to_string()));
    }
    Ok(match slips::state(connection, receipt)? {
        SlipState::Settled | SlipState::OnHold => None,
        SlipState::Voided => Some("取消済みの伝票には領収書を発行できません。".to_owned()),
        SlipState::PartlyReturned | SlipState::Returned => Some(
            "返品のある伝票には領収書を発行できません。レシートと返品伝票をあわせて、領収書としてお渡しください。"
                .to_owned(),
        ),
    })
}

/// 日計 or レジ点検 as the books have it now.
///
/// # Errors
/// There is no レジ点検 yet.
pub fn of_day(tx: &Transaction<'_>, around: Around<'_>, of: &DayPaper) -> Result<PaperView, BooksError> {
    let (kind, lines) = match of {
        DayPaper::Report { day } => {
            let report = report::of_day(tx, day, around.now)?;
            (PaperKind::DayReport, day_paper::print_report(&report, around.data))
        }
        DayPaper::Check => {
            let shop = catalog::shop(tx)?.header.name;
            let register = catalog::own_register(tx)?;
            let check = newest_check(tx)?;
            (PaperKind::Check, day_paper::print_check(&shop, &register, &check, around.data))
        }
    };
    let day = today(tx, around)?;
    let paper = on_this_day(kind, &day, around);
    let position = keep(tx, &Paper { lines: &lines, ..paper })?;
    kept::at(tx, position)
}

fn newest_check(connection: &Connection) -> Result<CheckView, BooksError> {
    drawer::view(connection)?.checks.pop().ok_or_else(|| {
        refuse(
            RefusalCode::NoPaper,
            "レジ点検の記録がまだありません。数えた金額を入力し、F12 で記録してください。",
        )
    })
}

/// A paper of the journal, for looking at: marked, so that it is no second receipt.
///
/// # Errors
/// There is no such paper.
pub fn extract_of(tx: &Transaction<'_>, around: Around<'_>, position: u64) -> Result<PaperView, BooksError> {
    let source = kept::at(tx, position)?;
    let lines = extract(source.lines, &clock::date_time_text(around.now));
    let day = today(tx, around)?;
    let paper = Paper {
        receipt_number: source.row.receipt_number,
        amount: source.row.amount,
        mode: source.mode,
        ..on_this_day(PaperKind::Extract, &day, around)
    };
    let position = keep(tx, &Paper { lines: &lines, ..paper })?;
    kept::at(tx, position)
}

fn today(connection: &Connection, around: Around<'_>) -> Result<String, BooksError> {
    numbers::business_day(connection, around.now, catalog::shop(connection)?.cutoff_hour)
}

/// A paper without anything on it yet.
fn on_this_day<'a>(kind: PaperKind, day: &'a str, around: Around<'a>) -> Paper<'a> {
    Paper {
        at: around.now,
        business_day: day,
        mode: CounterMode::Live,
        kind,
        receipt_number: None,
        copy: 0,
        who: around.by.who.as_deref(),
        amount: None,
        formal: None,
        lines: &[],
    }
}

fn must_find(
    connection: &Connection,
    number: ReceiptNumber,
    mode: CounterMode,
) -> Result<Receipt, BooksError> {
    slips::find(connection, mode, number)?.ok_or_else(|| {
        refuse(RefusalCode::UnknownReceipt, "その伝票番号の伝票はありません。番号を確認してください。")
    })
}

fn no_paper() -> BooksError {
    refuse(
        RefusalCode::NoPaper,
        "この伝票の印刷の記録が電子ジャーナルにありません。管理者に連絡してください。",
    )
}
