//! Who belongs to whom. Pairs are taken nearest in time first, and otherwise in the order of what they are, so that the order
//! they came in changes nothing.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Comparison, Fate, Item, Line, NUMBERED_SLACK_MS, Period, SLACK_MS, Standing};
use crate::terminal::SlipNumber;

/// Compares what the books have with what the terminal lists of a period.
#[must_use]
pub fn compare(period: Period, items: &[Item], lines: &[Line]) -> Comparison {
    let mut desk = Desk::new(items, lines);
    desk.by_number(amount_fits, Fate::Matched);
    desk.by_number(|_, _| true, Fate::Differs);
    // What nobody knows comes before what somebody said did not happen.
    for standing in [
        Standing::Booked,
        Standing::SaidCharged,
        Standing::Listed,
        Standing::Open,
        Standing::Unnumbered,
        Standing::SaidNotCharged,
    ] {
        desk.by_amount(standing);
    }
    let fates = items.iter().zip(&desk.fates).map(|(item, fate)| {
        let absent = if period.covers(item.span) { Fate::Absent } else { Fate::Outside };
        fate.unwrap_or(absent)
    });
    Comparison { fates: fates.collect(), owners: desk.owners }
}

struct Desk<'a> {
    items: &'a [Item],
    lines: &'a [Line],
    fates: Vec<Option<Fate>>,
    owners: Vec<Option<usize>>,
}

/// A pair that may be one: how far apart, then what they are.
struct Pair {
    distance: i64,
    item: usize,
    line: usize,
}

impl<'a> Desk<'a> {
    fn new(items: &'a [Item], lines: &'a [Line]) -> Self {
        Self { items, lines, fates: vec![None; items.len()], owners: vec![None; lines.len()] }
    }

    fn by_number(&mut self, fits: impl Fn(&Item, &Line) -> bool, fate: impl Fn(usize) -> Fate) {
        let lines = self.free_lines(|line| line.slip_number.clone());
        let mut pairs = Vec::new();
        for item in self.free_items() {
            let Some(slip_number) = number_of(&self.items[item]) else { continue };
            for &line in lines.get(slip_number).into_iter().flatten() {
                let distance = self.distance(item, line);
                if distance <= NUMBERED_SLACK_MS && fits(&self.items[item], &self.lines[line]) {
                    pairs.push(Pair { distance, item, line });
                }
            }
        }
        self.take(pairs, fate);
    }

    fn by_amount(&mut self, standing: Standing) {
        let lines = self.free_lines(|line| line.amount);
        let mut pairs = Vec::new();
        for item in self.free_items() {
            let of = &self.items[item];
            if of.standing != standing || of.slip_number.is_some() {
                continue;
            }
            for &line in lines.get(&of.amount).into_iter().flatten() {
                let distance = self.distance(item, line);
                if distance <= SLACK_MS {
                    pairs.push(Pair { distance, item, line });
                }
            }
        }
        self.take(pairs, Fate::Matched);
    }

    fn take(&mut self, mut pairs: Vec<Pair>, fate: impl Fn(usize) -> Fate) {
        pairs.sort_by(|a, b| {
            (a.distance, &self.items[a.item], &self.lines[a.line]).cmp(&(
                b.distance,
                &self.items[b.item],
                &self.lines[b.line],
            ))
        });
        for Pair { item, line, .. } in pairs {
            if self.fates[item].is_none() && self.owners[line].is_none() {
                self.fates[item] = Some(fate(line));
                self.owners[line] = Some(item);
            }
        }
    }

    fn free_items(&self) -> Vec<usize> {
        (0..self.items.len()).filter(|&item| self.fates[item].is_none()).collect()
    }

    fn free_lines<K: Hash + Eq>(&self, key: impl Fn(&Line) -> K) -> HashMap<K, Vec<usize>> {
        let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
        for (place, line) in self.lines.iter().enumerate().filter(|(place, _)| self.owners[*place].is_none())
        {
            by_key.entry(key(line)).or_default().push(place);
        }
        by_key
    }

    /// Typed paper has no time: it fits whatever it is compared with.
    fn distance(&self, item: usize, line: usize) -> i64 {
        self.lines[line].at.map_or(0, |at| self.items[item].span.distance(at))
    }
}

fn number_of(item: &Item) -> Option<&SlipNumber> {
    item.slip_number.as_ref()
}

fn amount_fits(item: &Item, line: &Line) -> bool {
    match item.standing {
        // Its paper does not say which way it went.
        Standing::Listed => item.amount.get().abs() == line.amount.get().abs(),
        Standing::Booked
        | Standing::SaidCharged
        | Standing::Open
        | Standing::Unnumbered
        | Standing::SaidNotCharged => item.amount == line.amount,
    }
}
