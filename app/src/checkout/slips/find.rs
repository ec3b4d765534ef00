//! Looking for slips.

use catlink_shared::barcode::half_width;
use catlink_shared::ids::{ReceiptNumber, RequestId};
use catlink_shared::receipt::{ScannedNumber, scanned_number};
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::{SlipQuery, SlipsReply, SlipsRequest};

use super::SlipScreen;
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

impl Checkout {
    /// What is open of the slips.
    #[must_use]
    pub fn slip_desk(&self) -> &super::SlipDesk {
        &self.slips
    }

    /// Opens 伝票照会 from the menu: today's slips.
    pub(in crate::checkout) fn open_slips(&mut self) {
        self.slips = super::SlipDesk::default();
        self.fields.clear(SlipScreen::Find.fields());
        self.open(Screen::Slips(SlipScreen::Find));
    }

    /// Opens one slip over whatever is worked on.
    pub(in crate::checkout) fn open_slip(&mut self, number: ReceiptNumber) {
        self.slips = super::SlipDesk { number: Some(number), ..super::SlipDesk::default() };
        self.open(Screen::Slips(SlipScreen::Sheet));
    }

    /// What a screen of the slips reads when it comes to the top.
    pub(in crate::checkout) fn read_slips_shown(&mut self, screen: SlipScreen, now: u64) {
        match screen {
            SlipScreen::Find => self.search(now),
            SlipScreen::Sheet => self.read_sheet(now),
            SlipScreen::Void
            | SlipScreen::Goods
            | SlipScreen::GiveBack
            | SlipScreen::Unknown
            | SlipScreen::UnknownBack => {}
        }
    }

    /// F5検索: what was typed, from the newest on.
    pub(in crate::checkout) fn find_slips(&mut self, now: u64) {
        match self.typed_query() {
            Ok(query) => {
                self.slips.opens_found = query.receipt_number.is_some();
                self.slips.query = query;
                self.slips.earlier.clear();
                self.cursor = None;
                self.notice = None;
                self.search(now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// Enter: looks for what was typed; where that is shown already, opens the row.
    pub(in crate::checkout) fn find_slips_or_open(&mut self, now: u64) {
        let shown = self.typed_query().is_ok_and(|query| {
            let first = SlipQuery { before: None, ..self.slips.query.clone() };
            query == first
        });
        if shown && self.slips.asked.is_none() {
            self.press(12, now);
        } else {
            self.find_slips(now);
        }
    }

    /// F2: everything again.
    pub(in crate::checkout) fn clear_search(&mut self, now: u64) {
        self.fields.clear(SlipScreen::Find.fields());
        self.find_slips(now);
    }

    fn search(&mut self, now: u64) {
        if self.link == Link::Open && self.is_signed_in() {
            let ask = SlipsRequest::Find { query: self.slips.query.clone() };
            self.slips.asked = Some(self.send(Request::Slips { ask }, now));
        }
    }

    /// Older slips, or back to newer ones.
    pub(in crate::checkout) fn turn_slips(&mut self, way: Step, now: u64) {
        match way {
            Step::Down => {
                let Some(last) = self.slips.rows.last().filter(|_| self.slips.more) else { return };
                let last = last.receipt_number;
                self.slips.earlier.push(self.slips.query.before);
                self.slips.query.before = Some(last);
            }
            Step::Up => {
                let Some(before) = self.slips.earlier.pop() else { return };
                self.slips.query.before = before;
            }
        }
        self.cursor = Some(0);
        self.search(now);
    }

    fn typed_query(&self) -> Result<SlipQuery, String> {
        let text = |field: Field| Some(half_width(self.fields.get(field))).filter(|text| !text.is_empty());
        let (from, to) = (self.typed_day(Field::FindFrom)?, self.typed_day(Field::FindTo)?);
        if let (Some(from), Some(to)) = (&from, &to)
            && from > to
        {
            return Err("日付の範囲が逆です。開始日を先の日付にしてください。".to_owned());
        }
        Ok(SlipQuery {
            receipt_number: self.typed_number()?,
            to: to.or_else(|| from.clone()),
            from,
            amount: self.fields.yen(Field::FindAmount),
            operator_code: text(Field::FindOperator),
            last4: text(Field::FindLast4)
                .map(|digits| {
                    Last4::new(&digits).map_err(|_| "カード番号は下4桁だけを入力してください。".to_owned())
                })
                .transpose()?,
            slip_number: text(Field::FindSlip)
                .map(|digits| {
                    SlipNumber::new(&digits).map_err(|_| "端末の伝票番号を確認してください。".to_owned())
                })
                .transpose()?,
            before: None,
        })
    }

    pub(in crate::checkout) fn typed_number(&self) -> Result<Option<ReceiptNumber>, String> {
        let typed = self.fields.get(Field::FindNumber);
        if typed.is_empty() {
            return Ok(None);
        }
        let register = self.shown().map(|shown| shown.register.register_code.clone()).unwrap_or_default();
        match scanned_number(typed, &register) {
            Some(ScannedNumber::Here(number)) => Ok(Some(number)),
            Some(ScannedNumber::Elsewhere) => {
                Err("別のレジの伝票です。その伝票を発行したレジで操作してください。".to_owned())
            }
            None => Err("伝票番号は数字で入力するか、レシートのバーコードを読み取ってください。".to_owned()),
        }
    }

    /// `2026-11-23` of what was typed: `20261123`, `2026/11/23`, `11/23`, `1123`.
    pub(in crate::checkout) fn typed_day(&self, field: Field) -> Result<Option<String>, String> {
        let today = self.shown().map(|shown| shown.register.business_day.clone()).unwrap_or_default();
        let typed = half_width(self.fields.get(field));
        if typed.is_empty() {
            return Ok(None);
        }
        day_of(&typed, &today)
            .map(Some)
            .ok_or_else(|| format!("{}は 20261123 や 11/23 のように入力してください。", field.label()))
    }

    /// The agent found something.
    pub(in crate::checkout) fn slips_answered(&mut self, id: RequestId, reply: SlipsReply) {
        match reply {
            SlipsReply::Found { held, rows, more } => {
                if self.slips.asked != Some(id) {
                    return;
                }
                self.slips.asked = None;
                let opens = std::mem::take(&mut self.slips.opens_found);
                let only = rows.first().map(|row| row.receipt_number).filter(|_| opens && rows.len() == 1);
                (self.slips.held, self.slips.rows, self.slips.more) = (held, rows, more);
                if let Some(number) = only.filter(|_| self.top() == Screen::Slips(SlipScreen::Find)) {
                    self.open_sheet(number);
                }
            }
            SlipsReply::Sheet { sheet } => self.take_sheet(sheet),
            SlipsReply::Made { receipt } => self.slip_was_made(receipt),
        }
    }

    /// F12開く
    pub(in crate::checkout) fn open_found(&mut self) {
        let row = self.cursor.unwrap_or(0);
        if let Some(held) = self.slips.held.get(row) {
            let id = held.payment_id;
            return self.open(Screen::Unknown(id));
        }
        match self.slips.rows.get(row - self.slips.held.len()) {
            Some(found) => {
                let number = found.receipt_number;
                self.open_sheet(number);
            }
            None => self.warn("開く伝票がありません。条件を変えて F5 で検索してください。"),
        }
    }
}

/// A day as it was typed; without a year the last such day up to today.
fn day_of(typed: &str, today: &str) -> Option<String> {
    let parts: Vec<&str> = typed.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (Some(*year), *month, *day),
        [month, day] => (None, *month, *day),
        [figures] if figures.len() == 8 => (Some(figures.get(..4)?), figures.get(4..6)?, figures.get(6..)?),
        [figures] if figures.len() == 4 => (None, figures.get(..2)?, figures.get(2..)?),
        _ => return None,
    };
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    let this_year: u16 = today.get(..4)?.parse().ok()?;
    let year: u16 = match year {
        Some(year) => year.parse().ok().filter(|year| (2000..=2999).contains(year))?,
        None => this_year,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let written = format!("{year:04}-{month:02}-{day:02}");
    if parts.len() < 3 && typed.len() < 8 && written.as_str() > today {
        return Some(format!("{:04}-{month:02}-{day:02}", year - 1));
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn a_day_is_typed_as_people_write_it() {
        for typed in ["20261120", "2026-11-20", "2026/11/20", "11/20", "1120", "11.20"] {
            assert_eq!(day_of(typed, "2026-11-23").as_deref(), Some("2026-11-20"), "{typed}");
        }
        assert_eq!(day_of("12/31", "2027-01-02").as_deref(), Some("2026-12-31"), "the last one");
        for typed in ["", "20261320", "11/32", "1", "abc", "2026-11", "19991231"] {
            assert!(
                day_of(typed, "2026-11-23").is_none_or(|day| !day.starts_with("2026-11-2")),
                "{typed}: {:?}",
                day_of(typed, "2026-11-23")
            );
        }
    }
}
