//! A sale on the counter: some onigiri.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::ids::SaleId;
use catlink_shared::masters::Master;
use catlink_shared::money::Yen;
use catlink_shared::reservation::Purpose;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use super::page::Heard;
use super::plan::Plan;
use crate::counter::Kept;
use crate::socket::new_id;

impl Desk<'_> {
    /// A new sale on the counter.
    ///
    /// # Errors
    /// It is not kept.
    pub(super) fn ring_up(&mut self, plan: &Plan) -> Result<Kept> {
        let mut last = String::new();
        self.switch(if plan.training { CounterMode::Training } else { CounterMode::Live });
        let sale_id = new_id(SaleId::from_parts);
        for _try in 0..20 {
            self.page.own_the_sale();
            // Kept, and the answer lost.
            if let Some(sale) = self.page.current().filter(|sale| sale.sale_id == sale_id) {
                return Ok(Kept { sale_id, revision: sale.draft_revision });
            }
            let draft = self.draft(plan)?;
            match self.page.ask(Request::PutDraft { sale_id, base_revision: 0, draft }) {
                Heard::Done(reply) => match *reply {
                    Reply::DraftKept { draft_revision } => {
                        return Ok(Kept { sale_id, revision: draft_revision });
                    }
                    other => bail!("the draft is answered with {other:?}"),
                },
                other => last = format!("{other:?}, current {:?}", self.page.current()),
            }
            self.note(format!("not rung up: {last}"));
            self.wait(Duration::from_millis(50), |_| false);
        }
        bail!("no sale can be rung up: {last}")
    }

    /// 練習モード on or off, as a manager does it in 端末マスタ. Where something open forbids that, the sale is played in the
    /// mode there is.
    fn switch(&mut self, wanted: CounterMode) {
        if self.page.mode() == wanted {
            return;
        }
        let read = MastersRequest::Read { master: Master::Register, find: String::new(), from: 0, count: 1 };
        let Heard::Done(reply) = self.page.ask(Request::Masters { ask: read }) else { return };
        let Reply::Masters { reply: MastersReply::Rows { rows, .. } } = *reply else { return };
        let Some(row) = rows.into_iter().next() else { return };
        let mut values = row.values;
        let (mode, reason) = match wanted {
            CounterMode::Live => ("0", ""),
            CounterMode::Training => ("1", "torture"),
        };
        values.set("mode", mode);
        values.set("reason", reason);
        let ask = MastersRequest::Save {
            master: Master::Register,
            code: Some(row.code),
            base_revision: row.revision,
            values,
        };
        let heard = self.page.ask(Request::Masters { ask });
        self.note(format!("{wanted:?}: {heard:.120?}"));
        if let Heard::Done(_) = heard {
            self.wait(Duration::from_secs(1), |desk| desk.page.mode() == wanted);
        }
    }

    fn draft(&mut self, plan: &Plan) -> Result<Draft> {
        self.wait(Duration::from_secs(5), |desk| desk.page.catalog().is_some());
        let catalog = self.page.catalog().context("no masters")?;
        let product = catalog.products.iter().find(|product| product.code == "1001").context("onigiri")?;
        let mut line = Line {
            product_code: product.code.clone(),
            name: product.name.clone(),
            unit_price: product.unit_price,
            quantity: plan.quantity,
            tax: product.tax,
            discount: Discount::None,
        };
        let due = line.unit_price.checked_mul(i64::from(plan.quantity)).context("a sum")?;
        let purpose = self.purpose(plan, due);
        // Beside what is due stands what was paid before, or will be later.
        line.quantity += match &purpose {
            Purpose::Sale | Purpose::Change { .. } => 0,
            Purpose::Reserve(_) => plan.quantity,
            Purpose::HandOver { deposit, .. } => u32::try_from(deposit.get() / line.unit_price.get())?,
        };
        Ok(Draft { mode: self.page.mode(), lines: vec![line], slip_discount: Yen::ZERO, purpose })
    }
}
