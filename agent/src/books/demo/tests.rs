//! What holds for the demo's masters and its month.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::{DataKind, Receipt};
use catlink_shared::tender::Tender;
use catlink_shared::terminal::{RegisterId, TerminalId};

use super::{COMPANIES, GOODS, OPERATORS, fill, month, with_check_digit};
use crate::books::day::{report, standing};
use crate::books::{BooksError, actions, catalog, sales};
use crate::clock;
use crate::demo::{CAT1_TERMINAL_ID, CAT2_TERMINAL_ID};
use crate::journal;
use crate::store::{Claim, Store};

/// 2026-11-23 10:05 in Japan, a Monday.
const NOW: UnixMs = UnixMs(1_795_395_900_000);

#[test]
fn the_demo_is_rich_enough_to_try_everything() {
    assert!(GOODS.len() >= 40 && COMPANIES.len() >= 10 && OPERATORS.len() == 5);
    for tax in ["standard", "reduced"] {
        assert!(GOODS.iter().filter(|good| good.5 == tax).count() >= 10);
    }
}

#[test]
fn check_digits_are_those_of_jan() {
    assert_eq!(with_check_digit("490123456789"), "4901234567894");
}

/// Demo books with a month in them.
struct Books {
    store: Store,
    folder: PathBuf,
}

impl Drop for Books {
    fn drop(&mut self) {
        // What is left of a test is no reason to fail it.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Books {
    async fn of(seed: u64, now: UnixMs) -> Self {
        let folder = crate::scratch::path("month");
        let store = Store::open(&folder, DataKind::Demo).expect("a new folder");
        let begun = Instant::now();
        store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                catalog::lay_ground(tx, "01")?;
                fill(tx, "01")?;
                month::fill_from(tx, &RegisterId::new("01").expect("a code"), now, seed)
            })
            .await
            .expect("a month");
        println!("the month took {:?}", begun.elapsed());
        Self { store, folder }
    }

    async fn receipts(&self) -> Vec<Receipt> {
        let read = |connection: &rusqlite::Connection| {
            let mut query = connection.prepare("SELECT body FROM slip ORDER BY receipt_number")?;
            let rows = query.query_map([], |row| row.get::<_, String>(0))?;
            rows.map(|body| Ok::<_, BooksError>(serde_json::from_str(&body?)?)).collect::<Result<Vec<_>, _>>()
        };
        self.store.read(read).await.expect("receipts")
    }
}

fn is_linked(tender: &Tender) -> bool {
    matches!(tender, Tender::LinkedCard { .. })
}

#[tokio::test]
async fn the_month_is_one_of_thirty_days_of_three_operators_over_every_tender_and_rate() {
    let books = Books::of(4, NOW).await;
    let receipts = books.receipts().await;
    let days: BTreeSet<_> = receipts.iter().map(|receipt| receipt.slip.business_day.as_str()).collect();
    assert_eq!(days.len(), 30);
    assert_eq!((days.first(), days.last()), (Some(&"2026-10-24"), Some(&"2026-11-22")));
    for day in &days {
        let sales = receipts.iter().filter(|receipt| receipt.slip.business_day == **day).count();
        assert!((25..=45).contains(&sales), "{day}: {sales}");
    }
    let of = |say: fn(&Receipt) -> String| receipts.iter().map(say).collect::<BTreeSet<_>>();
    let operators = of(|receipt| receipt.slip.operator.as_ref().expect("one serves").code.clone());
    assert_eq!(operators.iter().collect::<Vec<_>>(), ["101", "102", "103"]);
    let tenders = || receipts.iter().flat_map(|receipt| &receipt.slip.tenders);
    let paid_with: BTreeSet<_> = tenders()
        .map(|tender| match tender {
            Tender::Cash { .. } => "cash",
            Tender::CashBack { .. } | Tender::CardBack { .. } => "back",
            Tender::Card { card_company_code, .. } | Tender::LinkedCard { card_company_code, .. } => {
                card_company_code
            }
        })
        .collect();
    let known = COMPANIES.iter().map(|company| company.0).chain(["cash"]);
    assert_eq!(paid_with, known.collect(), "every tender of the shop");
    let linked = tenders().filter(|tender| is_linked(tender)).count();
    assert!(linked * 10 > receipts.len() * 3, "{linked} of {}", receipts.len());
    let mixed = receipts.iter().filter(|receipt| receipt.slip.tenders.len() > 1).count();
    let less = receipts.iter().filter(|receipt| receipt.slip.totals.slip_discount > Yen::ZERO).count();
    assert!(mixed > 0 && less > 5, "{mixed} {less}");
}

#[tokio::test]
async fn every_slip_of_the_month_adds_up() {
    let books = Books::of(4, NOW).await;
    let receipts = books.receipts().await;
    let (mut both, mut newest) = (0, UnixMs(0));
    for (place, receipt) in receipts.iter().enumerate() {
        let slip = &receipt.slip;
        assert_eq!(receipt.receipt_number.0, place as u64 + 1);
        assert!(receipt.issued_at > newest && receipt.issued_at < NOW, "times rise and are over");
        newest = receipt.issued_at;
        let hour: u8 = clock::time_text(receipt.issued_at)[..2].parse().expect("an hour");
        assert!((9..=21).contains(&hour), "{hour}");
        let paid = Yen::checked_sum(slip.tenders.iter().map(Tender::amount));
        assert_eq!(paid, Some(slip.totals.total), "tenders pay the slip");
        let classes = Yen::checked_sum(slip.totals.classes.iter().map(|class| class.amount));
        assert_eq!(classes, Some(slip.totals.total), "the rates make up the total");
        both += usize::from(slip.totals.classes.len() == 2);
        for tender in &slip.tenders {
            if let Tender::Cash { amount, tendered, change } = tender {
                assert_eq!(tendered.checked_sub(*amount), Some(*change));
            }
        }
    }
    assert!(both > 50, "both rates on one slip: {both}");
}

#[tokio::test]
async fn the_journal_of_the_month_replays_and_holds_nothing() {
    let books = Books::of(4, NOW).await;
    let read = |connection: &rusqlite::Connection| {
        let mut query = connection.prepare("SELECT payment_id FROM payment")?;
        let ids = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let mut states = Vec::new();
        for id in ids {
            let id = id.parse().expect("an id");
            let payment = journal::find(connection, id)?.expect("it is there");
            assert_eq!(journal::replay(connection, id)?, Some(payment.state.clone()));
            states.push(payment);
        }
        assert_eq!(journal::open_payments(connection)?, []);
        Ok::<_, BooksError>((states, sales::parked(connection)?, actions::open_actions(connection)?))
    };
    let (payments, parked, open) = books.store.read(read).await.expect("the journal");
    let failed = payments.iter().filter(|payment| matches!(payment.state, PaymentState::NotCharged { .. }));
    assert!(failed.count() > 5);
    let settled =
        |state: &PaymentState| matches!(state, PaymentState::Sold { .. } | PaymentState::NotCharged { .. });
    assert!(payments.iter().all(|payment| settled(&payment.state)));
    let slips: Vec<_> = payments
        .iter()
        .filter_map(|payment| {
            let result = payment.result.as_ref()?;
            Some((result.unit.terminal_id.clone(), result.slip_number.clone()?))
        })
        .collect();
    assert_eq!(slips.iter().collect::<BTreeSet<_>>().len(), slips.len(), "no terminal slip twice");
    let todays = |id: &TerminalId| [CAT1_TERMINAL_ID, CAT2_TERMINAL_ID].contains(&id.as_str());
    assert!(!slips.iter().any(|(terminal_id, _)| todays(terminal_id)), "no slip is one of today's terminals");
    assert_eq!((parked.len(), open.len()), (1, 1), "what an evening leaves");
}

#[tokio::test]
async fn the_same_seed_and_date_make_the_same_month_and_others_another() {
    let month = Books::of(4, NOW).await.receipts().await;
    assert_eq!(Books::of(4, UnixMs(NOW.0 + 60_000)).await.receipts().await, month);
    assert_ne!(Books::of(5, NOW).await.receipts().await, month);
}

#[tokio::test]
async fn every_day_of_the_month_is_closed_and_its_report_agrees_with_its_slips() {
    let books = Books::of(4, NOW).await;
    let receipts = books.receipts().await;
    assert!(books.store.read(standing::unclosed).await.expect("days").is_empty());
    let mut day = Some("2026-10-24".to_owned());
    let mut days = 0;
    while let Some(of) = day.take().filter(|day| day.as_str() < "2026-11-23") {
        let asked = of.clone();
        let report = books.store.read(move |connection| report::of_day(connection, &asked, NOW)).await;
        let report = report.expect("a report");
        let total = receipts.iter().filter(|receipt| receipt.slip.business_day == of);
        let total = Yen::checked_sum(total.map(|receipt| receipt.slip.totals.total)).expect("a sum");
        let sum = |amounts: Vec<Yen>| Yen::checked_sum(amounts).expect("a sum");
        assert_eq!(report.total().amount, total, "{of}");
        assert_eq!(sum(report.tenders.iter().map(|tender| tender.of.amount).collect()), total, "{of}");
        assert_eq!(sum(report.taxes.iter().map(|tax| tax.amount).collect()), total, "{of}");
        assert_eq!(sum(report.operators.iter().map(|who| who.of.amount).collect()), total, "{of}");
        let closing = report.closing.expect("a closed day");
        assert_eq!((closing.days.as_slice(), closing.expected), ([of].as_slice(), report.flows.expected()));
        assert!(closing.counted.sum().get() > 50_000, "the change and the day's cash");
        (day, days) = (report.after, days + 1);
    }
    assert_eq!(days, 30);
}
