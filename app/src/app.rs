//! The page as a whole: status on top, the screen, dialogs over it, function keys at the bottom.

use std::time::Duration;

use catlink_shared::ids::PageId;
use leptos::prelude::*;

use crate::browser::{self, Kept, Text};
use crate::checkout::reach::Cause;
use crate::checkout::screen::Screen;
use crate::components::function_bar::FunctionBar;
use crate::components::notices::Notices;
use crate::components::paper::Printed;
use crate::components::status_strip::StatusStrip;
use crate::dialogs::DialogHost;
use crate::front::Front;
use crate::pages::day::DayPage;
use crate::pages::history::HistoryPage;
use crate::pages::hosted::HostedList;
use crate::pages::issue::JournalPage;
use crate::pages::masters::MastersPage;
use crate::pages::matching::MatchPage;
use crate::pages::menu::MenuPage;
use crate::pages::reserve::ReservePage;
use crate::pages::sale::SalePage;
use crate::pages::slips::SlipsPage;
use crate::{agent_link, keyboard, tab, window};

/// How often time goes by, milliseconds: a deaf dialog listens this much late at most.
const TICK_MS: u64 = 50;

/// Mounts the page once it knows which tab it is.
pub fn start() {
    wasm_bindgen_futures::spawn_local(async {
        let page_id = tab::page_id().await;
        if let Some(boot) = browser::document().and_then(|document| document.get_element_by_id("boot")) {
            boot.remove();
        }
        mount_to_body(move || view! { <App page_id/> });
    });
}

#[component]
fn App(page_id: PageId) -> impl IntoView {
    let front = Front::provide(page_id);
    agent_link::connect_now(front);
    keyboard::listen(front);
    window::listen(front);
    let _ = set_interval_with_handle(move || front.tick(), Duration::from_millis(TICK_MS));
    tell_the_browser(front);

    let base = Memo::new(move |_| front.get(|state| state.base()));
    let covered = Memo::new(move |_| front.get(|state| state.top().is_dialog()));
    view! {
        <div
            id="screen"
            class="screen"
            data-screen=move || front.get(|state| state.top().name())
            data-mode=move || front.get(crate::components::mode_of)
            data-paper=move || front.get(|state| state.paper_width().millimetres())
            data-deaf=move || front.get(|state| state.is_deaf()).to_string()
            data-busy=move || front.get(|state| state.is_busy()).to_string()
        >
            <StatusStrip/>
            <Notices/>
            <main class="stage" inert=move || covered.get()>
                {move || match base.get() {
                    Screen::Sale => view! { <SalePage/> }.into_any(),
                    Screen::Slips(_) => view! { <SlipsPage/> }.into_any(),
                    Screen::Reserve(_) => view! { <ReservePage/> }.into_any(),
                    Screen::History(screen) => view! { <HistoryPage screen/> }.into_any(),
                    Screen::Issue(_) => view! { <JournalPage/> }.into_any(),
                    Screen::Masters(master) => view! { <MastersPage master/> }.into_any(),
                    Screen::Day(screen) => view! { <DayPage screen/> }.into_any(),
                    Screen::Hosted(_) => view! { <HostedList/> }.into_any(),
                    Screen::Matching(screen) => view! { <MatchPage screen/> }.into_any(),
                    _ => view! { <MenuPage/> }.into_any(),
                }}
            </main>
            <DialogHost/>
            <FunctionBar/>
            <Printed/>
        </div>
    }
}

/// What the state means for the browser itself.
fn tell_the_browser(front: Front) {
    let ready = Memo::new(move |_| {
        front.get(|state| {
            let knows = state.shown().is_some() && state.catalog().is_some();
            // A page that cannot know anything yet has said so.
            knows || state.cause().is_some_and(|cause| cause != Cause::Connecting)
        })
    });
    Effect::new(move || {
        if ready.get()
            && let Some(body) = browser::document().and_then(|document| document.body())
        {
            let _ = body.set_attribute("data-ready", "true");
        }
    });
    let place = Memo::new(move |_| front.get(|state| (state.top(), state.choice(), state.focus())));
    Effect::new(move || {
        let (_, _, field) = place.get();
        // Once the dialog is there, and before the next key: a frame would be too late for quick fingers.
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            browser::focus(keyboard::wanted(field), Text::Selected);
        });
        request_animation_frame(move || browser::focus(keyboard::wanted(field), Text::Selected));
    });
    let row =
        Memo::new(move |_| front.get(|state| (state.top(), state.cursor(), state.line(), state.rows())));
    Effect::new(move || {
        row.track();
        request_animation_frame(browser::show_selected);
    });
    let base = Memo::new(move |_| front.get(|state| state.base()));
    Effect::new(move || match base.get() {
        Screen::Sale => Kept::Screen.keep("sale"),
        _ => Kept::Screen.forget(),
    });
}
