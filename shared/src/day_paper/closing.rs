//! The 精算 that closed a day.

use super::sold::of;
use super::{head, left, over_or_short, pair, print_count, yen};
use crate::receipt::PrintLine;
use crate::wire::day::{ClosingView, DayTotal, TerminalBooked, difference};

/// That part of 日計.
pub(super) fn print(out: &mut Vec<PrintLine>, closing: Option<&ClosingView>) {
    head(out, "精算");
    let Some(closing) = closing else { return left(out, "まだ精算していません。") };
    pair(out, closing.at.clone(), format!("担当者 {}", closing.who));
    if let Some(manager) = &closing.approved_by {
        let own = if *manager == closing.who { "(自己承認)" } else { "" };
        pair(out, "未完了のある精算の承認", format!("責任者 {manager}{own}"));
    }
    if closing.days.len() > 1 {
        left(out, format!("{} をまとめて精算しました。", closing.days.join("、")));
    }
    pair(out, "あるはずの金額", yen(closing.expected));
    print_count(out, &closing.counted);
    let apart = over_or_short(difference(closing.counted.sum(), closing.expected));
    out.push(PrintLine::Total { left: "過不足".to_owned(), right: apart });
    for booked in &closing.booked {
        print_terminal(out, closing, booked);
    }
    if !closing.open.is_empty() {
        left(out, "精算時に未完了だったもの");
    }
    for open in &closing.open {
        left(out, format!("・{open}"));
    }
}

fn print_terminal(out: &mut Vec<PrintLine>, closing: &ClosingView, booked: &TerminalBooked) {
    let label = booked.device.label();
    let typed = closing.typed.iter().find(|typed| typed.device == booked.device);
    let subtotal = typed.and_then(|typed| typed.subtotal);
    pair(out, format!("{label} POSの連動決済"), of(booked.booked));
    pair(out, format!("{label} 端末の中間計"), subtotal.map_or("未実施".to_owned(), of));
    if let Some(apart) = subtotal.filter(|subtotal| *subtotal != booked.booked) {
        let amount = difference(apart.amount, booked.booked.amount);
        let count = i64::from(apart.count) - i64::from(booked.booked.count);
        pair(out, format!("{label} 差異"), format!("{count:+}件 {}", yen(amount)));
    }
    let total = match typed.map(|typed| typed.day_total).unwrap_or_default() {
        DayTotal::Done => "実施",
        DayTotal::NotDone => "未実施",
    };
    pair(out, format!("{label} 端末の日計"), total);
}
