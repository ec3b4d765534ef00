//! Goods that come back (返品): what was really paid for them, and the tax within.
//!
//! Everything follows from how many pieces of each line have come back in all. What comes back now is the difference of
//! two such states, so parts always add up to the whole: no yen more than was paid, and no tax more than was charged.

use serde::{Deserialize, Serialize};

use crate::basket::{Discount, Line, Totals, divide};
use crate::money::Yen;
use crate::receipt::Slip;
use crate::tax::ClassTotal;

/// So many pieces of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineBack {
    /// Place of the line in the original, from 0.
    pub place: usize,
    /// How many pieces.
    pub pieces: u32,
}

/// Goods that come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsBack {
    /// Each line's place in the original.
    pub places: Vec<usize>,
    /// The lines, with the pieces that come back.
    pub lines: Vec<Line>,
    /// What goes back to the customer for them.
    pub totals: Totals,
}

/// Why goods are not taken back, in the clerk's words. `line` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReturnError {
    /// Nothing was chosen.
    #[error("返品する商品と数量を入力してください。")]
    Nothing,
    /// No such line, or one twice.
    #[error("元の伝票にない明細です。もう一度選んでください。")]
    UnknownLine,
    /// More than is left.
    #[error("{}行目は、あと{left}点まで返品できます。", .line + 1)]
    TooMany {
        /// Which.
        line: usize,
        /// As many can come back still.
        left: u32,
    },
    /// The figures of the original do not go together.
    #[error("元の伝票の金額を計算できません。責任者に確認してください。")]
    Unreadable,
}

/// How many pieces of each line have not come back yet, where `before` have.
#[must_use]
pub fn pieces_left(original: &Slip, before: &[LineBack]) -> Vec<u32> {
    let taken = taken(original, before);
    original.lines.iter().zip(taken).map(|(line, taken)| line.quantity.saturating_sub(taken)).collect()
}

/// What goes back for goods of a slip, of which `before` have come back already.
///
/// # Errors
/// Nothing, too much, or lines that are not the slip's.
pub fn goods_back(
    original: &Slip,
    before: &[LineBack],
    wanted: &[LineBack],
) -> Result<GoodsBack, ReturnError> {
    let mut wanted: Vec<LineBack> = wanted.iter().copied().filter(|line| line.pieces > 0).collect();
    wanted.sort_unstable_by_key(|line| line.place);
    if wanted.is_empty() {
        return Err(ReturnError::Nothing);
    }
    check(original, before, &wanted)?;
    let state_before = State::of(original, before).ok_or(ReturnError::Unreadable)?;
    let all: Vec<LineBack> = before.iter().chain(&wanted).copied().collect();
    let state_after = State::of(original, &all).ok_or(ReturnError::Unreadable)?;
    difference(original, &wanted, &state_before, &state_after).ok_or(ReturnError::Unreadable)
}

fn check(original: &Slip, before: &[LineBack], wanted: &[LineBack]) -> Result<(), ReturnError> {
    let left = pieces_left(original, before);
    for (line, next) in wanted.iter().zip(wanted.iter().skip(1).map(Some).chain([None])) {
        let left = *left.get(line.place).ok_or(ReturnError::UnknownLine)?;
        if next.is_some_and(|next| next.place == line.place) {
            return Err(ReturnError::UnknownLine);
        }
        if line.pieces > left {
            return Err(ReturnError::TooMany { line: line.place, left });
        }
    }
    Ok(())
}

/// Pieces of each line in all.
fn taken(original: &Slip, back: &[LineBack]) -> Vec<u32> {
    let mut taken = vec![0_u32; original.lines.len()];
    for line in back {
        if let Some(pieces) = taken.get_mut(line.place) {
            *pieces = pieces.saturating_add(line.pieces);
        }
    }
    taken
}

/// What has gone back in all, once so many pieces came back.
struct State {
    lines: Vec<Yen>,
    classes: Vec<ClassTotal>,
}

impl State {
    fn of(original: &Slip, back: &[LineBack]) -> Option<Self> {
        let paid = paid_by_line(original)?;
        let taken = taken(original, back);
        let mut lines = Vec::with_capacity(paid.len());
        for ((line, paid), pieces) in original.lines.iter().zip(&paid).zip(taken) {
            lines.push(paid.checked_ratio(i64::from(pieces), i64::from(line.quantity))?);
        }
        let mut classes = Vec::with_capacity(original.totals.classes.len());
        for class in &original.totals.classes {
            let of_class = original.lines.iter().zip(&lines).filter(|(line, _)| line.tax == class.class);
            let amount = Yen::checked_sum(of_class.map(|(_, amount)| *amount))?;
            // Rounded as on the original, once for all that came back: the whole has the original's tax.
            let tax = class.class.tax_within(amount, original.totals.rounding)?.min(class.tax);
            classes.push(ClassTotal { class: class.class, amount, tax });
        }
        Some(Self { lines, classes })
    }
}

/// What was really paid for each line: after its own discount and its share of 伝票値引.
fn paid_by_line(original: &Slip) -> Option<Vec<Yen>> {
    let mut paid = original.totals.lines.clone();
    if paid.len() != original.lines.len() {
        return None;
    }
    for class in &original.totals.classes {
        let places: Vec<usize> =
            (0..paid.len()).filter(|at| original.lines[*at].tax == class.class).collect();
        let amounts: Vec<Yen> = places.iter().map(|at| paid[*at]).collect();
        let sum = Yen::checked_sum(amounts.iter().copied())?;
        let shares = divide(sum.checked_sub(class.amount)?, &amounts, sum)?;
        for (at, share) in places.into_iter().zip(shares) {
            paid[at] = paid[at].checked_sub(share)?;
        }
    }
    Some(paid)
}

fn difference(original: &Slip, wanted: &[LineBack], before: &State, after: &State) -> Option<GoodsBack> {
    let mut goods = Vec::with_capacity(wanted.len());
    let mut amounts = Vec::with_capacity(wanted.len());
    for line in wanted {
        let sold = original.lines.get(line.place)?;
        goods.push(Line { quantity: line.pieces, discount: Discount::None, ..sold.clone() });
        amounts.push(after.lines.get(line.place)?.checked_sub(*before.lines.get(line.place)?)?);
    }
    let mut classes = Vec::new();
    for (before, after) in before.classes.iter().zip(&after.classes) {
        let touched = goods.iter().any(|line| line.tax == after.class);
        if touched {
            let amount = after.amount.checked_sub(before.amount)?;
            let tax = after.tax.checked_sub(before.tax)?;
            classes.push(ClassTotal { class: after.class, amount, tax });
        }
    }
    let total = Yen::checked_sum(amounts.iter().copied())?;
    let totals = Totals {
        lines: amounts,
        pieces: goods.iter().map(|line| u64::from(line.quantity)).sum(),
        subtotal: total,
        slip_discount: Yen::ZERO,
        total,
        classes,
        rounding: original.totals.rounding,
    };
    Some(GoodsBack { places: wanted.iter().map(|line| line.place).collect(), lines: goods, totals })
}

#[cfg(test)]
mod tests;
