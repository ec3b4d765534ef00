//! What can be chosen for a field of a form.

use leptos::prelude::*;

use super::frame::Frame;
use crate::checkout::field::Field;
use crate::components::rows::{Counted, RowTable};
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn Options() -> impl IntoView {
    let front = Front::here();
    let list = Memo::new(move |_| front.get(|state| state.desk().options().cloned()));
    let master = front.peek(|state| state.desk().options().map(|list| list.master));
    master.map(|master| {
        view! {
            <Frame title="【選択】" class="dialog-wide">
                <p class="subject">{master.label()}</p>
                <TextField field=Field::FindOption hint="コード・名称の一部を入力して Enter"/>
                <RowTable master list/>
                <Counted list/>
            </Frame>
        }
    })
}
