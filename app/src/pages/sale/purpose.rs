//! What the sale on the counter is for, where that is not a sale at once, and what comes next.

use catlink_shared::reservation::Purpose;
use leptos::prelude::*;

use crate::front::Front;

#[component]
pub(super) fn For() -> impl IntoView {
    let front = Front::here();
    let purpose = Memo::new(move |_| front.get(|state| state.purpose().clone()));
    move || {
        words(&purpose.get()).map(|(what, next)| {
            view! {
                <div class="note note-purpose" id="purpose" role="status">
                    <strong>{what}</strong>
                    <span>{next}</span>
                </div>
            }
        })
    }
}

fn words(purpose: &Purpose) -> Option<(String, &'static str)> {
    match purpose {
        Purpose::Sale => None,
        Purpose::Reserve(_) => Some((
            "予約の受付".to_owned(),
            "予約する商品を登録し、F12 予約内容 でお客様・引渡予定日・内金を入力します。やめるときは F1 取消。",
        )),
        Purpose::Change { number, booking, .. } => Some((
            format!("予約変更 {number} {} 様(内金 ¥{})", booking.customer, booking.deposit),
            "商品を直し、F12 変更内容 で確定します。やめるときは F1 取消(予約は元のまま残ります)。",
        )),
        Purpose::HandOver { number, deposit, .. } => Some((
            format!("予約引渡 {number}(内金 ¥{deposit})"),
            "商品を確認し、F12 引渡 で残額をいただきます。やめるときは F1 取消(予約は元のまま残ります)。",
        )),
    }
}
