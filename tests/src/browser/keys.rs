//! The keyboard: WebDriver's key actions.

use anyhow::Result;
use serde_json::{Value, json};

use super::Browser;
use crate::patience::{seen_if, until};

/// Keys a clerk presses that are no characters (WebDriver, 17.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are names")]
pub enum Key {
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F11,
    F10,
    F12,
    Enter,
    Tab,
    Up,
    Down,
    Escape,
}

impl Key {
    fn code(self) -> char {
        match self {
            Self::F1 => '\u{e031}',
            Self::F2 => '\u{e032}',
            Self::F3 => '\u{e033}',
            Self::F4 => '\u{e034}',
            Self::F5 => '\u{e035}',
            Self::F6 => '\u{e036}',
            Self::F7 => '\u{e037}',
            Self::F8 => '\u{e038}',
            Self::F9 => '\u{e039}',
            Self::F11 => '\u{e03b}',
            Self::F10 => '\u{e03a}',
            Self::F12 => '\u{e03c}',
            Self::Enter => '\u{e007}',
            Self::Tab => '\u{e004}',
            Self::Up => '\u{e013}',
            Self::Down => '\u{e015}',
            Self::Escape => '\u{e00c}',
        }
    }
}

/// Between two keys of a person, milliseconds: slower than any scanner.
const PERSON_MS: u32 = 70;

/// How long it must be quiet after what was dropped, milliseconds, and a little more.
const QUIET_MS: f64 = 750.0;

/// F12 for the browser's own protocol: Windows' key code.
const F12_CODE: u32 = 123;

impl Browser {
    /// A key goes down and up.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn press(&self, key: Key) -> Result<()> {
        self.perform(vec![down(key.code()), up(key.code())])
    }

    /// A key goes down and up so many times, as fast as the browser takes it.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn press_times(&self, key: Key, times: usize) -> Result<()> {
        self.perform((0..times).flat_map(|_| [down(key.code()), up(key.code())]).collect())
    }

    /// A key goes down and stays there.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn hold(&self, key: Key) -> Result<()> {
        self.perform(vec![down(key.code())])
    }

    /// A key that was held comes up.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn let_go(&self, key: Key) -> Result<()> {
        self.perform(vec![up(key.code())])
    }

    /// The keyboard repeats F12, which is held. WebDriver's actions know no repeat; the browser's own protocol does.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn repeat_f12(&self, times: usize) -> Result<()> {
        let repeat = json!({
            "type": "rawKeyDown", "key": "F12", "code": "F12", "autoRepeat": true,
            "windowsVirtualKeyCode": F12_CODE, "nativeVirtualKeyCode": F12_CODE,
        });
        (0..times).try_for_each(|_| self.driver.devtools("Input.dispatchKeyEvent", &repeat).map(drop))
    }

    /// A person types into what has the focus.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn type_text(&self, text: &str) -> Result<()> {
        let pause = json!({"type": "pause", "duration": PERSON_MS});
        self.perform(text.chars().flat_map(|c| [down(c), up(c), pause.clone()]).collect())
    }

    /// A barcode scanner types a code and Enter, as fast as it can.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn scan(&self, code: &str) -> Result<()> {
        self.perform(code.chars().chain([Key::Enter.code()]).flat_map(|c| [down(c), up(c)]).collect())
    }

    /// A swipe reader types a track and Enter, and then it is quiet for as long as the page wants it before it takes keys
    /// again (200 ms after a burst, 700 ms after a number).
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn swipe(&self, track: &str) -> Result<()> {
        self.scan(track)?;
        self.pauses()
    }

    /// Nobody presses a key until what follows is no longer taken for the rest of what was dropped.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn pauses(&self) -> Result<()> {
        let now = |page: &Self| Ok::<_, anyhow::Error>(page.ask("return performance.now()", &[])?.as_f64());
        let over = now(self)?.unwrap_or_default() + QUIET_MS;
        until("the quiet after what was dropped", || {
            let now = now(self)?.unwrap_or_default();
            Ok(seen_if(now > over, format!("{now}")))
        })
    }

    fn perform(&self, actions: Vec<Value>) -> Result<()> {
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.driver.command("actions", &json!({"actions": [keyboard]})).map(drop)
    }
}

fn down(c: char) -> Value {
    json!({"type": "keyDown", "value": c})
}

fn up(c: char) -> Value {
    json!({"type": "keyUp", "value": c})
}
