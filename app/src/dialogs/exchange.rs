//! 【端末交換】: another unit than the shop's answers at a port.

use catlink_shared::card::CatDeviceId;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::screen::Screen;
use crate::components::slip_form::SlipForm;
use crate::front::Front;

#[component]
pub(crate) fn Exchange(device: CatDeviceId) -> impl IntoView {
    let front = Front::here();
    let units = Memo::new(move |_| front.get(|state| state.exchange(device).cloned()));
    view! {
        <Frame title="【端末交換】" class="dialog-ask">
            <p class="ask">{format!("{}の端末が交換されました。この端末を使います。よろしいですか?", device.label())}</p>
            {move || units.get().map(|units| view! {
                <dl class="compared">
                    <div><dt>"登録の端末番号"</dt><dd>{units.kept.to_string()}</dd></div>
                    <div><dt>"接続中の端末番号"</dt><dd id="found">{units.found.to_string()}</dd></div>
                </dl>
            })}
            <p class="warning">
                "端末を交換していないのに表示されるときは F9 を押し、配線を責任者に確認してください。前の端末で確認の済んでいない決済は、要確認のまま残ります。"
            </p>
            <SlipForm fields=Screen::Exchange(device).fields(None)/>
            <p class="answers"><span><kbd>"F12"</kbd>"はい"</span><span><kbd>"F9"</kbd>"いいえ"</span></p>
        </Frame>
    }
}
