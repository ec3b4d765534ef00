//! Starts the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    catlink_app::start();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("catlink-app is the page: build it with `make page` and open it from the agent.");
}
