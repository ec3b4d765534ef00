//! Keys, clicks and typing: from the keyboard's event to what it means, or to nothing.

use super::burst::Kind;
use super::field::{Field, Takes};
use super::guard;
use super::history::HistoryScreen;
use super::hosted::HostedScreen;
use super::issue::IssueScreen;
use super::key::{Composing, Key, Press, Stroke};
use super::reserve::ReserveScreen;
use super::run::Step;
use super::screen::Screen;
use super::{Checkout, Effect, Link};

/// How long a digit that chooses a row waits for a second character, milliseconds: a scanned code is not a choice.
const DIGIT_MS: u64 = 80;

/// How soon the rest of a refused card number follows, milliseconds: nobody has read by then what was said.
const REST_MS: u64 = 700;

/// Told when something was scanned where it cannot be taken.
const DROPPED: &str = "会計中のため読み取れません";

impl Checkout {
    /// A key goes down.
    pub fn on_key(&mut self, press: &Press, now: u64) -> Vec<Effect> {
        if matches!(press.key, Key::Function(_)) {
            self.effects.push(Effect::Swallow);
        }
        if matches!(press.composing, Composing::No) {
            self.attention.refresh(now);
            self.somebody_acts(now);
            // Others (an input method's own, Caps Lock) come up unseen on some systems, and press nothing anyway.
            if press.key != Key::Other {
                self.attention.key_down(&press.code);
            }
            self.hear(press, now);
        }
        self.finish(now)
    }

    /// A key comes up.
    pub fn on_key_up(&mut self, code: &str, now: u64) -> Vec<Effect> {
        self.attention.key_up(code);
        self.finish(now)
    }

    /// The window lost the keyboard.
    pub fn on_blur(&mut self, now: u64) -> Vec<Effect> {
        self.attention.all_up();
        self.finish(now)
    }

    /// Time goes by.
    pub fn on_tick(&mut self, now: u64) -> Vec<Effect> {
        if let Some((digit, _)) = self.digit.take_if(|(_, at)| now >= *at + DIGIT_MS) {
            self.digit(digit, now);
        }
        self.watch_presence(now);
        self.tell_presence(now);
        self.put_draft(now);
        self.look_at_files(now);
        self.look_at_matching(now);
        self.look_at_hosted(now);
        self.finish(now)
    }

    /// Whether something on the screen changes with time alone.
    #[must_use]
    pub fn lives_by_time(&self) -> bool {
        self.is_deaf()
            || self.digit.is_some()
            || self.hand.is_some()
            || self.link() != Link::Open
            || self.desk.files.is_under_way()
            || matches!(
                self.top(),
                Screen::Linking(_) | Screen::Unknown(_) | Screen::Hosted(HostedScreen::Code)
            )
    }

    /// A function key's button is touched.
    pub fn on_function(&mut self, number: u8, now: u64) -> Vec<Effect> {
        self.somebody_acts(now);
        if !self.attention.deaf_to_touch(now) {
            self.press(number, now);
        }
        self.finish(now)
    }

    /// A row of the topmost list is touched.
    pub fn on_row(&mut self, row: usize, now: u64) -> Vec<Effect> {
        self.somebody_acts(now);
        if !self.attention.deaf_to_touch(now) && !self.is_busy() {
            self.go_to_row(row);
            self.choose_row(row, now);
        }
        self.finish(now)
    }

    /// A row of 業務メニュー or 処理メニュー is touched.
    pub fn on_menu(&mut self, level: super::menu::Level, row: usize, now: u64) -> Vec<Effect> {
        self.somebody_acts(now);
        self.menu.level = level;
        self.menu.go_to(row);
        self.press(12, now);
        self.finish(now)
    }

    /// A field gets the focus.
    pub fn on_focus(&mut self, field: Field, now: u64) -> Vec<Effect> {
        if self.reachable().contains(&field) {
            self.focus = Some(field);
        }
        self.finish(now)
    }

    /// Text comes into a field by typing, pasting or an input method.
    pub fn on_input(&mut self, field: Field, text: &str, composing: Composing, now: u64) -> Vec<Effect> {
        self.attention.refresh(now);
        if self.is_deaf() {
            self.attention.dropped(now);
        } else {
            self.take_text(field, text, composing, now);
        }
        self.finish(now)
    }

    /// A key of the number pad is touched.
    pub fn on_pad(&mut self, text: &str, now: u64) -> Vec<Effect> {
        self.somebody_acts(now);
        if let Some(field) = self.focus.filter(|_| !self.attention.deaf_to_touch(now) && !self.is_blocked()) {
            match text {
                "C" => self.take_text(field, "", Composing::No, now),
                "⏎" => self.enter(now),
                _ => {
                    let before = if self.fresh { "" } else { self.fields.get(field) };
                    let longer = format!("{before}{text}");
                    self.take_text(field, &longer, Composing::No, now);
                }
            }
        }
        self.finish(now)
    }

    /// The browser's back button: the page stays.
    pub fn on_back(&mut self, now: u64) -> Vec<Effect> {
        self.warn("ブラウザの「戻る」は使えません。画面下のファンクションキーで操作してください。");
        self.finish(now)
    }

    /// Whether leaving the page now would leave something half done, so that the browser asks first. Nothing of it would
    /// be lost all the same: the agent keeps it.
    #[must_use]
    pub fn is_in_the_middle(&self) -> bool {
        self.is_busy()
            || matches!(self.top(), Screen::Linking(_))
            || self.hand.as_ref().is_some_and(|hand| !hand.is_kept())
    }

    /// The notice is put away.
    pub fn on_notice_read(&mut self, now: u64) -> Vec<Effect> {
        self.notice = None;
        self.finish(now)
    }

    /// The one way from a keyboard, a paste or the pad into a field: a card number ends here, and nothing of it is kept.
    fn take_text(&mut self, field: Field, typed: &str, composing: Composing, now: u64) {
        let refusal = guard::refusal(field, typed).or_else(|| guard::cut_off(field, typed));
        let text = match (refusal, composing) {
            (Some(_), _) => String::new(),
            (None, _) if self.goes_on_with_a_number(field, typed, now) => String::new(),
            // The input method goes on with what it has; it is cleaned when it is done.
            (None, Composing::Yes) => typed.to_owned(),
            (None, Composing::No) => field.clean(typed),
        };
        if let Some(sentence) = refusal {
            self.refused = Some((field, now));
            self.warn(sentence);
        }
        if self.is_blocked() || self.fields.get(field) == text {
            return;
        }
        self.fields.set(field, text);
        self.fresh = false;
        match field {
            Field::Tendered | Field::SlipDiscount => self.clear_card_line(),
            Field::Search => self.cursor = None,
            Field::Entry(place) => self.entry_changed(place),
            _ => {}
        }
    }

    /// Whether this is the rest of a number that was refused a moment ago: its last figures are no text either.
    fn goes_on_with_a_number(&mut self, field: Field, typed: &str, now: u64) -> bool {
        let just_now = self.refused.take().is_some_and(|(at, when)| at == field && now <= when + REST_MS);
        let goes_on = just_now && guard::is_rest(typed);
        self.refused = goes_on.then_some((field, now));
        if goes_on {
            self.effects.push(Effect::Beep);
        }
        goes_on
    }

    fn hear(&mut self, press: &Press, now: u64) {
        let again = matches!(press.stroke, Stroke::Repeat);
        if self.is_deaf() {
            if matches!(press.key, Key::Char(_)) {
                self.attention.dropped(now);
                self.effects.push(Effect::Beep);
            }
            return self.effects.push(Effect::Swallow);
        }
        match press.key {
            Key::Char(c) => self.char(c, again, now),
            Key::Function(number) => {
                if !again && self.burst.other(now) == Kind::Typing {
                    self.press(number, now);
                }
            }
            // Enter and Tab never reach the browser: there is no button for them to press.
            Key::Enter => {
                self.effects.push(Effect::Swallow);
                // Behind a refused number it is its reader's; what comes behind it is something else.
                let is_rest = self.refused.take().is_some_and(|(_, when)| now <= when + REST_MS);
                if !again && self.burst.other(now) == Kind::Typing && !is_rest {
                    self.enter(now);
                }
            }
            Key::Tab => self.move_focus(Step::Down),
            Key::BackTab => self.move_focus(Step::Up),
            Key::Up => self.arrow(Step::Up),
            Key::Down => self.arrow(Step::Down),
            Key::Left | Key::Right => self.sideways(press.key),
            Key::Escape => self.notice = None,
            Key::Erase | Key::Other => {}
        }
    }

    fn char(&mut self, c: char, again: bool, now: u64) {
        match self.burst.char(c, now) {
            Kind::Rest => return self.effects.push(Effect::Swallow),
            Kind::Swipe => return self.drop_burst(guard::SWIPED),
            Kind::Scan if self.drops_scans() => {
                let sentence = if self.top().is_for_people() {
                    "名札のバーコードは、担当者コードの欄で読み取ってください。"
                } else if self.top().is_about_money() {
                    DROPPED
                } else {
                    "店頭処理の商品コード欄で読み取ってください。"
                };
                return self.drop_burst(sentence);
            }
            Kind::Scan | Kind::Typing => {}
        }
        if self.burst.has_just_begun() {
            self.before_burst = self.focus.map(|field| (field, self.fields.get(field).to_owned()));
            self.digit = None;
            if self.focus.is_none() {
                self.effects.push(Effect::Swallow);
                if c == ' ' && !again {
                    self.space(now);
                } else if c.is_ascii_digit() && !again {
                    self.digit = Some((c, now));
                }
            }
        } else {
            self.digit = None;
        }
    }

    /// Whether a scan has nowhere to go: no field, or a field for figures in a dialog.
    fn drops_scans(&self) -> bool {
        match self.focus {
            None => true,
            Some(field) if field.is_secret() => true,
            Some(field) => self.top().is_about_money() && !matches!(field.takes(), Takes::Text(_)),
        }
    }

    fn drop_burst(&mut self, sentence: &str) {
        self.burst.drop_all();
        self.digit = None;
        if let Some((field, text)) = self.before_burst.take() {
            self.fields.set(field, text);
        }
        self.effects.push(Effect::Swallow);
        self.warn(sentence);
    }

    /// Enter confirms a field and moves on; in a dialog about money it presses nothing.
    fn enter(&mut self, now: u64) {
        let top = self.top();
        match (top, self.focus) {
            (Screen::Sale, _) => self.take_code(now),
            (
                Screen::Menu
                | Screen::Search
                | Screen::Quantity
                | Screen::Operator
                | Screen::Park
                | Screen::Lists
                | Screen::Files(_)
                | Screen::History(HistoryScreen::List)
                | Screen::Export,
                _,
            )
            | (Screen::SignIn, Some(Field::Pin))
            | (Screen::Pairing | Screen::Hosted(HostedScreen::Add), _)
            | (Screen::FirstManager, Some(Field::PinAgain)) => {
                self.press(12, now);
            }
            (Screen::Masters(_) | Screen::Options, Some(_)) => self.find_or_open(now),
            (Screen::Slips(screen), Some(_)) => self.enter_slips(screen, now),
            (Screen::Matching(screen), _) => self.enter_matching(screen, now),
            (Screen::Reserve(ReserveScreen::List), _) => self.find_or_open_reservation(now),
            (Screen::Row(_), Some(_)) => {
                if !self.enter_in_form() {
                    self.move_focus(Step::Down);
                }
            }
            (Screen::Discount, Some(Field::DiscountRate)) => self.press(12, now),
            (Screen::Checkout, Some(Field::SlipDiscount)) => {
                if self.take_slip_discount(now) {
                    self.move_focus(Step::Down);
                }
            }
            (_, Some(_)) => self.move_focus(Step::Down),
            (_, None) => {}
        }
    }

    /// The topmost dialog's fields that can be typed into now.
    fn reachable(&self) -> &'static [Field] {
        match self.topmost {
            // What is on the counter while a payment is unknown is frozen.
            Screen::Checkout if self.superseding().is_some() => &[Field::Tendered],
            Screen::Day(screen) => self.day.fields(screen),
            Screen::Row(_) => self.desk.form().map_or(&[], super::masters::Form::fields),
            top => top.fields(self.choice),
        }
    }

    /// Enter finds what was typed anew, and opens the row it is on where that is found already.
    fn find_or_open(&mut self, now: u64) {
        let field = if self.top() == Screen::Options { Field::FindOption } else { Field::Find };
        let found = self.open_list().is_some_and(|list| list.find == self.fields.get(field));
        if found { self.press(12, now) } else { self.find_rows(now) }
    }

    pub(super) fn move_focus(&mut self, way: Step) {
        self.effects.push(Effect::Swallow);
        let fields = self.reachable();
        let Some(last) = fields.len().checked_sub(1) else { return };
        if self.topmost == Screen::Credit && self.focus.take().is_some() {
            return;
        }
        let place = self.focus.and_then(|focus| fields.iter().position(|field| *field == focus));
        let next = match (place, way) {
            (None, Step::Down) => 0,
            (None, Step::Up) => last,
            (Some(place), Step::Down) => (place + 1) % fields.len(),
            (Some(place), Step::Up) => (place + last) % fields.len(),
        };
        self.focus = fields.get(next).copied();
        self.fresh = true;
    }

    fn arrow(&mut self, way: Step) {
        let fields = self.reachable();
        if self.top() == Screen::Issue(IssueScreen::List) {
            self.effects.push(Effect::Swallow);
            self.step_in_journal(way);
        } else if self.rows() > 0 {
            self.effects.push(Effect::Swallow);
            if !self.is_busy() {
                self.step(way);
            }
        } else if fields.len() > 1 {
            self.move_focus(way);
        }
    }

    fn sideways(&mut self, key: Key) {
        if self.top() == Screen::Menu {
            self.menu.level = match key {
                Key::Right => super::menu::Level::Process,
                _ => super::menu::Level::Business,
            };
        }
    }

    /// Space chooses the row the keys are on.
    fn space(&mut self, now: u64) {
        match self.top() {
            Screen::Credit if self.cursor.is_none() => self.go_to_row(0),
            Screen::Unknown(_) | Screen::Contradiction(_) => {
                if let Some(row) = self.cursor {
                    self.choose_row(row, now);
                }
            }
            _ => {}
        }
    }
}
