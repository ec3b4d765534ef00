//! Dialogs: one stands over the screen, the topmost.

mod abandon;
mod action;
mod approval;
mod changes;
mod checkout;
mod contradiction;
mod credit;
mod day_sure;
mod discard;
mod discount;
mod erase;
mod exchange;
mod failure;
mod files;
mod first_manager;
mod found_ports;
mod frame;
mod hand_over;
mod history;
mod hosted;
mod issue;
mod linking;
mod lists;
mod matching;
mod operator;
mod options;
mod pairing;
mod paper;
mod park;
mod pin;
mod port_test;
mod quantity;
mod question;
mod receipt;
mod refund;
mod reserve;
mod row;
mod search;
mod sign_in;
mod slips;
mod story;
mod take_over;
mod unknown;
mod unlinked;

use leptos::prelude::*;

use crate::checkout::day::DayScreen;
use crate::checkout::screen::Screen;
use crate::checkout::slips::SlipScreen;
use crate::front::Front;

/// The topmost dialog, made anew only when another one comes.
#[component]
pub(crate) fn DialogHost() -> impl IntoView {
    let front = Front::here();
    let top = Memo::new(move |_| front.get(|state| state.top()));
    move || match top.get() {
        Screen::Menu | Screen::Sale | Screen::Masters(_) | Screen::Slips(SlipScreen::Find) => ().into_any(),
        Screen::Day(DayScreen::Sure(sure)) => view! { <day_sure::DaySure sure/> }.into_any(),
        Screen::Day(
            DayScreen::Open | DayScreen::Moves | DayScreen::Check | DayScreen::Close | DayScreen::Report,
        ) => ().into_any(),
        Screen::Reserve(screen) => reserve::shown(screen),
        Screen::History(screen) => history::shown(screen),
        Screen::Issue(screen) => issue::shown(screen),
        Screen::Matching(screen) => matching::shown(screen),
        Screen::Hosted(screen) => hosted::shown(screen),
        Screen::Pairing => view! { <pairing::PairThis/> }.into_any(),
        Screen::Row(master) => view! { <row::RowForm master/> }.into_any(),
        Screen::Erase(master) => view! { <erase::Erase master/> }.into_any(),
        Screen::Abandon => view! { <abandon::Abandon/> }.into_any(),
        Screen::Options => view! { <options::Options/> }.into_any(),
        Screen::PortTest => view! { <port_test::PortTestShown/> }.into_any(),
        Screen::FoundPorts => view! { <found_ports::FoundPorts/> }.into_any(),
        Screen::Pin => view! { <pin::PinForm/> }.into_any(),
        Screen::Changes(master) => view! { <changes::Changes master/> }.into_any(),
        Screen::Files(master) => view! { <files::Files master/> }.into_any(),
        Screen::Export => view! { <files::Export/> }.into_any(),
        Screen::Search => view! { <search::Search/> }.into_any(),
        Screen::Quantity => view! { <quantity::Quantity/> }.into_any(),
        Screen::Discount => view! { <discount::Discount/> }.into_any(),
        Screen::Discard => view! { <discard::Discard/> }.into_any(),
        Screen::TakeOver => view! { <take_over::TakeOver/> }.into_any(),
        Screen::Park => view! { <park::Park/> }.into_any(),
        Screen::Lists => view! { <lists::Lists/> }.into_any(),
        Screen::Action(id) => view! { <action::Action id/> }.into_any(),
        Screen::Refund(id) => view! { <refund::Refund id/> }.into_any(),
        Screen::Exchange(device) => view! { <exchange::Exchange device/> }.into_any(),
        Screen::Operator => view! { <operator::Operator/> }.into_any(),
        Screen::Checkout => view! { <checkout::Checkout/> }.into_any(),
        Screen::Credit => view! { <credit::Credit/> }.into_any(),
        Screen::Linking(id) => view! { <linking::Linking id/> }.into_any(),
        Screen::Failure(id) => view! { <failure::Failure id/> }.into_any(),
        Screen::Unlinked(id) => view! { <unlinked::Unlinked id/> }.into_any(),
        Screen::Paper(id) => view! { <paper::Paper id/> }.into_any(),
        Screen::Unknown(id) => view! { <unknown::Unknown id/> }.into_any(),
        Screen::HandOver(id) => view! { <hand_over::HandOver id/> }.into_any(),
        Screen::Contradiction(id) => view! { <contradiction::Contradiction id/> }.into_any(),
        Screen::SignIn => view! { <sign_in::SignIn/> }.into_any(),
        Screen::FirstManager => view! { <first_manager::FirstManager/> }.into_any(),
        Screen::Approval => view! { <approval::Approval/> }.into_any(),
        Screen::Slips(SlipScreen::Sheet) => view! { <slips::sheet::Sheet/> }.into_any(),
        Screen::Slips(SlipScreen::Void) => view! { <slips::undo::VoidSlip/> }.into_any(),
        Screen::Slips(SlipScreen::Goods) => view! { <slips::goods::Goods/> }.into_any(),
        Screen::Slips(SlipScreen::GiveBack) => view! { <slips::undo::GiveBack/> }.into_any(),
        Screen::Slips(SlipScreen::Unknown) => view! { <slips::unknown::Unknown/> }.into_any(),
        Screen::Slips(SlipScreen::UnknownBack) => view! { <slips::unknown::UnknownBack/> }.into_any(),
        Screen::Story => view! { <story::Story/> }.into_any(),
        Screen::Receipt => view! { <receipt::ReceiptScreen/> }.into_any(),
    }
}
