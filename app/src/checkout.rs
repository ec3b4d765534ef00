//! The state of the screen: what the clerk has open, typed and asked for. Plain Rust without a browser.
//!
//! ```text
//!   keys, clicks ──▶ Checkout ──▶ Effect (send, beep, print, …)
//!   updates, answers ──▶   │
//!                          └──▶ what components show, derived each time
//! ```
//!
//! What the agent keeps is never copied: the page shows the newest [`Snapshot`], and beside it only what the agent does
//! not know yet. It knows nothing of Leptos, the DOM or the socket; time comes with every call.

pub mod arrive;
pub mod attention;
pub mod backlog;
pub mod bars;
pub mod burst;
pub mod busy;
pub mod command;
pub mod day;
pub mod field;
pub mod guard;
pub mod guides;
pub mod hand;
pub mod history;
pub mod hosted;
pub mod issue;
pub mod key;
pub mod lines;
pub mod masters;
pub mod matching;
pub mod menu;
mod news;
pub mod people;
pub mod presence;
mod printing;
pub mod questions;
pub mod reach;
pub mod reserve;
pub mod run;
pub mod sale;
pub mod screen;
pub mod slips;
pub mod story;
pub mod stroke;
pub mod tendering;
pub mod window;

#[cfg(test)]
mod tests;

use catlink_shared::ids::{PageId, PaymentId, RequestId, SaleId};
use catlink_shared::receipt::Receipt;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::hosted::PageKey;
use catlink_shared::wire::paper::PaperView;
use catlink_shared::wire::people::ResumeToken;
use catlink_shared::wire::reply::Catalog;
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::Snapshot;

use attention::Attention;
use backlog::Backlog;
use burst::Burst;
use busy::Busy;
use field::{Field, Fields};
use hand::Hand;
use history::History;
use menu::MenuPlace;
use people::People;
use presence::Presence;
use printing::Printout;
use reach::Reach;
use reserve::{Reservations, ReserveScreen};
use screen::{Choice, Screen};
use slips::SlipScreen;
use tendering::CardLine;

/// What the page is asked to do to the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send it to the agent.
    Send(Box<FromPage>),
    /// Say that something was not taken.
    Beep,
    /// Print the receipt on the screen.
    Print,
    /// Tell when the screen is painted as it is now.
    AwaitPaint,
    /// Keep the id of the payment under way, before asking.
    Keep(PaymentId),
    /// No payment is under way any more.
    Forget,
    /// Keep what signs this tab in again after a reload.
    KeepSeat(ResumeToken),
    /// Nobody is signed in any more.
    ForgetSeat,
    /// Keep the key this page was paired with, for every tab of its origin.
    KeepKey(PageKey),
    /// It is no good any more; where another tab kept another one meanwhile, that one stays.
    ForgetKey(PageKey),
    /// See whether anything answers at the agent's place, and whether the browser lets the page through.
    LookAround,
    /// The browser is not to see this key.
    Swallow,
    /// The connection is dead: make another.
    Reconnect,
    /// Let a person pick a file.
    PickFile,
    /// Let the browser hold one part more of the file that comes.
    KeepPart {
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// Let it drop what it holds.
    DropParts,
    /// Let it keep what it holds as a file.
    Save {
        /// What to call it.
        name: String,
    },
}

/// Whether the agent is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Not connected.
    Away,
    /// Connected; Hello is not answered yet.
    Greeting,
    /// Connected and welcome.
    Open,
}

/// How loud a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Info,
    /// Something was not done.
    Warning,
}

/// One sentence for the clerk, until the next thing is done or it is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How loud.
    pub tone: Tone,
    /// What it says.
    pub text: String,
    /// The refusal's code, for the support.
    pub code: Option<String>,
}

/// Ten random bytes for an identifier.
pub type Dice = fn() -> [u8; 10];

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Checkout {
    page_id: PageId,
    dice: Dice,
    link: Link,
    presence: Presence,
    reach: Reach,
    people: People,
    catalog: Option<Catalog>,
    shown: Option<Snapshot>,
    received_at: u64,
    backlog: Backlog,
    hand: Option<Hand>,
    busy: Option<Busy>,
    stack: Vec<Screen>,
    topmost: Screen,
    menu: MenuPlace,
    fields: Fields,
    focus: Option<Field>,
    /// Nothing was typed since the field got the focus: a figure touched on the pad replaces what stands there.
    fresh: bool,
    cursor: Option<usize>,
    line: Option<usize>,
    choice: Option<Choice>,
    operator: Option<String>,
    card: Option<CardLine>,
    dismissed: Option<PaymentId>,
    set_aside: Vec<PaymentId>,
    /// The unknown payment whose sale is being paid otherwise (別の方法で受取る).
    superseding: Option<PaymentId>,
    under_way: Option<PaymentId>,
    receipt: Option<Box<Receipt>>,
    /// The sale whose receipt was shown last: it is not shown twice by itself.
    receipt_of: Option<SaleId>,
    printout: Printout,
    /// What goes to the printer, or went last: it is in the journal.
    to_print: Option<Box<PaperView>>,
    /// The sale this page let go of itself.
    given_up: Option<SaleId>,
    /// The sale another page took over.
    lost: Option<SaleId>,
    notice: Option<Notice>,
    attention: Attention,
    burst: Burst,
    before_burst: Option<(Field, String)>,
    /// Where and when a card number was refused: what follows at once is the rest of it.
    refused: Option<(Field, u64)>,
    digit: Option<(char, u64)>,
    desk: masters::Desk,
    slips: slips::SlipDesk,
    story: story::StoryDesk,
    day: day::Day,
    matching: matching::Matching,
    reservations: Reservations,
    history: History,
    hosted: hosted::HostedDesk,
    issue: issue::Issue,
    /// The revision of the masters that was asked for last.
    catalog_asked: u64,
    effects: Vec<Effect>,
}

impl Checkout {
    /// A page that has just opened. `under_way` is the payment it had kept before a reload.
    #[must_use]
    pub fn new(page_id: PageId, dice: Dice, under_way: Option<PaymentId>) -> Self {
        Self {
            page_id,
            dice,
            link: Link::Away,
            presence: Presence::default(),
            reach: Reach::default(),
            people: People::default(),
            catalog: None,
            shown: None,
            received_at: 0,
            backlog: Backlog::default(),
            hand: None,
            busy: None,
            stack: Vec::new(),
            topmost: Screen::Menu,
            menu: MenuPlace::default(),
            fields: Fields::default(),
            focus: None,
            fresh: true,
            cursor: None,
            line: None,
            choice: None,
            operator: None,
            card: None,
            dismissed: None,
            set_aside: Vec::new(),
            superseding: None,
            under_way,
            receipt: None,
            receipt_of: None,
            printout: Printout::Nothing,
            to_print: None,
            given_up: None,
            lost: None,
            notice: None,
            attention: Attention::default(),
            burst: Burst::default(),
            before_burst: None,
            refused: None,
            digit: None,
            desk: masters::Desk::default(),
            slips: slips::SlipDesk::default(),
            story: story::StoryDesk::default(),
            day: day::Day::default(),
            matching: matching::Matching::default(),
            reservations: Reservations::default(),
            history: History::default(),
            hosted: hosted::HostedDesk::default(),
            issue: issue::Issue::default(),
            catalog_asked: 0,
            effects: Vec::new(),
        }
    }

    /// Opens 店頭販売 at once: a reload returns to where the clerk was.
    pub fn resume_sale(&mut self) {
        self.stack = vec![Screen::Sale];
        self.topmost = Screen::Sale;
        self.focus = Screen::Sale.first_field(None);
    }

    /// The topmost screen or dialog.
    #[must_use]
    pub fn top(&self) -> Screen {
        self.over(self.work())
    }

    /// The topmost of what is worked on.
    fn work(&self) -> Screen {
        let opened = self.stack.last().copied().unwrap_or(Screen::Menu);
        if matches!(opened, Screen::Receipt) {
            return opened;
        }
        let Some(payment) = self.own_payment() else { return opened };
        let id = payment.payment_id;
        match Screen::of_payment(id, &payment.state) {
            None => opened,
            Some(dialog @ Screen::Linking(_)) => dialog,
            Some(_) if self.dismissed == Some(id) => opened,
            // あとで is for a question; that nothing was charged after all is told.
            Some(Screen::HandOver(_) | Screen::Contradiction(_)) if self.set_aside.contains(&id) => opened,
            Some(_)
                if matches!(
                    opened,
                    Screen::Lists
                        | Screen::Action(_)
                        | Screen::Refund(_)
                        | Screen::Exchange(_)
                        | Screen::Story
                ) =>
            {
                opened
            }
            Some(Screen::Failure(_)) if matches!(opened, Screen::Unlinked(_) | Screen::Paper(_)) => opened,
            Some(Screen::Unknown(_)) if self.superseding == Some(id) && opened.takes_money() => opened,
            Some(dialog) => match opened {
                // another payment's question, opened from the list
                Screen::Unknown(_) | Screen::HandOver(_) | Screen::Contradiction(_) => opened,
                Screen::Menu
                | Screen::Sale
                | Screen::Search
                | Screen::Quantity
                | Screen::Discount
                | Screen::Discard
                | Screen::TakeOver
                | Screen::Park
                | Screen::Lists
                | Screen::Action(_)
                | Screen::Refund(_)
                | Screen::Exchange(_)
                | Screen::Operator
                | Screen::Checkout
                | Screen::Credit
                | Screen::Linking(_)
                | Screen::Failure(_)
                | Screen::Unlinked(_)
                | Screen::Paper(_)
                | Screen::Pairing
                | Screen::SignIn
                | Screen::FirstManager
                | Screen::Approval
                | Screen::Masters(_)
                | Screen::Row(_)
                | Screen::Erase(_)
                | Screen::Abandon
                | Screen::Options
                | Screen::PortTest
                | Screen::FoundPorts
                | Screen::Pin
                | Screen::Changes(_)
                | Screen::Files(_)
                | Screen::Export
                | Screen::Slips(_)
                | Screen::Day(_)
                | Screen::Reserve(_)
                | Screen::Issue(_)
                | Screen::Story
                | Screen::History(_)
                | Screen::Matching(_)
                | Screen::Hosted(_)
                | Screen::Receipt => dialog,
            },
        }
    }

    /// The screen under the dialogs.
    #[must_use]
    pub fn base(&self) -> Screen {
        let base = |screen: &&Screen| !screen.is_dialog() && **screen != Screen::Menu;
        self.stack.iter().rev().find(base).copied().unwrap_or(Screen::Menu)
    }

    /// Opens a dialog or screen.
    fn open(&mut self, screen: Screen) {
        self.stack.push(screen);
        self.notice = None;
    }

    /// Closes the topmost opened dialog or screen.
    fn close(&mut self) {
        self.stack.pop();
        self.notice = None;
    }

    /// Back to 店頭販売.
    fn back_to_sale(&mut self) {
        self.stack = vec![Screen::Sale];
        self.notice = None;
    }

    /// Says something to the clerk.
    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { tone: Tone::Info, text: text.into(), code: None });
    }

    /// Says that something was not done, and beeps.
    fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { tone: Tone::Warning, text: text.into(), code: None });
        self.effects.push(Effect::Beep);
    }

    fn has_warning(&self) -> bool {
        self.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Warning)
    }

    fn new_request_id(&self, now: u64) -> RequestId {
        RequestId::from_parts(now, &(self.dice)())
    }

    /// Sends a request and remembers it until it is answered.
    fn send(&mut self, request: Request, now: u64) -> RequestId {
        let message = FromPage::new(self.new_request_id(now), request);
        let id = message.id;
        self.backlog.sent(message.clone());
        self.effects.push(Effect::Send(Box::new(message)));
        id
    }

    /// After every event: what a new topmost dialog starts with, and what there is to do in the world.
    fn finish(&mut self, now: u64) -> Vec<Effect> {
        self.drop_card_line_of_another_total();
        let top = self.top();
        if top != self.topmost {
            self.leave_as_it_is(top);
            self.begin(top, now);
            self.come_back_to(top);
            self.read_what_is_shown(now);
        }
        self.look_after_printout(now);
        self.look_after_journal(now);
        self.read_history_rows(now);
        self.attention.refresh(now);
        std::mem::take(&mut self.effects)
    }

    fn begin(&mut self, top: Screen, now: u64) {
        self.topmost = top;
        self.choice = None;
        self.cursor = None;
        self.digit = None;
        self.begin_fields(top);
        if top.is_about_money() {
            self.attention.open_deaf(now);
        } else {
            self.attention.open();
        }
    }

    /// Empties the fields of a dialog that opens; 【チェックアウト】 keeps what was typed until the sale goes on.
    fn begin_fields(&mut self, top: Screen) {
        if !matches!(
            top,
            Screen::Sale
                | Screen::Checkout
                | Screen::Credit
                | Screen::Masters(_)
                | Screen::Row(_)
                | Screen::Slips(SlipScreen::Find)
                | Screen::Day(_)
                | Screen::Reserve(ReserveScreen::List | ReserveScreen::Booking)
                | Screen::History(_)
                | Screen::Issue(_)
                | Screen::Matching(_)
        ) {
            self.fields.clear(top.fields(self.choice));
        }
        let operator = self.known_operator();
        if top.fields(self.choice).contains(&Field::Operator) {
            self.fields.set(Field::Operator, operator);
        }
        self.focus = match top {
            Screen::Row(_) => self.place_in_form(),
            Screen::Day(screen) => self.day.fields(screen).first().copied(),
            _ => top.first_field(self.choice),
        };
        self.fresh = true;
    }

    // What components ask.

    /// What is open of the masters.
    #[must_use]
    pub fn desk(&self) -> &masters::Desk {
        &self.desk
    }

    /// Whether the agent is there.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// The newest update.
    #[must_use]
    pub fn shown(&self) -> Option<&Snapshot> {
        self.shown.as_ref()
    }

    /// The masters.
    #[must_use]
    pub fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref()
    }

    /// Where the clerk is in the menus.
    #[must_use]
    pub fn menu(&self) -> MenuPlace {
        self.menu
    }

    /// What stands in the fields.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The field that should have the focus; none: the dialog itself.
    #[must_use]
    pub fn focus(&self) -> Option<Field> {
        self.focus
    }

    /// The row a list dialog is on.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// What was chosen in a question.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        self.choice
    }

    /// The receipt on the screen.
    #[must_use]
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_deref()
    }

    /// The sentence for the clerk.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Whether the topmost dialog takes no key yet.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        self.attention.is_deaf()
    }

    /// Whether a request is on its way that blocks what is typed and pressed: all but what gets the page to the agent again.
    fn is_blocked(&self) -> bool {
        self.is_busy() && self.top() != Screen::Pairing
    }

    /// Whether a request is on its way that blocks others.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy.is_some()
    }
}
