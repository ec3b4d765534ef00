//! Two registers, each with its own agent, books and page, on one terminal.

use anyhow::{Result, bail, ensure};
use catlink_shared::ids::{PageId, PaymentId};
use catlink_shared::terminal::TerminalActivity;
use catlink_shared::wire::reply::{Refusal, Reply};
use catlink_shared::wire::update::{LinkState, TerminalView};
use catlink_tests::agent::{Agent, AgentSetup};
use catlink_tests::books::{PosBooks, disagreements};
use catlink_tests::centre::Centre;
use catlink_tests::counter::{Kept, start};
use catlink_tests::patience::{Look, until};
use catlink_tests::place::Place;
use catlink_tests::socket::{Socket, new_id};
use catlink_tests::terminal::{Kind, Line, Terminal};

/// One of them.
pub(crate) struct Register {
    pub(crate) agent: Agent,
    pub(crate) page: Socket,
}

/// What is paid with the card, at ¥158.
#[derive(Clone, Copy)]
pub(crate) struct Try {
    pub(crate) sale: Kept,
    pub(crate) payment_id: PaymentId,
}

impl Register {
    fn open(
        place: &Place,
        terminal: &Terminal,
        folder: &'static str,
        register: &'static str,
    ) -> Result<Self> {
        let cat1 = Some(format!("{},shared=true", terminal.port()));
        let setup = AgentSetup { cat1, folder, register, ..AgentSetup::default() };
        let agent = Agent::start(place, setup)?;
        let page = Socket::greeted(agent.address(), new_id(PageId::from_parts))?;
        let mut register = Self { agent, page };
        register.sees("the terminal linked", |terminal| terminal.link == LinkState::Linked)?;
        Ok(register)
    }

    /// Waits until the page shows the terminal so.
    pub(crate) fn sees(&mut self, what: &str, so: impl Fn(&TerminalView) -> bool) -> Result<()> {
        self.page.until(what, |page| {
            page.shown.as_ref().and_then(|shown| shown.terminals.first()).is_some_and(&so)
        })
    }

    pub(crate) fn sees_it(&mut self, activity: TerminalActivity) -> Result<()> {
        self.sees(&format!("the terminal {activity:?}"), |terminal| {
            terminal.link == LinkState::Linked && terminal.activity == Some(activity)
        })
    }

    pub(crate) fn new_try(&mut self) -> Result<Try> {
        Ok(Try { sale: self.page.new_sale(1)?, payment_id: new_id(PaymentId::from_parts) })
    }

    /// F12: begun, or what the clerk is told instead.
    pub(crate) fn pay(&mut self, what: Try) -> Result<Result<(), Refusal>> {
        match self.page.outcome(start(what.sale, what.payment_id, 158, "01"))? {
            Ok(Reply::Payment { .. }) => Ok(Ok(())),
            Ok(other) => bail!("a payment is answered {other:?}"),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Tries until the other register is done with the terminal.
    pub(crate) fn pay_as_soon_as_possible(&mut self, what: Try) -> Result<()> {
        until("the terminal to be free", || {
            Ok(match self.pay(what)? {
                Ok(()) => Look::Seen(()),
                Err(refusal) => Look::NotYet(refusal.message),
            })
        })
    }

    pub(crate) fn books(&self) -> Result<PosBooks> {
        PosBooks::read(&self.agent.database())
    }

    /// Waits until its newest payment is in a state.
    pub(crate) fn wait_for_payment(&self, state: &str) -> Result<()> {
        until(&format!("the newest payment to be {state}"), || {
            let books = self.books()?;
            let payment = books.newest_payment()?;
            Ok(if payment.state == state { Look::Seen(()) } else { Look::NotYet(payment.state.clone()) })
        })
    }

    pub(crate) fn come_back(&mut self) -> Result<()> {
        self.agent.start_again()?;
        self.page = Socket::greeted(self.agent.address(), new_id(PageId::from_parts))?;
        Ok(())
    }
}

/// Both of them.
pub(crate) struct TwoRegisters {
    pub(crate) one: Register,
    pub(crate) two: Register,
    pub(crate) terminal: Terminal,
    pub(crate) centre: Centre,
    pub(crate) place: Place,
    closed: bool,
}

impl TwoRegisters {
    pub(crate) fn open() -> Result<Self> {
        let place = Place::of_this_test()?;
        let centre = Centre::start(&place)?;
        let terminal = Terminal::start(&place, "cat1", Kind::jt_c60().on(Line::Tcp), &centre)?;
        let one = Register::open(&place, &terminal, "books-01", "01")?;
        let two = Register::open(&place, &terminal, "books-02", "02")?;
        Ok(Self { one, two, terminal, centre, place, closed: false })
    }

    pub(crate) fn wait_for_charges(&self, wanted: usize) -> Result<()> {
        until(&format!("{wanted} charges at the centre"), || {
            let there = self.centre.book()?.charged.len();
            Ok(if there == wanted { Look::Seen(()) } else { Look::NotYet(format!("{there}")) })
        })
    }

    /// What was charged and what the two hold together agree; each holds so many slips.
    pub(crate) fn close_the_books(mut self, slips: [usize; 2]) -> Result<()> {
        self.one.agent.must_be_alive()?;
        self.two.agent.must_be_alive()?;
        let (centre, mut both, two) = (self.centre.book()?, self.one.books()?, self.two.books()?);
        ensure!(
            [both.slips.len(), two.slips.len()] == slips,
            "the slips are not {slips:?}: {both:?} {two:?}"
        );
        ensure!(centre.charged.len() == slips.iter().sum::<usize>(), "{:?}", centre.charged);
        both.slips.extend(two.slips);
        both.payments.extend(two.payments);
        both.actions.extend(two.actions);
        let found = disagreements(&centre, &both);
        ensure!(found.is_empty(), "the books disagree:\n{}\n{centre:?}\n{both:?}", found.join("\n"));
        self.closed = true;
        Ok(())
    }
}

impl Drop for TwoRegisters {
    fn drop(&mut self) {
        if self.closed {
            // What is left of a test that was right is of no interest.
            let _ = std::fs::remove_dir_all(&self.place.data);
        } else {
            eprintln!("data is kept in {}\n{}", self.place.data.display(), self.place.last_words());
        }
    }
}
