//! 【確認】 before something of the business day is done.

use catlink_shared::wire::day::difference;
use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::Checkout;
use crate::checkout::day::{DayField, Sure};
use crate::checkout::field::Field;
use crate::components::{over_or_short, yen};
use crate::front::Front;

#[component]
pub(crate) fn DaySure(sure: Sure) -> impl IntoView {
    let front = Front::here();
    let asked = Memo::new(move |_| front.get(|state| question(state, sure)));
    view! {
        <Frame title=title(sure) class="dialog-ask">
            <p class="what what-small" id="what">{move || asked.get().0}</p>
            <p class="next" id="next">{move || asked.get().1}</p>
            <div class="answers">
                <span><kbd>"F12"</kbd>"はい"</span>
                <span><kbd>"F9"</kbd>"いいえ"</span>
            </div>
        </Frame>
    }
}

fn title(sure: Sure) -> &'static str {
    match sure {
        Sure::Open => "【端末開設】",
        Sure::Move => "【入出金】",
        Sure::Check => "【レジ点検】",
        Sure::Close => "【精算】",
    }
}

/// What is about to be done, and the question.
fn question(state: &Checkout, sure: Sure) -> (String, String) {
    let counted = state.counted().map(|counted| counted.sum()).unwrap_or_default();
    let apart = state.expected_cash().map(|expected| over_or_short(difference(counted, expected)));
    let counted = format!("数えた金額 {} {}", yen(counted), apart.unwrap_or_default());
    match sure {
        Sure::Open => {
            let day = state.day_view().opens.unwrap_or_default();
            let float = state.counted().map(|counted| counted.sum()).unwrap_or_default();
            (
                format!("営業日 {day} 釣銭準備金 {}", yen(float)),
                "端末を開設します。よろしいですか?".to_owned(),
            )
        }
        Sure::Move => {
            let way = state.day().direction().label();
            let amount = state.fields().yen(Field::Day(DayField::Amount)).unwrap_or_default();
            let reason = state.fields().get(Field::Day(DayField::Reason));
            (format!("{way} {} {reason}", yen(amount)), format!("{way}を記録します。よろしいですか?"))
        }
        Sure::Check => (counted, "レジ点検を記録します。よろしいですか?".to_owned()),
        Sure::Close => {
            let days = state.day().drawer().map(|drawer| drawer.days.join("、")).unwrap_or_default();
            (
                format!("営業日 {days} {counted}"),
                "精算します。精算した営業日には戻れません。よろしいですか?".to_owned(),
            )
        }
    }
}
