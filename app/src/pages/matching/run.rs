//! One run: both sides, and each difference with its next step.

use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{DifferenceRow, RunSheet};
use leptos::prelude::*;

use super::{minute, standing};
use crate::components::person;
use crate::front::Front;

const COLUMNS: [(&str, &str); 8] = [
    ("差異", "rows-text"),
    ("対象", "rows-text"),
    ("端末の日時", "rows-text"),
    ("端末伝票", "rows-text"),
    ("POS", "rows-figure"),
    ("端末", "rows-figure"),
    ("次の操作", "rows-text"),
    ("対応", "rows-text"),
];

#[component]
pub(super) fn Run(run: u64) -> impl IntoView {
    let front = Front::here();
    let sheet = Memo::new(move |_| {
        front.get(|state| state.matching().sheet().filter(|sheet| sheet.row.run == run).cloned())
    });
    let rows = move || sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.rows.clone()).unwrap_or_default());
    view! {
        <section class="masters match-run" data-matching="run">
            <header class="masters-head">
                <h1>{format!("決済照合 {run}")}</h1>
                <p class="hint" id="match-about">{move || sheet.with(|sheet| sheet.as_ref().map(about))}</p>
            </header>
            {move || sheet.with(|sheet| sheet.as_ref().map(sides))}
            <div class="rows">
                <table>
                    <thead>
                        <tr>{COLUMNS.map(|(label, class)| view! { <th class=class>{label}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {move || rows().into_iter().enumerate().map(|(at, row)| line(front, at, row)).collect_view()}
                    </tbody>
                </table>
                <p class="list-empty" hidden=move || !rows().is_empty()>{move || sheet.with(|sheet| nothing(sheet.as_ref()))}</p>
            </div>
            <p class="counted" id="counted">{move || sheet.with(|sheet| sheet.as_ref().map(|sheet| standing(&sheet.row)))}</p>
        </section>
    }
}

fn about(sheet: &RunSheet) -> String {
    let row = &sheet.row;
    format!(
        "{} 端末番号 {} 期間 {} ~ {}({}) {} {}",
        row.device.label(),
        row.terminal_id,
        minute(&row.from_text),
        minute(&row.to_text),
        row.source.label(),
        row.at_text,
        person(&row.who)
    )
}

/// Both sides and what agrees, in figures.
fn sides(sheet: &RunSheet) -> impl IntoView + use<> {
    let summary = sheet.summary;
    let figures = [("POS", summary.here), ("端末", summary.there), ("一致", summary.agreed)];
    let mut notes = Vec::new();
    if summary.confirmed > 0 {
        notes.push(format!("証拠待ちを確認 {}件", summary.confirmed));
    }
    if summary.still_open > 0 {
        notes.push(format!("未確認のまま {}件(中間計に該当なし)", summary.still_open));
    }
    if summary.unfinished > 0 {
        notes.push(format!("端末の処理未了 {}件(端末で確認してください)", summary.unfinished));
    }
    view! {
        <dl class="match-sides" id="match-sides">
            {figures.map(|(label, of)| view! { <div><dt>{label}</dt><dd>{counted(of)}</dd></div> }).collect_view()}
            <div><dt>"ほか"</dt><dd id="match-notes">{if notes.is_empty() { "なし".to_owned() } else { notes.join("、") }}</dd></div>
        </dl>
    }
}

fn counted(of: CountOf) -> String {
    format!("{}件 ¥{}", of.count, of.amount)
}

fn line(front: Front, at: usize, row: DifferenceRow) -> impl IntoView {
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let side = |of: Option<CountOf>| match of {
        None => "–".to_owned(),
        Some(of) if of.count == 1 => format!("¥{}", of.amount),
        Some(of) => counted(of),
    };
    let closed = row.closed.as_ref().map_or_else(
        || "未対応".to_owned(),
        |closed| {
            let by =
                closed.who.as_deref().map(person).or_else(|| closed.by_run.map(|run| format!("照合 {run}")));
            let note = if closed.note.is_empty() { String::new() } else { format!("「{}」", closed.note) };
            format!("{}{note} {}", closed.with.label(), by.unwrap_or_default())
        },
    );
    view! {
        <tr
            data-difference=row.difference.to_string()
            data-kind=row.kind.label()
            data-closed=row.closed.is_some().to_string()
            aria-selected=move || (cursor.get() == at).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <td class="rows-text">{row.kind.label()}</td>
            <td class="rows-text">{row.subject}</td>
            <td class="rows-text">{row.at_text}</td>
            <td class="rows-text">{row.slip_number.map(|slip| slip.to_string())}</td>
            <td class="rows-figure">{side(row.here)}</td>
            <td class="rows-figure">{side(row.there)}</td>
            <td class="rows-text">{row.next.label()}</td>
            <td class="rows-text">{closed}</td>
        </tr>
    }
}

fn nothing(sheet: Option<&RunSheet>) -> &'static str {
    match sheet {
        None => "読み込んでいます…",
        Some(sheet) if sheet.summary.here.count == 0 && sheet.summary.there.count == 0 => {
            "この期間には、POSにも端末にも取引がありません。期間と端末が正しいか確認してください。"
        }
        Some(_) => "差異はありません。POSと端末の記録は一致しています。",
    }
}
