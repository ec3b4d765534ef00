//! A long list of which only a few rows are here: those on the screen and around it.
//!
//! Rows have places, newest first, and come in blocks. What was scrolled far away from is forgotten again, so that a list of
//! a million rows costs no more than one of a hundred. It knows no wire: whoever owns it sends what it wants.

use std::collections::{BTreeMap, BTreeSet};

/// Rows of a block: what the agent answers at once.
pub const BLOCK: u64 = 50;
/// Blocks that are kept; the farthest from the screen go first.
const MOST_BLOCKS: usize = 24;
/// Rows before and after the screen that are read ahead.
const AHEAD: u64 = 25;

/// A long list.
#[derive(Debug, Clone)]
pub struct Window<R> {
    /// How many rows there are; none: not known yet.
    total: Option<u64>,
    blocks: BTreeMap<u64, Vec<R>>,
    asked: BTreeSet<u64>,
    first: u64,
    visible: u64,
    cursor: u64,
}

impl<R> Default for Window<R> {
    fn default() -> Self {
        Self {
            total: None,
            blocks: BTreeMap::new(),
            asked: BTreeSet::new(),
            first: 0,
            visible: BLOCK,
            cursor: 0,
        }
    }
}

impl<R> Window<R> {
    /// How many rows there are; none: not known yet.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// A row, where it is here.
    #[must_use]
    pub fn row(&self, place: u64) -> Option<&R> {
        let within = usize::try_from(place % BLOCK).ok()?;
        self.blocks.get(&(place / BLOCK))?.get(within)
    }

    /// The row the keys are on.
    #[must_use]
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// The chosen row, where it is here.
    #[must_use]
    pub fn chosen(&self) -> Option<&R> {
        self.row(self.cursor)
    }

    /// The first row on the screen.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Everything is asked for anew, and the list begins at its first row; what is shown stays until it comes.
    pub fn begin(&mut self) {
        *self = Self { visible: self.visible, ..Self::default() };
    }

    /// What is shown is asked for anew where the list stands: something was changed.
    pub fn refresh(&mut self) {
        self.blocks.clear();
        self.asked.clear();
    }

    /// The person scrolled: these rows are on the screen.
    pub fn look_at(&mut self, first: u64, visible: u64) {
        self.visible = visible.max(1);
        self.first = first.min(self.total.unwrap_or(0).saturating_sub(1));
    }

    /// The keys go to a row, and the screen with them.
    pub fn go_to(&mut self, place: u64) {
        let last = self.total.unwrap_or(0).saturating_sub(1);
        self.cursor = place.min(last);
        if self.cursor < self.first {
            self.first = self.cursor;
        } else if self.cursor >= self.first + self.visible {
            self.first = self.cursor + 1 - self.visible;
        }
    }

    /// Up or down by so many rows.
    pub fn go_by(&mut self, rows: i64) {
        self.go_to(self.cursor.saturating_add_signed(rows));
    }

    /// A page up or down.
    pub fn turn(&mut self, pages: i64) {
        let page = i64::try_from(self.visible.saturating_sub(1).max(1)).unwrap_or(1);
        self.go_by(page.saturating_mul(pages));
    }

    /// The places of the blocks that are to be asked for now: on the screen or near it, not here and not asked for.
    pub fn wanted(&mut self) -> Vec<u64> {
        let last = self.total.map_or(0, |total| total.saturating_sub(1));
        let from = self.first.saturating_sub(AHEAD) / BLOCK;
        let to = (self.first + self.visible + AHEAD).min(last) / BLOCK;
        let missing = (from..=to.max(from)).filter(|block| !self.blocks.contains_key(block));
        let missing: Vec<u64> = missing.filter(|block| self.asked.insert(*block)).collect();
        missing.into_iter().map(|block| block * BLOCK).collect()
    }

    /// Rows came, the first of them at a place.
    pub fn arrive(&mut self, at: u64, total: u64, rows: Vec<R>) {
        self.asked.remove(&(at / BLOCK));
        if self.total.is_some_and(|known| known != total) {
            // Rows have moved: those that are here may stand at other places now.
            self.blocks.clear();
        }
        self.total = Some(total);
        self.blocks.insert(at / BLOCK, rows);
        self.cursor = self.cursor.min(total.saturating_sub(1));
        self.first = self.first.min(total.saturating_sub(1));
        self.forget_the_farthest();
    }

    /// What was asked for will not come: it may be asked for again.
    pub fn lose(&mut self) {
        self.asked.clear();
    }

    fn forget_the_farthest(&mut self) {
        let here = self.first / BLOCK;
        while self.blocks.len() > MOST_BLOCKS {
            let farthest = self.blocks.keys().copied().max_by_key(|block| block.abs_diff(here));
            let Some(farthest) = farthest else { return };
            self.blocks.remove(&farthest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, MOST_BLOCKS, Window};

    const TOTAL: u64 = 1_000_000;

    /// A list whose rows are their places.
    struct List(Window<u64>);

    impl List {
        fn open(total: u64, visible: u64) -> Self {
            let mut list = Self(Window::default());
            list.0.look_at(0, visible);
            list.answer(total);
            list
        }

        fn answer(&mut self, total: u64) -> Vec<u64> {
            let wanted = self.0.wanted();
            for at in &wanted {
                self.0.arrive(*at, total, (*at..(*at + BLOCK).min(total)).collect());
            }
            wanted
        }
    }

    #[test]
    fn only_what_is_near_the_screen_is_asked_for_and_once() {
        let mut list = List::open(TOTAL, 20);
        assert_eq!(list.0.wanted(), Vec::<u64>::new(), "0 is here");
        list.0.look_at(500_010, 20);
        assert_eq!(list.0.wanted(), [499_950, 500_000, 500_050]);
        assert_eq!(list.0.wanted(), Vec::<u64>::new(), "asked for once");
        list.0.lose();
        assert_eq!(list.0.wanted(), [499_950, 500_000, 500_050], "the connection was cut");
        assert!(list.0.row(500_010).is_none());
    }

    #[test]
    fn every_row_can_be_reached_and_few_are_held() {
        let mut list = List::open(TOTAL, 20);
        for first in (0..TOTAL).step_by(7_777) {
            list.0.look_at(first, 20);
            list.answer(TOTAL);
            for place in first..(first + 20).min(TOTAL) {
                assert_eq!(list.0.row(place), Some(&place));
            }
            assert!(list.0.blocks.len() <= MOST_BLOCKS);
        }
    }

    #[test]
    fn the_screen_goes_with_the_keys() {
        let mut list = List::open(100, 20);
        list.0.go_by(25);
        assert_eq!((list.0.cursor(), list.0.first()), (25, 6));
        list.0.turn(1);
        assert_eq!((list.0.cursor(), list.0.first()), (44, 25));
        list.0.go_by(1_000);
        assert_eq!((list.0.cursor(), list.0.first()), (99, 80));
        list.0.go_by(-1_000);
        assert_eq!((list.0.cursor(), list.0.first()), (0, 0));
    }

    #[test]
    fn a_list_that_grew_is_read_anew() {
        let mut list = List::open(100, 20);
        list.0.look_at(60, 20);
        list.answer(101);
        assert_eq!(list.0.total(), Some(101));
        assert!(list.0.row(0).is_none(), "it may be another one now");
    }

    #[test]
    fn an_empty_list_has_nothing_to_choose_and_a_short_one_stays_in_its_bounds() {
        let mut list = List::open(0, 20);
        list.0.go_by(5);
        list.0.turn(-1);
        assert_eq!((list.0.total(), list.0.chosen(), list.0.cursor()), (Some(0), None, 0));
        let mut list = List::open(60, 20);
        list.0.go_by(59);
        list.answer(60);
        list.0.arrive(0, 3, vec![0, 1, 2]);
        assert_eq!((list.0.chosen(), list.0.first()), (Some(&2), 2));
    }
}
