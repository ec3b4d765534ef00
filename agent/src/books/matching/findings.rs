//! From the comparison to differences: what each is about, and what is to be done.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::reconciliation::{Comparison, Fate, Finding, Line, Period, compare, finding};
use catlink_shared::terminal::ResultWord;
use catlink_shared::terminal::daily_log::{DailyLog, LogLine};
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{DifferenceKind, NextStep};

use super::gather::Booked;
use super::{Body, Difference, Found};

/// What a terminal's 中間計 shows.
pub(super) fn of_log(booked: &[Booked], log: &DailyLog, period: Period) -> Found {
    let lines: Vec<Line> = log.lines.iter().filter_map(line).collect();
    let mut found = of_lines(booked, &lines, period);
    let unfinished = log.lines.iter().filter(|line| line.result == ResultWord::Incomplete).count();
    found.summary.unfinished = u32::try_from(unfinished).unwrap_or(u32::MAX);
    found
}

/// A transaction that came about and moved money.
fn line(line: &LogLine) -> Option<Line> {
    let moved = Yen::new(line.signed());
    (moved != Yen::ZERO).then(|| Line {
        at: Some(line.terminal_time),
        slip_number: line.slip_number.clone(),
        amount: moved,
    })
}

/// What lines show, wherever they come from.
pub(super) fn of_lines(booked: &[Booked], lines: &[Line], period: Period) -> Found {
    let items: Vec<_> = booked.iter().map(|booked| booked.item.clone()).collect();
    let comparison = compare(period, &items, lines);
    let mut found = Found::default();
    for (booked, fate) in booked.iter().zip(&comparison.fates) {
        of_item(&mut found, booked, *fate, lines);
    }
    only_there(&mut found, lines, &comparison, period);
    lines.iter().for_each(|line| found.summary.there.add(line.amount));
    found
}

fn of_item(found: &mut Found, booked: &Booked, fate: Fate, lines: &[Line]) {
    let standing = booked.item.standing;
    let line = match fate {
        Fate::Matched(line) | Fate::Differs(line) => lines.get(line),
        Fate::Absent | Fate::Outside => None,
    };
    let finding = finding(standing, fate);
    if standing.counts() && finding != Finding::Outside {
        found.summary.here.add(booked.item.amount);
    }
    let kind = match finding {
        Finding::Agreed => {
            line.into_iter().for_each(|line| found.summary.agreed.add(line.amount));
            return;
        }
        Finding::Confirmed => {
            line.into_iter().for_each(|line| found.summary.agreed.add(line.amount));
            found.summary.confirmed += 1;
            return found.confirmed.extend(booked.payment);
        }
        Finding::StillOpen => {
            found.summary.still_open += 1;
            found.undecided.insert(booked.subject.clone());
            return;
        }
        Finding::Outside => {
            found.undecided.insert(booked.subject.clone());
            return;
        }
        Finding::OnlyHere => DifferenceKind::OnlyHere,
        Finding::AmountDiffers => DifferenceKind::AmountDiffers,
        Finding::Answered => DifferenceKind::Answered,
        Finding::NumberFound => DifferenceKind::NumberFound,
        Finding::NotChargedAfterAll => DifferenceKind::NotChargedAfterAll,
        Finding::ChargedAfterAll => DifferenceKind::ChargedAfterAll,
    };
    found.differences.push(difference(booked, kind, line));
}

fn difference(booked: &Booked, kind: DifferenceKind, line: Option<&Line>) -> Difference {
    let here = (kind != DifferenceKind::ChargedAfterAll).then(|| one(booked.item.amount));
    let at = line.and_then(|line| line.at).unwrap_or(booked.item.span.from);
    let slip_number = line.map(|line| line.slip_number.clone()).or_else(|| booked.item.slip_number.clone());
    Difference {
        subject: booked.subject.clone(),
        at: Some(at),
        body: Body {
            kind,
            text: booked.text.clone(),
            slip_number,
            here,
            there: line.map(|line| one(line.amount)),
            next: next_step(booked, kind),
            category: None,
        },
    }
}

fn next_step(booked: &Booked, kind: DifferenceKind) -> NextStep {
    let slip = || {
        booked.receipt.map_or(NextStep::CheckPaper, |receipt_number| NextStep::OpenSlip { receipt_number })
    };
    match kind {
        DifferenceKind::Answered => {
            booked.payment.map_or(NextStep::CheckPaper, |payment_id| NextStep::OpenPayment { payment_id })
        }
        DifferenceKind::NumberFound => {
            booked.action.map_or(NextStep::CheckPaper, |action_id| NextStep::OpenAction { action_id })
        }
        DifferenceKind::OnlyHere | DifferenceKind::AmountDiffers | DifferenceKind::NotChargedAfterAll => {
            slip()
        }
        DifferenceKind::ChargedAfterAll | DifferenceKind::OnlyThere => NextStep::RegisterAction,
        DifferenceKind::Total => NextStep::Itemise,
    }
}

fn only_there(found: &mut Found, lines: &[Line], comparison: &Comparison, period: Period) {
    for (line, _) in lines.iter().zip(&comparison.owners).filter(|(_, owner)| owner.is_none()) {
        // Paper was typed without its time: numbers come round, and its period tells them apart.
        let UnixMs(at) = line.at.unwrap_or(period.from);
        // A void without its sale is nothing that can be undone on the terminal.
        let next = if line.amount > Yen::ZERO { NextStep::RegisterAction } else { NextStep::CheckPaper };
        found.differences.push(Difference {
            subject: format!("slip:{}:{at}", line.slip_number),
            at: line.at,
            body: Body {
                kind: DifferenceKind::OnlyThere,
                text: "POSに記録のない取引".to_owned(),
                slip_number: Some(line.slip_number.clone()),
                here: None,
                there: Some(one(line.amount)),
                next,
                category: None,
            },
        });
    }
}

fn one(amount: Yen) -> CountOf {
    CountOf { count: 1, amount }
}
