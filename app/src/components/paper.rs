//! The receipt as it comes out of the printer.

use catlink_shared::receipt::paper::PaperWidth;
use catlink_shared::receipt::{PrintLine, Receipt};
use leptos::prelude::*;

use crate::components::barcode::Barcode;

/// The receipt on paper.
#[component]
pub(crate) fn Paper(receipt: Receipt, width: PaperWidth) -> impl IntoView {
    let number = receipt.receipt_number.to_string();
    let lines = receipt.print().into_iter().map(line);
    view! {
        <article class="paper" id="receipt" data-receipt=number data-width=width.millimetres()>
            {lines.collect_view()}
        </article>
    }
}

fn line(line: PrintLine) -> AnyView {
    match line {
        PrintLine::Title { text } => view! { <p class="paper-title">{text}</p> }.into_any(),
        PrintLine::Center { text } => view! { <p class="paper-center">{text}</p> }.into_any(),
        PrintLine::Left { text } => view! { <p>{text}</p> }.into_any(),
        PrintLine::Pair { left, right } => {
            view! { <p class="paper-pair"><span>{left}</span><span>{right}</span></p> }.into_any()
        }
        PrintLine::Total { left, right } => {
            view! { <p class="paper-pair paper-total"><span>{left}</span><span>{right}</span></p> }.into_any()
        }
        PrintLine::Rule => view! { <hr/> }.into_any(),
        PrintLine::Barcode { text } => view! { <Barcode text/> }.into_any(),
    }
}
