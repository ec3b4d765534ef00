//! What holds for masters as files.

mod bundles;
mod coming_back;
mod formulas;
mod many;
mod sheets;
mod shop;
