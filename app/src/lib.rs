//! The catlink page: a checkout in a browser tab.
//!
//! [`checkout`] is the state of the screen in plain Rust, tested natively. Everything that touches the browser is built
//! for wasm only: components turn state into views and clicks into calls, the link carries messages.

pub mod checkout;
