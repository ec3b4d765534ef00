//! A receipt that comes out by itself: once for each sale this page saw settled, when it is on the screen and nothing else.
//!
//! The browser's print dialog stops the page, so it is asked for only where no question can come to wait behind it
//! unseen: not before the receipt is painted, and never for a receipt that was read again.

use catlink_shared::receipt::paper::{PaperWidth, Printing};

use super::screen::Screen;
use super::{Checkout, Effect};

/// How far the printing of the newest receipt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Printout {
    /// There is nothing to print.
    #[default]
    Nothing,
    /// It is to be printed as soon as it is on the screen alone.
    Wanted,
    /// The browser has been asked to tell when it is painted.
    Unpainted,
}

/// How a page came by a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Learned {
    /// The sale was settled while it looked.
    Settled,
    /// It asked for it afterwards, as after a reload.
    ReadAgain,
}

impl Checkout {
    /// A receipt is to be shown.
    pub(super) fn receipt_came(&mut self, learned: Learned) {
        let printing = self.shown().map_or(Printing::ByKey, |shown| shown.register.printing);
        self.printout = match (learned, printing) {
            (Learned::Settled, Printing::ByItself) => Printout::Wanted,
            (Learned::ReadAgain, _) | (Learned::Settled, Printing::ByKey) => Printout::Nothing,
        };
    }

    /// 用紙幅
    #[must_use]
    pub fn paper_width(&self) -> PaperWidth {
        self.shown().map_or(PaperWidth::Mm80, |shown| shown.register.paper)
    }

    /// After every event: what is to be printed waits for the receipt to be on the screen.
    pub(super) fn look_after_printout(&mut self) {
        if self.printout == Printout::Wanted && self.shows_only_the_receipt() {
            self.printout = Printout::Unpainted;
            self.effects.push(Effect::AwaitPaint);
        }
    }

    /// The browser has painted what was to be shown.
    pub fn on_painted(&mut self, now: u64) -> Vec<Effect> {
        if self.printout == Printout::Unpainted {
            if self.shows_only_the_receipt() {
                self.print();
            } else {
                self.printout = if self.receipt.is_some() { Printout::Wanted } else { Printout::Nothing };
            }
        }
        self.finish(now)
    }

    /// F10印刷, or by itself: what is printed is wanted no more.
    pub(super) fn print(&mut self) {
        self.printout = Printout::Nothing;
        // The browser's print dialog takes the keyboard: keys come up unseen.
        self.attention.all_up();
        self.effects.push(Effect::Print);
    }

    fn shows_only_the_receipt(&self) -> bool {
        matches!(self.top(), Screen::Receipt) && !self.is_busy()
    }
}
