//! Dialogs of 予約.

mod booking;
mod cancel;
mod sheet;

use leptos::prelude::*;

use crate::checkout::reserve::ReserveScreen;

/// The topmost of them.
pub(crate) fn shown(screen: ReserveScreen) -> AnyView {
    match screen {
        ReserveScreen::List => ().into_any(),
        ReserveScreen::Sheet(number) => view! { <sheet::Sheet number/> }.into_any(),
        ReserveScreen::Booking => view! { <booking::BookingForm/> }.into_any(),
        ReserveScreen::Cancel(number) => view! { <cancel::Cancel number/> }.into_any(),
    }
}
