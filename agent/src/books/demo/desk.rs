//! The counter of the demo month: every sale goes the way of a real one – draft, frozen slip, journal, settlement, books –
//! with the time it had.

mod cards;

use catlink_shared::basket::Draft;
use catlink_shared::card::{CardCategory, CardCompany};
use catlink_shared::ids::{PageId, RunId, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Slip};
use catlink_shared::tender::{Tender, Tenders, category_name, category_stamp};
use catlink_shared::terminal::RegisterId;
use catlink_shared::wire::reply::{Product, RefusalCode};
use rusqlite::Transaction;

use super::chance::Chance;
use super::paying::Way;
use super::terminals::Printer;
use crate::books::history::By;
use crate::books::sales::{self, Sale};
use crate::books::{BooksError, catalog, refuse, slips};
use crate::till::admission::{self, Shown};

pub(super) use cards::ByHand;
use cards::Failure;

/// How long a customer's goods are on the counter before they are paid.
const RINGING_UP_MS: i64 = 40_000;

/// The counter.
#[derive(Debug)]
pub(super) struct Desk {
    shop: catalog::Shop,
    pub(super) products: Vec<Product>,
    companies: Vec<CardCompany>,
    categories: Vec<CardCategory>,
    register: RegisterId,
    page: PageId,
    run_id: RunId,
    printers: [Printer; 2],
    pub(super) chance: Chance,
}

impl Desk {
    /// The counter with what the shop has on a day.
    pub(super) fn open(
        tx: &Transaction<'_>,
        register: &RegisterId,
        mut chance: Chance,
        day: &str,
    ) -> Result<Self, BooksError> {
        Ok(Self {
            shop: catalog::shop(tx)?,
            products: catalog::products(tx, day)?,
            companies: catalog::companies(tx)?,
            categories: catalog::categories(tx)?,
            register: register.clone(),
            page: PageId::from_parts(0, &chance.bytes()),
            run_id: RunId::from_parts(0, &chance.bytes()),
            printers: Printer::both(),
            chance,
        })
    }

    /// 営業区切り時刻
    pub(super) const fn cutoff_hour(&self) -> u8 {
        self.shop.cutoff_hour
    }

    /// Goods are put on the counter.
    pub(super) fn ring_up(
        &mut self,
        tx: &Transaction<'_>,
        draft: &Draft,
        at: UnixMs,
    ) -> Result<Sale, BooksError> {
        let sale_id = SaleId::from_parts(millis(at), &self.chance.bytes());
        let begun = UnixMs(at.0 - RINGING_UP_MS);
        let revision = sales::put(tx, self.page, sale_id, 0, draft, begun)?;
        sales::payable(tx, self.page, sale_id, revision)
    }

    /// 会計保留
    pub(super) fn park(&mut self, tx: &Transaction<'_>, draft: &Draft, at: UnixMs) -> Result<(), BooksError> {
        let sale = self.ring_up(tx, draft, at)?;
        sales::park(tx, self.page, sale.sale_id, at)
    }

    /// A whole sale.
    pub(super) fn sell(
        &mut self,
        tx: &Transaction<'_>,
        draft: &Draft,
        way: &Way,
        operator: &str,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        let sale = self.ring_up(tx, draft, at)?;
        let slip = self.freeze(tx, &sale, operator, at)?;
        match way {
            Way::Counter(tenders) => self.settle(tx, slip, tenders, at),
            Way::Linked(company) => self.charge(tx, slip, company, at),
            Way::LinkedThenCash(company, tenders) => {
                let why = self.chance.pick(&[(Failure::Declined, 2), (Failure::Stopped, 1)]);
                let end = self.fail(tx, slip.clone(), company, why, at)?.0;
                self.settle(tx, slip, tenders, UnixMs(end.0 + RINGING_UP_MS))
            }
        }
    }

    fn freeze(
        &self,
        tx: &Transaction<'_>,
        sale: &Sale,
        operator: &str,
        at: UnixMs,
    ) -> Result<Slip, BooksError> {
        let shown = Shown { due: sale.draft.due().unwrap_or(Yen::ZERO), rounding: self.shop.rounding };
        let operator = catalog::operator(tx, self.shop.operator_entry, Some(operator), &By::default())?;
        admission::freeze(tx, &self.shop, sale, operator, self.register.as_str(), shown, at)
    }

    /// Cash and cards without a link.
    fn settle(
        &self,
        tx: &Transaction<'_>,
        mut slip: Slip,
        tenders: &Tenders,
        at: UnixMs,
    ) -> Result<(), BooksError> {
        let (cash, change) = tenders
            .settle(slip.totals.total)
            .map_err(|error| refuse(RefusalCode::BadTender, error.to_string()))?;
        for card in &tenders.cards {
            let company = self.company(&card.card_company_code)?;
            slip.tenders.push(Tender::Card {
                amount: card.amount,
                category: company.category,
                category_name: category_name(&self.categories, company.category),
                stamp: category_stamp(&self.categories, company.category),
                card_company_code: company.code,
                card_company_name: company.name,
                unlinked_reason: None,
            });
        }
        if cash > Yen::ZERO || slip.tenders.is_empty() {
            slip.tenders.push(Tender::Cash { amount: cash, tendered: tenders.tendered, change });
        }
        slips::book(tx, slip, DataKind::Demo, None, at).map(drop)
    }

    fn company(&self, code: &str) -> Result<CardCompany, BooksError> {
        let known = self.companies.iter().find(|company| company.code == code);
        known
            .cloned()
            .ok_or_else(|| refuse(RefusalCode::UnknownCompany, "そのカード会社は登録されていません。"))
    }
}

fn millis(at: UnixMs) -> u64 {
    u64::try_from(at.0).unwrap_or(0)
}
