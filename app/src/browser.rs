//! The browser: clock, dice, storage, sound and focus. Whatever it does not have is done without.

use wasm_bindgen::JsCast;
use web_sys::{
    AudioContext, Document, Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions,
    ScrollLogicalPosition, Storage,
};

/// Milliseconds since 1970 by this computer's clock.
pub(crate) fn now_ms() -> u64 {
    // whole and positive until the year 285,616
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "Date.now is a whole number")]
    let now = js_sys::Date::now() as u64;
    now
}

/// Ten random bytes.
pub(crate) fn dice() -> [u8; 10] {
    let mut bytes = [0; 10];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let rolled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !rolled {
        for byte in &mut bytes {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 up to 255")]
            let value = (js_sys::Math::random() * 256.0) as u8;
            *byte = value;
        }
    }
    bytes
}

/// What this tab keeps over a reload.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kept {
    /// The page's id.
    Page,
    /// The payment under way.
    Payment,
    /// The screen it was on.
    Screen,
    /// What signs it in again.
    Seat,
}

impl Kept {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "catlink.page",
            Self::Payment => "catlink.payment",
            Self::Screen => "catlink.screen",
            Self::Seat => "catlink.seat",
        }
    }

    /// What is kept.
    pub(crate) fn read(self) -> Option<String> {
        storage()?.get_item(self.name()).ok()?
    }

    /// Keeps something.
    pub(crate) fn keep(self, value: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(self.name(), value);
        }
    }

    /// Keeps nothing any more.
    pub(crate) fn forget(self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(self.name());
        }
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// The page's document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Loads the page anew.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Whether the tab is in sight.
pub(crate) fn is_shown() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// What becomes of the text in a field that gets the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// Typing goes on behind it.
    Stays,
    /// Typing replaces it.
    Selected,
}

/// Sets the focus; an element that has it keeps it.
pub(crate) fn focus(id: &str, text: Text) {
    let Some(document) = document() else { return };
    if document.active_element().is_some_and(|active| active.id() == id) {
        return;
    }
    if let Some(element) =
        document.get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
        if let (Some(input), Text::Selected) = (element.dyn_ref::<HtmlInputElement>(), text) {
            input.select();
        }
    }
}

/// Scrolls lists so that their selected row is in sight.
pub(crate) fn show_selected() {
    const SELECTED: &str =
        r#".lines [aria-selected="true"], .list [aria-selected="true"], .list [aria-checked="true"]"#;
    let Some(found) = document().and_then(|document| document.query_selector_all(SELECTED).ok()) else {
        return;
    };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    for place in 0..found.length() {
        if let Some(row) = found.get(place).and_then(|node| node.dyn_into::<Element>().ok()) {
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}

/// Prints the page; the style sheet leaves only the paper. What had the focus has it again afterwards: on paper it is not
/// there.
pub(crate) fn print() {
    let Some(window) = web_sys::window() else { return };
    let focused = document().and_then(|document| document.active_element());
    let _ = window.print();
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.focus();
    }
}

thread_local! {
    static AUDIO: Option<AudioContext> = AudioContext::new().ok();
}

/// A short low beep. Silent where the browser has no sound or waits for a first click.
pub(crate) fn beep() {
    AUDIO.with(|audio| {
        if let Some(audio) = audio {
            let _ = audio.resume();
            let _ = sound(audio);
        }
    });
}

fn sound(audio: &AudioContext) -> Result<(), wasm_bindgen::JsValue> {
    const SECONDS: f64 = 0.18;
    const HERTZ: f32 = 440.0;
    let oscillator = audio.create_oscillator()?;
    let gain = audio.create_gain()?;
    oscillator.set_type(web_sys::OscillatorType::Square);
    oscillator.frequency().set_value(HERTZ);
    gain.gain().set_value(0.08);
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&audio.destination())?;
    oscillator.start()?;
    oscillator.stop_with_when(audio.current_time() + SECONDS)
}
