//! What is to happen in one payment, from the seed alone.

use serde_json::Value;

use super::blow::Blow;
use super::chance::Chance;
use super::deck::Deck;
use super::settings::{Recovery, Settings};
use super::step::Step;

/// What the customer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Customer {
    /// Pays.
    Pays,
    /// Has a card that is declined.
    Declined,
    /// Has too little on the card.
    Deficient,
    /// Presses 中止.
    Cancels,
}

/// What becomes of the sale when the payment was not charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Cash.
    Cash,
    /// The customer goes.
    Discard,
    /// 連動しないで確定
    Unlinked,
    /// The card once more.
    Again,
}

/// When what was struck comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    /// At once.
    Prompt,
    /// When the page has shown that something is wrong.
    Noticed,
}

/// What goes wrong first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primer {
    /// Nothing.
    Nothing,
    /// The line is lost while the centre is asked, and comes back when the result is there.
    Doubt,
    /// The same, and it comes back before.
    DoubtWhilePending,
    /// SALES never arrives.
    SalesCut,
    /// The terminal refuses.
    Busy,
    /// The terminal starts again while the centre is asked.
    RestartAtTheCentre,
}

/// What the sale is for. What is due is the same either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Goods that go with the customer.
    Goods,
    /// 内金 of a reservation of twice as much.
    Deposit,
    /// 引渡 of a reservation that is open, where there is one.
    HandOver,
}

/// One payment.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which, of its register.
    pub number: u64,
    /// What strikes.
    pub blow: Blow,
    /// Where.
    pub step: Step,
    /// What the terminal is asked for, where the fault is the terminal's.
    pub fault: Option<Value>,
    /// When it comes back.
    pub back: Return,
    /// The customer.
    pub customer: Customer,
    /// What it is for.
    pub pays_for: For,
    /// How many onigiri.
    pub quantity: u32,
    /// カード会社
    pub company: &'static str,
    /// 練習モード
    pub training: bool,
    /// StartPayment is said twice.
    pub twice: bool,
    /// F9中止 in the middle.
    pub cancels: bool,
    /// The person settles while the cable is still out.
    pub without_line: bool,
    /// What becomes of a sale that is not paid.
    pub after: After,
    /// A card that can be inserted is; with its PIN.
    pub inserts: bool,
    /// 「商品はお渡し済みですか?」: yes.
    pub handed_over: bool,
    /// 処理未了: the person presses 残高照会 and not 確認.
    pub checks_balance: bool,
    /// What the terminal can be asked.
    pub recovery: Recovery,
    /// A fault of an answer is one to the question after a lost result, and not one before the sale (class last).
    pub asked_late: bool,
    /// The fault of the payment before it may still be waiting.
    pub follows: bool,
    /// 結果不明: the customer pays otherwise.
    pub takes_otherwise: bool,
    /// 決済内容相違: a charge that is as asked is kept and not voided.
    pub keeps_charge: bool,
}

impl Plan {
    /// The plan of a register's payment of this number.
    #[must_use]
    pub fn of(settings: &Settings, deck: &Deck, register: u64, number: u64) -> Self {
        let mut chance = Chance::of(&[settings.seed, register, number, 2]);
        let (blow, step) = deck.deal(settings, register, number);
        let scale = 1.0 / f64::from(settings.faster);
        let unit = register * 1_000_000 + number;
        let fault = match &blow {
            Blow::AtOnce(fault) | Blow::Armed(fault) => Some(fault.for_payment(&mut chance, scale, unit)),
            _from_outside => None,
        };
        let is_plain = blow == Blow::Nothing;
        let is_own = step == Step::OwnMoment;
        let customer = match chance.below(100) {
            0..8 if is_plain => Customer::Declined,
            8..14 if is_plain => Customer::Deficient,
            14..20 if is_plain => Customer::Cancels,
            0..5 if !is_own => Customer::Declined,
            _others => Customer::Pays,
        };
        let company = match blow.word().split_once(' ') {
            Some((_, "brand_select")) => "12",
            Some((_, "condition_select")) if settings.companies().contains(&"02") => "02",
            Some((_, "condition_select" | "pin")) => settings.companies()[0],
            _any => *chance.pick(settings.companies()),
        };
        Self {
            number,
            step,
            fault,
            back: if chance.percent(60) { Return::Prompt } else { Return::Noticed },
            customer,
            pays_for: match number % 5 {
                1 => For::Deposit,
                3 => For::HandOver,
                _others => For::Goods,
            },
            quantity: u32::try_from(1 + chance.below(9)).unwrap_or(1),
            company,
            training: is_plain && chance.percent(15),
            twice: chance.percent(15),
            cancels: is_own && (chance.percent(6) || blow.word() == "cut_in_request cancel"),
            without_line: chance.percent(30),
            after: match chance.below(10) {
                0..4 => After::Cash,
                4..7 => After::Discard,
                7 => After::Unlinked,
                _rest => After::Again,
            },
            inserts: chance.percent(33) || blow.word().ends_with(" pin"),
            handed_over: chance.percent(67),
            checks_balance: chance.percent(75),
            recovery: settings.recovery,
            asked_late: chance.percent(50),
            follows: false,
            takes_otherwise: chance.percent(15),
            keeps_charge: chance.percent(67),
            blow,
        }
    }

    /// The same without a fault: the card once more.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self {
            blow: Blow::Nothing,
            step: Step::OwnMoment,
            fault: None,
            customer: Customer::Pays,
            twice: false,
            cancels: false,
            after: After::Discard,
            follows: self.reaches_into_the_next(),
            ..self.clone()
        }
    }

    /// The terminal's fault waits until the next sale.
    #[must_use]
    pub fn reaches_into_the_next(&self) -> bool {
        self.fault
            .as_ref()
            .and_then(|fault| fault["fault"].as_str())
            .is_some_and(|name| name.contains("next_sale"))
    }

    /// What must have gone wrong before, so that the fault has its moment.
    #[must_use]
    pub fn primer(&self) -> Primer {
        if self.step == Step::Inquiry {
            return Primer::Doubt;
        }
        if self.step != Step::OwnMoment {
            return Primer::Nothing;
        }
        match self.blow.word().as_str() {
            "cut_in_request hello" | "cut_in_request query" | "cut_in_answer ready" => Primer::Doubt,
            "cut_in_answer pending" => Primer::DoubtWhilePending,
            "cut_in_answer none" => Primer::SalesCut,
            "cut_in_answer refused" => Primer::Busy,
            "enquiry_error" => Primer::RestartAtTheCentre,
            word if word.ends_with("_answer") => match self.recovery {
                Recovery::Keyed => Primer::DoubtWhilePending,
                Recovery::Last if self.asked_late => Primer::Doubt,
                Recovery::Last | Recovery::None => Primer::Nothing,
            },
            _any => Primer::Nothing,
        }
    }

    /// Its name on the terminal's face.
    #[must_use]
    pub fn fault_name(&self) -> Option<&str> {
        self.fault.as_ref()?["fault"].as_str()
    }
}
