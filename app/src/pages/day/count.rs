//! Counting a drawer: pieces by denomination, or the sum.

use catlink_shared::wire::day::{DENOMINATIONS, difference};
use leptos::prelude::*;

use crate::checkout::day::{CountBy, DayField};
use crate::checkout::field::Field;
use crate::components::amount::Amount;
use crate::components::text_field::TextField;
use crate::components::{over_or_short, yen};
use crate::front::Front;

/// The fields of a count.
#[component]
pub(crate) fn CountFields() -> impl IntoView {
    let front = Front::here();
    let by = Memo::new(move |_| front.get(|state| state.day().count_by()));
    move || {
        match by.get() {
        CountBy::Sum => {
            view! { <div class="count-sum"><TextField field=Field::Day(DayField::Sum) class="field-large"/></div> }
                .into_any()
        }
        CountBy::Denominations => view! {
            <div class="count">
                {DENOMINATIONS.iter().zip(0_u8..).map(|(value, at)| view! { <Denomination value=*value at/> }).collect_view()}
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Denomination(value: i64, at: u8) -> impl IntoView {
    let front = Front::here();
    let field = Field::Day(DayField::Pieces(at));
    let sum = Memo::new(move |_| {
        front.get(|state| state.fields().yen(field).and_then(|count| count.checked_mul(value)))
    });
    view! {
        <div class="pieces">
            <TextField field/>
            <span class="pieces-unit">{if value >= 1_000 { "枚" } else { "個" }}</span>
            <output class="pieces-sum">{move || sum.get().map(yen)}</output>
        </div>
    }
}

/// What was counted, beside what should be there.
#[component]
pub(crate) fn Compared() -> impl IntoView {
    let front = Front::here();
    let expected = Memo::new(move |_| front.get(|state| state.expected_cash()));
    let counted = Memo::new(move |_| front.get(|state| state.counted().map(|counted| counted.sum())));
    let apart = move || Some(difference(counted.get()?, expected.get()?));
    let shown = |amount: Option<catlink_shared::money::Yen>| amount.map_or("–".to_owned(), yen);
    view! {
        <div class="compared-cash">
            <Amount label="あるはずの金額" value=Signal::derive(move || shown(expected.get())) id="expected"/>
            <Amount label="数えた金額" value=Signal::derive(move || shown(counted.get())) id="counted"/>
            <Amount
                label="過不足"
                value=Signal::derive(move || apart().map_or("–".to_owned(), over_or_short))
                id="difference"
                class="amount-large"
            />
        </div>
    }
}

/// What is typed as a count, without anything to compare it with.
#[component]
pub(crate) fn CountedSum(label: &'static str) -> impl IntoView {
    let front = Front::here();
    let counted = Memo::new(move |_| front.get(|state| state.counted().map(|counted| counted.sum())));
    view! {
        <Amount
            label
            value=Signal::derive(move || counted.get().map_or("–".to_owned(), yen))
            id="counted"
            class="amount-large"
        />
    }
}
