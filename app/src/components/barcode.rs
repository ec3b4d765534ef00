//! A bar code for paper: Code 128, figures in pairs (ISO/IEC 15417, code set C).

use leptos::prelude::*;

use crate::checkout::bars;

/// The bar code of a figure; an odd number of figures gets a leading zero.
#[component]
pub(crate) fn Barcode(text: String) -> impl IntoView {
    let drawn = bars::code_128(&text).map(|(path, width)| {
        view! {
            <svg class="barcode" viewBox=format!("0 0 {width} 40") preserveAspectRatio="none" aria-hidden="true">
                <path d=path/>
            </svg>
        }
    });
    view! {
        <div class="paper-barcode">
            {drawn}
            <span>{text}</span>
        </div>
    }
}
