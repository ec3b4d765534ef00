//! A long list on the screen: only the rows that are seen exist, whatever the length of the list.
//!
//! The scroll bar stands for the whole list, the rows for what it points at: they stick to the top of the box and change
//! with it, row by row. A box has a highest height in every browser; from there on one step of the bar is many rows.

#![allow(dead_code, reason = "the reports use it, one by one")]

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::checkout::window::Window;
use crate::checkout::{self, Checkout};
use crate::components::list_role;
use crate::front::Front;

/// Height of a row, CSS pixels: `.windowed-row` in the style sheet.
const ROW: f64 = 34.0;
/// Highest box that every browser takes, CSS pixels.
const HIGHEST: f64 = 8_000_000.0;

/// What a list's owner does when the person scrolls: state, first row, rows on the screen, now.
pub(crate) type Scrolled = fn(&mut Checkout, u64, u64, u64) -> Vec<checkout::Effect>;
/// What it does when a row is clicked: state, place, now.
pub(crate) type Chosen = fn(&mut Checkout, u64, u64) -> Vec<checkout::Effect>;

/// The rows on the screen.
#[component]
pub(crate) fn Windowed<R: Clone + PartialEq + Send + Sync + 'static>(
    /// Its name for tests and for people who hear the page.
    label: &'static str,
    /// Its id.
    id: &'static str,
    /// Where its rows are.
    of: fn(&Checkout) -> &Window<R>,
    /// One row's cells.
    cells: fn(&R) -> AnyView,
    /// The person scrolled.
    scrolled: Scrolled,
    /// A row was clicked.
    chosen: Chosen,
    /// What an empty list says.
    #[prop(into)]
    empty: Signal<String>,
) -> impl IntoView {
    let front = Front::here();
    let frame = NodeRef::<html::Div>::new();
    let visible = RwSignal::new(0_u64);
    let total = Memo::new(move |_| front.get(|state| of(state).total()));
    let first = Memo::new(move |_| front.get(|state| of(state).first()));
    let cursor = Memo::new(move |_| front.get(|state| of(state).cursor()));
    let looks = move || {
        let Some(frame) = frame.get_untracked() else { return };
        let shown = rows_in(&frame);
        let top = first_at(&frame, total.get_untracked().unwrap_or(0), shown);
        if shown != visible.get_untracked() {
            visible.set(shown);
        } else if top == first.get_untracked() {
            return;
        }
        front.act(|state, now| scrolled(state, top, shown, now));
    };
    let resized = window_event_listener(leptos::ev::resize, move |_| looks());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        let _ = total.get();
        looks();
    });
    // The keys have moved the list: the bar goes with it.
    Effect::new(move |_| {
        let (first, total) = (first.get(), total.get().unwrap_or(0));
        if let Some(frame) = frame.get() {
            let shown = rows_in(&frame);
            if first_at(&frame, total, shown) != first {
                frame.set_scroll_top(top_of(first, total, shown, frame.client_height()));
            }
        }
    });
    let places = move || {
        let total = total.get().unwrap_or(0);
        (first.get()..(first.get() + visible.get()).min(total)).collect::<Vec<_>>()
    };
    view! {
        <div
            id=id class="windowed" node_ref=frame tabindex="-1" aria-label=label
            role=move || list_role(total.get().unwrap_or(0) == 0)
            aria-busy=move || total.get().is_none().to_string()
            on:scroll=move |_| looks()
        >
            <div class="windowed-all" style:height=move || format!("{}px", height(total.get().unwrap_or(0)))>
                <div class="windowed-rows">
                    <For each=places key=|place| *place let:place>
                        <Place place of cells cursor chosen total/>
                    </For>
                </div>
            </div>
            <Show when=move || total.get() == Some(0)>
                <p class="list-empty">{empty}</p>
            </Show>
        </div>
    }
}

#[component]
fn Place<R: Clone + PartialEq + Send + Sync + 'static>(
    place: u64,
    of: fn(&Checkout) -> &Window<R>,
    cells: fn(&R) -> AnyView,
    cursor: Memo<u64>,
    chosen: Chosen,
    total: Memo<Option<u64>>,
) -> impl IntoView {
    let front = Front::here();
    let row = Memo::new(move |_| front.get(|state| of(state).row(place).cloned()));
    view! {
        <div
            class="windowed-row" role="option" data-place=place.to_string()
            aria-posinset=(place + 1).to_string()
            aria-setsize=move || total.get().unwrap_or(0).to_string()
            aria-selected=move || (cursor.get() == place).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| chosen(state, place, now)); }
            on:dblclick=move |_| { front.act(|state, now| state.on_function(12, now)); }
        >
            {move || row.with(|row| row.as_ref().map_or_else(
                || view! { <span class="row-note">"…"</span> }.into_any(),
                cells,
            ))}
        </div>
    }
}

/// Whole rows that fit.
fn rows_in(frame: &HtmlElement) -> u64 {
    whole((f64::from(frame.client_height()) / ROW).floor()).max(1)
}

fn height(total: u64) -> f64 {
    (exact(total) * ROW).min(HIGHEST)
}

/// The row that the bar points at.
fn first_at(frame: &HtmlElement, total: u64, shown: u64) -> u64 {
    let way = height(total) - f64::from(frame.client_height());
    let last = total.saturating_sub(shown);
    if way <= 0.0 {
        return 0;
    }
    whole((f64::from(frame.scroll_top()) / way * exact(last)).round()).min(last)
}

/// Where the bar stands for a row.
fn top_of(first: u64, total: u64, shown: u64, client_height: i32) -> i32 {
    let way = (height(total) - f64::from(client_height)).max(0.0);
    let last = total.saturating_sub(shown).max(1);
    #[expect(clippy::cast_possible_truncation, reason = "no higher than HIGHEST")]
    let top = (exact(first) / exact(last) * way).round() as i32;
    top
}

/// Lists are far shorter than what a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 rows")]
fn exact(rows: u64) -> f64 {
    rows as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of rows, never negative"
)]
fn whole(rows: f64) -> u64 {
    rows.max(0.0) as u64
}
