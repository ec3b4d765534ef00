//! Who is at the page: サインイン, サインアウト, and 【責任者の承認】 over the clerk's screen.
//!
//! ```text
//!   Unheard ──Welcome──▶ Nobody ◀──signed out── Somebody
//!                          └─────── PIN ──────────▲
//! ```
//!
//! Signing out closes nothing: what is on the page stays under 【サインイン】, and comes back as it was left. It knows no
//! rule of who may do what: the agent asks for a manager by refusing.

use catlink_shared::barcode::half_width;
use catlink_shared::ids::RequestId;
use catlink_shared::pin::Pin;
use catlink_shared::rights::Right;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::people::{Approval, PeopleReply, PeopleRequest, Person, ResumeToken, Staff};
use catlink_shared::wire::reply::{Refusal, RefusalCode};
use catlink_shared::wire::request::Request;

use super::busy::{Act, Busy, Progress};
use super::field::{Field, Fields};
use super::screen::{Choice, Screen};
use super::{Checkout, Effect, Link};

/// How often the agent is told at most that somebody is here, milliseconds: a good deal less than the shortest idle time.
const STILL_HERE_MS: u64 = 20_000;

/// Who sits at the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Seat {
    /// The agent has not said yet.
    #[default]
    Unheard,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody(Person),
}

/// What the page knows of people.
#[derive(Debug, Clone, Default)]
pub struct People {
    seat: Seat,
    /// Signs in again on another connection.
    token: Option<ResumeToken>,
    /// When somebody last did something here, and when the agent was last told.
    active_at: u64,
    told_at: u64,
    approving: Option<Approving>,
    left: Option<Left>,
}

/// What was asked for and needs a manager.
#[derive(Debug, Clone)]
struct Approving {
    act: Act,
    request: Request,
    right: Right,
    message: String,
    sent: Option<RequestId>,
}

/// A dialog as it was left when somebody was asked for.
#[derive(Debug, Clone)]
struct Left {
    screen: Screen,
    fields: Fields,
    choice: Option<Choice>,
    cursor: Option<usize>,
    focus: Option<Field>,
}

impl Checkout {
    /// The tab comes back with what it kept.
    pub fn resume_seat(&mut self, token: Option<ResumeToken>) {
        self.people.token = token;
    }

    /// Who is signed in.
    #[must_use]
    pub fn who(&self) -> Option<&Person> {
        match &self.people.seat {
            Seat::Somebody(person) => Some(person),
            Seat::Unheard | Seat::Nobody => None,
        }
    }

    /// What a manager is asked: the right's question, and why.
    #[must_use]
    pub fn asked_of_manager(&self) -> Option<(Right, &str)> {
        self.people.approving.as_ref().map(|approving| (approving.right, approving.message.as_str()))
    }

    /// What stands over the work: somebody must sign in, or a manager is asked. A payment under way is never covered.
    pub(super) fn over(&self, work: Screen) -> Screen {
        // Not paired, the page can follow no payment: what becomes of it is shown when it can.
        if self.pairing().is_some() {
            return Screen::Pairing;
        }
        if matches!(work, Screen::Linking(_)) {
            return work;
        }
        let no_manager = self.shown.as_ref().is_some_and(|shown| shown.register.staff == Staff::NoManager);
        match &self.people.seat {
            Seat::Nobody if no_manager => Screen::FirstManager,
            Seat::Nobody => Screen::SignIn,
            Seat::Unheard | Seat::Somebody(_) if self.people.approving.is_some() => Screen::Approval,
            Seat::Unheard | Seat::Somebody(_) => work,
        }
    }

    pub(super) fn token(&self) -> Option<ResumeToken> {
        self.people.token.clone()
    }

    pub(super) fn is_signed_in(&self) -> bool {
        matches!(self.people.seat, Seat::Somebody(_))
    }

    /// Welcome says who is signed in here.
    pub(super) fn seat_is(&mut self, person: Option<Person>) {
        match person {
            Some(person) => self.people.seat = Seat::Somebody(person),
            None => self.nobody_is_here(),
        }
    }

    /// The agent signed somebody out.
    pub(super) fn signed_out(&mut self, message: String) {
        self.nobody_is_here();
        self.say(message);
    }

    fn nobody_is_here(&mut self) {
        self.people.seat = Seat::Nobody;
        self.people.approving = None;
        self.operator = None;
        if self.people.token.take().is_some() {
            self.effects.push(Effect::ForgetSeat);
        }
    }

    /// Keys and touches: somebody is here. The agent is told now and then.
    pub(super) fn somebody_acts(&mut self, now: u64) {
        self.people.active_at = now;
    }

    /// Tells the agent that somebody is here, where that is due.
    pub(super) fn tell_presence(&mut self, now: u64) {
        let people = &self.people;
        let due = people.active_at > people.told_at && now >= people.told_at + STILL_HERE_MS;
        if due && self.is_signed_in() && self.link == Link::Open {
            self.people.told_at = now;
            self.send(Request::People { ask: PeopleRequest::StillHere }, now);
        }
    }

    /// F12 in 【サインイン】
    pub(super) fn sign_in(&mut self, now: u64) {
        match self.typed_person() {
            Ok((operator, pin)) => self.begin_act(Act::People(PeopleRequest::SignIn { operator, pin }), now),
            Err(sentence) => self.warn(sentence),
        }
    }

    /// F12 in 【責任者の登録】
    pub(super) fn make_first_manager(&mut self, now: u64) {
        let name = self.fields.get(Field::PersonName).trim().to_owned();
        let again = Pin::typed(self.fields.get(Field::PinAgain));
        let typed = self.typed_person().and_then(|(code, pin)| {
            if name.is_empty() {
                return Err("氏名を入力してください。".to_owned());
            }
            pin.check_new(&code).map_err(|weak| weak.to_string())?;
            if pin != again {
                return Err("2回入力したPINが違います。もう一度入力してください。".to_owned());
            }
            Ok((code, pin))
        });
        match typed {
            Ok((code, pin)) => {
                self.begin_act(Act::People(PeopleRequest::FirstManager { code, name, pin }), now);
            }
            Err(sentence) => {
                self.fields.clear(&[Field::PinAgain]);
                self.warn(sentence);
            }
        }
    }

    pub(super) fn typed_pin(&self) -> Option<Pin> {
        Some(Pin::typed(self.fields.get(Field::Pin))).filter(Pin::is_well_formed)
    }

    fn typed_person(&self) -> Result<(String, Pin), String> {
        let operator = half_width(self.fields.get(Field::Person));
        if operator.is_empty() {
            return Err("担当者コードを入力するか、名札のバーコードを読み取ってください。".to_owned());
        }
        let pin = Pin::typed(self.fields.get(Field::Pin));
        if !pin.is_well_formed() {
            return Err("PIN(4~8桁の数字)を入力してください。".to_owned());
        }
        Ok((operator, pin))
    }

    /// What was asked about people is answered.
    pub(super) fn people_answered(&mut self, request: &Request, reply: PeopleReply, now: u64) {
        match (reply, request) {
            (PeopleReply::SignedIn { who, resume }, _) => {
                self.operator = Some(who.operator.code.clone());
                self.people.seat = Seat::Somebody(who);
                self.people.token = Some(resume.clone());
                (self.people.active_at, self.people.told_at) = (now, now);
                self.fields.clear(&[Field::Person, Field::Pin, Field::PinAgain, Field::PersonName]);
                self.effects.push(Effect::KeepSeat(resume));
                self.notice = None;
                self.ask_again(now);
            }
            (PeopleReply::Done, Request::People { ask: PeopleRequest::SignOut }) => self.nobody_is_here(),
            (PeopleReply::Done, Request::People { ask: PeopleRequest::SetPin { .. } }) => {
                if self.stack.last() == Some(&Screen::Pin) {
                    self.close();
                }
                self.say("PINを設定しました。");
            }
            (PeopleReply::Done, _) => {}
        }
    }

    /// A refusal about people: what was typed as a PIN goes. Says whether it was one that stays with its dialog.
    pub(super) fn refused_about_people(&mut self, id: RequestId, request: &Request, refusal: &Refusal) {
        match refusal.code {
            RefusalCode::NotSignedIn => self.nobody_is_here(),
            RefusalCode::ManagerOnly => self.ask_manager(id, request, refusal),
            _ => {}
        }
        let stays =
            matches!(refusal.code, RefusalCode::WrongPin | RefusalCode::PinLocked | RefusalCode::ManagerOnly);
        if let Some(approving) = self.people.approving.as_mut().filter(|approving| approving.sent == Some(id))
        {
            approving.sent = None;
            if !stays {
                self.people.approving = None;
            }
        }
        self.fields.clear(&[Field::Pin]);
        if self.fields.get(Field::Person).is_empty() {
            return;
        }
        if self.topmost.fields(None).contains(&Field::Pin) {
            self.focus = Some(Field::Pin);
            self.fresh = true;
        }
    }

    /// The agent asks for a manager: the clerk's screen stays as it is under 【責任者の承認】.
    fn ask_manager(&mut self, id: RequestId, request: &Request, refusal: &Refusal) {
        let Some(right) = refusal.right else { return };
        let Some(Busy { act, progress: Progress::Asked(asked) }) = &self.busy else { return };
        if *asked == id {
            self.notice = None;
            self.people.approving = Some(Approving {
                act: act.clone(),
                request: request.clone(),
                right,
                message: refusal.message.clone(),
                sent: None,
            });
        }
    }

    /// Whether a refusal has become a question for a manager.
    pub(super) fn is_asking_manager(&self) -> bool {
        self.people.approving.as_ref().is_some_and(|approving| approving.sent.is_none())
    }

    /// F12はい in 【責任者の承認】: the same once more, under an id of its own, with the manager's PIN.
    pub(super) fn approve(&mut self, now: u64) {
        if self.busy.is_some() {
            return;
        }
        if self.link != Link::Open {
            return self.warn("レジシステムに接続していないため、操作できません。再接続をお待ちください。");
        }
        let (operator, pin) = match self.typed_person() {
            Ok(typed) => typed,
            Err(sentence) => return self.warn(sentence),
        };
        let id = self.new_request_id(now);
        let Some(approving) = &mut self.people.approving else { return };
        approving.sent = Some(id);
        let (act, request) = (approving.act.clone(), approving.request.clone());
        if let Act::Start { payment_id, .. } = &act {
            self.under_way = Some(*payment_id);
            self.effects.push(Effect::Keep(*payment_id));
        }
        let message = FromPage { approval: Some(Approval { operator, pin }), ..FromPage::new(id, request) };
        self.backlog.sent(message.clone());
        self.effects.push(Effect::Send(Box::new(message)));
        self.busy = Some(Busy { act, progress: Progress::Asked(id) });
        self.fields.clear(&[Field::Pin]);
        self.notice = None;
    }

    /// F9いいえ in 【責任者の承認】
    pub(super) fn refuse_approval(&mut self) {
        self.people.approving = None;
        self.say("承認されなかったため、操作は行われていません。");
    }

    /// What was approved is done: the dialog it was asked from is not left half filled in.
    pub(super) fn approved(&mut self, id: RequestId) {
        if self.people.approving.take_if(|approving| approving.sent == Some(id)).is_some() {
            self.people.left = None;
        }
    }

    /// Before another dialog begins: one that is only covered is remembered as it is.
    pub(super) fn leave_as_it_is(&mut self, next: Screen) {
        if next.is_for_people() && !self.topmost.is_for_people() {
            self.people.left = Some(Left {
                screen: self.topmost,
                fields: self.fields.clone(),
                choice: self.choice,
                cursor: self.cursor,
                focus: self.focus,
            });
        }
    }

    /// After a dialog began: one that was only covered stands as it was.
    pub(super) fn come_back_to(&mut self, screen: Screen) {
        if screen.is_for_people() {
            return;
        }
        if let Some(left) = self.people.left.take()
            && left.screen == screen
        {
            (self.fields, self.choice) = (left.fields, left.choice);
            (self.cursor, self.focus) = (left.cursor, left.focus);
        }
    }
}
