//! 決済照合: the runs, a new one, its differences.

mod itemise;
mod new;
mod run;

use catlink_shared::wire::matching::RunRow;
use leptos::prelude::*;

use crate::checkout::matching::MatchScreen;
use crate::components::person;
use crate::front::Front;

const COLUMNS: [(&str, &str); 6] = [
    ("照合番号", "rows-text"),
    ("照合日時", "rows-text"),
    ("端末", "rows-text"),
    ("期間(端末の時計)", "rows-text"),
    ("方法", "rows-text"),
    ("差異", "rows-text"),
];

#[component]
pub(crate) fn MatchPage(screen: MatchScreen) -> impl IntoView {
    match screen {
        MatchScreen::List | MatchScreen::Reading | MatchScreen::Close(_) => view! { <Runs/> }.into_any(),
        MatchScreen::New => view! { <new::New/> }.into_any(),
        MatchScreen::Totals => view! { <new::Totals/> }.into_any(),
        MatchScreen::Run(run) => view! { <run::Run run/> }.into_any(),
        MatchScreen::Itemise(difference) => view! { <itemise::Itemise difference/> }.into_any(),
    }
}

#[component]
fn Runs() -> impl IntoView {
    let front = Front::here();
    let rows = Memo::new(move |_| front.get(|state| state.matching().runs().to_vec()));
    let place = Memo::new(move |_| front.get(|state| state.matching().place()));
    let nothing = move || match place.get() {
        None => "読み込んでいます…",
        Some(_) => "まだ照合していません。F6 新しい照合 で、端末の中間計とPOSを比べます。",
    };
    let counted = move || {
        place.get().map(|(at, total)| {
            let shown = u64::try_from(rows.with(Vec::len)).unwrap_or(0);
            format!("{total}件中 {}~{}件", (at + 1).min(total), at + shown)
        })
    };
    view! {
        <section class="masters" data-matching="runs">
            <header class="masters-head">
                <h1>"決済照合"</h1>
                <p class="hint">"端末の中間計とPOSの記録を1件ずつ比べます。未対応の差異がある照合が上に並びます。端末の日計は取りません。"</p>
            </header>
            <div class="rows">
                <table>
                    <thead>
                        <tr>{COLUMNS.map(|(label, class)| view! { <th class=class>{label}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {move || rows.get().into_iter().enumerate().map(|(at, row)| line(front, at, row)).collect_view()}
                    </tbody>
                </table>
                <Show when=move || rows.with(Vec::is_empty)>
                    <p class="list-empty">{nothing}</p>
                </Show>
            </div>
            <p class="counted" id="counted">{counted}</p>
        </section>
    }
}

fn line(front: Front, at: usize, row: RunRow) -> impl IntoView {
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let standing = standing(&row);
    view! {
        <tr
            data-run=row.run.to_string()
            data-open=row.open.to_string()
            aria-selected=move || (cursor.get() == at).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <td class="rows-text">{row.run.to_string()}</td>
            <td class="rows-text">{row.at_text}" "{person(&row.who)}</td>
            <td class="rows-text">{row.device.label()}" "{row.terminal_id.to_string()}</td>
            <td class="rows-text">{format!("{} ~ {}", minute(&row.from_text), minute(&row.to_text))}</td>
            <td class="rows-text">{row.source.label()}</td>
            <td class="rows-text">{standing}</td>
        </tr>
    }
}

/// How many of its differences are open.
pub(crate) fn standing(row: &RunRow) -> String {
    match (row.differences, row.open) {
        (0, _) => "差異なし".to_owned(),
        (all, 0) => format!("対応済み({all}件)"),
        (all, open) => format!("未対応 {open}件(差異 {all}件)"),
    }
}

/// A time without its seconds.
pub(crate) fn minute(text: &str) -> &str {
    text.get(..16).unwrap_or(text)
}
