//! Files of the browser: picked, dropped, read, and kept in its downloads.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, HtmlInputElement, Url};

use crate::browser;
use crate::front::Front;

/// The input that picks a file.
pub(crate) const PICKER: &str = "file";

/// Opens the browser's own dialog.
pub(crate) fn pick() {
    if let Some(input) = picker() {
        // The same file again is a choice, too.
        input.set_value("");
        input.click();
    }
}

fn picker() -> Option<HtmlInputElement> {
    browser::document()?.get_element_by_id(PICKER)?.dyn_into().ok()
}

/// Takes the first of the files that were picked or dropped.
pub(crate) fn take(front: Front, files: Option<FileList>) {
    let Some(file) = files.and_then(|files| files.get(0)) else { return };
    front.act(|state, now| state.on_file_chosen(file.size(), now));
    if front.peek(|state| *state.desk().files().stage() == crate::checkout::masters::files::Stage::Reading) {
        wasm_bindgen_futures::spawn_local(read(front, file));
    }
}

async fn read(front: Front, file: File) {
    let bytes = JsFuture::from(file.array_buffer()).await.map(|buffer| Uint8Array::new(&buffer).to_vec());
    match bytes {
        Ok(bytes) => front.act(|state, now| state.on_file(&file.name(), bytes, now)),
        Err(_) => front.act(|state, now| state.on_file_unreadable(now)),
    };
}

thread_local! {
    /// Parts of the file that comes, each in the browser's keeping: it may lay them out to disk.
    static PARTS: RefCell<Vec<Blob>> = const { RefCell::new(Vec::new()) };
}

/// Holds one part more.
pub(crate) fn keep_part(bytes: &[u8]) {
    match Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))) {
        Ok(part) => PARTS.with_borrow_mut(|parts| parts.push(part)),
        Err(_) => leptos::logging::warn!("a part of a file could not be held"),
    }
}

/// Drops what it holds.
pub(crate) fn drop_parts() {
    PARTS.take();
}

/// Puts what it holds into the browser's downloads.
pub(crate) fn save(name: &str) {
    if save_or_fail(name, PARTS.take()).is_err() {
        leptos::logging::warn!("a file could not be saved");
    }
}

fn save_or_fail(name: &str, parts: Vec<Blob>) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/octet-stream");
    let parts: Array = parts.into_iter().collect();
    let blob = Blob::new_with_blob_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = browser::document().ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has begun with the click and holds what it needs.
    Url::revoke_object_url(&address)
}
