//! Carries out what a key or click means.

use catlink_shared::wire::people::PeopleRequest;

use super::Checkout;
use super::busy::Act;
use super::command::{Command, Ready};
use super::field::Field;
use super::menu::{Entry, Level};
use super::questions::REASONS;
use super::reserve::ReserveScreen;
use super::screen::{Choice, Screen};

impl Checkout {
    /// Presses a function key.
    pub(super) fn press(&mut self, number: u8, now: u64) {
        let Some(key) = self.function_keys().into_iter().find(|key| key.number == number) else { return };
        match key.ready {
            Ready::Yes => self.run(key.command, now),
            Ready::No => {}
        }
    }

    fn run(&mut self, command: Command, now: u64) {
        match (command, self.top()) {
            (Command::EnterMenu, _) => self.enter_menu(),
            (Command::LeaveMenu, _) => self.menu.level = Level::Business,
            (Command::Open(screen), _) => self.open(screen),
            (Command::Close, Screen::Sale) => {
                self.stack.clear();
                self.notice = None;
            }
            (Command::Close, _) => self.close(),
            (Command::Park, _) => self.begin_act(Act::Park, now),
            (Command::DeleteLine, _) => self.delete_line(now),
            (Command::Issue, _) => self.issue(),
            (Command::Reopen, _) => self.set_aside.clear(),
            (Command::Confirm, top) => self.confirm(top, now),
            (Command::SelectNext, _) => self.select_next(),
            (Command::TenderExactly, _) => {
                if self.take_slip_discount(now) {
                    self.tender_exactly();
                }
            }
            (Command::GoToSlipDiscount, _) => self.focus = Some(Field::SlipDiscount),
            (Command::OpenCredit, _) => self.open_credit(now),
            (Command::CancelPayment, Screen::Linking(id)) => self.cancel_payment(id, now),
            (Command::DismissFailure, Screen::Failure(id)) => self.dismiss_failure(id),
            (Command::OpenUnlinked, Screen::Failure(id)) => self.open_unlinked(id),
            (Command::OpenPaper, Screen::Unlinked(id)) => self.open(Screen::Paper(id)),
            (Command::Reinquire, Screen::Unknown(id)) => self.begin_act(Act::Reinquire(id), now),
            (Command::CloseChoice, _) => self.close_choice(),
            (Command::LeaveQuestion, Screen::HandOver(id) | Screen::Contradiction(id)) => {
                self.leave_question(id)
            }
            (Command::AnswerHandOver(answer), Screen::HandOver(id)) => self.answer_hand_over(id, answer, now),
            (Command::Print, _) => self.print(now),
            (Command::NextSale, _) => self.next_sale(now),
            (Command::Slips(command), _) => self.run_slips(command, now),
            (Command::ReportDifference, Screen::Action(id)) => self.report_difference(id, now),
            (Command::SignOut, _) => self.begin_act(Act::People(PeopleRequest::SignOut), now),
            (Command::RefuseApproval, _) => self.refuse_approval(),
            (Command::NewRow, Screen::Masters(master)) => self.new_row(master),
            (Command::EraseRow, Screen::Masters(master)) => self.ask_to_erase(master),
            (Command::Turn(way), _) => self.turn_page(way, now),
            (Command::OpenMaster(master), _) => self.open_master(master),
            (Command::ChooseEntry, _) => self.choose_entry(now),
            (Command::NextTab, _) => self.next_tab(),
            (Command::LeaveForm, _) => self.leave_form(),
            (Command::TestPort, _) => self.test_port(now),
            (Command::OpenPin, _) => self.open_pin(),
            (Command::Discarded, _) => self.close_form(),
            (Command::LeaveFiles, _) => self.leave_files(now),
            (Command::FetchLeftOut, _) => self.fetch_left_out(now),
            (Command::Day(key), _) => self.day_key(key, now),
            (Command::Reserve(command), _) => self.run_reserve(command, now),
            (Command::Issues(command), _) => self.run_issue(command),
            (Command::Story(command), _) => self.run_story(command, now),
            (Command::History(command), _) => self.run_history(command, now),
            (Command::Match(key), _) => self.match_key(key, now),
            (Command::Hosted(key), _) => self.hosted_key(key, now),
            // a key of a dialog that is no longer topmost
            (
                Command::CancelPayment
                | Command::DismissFailure
                | Command::OpenUnlinked
                | Command::OpenPaper
                | Command::Reinquire
                | Command::LeaveQuestion
                | Command::AnswerHandOver(_)
                | Command::NewRow
                | Command::EraseRow
                | Command::ReportDifference,
                _,
            ) => {}
        }
    }

    fn confirm(&mut self, top: Screen, now: u64) {
        match top {
            Screen::Search => self.take_found(now),
            Screen::Quantity => self.take_quantity(now),
            Screen::Discount => self.take_discount(now),
            Screen::Discard => self.begin_act(Act::Discard, now),
            Screen::TakeOver => {
                if let Some(sale_id) = self.watched().map(|sale| sale.sale_id) {
                    self.begin_act(Act::TakeOver(sale_id), now);
                }
            }
            Screen::Park => self.recall(now),
            Screen::Lists => self.open_selected(),
            Screen::Action(id) => self.close_action(id, now),
            Screen::Refund(id) => self.refund_action(id, now),
            Screen::Exchange(device) => self.accept_terminal(device, now),
            Screen::Paper(id) => self.decide_paper(id, now),
            Screen::Operator => self.take_operator(),
            Screen::Checkout => self.settle(now),
            Screen::Credit => self.take_credit(),
            Screen::Unlinked(id) => self.commit_unlinked(id, now),
            Screen::Pairing => self.pair(now),
            Screen::SignIn => self.sign_in(now),
            Screen::FirstManager => self.make_first_manager(now),
            Screen::Approval => self.approve(now),
            Screen::Unknown(id) | Screen::Contradiction(id) => self.decide(id, now),
            Screen::Masters(master) => self.edit_row(master),
            Screen::Row(_) => self.save_row(now),
            Screen::Erase(master) => self.erase_row(master, now),
            Screen::Options => self.take_option(),
            Screen::PortTest => self.close(),
            Screen::FoundPorts => self.take_port(),
            Screen::Pin => self.set_pin(now),
            Screen::Files(master) => self.go_on_with_files(master, now),
            Screen::Export => self.go_on_with_export(now),
            Screen::Slips(screen) => self.confirm_slips(screen, now),
            Screen::Day(screen) => self.confirm_day(screen, now),
            Screen::Reserve(screen) => self.confirm_reserve(screen, now),
            Screen::History(screen) => self.confirm_history(screen),
            Screen::Issue(screen) => self.confirm_issue(screen, now),
            Screen::Matching(screen) => self.confirm_matching(screen, now),
            Screen::Hosted(screen) => self.confirm_hosted(screen, now),
            Screen::Menu
            | Screen::Sale
            | Screen::Linking(_)
            | Screen::Failure(_)
            | Screen::HandOver(_)
            | Screen::Abandon
            | Screen::Changes(_)
            | Screen::Story
            | Screen::Receipt => {}
        }
    }

    fn next_sale(&mut self, now: u64) {
        self.receipt = None;
        // What was cancelled was no sale: back to where it was asked for.
        match self.stack.first() {
            Some(Screen::Reserve(_)) => self.close(),
            Some(Screen::Slips(_) | Screen::History(_)) => self.after_slip(now),
            _ => self.back_to_sale(),
        }
        self.leave_printout();
    }

    fn enter_menu(&mut self) {
        match self.menu.level {
            Level::Business => {
                self.menu.level = Level::Process;
                self.menu.process = 0;
            }
            Level::Process => match self.menu.process() {
                Some((_, Entry::Counter)) => self.back_to_sale(),
                Some((_, Entry::Slips)) => self.open_slips(),
                Some((_, Entry::Master(master))) => self.open_master(*master),
                Some((_, Entry::Day(screen))) => self.open_day(*screen),
                Some((_, Entry::Reservations)) => self.open_reservations(),
                Some((_, Entry::History)) => self.open_history(),
                Some((_, Entry::Papers)) => self.open_journal(),
                Some((_, Entry::Matching)) => self.open_matching(),
                Some((_, Entry::Hosted)) => self.open_hosted(),
                None => {}
            },
        }
    }

    fn recall(&mut self, now: u64) {
        if self.own_sale().is_some() {
            return self.warn("会計中の伝票があります。先にF7会計保留または取消をしてください。");
        }
        let parked = self.shown().map(|shown| shown.parked.as_slice()).unwrap_or_default();
        match self.cursor.or(Some(0)).and_then(|row| parked.get(row)).map(|sale| sale.sale_id) {
            Some(sale_id) => self.begin_act(Act::Recall(sale_id), now),
            None => self.warn("保留中の会計はありません。"),
        }
    }

    /// How many rows the topmost list has.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self.top() {
            Screen::Menu => self.menu.rows(),
            Screen::Sale => self.draft().map_or(0, |draft| draft.lines.len()),
            Screen::Search => self.found().len(),
            Screen::Park => self.shown().map_or(0, |shown| shown.parked.len()),
            Screen::Lists => self.open_things().len(),
            Screen::Operator => self.catalog().map_or(0, |catalog| catalog.operators.len()),
            Screen::Credit => self.catalog().map_or(0, |catalog| catalog.companies.len()),
            Screen::Unlinked(_) => REASONS.len(),
            Screen::Files(_) | Screen::Export => self.errands().len(),
            Screen::Slips(screen) => self.slip_rows(screen),
            Screen::Story => self.story_rows(),
            Screen::Masters(_) | Screen::Options => self.open_list().map_or(0, |list| list.rows.len()),
            Screen::FoundPorts => self.desk.ports().map_or(0, <[_]>::len),
            Screen::Reserve(ReserveScreen::List) => self.reservations().rows().len(),
            Screen::History(screen) => self.history_rows(screen).0,
            Screen::Matching(screen) => self.matching_rows(screen),
            Screen::Hosted(screen) => self.hosted_rows(screen),
            Screen::Unknown(_) | Screen::Contradiction(_) if self.choice.is_none() => self.choices().len(),
            Screen::Quantity
            | Screen::Discount
            | Screen::Discard
            | Screen::TakeOver
            | Screen::Action(_)
            | Screen::Refund(_)
            | Screen::Exchange(_)
            | Screen::Paper(_)
            | Screen::Checkout
            | Screen::Linking(_)
            | Screen::Failure(_)
            | Screen::Unknown(_)
            | Screen::HandOver(_)
            | Screen::Contradiction(_)
            | Screen::Pairing
            | Screen::SignIn
            | Screen::FirstManager
            | Screen::Approval
            | Screen::Row(_)
            | Screen::Erase(_)
            | Screen::Abandon
            | Screen::PortTest
            | Screen::Pin
            | Screen::Changes(_)
            | Screen::Day(_)
            | Screen::Reserve(_)
            | Screen::Issue(_)
            | Screen::Receipt => 0,
        }
    }

    fn row(&self) -> Option<usize> {
        match self.top() {
            Screen::Menu => Some(self.menu.row()),
            Screen::Sale => self.line(),
            // the first row is where these lists are from the start
            Screen::Search
            | Screen::Park
            | Screen::Lists
            | Screen::Masters(_)
            | Screen::Options
            | Screen::FoundPorts
            | Screen::Slips(_)
            | Screen::Reserve(_)
            | Screen::Matching(_)
            | Screen::Hosted(_)
            | Screen::Export
            | Screen::Story
            | Screen::Files(_) => Some(self.cursor.unwrap_or(0)),
            Screen::History(screen) => Some(self.history_rows(screen).1),
            _ => self.cursor,
        }
    }

    /// Goes to a row of the topmost list.
    pub(super) fn go_to_row(&mut self, row: usize) {
        if row >= self.rows() {
            return;
        }
        match self.top() {
            Screen::Menu => self.menu.go_to(row),
            Screen::Sale => self.line = Some(row),
            Screen::History(_) => self.go_to_history_row(row),
            Screen::Operator => {
                self.cursor = Some(row);
                let code =
                    self.catalog().and_then(|catalog| catalog.operators.get(row)).map(|who| who.code.clone());
                self.fields.set(Field::Operator, code.unwrap_or_default());
            }
            Screen::Unlinked(_) => {
                self.cursor = Some(row);
                self.fields
                    .set(Field::Reason, REASONS.get(row).map_or(String::new(), |&reason| reason.to_owned()));
            }
            _ => self.cursor = Some(row),
        }
    }

    /// One row up or down; from nowhere to the first or last.
    pub(super) fn step(&mut self, down: Step) {
        let rows = self.rows();
        let Some(last) = rows.checked_sub(1) else { return };
        let row = match (self.row(), down) {
            (None, Step::Down) => 0,
            (None, Step::Up) => last,
            (Some(row), Step::Down) => (row + 1).min(last),
            (Some(row), Step::Up) => row.saturating_sub(1),
        };
        self.go_to_row(row);
    }

    /// F5選択: the next row, and around.
    fn select_next(&mut self) {
        let rows = self.rows();
        if rows > 0 {
            let next = match self.row() {
                Some(row)
                    if !matches!(
                        self.top(),
                        Screen::Park
                            | Screen::Lists
                            | Screen::Search
                            | Screen::Masters(_)
                            | Screen::Options
                            | Screen::Reserve(_)
                            | Screen::Matching(_)
                            | Screen::Hosted(_)
                            | Screen::PortTest
                            | Screen::FoundPorts
                            | Screen::Pin
                    ) =>
                {
                    (row + 1) % rows
                }
                Some(row) if self.cursor.is_some() => (row + 1) % rows,
                Some(_) | None => 0,
            };
            self.go_to_row(next);
        }
    }

    /// A digit where no field has the focus: a row of the list.
    pub(super) fn digit(&mut self, digit: char, now: u64) {
        let row = match digit.to_digit(10) {
            Some(0) => 9,
            Some(digit) => digit as usize - 1,
            None => return,
        };
        if row >= self.rows() {
            return;
        }
        self.go_to_row(row);
        match self.top() {
            Screen::Menu => self.enter_menu(),
            Screen::Unknown(_) | Screen::Contradiction(_) => self.choose_row(row, now),
            _ => {}
        }
    }

    /// Opens the choice of a row.
    pub(super) fn choose_row(&mut self, row: usize, now: u64) {
        let (Screen::Unknown(id) | Screen::Contradiction(id)) = self.top() else { return };
        let chosen: Option<Choice> = self.choices().get(row).map(|(choice, _)| *choice);
        if let Some(choice) = chosen {
            self.choose(choice, id, now);
        }
    }
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// ↑
    Up,
    /// ↓
    Down,
}
