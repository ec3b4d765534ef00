//! 照合: what the POS has of each terminal beside its 中間計.

use catlink_shared::terminal::profile::{CatModel, ManualOperation};
use catlink_shared::wire::day::TerminalBooked;
use catlink_shared::wire::matching::RunRow;
use leptos::prelude::*;

use crate::checkout::Checkout;
use crate::checkout::day::DayField;
use crate::checkout::field::Field;
use crate::components::keypad::Keypad;
use crate::components::steps::Steps;
use crate::components::text_field::TextField;
use crate::components::yen;
use crate::front::Front;

#[component]
pub(crate) fn Compare() -> impl IntoView {
    let front = Front::here();
    let terminals = Memo::new(move |_| front.get(|state| linked(state.day().drawer())));
    let model = Memo::new(move |_| front.get(model_at));
    view! {
            <div class="day-columns">
                <div class="day-main">
                    <h2>"端末の中間計と比べます(日計はまだとりません)"</h2>
                    <p class="hint">"端末で手動で決済・取消したものがあると差異になります。差異は精算の記録に残ります。"</p>
                    <div class="terminals-compared">
                        {move || terminals.get().into_iter().map(|terminal| view! { <Terminal terminal/> }).collect_view()}
                    </div>
    {move || model.get().map(|model| view! { <Steps model operation=ManualOperation::Subtotal/> })}
                </div>
                <aside class="day-side"><Keypad/></aside>
            </div>
        }
}

/// The terminals that are linked here now.
pub(crate) fn linked(drawer: Option<&catlink_shared::wire::day::DrawerView>) -> Vec<TerminalBooked> {
    let terminals = drawer.map(|drawer| drawer.terminals.clone()).unwrap_or_default();
    terminals.into_iter().filter(|terminal| terminal.model.is_some()).collect()
}

/// The model the clerk is at: whose figures are typed, else the first.
fn model_at(state: &Checkout) -> Option<CatModel> {
    let terminals = linked(state.day().drawer());
    let device = match state.focus() {
        Some(Field::Day(DayField::Count(device) | DayField::Total(device))) => Some(device),
        Some(_) | None => None,
    };
    let at = terminals.iter().find(|terminal| Some(terminal.device) == device).or(terminals.first());
    at.and_then(|terminal| terminal.model)
}

/// The newest 決済照合 of these days.
fn newest(run: Option<&RunRow>) -> String {
    match run {
        None => "決済照合はまだ行っていません(帳票 > 決済照合)。".to_owned(),
        Some(run) => {
            let standing = crate::pages::matching::standing(run);
            format!("決済照合 {} {}", crate::pages::matching::minute(&run.at_text), standing)
        }
    }
}

#[component]
fn Terminal(terminal: TerminalBooked) -> impl IntoView {
    let front = Front::here();
    let TerminalBooked { device, model, booked, run } = terminal;
    let typed = Memo::new(move |_| front.get(|state| state.subtotal(device)));
    let verdict = move || match typed.get() {
        None => ("open", "未入力".to_owned()),
        Some(typed) if typed == booked => ("same", "一致しています".to_owned()),
        Some(typed) => {
            let count = i64::from(typed.count) - i64::from(booked.count);
            let amount = catlink_shared::wire::day::difference(typed.amount, booked.amount);
            ("different", format!("差異 {count:+}件 {}", yen(amount)))
        }
    };
    view! {
        <fieldset class="terminal-compared" data-device=device.label()>
            <legend>{format!("{} {}", device.label(), model.map(|model| model.profile().name).unwrap_or_default())}</legend>
            <p class="booked">
                <span>"POSの連動決済"</span>
                <b>{format!("{}件 {}", booked.count, yen(booked.amount))}</b>
            </p>
            <p class="hint" data-run="newest">{newest(run.as_ref())}</p>
            <TextField field=Field::Day(DayField::Count(device))/>
            <TextField field=Field::Day(DayField::Total(device))/>
            <p class="verdict" data-verdict=move || verdict().0>{move || verdict().1}</p>
        </fieldset>
    }
}
