//! 【検索】: what is looked for in 電子ジャーナル.

use catlink_shared::wire::paper::MOST_TEXT_DAYS;
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn Filter() -> impl IntoView {
    let front = Front::here();
    let kind = move || front.get(|state| state.issue_desk().kind().map_or("すべて", |kind| kind.label()));
    view! {
        <Frame title="【電子ジャーナルの検索】" class="dialog-wide">
            <p class="ask">"分かる条件だけを入力し、F12 を押してください。"</p>
            <div class="form journal-form">
                <TextField field=Field::FindFrom hint="例 11/23"/>
                <TextField field=Field::FindTo hint="空欄は同じ日"/>
                <TextField field=Field::FindNumber hint="番号またはバーコード"/>
                <TextField field=Field::PaperText hint="商品名、宛名など"/>
            </div>
            <p class="subject" id="journal-kind"><kbd>"F6"</kbd>" 種類: "<b>{kind}</b></p>
            <p class="hint">{format!("文字で探すときは、開始日と終了日を{MOST_TEXT_DAYS}日以内で指定します。")}</p>
        </Frame>
    }
}
