//! A whole shop for one test: centre, terminals, agent, a browser before it, and what a clerk does there.

mod clerk;

use std::sync::{Condvar, Mutex, PoisonError};

use anyhow::{Result, ensure};

use crate::agent::{Agent, AgentSetup};
use crate::books::{PosBooks, disagreements};
use crate::browser::Browser;
use crate::centre::Centre;
use crate::patience::{Look, seen_if, until};
use crate::place::Place;
use crate::terminal::{Kind, Terminal};

/// What a shop is made of.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The terminal at CAT1.
    pub cat1: Option<Kind>,
    /// The terminal at CAT2.
    pub cat2: Option<Kind>,
    /// Inquiry before a person may decide, seconds; none: the harness's usual.
    pub decide_after_s: Option<u32>,
}

impl Plan {
    /// A shop with this terminal at CAT1.
    #[must_use]
    pub fn with_cat1(kind: Kind) -> Self {
        Self { cat1: Some(kind), ..Self::default() }
    }

    /// A shop with this terminal at CAT2.
    #[must_use]
    pub fn with_cat2(kind: Kind) -> Self {
        Self { cat2: Some(kind), ..Self::default() }
    }
}

/// An open shop. The browser closes first and the centre last.
#[derive(Debug)]
pub struct Shop {
    /// The page.
    pub browser: Browser,
    /// The agent.
    pub agent: Agent,
    cat1: Option<Terminal>,
    cat2: Option<Terminal>,
    /// The centre.
    pub centre: Centre,
    place: Place,
    closed: bool,
    _turn: Turn,
}

impl Shop {
    /// Opens a shop and waits until its terminals are linked. At most two are open at a time.
    ///
    /// # Errors
    /// Something in it does not start.
    pub fn open(plan: Plan) -> Result<Self> {
        let turn = Turn::take();
        let place = Place::of_this_test()?;
        let centre = Centre::start(&place)?;
        let start = |name, kind: Option<Kind>| {
            kind.map(|kind| Terminal::start(&place, name, kind, &centre)).transpose()
        };
        let (cat1, cat2) = (start("cat1", plan.cat1)?, start("cat2", plan.cat2)?);
        let port = |terminal: &Option<Terminal>| terminal.as_ref().map(|it| it.port().to_owned());
        let usual = AgentSetup::default();
        let setup = AgentSetup {
            cat1: port(&cat1),
            cat2: port(&cat2),
            decide_after_s: plan.decide_after_s.unwrap_or(usual.decide_after_s),
            ..usual
        };
        let agent = Agent::start(&place, setup)?;
        let browser = Browser::open(&place, &agent.page())?;
        let shop = Self { browser, agent, cat1, cat2, centre, place, closed: false, _turn: turn };
        for (terminal, id) in [(&shop.cat1, "cat1"), (&shop.cat2, "cat2")] {
            if terminal.is_some() {
                shop.linked(id)?;
            }
        }
        Ok(shop)
    }

    /// The terminal at CAT1.
    ///
    /// # Panics
    /// The plan has none there.
    pub fn cat1(&mut self) -> &mut Terminal {
        self.cat1.as_mut().expect("the plan has a terminal at CAT1")
    }

    /// The terminal at CAT2.
    ///
    /// # Panics
    /// The plan has none there.
    pub fn cat2(&mut self) -> &mut Terminal {
        self.cat2.as_mut().expect("the plan has a terminal at CAT2")
    }

    /// Waits until the page shows a terminal as 連動中.
    ///
    /// # Errors
    /// It never did.
    pub fn linked(&self, id: &str) -> Result<()> {
        self.browser.wait_for_attribute(&format!("#terminal-{id}"), "data-link", "linked")
    }

    /// What the POS holds now.
    ///
    /// # Errors
    /// Its database cannot be read.
    pub fn pos_books(&self) -> Result<PosBooks> {
        PosBooks::read(&self.agent.database())
    }

    /// Waits until the newest payment is in a state.
    ///
    /// # Errors
    /// It never was.
    pub fn wait_for_payment(&self, state: &str) -> Result<()> {
        self.browser.wait(&format!("the newest payment to be {state}"), |_| {
            let books = self.pos_books()?;
            let payment = books.newest_payment()?;
            Ok(seen_if(payment.state == state, format!("it is {}", payment.state)))
        })
    }

    /// How many charges stand at the centre.
    ///
    /// # Errors
    /// It does not answer.
    pub fn charges(&self) -> Result<usize> {
        Ok(self.centre.book()?.charged.len())
    }

    /// Waits until so many charges stand at the centre.
    ///
    /// # Errors
    /// They never did.
    pub fn wait_for_charges(&self, wanted: usize) -> Result<()> {
        until(&format!("{wanted} charges at the centre"), || {
            let there = self.charges()?;
            Ok(if there == wanted { Look::Seen(()) } else { Look::NotYet(format!("{there}")) })
        })
    }

    /// The end of every test: the agent lives, what was charged and what the POS holds agree, and so many charges stand.
    ///
    /// # Errors
    /// Says in what the books disagree.
    pub fn close_the_books(mut self, charges: usize) -> Result<()> {
        self.agent.must_be_alive()?;
        let (centre, pos) = (self.centre.book()?, self.pos_books()?);
        let found = disagreements(&centre, &pos);
        ensure!(found.is_empty(), "the books disagree:\n{}\n{centre:?}\n{pos:?}", found.join("\n"));
        ensure!(centre.charged.len() == charges, "{charges} charges expected, not {:?}", centre.charged);
        self.closed = true;
        Ok(())
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        if self.closed {
            // What is left of a test that was right is of no interest.
            let _ = std::fs::remove_dir_all(&self.place.data);
        } else {
            eprintln!("data is kept in {}\n{}", self.place.data.display(), self.place.last_words());
        }
    }
}

/// A browser is heavy: two at a time on a small computer.
#[derive(Debug)]
struct Turn;

/// How many shops are open at a time.
const MOST_OPEN: usize = 2;
static OPEN: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

impl Turn {
    fn take() -> Self {
        let open = OPEN.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open =
            OPEN.1.wait_while(open, |open| *open >= MOST_OPEN).unwrap_or_else(PoisonError::into_inner);
        *open += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *OPEN.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        OPEN.1.notify_one();
    }
}
