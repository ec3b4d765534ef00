//! Dialogs of 領収書 and 電子ジャーナル.

mod filter;
mod formal;
mod paper;

use leptos::prelude::*;

use crate::checkout::issue::IssueScreen;

/// The topmost of them.
pub(crate) fn shown(screen: IssueScreen) -> AnyView {
    match screen {
        IssueScreen::List => ().into_any(),
        IssueScreen::Filter => view! { <filter::Filter/> }.into_any(),
        IssueScreen::Paper => view! { <paper::OnePaper/> }.into_any(),
        IssueScreen::Formal => view! { <formal::FormalReceipt/> }.into_any(),
    }
}
