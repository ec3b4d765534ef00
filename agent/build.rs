//! Makes sure that a page built anew is embedded anew.

fn main() {
    println!("cargo:rerun-if-changed=../app/dist");
}
