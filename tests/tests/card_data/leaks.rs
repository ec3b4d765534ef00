//! Leaks asked of a terminal, and its own count of them: the proof that a round had something to keep out.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use catlink_tests::counter::Counter;
use catlink_tests::patience::{seen_if, until};
use serde_json::{Value, json};

/// Where the messages of a sale can hold one.
const OF_A_SALE: &[&str] = &[
    "masked_number",
    "detail",
    "brand",
    "centre_code",
    "transaction_number",
    "unknown_value",
    "unknown_name",
    "no_message",
];

/// Where any message can hold one, that of a greeting too.
pub(crate) const OF_ANY: &[&str] = &["unknown_value", "unknown_name", "no_message"];

/// Where a daily log is tried.
pub(crate) const OF_A_LOG: &[&str] = &["log_value", "log_name", "no_message", "unknown_value"];

/// How often the terminal has said a number at each place, as it counts itself.
pub(crate) fn leaked(counter: &mut Counter) -> Result<BTreeMap<String, u64>> {
    Ok(serde_json::from_value(counter.cat1().look()?["leaked"].clone())?)
}

/// Leaks that were asked for, and how often there had been any before.
#[must_use]
pub(crate) struct Leaks {
    places: &'static [&'static str],
    before: BTreeMap<String, u64>,
}

impl Leaks {
    /// This text at these places, as often as this.
    pub(crate) fn arm(
        counter: &mut Counter,
        places: &'static [&str],
        text: &str,
        times: &Value,
    ) -> Result<Self> {
        let before = leaked(counter)?;
        for place in places {
            let mut fault = json!({"fault": "card_number", "place": place, "text": text});
            fault
                .as_object_mut()
                .context("an object")?
                .extend(times.as_object().cloned().unwrap_or_default());
            counter.cat1().fault(&fault)?;
        }
        Ok(Self { places, before })
    }

    /// Which of these places have said nothing since.
    fn silent(&self, places: &[&'static str], now: &BTreeMap<String, u64>) -> Vec<&'static str> {
        let count = |of: &BTreeMap<String, u64>, place: &str| of.get(place).copied().unwrap_or_default();
        places.iter().copied().filter(|place| count(now, place) <= count(&self.before, place)).collect()
    }

    /// Waits until each of these places has said it.
    pub(crate) fn said_at(&self, counter: &mut Counter, places: &[&'static str]) -> Result<()> {
        until(&format!("a leak at {places:?}"), || {
            let silent = self.silent(places, &leaked(counter)?);
            Ok(seen_if(silent.is_empty(), format!("nothing at {silent:?}")))
        })
    }

    /// The round is over: every place has said it; from now on none does.
    pub(crate) fn end(self, counter: &mut Counter) -> Result<()> {
        let silent = self.silent(self.places, &leaked(counter)?);
        ensure!(silent.is_empty(), "the terminal leaked nothing at {silent:?}");
        counter.cat1().no_more_faults()
    }
}

/// This text at every place of the messages that come; `sticky`: until it is over.
pub(crate) fn leak_everywhere(counter: &mut Counter, text: &str, times: &Value) -> Result<Leaks> {
    Leaks::arm(counter, OF_A_SALE, text, times)
}
