//! The faults that wait for their moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, LeakPlace, Step};

/// A fault in waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Armed {
    /// What.
    pub what: Fault,
    /// How often still; nothing: until cleared.
    pub times_left: Option<u32>,
}

impl Armed {
    /// Its moment has come once.
    fn strike(&mut self) {
        if let Some(left) = &mut self.times_left {
            *left = left.saturating_sub(1);
        }
    }

    /// Whether its moment can come again.
    fn waits(&self) -> bool {
        self.times_left != Some(0)
    }
}

/// What POST /fault brings: the fault's own keys, and `times` (default 1) or `sticky`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmRequest(pub Armed);

/// A fault that is none.
#[derive(Debug, thiserror::Error)]
#[error("no such fault: {0}")]
pub struct BadFault(String);

impl ArmRequest {
    /// Reads `{"fault": "decline", …, "times": 3}` or `{…, "sticky": true}`.
    ///
    /// # Errors
    /// Not an object, an unknown fault, or a value it cannot have.
    pub fn read(mut json: Value) -> Result<Self, BadFault> {
        let keys = json.as_object_mut().ok_or_else(|| BadFault("not an object".to_owned()))?;
        let sticky = keys.remove("sticky").and_then(|value| value.as_bool()).unwrap_or(false);
        let times = keys.remove("times").and_then(|value| value.as_u64()).unwrap_or(1);
        let what = serde_json::from_value(json).map_err(|why| BadFault(why.to_string()))?;
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Ok(Self(Armed { what, times_left: (!sticky).then_some(times) }))
    }
}

/// How often a card number has been said at each place since the terminal was started.
pub type Leaked = BTreeMap<LeakPlace, u64>;

/// The list.
#[derive(Debug, Default)]
pub struct FaultBox {
    armed: Vec<Armed>,
    leaked: Leaked,
}

impl FaultBox {
    /// Adds one.
    pub fn arm(&mut self, armed: Armed) {
        if armed.waits() {
            self.armed.push(armed);
        }
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.armed.clear();
    }

    /// Takes every such one away.
    pub fn mend(&mut self, fault: &Fault) {
        self.armed.retain(|armed| armed.what != *fault);
    }

    /// What waits.
    #[must_use]
    pub fn list(&self) -> &[Armed] {
        &self.armed
    }

    /// Whether one such waits; it goes on waiting.
    pub fn has(&self, is_it: impl Fn(&Fault) -> bool) -> bool {
        self.armed.iter().any(|armed| is_it(&armed.what))
    }

    /// The first such, its moment being now: counted, and gone after its last time.
    pub fn take<T>(&mut self, pick: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let (at, picked) =
            self.armed.iter().enumerate().find_map(|(at, armed)| pick(&armed.what).map(|it| (at, it)))?;
        self.armed[at].strike();
        self.armed.retain(Armed::waits);
        Some(picked)
    }

    /// Every card number that is to be said in a message that has such a place, its moment being now: each counted, by its
    /// place too, and gone after its last time.
    pub fn take_leaks(&mut self, fits: impl Fn(LeakPlace) -> bool) -> Vec<(LeakPlace, String)> {
        let mut taken = Vec::new();
        for armed in &mut self.armed {
            if let Fault::CardNumber { place, text } = &armed.what
                && fits(*place)
            {
                taken.push((*place, text.clone()));
                *self.leaked.entry(*place).or_default() += 1;
                armed.strike();
            }
        }
        self.armed.retain(Armed::waits);
        taken
    }

    /// How often card numbers were said, and where. What clears the list does not clear this.
    #[must_use]
    pub const fn leaked(&self) -> &Leaked {
        &self.leaked
    }

    /// The same for a fault without values.
    pub fn fires(&mut self, fault: &Fault) -> bool {
        self.take(|armed| (armed == fault).then_some(())).is_some()
    }

    /// Whether the terminal dies here.
    pub fn dies_at(&mut self, step: Step) -> bool {
        self.fires(&Fault::DieAt { step })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ArmRequest, FaultBox};
    use crate::virtual_terminal::fault::{Fault, LeakPlace};

    fn read(json: serde_json::Value) -> super::Armed {
        ArmRequest::read(json).expect("reads").0
    }

    #[test]
    fn every_listed_fault_can_be_asked_for() {
        for (fault, text) in Fault::catalogue() {
            let json = serde_json::to_value(&fault).expect("writes");
            assert_eq!(read(json).what, fault, "{text}");
        }
        assert!(ArmRequest::read(json!({"fault": "earthquake"})).is_err());
        assert!(ArmRequest::read(json!("decline")).is_err());
    }

    #[test]
    fn a_fault_strikes_as_often_as_asked() {
        let mut faults = FaultBox::default();
        faults.arm(read(json!({"fault": "decline", "times": 2})));
        assert!(faults.fires(&Fault::Decline) && faults.fires(&Fault::Decline));
        assert!(!faults.fires(&Fault::Decline));
        faults.arm(read(json!({"fault": "wrong_amount", "by": 5, "sticky": true})));
        for _time in 0..3 {
            let by = faults.take(|fault| match fault {
                Fault::WrongAmount { by } => Some(*by),
                _other => None,
            });
            assert_eq!(by, Some(5));
        }
        faults.clear();
        assert!(faults.list().is_empty());
    }

    #[test]
    fn a_message_takes_every_leak_it_has_a_place_for_and_each_is_counted() {
        let mut faults = FaultBox::default();
        for place in ["brand", "detail", "log_name"] {
            faults.arm(read(json!({"fault": "card_number", "place": place, "text": "4", "times": 2})));
        }
        let in_result = |place| place != LeakPlace::LogName;
        let both = [(LeakPlace::Brand, "4".to_owned()), (LeakPlace::Detail, "4".to_owned())];
        for _time in 0..2 {
            assert_eq!(faults.take_leaks(in_result), both);
        }
        assert!(faults.take_leaks(in_result).is_empty());
        assert_eq!(faults.list().len(), 1);
        faults.clear();
        assert_eq!(*faults.leaked(), [(LeakPlace::Detail, 2), (LeakPlace::Brand, 2)].into());
    }

    #[test]
    fn a_cut_line_comes_back_unless_told_otherwise() {
        assert_eq!(read(json!({"fault": "cut_now"})).what, Fault::CutNow { back_after_ms: Some(1_000) });
        assert_eq!(
            read(json!({"fault": "cut_now", "back_after_ms": null})).what,
            Fault::CutNow { back_after_ms: None }
        );
    }
}
