//! 決済の経過: one payment's whole story for a person – its journal, the 端末側の操作待ち that belong to it, and the trace
//! of its terminal's line – in the order of time. It reads; nothing is concluded here.

mod read;

use std::collections::{HashMap, VecDeque};

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::payment::words;
use catlink_shared::rights::Approved;
use catlink_shared::terminal::trace::{LineNote, TraceLine, Way};
use catlink_shared::wire::story::{Story, StoryEntry, StoryHead, StorySource};
use rusqlite::Connection;

use super::{BooksError, catalog};
use crate::clock;
use crate::journal::Payment;
use crate::till::admission;
use crate::trace::{Kept, Unreadable};
use read::{ActionRow, EventRow};

/// The story of a payment, with what the trace kept of its line.
///
/// # Errors
/// No such payment, or the database.
pub fn of(
    connection: &Connection,
    payment_id: PaymentId,
    trace: Result<Vec<Kept>, Unreadable>,
) -> Result<Story, BooksError> {
    let payment = admission::must_find(connection, payment_id)?;
    let people = People::known(connection)?;
    let events = read::events(connection, payment_id)?;
    let actions = read::actions(connection, payment_id)?;
    let mut pieces = vec![
        events.into_iter().map(|row| of_event(&payment, &people, row)).collect(),
        sorted(actions.into_iter().flat_map(|row| of_action(&people, row)).collect()),
    ];
    match trace {
        Ok(lines) => pieces.push(lines.into_iter().map(of_line).collect()),
        Err(Unreadable) => pieces.push(vec![unreadable(payment.accepted_at)]),
    }
    Ok(Story {
        head: head(&payment, connection)?,
        entries: in_order(pieces),
        tries: read::tries(connection, payment.frozen.sale_id)?,
    })
}

fn head(payment: &Payment, connection: &Connection) -> Result<StoryHead, BooksError> {
    let frozen = &payment.frozen;
    let typed = payment.paper.as_ref().map(|paper| paper.slip_number.clone());
    let training = if frozen.asked.training_mode { "練習 " } else { "" };
    Ok(StoryHead {
        payment_id: frozen.payment_id,
        accepted_at_text: clock::date_time_text(payment.accepted_at),
        card_company_name: frozen.company.name.clone(),
        category_name: frozen.category_name.clone(),
        amount: frozen.asked.amount,
        device: frozen.device,
        model_name: frozen.model.profile().name.to_owned(),
        terminal_id: frozen.asked.unit.terminal_id.clone(),
        sequence_number: frozen.asked.sequence_number,
        state_text: format!("{training}{}", words::state_text(&payment.state)),
        receipt_number: read::receipt_of(connection, frozen.payment_id)?,
        slip_number: payment.result.as_ref().and_then(|result| result.slip_number.clone()).or(typed),
    })
}

/// An entry with its place in time.
struct Dated {
    at: UnixMs,
    /// Of two in the same millisecond: what was heard, what was written, what was said.
    rank: u8,
    entry: StoryEntry,
}

const HEARD: u8 = 0;
const WRITTEN: u8 = 1;
const SAID: u8 = 2;

fn of_event(payment: &Payment, people: &People, row: EventRow) -> Dated {
    let profile = payment.frozen.model.profile();
    let mut details = Vec::new();
    details.extend(row.evidence.map(|result| {
        let time = result.terminal_time.map(clock::date_time_text);
        words::result_text(profile, &result, time.as_deref())
    }));
    details.extend(people.text(row.who.as_deref(), row.approval.as_ref()));
    Dated {
        at: row.at,
        rank: WRITTEN,
        entry: StoryEntry {
            at_text: clock::exact_text(row.at),
            from: StorySource::Payment,
            text: words::event_text(profile, &row.event),
            details,
        },
    }
}

fn of_action(people: &People, row: ActionRow) -> Vec<Dated> {
    let entry = |at: UnixMs, text, details| Dated {
        at,
        rank: WRITTEN,
        entry: StoryEntry { at_text: clock::exact_text(at), from: StorySource::Terminal, text, details },
    };
    let (label, amount) = (row.action.kind.label(), row.action.amount);
    let opened = format!("操作待ちになりました:{label} ¥{amount}。");
    let mut entries = vec![entry(row.opened_at, opened, Vec::new())];
    entries.extend(row.closed.map(|closed| {
        let amount = closed.amount.map_or_else(String::new, |amount| format!(" ¥{amount}"));
        let text = match closed.slip_number {
            Some(slip) => format!("操作が完了しました:{label}。端末の伝票番号 {slip}、金額{amount}。"),
            None => format!("操作が完了しました:{label}。現金で返金{amount}。"),
        };
        entry(closed.at, text, people.text(closed.by.as_deref(), None).into_iter().collect())
    }));
    entries
}

fn of_line(kept: Kept) -> Dated {
    let again = match kept.times {
        0 | 1 => Vec::new(),
        times => vec![format!("同じ内容 {times} 回(最後は {})", clock::exact_text(kept.last_at))],
    };
    Dated {
        at: kept.at,
        rank: rank(&kept.line),
        entry: StoryEntry {
            at_text: clock::exact_text(kept.at),
            from: StorySource::Line,
            text: kept.line.text(),
            details: again,
        },
    }
}

fn rank(line: &TraceLine) -> u8 {
    match line {
        TraceLine::Message { way: Way::ToTerminal, .. }
        | TraceLine::Note { note: LineNote::Acknowledged | LineNote::NotAcknowledged } => SAID,
        TraceLine::Message { way: Way::FromTerminal, .. }
        | TraceLine::Malformed { .. }
        | TraceLine::Note { .. }
        | TraceLine::Missing { .. }
        | TraceLine::Full => HEARD,
    }
}

fn unreadable(at: UnixMs) -> Dated {
    let text = "電文の記録を読めませんでした。F9 で戻り、もう一度開いてください。".to_owned();
    let entry =
        StoryEntry { at_text: clock::exact_text(at), from: StorySource::Line, text, details: Vec::new() };
    Dated { at, rank: HEARD, entry }
}

fn sorted(mut pieces: Vec<Dated>) -> Vec<Dated> {
    pieces.sort_by_key(|piece| piece.at);
    pieces
}

/// All of them by time, but never against the order each was written in: the clock may have been put back meanwhile.
fn in_order(pieces: Vec<Vec<Dated>>) -> Vec<StoryEntry> {
    let mut pieces: Vec<VecDeque<Dated>> = pieces.into_iter().map(VecDeque::from).collect();
    let mut entries = Vec::new();
    loop {
        let next = pieces
            .iter_mut()
            .filter(|piece| !piece.is_empty())
            .min_by_key(|piece| piece.front().map(|first| (first.at, first.rank)));
        match next.and_then(VecDeque::pop_front) {
            Some(dated) => entries.push(dated.entry),
            None => return entries,
        }
    }
}

/// Names of the people in a story, as they are called today.
struct People(HashMap<String, String>);

impl People {
    fn known(connection: &Connection) -> Result<Self, BooksError> {
        let operators = catalog::operators(connection)?;
        Ok(Self(operators.into_iter().map(|operator| (operator.code, operator.name)).collect()))
    }

    fn text(&self, who: Option<&str>, approval: Option<&Approved>) -> Option<String> {
        let who = who.map(|code| self.named(code));
        let allowed = approval.map(|approved| (approved.side, self.named(&approved.by)));
        words::people_text(who.as_deref(), allowed.as_ref().map(|(side, by)| (*side, by.as_str())))
    }

    fn named(&self, code: &str) -> String {
        self.0.get(code).map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::ids::UnixMs;
    use catlink_shared::wire::story::{StoryEntry, StorySource};

    use super::{Dated, HEARD, SAID, WRITTEN, in_order};

    fn piece(at: i64, rank: u8, text: &str) -> Dated {
        let text = text.to_owned();
        let entry = StoryEntry { at_text: String::new(), from: StorySource::Line, text, details: Vec::new() };
        Dated { at: UnixMs(at), rank, entry }
    }

    #[test]
    fn entries_stand_in_the_order_of_time_and_what_was_written_never_changes_its_order() {
        let journal = vec![piece(5, WRITTEN, "a"), piece(9, WRITTEN, "b"), piece(3, WRITTEN, "c")];
        let lines = vec![piece(5, SAID, "said"), piece(9, HEARD, "heard"), piece(20, SAID, "last")];
        let order: Vec<_> = in_order(vec![journal, lines]).into_iter().map(|entry| entry.text).collect();
        assert_eq!(order, ["a", "said", "heard", "b", "c", "last"]);
    }
}
