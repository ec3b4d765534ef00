//! The serial ports of this computer, to choose one.

use catlink_shared::wire::port_test::{FoundPort, PortHolder};
use leptos::prelude::*;

use super::frame::Frame;
use crate::components::list_role;
use crate::front::Front;

#[component]
pub(crate) fn FoundPorts() -> impl IntoView {
    let front = Front::here();
    let ports = Memo::new(move |_| front.get(|state| state.desk().ports().map(<[FoundPort]>::to_vec)));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let rows = move || {
        let ports = ports.get().unwrap_or_default();
        ports.into_iter().enumerate().map(|(row, port)| view! { <PortRow row port cursor/> }).collect_view()
    };
    let nothing = move || match ports.with(|ports| ports.as_ref().map(Vec::len)) {
        None => Some("ポートを調べています…"),
        Some(0) => Some(
            "このパソコンにシリアルポートは見つかりません。USBケーブルを接続し、F9 で戻ってもう一度 F5 を押してください。",
        ),
        Some(_) => None,
    };
    view! {
        <Frame title="【ポートの選択】" class="dialog-wide">
            <p class="hint">"このパソコンで見つかったシリアルポートです。選んで F12 を押します。"</p>
            <div class="list" role=move || list_role(ports.with(|ports| ports.as_ref().is_none_or(Vec::is_empty))) aria-label="シリアルポート">{rows}</div>
            {move || nothing().map(|text| view! { <p class="list-empty">{text}</p> })}
        </Frame>
    }
}

#[component]
fn PortRow(row: usize, port: FoundPort, cursor: Memo<usize>) -> impl IntoView {
    let front = Front::here();
    let holder = match &port.holder {
        Some(PortHolder::Register { device }) => format!("{}で使用中", device.label()),
        Some(PortHolder::Program { name }) => format!("{name} が使用中"),
        None => "空き".to_owned(),
    };
    view! {
        <button
            type="button" class="row row-port" role="option" tabindex="-1"
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            <span class="row-name">{port.path}</span>
            <span class="row-note">{port.description}</span>
            <span class="row-note">{holder}</span>
        </button>
    }
}
