//! Keys as the checkout knows them.

/// A key, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// F1–F12.
    Function(u8),
    /// Enter
    Enter,
    /// Escape: puts a notice away.
    Escape,
    /// ↑
    Up,
    /// ↓
    Down,
    /// ←
    Left,
    /// →
    Right,
    /// Tab, forwards.
    Tab,
    /// Tab with Shift.
    BackTab,
    /// A character that a field would take.
    Char(char),
    /// Backspace and Delete: a field's own business.
    Erase,
    /// Anything else.
    Other,
}

/// A key going down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Which, by meaning.
    pub key: Key,
    /// Which, by place on the keyboard: names it again when it comes up.
    pub code: String,
    /// Whether it is the first time or the keyboard repeating itself.
    pub stroke: Stroke,
    /// Whether an input method is composing.
    pub composing: Composing,
}

/// Whether a key went down just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// It did.
    First,
    /// It is held, and the keyboard repeats it.
    Repeat,
}

/// Whether an input method is composing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composing {
    /// No: keys are keys.
    No,
    /// Yes: keys belong to the input method.
    Yes,
}

impl Key {
    /// The key of a browser's `KeyboardEvent.key`.
    #[must_use]
    pub fn from_name(name: &str, shift: bool) -> Self {
        let mut chars = name.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return Self::Char(only);
        }
        match name {
            "Enter" => Self::Enter,
            "Escape" => Self::Escape,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "Tab" if shift => Self::BackTab,
            "Tab" => Self::Tab,
            "Backspace" | "Delete" => Self::Erase,
            _ => name
                .strip_prefix('F')
                .and_then(|number| number.parse().ok())
                .filter(|number| (1..=12).contains(number))
                .map_or(Self::Other, Self::Function),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn names_of_the_browser_are_known() {
        assert_eq!(Key::from_name("F12", false), Key::Function(12));
        assert_eq!(Key::from_name("F13", false), Key::Other);
        assert_eq!(Key::from_name("F", false), Key::Char('F'));
        assert_eq!(Key::from_name("7", false), Key::Char('7'));
        assert_eq!(Key::from_name("Tab", true), Key::BackTab);
        assert_eq!(Key::from_name("Shift", true), Key::Other);
    }
}
