//! Card numbers the brands publish for tests, and every way one can be spelt.

/// A card number for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Whose.
    pub brand: &'static str,
    /// Its figures; they pass the Luhn check.
    pub figures: &'static str,
}

/// One of every length and brand, but the short Visa.
pub const NUMBERS: &[Number] = &[
    Number { brand: "visa", figures: "4111111111111111" },
    Number { brand: "mastercard", figures: "5555555555554444" },
    Number { brand: "amex", figures: "378282246310005" },
    Number { brand: "jcb", figures: "3530111333300000" },
    Number { brand: "diners", figures: "30569309025904" },
    Number { brand: "unionpay", figures: "6205500000000000004" },
];

/// A Visa of thirteen figures: as long as a JAN, so that it is told from one in free text alone.
pub const SHORT: Number = Number { brand: "visa-13", figures: "4222222222222" };

/// A way to spell one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `4111111111111111`
    Plain,
    /// `4111 1111 1111 1111`
    Spaced,
    /// `4111-1111-1111-1111`
    Hyphenated,
    /// `４１１１…`
    FullWidth,
    /// Each figure as its character's code: `34313131…`
    Hex,
    /// `%B4111111111111111^TARO/TEST^2512…?` (ISO/IEC 7811-2)
    Track1,
    /// `;4111111111111111=2512…?`
    Track2,
}

impl Spelling {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Plain,
        Self::Spaced,
        Self::Hyphenated,
        Self::FullWidth,
        Self::Hex,
        Self::Track1,
        Self::Track2,
    ];

    /// A number spelt so.
    #[must_use]
    pub fn of(self, number: Number) -> String {
        let figures = number.figures;
        match self {
            Self::Plain => figures.to_owned(),
            Self::Spaced => in_fours(figures, " "),
            Self::Hyphenated => in_fours(figures, "-"),
            Self::FullWidth => full_width(figures),
            Self::Hex => hex(figures.as_bytes()),
            Self::Track1 => format!("%B{figures}^TARO/TEST^25121010000000000000?"),
            Self::Track2 => format!(";{figures}=25121010000000000000?"),
        }
    }
}

/// Every number in every spelling.
pub fn everything() -> impl Iterator<Item = (Number, Spelling, String)> {
    let spelt = |number: Number| Spelling::ALL.iter().map(move |way| (number, *way, way.of(number)));
    NUMBERS.iter().copied().flat_map(spelt)
}

/// Groups of four with this between them.
#[must_use]
pub fn in_fours(figures: &str, between: &str) -> String {
    let fours: Vec<_> = figures.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    fours.join(between)
}

/// Full width figures.
#[must_use]
pub fn full_width(figures: &str) -> String {
    figures.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect()
}

/// Two small figures for each byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let half = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(half(byte >> 4));
        text.push(half(byte & 15));
    }
    text
}
