//! What a person reads off the terminal, checked against the books before it counts: a slip here (choice 1, or a void's),
//! that there is none in [`gap`] (choice 2).

mod gap;

use catlink_shared::ids::{ActionId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Difference, PaperSlip, PaymentState};
use catlink_shared::terminal::SlipNumber;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::Connection;

pub(super) use self::gap::{check_idle, check_not_on_record};
use super::{cash_back, settlement};
use crate::books::actions::{self, Except, ONE_ROUND_MS};
use crate::books::slips::{self, NamedSlip};
use crate::books::{BooksError, refuse, sales};
use crate::clock;
use crate::journal::{self, Payment};

/// How far a typed time may be off: minutes are printed without seconds, and clocks drift while one waits.
const TIME_SLACK_MS: i64 = 2 * 60_000;
/// From here on every time of day fits.
const DAY_MS: i64 = 24 * 3_600_000;

/// 1. 端末で決済完了(売上票あり)
pub(super) fn check_charged(
    connection: &Connection,
    payment: &Payment,
    paper: &PaperSlip,
    now: UnixMs,
) -> Result<Vec<Difference>, BooksError> {
    check_paper(connection, payment, paper, now)?;
    check_sale_of(connection, payment)?;
    let asked = &payment.frozen.asked;
    let open = matches!(payment.state, PaymentState::Contradicted { .. });
    let otherwise = slips::of_sale(connection, payment.frozen.sale_id)?
        .is_some_and(|settled| settled.payment_id != Some(asked.payment_id));
    if otherwise && open_hand_payment(connection, payment)?.is_none() {
        // Charged a second time: it can only be voided, and 【決済内容相違】 is where that is written down.
        let difference = Ok(vec![Difference::SettledOtherwise]);
        return if open {
            let how = cash_back::how_to_undo(payment);
            Err(bad_evidence(&format!("この会計は、すでに別の方法でお支払い済みです。{how}")))
        } else {
            difference
        };
    }
    if paper.amount == asked.amount {
        return Ok(Vec::new());
    }
    if open {
        let how = cash_back::how_to_undo(payment);
        return Err(bad_evidence(&format!("売上票の金額が会計の金額と違います。{how}")));
    }
    Ok(vec![Difference::SettledAmount])
}

/// Whether the paper is one, of this terminal and time, and nobody else's.
fn check_paper(
    connection: &Connection,
    payment: &Payment,
    paper: &PaperSlip,
    now: UnixMs,
) -> Result<(), BooksError> {
    let asked = &payment.frozen.asked;
    check_free(connection, payment, &paper.slip_number)?;
    let Some(typed) = minute_of_day(&paper.time) else {
        return Err(bad_evidence("売上票の時刻を「10:05」のように入力してください。"));
    };
    if let Some(fits) = time_of_payment(payment, now).filter(|fits| !fits.contains(typed)) {
        return Err(bad_evidence(&format!(
            "売上票の時刻({})が、この決済の時刻(端末の時計で {} から {})と合いません。別の取引の売上票でないか確認してください。",
            paper.time, fits.from_text, fits.to_text
        )));
    }
    let needs_approval = matches!(asked.payment.0, 3 | 4 | 30);
    if needs_approval && paper.approval_code.is_none() {
        return Err(bad_evidence("カードの売上票には承認番号があります。承認番号を入力してください。"));
    }
    if paper.amount <= Yen::ZERO {
        return Err(bad_evidence("売上票の金額を入力してください。"));
    }
    Ok(())
}

/// What was not charged, says the terminal, and was, says the paper, is booked as it was frozen: the sale must still be
/// that one.
fn check_sale_of(connection: &Connection, payment: &Payment) -> Result<(), BooksError> {
    if !matches!(payment.state, PaymentState::NotCharged { .. }) {
        return Ok(());
    }
    if open_hand_payment(connection, payment)?.is_some() {
        return Err(bad_evidence(
            "この会計は連動しないで確定済みです。「端末側の操作待ち」で売上票の伝票番号を入力してください。",
        ));
    }
    let newest = journal::newest_of_sale(connection, payment.frozen.sale_id)?;
    let sale = sales::find(connection, payment.frozen.sale_id)?;
    let same = sale.is_none_or(|sale| sale.draft_revision == payment.frozen.draft_revision);
    if same && newest.is_some_and(|newest| newest.frozen.payment_id == payment.frozen.payment_id) {
        return Ok(());
    }
    Err(refuse(
        RefusalCode::StaleDraft,
        "会計の内容がこの決済のときから変わっています。端末で取り消してから、会計をやり直してください。",
    ))
}

/// The minutes of the day a payment's slip can bear, on the terminal's clock.
struct Fits {
    from: i64,
    minutes: i64,
    from_text: String,
    to_text: String,
}

impl Fits {
    fn contains(&self, typed: i64) -> bool {
        (typed - self.from).rem_euclid(DAY_MS / 60_000) <= self.minutes
    }
}

/// None where nothing can be said: the offset of the terminal's clock is not known, a day has passed, or our own clock was
/// put back.
fn time_of_payment(payment: &Payment, now: UnixMs) -> Option<Fits> {
    let sent = payment.sent.as_ref()?;
    let offset = sent.clock_offset_ms?;
    let passed = now.since(sent.at);
    if !(0..DAY_MS - 2 * TIME_SLACK_MS).contains(&passed) {
        return None;
    }
    let from_text = clock::time_text(UnixMs(sent.at.0 + offset - TIME_SLACK_MS));
    let to_text = clock::time_text(UnixMs(now.0 + offset + TIME_SLACK_MS));
    let from = minute_of_day(&from_text)?;
    let minutes = (minute_of_day(&to_text)? - from).rem_euclid(DAY_MS / 60_000);
    Some(Fits { from, minutes, from_text, to_text })
}

/// `HH:MM` as minutes since midnight.
fn minute_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let figure = |text: &str, below: u8| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u8>().ok().filter(|figure| digits && *figure < below)
    };
    Some(i64::from(figure(hours, 24)?) * 60 + i64::from(figure(minutes, 60)?))
}

/// A void's slip: of the sum that was charged, and not the slip of what it voids.
pub(super) fn check_voided(
    connection: &Connection,
    payment: &Payment,
    slip_number: &SlipNumber,
    amount: Yen,
) -> Result<(), BooksError> {
    // The terminal's own word and a person's may differ: neither number is the void's.
    let typed = payment.paper.as_ref().map(|paper| &paper.slip_number);
    let told = payment.result.as_ref().and_then(|result| result.slip_number.as_ref());
    if [typed, told].contains(&Some(slip_number)) {
        return Err(bad_evidence(
            "それは元の売上票の番号です。端末で取り消したときの取消伝票番号を入力してください。",
        ));
    }
    check_free(connection, payment, slip_number)?;
    // What the terminal said of the sum may be the very thing that is wrong: the paper counts.
    let charged = settlement::charged_amount(payment);
    let asked = payment.result.as_ref().map(|_| payment.frozen.asked.amount);
    if amount == charged || Some(amount) == asked {
        return Ok(());
    }
    Err(bad_evidence(&format!(
        "取消の金額が、決済された金額(¥{charged})と違います。取消票を確認してください。"
    )))
}

/// A slip stands for one thing only.
fn check_free(
    connection: &Connection,
    payment: &Payment,
    slip_number: &SlipNumber,
) -> Result<(), BooksError> {
    let own = payment.frozen.payment_id;
    let begun = payment.sent.as_ref().map_or(payment.accepted_at, |sent| sent.at);
    let slip = NamedSlip {
        terminal_id: &payment.frozen.asked.unit.terminal_id,
        slip_number,
        mode: payment.frozen.slip.mode,
        since: UnixMs(begun.0.saturating_sub(ONE_ROUND_MS)),
    };
    if slips::names(connection, slip, Some(own))? || actions::names(connection, slip, Except::Payment(own))? {
        return Err(bad_evidence(
            "その伝票番号は、すでに別の伝票または操作待ちで登録されています。番号を確認してください。",
        ));
    }
    Ok(())
}

/// The hand payment of this payment's sale, where it is still to be closed.
///
/// # Errors
/// The database.
pub(super) fn open_hand_payment(
    connection: &Connection,
    payment: &Payment,
) -> Result<Option<ActionId>, BooksError> {
    let Some(settled) = slips::of_sale(connection, payment.frozen.sale_id)? else { return Ok(None) };
    let hand = actions::hand_payment_of(connection, settled.receipt_number)?;
    Ok(hand.filter(|hand| hand.closed_with.is_none()).map(|hand| hand.action_id))
}

/// What a person typed proves nothing, and why.
pub(super) fn bad_evidence(message: &str) -> BooksError {
    refuse(RefusalCode::BadEvidence, message)
}

#[cfg(test)]
mod tests {
    use super::minute_of_day;

    #[test]
    fn times_are_those_of_a_clock() {
        for (good, minutes) in [("10:05", 605), ("9:05", 545), ("00:00", 0), ("23:59", 1_439)] {
            assert_eq!(minute_of_day(good), Some(minutes), "{good}");
        }
        for bad in ["", "10", "24:00", "10:60", "10:5x", "1005", "10:05:00", "-1:05", "+1:05"] {
            assert_eq!(minute_of_day(bad), None, "{bad}");
        }
    }
}
