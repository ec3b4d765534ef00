//! A receipt to look at while its texts are typed.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{ReceiptNumber, SaleId, UnixMs};
use catlink_shared::masters::Values;
use catlink_shared::masters::register::TEXT_LINES;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{Receipt, ShopHeader, Slip, SlipKind};
use catlink_shared::reservation::Purpose;
use catlink_shared::tax::TaxClass;
use catlink_shared::tender::Tender;

use crate::checkout::Checkout;

impl Checkout {
    /// A made-up sale on a receipt with the texts that are typed.
    #[must_use]
    pub fn sample_receipt(&self, values: &Values) -> Option<Receipt> {
        let register = &self.shown.as_ref()?.register;
        let line = |name: &str, price, tax| Line {
            product_code: String::new(),
            name: name.to_owned(),
            unit_price: Yen::new(price),
            quantity: 1,
            tax,
            discount: Discount::None,
        };
        let lines =
            vec![line("牛乳 1L", 248, TaxClass::REDUCED_8), line("ノート B5", 165, TaxClass::STANDARD_10)];
        let draft =
            Draft { mode: CounterMode::Live, lines, slip_discount: Yen::ZERO, purpose: Purpose::Sale };
        let totals = draft.totals(register.rounding).ok()?;
        let change = Yen::new(500).checked_sub(totals.total)?;
        Some(Receipt {
            receipt_number: ReceiptNumber(1),
            issued_at: UnixMs(0),
            issued_at_text: format!("{} 10:05", register.business_day),
            data: register.data,
            earlier_day: None,
            slip: Slip {
                kind: SlipKind::Sale,
                sale_id: SaleId::from_parts(0, &[0; 10]),
                mode: CounterMode::Live,
                business_day: register.business_day.clone(),
                register_code: register.register_code.clone(),
                operator: None,
                shop: ShopHeader {
                    name: register.shop_name.clone(),
                    address: String::new(),
                    phone: String::new(),
                    registration_number: None,
                    header: values.lines("header", TEXT_LINES),
                    footer: values.lines("footer", TEXT_LINES),
                },
                tenders: vec![Tender::Cash { amount: totals.total, tendered: Yen::new(500), change }],
                lines: draft.lines,
                totals,
            },
        })
    }
}
