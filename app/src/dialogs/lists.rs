//! 【参照】: 要確認 and 端末側の操作待ち.

use catlink_shared::payment::PaymentState;
use catlink_shared::wire::update::{ActionView, PaidFor, PaymentView, TerminalView};
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::questions::Open;
use crate::checkout::screen::Screen;
use crate::components::list_role;
use crate::components::spoken;
use crate::front::Front;

#[derive(Clone, PartialEq)]
enum Item {
    Question(Box<PaymentView>, i64),
    Exchange(TerminalView),
    Action(ActionView),
}

#[component]
pub(crate) fn Lists() -> impl IntoView {
    let front = Front::here();
    let items = Memo::new(move |_| {
        let now = front.now();
        front.get(|state| {
            let item = |open: Open<'_>| match open {
                Open::Question(payment) => {
                    let seconds = state.seconds_since(payment.accepted_at, now);
                    Item::Question(Box::new(payment.clone()), seconds)
                }
                Open::Exchange(terminal) => Item::Exchange(terminal.clone()),
                Open::Action(action) => Item::Action(action.clone()),
            };
            state.open_things().into_iter().map(item).collect::<Vec<_>>()
        })
    });
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <Frame title="【要確認・端末側の操作待ち】" class="dialog-wide">
            <p class="hint">"選択して F12 で開きます。要確認は端末の画面と売上票で確かめ、操作待ちは端末の伝票番号と金額を入力して完了にします。"</p>
            <div class="list" role=move || list_role(items.with(Vec::is_empty)) aria-label="要確認と端末側の操作待ち">
                {move || items.get().into_iter().enumerate().map(|(row, item)| view! { <ItemRow row item cursor/> }).collect_view()}
                <Show when=move || items.with(Vec::is_empty)>
                    <p class="list-empty">"要確認・操作待ちはありません。"</p>
                </Show>
            </div>
        </Frame>
    }
}

#[component]
fn ItemRow(row: usize, item: Item, cursor: Memo<usize>) -> impl IntoView {
    let front = Front::here();
    let (kind, note, name, amount) = match item {
        Item::Question(payment, seconds) => (
            question_word(&payment),
            format!("{} {}前", payment.device.label(), spoken(seconds)),
            payment.card_company_name.clone(),
            Some(payment.amount),
        ),
        Item::Exchange(terminal) => {
            let found = terminal.exchanged.map(|units| format!("端末番号 {}", units.found));
            ("端末交換", terminal.device.label().to_owned(), found.unwrap_or_default(), None)
        }
        Item::Action(action) => {
            let receipt = action.receipt_number.map(|number| format!(" 伝票{number}")).unwrap_or_default();
            let note = format!("{}{receipt}", action.opened_at);
            (action.label(), note, action.card_company_name, Some(action.amount))
        }
    };
    view! {
        <button
            type="button" class="row row-open" role="option" tabindex="-1" data-item=row
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <span class="row-kind">{kind}</span>
            <span class="row-name">{name}</span>
            <span class="row-note">{note}</span>
            <span class="row-figure">{amount.map(|amount| format!("¥{amount}"))}</span>
        </button>
    }
}

fn question_word(payment: &PaymentView) -> &'static str {
    match Screen::of_payment(payment.payment_id, &payment.state) {
        Some(Screen::HandOver(_)) => match payment.paid_for {
            PaidFor::Goods => "お渡し確認",
            PaidFor::Deposit => "内金の確認",
        },
        Some(Screen::Contradiction(_)) => "決済内容相違",
        _ if matches!(payment.state, PaymentState::Superseded { .. }) => "結果不明(別途受取済)",
        _ => "結果不明",
    }
}
