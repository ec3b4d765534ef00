//! Whether SALES is taken. Pure: everything it looks at is in its arguments.

use catlink_shared::terminal::profile::{BrandChoice, CatModel, RecoveryClass};
use catlink_shared::terminal::{RefusedReason, SalesRequest, TerminalActivity};

use crate::virtual_terminal::clock::Now;
use crate::virtual_terminal::memory::{Known, Memory};
use crate::virtual_terminal::wallet::Method;

/// What becomes of SALES.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// Taken.
    Take(Method),
    /// It is the one under way: nothing new.
    Same,
    /// It is done: the stored RESULT.
    Done,
    /// Not taken.
    Refuse(RefusedReason),
}

/// Decides. The key comes first: whatever else is wrong, the same payment is never charged again.
pub(super) fn admit(
    sales: &SalesRequest,
    memory: &Memory,
    model: CatModel,
    recovery: RecoveryClass,
    activity: TerminalActivity,
    now: Now,
) -> Admission {
    use RefusedReason::{BadField, Busy, OtherUnit, Standalone, Training};
    if recovery == RecoveryClass::Keyed {
        match memory.known(sales.payment_id, now.wall) {
            Known::Pending(request) if request == sales => return Admission::Same,
            Known::Result(stored) if stored.request == *sales => return Admission::Done,
            Known::Pending(_) | Known::Result(_) | Known::Burned | Known::Forgotten => {
                return Admission::Refuse(BadField);
            }
            Known::Never => {}
        }
    }
    let profile = model.profile();
    if sales.unit != memory.unit() {
        return Admission::Refuse(OtherUnit);
    }
    match activity {
        TerminalActivity::Idle => {}
        TerminalActivity::Standalone => return Admission::Refuse(Standalone),
        TerminalActivity::Busy
        | TerminalActivity::PaperOut
        | TerminalActivity::Restarting
        | TerminalActivity::Error => return Admission::Refuse(Busy),
    }
    if memory.switches.training_locked && !sales.training_mode {
        return Admission::Refuse(Training);
    }
    let Some(method) = Method::of(sales.payment) else {
        return Admission::Refuse(BadField);
    };
    let open_brand = method.choose_brand && profile.brand_choice == BrandChoice::Refused;
    if open_brand || sales.amount < profile.least || sales.amount > profile.most || sales.timeout_s == 0 {
        return Admission::Refuse(BadField);
    }
    Admission::Take(method)
}
