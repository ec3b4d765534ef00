//! What is particular about the sale on the counter: watched, locked.

use leptos::prelude::*;

use crate::checkout::screen::Screen;
use crate::front::Front;

#[component]
pub(crate) fn Notes() -> impl IntoView {
    let front = Front::here();
    let watched =
        Memo::new(move |_| front.get(|state| state.own_sale().is_none() && state.watched().is_some()));
    let paying = Memo::new(move |_| {
        front.get(|state| {
            let payment = state.watched()?.payment.as_ref()?;
            let dialog = Screen::of_payment(payment.payment_id, &payment.state)?;
            Some((dialog.name(), payment.amount.to_string(), payment.card_company_name.clone()))
        })
    });
    let locked = Memo::new(move |_| {
        front.get(|state| state.own_payment().is_some_and(|payment| payment.state.is_question()))
    });
    view! {
        <Show when=move || watched.get()>
            <div class="note note-watched" id="watched" role="status">
                <strong>"別の画面で会計中です"</strong>
                <span>"この画面では見るだけです。この画面で続けるときは F12 引継ぐ を押してください。"</span>
                {move || paying.get().map(|(dialog, amount, company)| view! {
                    <span data-watching=dialog>{format!("{company} ¥{amount}:{}", word(dialog))}</span>
                })}
            </div>
        </Show>
        <Show when=move || locked.get()>
            <div class="note note-locked" id="locked" role="status">
                <strong>"決済の確認が済んでいません"</strong>
                <span>"この伝票は変更できません。F5 確認画面で続けるか、F7 会計保留で次のお客様へ進めます。"</span>
            </div>
        </Show>
    }
}

fn word(dialog: &str) -> &'static str {
    match dialog {
        "linking" => "CAT端末連動中",
        "failure" => "決済エラー",
        "unknown" => "結果不明",
        "handover" => "商品お渡しの確認待ち",
        _ => "決済内容相違",
    }
}
