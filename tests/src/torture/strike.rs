//! The strike itself, and what comes back after it.

use std::time::Duration;

use anyhow::Result;

use super::blow::Blow;
use super::busy::Busy;
use super::desk::{Case, Desk};
use super::hands::Until;
use super::plan::{Plan, Return};
use super::step::Step;

/// How long the page may take to notice.
const TO_NOTICE: Duration = Duration::from_millis(500);
/// How long disk and database are kept from the agent where that is to go unnoticed.
const A_MOMENT: Duration = Duration::from_millis(120);
/// A fault's own moment may come a little after all is settled.
const ITS_MOMENT: Duration = Duration::from_millis(300);
/// The agent waits 2 s for a database that is busy.
const BUSY_TO_NOTICE: Duration = Duration::from_millis(2_400);

impl Desk<'_> {
    /// Strikes. False: it could not.
    ///
    /// # Errors
    /// The terminal does not know the fault.
    pub(super) fn strike(&mut self, case: &Case<'_>) -> Result<bool> {
        let plan = case.plan;
        self.note(format!("strike: {} ({:?})", plan.blow.word(), self.page.state(case.payment_id)));
        match &plan.blow {
            Blow::Nothing | Blow::Armed(_) => {}
            Blow::Kill(victims) => self.stand.kill(*victims),
            Blow::PageReloaded => self.page.reload(),
            Blow::PageLost => self.page.lose(),
            Blow::DiskFull => match &self.stand.disk {
                Some(disk) => disk.fill()?,
                None => return Ok(false),
            },
            Blow::BooksBusy => {
                if self.stand.busy.is_none() {
                    self.stand.busy = Busy::hold(&self.stand.agent.database());
                }
                return Ok(self.stand.busy.is_some());
            }
            Blow::CableOut => self.stand.plug(false),
            Blow::AtOnce(_) => {
                if let Some(fault) = &plan.fault {
                    self.stand.terminal.fault(fault)?;
                }
                self.renumbered |= plan.fault_name() == Some("wiped_memory");
            }
        }
        Ok(true)
    }

    /// Waits until the page shows that something is wrong, or that all is well in spite of it.
    pub(super) fn until_noticed(&mut self, case: &mut Case<'_>) {
        if case.plan.step == Step::ResultOnTheWay && case.plan.blow != Blow::BooksBusy {
            self.stand.busy = None;
        }
        let limit = match (&case.plan.blow, case.plan.back) {
            (Blow::BooksBusy, Return::Noticed) => BUSY_TO_NOTICE,
            (_, Return::Noticed) => TO_NOTICE,
            (Blow::BooksBusy | Blow::DiskFull, Return::Prompt) => A_MOMENT,
            (_, Return::Prompt) => return,
        };
        self.wait(limit, |desk| {
            desk.hear_starts(case);
            if case.by_hand && case.plan.step != Step::BeforeAccept {
                desk.customer_acts(case, Until::Paid);
            }
            let trouble = desk.page.shown().is_some_and(|shown| shown.register.books_trouble.is_some());
            trouble || desk.is_line_lost(case) || desk.is_over(case)
        });
    }

    /// The page shows that the terminal is away; or there is no agent to show anything, and the terminal is done.
    fn is_line_lost(&mut self, case: &Case<'_>) -> bool {
        match self.page.shown() {
            Some(_) => !self.page.is_linked(),
            None => !case.by_hand && self.seen().is_none_or(|seen| seen.pending.is_none()),
        }
    }

    /// Whether the terminal's own fault had its moment.
    pub(super) fn has_fired(&mut self, plan: &Plan) -> bool {
        if !matches!(plan.blow, Blow::Armed(_)) {
            return true;
        }
        // Those that stand until they are cleared.
        let stands = plan.fault_name() == Some("silent");
        stands || self.wait(ITS_MOMENT, |desk| desk.see().is_none_or(|sight| sight.faults.is_empty()))
    }

    /// Everything that was struck is there again.
    ///
    /// # Errors
    /// A process does not start.
    pub(super) fn bring_back(&mut self, case: &Case<'_>) -> Result<()> {
        self.revive()?;
        self.stand.plug(true);
        if !case.plan.reaches_into_the_next() && !case.plan.follows {
            self.stand.clear_faults();
        }
        Ok(())
    }
}
