//! What comes from the agent about the business day.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::day::{DayReply, DayRequest};
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;

use super::{DayScreen, place};
use crate::checkout::Checkout;
use crate::checkout::screen::Screen;

impl Checkout {
    pub(in crate::checkout) fn day_answered(&mut self, id: RequestId, reply: DayReply, now: u64) {
        match reply {
            DayReply::Drawer { drawer } => {
                if self.day.asked == Some(id) {
                    self.day.asked = None;
                }
                self.day.drawer = Some(*drawer);
            }
            DayReply::Report { report } => {
                // Of two days that were asked for the last one is shown.
                if self.day.asked == Some(id) {
                    self.day.asked = None;
                    self.day.report = Some(*report);
                }
            }
            DayReply::Opened { day } => {
                self.close_sure();
                if matches!(self.stack.last(), Some(Screen::Day(DayScreen::Open))) {
                    self.close();
                }
                self.clear_count();
                self.say(format!("営業日 {day} を開設しました。店頭処理で販売できます。"));
            }
            DayReply::Moved => {
                self.close_sure();
                self.fields.clear(place::MOVE);
                self.say(format!("{}を記録しました。", self.day.direction.label()));
            }
            DayReply::Checked { check } => {
                self.close_sure();
                self.clear_count();
                self.day.kept = Some(check);
                self.say("レジ点検を記録しました。F10 で印刷できます。");
            }
            DayReply::Closed { days } => self.days_closed(&days, now),
        }
    }

    /// 日計 of what was closed comes by itself.
    fn days_closed(&mut self, days: &[String], now: u64) {
        self.stack = vec![Screen::Day(DayScreen::Report)];
        self.clear_count();
        self.day.report = None;
        self.ask_day(DayRequest::Report { day: days.last().cloned() }, now);
        self.say(format!("{} を精算しました。F10 で日計を印刷できます。", days.join("、")));
    }

    fn close_sure(&mut self) {
        if matches!(self.stack.last(), Some(Screen::Day(DayScreen::Sure(_)))) {
            self.close();
        }
    }

    /// The question goes; what moved on is read anew. One for a manager stays where it is.
    pub(in crate::checkout) fn day_refused(&mut self, request: &Request, refusal: &Refusal, now: u64) {
        let Request::Day { ask } = request else { return };
        if refusal.right.is_some() {
            return;
        }
        let stays = matches!(refusal.code, RefusalCode::NotSignedIn | RefusalCode::BooksUnavailable)
            || matches!(refusal.code, RefusalCode::WrongPin | RefusalCode::PinLocked);
        if stays {
            return;
        }
        self.close_sure();
        let moved_on = matches!(refusal.code, RefusalCode::StaleDay | RefusalCode::DayClosed);
        if moved_on && matches!(ask, DayRequest::Close { .. }) {
            self.begin_close_anew();
        }
        self.read_drawer_again(now);
    }
}
