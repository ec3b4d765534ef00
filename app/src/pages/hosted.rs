//! 外部ページの接続: the pages from elsewhere that are paired with this register.

use catlink_shared::wire::hosted::HostedPage;
use leptos::prelude::*;

use crate::components::person;
use crate::front::Front;

const COLUMNS: [&str; 4] = ["外部ページ", "登録", "最後の接続", "いま開いている画面"];

#[component]
pub(crate) fn HostedList() -> impl IntoView {
    let front = Front::here();
    let pages = Memo::new(move |_| front.get(|state| state.hosted().pages().map(<[_]>::to_vec)));
    let open_for = Memo::new(move |_| front.get(|state| state.hosted().open_for().map(ToString::to_string)));
    view! {
        <section class="masters">
            <header class="masters-head">
                <h1>"外部ページの接続"</h1>
                <p class="hint">"ほかの場所で公開されているページから、このレジを使えるようにします。"</p>
            </header>
            <div class="rows">
                <table>
                    <thead>
                        <tr>{COLUMNS.map(|label| view! { <th class="rows-text">{label}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {move || pages.get().unwrap_or_default().into_iter().enumerate().map(|(at, page)| line(front, at, page)).collect_view()}
                    </tbody>
                </table>
                {move || match pages.get() {
                    None => Some(view! { <p class="list-empty">"読み込んでいます…"</p> }.into_any()),
                    Some(pages) if pages.is_empty() => Some(view! { <Nothing/> }.into_any()),
                    Some(_) => None,
                }}
            </div>
            {move || open_for.get().map(|origin| view! {
                <p class="hint" id="open-for">{format!("{origin} 用の接続コードを発行中です。")}</p>
            })}
            <p class="counted" id="counted">
                {move || pages.get().map(|pages| format!("{}件", pages.len()))}
            </p>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="list-empty hosted-empty" id="no-hosted">
            <p><strong>"接続している外部ページはありません。"</strong></p>
            <p>"この画面(レジシステム自身の画面)だけで会計するお店では、設定は要りません。"</p>
            <p>"本部やシステム会社が用意したページ(https://…)から、このコンピュータのレジを使うときだけ、F2 追加 で登録します。"</p>
        </div>
    }
}

fn line(front: Front, at: usize, page: HostedPage) -> impl IntoView {
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let tabs = if page.connected == 0 { "–".to_owned() } else { format!("{}画面", page.connected) };
    view! {
        <tr
            data-origin=page.origin.to_string()
            data-connected=page.connected.to_string()
            aria-selected=move || (cursor.get() == at).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(at, now)); }
        >
            <td class="rows-text">{page.origin.to_string()}</td>
            <td class="rows-text">{page.paired_at_text}" "{person(&page.paired_by)}</td>
            <td class="rows-text">{page.seen_at_text.unwrap_or_else(|| "まだありません".to_owned())}</td>
            <td class="rows-text">{tabs}</td>
        </tr>
    }
}
