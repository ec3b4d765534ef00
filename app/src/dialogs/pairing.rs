//! 【外部ページの登録】: this page comes from elsewhere, and the code for it is typed here.

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::checkout::reach::pairing::Pairing;
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn PairThis() -> impl IntoView {
    let front = Front::here();
    let origin = front.peek(|state| state.own_origin().to_owned());
    let steps =
        Memo::new(move |_| front.get(|state| state.away().map(|told| told.steps).unwrap_or_default()));
    let pairing = Memo::new(move |_| front.get(|state| state.pairing()));
    view! {
        <Frame title="【外部ページの登録】" class="dialog-pairing">
            <p class="subject" id="own-origin">{origin}</p>
            <p class="ask">"このページをこのレジで使うには、登録が必要です(このブラウザで一度だけ)。"</p>
            <section class="steps">
                <ol>{move || steps.get().into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            </section>
            <div class="pairing-code">
                <TextField field=Field::PairingCode class="field-large"/>
                <p class="pairing-state" id="pairing-state" role="status" data-pairing=move || word(pairing.get())>
                    {move || sentence(pairing.get())}
                </p>
            </div>
        </Frame>
    }
}

const fn word(pairing: Option<Pairing>) -> &'static str {
    match pairing {
        Some(Pairing::Ready) => "ready",
        Some(Pairing::Asked) => "asked",
        Some(Pairing::Waits) | None => "waits",
    }
}

const fn sentence(pairing: Option<Pairing>) -> &'static str {
    match pairing {
        Some(Pairing::Ready) => "コードを入力できます。8桁を入力して F12 登録 を押してください。",
        Some(Pairing::Asked) => "確認しています…",
        Some(Pairing::Waits) | None => "コードの発行待ちです。発行されると、自動で入力できるようになります。",
    }
}
