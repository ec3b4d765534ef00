//! 伝票取消 and 返品: what is taken back, once, and how its money goes.

mod finding;
mod mix;
mod rules;

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Receipt, ShopHeader, Slip, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::returns::LineBack;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::{ByHand, CardDetails, Tender};
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::slips::HandPayment;
use catlink_shared::wire::update::{ActionKind, ActionView};

use super::give_back::{Wanted, give_back};
use super::{Around, void};
use crate::books::actions::{self, Action};
use crate::books::bench::{books, write};
use crate::books::history::By;
use crate::books::{numbers, slips};
use crate::store::Store;

/// Noon in Japan, 2026-11-23.
const NOON: UnixMs = UnixMs(1_795_402_800_000);
const DAY_MS: i64 = 24 * 3_600_000;

fn later(days: i64) -> UnixMs {
    UnixMs(NOON.0 + days * DAY_MS)
}

fn line(price: i64, quantity: u32, tax: TaxClass) -> Line {
    Line {
        product_code: "1".into(),
        name: "品".into(),
        unit_price: Yen::new(price),
        quantity,
        tax,
        discount: Discount::None,
    }
}

/// ¥1,080 of food and two of ¥550, less ¥180: ¥2,000.
fn goods() -> Draft {
    Draft {
        lines: vec![line(1_080, 1, TaxClass::REDUCED_8), line(550, 2, TaxClass::STANDARD_10)],
        slip_discount: Yen::new(180),
        ..Draft::default()
    }
}

const DUE: i64 = 2_000;

fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Yen::new(amount), tendered: Yen::new(amount), change: Yen::ZERO }
}

/// Paid on a terminal.
fn linked(amount: i64, category: u16, model: CatModel) -> Tender {
    Tender::LinkedCard {
        amount: Yen::new(amount),
        payment_id: PaymentId::from(uuid::Uuid::now_v7()),
        card_company_code: "01".into(),
        card_company_name: "クレジット".into(),
        category: CardCategoryCode(category),
        category_name: "クレジット".into(),
        stamp: None,
        model,
        by_hand: ByHand::Terminal,
        details: CardDetails {
            terminal_id: TerminalId::new("1234567890123").ok(),
            slip_number: SlipNumber::new("00042").ok(),
            ..CardDetails::default()
        },
    }
}

/// 連動しないで確定
fn by_hand(amount: i64) -> Tender {
    Tender::Card {
        amount: Yen::new(amount),
        card_company_code: "01".into(),
        card_company_name: "クレジット".into(),
        category: CardCategoryCode::CREDIT,
        category_name: "クレジット".into(),
        stamp: None,
        unlinked_reason: Some("端末の故障".into()),
    }
}

struct Shop(Store);

impl Shop {
    async fn open() -> Self {
        Self(books(DataKind::Demo).await)
    }

    /// Books a sale as it would be after its payment; the journal's side of it is not what this is about.
    async fn sell(&self, draft: Draft, tenders: Vec<Tender>, at: UnixMs) -> Receipt {
        write(&self.0, move |tx| {
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            let slip = Slip {
                sale_id: SaleId::from(uuid::Uuid::now_v7()),
                kind: SlipKind::Sale,
                mode: CounterMode::Live,
                business_day: numbers::open_business_day(tx, at, 5)?,
                register_code: "01".into(),
                operator: None,
                shop: ShopHeader {
                    name: "店".into(),
                    address: String::new(),
                    phone: String::new(),
                    registration_number: None,
                    header: Vec::new(),
                    footer: Vec::new(),
                },
                totals: draft.totals(Rounding::Down).unwrap(),
                lines: draft.lines.clone(),
                tenders: tenders.clone(),
            };
            for tender in &slip.tenders {
                if let Tender::LinkedCard { payment_id, .. } = tender {
                    journal_row(tx, slip.sale_id, *payment_id)?;
                }
            }
            slips::book(tx, slip, DataKind::Demo, None, at)
        })
        .await
        .unwrap()
    }

    async fn void(&self, of: &Receipt, refunds: Vec<Refund>, at: UnixMs) -> Result<Receipt, Refusal> {
        self.void_as(of, refunds, HandPayment::Settled, clerk(), at).await
    }

    async fn void_as(
        &self,
        of: &Receipt,
        refunds: Vec<Refund>,
        hand: HandPayment,
        by: By,
        at: UnixMs,
    ) -> Result<Receipt, Refusal> {
        let number = of.receipt_number;
        write(&self.0, move |tx| void::void(tx, &around(by.clone(), at), number, &refunds, hand)).await
    }

    async fn give_back(
        &self,
        of: &Receipt,
        lines: Vec<LineBack>,
        total: i64,
        refunds: Vec<Refund>,
        at: UnixMs,
    ) -> Result<Receipt, Refusal> {
        let receipt_number = of.receipt_number;
        write(&self.0, move |tx| {
            let wanted = Wanted { receipt_number, lines: &lines, total: Yen::new(total), refunds: &refunds };
            give_back(tx, &around(clerk(), at), wanted)
        })
        .await
    }

    /// Something to be taken by hand for a slip.
    async fn hand_payment(&self, of: ReceiptNumber, amount: i64) {
        write(&self.0, move |tx| {
            let action = Action {
                kind: ActionKind::HandPayment,
                amount: Yen::new(amount),
                or_amount: None,
                card_company_name: "クレジット".into(),
                model: Some(CatModel::JtC60),
                terminal_id: TerminalId::new("1234567890123").ok(),
                receipt_number: Some(of),
                slip_number: None,
                way_back: WayBack::Void,
            };
            actions::open(tx, ActionId::from(uuid::Uuid::now_v7()), None, &action, NOON)
        })
        .await
        .unwrap();
    }

    async fn actions(&self) -> Vec<ActionView> {
        self.0.read(actions::open_actions).await.unwrap()
    }

    async fn figure(&self, sql: &'static str) -> i64 {
        self.0
            .read(move |connection| {
                Ok::<_, crate::books::BooksError>(connection.query_row(sql, [], |row| row.get(0))?)
            })
            .await
            .unwrap()
    }
}

/// A payment the slip's tender can name.
fn journal_row(
    tx: &rusqlite::Transaction<'_>,
    sale_id: SaleId,
    payment_id: PaymentId,
) -> Result<(), crate::books::BooksError> {
    tx.execute(
        "INSERT INTO sale (sale_id, status, draft_revision, draft, changed_at) VALUES (?1, 'current', 1, '{}', 0)",
        [sale_id.to_string()],
    )?;
    tx.execute(
        "INSERT INTO payment (payment_id, sale_id, device, frozen, state, state_word, keeps_port, keeps_sale,
                              holds_port, holds_sale, is_question, accepted_at)
         VALUES (?1, ?2, 'cat1', json_object('asked', json_object('sequence_number', ?1)), '{}', 'sold', 0, 0, 0, 0, 0, 0)",
        [payment_id.to_string(), sale_id.to_string()],
    )?;
    Ok(())
}

fn clerk() -> By {
    By { who: Some("101".into()), approved_by: None }
}

fn with_manager() -> By {
    By { who: Some("101".into()), approved_by: Some("900".into()) }
}

fn around(by: By, now: UnixMs) -> Around {
    Around {
        slip_id: SaleId::from(uuid::Uuid::now_v7()),
        operator_code: Some("101".into()),
        by,
        data: DataKind::Demo,
        now,
    }
}

const fn refund(of_tender: usize, by: RefundBy, amount: i64) -> Refund {
    Refund { of_tender, by, amount: Yen::new(amount) }
}
