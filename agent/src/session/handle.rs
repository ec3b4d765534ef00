//! What becomes of each request. Whatever writes is done once per request id.

use std::sync::Arc;

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{PageId, PaymentId, RequestId};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Decision, PaymentState};
use catlink_shared::receipt::Receipt;
use catlink_shared::tender::{Tender, Tenders, category_name, category_stamp};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::ActionKind;
use rusqlite::Transaction;

use crate::books::actions::{self, Action};
use crate::books::history::By;
use crate::books::{BooksError, catalog, refuse, requests, rights, sales, slips};
use crate::clock;
use crate::journal::{self, Payment};
use crate::register::{Register, Surroundings, new_action_id, view, wiring};
use crate::store::Claim;
use crate::till::admission::{self, Shown, Start};
use crate::till::{cash_back, decisions};

use super::{
    day, history as of_history, paper, reservations as of_reservations, settings, slips as of_slips, story,
};

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    /// The tab.
    pub(super) page: PageId,
    /// Who is signed in there, and whose PIN came with the request.
    pub(super) by: By,
}

/// Does what a page asks; who may ask it at all has been looked at.
pub(super) async fn handle(
    register: &Arc<Register>,
    asker: Asker,
    id: RequestId,
    request: Request,
) -> Result<Reply, BooksError> {
    let Asker { page, by } = asker;
    match request {
        Request::StartPayment {
            sale_id,
            payment_id,
            draft_revision,
            amount,
            card_company_code,
            operator_code,
            rounding,
        } => {
            let start = Start {
                page,
                sale_id,
                payment_id,
                draft_revision,
                amount,
                rounding,
                card_company_code,
                operator_code,
                by,
            };
            start_payment(register, start).await
        }
        Request::PaymentStatus { payment_id } => payment_status(register, payment_id).await,
        Request::CancelPayment { payment_id } => {
            let device = find(register, payment_id).await?.frozen.device;
            let till = register.till(device).ok_or_else(no_till)?;
            till.cancel(payment_id).await?;
            Ok(Reply::Done)
        }
        Request::Reinquire { payment_id } => {
            let device = find(register, payment_id).await?.frozen.device;
            register.till(device).ok_or_else(no_till)?.look_again().await?;
            Ok(Reply::Done)
        }
        Request::ReadCatalog => Ok(Reply::Catalog { catalog: register.catalog().await? }),
        Request::Masters { ask } => {
            Ok(Reply::Masters { reply: settings::answer(register, by, id, ask).await? })
        }
        Request::Slips { ask } if of_slips::is_reading(&ask) => of_slips::read(register, ask).await,
        Request::Paper { ask } if ask.only_reads() => paper::read(register, ask).await,
        Request::Day { ask } => Ok(Reply::Day { reply: day::answer(register, by, id, ask).await? }),
        Request::Reservations { ask } if of_reservations::is_reading(&ask) => {
            of_reservations::read(register, ask).await
        }
        Request::Story { ask } => story::answer(register, ask).await,
        Request::History { ask } => of_history::read(register, ask).await,
        Request::ReadReceipt { receipt_number, mode } => {
            let receipt =
                register.store.read(move |connection| slips::find(connection, mode, receipt_number)).await?;
            let receipt = receipt
                .ok_or_else(|| refuse(RefusalCode::UnknownReceipt, "その伝票番号の伝票はありません。"))?;
            Ok(Reply::Receipt { receipt: Box::new(receipt) })
        }
        writing @ (Request::PutDraft { .. }
        | Request::DiscardDraft { .. }
        | Request::ParkSale { .. }
        | Request::RecallSale { .. }
        | Request::TakeOverSale { .. }
        | Request::CommitSale { .. }
        | Request::CommitUnlinked { .. }
        | Request::DecidePayment { .. }
        | Request::AnswerHandOver { .. }
        | Request::AcceptTerminal { .. }
        | Request::CloseAction { .. }
        | Request::ReportDifference { .. }
        | Request::Slips { .. }
        | Request::Reservations { .. }
        | Request::Paper { .. }
        | Request::RefundInCash { .. }) => write(register, Asker { page, by }, id, writing).await,
        Request::Hello { .. }
        | Request::Pair { .. }
        | Request::Hosted { .. }
        | Request::People { .. }
        | Request::Matching { .. } => Err(refuse(RefusalCode::Malformed, "この依頼は受け付けられません。")),
    }
}

fn no_till() -> BooksError {
    refuse(
        RefusalCode::TerminalNotReady,
        "この決済の端末は、今のレジの設定にありません。端末の設定を責任者に確認してください。",
    )
}

async fn find(register: &Register, payment_id: PaymentId) -> Result<Payment, BooksError> {
    register.store.read(move |connection| admission::must_find(connection, payment_id)).await
}

fn payment_reply(register: &Register, payment: &Payment) -> Reply {
    let decide_after_ms = i64::try_from(register.settings.decide_after.as_millis()).unwrap_or(i64::MAX);
    let live = register.board(|board| board.live(payment.frozen.payment_id));
    Reply::Payment { payment: Box::new(view::payment_view(payment, live, decide_after_ms, clock::now())) }
}

async fn start_payment(register: &Arc<Register>, start: Start) -> Result<Reply, BooksError> {
    let code = start.card_company_code.clone();
    let device = register
        .store
        .read(move |connection| {
            let in_force = wiring::in_force(connection)?;
            Ok::<_, BooksError>(wiring::linked_device(&in_force, &catalog::company(connection, &code)?))
        })
        .await?;
    let device = device.ok_or_else(|| {
        refuse(RefusalCode::LinkMismatch, "このカード会社は、このレジでは端末に連動していません。")
    })?;
    let payment = register.till(device).ok_or_else(no_till)?.start(start).await?;
    Ok(payment_reply(register, &payment))
}

/// An id the journal does not know is burned by the question, so that a StartPayment that is still on its way cannot
/// begin behind the page's back.
async fn payment_status(register: &Arc<Register>, payment_id: PaymentId) -> Result<Reply, BooksError> {
    let burned = register
        .store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            Ok(journal::burn_unknown(tx, payment_id, clock::now())?)
        })
        .await?;
    if burned {
        return Ok(Reply::PaymentNeverStarted);
    }
    Ok(payment_reply(register, &find(register, payment_id).await?))
}

/// Whatever writes, in one transaction with the note that it was done.
async fn write(
    register: &Arc<Register>,
    asker: Asker,
    id: RequestId,
    request: Request,
) -> Result<Reply, BooksError> {
    look_first(register, &request).await?;
    let context = Context::new(register, asker);
    // What settles an open payment may use the room that was laid by for it.
    let claim = match request {
        Request::DecidePayment { .. } | Request::AnswerHandOver { .. } | Request::AcceptTerminal { .. } => {
            Claim::Reserve
        }
        _ => Claim::None,
    };
    let settles = claim == Claim::Reserve;
    let reply = register
        .store
        .write(claim, move |tx| {
            requests::once(tx, id, &request, context.around.now, |tx| apply(tx, &context, &request))
        })
        .await?;
    register.note_books(None);
    if settles {
        for till in register.tills() {
            till.look_again().await?;
        }
    }
    register.refresh().await;
    Ok(reply)
}

/// Before a person's word that nothing was charged stands, the terminal is looked at anew where the line works: the answer
/// follows whatever lay unread on the line.
async fn look_first(register: &Register, request: &Request) -> Result<(), BooksError> {
    let Request::DecidePayment { payment_id, decision, .. } = request else { return Ok(()) };
    let idle_matters = match decision {
        Decision::NotOnRecord { .. } => true,
        Decision::Hold { newest_slip, .. } => newest_slip.is_some(),
        Decision::Charged { .. } | Decision::VoidedOnTerminal { .. } | Decision::RefundedInCash { .. } => {
            false
        }
    };
    let device = find(register, *payment_id).await?.frozen.device;
    match register.till(device).filter(|_| idle_matters) {
        Some(till) => till.look_at_terminal().await,
        None => Ok(()),
    }
}

/// What the work inside a transaction may know.
struct Context {
    page: PageId,
    around: Surroundings,
    register: Arc<Register>,
}

impl Context {
    fn new(register: &Arc<Register>, asker: Asker) -> Self {
        let Asker { page, by } = asker;
        Self {
            page,
            around: Surroundings {
                run_id: register.run_id,
                data: register.data_kind(),
                now: clock::now(),
                page: Some(page),
                by,
            },
            register: Arc::clone(register),
        }
    }
}

fn apply(tx: &Transaction<'_>, context: &Context, request: &Request) -> Result<Reply, BooksError> {
    let (page, now) = (context.page, context.around.now);
    match request {
        Request::PutDraft { sale_id, base_revision, draft } => {
            let draft_revision = sales::put(tx, page, *sale_id, *base_revision, draft, now)?;
            Ok(Reply::DraftKept { draft_revision })
        }
        Request::DiscardDraft { sale_id, draft_revision } => {
            sales::discard(tx, page, *sale_id, *draft_revision, now).map(|()| Reply::Done)
        }
        Request::ParkSale { sale_id } => sales::park(tx, page, *sale_id, now).map(|()| Reply::Done),
        Request::RecallSale { sale_id } => sales::recall(tx, page, *sale_id, now).map(|()| Reply::Done),
        Request::TakeOverSale { sale_id } => sales::take_over(tx, page, *sale_id).map(|()| Reply::Done),
        Request::CommitSale {
            sale_id,
            draft_revision,
            total,
            tenders,
            operator_code,
            rounding,
            supersedes,
        } => {
            if let Some(payment_id) = supersedes {
                let after = context.register.settings.decide_after;
                let who = who(tx, context, operator_code.as_deref())?;
                decisions::supersede(tx, *payment_id, *sale_id, after, who.as_deref(), &context.around)?;
            }
            let sale = sales::payable(tx, page, *sale_id, *draft_revision)?;
            let shown = Shown { due: *total, rounding: *rounding };
            let receipt = commit(tx, context, &sale, shown, tenders, operator_code.as_deref())?;
            Ok(Reply::SaleMade { receipt: Box::new(receipt) })
        }
        Request::CommitUnlinked {
            sale_id,
            draft_revision,
            amount,
            card_company_code,
            reason,
            operator_code,
            rounding,
        } => {
            let sale = sales::payable(tx, page, *sale_id, *draft_revision)?;
            let shown = Shown { due: *amount, rounding: *rounding };
            let receipt = commit_unlinked(
                tx,
                context,
                &sale,
                shown,
                card_company_code,
                reason,
                operator_code.as_deref(),
            )?;
            Ok(Reply::SaleMade { receipt: Box::new(receipt) })
        }
        Request::DecidePayment { payment_id, decision, operator_code } => {
            let device = admission::must_find(tx, *payment_id)?.frozen.device;
            let line = context.register.board(|board| board.device(device).cloned());
            let after = context.register.settings.decide_after;
            let who = who(tx, context, operator_code.as_deref())?;
            let payment = decisions::decide(
                tx,
                *payment_id,
                decision,
                line.as_ref(),
                after,
                who.as_deref(),
                &context.around,
            )?;
            Ok(payment_reply(&context.register, &payment))
        }
        Request::AnswerHandOver { payment_id, answer, operator_code } => {
            let who = who(tx, context, operator_code.as_deref())?;
            let payment =
                decisions::answer_hand_over(tx, *payment_id, *answer, who.as_deref(), &context.around)?;
            Ok(payment_reply(&context.register, &payment))
        }
        Request::CloseAction { action_id, slip_number, amount, operator_code } => {
            let who = who(tx, context, operator_code.as_deref())?;
            actions::close(tx, *action_id, &slip_number.as_printed(), *amount, who.as_deref(), now)?;
            Ok(Reply::Done)
        }
        Request::ReportDifference { action_id, slip_number, amount, operator_code } => {
            who(tx, context, operator_code.as_deref())?;
            actions::report_difference(tx, *action_id, &slip_number.as_printed(), *amount, now)?;
            Ok(Reply::Done)
        }
        Request::RefundInCash { action_id, amount, operator_code } => {
            let who = who(tx, context, operator_code.as_deref())?;
            cash_back::close_action(tx, *action_id, *amount, who.as_deref(), &context.around.by, now)?;
            Ok(Reply::Done)
        }
        Request::Slips { ask } => of_slips::write(tx, &context.around, ask),
        Request::Paper { ask } => paper::write(tx, &context.around, ask),
        Request::Reservations { ask } => of_reservations::write(tx, page, &context.around, ask),
        Request::AcceptTerminal { device, terminal_id, operator_code } => {
            who(tx, context, operator_code.as_deref())?;
            let line = context.register.board(|board| board.device(*device).cloned());
            decisions::accept_terminal(tx, *device, terminal_id, line.as_ref(), &context.around.by, now)?;
            Ok(Reply::Done)
        }
        Request::Hello { .. }
        | Request::Pair { .. }
        | Request::Hosted { .. }
        | Request::StartPayment { .. }
        | Request::PaymentStatus { .. }
        | Request::CancelPayment { .. }
        | Request::Reinquire { .. }
        | Request::ReadCatalog
        | Request::Masters { .. }
        | Request::People { .. }
        | Request::Day { .. }
        | Request::Story { .. }
        | Request::History { .. }
        | Request::Matching { .. }
        | Request::ReadReceipt { .. } => {
            Err(refuse(RefusalCode::Malformed, "この依頼は受け付けられません。"))
        }
    }
}

fn who(tx: &Transaction<'_>, context: &Context, typed: Option<&str>) -> Result<Option<String>, BooksError> {
    let entry = catalog::shop(tx)?.operator_entry;
    Ok(catalog::operator(tx, entry, typed, &context.around.by)?.map(|operator| operator.code))
}

/// Cash and unlinked cards.
fn commit(
    tx: &Transaction<'_>,
    context: &Context,
    sale: &sales::Sale,
    shown: Shown,
    tenders: &Tenders,
    operator_code: Option<&str>,
) -> Result<Receipt, BooksError> {
    let mut slip = freeze(tx, context, sale, shown, operator_code)?;
    let (cash, change) =
        tenders.settle(slip.due()).map_err(|error| refuse(RefusalCode::BadTender, error.to_string()))?;
    let (categories, in_force) = (catalog::categories(tx)?, wiring::in_force(tx)?);
    for card in &tenders.cards {
        let company = catalog::company(tx, &card.card_company_code)?;
        if wiring::linked_device(&in_force, &company).is_some() {
            return Err(refuse(
                RefusalCode::LinkMismatch,
                "連動するカードは端末でお支払いいただきます。チェックアウトからやり直してください。",
            ));
        }
        slip.tenders.push(Tender::Card {
            amount: card.amount,
            category: company.category,
            category_name: category_name(&categories, company.category),
            stamp: category_stamp(&categories, company.category),
            card_company_code: company.code,
            card_company_name: company.name,
            unlinked_reason: None,
        });
    }
    // Where nothing is due because of 内金, or none is paid, nothing is taken; a sale of ¥0 is paid with ¥0.
    if cash > Yen::ZERO || (slip.tenders.is_empty() && slip.kind.is_sale()) {
        slip.tenders.push(Tender::Cash { amount: cash, tendered: tenders.tendered, change });
    }
    slips::book(tx, slip, context.around.data, None, context.around.now)
}

/// 連動しないで確定: only after a linked payment of this sale and company that was certainly not charged. The hand payment
/// stays open until its slip number and amount are entered.
fn commit_unlinked(
    tx: &Transaction<'_>,
    context: &Context,
    sale: &sales::Sale,
    shown: Shown,
    company_code: &str,
    reason: &str,
    operator_code: Option<&str>,
) -> Result<Receipt, BooksError> {
    check_reason(reason)?;
    if sale.draft.mode == CounterMode::Training {
        return Err(refuse(RefusalCode::NotAllowed, "練習モードでは連動しないで確定できません。"));
    }
    let payment = journal::newest_of_sale(tx, sale.sale_id)?
        .filter(|payment| payment.frozen.company.code == company_code && is_failed(&payment.state))
        .ok_or_else(|| {
            refuse(
                RefusalCode::NotAllowed,
                "連動しないで確定できるのは、連動決済が失敗し、請求されていないことが確実な場合だけです。",
            )
        })?;
    let mut slip = freeze(tx, context, sale, shown, operator_code)?;
    let amount = slip.due();
    rights::unlinked(tx, sale, amount, &context.around.by, context.around.now)?;
    let company = payment.frozen.company;
    slip.tenders = vec![Tender::Card {
        amount,
        card_company_code: company.code.clone(),
        card_company_name: company.name.clone(),
        category: company.category,
        category_name: payment.frozen.category_name.clone(),
        stamp: payment.frozen.stamp,
        unlinked_reason: Some(reason.trim().to_owned()),
    }];
    let receipt = slips::book(tx, slip, context.around.data, None, context.around.now)?;
    let action = Action {
        kind: ActionKind::HandPayment,
        amount,
        or_amount: None,
        card_company_name: company.name,
        model: Some(payment.frozen.model),
        terminal_id: Some(payment.frozen.asked.unit.terminal_id),
        receipt_number: Some(receipt.receipt_number),
        slip_number: None,
        way_back: WayBack::Void,
    };
    actions::open(tx, new_action_id(), None, &action, context.around.now)?;
    Ok(receipt)
}

fn is_failed(state: &PaymentState) -> bool {
    matches!(
        state,
        PaymentState::NotCharged { because } if !because.is_undone_charge()
    )
}

fn check_reason(reason: &str) -> Result<(), BooksError> {
    let trimmed = reason.trim();
    if trimmed.is_empty() || trimmed.chars().count() > 100 {
        return Err(refuse(RefusalCode::BadEvidence, "連動しない理由を100文字以内で入力してください。"));
    }
    if catlink_shared::card::looks_like_card_number(trimmed) {
        return Err(refuse(RefusalCode::BadEvidence, "カード番号は入力できません。理由を入力してください。"));
    }
    Ok(())
}

fn freeze(
    tx: &Transaction<'_>,
    context: &Context,
    sale: &sales::Sale,
    shown: Shown,
    operator_code: Option<&str>,
) -> Result<catlink_shared::receipt::Slip, BooksError> {
    let shop = catalog::shop(tx)?;
    let register_code = context.register.settings.register.as_str();
    let (by, now) = (&context.around.by, context.around.now);
    let operator = catalog::operator(tx, shop.operator_entry, operator_code, by)?;
    let slip = admission::freeze(tx, &shop, sale, operator, register_code, shown, now)?;
    rights::discount(tx, sale, by, now)?;
    Ok(slip)
}
