//! The sale on the counter as this page sees it, and the edits of it.

use catlink_shared::barcode;
use catlink_shared::basket::{Discount, Draft, Totals};
use catlink_shared::ids::SaleId;
use catlink_shared::money::Yen;
use catlink_shared::receipt::{ScannedNumber, scanned_number};
use catlink_shared::tax::Rounding;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{PaymentView, SaleView};

use super::field::Field;
use super::hand::{Hand, Stage};
use super::{Checkout, Link, lines};

/// The sale of this page.
#[derive(Debug, Clone, Copy)]
pub struct OwnSale<'a> {
    /// Which.
    pub sale_id: SaleId,
    /// Its newest draft.
    pub draft: &'a Draft,
    /// The revision the agent keeps it as, as far as known.
    pub revision: u64,
}

impl Checkout {
    /// The sale on the counter, whoever owns it, as the agent keeps it.
    #[must_use]
    pub fn current(&self) -> Option<&SaleView> {
        self.shown.as_ref()?.current.as_ref()
    }

    /// The sale on the counter, where another page owns it.
    #[must_use]
    pub fn watched(&self) -> Option<&SaleView> {
        self.current().filter(|sale| sale.owner != Some(self.page_id))
    }

    /// The sale of this page.
    #[must_use]
    pub fn own_sale(&self) -> Option<OwnSale<'_>> {
        if let Some(hand) = &self.hand {
            return Some(OwnSale { sale_id: hand.sale_id, draft: &hand.draft, revision: hand.revision });
        }
        let sale = self.current().filter(|sale| sale.owner == Some(self.page_id))?;
        Some(OwnSale { sale_id: sale.sale_id, draft: &sale.draft, revision: sale.draft_revision })
    }

    /// The newest payment of this page's sale.
    #[must_use]
    pub fn own_payment(&self) -> Option<&PaymentView> {
        self.current().filter(|sale| sale.owner == Some(self.page_id))?.payment.as_ref()
    }

    /// The draft to show: this page's, or the watched one.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        self.own_sale().map(|sale| sale.draft).or_else(|| self.watched().map(|sale| &sale.draft))
    }

    /// What the draft comes to; none where there is no draft.
    #[must_use]
    pub fn totals(&self) -> Option<Totals> {
        self.draft()?.totals(self.rounding()).ok()
    }

    /// 消費税の端数処理, as the shop has it now.
    #[must_use]
    pub fn rounding(&self) -> Rounding {
        self.shown.as_ref().map(|shown| shown.register.rounding).unwrap_or_default()
    }

    /// What is due now of the sale on the counter: what its tenders must come to.
    #[must_use]
    pub fn due(&self) -> Option<Yen> {
        self.draft()?.due().ok()
    }

    /// Whether an open payment locks this page's sale.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.own_payment().is_some_and(|payment| payment.state.holds_sale())
    }

    /// The selected line: the last one unless another was chosen.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        let last = self.draft()?.lines.len().checked_sub(1)?;
        Some(self.line.map_or(last, |line| line.min(last)))
    }

    /// Why the sale cannot be edited now.
    fn edit_stop(&self) -> Option<&'static str> {
        if self.link != Link::Open || self.shown.is_none() {
            Some("レジシステムに接続していないため、入力できません。再接続をお待ちください。")
        } else if self.hand.is_none() && self.watched().is_some() {
            Some("別の画面で会計中です。F12でこの画面に引き継げます。")
        } else if self.is_locked() {
            Some("決済の確認が済んでいないため、この伝票は変更できません。")
        } else if self.busy.is_some() {
            Some("処理中です。お待ちください。")
        } else {
            None
        }
    }

    /// Edits the draft and sends it; an edit that cannot be is refused with a sentence and changes nothing.
    pub(super) fn edit(
        &mut self,
        now: u64,
        change: impl FnOnce(&mut Draft) -> Result<(), String>,
    ) -> Result<(), String> {
        if let Some(stop) = self.edit_stop() {
            return Err(stop.to_owned());
        }
        let mode = self.shown.as_ref().map(|shown| shown.register.mode).unwrap_or_default();
        let (sale_id, mut draft, revision) = match self.own_sale() {
            Some(sale) => (sale.sale_id, sale.draft.clone(), sale.revision),
            None => (SaleId::from_parts(now, &(self.dice)()), Draft { mode, ..Draft::default() }, 0),
        };
        let before = draft.clone();
        change(&mut draft)?;
        draft.total().map_err(|error| error.to_string())?;
        if draft == before {
            return Ok(());
        }
        self.clear_card_line();
        match &mut self.hand {
            Some(hand) => hand.edit(draft),
            None => self.hand = Some(Hand::new(sale_id, draft, revision)),
        }
        self.put_draft(now);
        Ok(())
    }

    /// Sends the draft in hand where it is due.
    pub(super) fn put_draft(&mut self, now: u64) {
        if self.link != Link::Open || !self.is_signed_in() {
            return;
        }
        let Some(hand) = self.hand.as_ref().filter(|hand| hand.is_due(now)) else { return };
        let request = Request::PutDraft {
            sale_id: hand.sale_id,
            base_revision: hand.revision,
            draft: hand.draft.clone(),
        };
        let id = self.send(request, now);
        if let Some(hand) = &mut self.hand {
            hand.stage = Stage::Sent(id);
        }
    }

    /// Takes what stands in the code field.
    pub(super) fn take_code(&mut self, now: u64) {
        let typed = self.fields.get(Field::Code).to_owned();
        if typed.is_empty() {
            return;
        }
        match self.try_code(&typed, now) {
            Ok(()) => {
                self.notice = None;
                self.fields.clear(&[Field::Code]);
            }
            Err(sentence) => {
                // A code that was not found goes, so that the next scan is not added to it; its sentence names it.
                if !typed.ends_with(['*', '＊']) {
                    self.fields.clear(&[Field::Code]);
                }
                self.warn(sentence);
            }
        }
    }

    fn try_code(&mut self, typed: &str, now: u64) -> Result<(), String> {
        let entry = barcode::read(typed).map_err(|error| error.to_string())?;
        let products = self.catalog.as_ref().map(|catalog| catalog.products.as_slice()).unwrap_or_default();
        let found = lines::find(products, &entry);
        if found.is_err() && self.is_of_a_receipt(&entry.text) {
            return Err("レシートのバーコードです。「伝票照会・取消」の画面で読み取ってください。".to_owned());
        }
        let (product, price) = found?;
        let product = product.clone();
        let mut at = None;
        self.edit(now, |draft| {
            at = Some(lines::add(draft, &product, price, entry.quantity)?);
            Ok(())
        })?;
        self.line = at;
        Ok(())
    }

    /// Whether it is what the bar code of this register's receipts holds.
    fn is_of_a_receipt(&self, text: &str) -> bool {
        let register = self.shown.as_ref().map(|shown| shown.register.register_code.as_str());
        register.is_some_and(|register| match scanned_number(text, register) {
            Some(ScannedNumber::Here(number)) => text.ends_with(&number.to_string()) && text.len() > 8,
            Some(ScannedNumber::Elsewhere) | None => false,
        })
    }

    /// Adds the product chosen in 【商品検索】.
    pub(super) fn take_found(&mut self, now: u64) {
        let found = self.found();
        let Some(product) = self.cursor.or(Some(0)).and_then(|row| found.get(row)).map(|p| (*p).clone())
        else {
            return self.warn("商品を選択してください。");
        };
        let mut at = None;
        let added = self.edit(now, |draft| {
            at = Some(lines::add(draft, &product, product.unit_price, 1)?);
            Ok(())
        });
        match added {
            Ok(()) => {
                self.line = at;
                self.close();
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// The products 【商品検索】 lists.
    #[must_use]
    pub fn found(&self) -> Vec<&catlink_shared::wire::reply::Product> {
        let products = self.catalog.as_ref().map(|catalog| catalog.products.as_slice()).unwrap_or_default();
        lines::search(products, self.fields.get(Field::Search), 50)
    }

    /// 数量 of the selected line.
    pub(super) fn take_quantity(&mut self, now: u64) {
        let Ok(quantity) = self.fields.get(Field::Quantity).parse::<u32>() else {
            return self.warn("数量を入力してください。");
        };
        self.edit_line(now, |line| line.quantity = quantity);
    }

    /// 値引 or 割引 of the selected line.
    pub(super) fn take_discount(&mut self, now: u64) {
        let yen = self.fields.yen(Field::DiscountYen).filter(|yen| *yen > Yen::ZERO);
        let rate = self.fields.yen(Field::DiscountRate).filter(|rate| *rate > Yen::ZERO);
        let discount = match (yen, rate) {
            (Some(_), Some(_)) => return self.warn("値引(円)と割引(%)は、どちらか一方を入力してください。"),
            (Some(yen), None) => Discount::Yen(yen),
            (None, Some(rate)) => match u8::try_from(rate.get()) {
                Ok(percent @ 1..=100) => Discount::Rate(percent),
                Ok(_) | Err(_) => return self.warn("割引は1~100%で入力してください。"),
            },
            (None, None) => Discount::None,
        };
        self.edit_line(now, |line| line.discount = discount);
    }

    fn edit_line(&mut self, now: u64, change: impl FnOnce(&mut catlink_shared::basket::Line)) {
        let at = self.line();
        let edited = self.edit(now, |draft| {
            let line = at.and_then(|at| draft.lines.get_mut(at)).ok_or("明細を選択してください。")?;
            change(line);
            Ok(())
        });
        match edited {
            Ok(()) => self.close(),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// 行削除
    pub(super) fn delete_line(&mut self, now: u64) {
        let Some(at) = self.line() else { return self.warn("削除する明細がありません。") };
        let edited = self.edit(now, |draft| {
            if at < draft.lines.len() {
                draft.lines.remove(at);
            }
            if draft.lines.is_empty() {
                draft.slip_discount = Yen::ZERO;
            }
            Ok(())
        });
        self.line = None;
        match edited {
            Ok(()) => self.notice = None,
            Err(sentence) => self.warn(sentence),
        }
    }
}
