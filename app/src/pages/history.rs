//! クレジット利用履歴: the list, 集計・グラフ, and what is printed.

mod chart;
mod list;
mod paper;
mod sums;

use leptos::prelude::*;

use crate::checkout::history::HistoryScreen;
use crate::front::Front;

#[component]
pub(crate) fn HistoryPage(screen: HistoryScreen) -> impl IntoView {
    match screen {
        HistoryScreen::List | HistoryScreen::Find => view! { <list::List/> }.into_any(),
        HistoryScreen::Totals => view! { <sums::Totals/> }.into_any(),
        HistoryScreen::Paper => view! { <paper::Paper/> }.into_any(),
    }
}

/// Which payments: the filter in words.
fn conditions() -> impl IntoView {
    let front = Front::here();
    let words = Memo::new(move |_| front.get(crate::checkout::Checkout::history_conditions));
    view! { <p class="history-conditions" id="conditions">{words}</p> }
}
