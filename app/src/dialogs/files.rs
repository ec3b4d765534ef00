//! 【取込・書出】: what can be done, how far it is, and what a file would change.

mod report;

use catlink_shared::masters::Master;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::frame::Frame;
use crate::checkout::masters::files::{Errand, Far};
use crate::files;
use crate::front::Front;
use report::ReportView;

#[component]
pub(crate) fn Files(master: Master) -> impl IntoView {
    let front = Front::here();
    let report = Memo::new(move |_| {
        front.get(|state| {
            let files = state.desk().files();
            files.report().map(|report| (report.clone(), files.is_checked()))
        })
    });
    let doing = Memo::new(move |_| front.get(|state| state.desk().files().doing()));
    let choosing = move || doing.with(Option::is_none) && report.with(Option::is_none);
    view! {
        <Frame title="【取込・書出】" class="dialog-wide">
            <div
                class="files"
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    files::take(front, event.data_transfer().and_then(|data| data.files()));
                }
            >
                <p class="subject">{master.label()}</p>
                <Show when=choosing>
                    <Errands all=Errand::all(master)/>
                    <Imports master/>
                </Show>
                {move || doing.get().map(|(words, far)| view! { <Progress words far stopped=MASTERS_STOPPED/> })}
                {move || report.get().map(|(report, checked)| view! { <ReportView report checked/> })}
            </div>
        </Frame>
    }
}

/// 【CSV書出】 of a report.
#[component]
pub(crate) fn Export() -> impl IntoView {
    let front = Front::here();
    let doing = Memo::new(move |_| front.get(|state| state.desk().files().doing()));
    view! {
        <Frame title="【CSV書出】" class="dialog-wide">
            <div class="files">
                <Show when=move || doing.with(Option::is_none)>
                    <Errands all=&Errand::ALL[..2]/>
                    <p class="hint">"ファイルはブラウザの「ダウンロード」に保存されます。"</p>
                </Show>
                {move || doing.get().map(|(words, far)| view! { <Progress words far stopped=REPORT_STOPPED/> })}
            </div>
        </Frame>
    }
}

const MASTERS_STOPPED: &str = "F9で中止できます。中止すると、何も登録されません。";
const REPORT_STOPPED: &str = "F9で中止できます。";

/// What can be done.
#[component]
fn Errands(all: &'static [Errand]) -> impl IntoView {
    let front = Front::here();
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    view! {
        <div class="list" role="listbox" aria-label="取込と書出">
            {all.iter().enumerate().map(|(row, errand)| {
                let (name, about) = errand.words();
                view! {
                    <button
                        type="button"
                        tabindex="-1"
                        class="row row-errand"
                        role="option"
                        aria-selected=move || (cursor.get() == row).to_string()
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                        on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
                    >
                        <kbd>{row + 1}</kbd>
                        <span class="row-name">{name}</span>
                        <span class="row-note">{about}</span>
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

/// Where a file can be dropped.
#[component]
fn Imports(master: Master) -> impl IntoView {
    let front = Front::here();
    let known = move || {
        front.get(|state| {
            state.desk().files().known().map_or_else(
                || "マスタファイルは、まだ書き出しも取り込みもしていません。".to_owned(),
                |file| format!("このレジのマスタファイル: 第{}版({})", file.revision, file.made_at),
            )
        })
    };
    let imports = Errand::all(master).contains(&Errand::Import);
    view! {
        <Show when=move || imports>
            <label class="drop" for=files::PICKER>
                <span>"取り込むファイルは、ここへドロップするか、"</span>
                <span class="drop-pick">"ファイルを選ぶ"</span>
                <input
                    id=files::PICKER
                    type="file"
                    tabindex="-1"
                    accept=".csv,.txt,.json"
                    on:change=move |event| {
                        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
                        files::take(front, input.and_then(|input| input.files()));
                    }
                />
            </label>
            <p class="hint">{known}</p>
            <p class="hint">
                "Excelで編集するときは、先頭の0や13桁の数字が変わらないように、コードの列を「文字列」として開いてください。"
            </p>
        </Show>
    }
}

#[component]
fn Progress(words: &'static str, far: Far, stopped: &'static str) -> impl IntoView {
    let count = match far.total {
        0 => String::new(),
        total => format!("{} / {}", grouped(far.done.min(total)), grouped(total)),
    };
    let max = (far.total > 0).then(|| far.total.to_string());
    let value = (far.total > 0).then(|| far.done.to_string());
    view! {
        <div class="working" role="status">
            <p class="what">{format!("{words}…")}</p>
            <progress max=max value=value aria-label=words></progress>
            <p class="far" id="far">{count}</p>
            <p class="hint">{stopped}</p>
        </div>
    }
}

/// Figures in threes.
fn grouped(number: u32) -> String {
    catlink_shared::money::Yen::new(number.into()).to_string()
}
