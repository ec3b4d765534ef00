//! Every screen there is, for promises that hold on all of them.

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{ActionId, PaymentId, ReservationNumber};
use catlink_shared::masters::Master;

use crate::checkout::day::{DayScreen, Sure};
use crate::checkout::history::HistoryScreen;
use crate::checkout::issue::IssueScreen;
use crate::checkout::matching::MatchScreen;
use crate::checkout::reserve::ReserveScreen;
use crate::checkout::screen::Screen;
use crate::checkout::slips::SlipScreen;

/// One of each.
pub(super) fn every_screen() -> Vec<Screen> {
    let reserved = ReservationNumber(1);
    let (action, payment) = (ActionId::from_parts(1, &[0; 10]), PaymentId::from_parts(1, &[0; 10]));
    vec![
        Screen::Menu,
        Screen::Sale,
        Screen::Search,
        Screen::Quantity,
        Screen::Discount,
        Screen::Discard,
        Screen::TakeOver,
        Screen::Park,
        Screen::Lists,
        Screen::Action(action),
        Screen::Refund(action),
        Screen::Exchange(CatDeviceId::Cat1),
        Screen::Operator,
        Screen::Checkout,
        Screen::Credit,
        Screen::Linking(payment),
        Screen::Failure(payment),
        Screen::Unlinked(payment),
        Screen::Paper(payment),
        Screen::Unknown(payment),
        Screen::HandOver(payment),
        Screen::Contradiction(payment),
        Screen::Receipt,
        Screen::SignIn,
        Screen::FirstManager,
        Screen::Approval,
        Screen::Masters(Master::Product),
        Screen::Row(Master::Product),
        Screen::Erase(Master::Product),
        Screen::Abandon,
        Screen::Options,
        Screen::Changes(Master::Product),
        Screen::PortTest,
        Screen::FoundPorts,
        Screen::Pin,
        Screen::Files(Master::Product),
        Screen::Export,
        Screen::Slips(SlipScreen::Find),
        Screen::Slips(SlipScreen::Sheet),
        Screen::Slips(SlipScreen::Void),
        Screen::Slips(SlipScreen::Goods),
        Screen::Slips(SlipScreen::GiveBack),
        Screen::Slips(SlipScreen::Unknown),
        Screen::Slips(SlipScreen::UnknownBack),
        Screen::Day(DayScreen::Open),
        Screen::Day(DayScreen::Moves),
        Screen::Day(DayScreen::Check),
        Screen::Day(DayScreen::Close),
        Screen::Day(DayScreen::Report),
        Screen::Day(DayScreen::Sure(Sure::Close)),
        Screen::Reserve(ReserveScreen::List),
        Screen::Reserve(ReserveScreen::Sheet(reserved)),
        Screen::Reserve(ReserveScreen::Booking),
        Screen::Reserve(ReserveScreen::Cancel(reserved)),
        Screen::History(HistoryScreen::List),
        Screen::History(HistoryScreen::Find),
        Screen::Story,
        Screen::Matching(MatchScreen::List),
        Screen::Matching(MatchScreen::New),
        Screen::Matching(MatchScreen::Reading),
        Screen::Matching(MatchScreen::Totals),
        Screen::Matching(MatchScreen::Run(1)),
        Screen::Matching(MatchScreen::Close(1)),
        Screen::Matching(MatchScreen::Itemise(1)),
        Screen::History(HistoryScreen::Totals),
        Screen::History(HistoryScreen::Paper),
        Screen::Issue(IssueScreen::List),
        Screen::Issue(IssueScreen::Filter),
        Screen::Issue(IssueScreen::Paper),
        Screen::Issue(IssueScreen::Formal),
    ]
}
