//! Frozen messages of the guard against card data.

use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Retry};

pub(super) fn refusals() -> impl Iterator<Item = Outcome> {
    [RefusalCode::CardData].map(|code| Outcome::Refused(Refusal::new(code, "…", Retry::Useless))).into_iter()
}
