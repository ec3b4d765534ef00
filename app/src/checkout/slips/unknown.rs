//! 【元伝票のない返品】: goods a customer brings back without a slip that can be found. A manager's, in cash.

use catlink_shared::barcode;
use catlink_shared::basket::Draft;
use catlink_shared::ids::SaleId;
use catlink_shared::wire::slips::SlipsRequest;

use super::SlipScreen;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, lines};

impl Checkout {
    /// F8元伝票なし返品
    pub(in crate::checkout) fn open_unknown(&mut self) {
        self.slips.basket = Draft::default();
        self.open(Screen::Slips(SlipScreen::Unknown));
    }

    /// Goods that were scanned or typed.
    pub(in crate::checkout) fn take_back_code(&mut self) {
        let typed = self.fields.get(Field::BackCode).to_owned();
        if typed.is_empty() {
            return;
        }
        self.fields.clear(&[Field::BackCode]);
        match self.with_code(&typed) {
            Ok(basket) => {
                self.cursor = basket.lines.len().checked_sub(1);
                self.slips.basket = basket;
                self.notice = None;
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    fn with_code(&self, typed: &str) -> Result<Draft, String> {
        let entry = barcode::read(typed).map_err(|error| error.to_string())?;
        let products = self.catalog.as_ref().map(|catalog| catalog.products.as_slice()).unwrap_or_default();
        let (product, price) = lines::find(products, &entry)?;
        let mut basket = self.slips.basket.clone();
        lines::add(&mut basket, product, price, entry.quantity)?;
        basket.due().map_err(|error| error.to_string())?;
        Ok(basket)
    }

    /// F11行削除
    pub(in crate::checkout) fn drop_back_line(&mut self) {
        let lines = &mut self.slips.basket.lines;
        let row = self.cursor.unwrap_or(0);
        if row < lines.len() {
            lines.remove(row);
        }
        self.cursor = lines.len().checked_sub(1).map(|last| row.min(last));
    }

    /// F12次へ
    pub(in crate::checkout) fn confirm_unknown(&mut self) {
        if self.slips.basket.lines.is_empty() {
            return self.warn("返品する商品のバーコードを読み取るか、コードを入力してください。");
        }
        self.open(Screen::Slips(SlipScreen::UnknownBack));
    }

    /// F12はい
    pub(in crate::checkout) fn give_unknown_back(&mut self, now: u64) {
        let Ok(total) = self.slips.basket.due() else { return };
        let text = |field: Field| self.fields.get(field).trim().to_owned();
        let (sold_on, number) = (text(Field::SoldOn), text(Field::SoldNumber));
        let ask = SlipsRequest::GiveBackUnknown {
            slip_id: SaleId::from_parts(now, &(self.dice)()),
            draft: self.slips.basket.clone(),
            total,
            sold_on,
            number,
            operator_code: None,
        };
        self.ask_with_operator(ask, now);
    }
}
