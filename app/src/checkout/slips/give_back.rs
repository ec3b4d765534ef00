//! 【返品】: which goods of a slip, and what goes back for them.

use catlink_shared::ids::SaleId;
use catlink_shared::refund::{Refund, as_paid};
use catlink_shared::returns::{GoodsBack, LineBack, goods_back, pieces_left};
use catlink_shared::wire::slips::SlipsRequest;

use super::SlipScreen;
use crate::checkout::Checkout;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

impl Checkout {
    /// How many pieces of each line can come back still.
    #[must_use]
    pub fn pieces_left(&self) -> Vec<u32> {
        let sheet = self.slips.sheet();
        sheet.map_or_else(Vec::new, |sheet| pieces_left(&sheet.receipt.slip, &sheet.returned))
    }

    fn wanted(&self) -> Vec<LineBack> {
        let pieces = self.slips.pieces.iter().enumerate();
        pieces
            .filter(|(_, pieces)| **pieces > 0)
            .map(|(place, pieces)| LineBack { place, pieces: *pieces })
            .collect()
    }

    /// What goes back for the goods that were chosen.
    ///
    /// # Errors
    /// Says why they cannot come back.
    pub fn goods_back(&self) -> Result<GoodsBack, String> {
        let sheet = self.slips.sheet().ok_or("伝票を読み込んでいます。少しお待ちください。")?;
        goods_back(&sheet.receipt.slip, &sheet.returned, &self.wanted()).map_err(|error| error.to_string())
    }

    /// How it goes back.
    #[must_use]
    pub fn refunds_of_return(&self) -> Vec<Refund> {
        let (Some(sheet), Ok(goods)) = (self.slips.sheet(), self.goods_back()) else { return Vec::new() };
        let left: Vec<_> =
            sheet.tenders.iter().zip(&self.slips.ways).map(|(tender, by)| (tender.left, *by)).collect();
        as_paid(goods.totals.total, &left).unwrap_or_default()
    }

    /// The number of pieces of the chosen line was typed.
    pub(in crate::checkout) fn take_pieces(&mut self) {
        let row = self.cursor.unwrap_or(0);
        let left = self.pieces_left();
        let (Some(most), Some(name)) = (left.get(row).copied(), self.line_name(row)) else { return };
        let typed = self.fields.get(Field::BackPieces);
        if typed.is_empty() {
            return self.step_lines();
        }
        match typed.parse::<u32>() {
            Ok(pieces) if pieces <= most => {
                if let Some(chosen) = self.slips.pieces.get_mut(row) {
                    *chosen = pieces;
                }
                self.notice = None;
                self.fields.clear(&[Field::BackPieces]);
                self.step_lines();
            }
            Ok(_) | Err(_) => {
                self.fields.clear(&[Field::BackPieces]);
                self.warn(format!("{name} は、あと{most}点まで返品できます。"));
            }
        }
    }

    fn step_lines(&mut self) {
        let last = self.slips.pieces.len().saturating_sub(1);
        self.cursor = Some((self.cursor.unwrap_or(0) + 1).min(last));
        self.fresh = true;
    }

    fn line_name(&self, row: usize) -> Option<String> {
        Some(self.slips.sheet()?.receipt.slip.lines.get(row)?.name.clone())
    }

    /// F2すべて: everything that is left, or nothing again.
    pub(in crate::checkout) fn take_all_pieces(&mut self) {
        let left = self.pieces_left();
        self.slips.pieces = if self.slips.pieces == left { vec![0; left.len()] } else { left };
        self.notice = None;
    }

    /// F12次へ
    pub(in crate::checkout) fn confirm_goods(&mut self) {
        if !self.fields.get(Field::BackPieces).is_empty() {
            return self.take_pieces();
        }
        match self.goods_back() {
            Ok(_) => self.open(Screen::Slips(SlipScreen::GiveBack)),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F12はい in 【返品確定】
    pub(in crate::checkout) fn give_goods_back(&mut self, now: u64) {
        let (Some(receipt_number), Ok(goods)) = (self.slips.number, self.goods_back()) else { return };
        let ask = SlipsRequest::GiveBack {
            slip_id: SaleId::from_parts(now, &(self.dice)()),
            receipt_number,
            lines: self.wanted(),
            total: goods.totals.total,
            refunds: self.refunds_of_return(),
            operator_code: None,
        };
        self.ask_with_operator(ask, now);
    }
}
