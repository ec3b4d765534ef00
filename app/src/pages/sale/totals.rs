//! What the sale comes to.

use leptos::prelude::*;

use crate::front::Front;

#[component]
pub(crate) fn SaleTotals() -> impl IntoView {
    let front = Front::here();
    let totals = Memo::new(move |_| front.get(|state| state.totals()));
    let total = move || totals.with(|t| t.as_ref().map_or("0".to_owned(), |t| t.total.to_string()));
    let pieces = move || totals.with(|t| t.as_ref().map_or(0, |t| t.pieces));
    view! {
        <section class="totals" aria-label="合計">
            <div class="totals-head">
                <span>"合計"</span>
                <span id="pieces">{move || format!("{}点", pieces())}</span>
            </div>
            <output class="total" id="total"><span class="yen">"¥"</span>{total}</output>
            <dl class="classes">
                {move || totals.with(|t| t.as_ref().map(|t| t.classes.iter().map(|class| view! {
                    <div>
                        <dt>{class.class.heading()}</dt>
                        <dd>{format!("¥{}", class.amount)}</dd>
                        <dd class="tax">{format!("内税 ¥{}", class.tax)}</dd>
                    </div>
                }).collect_view()))}
                {move || totals.with(|t| t.as_ref().filter(|t| t.slip_discount.get() > 0).map(|t| view! {
                    <div><dt>"伝票値引"</dt><dd>{format!("-¥{}", t.slip_discount)}</dd><dd></dd></div>
                }))}
            </dl>
        </section>
    }
}
