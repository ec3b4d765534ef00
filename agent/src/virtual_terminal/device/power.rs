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
                self.engine = Some(Engine::wake(self.parts.setup, memory, self.parts.auto));
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
            Fault::Standalone => self.act_unasked(Act::PosLink { on: false }),
            Fault::PaperOut => self.act_unasked(Act::Paper { loaded: false }),
            Fault::TrainingLocked => self.act_unasked(Act::TrainingLock { on: true }),
            Fault::Restart => self.restart(),
            Fault::WipedMemory => self.exchange(self.memory_of().unwrap_or(self.parts.terminal_id.clone())),
            Fault::OtherUnit { terminal_id } => match TerminalId::new(&terminal_id) {
                Ok(terminal_id) => self.exchange(terminal_id),
                Err(why) => tracing::warn!(%why, "no terminal has that number"),
            },
            Fault::ClockOffset { ms } => {
                if let Some(engine) = &mut self.engine {
                    let outputs = engine.set_clock_offset(ms);
                    self.carry_out(outputs, None);
                }
            }
            _waits => {}
        }
    }

    fn memory_of(&self) -> Option<TerminalId> {
        self.engine.as_ref().map(|engine| engine.memory().terminal_id.clone())
    }

    fn act_unasked(&mut self, act: Act) {
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
