//! The catlink page: a checkout in a browser tab.
//!
//! [`checkout`] is the state of the screen in plain Rust, tested natively. Everything that touches the browser is built
//! for wasm only: components turn state into views and clicks into calls, `agent_link` carries messages.

pub mod checkout;

#[cfg(target_arch = "wasm32")]
mod agent_link;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "Leptos makes the props of a component public")]
mod components;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "Leptos makes the props of a component public")]
mod dialogs;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod front;
#[cfg(target_arch = "wasm32")]
mod keyboard;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "Leptos makes the props of a component public")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod reach;
#[cfg(target_arch = "wasm32")]
mod tab;
#[cfg(target_arch = "wasm32")]
mod window;

#[cfg(target_arch = "wasm32")]
pub use app::start;
