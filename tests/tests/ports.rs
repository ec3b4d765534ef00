//! A manager sets a terminal up in the page: tested, kept, linked without a restart – and not moved under a payment.

use anyhow::{Context, Result, bail, ensure};
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::masters::{Master, Row, Values};
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::port_test::{KnownUnit, PortCause, PortTest};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::LinkState;
use catlink_tests::counter::{Counter, start};
use catlink_tests::house::Plan;
use catlink_tests::patience::PATIENCE;
use catlink_tests::socket::new_id;
use catlink_tests::terminal::{Kind, Line, Terminal};

const CAT1: CatDeviceId = CatDeviceId::Cat1;

/// A manager before the page.
struct Manager(Counter);

impl Manager {
    fn ask(&mut self, ask: MastersRequest) -> Result<Result<MastersReply, Refusal>> {
        match self.0.page.outcome(Request::Masters { ask })? {
            Ok(Reply::Masters { reply }) => Ok(Ok(reply)),
            Ok(other) => bail!("answered {other:?}"),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    fn row(&mut self) -> Result<Row> {
        let read = MastersRequest::Read { master: Master::Register, find: String::new(), from: 0, count: 1 };
        match self.ask(read)? {
            Ok(MastersReply::Rows { rows, .. }) => rows.into_iter().next().context("no row"),
            other => bail!("no rows: {other:?}"),
        }
    }

    /// The row with the terminal at CAT1.
    fn with(&mut self, terminal: &Terminal) -> Result<Values> {
        let (_, place) = terminal.port().split_once('=').context("a port")?;
        let (kind, place) = place.split_once(':').context("a place")?;
        let mut values = self.row()?.values;
        let line = if kind == "serial" { "1" } else { "2" };
        for (key, text) in
            [("link_mode", "1"), ("cat1_line", line), ("cat1_model", "1"), ("cat1_port", place)]
        {
            values.set(key, text);
        }
        Ok(values)
    }

    fn save(&mut self, values: &Values) -> Result<Result<MastersReply, Refusal>> {
        let row = self.row()?;
        self.ask(MastersRequest::Save {
            master: Master::Register,
            code: Some(row.code),
            base_revision: row.revision,
            values: values.clone(),
        })
    }

    fn saved(&mut self, values: &Values) -> Result<()> {
        let kept = self.save(values)?;
        ensure!(matches!(kept, Ok(MastersReply::Saved { .. })), "the row is not kept: {kept:?}");
        Ok(())
    }

    fn tested(&mut self, values: &Values) -> Result<PortTest> {
        match self.ask(MastersRequest::TestPort { device: CAT1, values: values.clone() })? {
            Ok(MastersReply::Tested { test }) => Ok(test),
            other => bail!("not tested: {other:?}"),
        }
    }

    fn fix(&mut self, terminal_id: &TerminalId) -> Result<Result<MastersReply, Refusal>> {
        self.ask(MastersRequest::FixTerminal { device: CAT1, terminal_id: terminal_id.clone() })
    }

    fn linked(&mut self) -> Result<()> {
        self.0.page.until("CAT1 to be linked", |page| {
            page.shown.as_ref().is_some_and(|shown| {
                shown.terminals.iter().any(|it| it.device == CAT1 && it.link == LinkState::Linked)
            })
        })
    }

    fn exchanged(&mut self) -> Result<()> {
        self.0.page.until("the other unit to be told", |page| {
            page.shown.as_ref().is_some_and(|shown| shown.terminals.iter().any(|it| it.exchanged.is_some()))
        })
    }

    /// A payment whose terminal waits for the customer, and what ends it.
    fn pay(&mut self, terminal: &Terminal, meanwhile: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let sale = self.0.new_sale(2)?;
        let begun = self.0.page.ask(start(sale, new_id(PaymentId::from_parts), 316, "01"))?;
        ensure!(matches!(begun, Ok(Reply::Payment { .. })), "the payment does not begin: {begun:?}");
        terminal.wait_for_customer()?;
        meanwhile(self)?;
        terminal.touch("visa")?;
        self.0.sold(sale)
    }
}

#[test]
fn a_port_is_tested_kept_and_linked_while_the_agent_runs_and_stays_under_an_open_payment() -> Result<()> {
    let mut manager = Manager(Counter::open(&Plan::default())?);
    let (place, centre) = (&manager.0.place, &manager.0.centre);
    let first = Terminal::start(place, "cat1", Kind::jt_c60(), centre)?;
    let second = Terminal::start(place, "cat2", Kind::jt_c60().on(Line::Tcp), centre)?;
    let at_first = manager.with(&first)?;
    let test = manager.tested(&at_first)?;
    let found = test.terminal.context("nobody answers")?;
    ensure!(found.known == KnownUnit::New && test.troubles.is_empty(), "{found:?} {:?}", test.troubles);
    // What is fixed is what stands in the row.
    let too_early = manager.fix(&found.terminal_id)?.expect_err("nothing is kept yet");
    assert_eq!(too_early.code, RefusalCode::TerminalNotReady);
    manager.saved(&at_first)?;
    assert_eq!(manager.fix(&found.terminal_id)?, Ok(MastersReply::Fixed));
    manager.linked()?;
    let elsewhere = manager.with(&second)?;
    manager.pay(&first, |manager| {
        let refused = manager.save(&elsewhere)?.expect_err("under an open payment");
        assert_eq!((refused.code, refused.faults[0].key.as_str()), (RefusalCode::RowInUse, "cat1_line"));
        let refused = manager.ask(MastersRequest::TestPort { device: CAT1, values: at_first.clone() })?;
        assert_eq!(refused.expect_err("under an open payment").code, RefusalCode::TerminalOccupied);
        let mut named = manager.row()?.values;
        named.set("name", "入口のレジ");
        manager.saved(&named)
    })?;
    // The next customer pays on the other one, once somebody has said that it is the shop's.
    let elsewhere = manager.with(&second)?;
    manager.saved(&elsewhere)?;
    manager.exchanged()?;
    let other = manager.tested(&elsewhere)?.terminal.context("nobody answers")?;
    assert_eq!(other.known, KnownUnit::Another { kept: found.terminal_id });
    assert_eq!(manager.fix(&other.terminal_id)?, Ok(MastersReply::Fixed));
    manager.linked()?;
    manager.pay(&second, |_| Ok(()))?;
    let changes = MastersRequest::Changes { master: Some(Master::Register), before: None, count: 1 };
    let Ok(MastersReply::Changes { changes }) = manager.ask(changes)? else { bail!("no changes") };
    assert_eq!(changes[0].fields[0].label, "CAT1 端末番号");
    manager.0.close_the_books(2)
}

#[test]
fn unlinked_the_cards_are_taken_without_the_terminal_and_linked_again_with_it() -> Result<()> {
    let mut manager = Manager(Counter::open(&Plan::with_cat1(Kind::jt_c60()))?);
    let mut values = manager.row()?.values;
    for (mode, linked) in [("0", None), ("1", Some(CAT1))] {
        values.set("link_mode", mode);
        manager.saved(&values)?;
        let Ok(Reply::Catalog { catalog }) = manager.0.page.ask(Request::ReadCatalog)? else {
            bail!("no catalog")
        };
        let card = catalog.companies.iter().find(|view| view.company.code == "01").context("card 01")?;
        assert_eq!(card.linked_device, linked);
        manager.0.page.until("the catalog to be told of", |page| {
            page.shown.as_ref().is_some_and(|shown| shown.register.masters_revision == catalog.revision)
        })?;
        manager.0.page.until("the terminals to follow", |page| {
            page.shown.as_ref().is_some_and(|shown| shown.terminals.is_empty() == linked.is_none())
        })?;
    }
    manager.linked()?;
    manager.0.close_the_books(0)
}

#[test]
fn a_port_that_is_not_there_says_what_to_try_and_a_long_test_keeps_nobody_waiting() -> Result<()> {
    let mut manager = Manager(Counter::open(&Plan::default())?);
    let mut values = manager.row()?.values;
    for (key, text) in [("cat1_line", "1"), ("cat1_model", "1"), ("cat1_port", "/dev/catlink-none")] {
        values.set(key, text);
    }
    let test = manager.tested(&values)?;
    assert_eq!(test.troubles[0].cause, PortCause::NoDevice);
    ensure!(test.troubles[0].message.contains("F5"), "{}", test.troubles[0].message);
    // Somebody who listens and says nothing: other answers overtake the test's.
    let silent = std::net::TcpListener::bind("127.0.0.1:0")?;
    values.set("cat1_line", "2");
    values.set("cat1_port", silent.local_addr()?.to_string());
    let asked = manager
        .0
        .page
        .tell(Request::Masters { ask: MastersRequest::TestPort { device: CAT1, values: values.clone() } })?;
    let sale = manager.0.new_sale(1)?;
    ensure!(manager.0.pay_cash(sale, 158)?.is_ok(), "the sale waits for the test");
    let mut heard = None;
    while heard.is_none() {
        heard = manager.0.page.hear(PATIENCE)?;
    }
    assert_eq!(heard.and_then(|answer| answer.id), Some(asked));
    let found = manager.ask(MastersRequest::FindPorts)?;
    ensure!(matches!(found, Ok(MastersReply::Ports { .. })), "{found:?}");
    manager.0.close_the_books(0)
}
