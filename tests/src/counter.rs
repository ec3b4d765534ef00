//! A counter without a browser: a page's socket before a house, and the requests a page makes.

use std::ops::{Deref, DerefMut};

use anyhow::{Context, Result, bail, ensure};
use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::{PageId, PaymentId, SaleId};
use catlink_shared::money::Yen;
use catlink_shared::reservation::Purpose;
use catlink_shared::tax::Rounding;
use catlink_shared::tender::Tenders;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::LinkState;

use crate::house::{House, Plan};
use crate::socket::{Socket, new_id};

/// 担当者 of the demo books.
pub const OPERATOR: &str = "101";

/// A page's socket before a house.
#[derive(Debug)]
pub struct Counter {
    /// The socket, greeted.
    pub page: Socket,
    house: House,
}

/// A sale as the agent keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// Which.
    pub sale_id: SaleId,
    /// As which revision.
    pub revision: u64,
}

impl Counter {
    /// Opens a house and greets its agent; waits until its terminals are linked.
    ///
    /// # Errors
    /// Something does not start.
    pub fn open(plan: &Plan) -> Result<Self> {
        let house = House::open(plan)?;
        let mut page = Socket::greeted(house.agent.address(), new_id(PageId::from_parts))?;
        let terminals = house.terminals().count();
        page.until("the terminals to be linked", |page| {
            page.shown.as_ref().is_some_and(|shown| {
                shown.terminals.iter().filter(|terminal| terminal.link == LinkState::Linked).count()
                    == terminals
            })
        })?;
        Ok(Self { page, house })
    }

    /// A new sale of some onigiri, kept by the agent.
    ///
    /// # Errors
    /// It is not kept.
    pub fn new_sale(&mut self, quantity: u32) -> Result<Kept> {
        self.page.new_sale(quantity)
    }

    /// A draft of some onigiri at ¥158.
    ///
    /// # Errors
    /// The demo books do not have them.
    pub fn draft(&self, quantity: u32) -> Result<Draft> {
        self.page.draft(quantity)
    }

    /// A payment of a new sale (¥316) whose terminal waits for the customer.
    ///
    /// # Errors
    /// It does not begin.
    pub fn begin_payment(&mut self) -> Result<(Kept, PaymentId)> {
        let sale = self.new_sale(2)?;
        let payment_id = new_id(PaymentId::from_parts);
        let begun = self.page.ask(start(sale, payment_id, 316, "01"))?;
        ensure!(matches!(begun, Ok(Reply::Payment { .. })), "the payment does not begin: {begun:?}");
        self.house.cat1().wait_for_customer()?;
        Ok((sale, payment_id))
    }

    /// Waits until the last receipt is of this sale.
    ///
    /// # Errors
    /// It never was.
    pub fn sold(&mut self, sale: Kept) -> Result<()> {
        self.page.sold(sale)
    }

    /// Waits until every screen says that the books cannot be written, or no longer says so.
    ///
    /// # Errors
    /// It never was so.
    pub fn books_trouble(&mut self, told: bool) -> Result<()> {
        let what = if told { "the trouble with the books on every screen" } else { "the trouble to be gone" };
        self.page.until(what, |page| {
            page.shown.as_ref().is_some_and(|shown| shown.register.books_trouble.is_some() == told)
        })
    }

    /// The page comes back, after the agent did.
    ///
    /// # Errors
    /// The agent does not welcome it.
    pub fn come_back(&mut self) -> Result<()> {
        self.page = Socket::greeted(self.house.agent.address(), new_id(PageId::from_parts))?;
        Ok(())
    }

    /// Pays a sale in cash; the money is exact.
    ///
    /// # Errors
    /// No answer came.
    pub fn pay_cash(&mut self, sale: Kept, total: i64) -> Result<Result<Reply, RefusalCode>> {
        self.page.ask(commit(sale, total))
    }

    /// The end of every test: the agent still sells, and the books agree.
    ///
    /// # Errors
    /// It does not, or says in what they disagree.
    pub fn close_the_books(mut self, charges: usize) -> Result<()> {
        let sale = self.new_sale(1)?;
        let paid = self.pay_cash(sale, 158)?;
        ensure!(matches!(paid, Ok(Reply::SaleMade { .. })), "the agent no longer sells: {paid:?}");
        self.house.close_the_books(charges)
    }
}

impl Socket {
    /// A new sale of some onigiri, kept by the agent.
    ///
    /// # Errors
    /// It is not kept.
    pub fn new_sale(&mut self, quantity: u32) -> Result<Kept> {
        let sale_id = new_id(SaleId::from_parts);
        let draft = self.draft(quantity)?;
        match self.ask(Request::PutDraft { sale_id, base_revision: 0, draft })? {
            Ok(Reply::DraftKept { draft_revision }) => Ok(Kept { sale_id, revision: draft_revision }),
            other => bail!("the draft is not kept: {other:?}"),
        }
    }

    /// A draft of some onigiri at ¥158.
    ///
    /// # Errors
    /// The demo books do not have them.
    pub fn draft(&self, quantity: u32) -> Result<Draft> {
        let catalog = self.catalog.as_ref().context("the page was not greeted")?;
        let product =
            catalog.products.iter().find(|product| product.code == "1001").context("product 1001")?;
        let line = Line {
            product_code: product.code.clone(),
            name: product.name.clone(),
            unit_price: product.unit_price,
            quantity,
            tax: product.tax,
            discount: Discount::None,
        };
        Ok(Draft {
            mode: CounterMode::Live,
            lines: vec![line],
            slip_discount: Yen::ZERO,
            purpose: Purpose::Sale,
        })
    }

    /// Waits until the last receipt is of this sale.
    ///
    /// # Errors
    /// It never was.
    pub fn sold(&mut self, sale: Kept) -> Result<()> {
        self.until("the sale's receipt", |page| {
            let last = page.shown.as_ref().and_then(|shown| shown.last_receipt.as_ref());
            last.is_some_and(|receipt| receipt.slip.sale_id == sale.sale_id)
        })
    }
}

/// A sale paid in cash.
#[must_use]
pub fn commit(sale: Kept, total: i64) -> Request {
    Request::CommitSale {
        sale_id: sale.sale_id,
        draft_revision: sale.revision,
        total: Yen::new(total),
        tenders: Tenders::cash(Yen::new(total)),
        operator_code: Some(OPERATOR.to_owned()),
        rounding: Rounding::Down,
        supersedes: None,
    }
}

/// A sale paid with a linked card.
#[must_use]
pub fn start(sale: Kept, payment_id: PaymentId, amount: i64, company: &str) -> Request {
    Request::StartPayment {
        sale_id: sale.sale_id,
        payment_id,
        draft_revision: sale.revision,
        amount: Yen::new(amount),
        card_company_code: company.to_owned(),
        operator_code: Some(OPERATOR.to_owned()),
        rounding: Rounding::Down,
    }
}

impl Deref for Counter {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

impl DerefMut for Counter {
    fn deref_mut(&mut self) -> &mut House {
        &mut self.house
    }
}
