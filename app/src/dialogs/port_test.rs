//! 【接続テスト】: what answered at the port, or what is wrong and what to try.

use catlink_shared::terminal::{PosLink, TrainingAbility};
use catlink_shared::wire::port_test::{KnownUnit, PortTest, TestedTerminal};
use leptos::prelude::*;

use super::frame::Frame;
use crate::front::Front;

#[component]
pub(crate) fn PortTestShown() -> impl IntoView {
    let front = Front::here();
    let test = front.peek(|state| state.desk().test().cloned());
    test.map(|test| {
        view! {
            <Frame title="【接続テスト】" class="dialog-wide">
                <p class="what" id="what">{headline(&test)}</p>
                {test.troubles.iter().map(|trouble| view! {
                    <p class="warning">{trouble.message.clone()}</p>
                }).collect_view()}
                {test.terminal.as_ref().map(|terminal| view! { <dl class="compared">{facts(terminal)}</dl> })}
                <p class="hint">{next(&test)}</p>
            </Frame>
        }
    })
}

fn headline(test: &PortTest) -> String {
    let device = test.device.label();
    match (&test.terminal, test.troubles.is_empty()) {
        (Some(_), true) => format!("{device}の端末と正常に通信できました。"),
        (Some(_), false) => format!("{device}の端末は応答しましたが、このままでは使えません。"),
        (None, _) => format!("{device}の端末と通信できませんでした。"),
    }
}

fn next(test: &PortTest) -> &'static str {
    if test.may_be_fixed() {
        "F12 で入力に戻ります。もう一度 F12確定 を押すと登録し、この端末をこのレジの端末として記録します。"
    } else {
        "F12 で入力に戻ります。表示された点を直して、もう一度 F6接続テスト を押してください。"
    }
}

fn facts(terminal: &TestedTerminal) -> impl IntoView + use<> {
    let link = match terminal.pos_link {
        PosLink::On => "ON(連動中)",
        PosLink::Off => "OFF(非連動)",
    };
    let training = match terminal.training {
        TrainingAbility::Unable => "使えません",
        TrainingAbility::Able => "使えます",
        TrainingAbility::Locked => "練習モードに固定されています",
    };
    let known = match &terminal.known {
        KnownUnit::Remembered => "登録済みの端末です".to_owned(),
        KnownUnit::Another { kept } => format!("登録済みの端末({kept})とは別の端末です"),
        KnownUnit::New => "はじめて接続する端末です".to_owned(),
    };
    let slip = terminal.newest_slip.as_ref().map_or("なし".to_owned(), ToString::to_string);
    let simulated = if terminal.simulated { "(仮想端末)" } else { "" };
    [
        ("連携機種名", format!("{}{simulated}", terminal.model_name)),
        ("端末番号", terminal.terminal_id.to_string()),
        ("記録", known),
        ("POS連動", link.to_owned()),
        ("練習モード", training.to_owned()),
        ("最新の伝票番号", slip),
        ("往復時間", format!("{} ms", terminal.round_trip_ms.max(1))),
    ]
    .into_iter()
    .map(|(label, text)| view! { <div><dt>{label}</dt><dd>{text}</dd></div> })
    .collect_view()
}
