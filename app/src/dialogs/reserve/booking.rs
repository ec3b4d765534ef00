//! 【予約内容】: who, until when, and 内金.

use catlink_shared::reservation::Purpose;
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::text_field::TextField;
use crate::dialogs::frame::Frame;
use crate::front::Front;

#[component]
pub(super) fn BookingForm() -> impl IntoView {
    let front = Front::here();
    let total =
        move || front.get(|state| state.totals().map(|totals| format!("予約商品の合計 ¥{}", totals.total)));
    let held = front.peek(|state| match state.purpose() {
        Purpose::Change { booking, .. } => Some(booking.deposit),
        Purpose::Sale | Purpose::Reserve(_) | Purpose::HandOver { .. } => None,
    });
    view! {
        <Frame title="【予約内容】" class="dialog-wide">
            <p class="subject">{total}</p>
            <div class="form booking">
                <TextField field=Field::Customer hint="山田 太郎"/>
                <TextField field=Field::Phone hint="090-1234-5678"/>
                <TextField field=Field::DueDate hint="12/24"/>
                {match held {
                    None => view! { <TextField field=Field::Deposit class="field-amount" hint="0"/> }.into_any(),
                    Some(held) => view! {
                        <p class="subject" id="held">{format!("お預りしている内金 ¥{held}")}</p>
                    }.into_any(),
                }}
                <TextField field=Field::BookingNote hint="のし、配達など(任意)"/>
            </div>
            <p class="hint">
                {match held {
                    None => "内金は今お預りする金額です。0円なら、引渡のときに全額をいただきます。F12 でチェックアウトへ進みます。",
                    Some(_) => "内金は変更できません。F12 で予約を変更します。",
                }}
            </p>
        </Frame>
    }
}
