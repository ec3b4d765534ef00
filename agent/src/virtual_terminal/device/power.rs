//! Power, plug and what strikes at once: everything that takes the device away and brings it back.

use std::time::Duration;

use catlink_shared::terminal::TerminalId;

use super::{Body, RESTART};
use crate::virtual_terminal::act::Act;
use crate::virtual_terminal::engine::{Engine, Input};
use crate::virtual_terminal::fault::Fault;
use crate::virtual_terminal::line::{Command, Plug};

impl Body {
    pub(super) fn plug(&mut self, plug: Plug) {
        self.plugged = plug;
        self.command(Command::Plug(plug));
    }

    pub(super) fn power(&mut self, on: bool) {
        match (on, self.engine.is_some()) {
            (true, false) => {
                self.wake();
                self.command(Command::Plug(self.plugged));
            }
            (false, true) => {
                self.engine = None;
                self.command(Command::Plug(Plug::Out));
            }
            (true, true) | (false, false) => {}
        }
    }

    /// Everything but the memory is lost.
    pub(super) fn restart(&mut self) {
        self.command(Command::Cut(Some(RESTART)));
        self.wake();
    }

    fn wake(&mut self) {
        match self.parts.file.load(&self.parts.terminal_id) {
            Ok(memory) => {
                let mends = self.engine.take().map(Engine::into_mends).unwrap_or_default();
                let mut engine = Engine::wake(self.parts.setup, memory, self.parts.auto);
                engine.with_mends(mends);
                self.engine = Some(engine);
                self.step(Input::Woke, None);
            }
            Err(trouble) => {
                tracing::error!(%trouble, "the terminal cannot read its memory and stays off");
                self.engine = None;
            }
        }
    }

    /// A fault that acts at once.
    pub(super) fn strike(&mut self, fault: Fault) {
        match fault {
            Fault::CutNow { back_after_ms } => {
                self.command(Command::Cut(back_after_ms.map(Duration::from_millis)));
            }
            Fault::Standalone { back_after_ms } => {
                self.change(Act::PosLink { on: false }, back_after_ms, Act::PosLink { on: true });
            }
            Fault::PaperOut { back_after_ms } => {
                self.change(Act::Paper { loaded: false }, back_after_ms, Act::Paper { loaded: true });
            }
            Fault::CoverOpen { back_after_ms } => {
                self.change(Act::Cover { open: true }, back_after_ms, Act::Cover { open: false });
            }
            Fault::TrainingLocked { back_after_ms } => {
                self.change(Act::TrainingLock { on: true }, back_after_ms, Act::TrainingLock { on: false });
            }
            Fault::Restart => self.restart(),
            Fault::WipedMemory => self.exchange(self.memory_of().unwrap_or(self.parts.terminal_id.clone())),
            Fault::OtherUnit { terminal_id } => match TerminalId::new(&terminal_id) {
                Ok(terminal_id) => self.exchange(terminal_id),
                Err(why) => tracing::warn!(%why, "no terminal has that number"),
            },
            Fault::ClockOffset { ms } => self.set_clock(ms),
            _waits => {}
        }
    }

    fn memory_of(&self) -> Option<TerminalId> {
        self.engine.as_ref().map(|engine| engine.memory().terminal_id.clone())
    }

    pub(super) fn set_clock(&mut self, offset_ms: i64) {
        if let Some(engine) = &mut self.engine {
            let outputs = engine.set_clock_offset(offset_ms);
            self.carry_out(outputs, None);
        }
    }

    /// Does something, and undoes it later where that is wanted.
    fn change(&mut self, act: Act, back_after_ms: Option<u64>, back: Act) {
        self.act_unasked(act);
        let now = self.now();
        if let (Some(engine), Some(ms)) = (&mut self.engine, back_after_ms) {
            engine.mend_later(now, ms, back);
        }
    }

    pub(super) fn act_unasked(&mut self, act: Act) {
        if let Err(why) = self.act(act) {
            tracing::warn!(%why, "the fault has to wait");
        }
    }

    fn exchange(&mut self, terminal_id: TerminalId) {
        match self.parts.file.renew(terminal_id) {
            Ok(_memory) => self.restart(),
            Err(trouble) => tracing::error!(%trouble, "the memory cannot be wiped"),
        }
    }
}
