//! What is typed for 決済照合: a period, a sum, slips of paper.

use catlink_shared::barcode::half_width;
use catlink_shared::money::Yen;
use catlink_shared::terminal::SlipNumber;
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::matching::{MOST_TYPED_SLIPS, MatchRequest, TypedSlip, TypedTotal};

use super::{MatchField, MatchScreen, SlipKind, place};
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::run::Step;
use crate::checkout::screen::Screen;

impl Checkout {
    /// From where the last run ended until now, as proposed by the agent.
    pub(super) fn propose_period(&mut self) {
        let Some(setup) = &self.matching.setup else { return };
        let from =
            self.matching.terminal().map_or_else(|| setup.now.clone(), |terminal| terminal.from.clone());
        let to = setup.now.clone();
        for (day, time, text) in
            [(MatchField::FromDay, MatchField::FromTime, from), (MatchField::ToDay, MatchField::ToTime, to)]
        {
            let (date, clock) = text.split_once(' ').unwrap_or((text.as_str(), ""));
            self.fields.set(Field::Match(day), date.to_owned());
            self.fields.set(Field::Match(time), clock.to_owned());
        }
        self.focus = place::PERIOD.first().copied();
        self.fresh = true;
    }

    /// The period as the agent takes it.
    ///
    /// # Errors
    /// What cannot be read, for the clerk.
    fn typed_period(&self) -> Result<(String, String), String> {
        let from = self.typed_moment(MatchField::FromDay, MatchField::FromTime)?;
        let to = self.typed_moment(MatchField::ToDay, MatchField::ToTime)?;
        if from > to {
            return Err(format!("期間の開始({from})が終了({to})より後です。日時を入れ替えてください。"));
        }
        Ok((from, to))
    }

    fn typed_moment(&self, day: MatchField, time: MatchField) -> Result<String, String> {
        let date = self.typed_day(Field::Match(day))?;
        let date = date.ok_or_else(|| format!("{}を 2026-11-23 のように入力してください。", day.label()))?;
        let typed = half_width(self.fields.get(Field::Match(time)));
        let clock = clock_of(&typed)
            .ok_or_else(|| format!("{}を 10:05 や 1005 のように入力してください。", time.label()))?;
        Ok(format!("{date} {clock}"))
    }

    /// F12中間計取込
    pub(super) fn read_log(&mut self, now: u64) {
        let Some(device) = self.matching.terminal().map(|terminal| terminal.device) else { return };
        match self.typed_period() {
            Ok((from, to)) => {
                self.matching.lines = 0;
                self.begin_act(Act::Matching(MatchRequest::Read { device, from, to }), now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F6合計を入力
    pub(super) fn open_totals(&mut self) {
        match self.typed_period() {
            Ok(_) => {
                self.matching.category = 0;
                self.fields.clear(place::SUM);
                self.open(Screen::Matching(MatchScreen::Totals));
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F12照合 of a sum.
    pub(super) fn compare_sum(&mut self, now: u64) {
        let Some(device) = self.matching.terminal().map(|terminal| terminal.device) else { return };
        let count = self.fields.get(Field::Match(MatchField::Count)).parse::<u32>().ok();
        let amount = self.fields.yen(Field::Match(MatchField::Amount));
        let (Some(count), Some(amount)) = (count, amount) else {
            return self.warn("中間計の件数と金額を入力してください。取引がないときは0を入力します。");
        };
        match self.typed_period() {
            Ok((from, to)) => {
                let category = self.matching.category().0;
                let totals = vec![TypedTotal { category, of: CountOf { count, amount } }];
                self.begin_act(Act::Matching(MatchRequest::Typed { device, from, to, totals }), now);
            }
            Err(sentence) => self.warn(sentence),
        }
    }

    /// Enter on a screen of 決済照合.
    pub(in crate::checkout) fn enter_matching(&mut self, screen: MatchScreen, now: u64) {
        match (screen, self.focus) {
            (MatchScreen::Itemise(_), Some(Field::Match(MatchField::SlipAmount))) => self.add_slip(),
            (MatchScreen::List | MatchScreen::Run(_) | MatchScreen::Close(_), _) => self.press(12, now),
            (MatchScreen::New | MatchScreen::Reading | MatchScreen::Totals | MatchScreen::Itemise(_), _) => {
                self.move_focus(Step::Down)
            }
        }
    }

    fn add_slip(&mut self) {
        let number = SlipNumber::new(self.fields.get(Field::Match(MatchField::Slip)));
        let amount =
            self.fields.yen(Field::Match(MatchField::SlipAmount)).filter(|amount| *amount > Yen::ZERO);
        let (Ok(number), Some(amount)) = (number, amount) else {
            return self.warn("売上票の伝票番号と金額を入力してください。");
        };
        let slip_number = number.as_printed();
        if self.matching.slips.iter().any(|slip| slip.slip_number == slip_number) {
            return self.warn(format!("伝票番号 {slip_number} は、すでに入力されています。"));
        }
        if self.matching.slips.len() >= MOST_TYPED_SLIPS {
            return self.warn("入力できる枚数を超えています。期間を分けて照合してください。");
        }
        let amount = match self.matching.slip_kind {
            SlipKind::Sale => amount,
            SlipKind::Back => Yen::new(-amount.get()),
        };
        self.matching.slips.push(TypedSlip { slip_number, amount });
        self.matching.slip_kind = SlipKind::Sale;
        self.notice = None;
        self.fields.clear(place::SLIP);
        self.move_focus(Step::Down);
    }

    /// F12照合 of slips of paper.
    pub(super) fn compare_slips(&mut self, difference: u64, now: u64) {
        let slips = self.matching.slips.clone();
        if slips.is_empty() {
            return self.warn("売上票の伝票番号と金額を入力して、Enter で加えてください。");
        }
        self.begin_act(Act::Matching(MatchRequest::Itemise { difference, slips }), now);
    }
}

/// `10:05` of `10:05`, `9:05` or `1005`.
fn clock_of(typed: &str) -> Option<String> {
    let (hours, minutes) = match typed.split_once(':') {
        Some(parts) => parts,
        None if typed.len() == 4 && typed.is_ascii() => typed.split_at(2),
        None => return None,
    };
    let figure = |text: &str, below: u8| {
        let figures = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u8>().ok().filter(|figure| figures && *figure < below)
    };
    Some(format!("{:02}:{:02}", figure(hours, 24)?, figure(minutes, 60)?))
}

#[cfg(test)]
mod tests {
    use super::clock_of;

    #[test]
    fn a_time_is_typed_as_people_write_it() {
        for (typed, time) in [("10:05", "10:05"), ("9:05", "09:05"), ("0905", "09:05"), ("23:59", "23:59")] {
            assert_eq!(clock_of(typed).as_deref(), Some(time), "{typed}");
        }
        for bad in ["", "24:00", "10:60", "10", "105", "ab:cd", "-1:05"] {
            assert_eq!(clock_of(bad), None, "{bad}");
        }
    }
}
