//! 【伝票】: one slip, and what can be done with it.

use catlink_shared::ids::ReceiptNumber;
use catlink_shared::refund::RefundBy;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::{May, SlipSheet, SlipsRequest};

use super::{Afterwards, SlipScreen};
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

impl Checkout {
    /// Opens one slip.
    pub(in crate::checkout) fn open_sheet(&mut self, number: ReceiptNumber) {
        self.slips.number = Some(number);
        self.slips.sheet = None;
        self.open(Screen::Slips(SlipScreen::Sheet));
    }

    /// Reads the slip that stands open, as it is now.
    pub(super) fn read_sheet(&mut self, now: u64) {
        if let Some(receipt_number) = self.slips.number.filter(|_| self.link == Link::Open) {
            self.send(Request::Slips { ask: SlipsRequest::Read { receipt_number } }, now);
        }
    }

    pub(super) fn take_sheet(&mut self, sheet: Box<SlipSheet>) {
        if self.slips.number != Some(sheet.receipt.receipt_number) {
            return;
        }
        // What was chosen on the way stays as long as the slip did not change under it.
        if self.slips.sheet.as_deref() == Some(sheet.as_ref()) {
            return;
        }
        self.slips.ways = sheet.tenders.iter().map(|tender| tender.by).collect();
        self.slips.pieces = vec![0; sheet.receipt.slip.lines.len()];
        self.slips.sheet = Some(sheet);
    }

    /// F9 in 【伝票】
    pub(in crate::checkout) fn close_sheet(&mut self) {
        self.slips.number = None;
        self.slips.sheet = None;
        self.close();
    }

    /// F1取消
    pub(in crate::checkout) fn open_void(&mut self) {
        match self.slips.sheet().map(|sheet| &sheet.void) {
            Some(May::Yes) => {
                self.slips.afterwards = Afterwards::Nothing;
                self.open(Screen::Slips(SlipScreen::Void));
            }
            Some(May::No { why }) => {
                let why = why.clone();
                self.warn(why);
            }
            None => {}
        }
    }

    /// F4 返品
    pub(in crate::checkout) fn open_goods(&mut self) {
        match self.slips.sheet().map(|sheet| &sheet.give_back) {
            Some(May::Yes) => self.open(Screen::Slips(SlipScreen::Goods)),
            Some(May::No { why }) => {
                let why = why.clone();
                self.warn(why);
            }
            None => {}
        }
    }

    /// F5: the money of the chosen tender goes back the other way.
    pub(in crate::checkout) fn change_way(&mut self) {
        let row = self.cursor.unwrap_or(0);
        let card = self
            .slips
            .sheet()
            .and_then(|sheet| sheet.tenders.get(row))
            .is_some_and(|tender| tender.card_company_name.is_some());
        if !card {
            return self.warn("現金でのお支払いは、現金で返金します。");
        }
        if let Some(way) = self.slips.ways.get_mut(row) {
            *way = match way {
                RefundBy::Cash => RefundBy::Card,
                RefundBy::Card => RefundBy::Cash,
            };
        }
    }
}
