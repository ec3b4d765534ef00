//! Parts that screens and dialogs share.

pub(crate) mod amount;
pub(crate) mod barcode;
pub(crate) mod function_bar;
pub(crate) mod keypad;
pub(crate) mod notices;
pub(crate) mod paper;
pub(crate) mod preview;
pub(crate) mod rows;
pub(crate) mod slip_form;
pub(crate) mod standing;
pub(crate) mod status_strip;
pub(crate) mod steps;
pub(crate) mod text_field;
pub(crate) mod windowed;

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::PaymentId;
use catlink_shared::money::Yen;
use catlink_shared::wire::update::PaymentView;

use crate::checkout::Checkout;
use crate::checkout::screen::Screen;
use crate::checkout::slips::TakingBack;
use crate::front::Front;

/// The mode of the sale on the counter, or of the register: colours go by it.
pub(crate) fn mode_of(state: &Checkout) -> &'static str {
    match state.taking_back() {
        Some(TakingBack::Void) => return "void",
        Some(TakingBack::Return) => return "return",
        None => {}
    }
    let register = state.shown().map(|shown| shown.register.mode).unwrap_or_default();
    let lists_reservations = matches!(state.base(), Screen::Reserve(_));
    match state.draft().map_or(register, |draft| draft.mode) {
        CounterMode::Training => "training",
        CounterMode::Live if lists_reservations || !state.purpose().is_sale() => "reservation",
        CounterMode::Live => "live",
    }
}

/// The word of the mode.
pub(crate) fn mode_word(state: &Checkout) -> &'static str {
    match mode_of(state) {
        "training" => "練習モード",
        "void" => "取消",
        "return" => "返品",
        "reservation" if state.purpose().is_sale() => "予約",
        _ => state.purpose().label(),
    }
}

/// Something of a payment that may be gone by now.
pub(crate) fn of_payment<T: Default>(front: Front, id: PaymentId, read: impl FnOnce(&PaymentView) -> T) -> T {
    front.get(|state| state.payment(id).map(read).unwrap_or_default())
}

/// Seconds as a clerk reads them.
pub(crate) fn spoken(seconds: i64) -> String {
    if seconds < 60 { format!("{seconds}秒") } else { format!("{}分{:02}秒", seconds / 60, seconds % 60) }
}

/// Yen, with the sign before the mark.
pub(crate) fn yen(amount: Yen) -> String {
    if amount < Yen::ZERO {
        format!("-¥{}", Yen::new(amount.get().saturating_neg()))
    } else {
        format!("¥{amount}")
    }
}

/// The name of whoever a 担当者コード stands for; the code where the page does not know it any more.
pub(crate) fn person(code: &str) -> String {
    Front::here().peek(|state| {
        let operators = state.catalog().map(|catalog| catalog.operators.as_slice()).unwrap_or_default();
        let known = operators.iter().find(|operator| operator.code == code);
        known.map_or_else(|| code.to_owned(), |operator| operator.name.clone())
    })
}

/// 過不足 in words and figures.
pub(crate) fn over_or_short(difference: Yen) -> String {
    match difference.get() {
        0 => "過不足なし".to_owned(),
        1.. => format!("過剰 ¥{difference}"),
        short => format!("不足 ¥{}", Yen::new(short.saturating_neg())),
    }
}

/// What a list is to whoever hears the page instead of seeing it: one without rows holds a sentence and no options.
pub(crate) fn list_role(is_empty: bool) -> &'static str {
    if is_empty { "group" } else { "listbox" }
}
