//! What is done by hand, step by step: on the terminal, or with cash where the terminal cannot.

use catlink_shared::money::Yen;
use leptos::prelude::*;

/// Numbered steps.
#[component]
pub(crate) fn Steps(title: &'static str, steps: Vec<String>) -> impl IntoView {
    view! {
        <section class="steps">
            <h3>{title}</h3>
            <ol>{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
        </section>
    }
}

/// How money of a brand that cannot be voided goes back to the customer.
#[component]
pub(crate) fn CashSteps(amount: Yen) -> impl IntoView {
    let steps = vec![
        "売上票で、端末で決済された金額を確かめます。".to_owned(),
        format!("お客様へ現金で ¥{amount} を返金します。"),
        "返金した金額を入力し、F12 で記録します。".to_owned(),
    ];
    view! {
        <div>
            <p class="warning" id="cash-back">
                "このブランドは端末で取消できません。お客様へ現金で返金し、この画面に記録してください。"
            </p>
            <Steps title="現金で返金するときの手順" steps/>
        </div>
    }
}
