//! What people do at the terminal: the customer pays, the clerk puts right what is wrong, sells and voids by hand.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use super::desk::{Case, Desk};
use super::plan::Customer;
use super::sight::{Card, Seen};

/// How long the terminal may take for something it was asked by hand.
const BY_HAND: Duration = Duration::from_secs(3);

/// How far the customer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Until a card is asked for.
    Card,
    /// All the way.
    Paid,
}

impl Desk<'_> {
    /// The customer does what the display asks for.
    pub(super) fn customer_acts(&mut self, case: &Case<'_>, until: Until) {
        let Some(seen) = self.seen().filter(|seen| until == Until::Paid || seen.screen.cards.is_empty())
        else {
            return;
        };
        if let Some(act) = customers_act(&seen, case) {
            self.stand.act(&act);
        }
    }

    /// Whoever died is there again.
    ///
    /// # Errors
    /// A process does not start.
    pub(super) fn revive(&mut self) -> Result<()> {
        if !self.stand.terminal.process().runs()? {
            // As it is started.
            self.auto = "off";
        }
        self.stand.revive()
    }

    /// Puts right what a clerk sees on the terminal: paper, cover, POS接続, 練習モード固定. True: there was something.
    pub(super) fn put_right(&mut self, seen: &Seen) -> bool {
        let mut acts = Vec::new();
        if seen.paper == "out" {
            acts.push(json!({"act": "paper", "loaded": true}));
        }
        if seen.cover == "open" {
            acts.push(json!({"act": "cover", "open": false}));
        }
        if seen.pos_link == "off" {
            acts.push(json!({"act": "pos_link", "on": true}));
        }
        if seen.switches.training_locked {
            acts.push(json!({"act": "training_lock", "on": false}));
        }
        for act in &acts {
            self.stand.act(act);
        }
        if seen.switches.training_locked {
            // The POS hears of it when the terminal greets anew.
            self.stand.plug(false);
            self.stand.plug(true);
        }
        !acts.is_empty()
    }

    /// Voids a slip by hand: the number of the 取消票. Nothing where the terminal does not do it.
    pub(super) fn void_by_hand(&mut self, slip_number: &str) -> Option<String> {
        let before = self.seen()?.newest_slip;
        self.stand.act(&json!({"act": "pos_link", "on": false}));
        let asked = self.stand.act(&json!({"act": "hand_void", "slip_number": slip_number}));
        let voided = asked.then(|| self.until_slip(before)).flatten();
        self.stand.act(&json!({"act": "pos_link", "on": true}));
        self.note(format!("void of {slip_number} by hand: {voided:?}"));
        voided
    }

    /// Takes a payment by hand: the number of its slip.
    pub(super) fn sell_by_hand(&mut self, amount: i64, category: u16) -> Option<String> {
        let before = self.seen()?.newest_slip;
        self.set_auto("approve");
        self.stand.act(&json!({"act": "pos_link", "on": false}));
        let sale = json!({"act": "hand_sale", "amount": amount, "payment": category});
        let sold = self.stand.act(&sale).then(|| self.until_slip(before)).flatten();
        self.stand.act(&json!({"act": "pos_link", "on": true}));
        self.note(format!("sale of {amount} by hand: {sold:?}"));
        sold
    }

    /// The slip that comes out.
    fn until_slip(&mut self, before: Option<String>) -> Option<String> {
        let mut slip = None;
        self.wait(BY_HAND, |desk| {
            let seen = desk.seen().filter(|seen| seen.newest_slip != before && seen.is_idle());
            if let Some(seen) = seen {
                slip = seen.newest_slip.clone();
                desk.by_hand.extend(seen.newest_slip.map(|slip| (seen.memory_id, slip)));
            }
            slip.is_some()
        });
        slip
    }
}

fn customers_act(seen: &Seen, case: &Case<'_>) -> Option<Value> {
    let screen = &seen.screen;
    if case.customer == Customer::Cancels && !screen.cards.is_empty() {
        return Some(json!({"act": "cancel"}));
    }
    if screen.pin_pad {
        return Some(json!({"act": "pin"}));
    }
    if !screen.cards.is_empty() {
        let card = card_of(&screen.cards, case)?;
        let entry = if case.plan.inserts { card.entries.last() } else { card.entries.first() };
        return Some(json!({"act": entry?, "card": card.id}));
    }
    let choose = screen.buttons.iter().map(|button| &button.act);
    choose.into_iter().find(|act| act["act"] == "choose_brand").cloned()
}

fn card_of<'s>(cards: &'s [Card], case: &Case<'_>) -> Option<&'s Card> {
    let pays =
        |card: &&Card| card.issuer == "approves" && card.balance.is_none_or(|left| left >= case.amount);
    let wanted = match case.customer {
        Customer::Pays | Customer::Cancels => cards.iter().find(pays),
        Customer::Declined => cards.iter().find(|card| card.issuer == "declines"),
        Customer::Deficient => cards.iter().find(|card| card.balance.is_some_and(|left| left < case.amount)),
    };
    wanted.or_else(|| cards.iter().find(pays)).or_else(|| cards.first())
}
