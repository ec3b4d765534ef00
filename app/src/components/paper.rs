//! Papers on the screen, and the one that goes to the printer.

use catlink_shared::receipt::paper::PaperWidth;
use catlink_shared::receipt::{PrintLine, Receipt};
use leptos::prelude::*;

use crate::components::barcode::Barcode;
use crate::front::Front;

/// A receipt on the screen.
#[component]
pub(crate) fn Paper(receipt: Receipt, width: PaperWidth) -> impl IntoView {
    let number = receipt.receipt_number.to_string();
    view! {
        <article class="paper" id="receipt" data-receipt=number data-width=width.millimetres()>
            {shown(receipt.print())}
        </article>
    }
}

/// Any other paper on the screen.
#[component]
pub(crate) fn Lines(lines: Vec<PrintLine>, width: PaperWidth) -> impl IntoView {
    view! { <article class="paper" id="paper-lines" data-width=width.millimetres()>{shown(lines)}</article> }
}

/// What goes to the printer: the paper that is in the journal for it, and nothing else of the page.
#[component]
pub(crate) fn Printed() -> impl IntoView {
    let front = Front::here();
    let paper = Memo::new(move |_| front.get(|state| state.printed_paper().cloned()));
    let width = Memo::new(move |_| front.get(|state| state.paper_width()));
    move || {
        match paper.get() {
        None => view! { <p class="only-print" id="unprinted">"印刷するものは、画面の F10 印刷 を押すと印刷されます。"</p> }.into_any(),
        Some(paper) => view! {
            <article
                class="paper only-print" id="printed"
                data-position=paper.row.position.to_string() data-copy=paper.row.copy.to_string()
                data-width=move || width.get().millimetres()
            >
                {shown(paper.lines)}
            </article>
        }
        .into_any(),
    }
    }
}

fn shown(lines: Vec<PrintLine>) -> impl IntoView {
    lines.into_iter().map(line).collect_view()
}

fn line(line: PrintLine) -> AnyView {
    match line {
        PrintLine::Title { text } => view! { <p class="paper-title">{text}</p> }.into_any(),
        PrintLine::Center { text } => view! { <p class="paper-center">{text}</p> }.into_any(),
        PrintLine::Large { text } => view! { <p class="paper-large">{text}</p> }.into_any(),
        PrintLine::Left { text } => view! { <p>{text}</p> }.into_any(),
        PrintLine::Pair { left, right } => {
            view! { <p class="paper-pair"><span>{left}</span><span>{right}</span></p> }.into_any()
        }
        PrintLine::Total { left, right } => {
            view! { <p class="paper-pair paper-total"><span>{left}</span><span>{right}</span></p> }.into_any()
        }
        PrintLine::Stamp { value } => view! {
            <p class="paper-stamp"><span>"収入印紙"</span><span>{format!("{value}円")}</span></p>
        }
        .into_any(),
        PrintLine::Rule => view! { <hr/> }.into_any(),
        PrintLine::Barcode { text } => view! { <Barcode text/> }.into_any(),
    }
}
