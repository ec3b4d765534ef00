//! What 【結果不明】 and 【決済内容相違】 share: the choices, and the form of the chosen one.

use catlink_shared::guidance::{Guidance, incomplete, not_on_record};
use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::profile::{CatModel, ManualOperation};
use catlink_shared::wire::update::PaymentView;
use leptos::prelude::*;

use crate::checkout::screen::{Choice, Screen};
use crate::components::slip_form::SlipForm;
use crate::components::steps::Steps;
use crate::front::Front;

/// The choices with their digits.
#[component]
pub(crate) fn Choices() -> impl IntoView {
    let front = Front::here();
    let choices = Memo::new(move |_| front.get(|state| state.choices()));
    let cursor = Memo::new(move |_| front.get(|state| state.cursor()));
    view! {
        <div class="choices" role="listbox" aria-label="確認した結果">
            {move || choices.get().iter().enumerate().map(|(row, (choice, text))| view! {
                <button
                    type="button" class="row row-choice" role="option" tabindex="-1" data-choice=row + 1
                    aria-selected=move || (cursor.get() == Some(row)).to_string()
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
                >
                    <kbd>{row + 1}</kbd>
                    <span class="row-name">{*text}</span>
                    <span class="row-note">{note(*choice)}</span>
                </button>
            }).collect_view()}
        </div>
    }
}

/// The form of the chosen one.
#[component]
pub(crate) fn ChoiceForm(screen: Screen, choice: Choice) -> impl IntoView {
    let front = Front::here();
    let title = front.peek(|state| {
        state.choices().iter().find(|(one, _)| *one == choice).map(|(_, text)| *text).unwrap_or_default()
    });
    let payment = match screen {
        Screen::Unknown(id) | Screen::Contradiction(id) => front.peek(|state| state.payment(id).cloned()),
        _ => None,
    };
    let (lines, steps) = guide(choice, payment.as_ref());
    view! {
        <section class="choice-form" data-choice-form=word(choice)>
            <h3>{title}</h3>
            {lines.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            {steps.map(|(model, operation)| view! { <Steps model operation/> })}
            {match (choice, screen) {
                (Choice::Charged, Screen::Unknown(id) | Screen::Contradiction(id)) => {
                    Some(view! { <ClockHint id/> })
                }
                _ => None,
            }}
            <SlipForm fields=screen.fields(Some(choice))/>
        </section>
    }
}

/// Where the terminal's clock is not known, nobody but the person can tell one 売上票 from another by its time.
#[component]
pub(crate) fn ClockHint(id: PaymentId) -> impl IntoView {
    let front = Front::here();
    let unknown = front.peek(|state| state.payment(id).is_some_and(|payment| !payment.clock.is_known()));
    unknown.then(|| {
        view! {
            <p class="warning" id="clock-unknown">
                "端末の時計が分からないため、時刻を照合できません。この会計の売上票か、時刻を特に確認してください。"
            </p>
        }
    })
}

fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Charged => "charged",
        Choice::NotOnRecord => "not-on-record",
        Choice::Incomplete => "incomplete",
        Choice::Hold => "hold",
        Choice::Voided => "voided",
        Choice::Refunded => "refunded",
        Choice::Otherwise => "otherwise",
    }
}

/// What choosing it leads to.
fn note(choice: Choice) -> &'static str {
    match choice {
        Choice::Charged => "売上票の内容を入力して、決済済みにします",
        Choice::NotOnRecord => "端末の最新の伝票番号を入力して、請求なしにします",
        Choice::Incomplete => "請求されたかどうかの調べ方を表示します",
        Choice::Hold => "お客様の連絡先を残し、責任者が後で確定します",
        Choice::Otherwise => "【チェックアウト】に戻り、現金などを受け取ります",
        Choice::Voided => "取消票の内容を入力します",
        Choice::Refunded => "お客様へ返した金額を入力します",
    }
}

/// What is said over the form of a choice, and what is done on the terminal for it.
fn guide(
    choice: Choice,
    payment: Option<&PaymentView>,
) -> (Vec<String>, Option<(CatModel, ManualOperation)>) {
    let said = |lines: &[&str]| (lines.iter().map(|line| (*line).to_owned()).collect(), None);
    let led = |payment: &PaymentView, guidance: Guidance| {
        let steps = guidance.by_hand.map(|operation| (payment.model, operation));
        (vec![guidance.what, guidance.next], steps)
    };
    match (choice, payment) {
        (Choice::NotOnRecord, Some(payment)) => led(payment, not_on_record(payment.model.profile())),
        (Choice::Incomplete, Some(payment)) => {
            led(payment, incomplete(payment.model.profile(), payment.category))
        }
        (Choice::NotOnRecord | Choice::Incomplete, None) => said(&[]),
        (Choice::Charged, _) => {
            said(&["端末から出た売上票を手元に用意し、印字されているとおりに入力して F12 を押してください。"])
        }
        (Choice::Hold, _) => said(&[
            "お客様の連絡先を残して保留します。要確認として残り、責任者が後で確定します。カード番号は書かないでください。",
            "端末が待機画面のときは、端末の最新の伝票番号も入力すると、次のお客様の決済に端末を使えます。",
        ]),
        (Choice::Otherwise, _) => said(&[
            "現金など別の方法でお支払いを受けます。F12 を押すと【チェックアウト】に戻ります。",
            "このカード決済は「要確認」に残ります。後で承認が分かったときは、端末で取消(二重受取)が必要です。",
        ]),
        (Choice::Voided, _) => {
            said(&["端末で取消を行い、取消票に印字された伝票番号と金額を入力して F12 を押してください。"])
        }
        (Choice::Refunded, _) => said(&[
            "端末で決済された金額と同じ額を現金でお客様にお返しし、その金額を入力して F12 を押してください。",
        ]),
    }
}
