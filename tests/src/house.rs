//! All of a shop but its browser: centre, terminals, agent; and the comparison of their books at its end.

use anyhow::{Result, ensure};

use crate::agent::{Agent, AgentSetup, Books, set_clock};
use crate::books::{PosBooks, disagreements};
use crate::centre::Centre;
use crate::disk::{Disk, DiskKind};
use crate::patience::{Look, until};
use crate::place::Place;
use crate::terminal::{Kind, Terminal};
use crate::wiretap::{Ears, Wiretap, listened_in};

/// What a shop is made of.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The terminal at CAT1.
    pub cat1: Option<Kind>,
    /// The terminal at CAT2.
    pub cat2: Option<Kind>,
    /// A disk of its own under the books.
    pub disk: Option<DiskKind>,
    /// Inquiry before a person may decide, seconds; none: the harness's usual.
    pub decide_after_s: Option<u32>,
    /// What stands in the books.
    pub books: Books,
    /// How far the computer's clock is from the true time when the shop opens, milliseconds.
    pub clock_ms: i64,
    /// Whether the lines to terminals on LAN are listened in on.
    pub ears: Ears,
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

/// A shop without a browser.
#[derive(Debug)]
pub struct House {
    /// The agent.
    pub agent: Agent,
    cat1: Option<Terminal>,
    cat2: Option<Terminal>,
    /// The centre.
    pub centre: Centre,
    /// Where its files are.
    pub place: Place,
    disk: Option<Disk>,
    taps: Vec<Wiretap>,
    closed: bool,
}

impl House {
    /// Starts everything.
    ///
    /// # Errors
    /// Something does not start.
    pub fn open(plan: &Plan) -> Result<Self> {
        let place = Place::of_this_test()?;
        let usual = AgentSetup::default();
        let disk = plan.disk.map(|kind| Disk::mount(&place.file(usual.folder), kind)).transpose()?;
        let centre = Centre::start(&place)?;
        let start = |name, kind: Option<Kind>| {
            kind.map(|kind| Terminal::start(&place, name, kind, &centre)).transpose()
        };
        let (cat1, cat2) = (start("cat1", plan.cat1)?, start("cat2", plan.cat2)?);
        let mut taps = Vec::new();
        let mut port = |terminal: &Option<Terminal>| {
            terminal.as_ref().map(|it| listened_in(it.port(), plan.ears, &mut taps)).transpose()
        };
        let setup = AgentSetup {
            cat1: port(&cat1)?,
            cat2: port(&cat2)?,
            books: plan.books,
            decide_after_s: plan.decide_after_s.unwrap_or(usual.decide_after_s),
            ..usual
        };
        if plan.clock_ms != 0 {
            set_clock(&place, plan.clock_ms)?;
        }
        let agent = Agent::start(&place, setup)?;
        Ok(Self { agent, cat1, cat2, centre, place, disk, taps, closed: false })
    }

    /// Everything the agent has said to terminals on LAN, where [`Ears`] listened.
    #[must_use]
    pub fn said_to_terminals(&self) -> Vec<u8> {
        self.taps.iter().flat_map(Wiretap::there).collect()
    }

    /// Everything they have said to it.
    #[must_use]
    pub fn heard_from_terminals(&self) -> Vec<u8> {
        self.taps.iter().flat_map(Wiretap::back).collect()
    }

    /// The terminals' names on the screen.
    pub fn terminals(&self) -> impl Iterator<Item = &'static str> {
        [("cat1", self.cat1.is_some()), ("cat2", self.cat2.is_some())]
            .into_iter()
            .filter_map(|(name, there)| there.then_some(name))
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

    /// The disk under the books.
    ///
    /// # Panics
    /// The plan has none.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        self.disk.as_ref().expect("the plan has a disk under the books")
    }

    /// What the POS holds now.
    ///
    /// # Errors
    /// Its database cannot be read.
    pub fn pos_books(&self) -> Result<PosBooks> {
        PosBooks::read(&self.agent.database())
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

    /// In what the two books disagree now.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn disagreements(&self) -> Result<Vec<String>> {
        Ok(disagreements(&self.centre.book()?, &self.pos_books()?))
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

impl Drop for House {
    fn drop(&mut self) {
        drop(self.disk.take());
        if self.closed {
            // What is left of a test that was right is of no interest.
            let _ = std::fs::remove_dir_all(&self.place.data);
        } else {
            eprintln!("data is kept in {}\n{}", self.place.data.display(), self.place.last_words());
        }
    }
}
