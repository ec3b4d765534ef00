//! 電子ジャーナル: every paper that was printed, newest first.

use catlink_shared::wire::paper::{PaperFilter, PaperRow};
use leptos::prelude::*;

use crate::checkout::issue::Issue;
use crate::components::windowed::Windowed;
use crate::components::{person, yen};
use crate::front::Front;

#[component]
pub(crate) fn JournalPage() -> impl IntoView {
    let front = Front::here();
    let looked_for = move || front.get(|state| described(state.issue_desk().filter()));
    let counted = move || {
        front.get(|state| {
            let list = state.issue_desk().list();
            list.total().filter(|total| *total > 0).map(|total| {
                let total_text = catlink_shared::money::Yen::new(i64::try_from(total).unwrap_or(i64::MAX));
                format!("{total_text}件中 {}件目", list.cursor() + 1)
            })
        })
    };
    let empty = Signal::derive(move || front.get(|state| nothing(state.issue_desk())));
    view! {
        <section class="masters journal">
            <header class="slips-head">
                <h1>"電子ジャーナル"</h1>
                <p class="hint">"印刷した記録を、印刷したままの内容で残しています(書き換えも削除もできません)。税務書類として7年間保存してください。"</p>
                <p class="subject" id="journal-filter">{looked_for}</p>
            </header>
            <div class="row-journal list-head" aria-hidden="true">
                <span>"日時"</span><span>"種類"</span><span>"伝票番号"</span>
                <span class="row-figure">"金額"</span><span>"担当者"</span><span>"再発行"</span>
            </div>
            <Windowed
                label="電子ジャーナル" id="journal"
                of=|state| state.issue_desk().list() cells=cells
                scrolled=|state, first, visible, now| state.on_journal_scrolled(first, visible, now)
                chosen=|state, place, now| state.on_journal_row(place, now)
                empty
            />
            <p class="counted" id="counted">{counted}</p>
        </section>
    }
}

fn cells(row: &PaperRow) -> AnyView {
    let number = row.receipt_number.map(|number| number.to_string()).unwrap_or_default();
    let copy = if row.copy > 0 { format!("{}回目", row.copy) } else { String::new() };
    view! {
        <span>{row.at_text.clone()}</span>
        <span>{row.kind.label()}</span>
        <span>{number}</span>
        <span class="row-figure">{row.amount.map(yen)}</span>
        <span>{row.who.as_deref().map(person)}</span>
        <span>{copy}</span>
    }
    .into_any()
}

/// What is looked for, in words.
fn described(filter: &PaperFilter) -> String {
    let days = match (&filter.from, &filter.to) {
        (None, None) => None,
        (Some(from), Some(to)) if from == to => Some(from.clone()),
        (from, to) => {
            let of = |day: &Option<String>| day.clone().unwrap_or_default();
            Some(format!("{}~{}", of(from), of(to)))
        }
    };
    let parts = [
        days.map(|days| format!("営業日 {days}")),
        filter.receipt_number.map(|number| format!("伝票番号 {number}")),
        filter.kind.map(|kind| format!("種類 {}", kind.label())),
        filter.text.as_ref().map(|text| format!("「{text}」を含む")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "すべて(新しい順)。F5 で探します。".to_owned()
    } else {
        parts.join("  ")
    }
}

fn nothing(desk: &Issue) -> String {
    match (desk.trouble(), *desk.filter() == PaperFilter::default()) {
        (Some(trouble), _) => format!("{trouble} F5 で条件を変えてください。"),
        (None, true) => {
            "まだ何も印刷されていません。「店頭処理」で会計すると、レシートがここに記録されます。記録は7年間保存してください。".to_owned()
        }
        (None, false) => {
            "条件に合う記録はありません。F5 で期間や条件を変えるか、F5 の画面で F2 条件クリア を押してください。".to_owned()
        }
    }
}
