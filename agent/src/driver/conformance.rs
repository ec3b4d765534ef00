//! What every driver must do, shown on a scripted terminal at the other end of a line in memory, with time standing
//! still unless all wait.
//!
//! The suite is generic over [`Family`]; `conformance_of!` runs all of it for one. The driver is driven as the till
//! does it: its `next` is cancelled by every call, so that what is not cancel safe fails here.

mod cuts;
mod daily_log;
mod disturbances;
mod lan_line;
mod questions;
mod real_lines;
mod results;
mod sales;
mod serial_line;
mod shared_line;
mod terminal;
mod traced;

use std::cell::Cell;
use std::time::Duration;

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, SequenceNumber};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::RecoveryClass;
use catlink_shared::terminal::{
    MemoryId, PosLink, Ready, RegisterId, ResultWord, SalesRequest, SlipNumber, TerminalActivity, TerminalId,
    TerminalResult, TerminalState, TrainingAbility, TransactionType, Unit,
};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::basic::{Basic, Framing, Timers};
use super::{CatDriver, DriverEvent, Question, SalesOrder, SendPermit, Taken};
use crate::link::{LinkAddress, memory};
use terminal::ScriptedTerminal;

/// A driver to be tested, and how its terminal frames messages.
pub(crate) trait Family {
    type Driver: CatDriver + 'static;
    const FRAMING: Framing;

    fn driver(dialer: memory::Dialer) -> Self::Driver;
}

pub(crate) struct SerialBasic;
pub(crate) struct LanBasic;

impl Family for SerialBasic {
    type Driver = Basic;
    const FRAMING: Framing = Framing::Serial;

    fn driver(dialer: memory::Dialer) -> Basic {
        Basic::new(LinkAddress::Memory(dialer), Framing::Serial, Timers::default(), register())
    }
}

impl Family for LanBasic {
    type Driver = Basic;
    const FRAMING: Framing = Framing::Lan;

    fn driver(dialer: memory::Dialer) -> Basic {
        Basic::new(LinkAddress::Memory(dialer), Framing::Lan, Timers::default(), register())
    }
}

macro_rules! tests_of {
    ($family:ty, $class:ident: $($file:ident { $($test:ident),+ $(,)? })+) => {
        $($(
            #[tokio::test(start_paused = true)]
            async fn $test() {
                super::CLASS.set(super::RecoveryClass::$class);
                super::$file::$test::<$family>().await;
            }
        )+)+
    };
}

macro_rules! conformance_of {
    ($name:ident, $family:ty, $class:ident) => {
        mod $name {
            tests_of! { $family, $class:
                sales {
                    a_sale_goes_through,
                    no_byte_of_sales_leaves_before_the_permit,
                    a_permit_of_another_payment_lets_nothing_out,
                    an_abandoned_sale_sends_nothing,
                    a_permit_that_comes_too_late_sends_nothing,
                    a_second_order_is_turned_away,
                    a_refused_sale_says_why,
                    every_phase_is_told,
                    the_training_flag_goes_out_and_comes_back,
                    an_order_without_a_greeted_terminal_is_not_taken,
                    a_wish_to_cancel_is_sent_and_settles_nothing,
                }
                results {
                    a_decline_is_passed_on,
                    a_stop_on_the_terminal_is_passed_on,
                    a_wrong_amount_is_passed_on_as_it_is,
                    a_late_result_is_offered,
                    the_same_result_twice_is_offered_twice,
                    nothing_is_told_while_a_result_is_with_the_till,
                    a_refused_result_is_offered_again,
                }
                questions {
                    a_keyed_terminal_answers_by_payment,
                    a_last_terminal_answers_with_its_last_transaction,
                    a_terminal_without_memory_leaves_the_question_unanswered,
                    a_question_is_asked_only_after_a_fresh_greeting,
                    a_terminal_of_ours_can_be_greeted_anew,
                    a_quiet_terminal_is_asked_for_its_state,
                    silence_is_told_within_five_seconds_and_ends_with_a_greeting,
                    another_register_is_named,
                    a_state_is_told_at_once,
                }
                daily_log {
                    a_log_is_told_whole,
                    an_empty_log_is_one,
                    a_log_that_is_not_whole_is_none_and_says_why,
                    a_number_that_came_round_is_another_slip,
                    a_line_cut_short_is_told_by_its_place,
                    a_terminal_that_will_not_says_so,
                    a_log_that_stops_coming_is_given_up,
                    a_log_without_end_is_given_up,
                    a_line_cut_in_a_log_gives_it_up_and_it_is_not_asked_again,
                    a_payment_ends_a_log_and_goes_through,
                    a_log_holds_up_no_question,
                    a_log_nobody_wants_any_more_is_dropped,
                }
                cuts {
                    a_line_cut_before_the_permit_sent_nothing,
                    a_line_cut_at_any_byte_of_sales_is_doubtful_and_never_sent_again,
                    a_line_cut_after_sales_is_reopened_and_asked,
                    a_line_cut_at_any_byte_of_a_result_offers_it_only_whole,
                    a_line_cut_with_a_result_on_offer_offers_it_again,
                    a_missing_port_is_told_once_and_tried_again,
                }
                disturbances {
                    a_sale_goes_through_byte_by_byte,
                    merged_messages_come_apart,
                    a_message_of_several_blocks_is_put_together,
                    garbage_before_stx_does_no_harm,
                    nonsense_is_dropped_and_said,
                    endless_bytes_do_not_stop_the_clock,
                    a_till_that_waits_in_small_sips_loses_nothing,
                }
            }
        }
    };
}

conformance_of!(basic_on_a_serial_line_keyed, super::SerialBasic, Keyed);
conformance_of!(basic_on_a_serial_line_last, super::SerialBasic, Last);
conformance_of!(basic_on_a_serial_line_none, super::SerialBasic, None);
conformance_of!(basic_on_lan_keyed, super::LanBasic, Keyed);
conformance_of!(basic_on_lan_last, super::LanBasic, Last);
conformance_of!(basic_on_lan_none, super::LanBasic, None);

thread_local! {
    /// The recovery class the scripted terminal offers in READY; each test has a thread of its own.
    static CLASS: Cell<RecoveryClass> = const { Cell::new(RecoveryClass::Keyed) };
}

/// The till's side: calls the driver and reads its events.
struct Till {
    calls: mpsc::UnboundedSender<Call>,
    events: mpsc::UnboundedReceiver<DriverEvent>,
}

enum Call {
    Claim,
    Release,
    Ask(Question),
    Cancel(PaymentId),
    DropLog,
    Start(SalesOrder),
    Proceed(SendPermit),
    Abandon,
    Acknowledge(Taken),
    Refuse,
}

/// Longest a test waits for anything, on the paused clock.
const PATIENCE: Duration = Duration::from_secs(120);

impl Till {
    fn new(driver: impl CatDriver + 'static) -> Self {
        Self::polling(driver, PATIENCE)
    }

    /// A till that gives up waiting for `next` after `sip` and begins again, over and over.
    fn polling(mut driver: impl CatDriver + 'static, sip: Duration) -> Self {
        let (calls, mut called) = mpsc::unbounded_channel();
        let (told, events) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(sip) => {}
                    event = driver.next() => if told.send(event).is_err() { return },
                    call = called.recv() => match call {
                        Some(Call::Claim) => driver.claim(),
                        Some(Call::Release) => driver.release(),
                        Some(Call::Ask(question)) => driver.ask(question),
                        Some(Call::Cancel(payment_id)) => driver.cancel(payment_id),
                        Some(Call::DropLog) => driver.drop_log(),
                        Some(Call::Start(order)) => driver.start_sales(order),
                        Some(Call::Proceed(permit)) => driver.proceed(permit),
                        Some(Call::Abandon) => driver.abandon(),
                        Some(Call::Acknowledge(taken)) => driver.acknowledge(taken),
                        Some(Call::Refuse) => driver.refuse(),
                        None => return,
                    },
                }
            }
        });
        Self { calls, events }
    }

    fn call(&self, call: Call) {
        assert!(self.calls.send(call).is_ok(), "the driver is gone");
    }

    /// The next event but STATE, which answers the driver's own PING at any time.
    async fn event(&mut self) -> DriverEvent {
        loop {
            let event =
                timeout(PATIENCE, self.events.recv()).await.expect("an event in time").expect("a driver");
            if !matches!(event, DriverEvent::State(_)) {
                return event;
            }
        }
    }

    async fn expect(&mut self, expected: DriverEvent) {
        assert_eq!(self.event().await, expected);
    }

    /// Nothing but STATE is told for a while.
    async fn expect_nothing(&mut self, during: Duration) {
        let told = timeout(during, self.event()).await;
        assert!(told.is_err(), "told {told:?}");
    }

    fn start(&self, request: &SalesRequest) {
        self.call(Call::Start(SalesOrder::new(request.clone())));
    }

    fn proceed(&self, request: &SalesRequest) {
        self.call(Call::Proceed(SendPermit::after_commit(request.payment_id)));
    }

    fn acknowledge(&self) {
        self.call(Call::Acknowledge(Taken::after_commit()));
    }
}

/// A till and a terminal that have greeted each other.
async fn greeted<F: Family>() -> (Till, ScriptedTerminal) {
    greeted_over::<F>(4096).await
}

async fn greeted_over<F: Family>(pipe_bytes: usize) -> (Till, ScriptedTerminal) {
    let (dialer, exchange) = memory::pair(pipe_bytes);
    let mut till = Till::new(F::driver(dialer));
    let mut terminal = ScriptedTerminal::new(F::FRAMING, exchange);
    terminal.accept().await;
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    (till, terminal)
}

/// A sale up to and including SALES at the terminal.
async fn sold<F: Family>() -> (Till, ScriptedTerminal, SalesRequest) {
    let (mut till, mut terminal) = greeted::<F>().await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    (till, terminal, request)
}

async fn sell(till: &mut Till, terminal: &mut ScriptedTerminal, request: &SalesRequest) {
    till.start(request);
    terminal.yield_line().await;
    till.expect(DriverEvent::LineWon).await;
    till.proceed(request);
    assert_eq!(terminal.take_sales().await, *request);
    till.expect(DriverEvent::SalesTaken).await;
}

/// A RESULT from the terminal to the till and its acknowledgement back.
async fn settle(till: &mut Till, terminal: &mut ScriptedTerminal, result: &TerminalResult) {
    terminal.offer(result).await;
    till.expect(DriverEvent::ResultOffered(Box::new(result.clone()))).await;
    till.acknowledge();
    terminal.acknowledged().await;
}

fn register() -> RegisterId {
    RegisterId::new("R1").expect("good")
}

fn unit() -> Unit {
    Unit {
        terminal_id: TerminalId::new("1234567890123").expect("good"),
        memory_id: MemoryId::new("m1").expect("good"),
    }
}

fn capabilities(class: RecoveryClass) -> Vec<String> {
    let words: &[&str] = match class {
        RecoveryClass::Keyed => &["query", "last"],
        RecoveryClass::Last => &["last"],
        RecoveryClass::None => &[],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn ready() -> Ready {
    Ready {
        unit: unit(),
        version: 1,
        model: "jt-c60".to_owned(),
        pos_link: PosLink::On,
        training: TrainingAbility::Able,
        simulated: true,
        capabilities: capabilities(CLASS.get()),
        newest_slip: Some(SlipNumber::five(41)),
        terminal_time: None,
    }
}

fn state(activity: TerminalActivity) -> TerminalState {
    TerminalState { unit: unit(), activity, pos_link: PosLink::On, newest_slip: None, terminal_time: None }
}

fn payment(number: u8) -> PaymentId {
    PaymentId::from_parts(1_782_876_896_000, &[number; 10])
}

fn request(number: u8) -> SalesRequest {
    SalesRequest {
        payment_id: payment(number),
        register_id: register(),
        unit: unit(),
        sequence_number: SequenceNumber(u32::from(number)),
        amount: Yen::new(1_100),
        payment: CardCategoryCode::CREDIT,
        training_mode: false,
        timeout_s: 90,
    }
}

fn result(request: &SalesRequest, word: ResultWord) -> TerminalResult {
    let approved = match word {
        ResultWord::Approved => Some(request.amount),
        ResultWord::Declined | ResultWord::Cancelled | ResultWord::Incomplete | ResultWord::Error => None,
    };
    TerminalResult {
        unit: unit(),
        payment_id: Some(request.payment_id),
        register_id: Some(request.register_id.clone()),
        sequence_number: Some(request.sequence_number),
        transaction_type: Some(TransactionType::Sales),
        result: word,
        phase_reached: None,
        ecat: None,
        center_result_code: None,
        slip_number: approved.map(|_| SlipNumber::five(42)),
        approval_code: None,
        payment_media: None,
        brand: None,
        payment_condition: None,
        payment_detail: None,
        account_last4: None,
        transaction_number: None,
        amount: Some(request.amount),
        settled_amount: approved,
        balance: None,
        training_mode: Some(request.training_mode),
        terminal_time: None,
    }
}
