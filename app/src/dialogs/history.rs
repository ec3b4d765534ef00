//! 【検索】 of クレジット利用履歴.

use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::checkout::history::{HistoryField, HistoryScreen};
use crate::components::text_field::TextField;
use crate::dialogs::frame::Frame;
use crate::front::Front;

/// The dialog of a screen, where it is one.
pub(crate) fn shown(screen: HistoryScreen) -> AnyView {
    match screen {
        HistoryScreen::Find => view! { <Find/> }.into_any(),
        HistoryScreen::List | HistoryScreen::Totals | HistoryScreen::Paper => ().into_any(),
    }
}

#[component]
fn Find() -> impl IntoView {
    view! {
        <Frame title="【検索】クレジット利用履歴" class="dialog-wide">
            <p class="hint">"分かる条件だけを入力します。F5 で選択肢を順に選び、F12 で検索します。F2 で今月に戻ります。"</p>
            <div class="history-form">
                <Condition field=HistoryField::From hint="例 11/1"/>
                <Condition field=HistoryField::To hint="例 11/30"/>
                <Condition field=HistoryField::Company hint="F5 で選択"/>
                <Condition field=HistoryField::Category hint="F5 で選択"/>
                <Condition field=HistoryField::Operator hint="F5 で選択"/>
                <Condition field=HistoryField::Amount hint="円"/>
                <Condition field=HistoryField::Way hint="番号"/>
                <Condition field=HistoryField::Kind hint="番号"/>
                <Condition field=HistoryField::Slip hint="手動決済の番号も"/>
                <Condition field=HistoryField::Last4 hint="4桁だけ"/>
            </div>
        </Frame>
    }
}

/// A field, with the name of what stands in it.
#[component]
fn Condition(field: HistoryField, hint: &'static str) -> impl IntoView {
    let front = Front::here();
    let name = Memo::new(move |_| front.get(|state| state.condition_name(field)));
    view! {
        <div class="history-condition">
            <TextField field=Field::History(field) hint/>
            <p class="hint" data-name=field.id()>{name}</p>
        </div>
    }
}
