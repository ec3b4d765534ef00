//! Books with any kind of slip, as settled payments leave them; the journal's side is not what this is about.

use std::sync::Arc;

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{ActionId, PaymentId, ReceiptNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Operator, Original, ShopHeader, Slip, SlipKind};
use catlink_shared::tax::Rounding;
use catlink_shared::tender::{ByHand, CardBackHow, CardDetails, Tender};
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::terminal::{BrandCode, Last4, SlipNumber, TerminalId};
use catlink_shared::wire::files::{Encoding, ReportFile};
use catlink_shared::wire::history::{HistoryFilter, HistoryReply, HistoryRequest, HistoryRow, HistoryTotals};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use crate::books::actions::{self, Action};
use crate::books::bench::{books, write};
use crate::books::{BooksError, card_history, reports, slips};
use crate::store::Store;

/// Noon in Japan, 2026-11-23.
pub(super) const NOON: UnixMs = UnixMs(1_795_402_800_000);
/// A name that a file must quote.
const COMPANY: &str = "カード, \"A\"";

pub(super) fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Yen::new(amount), tendered: Yen::new(amount), change: Yen::ZERO }
}

pub(super) fn linked(amount: i64, brand: &str, slip: &str, by_hand: ByHand) -> Tender {
    Tender::LinkedCard {
        amount: Yen::new(amount),
        payment_id: PaymentId::from(uuid::Uuid::now_v7()),
        card_company_code: "01".into(),
        card_company_name: COMPANY.into(),
        category: CardCategoryCode::CREDIT,
        category_name: "クレジット".into(),
        model: CatModel::JtC60,
        by_hand,
        stamp: None,
        details: CardDetails {
            terminal_id: TerminalId::new("1234567890123").ok(),
            slip_number: SlipNumber::new(slip).ok(),
            brand: BrandCode::new(brand).ok(),
            brand_name: Some(brand.to_owned()).filter(|brand| !brand.is_empty()),
            account_last4: Last4::new("4242").ok(),
            ..CardDetails::default()
        },
    }
}

fn card(code: &str, name: &str, category: (u16, &str), amount: i64, reason: Option<&str>) -> Tender {
    Tender::Card {
        amount: Yen::new(amount),
        card_company_code: code.into(),
        card_company_name: name.into(),
        category: CardCategoryCode(category.0),
        category_name: category.1.into(),
        unlinked_reason: reason.map(str::to_owned),
        stamp: None,
    }
}

/// 連動しないで確定
pub(super) fn hand(amount: i64) -> Tender {
    card("01", COMPANY, (3, "クレジット"), amount, Some("端末の故障"))
}

pub(super) fn unlinked(amount: i64) -> Tender {
    card("90", "=QR", (13, "QRコード決済"), amount, None)
}

pub(super) fn named(name: &str, amount: i64) -> Tender {
    card("01", name, (3, "クレジット"), amount, None)
}

pub(super) fn back(amount: i64) -> Tender {
    Tender::CardBack {
        amount: Yen::new(amount),
        of_tender: 0,
        card_company_code: "01".into(),
        card_company_name: COMPANY.into(),
        category: CardCategoryCode::CREDIT,
        category_name: "クレジット".into(),
        slip_number: SlipNumber::new("00001").ok(),
        how: CardBackHow::ByHand,
    }
}

pub(super) fn original(number: u64) -> Original {
    Original { receipt_number: Some(ReceiptNumber(number)), sold_at_text: String::new(), typed_number: None }
}

pub(super) struct Desk(Store);

impl Desk {
    pub(super) async fn open() -> Self {
        Self(books(DataKind::Demo).await)
    }

    /// Books a slip; even numbers are operator 102's, odd ones nobody's.
    pub(super) async fn book(&self, day: &str, kind: SlipKind, tenders: Vec<Tender>) -> ReceiptNumber {
        self.book_as(CounterMode::Live, day, kind, tenders).await
    }

    pub(super) async fn book_as(
        &self,
        mode: CounterMode,
        day: &str,
        kind: SlipKind,
        tenders: Vec<Tender>,
    ) -> ReceiptNumber {
        let day = day.to_owned();
        write(&self.0, move |tx| {
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            let slip = slip(tx, mode, &day, kind.clone(), tenders.clone())?;
            Ok(slips::book(tx, slip, DataKind::Demo, None, NOON)?.receipt_number)
        })
        .await
        .unwrap()
    }

    pub(super) async fn hand_payment(&self, of: ReceiptNumber, amount: i64) -> ActionId {
        let id = ActionId::from(uuid::Uuid::now_v7());
        write(&self.0, move |tx| {
            let action = Action {
                kind: ActionKind::HandPayment,
                amount: Yen::new(amount),
                or_amount: None,
                card_company_name: COMPANY.into(),
                model: Some(CatModel::JtC60),
                terminal_id: TerminalId::new("1234567890123").ok(),
                receipt_number: Some(of),
                slip_number: None,
                way_back: WayBack::Void,
            };
            actions::open(tx, id, None, &action, NOON)
        })
        .await
        .unwrap();
        id
    }

    pub(super) async fn close_action(&self, id: ActionId, slip: &str, amount: i64) {
        let slip = SlipNumber::new(slip).unwrap();
        write(&self.0, move |tx| actions::close(tx, id, &slip, Yen::new(amount), Some("101"), NOON))
            .await
            .unwrap();
    }

    pub(super) async fn ask(&self, ask: HistoryRequest) -> Result<HistoryReply, Refusal> {
        let answer = self.0.read(move |connection| card_history::answer(connection, &ask, NOON)).await;
        answer.map_err(BooksError::into_refusal)
    }

    pub(super) async fn rows(&self, filter: HistoryFilter) -> Vec<HistoryRow> {
        match self.ask(HistoryRequest::Rows { filter, at: 0 }).await {
            Ok(HistoryReply::Rows { rows, .. }) => rows,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn totals(&self, filter: HistoryFilter) -> HistoryTotals {
        match self.ask(HistoryRequest::Totals { filter }).await {
            Ok(HistoryReply::Totals { totals }) => *totals,
            other => panic!("{other:?}"),
        }
    }

    /// The file of a filter: its bytes and rows.
    pub(super) async fn file(
        &self,
        filter: HistoryFilter,
        encoding: Encoding,
    ) -> Result<(Vec<u8>, u32), String> {
        let what = ReportFile::History { filter };
        let made = reports::make(&self.0, what, encoding, Arc::default()).await;
        made.map(|made| (made.content.whole(), made.rows)).map_err(|error| error.to_string())
    }

    pub(super) async fn figure(&self, sql: &'static str) -> i64 {
        self.0
            .read(move |connection| Ok::<_, BooksError>(connection.query_row(sql, [], |row| row.get(0))?))
            .await
            .unwrap()
    }
}

fn slip(
    tx: &Transaction<'_>,
    mode: CounterMode,
    day: &str,
    kind: SlipKind,
    tenders: Vec<Tender>,
) -> Result<Slip, BooksError> {
    let sale_id = SaleId::from(uuid::Uuid::now_v7());
    for tender in &tenders {
        if let Tender::LinkedCard { payment_id, .. } = tender {
            journal_row(tx, sale_id, *payment_id)?;
        }
    }
    let number: u64 =
        tx.query_row("SELECT coalesce(max(receipt_number), 0) + 1 FROM slip", [], |row| row.get(0))?;
    let operator = Operator { code: "102".into(), name: "+佐藤, \"S\"".into() };
    Ok(Slip {
        sale_id,
        kind,
        mode,
        business_day: day.to_owned(),
        register_code: "01".into(),
        operator: number.is_multiple_of(2).then_some(operator),
        shop: ShopHeader {
            name: "店".into(),
            address: String::new(),
            phone: String::new(),
            registration_number: None,
            header: Vec::new(),
            footer: Vec::new(),
        },
        totals: Draft::default().totals(Rounding::Down).expect("an empty basket"),
        lines: Vec::new(),
        tenders,
    })
}

fn journal_row(tx: &Transaction<'_>, sale_id: SaleId, payment_id: PaymentId) -> Result<(), BooksError> {
    tx.execute(
        "INSERT OR IGNORE INTO sale (sale_id, status, draft_revision, draft, changed_at) VALUES (?1, 'parked', 1, '{}', 0)",
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
