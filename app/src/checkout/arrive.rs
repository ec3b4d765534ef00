//! What comes from the agent: updates and answers.

use catlink_shared::ids::{PaymentId, RequestId};
use catlink_shared::payment::{Decision, HandOver, PaymentState};
use catlink_shared::receipt::Receipt;
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{PaymentView, Snapshot};
use catlink_shared::wire::{Answer, ToPage};

use super::busy::{Act, Busy, Progress};
use super::printing::Learned;
use super::reserve::ReserveScreen;
use super::screen::Screen;
use super::tendering::CardLine;
use super::{Checkout, Effect, Notice, Tone};

impl Checkout {
    /// A message of the agent.
    pub fn on_message(&mut self, message: ToPage, now: u64) -> Vec<Effect> {
        self.heard(now);
        match message {
            ToPage::Update(snapshot) => self.apply_update(*snapshot, now),
            ToPage::Answer(answer) => self.apply_answer(answer, now),
            ToPage::SignedOut(out) => self.signed_out(out.message),
        }
        self.finish(now)
    }

    fn apply_update(&mut self, snapshot: Snapshot, now: u64) {
        let older = self
            .shown
            .as_ref()
            .is_some_and(|shown| shown.run_id == snapshot.run_id && shown.revision >= snapshot.revision);
        if older {
            return;
        }
        let before = self.own_sale().map(|sale| sale.sale_id);
        let news = self.news(&snapshot);
        let in_hand = self.hand.clone();
        self.shown = Some(snapshot);
        self.received_at = now;
        let sold = self.shown.as_ref().and_then(|shown| shown.last_receipt.clone()).filter(|receipt| {
            Some(receipt.slip.sale_id) == before
                && self.current().is_none_or(|sale| sale.sale_id != receipt.slip.sale_id)
        });
        if let Some(receipt) = sold {
            self.show_receipt(receipt, Learned::Settled);
        }
        self.let_go_of_shown_draft(now);
        self.finish_start();
        self.look_for_newer_masters(now);
        self.read_drawer_again(now);
        self.tidy_stack();
        if let Some(news) = news {
            self.tell(news, in_hand.as_ref());
        }
        if let Some(id) = self.under_way.filter(|id| self.payment(*id).is_some_and(is_settled)) {
            self.under_way_is_over(id);
        }
    }

    /// A draft that the update shows, or that went elsewhere, is in hand no more.
    fn let_go_of_shown_draft(&mut self, now: u64) {
        let Some(hand) = self.hand.as_ref() else { return };
        let elsewhere = self.shown.as_ref().is_some_and(|shown| {
            let parked = shown.parked.iter().any(|sale| sale.sale_id == hand.sale_id);
            let taken = shown
                .current
                .as_ref()
                .is_some_and(|sale| sale.sale_id == hand.sale_id && sale.owner != Some(self.page_id));
            parked || taken
        });
        if elsewhere || hand.is_overtaken_by(self.current(), now) {
            self.hand = None;
            self.line = None;
        }
    }

    /// A started payment is shown by now (or its sale is gone): the act is done.
    fn finish_start(&mut self) {
        let Some(Busy { act: Act::Start { payment_id, .. }, .. }) = &self.busy else { return };
        let payment_id = *payment_id;
        let shown = self.payment(payment_id).is_some();
        let gone = self.own_sale().is_none();
        if shown || gone {
            self.busy = None;
        }
    }

    /// Dialogs whose payment, action or sale has moved on follow it or close.
    fn tidy_stack(&mut self) {
        let mut stack = Vec::with_capacity(self.stack.len());
        for screen in std::mem::take(&mut self.stack) {
            let next = match screen {
                Screen::Unknown(id) | Screen::HandOver(id) | Screen::Contradiction(id) => self
                    .payment(id)
                    .filter(|payment| payment.state.is_question())
                    .and_then(|payment| Screen::of_payment(id, &payment.state)),
                Screen::Unlinked(id) | Screen::Paper(id) => self
                    .payment(id)
                    .filter(|payment| matches!(payment.state, PaymentState::NotCharged { .. }))
                    .map(|_| screen),
                Screen::Action(id) | Screen::Refund(id) => self.action(id).map(|_| screen),
                Screen::Exchange(device) => self.exchange(device).map(|_| screen),
                Screen::Operator
                | Screen::Checkout
                | Screen::Credit
                | Screen::Discard
                | Screen::Reserve(ReserveScreen::Booking)
                | Screen::Quantity
                | Screen::Discount => self.own_sale().map(|_| screen),
                Screen::TakeOver => {
                    self.own_sale().is_none().then(|| self.watched()).flatten().map(|_| screen)
                }
                Screen::Menu
                | Screen::Sale
                | Screen::Search
                | Screen::Park
                | Screen::Lists
                | Screen::Linking(_)
                | Screen::Failure(_)
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
                | Screen::Receipt => Some(screen),
            };
            stack.extend(next);
        }
        self.stack = stack;
    }

    fn apply_answer(&mut self, answer: Answer, now: u64) {
        self.version_heard(answer.v);
        let Some((id, request)) =
            answer.id.and_then(|id| self.backlog.answered(id).map(|request| (id, request)))
        else {
            // Nobody's answer: a message of ours was not readable to the agent at all.
            if let Outcome::Refused(refusal) = answer.outcome {
                self.show_refusal(&refusal);
            }
            return;
        };
        match answer.outcome {
            Outcome::Done { reply } => self.apply_reply(id, &request, *reply, now),
            Outcome::Refused(refusal) => self.apply_refusal(id, &request, &refusal, now),
        }
    }

    fn apply_reply(&mut self, id: RequestId, request: &Request, reply: Reply, now: u64) {
        match reply {
            Reply::Welcome { catalog, signed_in, .. } => {
                self.catalog = Some(catalog);
                self.seat_is(signed_in);
                return self.welcome(now);
            }
            Reply::People { reply } => self.people_answered(request, reply, now),
            Reply::Paired { key } => return self.paired(key, now),
            Reply::DraftKept { draft_revision } => {
                if let Some(hand) = &mut self.hand {
                    hand.kept(id, draft_revision, now);
                }
                self.let_go_of_shown_draft(now);
                self.put_draft(now);
                if self.hand.as_ref().is_none_or(super::hand::Hand::is_kept) {
                    self.ask_now(now);
                }
                return;
            }
            Reply::SaleMade { receipt } => self.show_receipt(receipt, Learned::Settled),
            Reply::Receipt { receipt } => self.show_receipt(receipt, Learned::ReadAgain),
            Reply::Payment { payment } => self.take_payment(request, &payment, now),
            Reply::PaymentNeverStarted => self.never_started(request),
            Reply::Done => {}
            Reply::Masters { reply } => {
                if self.busy_is_for(id, request) {
                    self.busy = None;
                }
                self.approved(id);
                return self.masters_answered(id, reply, now);
            }
            Reply::Slips { reply } => self.slips_answered(id, reply),
            Reply::Story { story } => self.take_story(story),
            Reply::Day { reply } => {
                if self.busy_is_for(id, request) {
                    self.busy = None;
                }
                self.approved(id);
                return self.day_answered(id, reply, now);
            }
            Reply::Paper { reply } => self.papers_answered(id, request, reply),
            Reply::Matching { reply } => {
                if self.busy_is_for(id, request) {
                    self.busy = None;
                }
                self.approved(id);
                return self.matching_answered(id, request, reply, now);
            }
            Reply::Hosted { reply } => {
                if self.busy_is_for(id, request) {
                    self.busy = None;
                }
                self.approved(id);
                return self.hosted_answered(id, request, reply, now);
            }
            Reply::Reservations { reply } => self.reservations_answered(id, request, reply),
            Reply::History { reply } => self.history_answered(request, reply),
            Reply::Catalog { catalog } => {
                self.catalog = Some(catalog);
                return;
            }
        }
        self.approved(id);
        self.finish_act(id, request);
    }

    /// After Welcome: what was not answered goes again; a payment kept before a reload is asked for. Where nobody is signed
    /// in, only questions go, and the rest when somebody is.
    pub(super) fn ask_again(&mut self, now: u64) {
        let dice = self.dice;
        let mut messages = self.backlog.again(|| RequestId::from_parts(now, &dice()));
        if !self.is_signed_in() {
            messages.retain(|message| matches!(message.request, Request::PaymentStatus { .. }));
        }
        let asked = messages.iter().any(|message| matches!(message.request, Request::PaymentStatus { .. }));
        self.effects.extend(messages.into_iter().map(|message| Effect::Send(Box::new(message))));
        if let (Some(payment_id), false) = (self.under_way, asked) {
            self.send(Request::PaymentStatus { payment_id }, now);
        }
        self.put_draft(now);
        if self.hand.as_ref().is_none_or(super::hand::Hand::is_kept) {
            self.ask_now(now);
        }
        self.read_what_is_shown(now);
    }

    /// How a payment stands, as an answer.
    fn take_payment(&mut self, request: &Request, payment: &PaymentView, now: u64) {
        let asked = matches!(request, Request::PaymentStatus { .. } | Request::StartPayment { .. });
        if !asked {
            return;
        }
        if let PaymentState::Sold { receipt_number, .. } = payment.state {
            let shown = self.receipt_of == Some(payment.sale_id);
            if matches!(request, Request::PaymentStatus { .. }) && !shown {
                self.send(Request::ReadReceipt { receipt_number, mode: payment.mode }, now);
            }
        }
        if is_settled(payment) {
            self.under_way_is_over(payment.payment_id);
        }
    }

    /// The agent had never heard of it; its id is burned.
    fn never_started(&mut self, request: &Request) {
        let Request::PaymentStatus { payment_id } = request else { return };
        self.under_way_is_over(*payment_id);
        let waiting = matches!(&self.busy, Some(Busy { act: Act::Start { payment_id: id, .. }, .. }) if id == payment_id);
        if waiting {
            self.busy = None;
            self.warn("決済は開始されていません(請求はされていません)。もう一度F12で確定してください。");
        }
    }

    /// An act was answered.
    fn finish_act(&mut self, id: RequestId, request: &Request) {
        let start_asked = match (&self.busy, request) {
            (
                Some(Busy { act: Act::Start { payment_id, .. }, .. }),
                Request::StartPayment { payment_id: asked, .. }
                | Request::PaymentStatus { payment_id: asked },
            ) => payment_id == asked,
            _ => false,
        };
        if start_asked {
            // Until an update shows it the key stays blocked.
            if let Some(busy) = &mut self.busy {
                busy.progress = Progress::AwaitsUpdate;
            }
            return self.finish_start();
        }
        let Some(Busy { act, progress: Progress::Asked(asked) }) = self.busy.clone() else { return };
        if asked != id {
            return;
        }
        self.busy = None;
        match act {
            Act::Discard => {
                self.forget_sale();
                self.back_to_sale();
                self.say("伝票を取消しました。");
            }
            Act::Park => {
                self.forget_sale();
                self.back_to_sale();
                self.say("会計を保留しました。F8呼出で戻せます。");
            }
            Act::Recall(_) | Act::TakeOver(_) => {
                self.given_up = None;
                self.back_to_sale();
            }
            Act::Decide { decision, .. } => {
                self.close_choice();
                if matches!(decision, Decision::Hold { .. }) {
                    self.say("連絡先を記録し、要確認として保留しました。F7会計保留で次のお客様へ進めます。");
                }
            }
            Act::Close { .. } => {
                if matches!(self.stack.last(), Some(Screen::Action(_))) {
                    self.close();
                }
                self.say("端末側の操作を完了として記録しました。");
            }
            Act::ReportDifference { .. } => {
                if matches!(self.stack.last(), Some(Screen::Action(_))) {
                    self.close();
                }
                self.say("金額の違う操作を「決済内容相違」として記録しました。元の操作待ちも残っています。");
            }
            Act::Refund { .. } => {
                self.stack.retain(|screen| !matches!(screen, Screen::Refund(_) | Screen::Action(_)));
                self.say("現金での返金を記録し、操作待ちを完了にしました。");
            }
            Act::AcceptTerminal { .. } => {
                if matches!(self.stack.last(), Some(Screen::Exchange(_))) {
                    self.close();
                }
                self.say("接続中の端末を、このレジの端末として登録しました。");
            }
            Act::Reinquire(_) => self.say("端末に再照会しました。"),
            Act::HandOver { payment_id, answer: HandOver::VoidOnTerminal, .. } => {
                let what = match self.way_back(payment_id) {
                    WayBack::Void => "端末で取消する操作",
                    WayBack::Cash => "現金で返金する操作",
                };
                // The customer is gone: no F12 may stand ready to take the money again.
                self.back_to_sale();
                self.say(format!("{what}が「端末側の操作待ち」に残りました。この会計が不要なときは F1 取消で消してください。"));
            }
            Act::Commit(_)
            | Act::Start { .. }
            | Act::Unlinked { .. }
            | Act::People(_)
            | Act::Reserve(_)
            | Act::Matching(_)
            | Act::Hosted(_)
            | Act::Cancel(_)
            | Act::SaveRow { .. }
            | Act::EraseRow { .. }
            | Act::TestPort { .. }
            | Act::KeepFile { .. }
            | Act::Slips(_)
            | Act::Day(_)
            | Act::Paper(_)
            | Act::HandOver { answer: HandOver::Sold, .. } => {}
        }
    }

    fn apply_refusal(&mut self, id: RequestId, request: &Request, refusal: &Refusal, now: u64) {
        match request {
            Request::Hello { .. } => return self.hello_refused(refusal, now),
            Request::Pair { .. } => return self.pair_refused(refusal),
            Request::Hosted { .. } => self.hosted_refused(id),
            Request::PutDraft { .. } => self.draft_refused(id, refusal, now),
            Request::StartPayment { payment_id, .. } => self.under_way_is_over(*payment_id),
            _ => {}
        }
        self.refused_about_people(id, request, refusal);
        if self.busy_is_for(id, request) {
            self.busy = None;
        }
        self.masters_refused(request, refusal);
        self.slips_refused(request, refusal);
        self.day_refused(request, refusal, now);
        self.reservation_refused(request, refusal);
        self.history_refused(request);
        self.paper_was_refused(id, request, refusal);
        self.matching_refused(request, refusal);
        // 【責任者の承認】 says what is asked.
        if refusal.right.is_none() || !self.is_asking_manager() {
            self.show_refusal(refusal);
        }
    }

    fn busy_is_for(&self, id: RequestId, request: &Request) -> bool {
        let Some(busy) = &self.busy else { return false };
        match (&busy.act, request) {
            // An act that waited for this draft does not go on with another one.
            (_, Request::PutDraft { .. }) => matches!(busy.progress, Progress::AwaitsDraft),
            (Act::Start { payment_id, .. }, Request::PaymentStatus { payment_id: asked }) => {
                payment_id == asked
            }
            _ => busy.progress == Progress::Asked(id),
        }
    }

    /// What the agent keeps is shown instead; only where the books were out of order the draft stays in hand.
    fn draft_refused(&mut self, id: RequestId, refusal: &Refusal, now: u64) {
        let Some(hand) = &mut self.hand else { return };
        let ours = matches!(hand.stage, super::hand::Stage::Sent(sent) | super::hand::Stage::Overtaken(sent) if sent == id);
        if !ours {
            return;
        }
        let later = refusal.code == RefusalCode::BooksUnavailable && refusal.retry == Retry::Safe;
        if later || refusal.code == RefusalCode::NotSignedIn {
            hand.put_off(now);
        } else {
            self.hand = None;
            self.line = None;
        }
    }

    pub(super) fn show_refusal(&mut self, refusal: &Refusal) {
        let code = serde_json::to_value(refusal.code).ok();
        let code = code.and_then(|code| code.as_str().map(str::to_owned));
        self.notice = Some(Notice { tone: Tone::Warning, text: refusal.message.clone(), code });
        self.effects.push(Effect::Beep);
    }

    /// Shows a receipt once.
    fn show_receipt(&mut self, receipt: Box<Receipt>, learned: Learned) {
        if self.receipt_of == Some(receipt.slip.sale_id) {
            return;
        }
        self.receipt_of = Some(receipt.slip.sale_id);
        self.receipt_came(learned);
        self.receipt = Some(receipt);
        self.forget_sale();
        if let Some(Busy { act: Act::Commit(_) | Act::Start { .. } | Act::Unlinked { .. }, .. }) = self.busy {
            self.busy = None;
        }
        self.stack = vec![Screen::Sale, Screen::Receipt];
        self.notice = None;
    }

    /// The sale is settled, discarded or parked: nothing of it stays on this page.
    pub(super) fn forget_sale(&mut self) {
        self.given_up = self.own_sale().map(|sale| sale.sale_id).or(self.given_up);
        self.hand = None;
        self.line = None;
        self.card = None;
        if let Some(id) = self.under_way {
            self.under_way_is_over(id);
        }
    }

    /// A payment kept for a reload is settled.
    pub(super) fn under_way_is_over(&mut self, id: PaymentId) {
        if self.under_way == Some(id) {
            self.under_way = None;
            self.effects.push(Effect::Forget);
        }
    }

    /// After a failed payment the card line stands as it was, also after a reload.
    pub(super) fn restore_card_line(&mut self, id: PaymentId) {
        if self.card.is_none()
            && let Some(payment) = self.payment(id)
        {
            let (company, amount) = (payment.card_company_code.clone(), payment.amount);
            self.card = Some(CardLine::new(company, amount, amount));
        }
    }
}

/// Whether nothing of it is open.
fn is_settled(payment: &PaymentView) -> bool {
    !payment.state.holds_sale()
}
