//! Whether a payment may begin: accepted, already satisfied, or refused with a named reason. Nothing is sent here.

use std::sync::Arc;

use catlink_shared::basket::{BasketError, CounterMode, Totals};
use catlink_shared::card::CardCompany;
use catlink_shared::ids::{PageId, PaymentId, SaleId, UnixMs};
use catlink_shared::masters::register::{PortRow, Sharing};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Operator, Slip};
use catlink_shared::tax::Rounding;
use catlink_shared::tender::{category_name, category_stamp};
use catlink_shared::terminal::profile::{BrandChoice, CatModel, RecoveryClass};
use catlink_shared::terminal::{Ready, SalesRequest, TrainingAbility};
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::update::LinkState;
use rusqlite::{Connection, Transaction};

use crate::books::history::By;
use crate::books::{BooksError, catalog, numbers, refuse, reservations, rights, sales};
use crate::clock;
use crate::journal::{self, Appended, Frozen, JournalError, Payment};
use crate::register::{Register, wiring};
use crate::store::{Claim, Store};

/// What a page asks when it starts a payment.
#[derive(Debug, Clone)]
pub struct Start {
    /// The page.
    pub page: PageId,
    /// Which sale.
    pub sale_id: SaleId,
    /// Which try.
    pub payment_id: PaymentId,
    /// The draft the page showed.
    pub draft_revision: u64,
    /// What is due, as the page showed it.
    pub amount: Yen,
    /// How the tax the page showed is rounded.
    pub rounding: Rounding,
    /// Which カード会社.
    pub card_company_code: String,
    /// 担当者
    pub operator_code: Option<String>,
    /// Who asks, and whose PIN came with it.
    pub by: By,
}

/// What is known of the terminal when a payment is asked for.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Which, its model and where it is, as the till was started with.
    pub row: PortRow,
    /// What it said when the link opened.
    pub ready: Option<Ready>,
    /// Why it is not taken.
    pub unfit: Option<String>,
    /// Whether it takes requests.
    pub link: Option<LinkState>,
    /// Demo or real.
    pub data: DataKind,
}

/// The payment, where this very request has been accepted before.
///
/// # Errors
/// The id was used with other content, or the database.
pub async fn known(store: &Store, start: &Start) -> Result<Option<Payment>, BooksError> {
    let asked = start.clone();
    store
        .read(move |connection| match journal::find(connection, asked.payment_id)? {
            None => Ok(None),
            Some(payment) if is_same(&payment.frozen, &asked) => Ok(Some(payment)),
            Some(_) => Err(JournalError::Reused.into()),
        })
        .await
}

fn is_same(frozen: &Frozen, start: &Start) -> bool {
    frozen.sale_id == start.sale_id
        && frozen.draft_revision == start.draft_revision
        && frozen.asked.amount == start.amount
        && frozen.company.code == start.card_company_code
}

/// Whether the terminal can be asked at all, before anything is written.
///
/// # Errors
/// With what to do, for the clerk.
pub fn check_terminal(facts: &Facts) -> Result<(), BooksError> {
    let words = &facts.row.model.profile().words;
    let not_ready = |message: String| Err(refuse(RefusalCode::TerminalNotReady, message));
    let Some(ready) = &facts.ready else {
        return not_ready(format!("{}端末の電源とケーブルを確認してください。", words.no_answer));
    };
    if ready.simulated && facts.data == DataKind::Real {
        return Err(refuse(RefusalCode::SimulatedTerminal, "仮想端末はデモ以外では使えません。"));
    }
    if let Some(unfit) = &facts.unfit {
        return not_ready(unfit.clone());
    }
    check_sharing(facts, ready)?;
    match facts.link {
        Some(LinkState::Linked) => Ok(()),
        Some(LinkState::Standalone) => {
            not_ready(format!("{}端末をPOS連動に戻してください。", words.standalone))
        }
        Some(LinkState::NoAnswer) | None => {
            not_ready(format!("{}端末の電源とケーブルを確認してください。", words.no_answer))
        }
    }
}

/// Two registers can only use a terminal that each can ask what became of its own payment.
fn check_sharing(facts: &Facts, ready: &Ready) -> Result<(), BooksError> {
    match (facts.row.sharing, effective_class(facts.row.model, ready)) {
        (Sharing::Alone, _) | (Sharing::Shared, RecoveryClass::Keyed) => Ok(()),
        (Sharing::Shared, RecoveryClass::Last | RecoveryClass::None) => Err(refuse(
            RefusalCode::TerminalNotReady,
            "この端末は決済の照会ができないため、2台のレジで共用できません。端末の共用設定を責任者に確認してください。",
        )),
    }
}

/// Whether the card still goes to this terminal, at this place: the row of 端末マスタ may have changed behind the till.
fn check_wiring(tx: &Transaction<'_>, company: &CardCompany, row: &PortRow) -> Result<(), BooksError> {
    let in_force = wiring::in_force(tx)?;
    if wiring::linked_device(&in_force, company) != Some(row.device) {
        return Err(refuse(RefusalCode::LinkMismatch, "このカードは、この端末に連動していません。"));
    }
    if !in_force.contains(row) {
        return Err(refuse(
            RefusalCode::TerminalNotReady,
            "端末の設定が変更されました。端末の表示が「連動中」になってから、もう一度お試しください。",
        ));
    }
    Ok(())
}

/// What became of an order.
#[derive(Debug)]
pub enum Accepted {
    /// It is in the journal now, and may begin.
    Now(Payment),
    /// It was there before: it has begun already.
    Before(Payment),
}

/// Freezes the slip and writes `PaymentAccepted`.
///
/// # Errors
/// Refused, with the reason for the clerk; nothing was written.
pub async fn accept(register: &Arc<Register>, start: Start, facts: &Facts) -> Result<Accepted, BooksError> {
    let facts = facts.clone();
    let settings = register.settings.clone();
    register
        .store
        .write(Claim::None, move |tx| {
            let now = clock::now();
            let company = catalog::company(tx, &start.card_company_code)?;
            check_wiring(tx, &company, &facts.row)?;
            let sale = sales::payable(tx, start.page, start.sale_id, start.draft_revision)?;
            let shop = catalog::shop(tx)?;
            let typed = start.operator_code.as_deref();
            let operator = catalog::operator(tx, shop.operator_entry, typed, &start.by)?;
            let shown = Shown { due: start.amount, rounding: start.rounding };
            let slip = freeze(tx, &shop, &sale, operator, settings.register.as_str(), shown, now)?;
            let ready = facts.ready.as_ref().ok_or_else(|| {
                refuse(RefusalCode::TerminalNotReady, facts.row.model.profile().words.no_answer)
            })?;
            check_fit(&facts, ready, &slip, company.category.0)?;
            if journal::port_is_held(tx, facts.row.device)? {
                return Err(JournalError::PortHeld.into());
            }
            rights::discount(tx, &sale, &start.by, now)?;
            let categories = catalog::categories(tx)?;
            let frozen = Frozen {
                payment_id: start.payment_id,
                sale_id: start.sale_id,
                draft_revision: start.draft_revision,
                device: facts.row.device,
                model: facts.row.model,
                recovery: effective_class(facts.row.model, ready),
                category_name: category_name(&categories, company.category),
                stamp: category_stamp(&categories, company.category),
                asked: SalesRequest {
                    payment_id: start.payment_id,
                    register_id: settings.register.clone(),
                    unit: ready.unit.clone(),
                    sequence_number: numbers::next_sequence(tx)?,
                    amount: slip.due(),
                    payment: company.category,
                    training_mode: matches!(slip.mode, CounterMode::Training),
                    timeout_s: settings.payment_timeout_s,
                },
                company,
                slip,
                owner: start.page,
            };
            match journal::accept(tx, &frozen, now)? {
                Appended::Now(state) => Ok(Accepted::Now(Payment {
                    frozen,
                    state,
                    accepted_at: now,
                    sent: None,
                    doubted_at: None,
                    result: None,
                    paper: None,
                    last_before: None,
                })),
                Appended::Already(_) => Ok(Accepted::Before(must_find(tx, start.payment_id)?)),
            }
        })
        .await
}

/// What the page showed of a sale that it wants paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// What is due.
    pub due: Yen,
    /// How its tax is rounded.
    pub rounding: Rounding,
}

/// The slip of a sale, all but its tenders, with total and tax recomputed and compared with what the page showed.
///
/// # Errors
/// Another amount, a tax that is rounded another way, a business day that is closed, or a reservation that cannot be made or
/// handed over so: nothing was written.
pub fn freeze(
    tx: &Transaction<'_>,
    shop: &catalog::Shop,
    sale: &sales::Sale,
    operator: Option<Operator>,
    register_code: &str,
    shown: Shown,
    now: UnixMs,
) -> Result<Slip, BooksError> {
    let business_day = numbers::open_business_day(tx, now, shop.cutoff_hour)?;
    let draft = reservations::as_of(tx, &sale.draft, &business_day)?;
    let bad_basket = |error: BasketError| refuse(RefusalCode::BadBasket, error.to_string());
    let totals = draft.totals(shop.rounding).map_err(bad_basket)?;
    check_shown(&totals, draft.due().map_err(bad_basket)?, shown)?;
    let kind = reservations::slip_kind(tx, &draft, &business_day)?;
    Ok(Slip {
        sale_id: sale.sale_id,
        kind,
        mode: draft.mode,
        business_day,
        register_code: register_code.to_owned(),
        operator,
        shop: shop.header.clone(),
        lines: draft.lines,
        totals,
        tenders: Vec::new(),
    })
}

/// The customer is told what is on the screen, and gets what is in the books: they must be one.
fn check_shown(totals: &Totals, due: Yen, shown: Shown) -> Result<(), BooksError> {
    let differs = |message: String| Err(refuse(RefusalCode::AmountDiffers, message));
    if due != shown.due {
        let shown = shown.due;
        return differs(format!(
            "画面の金額(¥{shown})と計算した金額(¥{due})が違います。表示を確認してください。"
        ));
    }
    if totals.rounding != shown.rounding {
        return differs(format!(
            "消費税の端数処理が「{}」に変わりました。税額の表示を確認して、もう一度操作してください。",
            totals.rounding.label()
        ));
    }
    Ok(())
}

/// Whether this terminal can take this slip: amount, category, training.
fn check_fit(facts: &Facts, ready: &Ready, slip: &Slip, category: u16) -> Result<(), BooksError> {
    let profile = facts.row.model.profile();
    let amount = slip.due();
    if amount < profile.least || amount > profile.most {
        return Err(refuse(
            RefusalCode::AmountOutOfRange,
            format!("{}で扱える金額は¥{}~¥{}です。", profile.name, profile.least, profile.most),
        ));
    }
    if matches!(profile.brand_choice, BrandChoice::Refused) && matches!(category, 1 | 2) {
        return Err(refuse(
            RefusalCode::LinkMismatch,
            format!(
                "{}では、カード区分に単独の決済方法(クレジット、iD など)を設定してください。",
                profile.name
            ),
        ));
    }
    match (slip.mode, ready.training) {
        (CounterMode::Live, TrainingAbility::Locked) => Err(refuse(
            RefusalCode::TerminalNotReady,
            "端末が練習モードに固定されています。端末を通常モードに戻してください。",
        )),
        (CounterMode::Training, TrainingAbility::Unable) => {
            Err(refuse(RefusalCode::TerminalNotReady, "この端末は練習モードに対応していません。"))
        }
        (CounterMode::Live, TrainingAbility::Unable | TrainingAbility::Able)
        | (CounterMode::Training, TrainingAbility::Able | TrainingAbility::Locked) => Ok(()),
    }
}

/// How a lost result can be found out: what the model promises, as far as this unit offers it. A virtual terminal is
/// believed outright, since it plays every class.
#[must_use]
pub fn effective_class(model: CatModel, ready: &Ready) -> RecoveryClass {
    let offers = |word: &str| ready.capabilities.iter().any(|capability| capability == word);
    let offered = if offers("query") {
        RecoveryClass::Keyed
    } else if offers("last") {
        RecoveryClass::Last
    } else {
        RecoveryClass::None
    };
    if ready.simulated {
        return offered;
    }
    match (model.profile().recovery, offered) {
        (RecoveryClass::Keyed, offered) => offered,
        (RecoveryClass::Last, RecoveryClass::Keyed | RecoveryClass::Last) => RecoveryClass::Last,
        (RecoveryClass::Last, RecoveryClass::None) | (RecoveryClass::None, _) => RecoveryClass::None,
    }
}

/// Reads a payment that must be there.
///
/// # Errors
/// It is not.
pub fn must_find(connection: &Connection, payment_id: PaymentId) -> Result<Payment, BooksError> {
    journal::find(connection, payment_id)?.ok_or_else(|| JournalError::Unknown.into())
}
