//! The snapshot every page is shown, made whole from books, journal and board.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::receipt::SlipKind;
use catlink_shared::tender::CardDetails;
use catlink_shared::wire::day::DayView;
use catlink_shared::wire::people::Staff;
use catlink_shared::wire::update::{PaidFor, PaymentView, RegisterView, SaleView, Snapshot, TerminalClock};
use rusqlite::Connection;

use super::Register;
use super::board::Live;
use crate::books::day::standing;
use crate::books::{BooksError, actions, catalog, masters, numbers, people, sales, slips, training};
use crate::clock;
use crate::journal::{self, Payment};
use crate::till::{cash_back, settlement};

/// A snapshot of how things stand.
pub(super) async fn snapshot(register: &Register, revision: u64) -> Result<Snapshot, BooksError> {
    let now = clock::now();
    let decide_after_ms = i64::try_from(register.settings.decide_after.as_millis()).unwrap_or(i64::MAX);
    let read = register.store.read(move |connection| read(connection, now)).await?;
    let data = register.data_kind();
    register.people.set_idle_minutes(read.idle_minutes);
    Ok(register.board(|board| {
        let show = |payment: &Payment| {
            payment_view(payment, board.live(payment.frozen.payment_id), decide_after_ms, now)
        };
        let sale = |(sale, payment): (sales::Sale, Option<Payment>)| SaleView {
            sale_id: sale.sale_id,
            draft_revision: sale.draft_revision,
            draft: sale.draft,
            owner: sale.owner,
            parked_at: sale.parked_at.map(clock::time_text),
            payment: payment.as_ref().map(show),
        };
        Snapshot {
            run_id: register.run_id,
            revision,
            now,
            register: RegisterView {
                register_code: register.settings.register.as_str().to_owned(),
                shop_name: read.shop.header.name,
                business_day: read.business_day,
                mode: read.mode,
                data,
                books_trouble: board.books_trouble.clone(),
                masters_revision: read.masters_revision,
                staff: read.staff,
                printing: read.shop.printing,
                paper: read.shop.paper,
                rounding: read.shop.rounding,
                day: read.day,
                reach: register.settings.reach,
            },
            terminals: board.views(),
            payments: read.open.iter().map(show).collect(),
            current: read.current.map(sale),
            parked: read.parked.into_iter().map(sale).collect(),
            actions: read.actions,
            last_receipt: read.last_receipt.map(Box::new),
        }
    }))
}

struct Read {
    shop: catalog::Shop,
    idle_minutes: Option<u32>,
    staff: Staff,
    masters_revision: u64,
    mode: catlink_shared::basket::CounterMode,
    business_day: String,
    day: DayView,
    current: Option<(sales::Sale, Option<Payment>)>,
    parked: Vec<(sales::Sale, Option<Payment>)>,
    open: Vec<Payment>,
    actions: Vec<catlink_shared::wire::update::ActionView>,
    last_receipt: Option<catlink_shared::receipt::Receipt>,
}

fn read(connection: &Connection, now: UnixMs) -> Result<Read, BooksError> {
    let shop = catalog::shop(connection)?;
    let with_payment = |sale: sales::Sale| {
        let payment = journal::newest_of_sale(connection, sale.sale_id)?;
        Ok::<_, BooksError>((sale, payment))
    };
    Ok(Read {
        business_day: numbers::business_day(connection, now, shop.cutoff_hour)?,
        day: standing::view(connection, now, shop.cutoff_hour)?,
        current: sales::current(connection)?.map(with_payment).transpose()?,
        parked: sales::parked(connection)?.into_iter().map(with_payment).collect::<Result<_, _>>()?,
        open: journal::open_payments(connection)?,
        actions: actions::open_actions(connection)?,
        last_receipt: slips::newest(connection)?,
        masters_revision: masters::revision(connection)?,
        mode: training::mode(connection, now)?,
        idle_minutes: catalog::store(connection)?.idle_minutes,
        staff: people::staff(connection)?,
        shop,
    })
}

/// One payment as pages are shown.
#[must_use]
pub fn payment_view(payment: &Payment, live: Live, decide_after_ms: i64, now: UnixMs) -> PaymentView {
    let frozen = &payment.frozen;
    PaymentView {
        payment_id: frozen.payment_id,
        sale_id: frozen.sale_id,
        device: frozen.device,
        model: frozen.model,
        card_company_code: frozen.company.code.clone(),
        card_company_name: frozen.company.name.clone(),
        category: frozen.company.category,
        amount: frozen.asked.amount,
        mode: frozen.slip.mode,
        state: payment.state.clone(),
        phase: live.phase,
        cancel: live.cancel,
        accepted_at: payment.accepted_at,
        doubted_at: payment.doubted_at,
        // A clock that was put back must not keep anybody waiting.
        decide_from: payment.doubted_at.map(|at| match at.since(now) {
            1.. => now,
            _ => UnixMs(at.0.saturating_add(decide_after_ms)),
        }),
        details: details(payment),
        settled_amount: told_amount(payment),
        clock: match payment.sent.as_ref().and_then(|sent| sent.clock_offset_ms) {
            Some(_) => TerminalClock::Known,
            None => TerminalClock::Unknown,
        },
        way_back: cash_back::way_back(payment),
        paid_for: match frozen.slip.kind {
            SlipKind::Reservation { .. } => PaidFor::Deposit,
            SlipKind::Sale
            | SlipKind::Void { .. }
            | SlipKind::Return { .. }
            | SlipKind::HandOver { .. }
            | SlipKind::Cancellation { .. } => PaidFor::Goods,
        },
    }
}

/// What the terminal said; where it has said nothing, what a person typed from its paper.
fn details(payment: &Payment) -> Option<CardDetails> {
    match (&payment.result, &payment.paper) {
        (Some(_), _) => Some(settlement::told(payment)),
        (None, Some(_)) => Some(settlement::details(payment)),
        (None, None) => None,
    }
}

/// The sum that goes with it.
fn told_amount(payment: &Payment) -> Option<Yen> {
    match &payment.result {
        Some(result) => result.settled_amount,
        None => payment.paper.as_ref().map(|paper| paper.amount),
    }
}
