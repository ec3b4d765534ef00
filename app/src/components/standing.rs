//! How the payment of a watched sale stands, live.

use catlink_shared::guidance::waits_for;
use catlink_shared::payment::PaymentState;
use catlink_shared::wire::update::PaidFor;
use leptos::prelude::*;

use crate::checkout::Checkout;
use crate::checkout::screen::Screen;
use crate::front::Front;

/// The payment of the sale that another page owns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Watched {
    /// The dialog its owner sees.
    dialog: &'static str,
    text: String,
    /// Whether it holds the sale.
    pub(crate) open: bool,
}

/// What there is to say of the watched sale's payment; nothing where it has none that matters.
pub(crate) fn watched_payment(state: &Checkout) -> Option<Watched> {
    let payment = state.watched()?.payment.as_ref()?;
    let dialog = Screen::of_payment(payment.payment_id, &payment.state)?.name();
    let word = match &payment.state {
        PaymentState::Accepted | PaymentState::Sent => {
            format!("CAT端末連動中({})", waits_for(payment.phase, payment.category))
        }
        PaymentState::Approved { .. } => "承認されました".to_owned(),
        PaymentState::Unknown { .. } => "結果不明(端末に確認しています)".to_owned(),
        PaymentState::Held { .. } => "結果不明(保留)".to_owned(),
        PaymentState::Superseded { .. } => "結果不明(別の方法で受取済み)".to_owned(),
        PaymentState::AwaitingHandOver { .. } => match payment.paid_for {
            PaidFor::Goods => "承認済み・商品お渡しの確認待ち".to_owned(),
            PaidFor::Deposit => "承認済み・予約受付の確認待ち".to_owned(),
        },
        PaymentState::Contradicted { .. } => "決済内容相違".to_owned(),
        PaymentState::NotCharged { .. } => "決済エラー(請求はされていません)".to_owned(),
        PaymentState::Sold { .. }
        | PaymentState::VoidPromised
        | PaymentState::Uncollected { .. }
        | PaymentState::DoublyReceived => return None,
    };
    let text = format!("{} ¥{}:{word}", payment.card_company_name, payment.amount);
    Some(Watched { dialog, text, open: payment.state.holds_sale() })
}

/// The same in view.
#[component]
pub(crate) fn Standing() -> impl IntoView {
    let front = Front::here();
    let watched = Memo::new(move |_| front.get(watched_payment));
    move || {
        watched.get().map(|watched| {
            view! { <p class="watching" data-watching=watched.dialog>{watched.text}</p> }
        })
    }
}
