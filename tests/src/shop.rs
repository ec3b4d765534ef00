//! A whole shop for one test: the house, a browser before it, and what a clerk does there.

mod clerk;
mod day;
mod manager;
mod papers;
mod person;
mod slips;

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};

use anyhow::Result;

use crate::browser::Browser;
use crate::house::House;
pub use crate::house::Plan;
use crate::patience::seen_if;
use crate::terminal::Terminal;
pub use clerk::jan_of;

/// An open shop. The browser closes first.
#[derive(Debug)]
pub struct Shop {
    /// The page.
    pub browser: Browser,
    house: House,
    _turn: Turn,
}

impl Shop {
    /// Opens a shop and waits until its terminals are linked. At most two are open at a time.
    ///
    /// # Errors
    /// Something in it does not start.
    pub fn open(plan: Plan) -> Result<Self> {
        let turn = Turn::take();
        let house = House::open(&plan)?;
        let browser = Browser::open(&house.place, &house.agent.page())?;
        let shop = Self { browser, house, _turn: turn };
        shop.terminals().try_for_each(|name| shop.linked(name))?;
        Ok(shop)
    }

    /// The same with 店長 at the page.
    ///
    /// # Errors
    /// Something in it does not start.
    pub fn open_for_manager(plan: Plan) -> Result<Self> {
        let turn = Turn::take();
        let house = House::open(&plan)?;
        let browser = Browser::open(&house.place, &house.agent.page())?;
        browser.signs_in(Some("900"));
        let shop = Self { browser, house, _turn: turn };
        shop.terminals().try_for_each(|name| shop.linked(name))?;
        Ok(shop)
    }

    /// Waits until the page shows a terminal as 連動中.
    ///
    /// # Errors
    /// It never did.
    pub fn linked(&self, name: &str) -> Result<()> {
        self.browser.wait_for_attribute(&format!("#terminal-{name}"), "data-link", "linked")
    }

    /// The clerk's side and the customer's, to act on both in the same moment.
    ///
    /// # Panics
    /// The plan has no terminal at CAT1.
    pub fn browser_and_cat1(&mut self) -> (&Browser, &Terminal) {
        (&self.browser, self.house.cat1())
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

    /// The end of every test: see [`House::close_the_books`].
    ///
    /// # Errors
    /// Says in what the books disagree.
    pub fn close_the_books(self, charges: usize) -> Result<()> {
        drop(self.browser);
        self.house.close_the_books(charges)
    }
}

impl Deref for Shop {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

impl DerefMut for Shop {
    fn deref_mut(&mut self) -> &mut House {
        &mut self.house
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
