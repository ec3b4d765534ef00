//! Which terminal: its model, what it hangs on, and how it differs from the model.

/// What a terminal hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A serial line: a pty in its place.
    Pty,
    /// LAN.
    Tcp,
}

/// Which terminal.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Model word.
    pub model: &'static str,
    /// What it hangs on.
    pub line: Line,
    /// Another recovery class than the model's.
    pub recovery: Option<&'static str>,
    /// Every step of card reader and printer, milliseconds.
    pub step_ms: u64,
}

impl Kind {
    /// A JT-C60 on a serial line.
    #[must_use]
    pub const fn jt_c60() -> Self {
        Self { model: "jt-c60", line: Line::Pty, recovery: None, step_ms: STEP_MS }
    }

    /// A J-Mups on LAN.
    #[must_use]
    pub const fn j_mups() -> Self {
        Self { model: "j-mups", line: Line::Tcp, recovery: None, step_ms: STEP_MS }
    }

    /// The same on another line.
    #[must_use]
    pub const fn on(self, line: Line) -> Self {
        Self { line, ..self }
    }

    /// The same with slower steps, to see what is passed in a blink otherwise.
    #[must_use]
    pub const fn slow(self, step_ms: u64) -> Self {
        Self { step_ms, ..self }
    }

    /// The same of another recovery class.
    #[must_use]
    pub const fn recovering(self, class: &'static str) -> Self {
        Self { recovery: Some(class), ..self }
    }
}

/// Every step of card reader and printer, milliseconds: a person would not wait so briefly.
const STEP_MS: u64 = 20;
