//! 「端末に記録なし」: the terminal is idle, and every slip it has printed since SALES left is known.

use catlink_shared::basket::CounterMode;
use catlink_shared::payment::LastWord;
use catlink_shared::terminal::{NEWEST_SLIP, SlipNumber, TerminalActivity};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use rusqlite::Connection;

use super::bad_evidence;
use crate::books::actions::{self, Except};
use crate::books::slips::{self, NamedSlip};
use crate::books::{BooksError, refuse};
use crate::journal::Payment;
use crate::register::board::DeviceBoard;

/// More numbers than this between two slips is a mistyped number, not a gap.
const LONGEST_GAP: u32 = 500;

/// 2. 端末に記録なし(請求なし)
pub(in crate::till) fn check_not_on_record(
    connection: &Connection,
    payment: &Payment,
    newest: Option<&SlipNumber>,
    line: Option<&DeviceBoard>,
) -> Result<(), BooksError> {
    if payment.state.unknown().is_some_and(|(_, last_word)| last_word == LastWord::Pending) {
        return Err(refuse(
            RefusalCode::NotAllowed,
            "端末はまだこの取引を処理中と答えています。終わるまで「記録なし」は選べません。",
        ));
    }
    check_idle(payment, newest, line)?;
    check_gap(connection, payment, newest)
}

/// Where the line works, the terminal's own word is compared with what was typed – unless another unit answers there.
pub(in crate::till) fn check_idle(
    payment: &Payment,
    newest: Option<&SlipNumber>,
    line: Option<&DeviceBoard>,
) -> Result<(), BooksError> {
    let terminal_id = &payment.frozen.asked.unit.terminal_id;
    let ours = |line: &&DeviceBoard| line.unit.as_ref().is_none_or(|unit| unit.terminal_id == *terminal_id);
    let answers = |line: &&DeviceBoard| line.link != LinkState::NoAnswer;
    let Some(line) = line.filter(answers).filter(ours) else { return Ok(()) };
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
    // A slip in the gap was printed after SALES left; whatever bears its number from before is another one.
    let since = payment.sent.as_ref().map_or(payment.accepted_at, |sent| sent.at);
    let terminal_id = &payment.frozen.asked.unit.terminal_id;
    let before = match payment.sent.as_ref().and_then(|sent| sent.newest_slip.clone()) {
        Some(told) => Some(told),
        None => slips::newest_of_terminal(connection, terminal_id, since)?,
    };
    let before = before.as_ref().map_or(0, SlipNumber::number);
    let typed = newest.map_or(before, SlipNumber::number);
    let steps = steps_between(before, typed).filter(|steps| *steps <= LONGEST_GAP);
    let Some(steps) = steps.filter(|_| newest.is_some() || before == 0) else {
        return Err(bad_evidence("端末の最新の伝票番号を確認して入力してください。"));
    };
    for step in 1..=steps {
        let number = SlipNumber::five((before + step - 1) % NEWEST_SLIP + 1);
        let slip = NamedSlip { terminal_id, slip_number: &number, mode: CounterMode::Live, since };
        let booked =
            slips::names(connection, slip, None)? || actions::names(connection, slip, Except::Nobody)?;
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
    if before > NEWEST_SLIP || typed > NEWEST_SLIP {
        return None;
    }
    typed.checked_sub(before).or_else(|| (typed + NEWEST_SLIP).checked_sub(before))
}

#[cfg(test)]
mod tests {
    use super::steps_between;

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
}
