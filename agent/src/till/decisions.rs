//! What a person may decide on an unknown payment, and the checks before it stands.
//!
//! The words of the choices matter, since 「未処理」 and 「処理未了」 are easily confused. Every decision keeps who, when
//! and what was typed.

use std::time::Duration;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::payment::{
    Decision, Difference, HandOver, LastWord, PaperSlip, PaymentEvent, PaymentState,
};
use catlink_shared::terminal::{SlipNumber, TerminalActivity};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use rusqlite::{Connection, Transaction};

use super::admission::must_find;
use super::settlement;
use crate::books::{BooksError, actions, refuse, slips};
use crate::journal::{self, Beside, Payment, device_word};
use crate::register::Surroundings;
use crate::register::board::DeviceBoard;

/// More numbers than this between two slips is a mistyped number, not a gap.
const LONGEST_GAP: u32 = 500;
/// Slip numbers wrap after 99999 (JT-C60).
const SLIP_NUMBERS: u32 = 99_999;

/// Writes a person's decision, and what follows from it, in one transaction.
///
/// # Errors
/// Refused, with the reason for the clerk; nothing was written.
pub fn decide(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    decision: &Decision,
    line: Option<&DeviceBoard>,
    decide_after: Duration,
    who: Option<&str>,
    around: &Surroundings,
) -> Result<Payment, BooksError> {
    let payment = must_find(tx, payment_id)?;
    let decision = &with_five_digits(decision.clone());
    check_time(&payment, decide_after, around.now)?;
    let differences = match decision {
        Decision::Charged { paper } => check_charged(tx, &payment, paper)?,
        Decision::NotOnRecord { newest_slip } => {
            check_not_on_record(tx, &payment, newest_slip.as_ref(), line)?;
            Vec::new()
        }
        Decision::Hold { contact, newest_slip } => {
            check_hold(tx, &payment, contact, newest_slip.as_ref(), line)?;
            Vec::new()
        }
        Decision::VoidedOnTerminal { amount, .. } => {
            check_voided(&payment, *amount)?;
            Vec::new()
        }
    };
    let event = PaymentEvent::DecisionMade { decision: decision.clone(), differences };
    let beside = Beside { who, ..Beside::default() };
    journal::append(tx, payment_id, &event, around.now, &beside)?;
    settlement::settle(tx, payment_id, around.run_id, around.data, around.now)?;
    must_find(tx, payment_id)
}

/// Slip numbers as the terminal writes them, whatever zeros were left out in typing: they are compared as text.
fn with_five_digits(mut decision: Decision) -> Decision {
    let five = |slip: &mut SlipNumber| {
        if slip.number() <= SLIP_NUMBERS {
            *slip = SlipNumber::five(slip.number());
        }
    };
    match &mut decision {
        Decision::Charged { paper } => five(&mut paper.slip_number),
        Decision::NotOnRecord { newest_slip } | Decision::Hold { newest_slip, .. } => {
            newest_slip.iter_mut().for_each(five);
        }
        Decision::VoidedOnTerminal { slip_number, .. } => five(slip_number),
    }
    decision
}

/// Writes the clerk's answer to 「商品はお渡し済みですか?」, with the sale or the action that follows.
///
/// # Errors
/// The question is not open; nothing was written.
pub fn answer_hand_over(
    tx: &Transaction<'_>,
    payment_id: PaymentId,
    answer: HandOver,
    who: Option<&str>,
    around: &Surroundings,
) -> Result<Payment, BooksError> {
    let beside = Beside { who, ..Beside::default() };
    let event = PaymentEvent::HandOverAnswered { answer };
    let state = journal::append(tx, payment_id, &event, around.now, &beside)?.state().clone();
    match state {
        PaymentState::Approved { by } => {
            let payment = must_find(tx, payment_id)?;
            settlement::book(tx, payment, by, around.data, around.now)?;
        }
        other => settlement::open_action_for(tx, payment_id, &other, around.now)?,
    }
    must_find(tx, payment_id)
}

/// A person looks only when inquiry has had its time.
fn check_time(payment: &Payment, decide_after: Duration, now: UnixMs) -> Result<(), BooksError> {
    let waits = match (&payment.state, payment.doubted_at) {
        (PaymentState::Unknown { .. }, Some(since)) => {
            u128::try_from(now.since(since)).unwrap_or(0) < decide_after.as_millis()
        }
        _ => false,
    };
    if waits {
        return Err(refuse(
            RefusalCode::TooEarly,
            "端末に照会しています。しばらく待っても結果が出ない場合に選択できます。",
        ));
    }
    Ok(())
}

/// 1. 端末で決済完了(売上票あり)
fn check_charged(
    connection: &Connection,
    payment: &Payment,
    paper: &PaperSlip,
) -> Result<Vec<Difference>, BooksError> {
    let asked = &payment.frozen.asked;
    let own = payment.frozen.payment_id;
    let settled = slips::settled_with(connection, payment.frozen.sale_id)?;
    if settled.is_some_and(|with| with != Some(own.to_string())) {
        return match payment.state {
            PaymentState::Contradicted { .. } => Err(bad_evidence(
                "この会計は、すでに別の方法でお支払い済みです。端末で取消し、取消伝票番号を入力してください。",
            )),
            // Charged a second time: it can only be voided, and 【決済内容相違】 is where that is written down.
            _ => Ok(vec![Difference::SettledOtherwise]),
        };
    }
    if slips::terminal_slip_is_booked(connection, &asked.unit.terminal_id, &paper.slip_number, Some(own))? {
        return Err(bad_evidence(
            "その伝票番号の売上票は、すでに別の伝票で登録されています。番号を確認してください。",
        ));
    }
    if !is_time(&paper.time) {
        return Err(bad_evidence("売上票の時刻を「10:05」のように入力してください。"));
    }
    let needs_approval = matches!(asked.payment.0, 3 | 4 | 30);
    if needs_approval && paper.approval_code.is_none() {
        return Err(bad_evidence("カードの売上票には承認番号があります。承認番号を入力してください。"));
    }
    if paper.amount <= Yen::ZERO {
        return Err(bad_evidence("売上票の金額を入力してください。"));
    }
    if paper.amount == asked.amount {
        return Ok(Vec::new());
    }
    match payment.state {
        PaymentState::Contradicted { .. } => Err(bad_evidence(
            "売上票の金額が会計の金額と違います。端末で取消し、取消伝票番号を入力してください。",
        )),
        _ => Ok(vec![Difference::SettledAmount]),
    }
}

/// `HH:MM`
fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let figure = |text: &str, below: u8| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits && text.parse::<u8>().is_ok_and(|figure| figure < below)
    };
    figure(hours, 24) && figure(minutes, 60)
}

/// 2. 端末に記録なし(請求なし)
fn check_not_on_record(
    connection: &Connection,
    payment: &Payment,
    newest: Option<&SlipNumber>,
    line: Option<&DeviceBoard>,
) -> Result<(), BooksError> {
    if matches!(
        payment.state,
        PaymentState::Unknown { last_word: LastWord::Pending, .. }
            | PaymentState::Held { last_word: LastWord::Pending, .. }
    ) {
        return Err(refuse(
            RefusalCode::NotAllowed,
            "端末はまだこの取引を処理中と答えています。終わるまで「記録なし」は選べません。",
        ));
    }
    check_idle(newest, line)?;
    check_gap(connection, payment, newest)
}

/// Where the line works, the terminal's own word is compared with what was typed.
fn check_idle(newest: Option<&SlipNumber>, line: Option<&DeviceBoard>) -> Result<(), BooksError> {
    let Some(line) = line.filter(|line| line.link != LinkState::NoAnswer) else { return Ok(()) };
    match line.activity {
        Some(TerminalActivity::Idle | TerminalActivity::Standalone) => {}
        Some(
            TerminalActivity::Busy
            | TerminalActivity::PaperOut
            | TerminalActivity::Restarting
            | TerminalActivity::Error,
        )
        | None => {
            return Err(refuse(
                RefusalCode::TerminalNotIdle,
                "端末が待機中ではありません。端末の画面が待機中に戻ってから選択してください。",
            ));
        }
    }
    if line.newest_slip.is_some() && line.newest_slip.as_ref() != newest {
        return Err(bad_evidence(
            "入力した伝票番号が、端末の最新の伝票番号と違います。端末の取引履歴を確認してください。",
        ));
    }
    Ok(())
}

/// Every number from the one kept at PaymentSent to the one typed must be booked or listed as an action.
fn check_gap(
    connection: &Connection,
    payment: &Payment,
    newest: Option<&SlipNumber>,
) -> Result<(), BooksError> {
    let before =
        payment.sent.as_ref().and_then(|sent| sent.newest_slip.as_ref()).map_or(0, SlipNumber::number);
    let typed = newest.map_or(before, SlipNumber::number);
    let steps = steps_between(before, typed).filter(|steps| *steps <= LONGEST_GAP);
    let Some(steps) = steps.filter(|_| newest.is_some() || before == 0) else {
        return Err(bad_evidence("端末の最新の伝票番号を確認して入力してください。"));
    };
    // A slip in the gap was printed after SALES left; whatever bears its number from before is another one.
    let since = payment.sent.as_ref().map_or(payment.accepted_at, |sent| sent.at);
    let terminal_id = &payment.frozen.asked.unit.terminal_id;
    for step in 1..=steps {
        let number = SlipNumber::five((before + step - 1) % SLIP_NUMBERS + 1);
        let booked = slips::terminal_slip_is_booked_since(connection, terminal_id, &number, since)?
            || actions::names_terminal_slip(connection, terminal_id, &number, since)?;
        if !booked {
            return Err(refuse(
                RefusalCode::SlipGap,
                format!(
                    "端末の伝票番号 {number} がPOSに登録されていません。この会計の売上票であれば「端末で決済完了(売上票あり)」を選んでください。"
                ),
            ));
        }
    }
    Ok(())
}

/// How many slips lie between two numbers, over the wrap after 99999; none where a number is no slip's at all.
fn steps_between(before: u32, typed: u32) -> Option<u32> {
    if before > SLIP_NUMBERS || typed > SLIP_NUMBERS {
        return None;
    }
    typed.checked_sub(before).or_else(|| (typed + SLIP_NUMBERS).checked_sub(before))
}

/// 4. 確認できない(保留)
fn check_hold(
    connection: &Connection,
    payment: &Payment,
    contact: &str,
    newest: Option<&SlipNumber>,
    line: Option<&DeviceBoard>,
) -> Result<(), BooksError> {
    if contact.trim().is_empty() {
        return Err(bad_evidence("お客様の連絡先を入力してください。"));
    }
    if contact.chars().count() > 100 {
        return Err(bad_evidence("お客様の連絡先は100文字までです。"));
    }
    if catlink_shared::card::looks_like_card_number(contact) {
        return Err(bad_evidence("カード番号は入力できません。電話番号などの連絡先を入力してください。"));
    }
    if newest.is_some() {
        check_idle(newest, line)?;
    }
    let others = journal::open_payments(connection)?.into_iter().any(|other| {
        other.frozen.payment_id != payment.frozen.payment_id
            && device_word(other.frozen.device) == device_word(payment.frozen.device)
            && matches!(other.state, PaymentState::Held { .. })
    });
    if others {
        return Err(refuse(
            RefusalCode::ManagerOnly,
            "この端末には、すでに保留中の決済があります。先に責任者が確認してください。",
        ));
    }
    Ok(())
}

fn check_voided(payment: &Payment, amount: Yen) -> Result<(), BooksError> {
    let charged = payment
        .result
        .as_ref()
        .and_then(|result| result.settled_amount)
        .or(payment.paper.as_ref().map(|paper| paper.amount))
        .unwrap_or(payment.frozen.asked.amount);
    if amount == charged {
        return Ok(());
    }
    Err(bad_evidence(&format!(
        "取消の金額が、決済された金額(¥{charged})と違います。取消票を確認してください。"
    )))
}

fn bad_evidence(message: &str) -> BooksError {
    refuse(RefusalCode::BadEvidence, message)
}

#[cfg(test)]
mod tests {
    use super::{is_time, steps_between};

    #[test]
    fn slips_are_counted_over_the_wrap_and_never_beyond() {
        assert_eq!(steps_between(0, 0), Some(0));
        assert_eq!(steps_between(41, 42), Some(1));
        assert_eq!(steps_between(99_999, 1), Some(1));
        assert_eq!(steps_between(99_998, 2), Some(3));
        assert_eq!(steps_between(42, 41), Some(99_998));
        for (before, typed) in [(100_000, 1), (1, 100_000), (u32::MAX, 0), (99_999_999, 99_999_999)] {
            assert_eq!(steps_between(before, typed), None);
        }
    }

    #[test]
    fn times_are_those_of_a_clock() {
        for good in ["10:05", "9:05", "00:00", "23:59"] {
            assert!(is_time(good), "{good}");
        }
        for bad in ["", "10", "24:00", "10:60", "10:5x", "1005", "10:05:00", "-1:05", "+1:05"] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
