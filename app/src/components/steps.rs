//! What is done on the terminal by hand, step by step, as the model's profile tells it.

use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::{CatModel, ManualOperation};
use leptos::prelude::*;

/// Numbered steps of one operation on one model.
#[component]
pub(crate) fn Steps(model: CatModel, operation: ManualOperation) -> impl IntoView {
    let profile = model.profile();
    let steps = profile.manual_steps(operation);
    view! {
        <section class="steps" id="steps">
            <header>
                <h3>{operation.title()}</h3>
                <span class="steps-model">{profile.name}</span>
            </header>
            <ol>{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
        </section>
    }
}

/// The same, where there are any.
#[component]
pub(crate) fn StepsOf(steps: Memo<Option<(CatModel, ManualOperation)>>) -> impl IntoView {
    move || steps.get().map(|(model, operation)| view! { <Steps model operation/> })
}

/// How money of a brand that cannot be voided goes back to the customer.
#[component]
pub(crate) fn CashSteps(model: CatModel, amount: Yen) -> impl IntoView {
    view! {
        <div>
            <p class="warning" id="cash-back">
                {format!("このブランドは端末で取消できません。お客様へ現金で ¥{amount} を返金し、この画面に記録してください。")}
            </p>
            <Steps model operation=ManualOperation::CashBack/>
        </div>
    }
}
