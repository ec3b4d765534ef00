//! The two terminals the month was taken on, as the journal remembers them. They are not those of today: their numbers and
//! memories are their own, so that no slip of theirs can stand for one that is printed now.

use catlink_shared::card::{CardCategoryCode, CatDeviceId};
use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{
    ApprovalCode, CenterResultCode, Last4, MemoryId, PaymentCondition, Phase, ResultWord, SalesRequest,
    SlipNumber, TerminalId, TerminalResult, TransactionNumber, Unit,
};

use super::chance::Chance;
use crate::virtual_terminal::wallet::{Brand, Method};

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Printer {
    pub(super) device: CatDeviceId,
    pub(super) model: CatModel,
    pub(super) unit: Unit,
    newest: u32,
    transactions: u32,
}

impl Printer {
    /// CAT1 and CAT2 of the month.
    pub(super) fn both() -> [Self; 2] {
        let printer = |device, model, terminal_id: &str, newest| Self {
            device,
            model,
            unit: Unit {
                terminal_id: TerminalId::new(terminal_id).expect("a number of a terminal"),
                memory_id: MemoryId::new("demo-month").expect("a word"),
            },
            newest,
            transactions: newest * 3,
        };
        [
            printer(CatDeviceId::Cat1, CatModel::JtC60, "1234567890113", 3_118),
            printer(CatDeviceId::Cat2, CatModel::JMups, "1234567890114", 641),
        ]
    }

    /// The newest slip.
    pub(super) fn newest_slip(&self) -> SlipNumber {
        SlipNumber::five(self.newest)
    }

    /// A slip is printed.
    pub(super) fn print(&mut self) -> SlipNumber {
        self.newest += 1;
        self.newest_slip()
    }

    /// The customer's card is charged.
    pub(super) fn approve(
        &mut self,
        chance: &mut Chance,
        asked: &SalesRequest,
        at: UnixMs,
    ) -> TerminalResult {
        let brand = brand(chance, asked.payment);
        let card = matches!(asked.payment.0, 2..=6 | 12 | 30);
        let code = format!("{:06}", chance.between(1, 999_999));
        let number = format!("{:04}", chance.between(0, 9_999));
        TerminalResult {
            slip_number: Some(self.print()),
            approval_code: ApprovalCode::new(&code).ok(),
            payment_media: Some(brand.media()),
            brand: Some(brand.code(self.model)),
            payment_condition: matches!(asked.payment.0, 3 | 30).then_some(PaymentCondition::Lump),
            account_last4: card.then(|| Last4::reduce(&number)).flatten(),
            balance: is_prepaid(brand).then(|| Yen::new(chance.between(180, 9_800))),
            ..self.answer(asked, ResultWord::Approved, Phase::Printing, at)
        }
    }

    /// The centre declines.
    pub(super) fn decline(&mut self, asked: &SalesRequest, at: UnixMs) -> TerminalResult {
        TerminalResult {
            settled_amount: Some(Yen::ZERO),
            center_result_code: CenterResultCode::new("G12").ok(),
            ..self.answer(asked, ResultWord::Declined, Phase::Center, at)
        }
    }

    /// The customer thinks better of it.
    pub(super) fn stop(&mut self, asked: &SalesRequest, at: UnixMs) -> TerminalResult {
        TerminalResult {
            settled_amount: Some(Yen::ZERO),
            ..self.answer(asked, ResultWord::Cancelled, Phase::CardWait, at)
        }
    }

    fn answer(
        &mut self,
        asked: &SalesRequest,
        word: ResultWord,
        reached: Phase,
        at: UnixMs,
    ) -> TerminalResult {
        self.transactions += 1;
        TerminalResult {
            phase_reached: Some(reached),
            transaction_number: TransactionNumber::new(&format!("{:06}", self.transactions)).ok(),
            terminal_time: Some(at),
            ..TerminalResult::echoing(asked, word)
        }
    }
}

/// One of the brands a category takes, the usual ones most often.
fn brand(chance: &mut Chance, category: CardCategoryCode) -> Brand {
    let brands = Method::of(category).map_or(&[Brand::Visa][..], |method| method.brands);
    let weighed: Vec<_> = brands.iter().map(|brand| (*brand, weight(*brand))).collect();
    chance.pick(&weighed)
}

/// How common a brand is among those of its method.
const fn weight(brand: Brand) -> i64 {
    match brand {
        Brand::Visa | Brand::PayPay => 40,
        Brand::Jcb | Brand::TransitIc => 22,
        Brand::Mastercard => 18,
        Brand::Id | Brand::QuicPay | Brand::DBarai | Brand::RakutenPay => 10,
        Brand::Edy | Brand::Waon | Brand::Nanaco | Brand::AuPay => 7,
        Brand::Amex | Brand::Merpay | Brand::UnionPay => 4,
        Brand::Diners | Brand::Pitapa | Brand::JDebit | Brand::WeChatPay | Brand::Alipay => 1,
    }
}

const fn is_prepaid(brand: Brand) -> bool {
    matches!(brand, Brand::TransitIc | Brand::Edy | Brand::Waon | Brand::Nanaco)
}
