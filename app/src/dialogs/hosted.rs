//! 【外部ページの追加】, 【接続コード】 and 【接続の削除】.

use catlink_shared::wire::hosted::HostedId;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::hosted::{HostedScreen, Offer};
use crate::components::spoken;
use crate::components::text_field::TextField;
use crate::front::Front;

/// The dialog of a screen of 外部ページの接続, where it is one.
pub(super) fn shown(screen: HostedScreen) -> AnyView {
    match screen {
        HostedScreen::List => ().into_any(),
        HostedScreen::Add => view! { <Add/> }.into_any(),
        HostedScreen::Code => view! { <Code/> }.into_any(),
        HostedScreen::Revoke(id) => view! { <Revoke id/> }.into_any(),
    }
}

#[component]
fn Add() -> impl IntoView {
    view! {
        <Frame title="【外部ページの追加】" class="dialog-ask">
            <p class="ask">"このコンピュータのブラウザで開く、外部ページのアドレスを入力してください。"</p>
            <TextField field=Field::Origin hint="https://pos.example.jp"/>
            <p class="hint">"「https://」は省略できます。「/」から後ろは入力しません。"</p>
            <p class="hint">"F12 で接続コードを発行します。追加したページでは、担当者がサインインすると、会計やカード決済ができるようになります。信頼できる提供元のページだけを追加してください。"</p>
        </Frame>
    }
}

#[component]
fn Code() -> impl IntoView {
    let front = Front::here();
    let offer = Memo::new(move |_| front.get(|state| state.hosted().offer().cloned()));
    let origin =
        move || offer.with(|offer| offer.as_ref().map(|offer| offer.origin.to_string()).unwrap_or_default());
    let left = move || {
        let now = front.now();
        offer.with(|offer| offer.as_ref().map_or(0, |offer| offer.seconds_left(now)))
    };
    view! {
        <Frame title="【接続コード】" class="dialog-ask">
            <p class="hint">"次のページを開いて、このコードを入力してください。"</p>
            <p class="subject" id="code-origin">{origin}</p>
            <p class="code-shown" id="code">{move || offer.with(|offer| offer.as_ref().map(Offer::grouped))}</p>
            <p class="code-left" id="code-left">
                {move || format!("残り {}", spoken(i64::try_from(left()).unwrap_or(0)))}
            </p>
            <p class="warning">{move || format!("このコードは {} の画面だけに入力してください。ほかの画面や、電話・メールで尋ねられても教えないでください。", origin())}</p>
            <p class="hint">"接続すると、この画面は自動で閉じます。"</p>
        </Frame>
    }
}

#[component]
fn Revoke(id: HostedId) -> impl IntoView {
    let front = Front::here();
    let page = front.peek(|state| state.hosted().page(id).cloned());
    let connected = page.as_ref().is_some_and(|page| page.connected > 0);
    let origin = page.map(|page| page.origin.to_string()).unwrap_or_default();
    view! {
        <Frame title="【接続の削除】" class="dialog-ask">
            <p class="subject">{origin}</p>
            <p class="ask">"このページの接続を削除します。よろしいですか?"</p>
            {connected.then(|| view! {
                <p class="warning" id="connected">"いま使われています。削除すると、そのページはすぐに使えなくなります。"</p>
            })}
            <p class="hint">"決済の途中でも、決済と会計の記録はレジシステムに残ります。もう一度使うときは、コードを発行して登録し直します。"</p>
            <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
        </Frame>
    }
}
