//! One field of a master: what it takes, and what is said when it does not.

use super::Master;
use crate::barcode::half_width;
use crate::card::guard::{Reading, has_card_data};
use crate::card::looks_like_card_number;

/// As many fields as a form of the page can hold.
pub const MOST_RULES: usize = 48;

/// One field of a master.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name in files, messages and the books.
    pub key: &'static str,
    /// Its name on screens and in CSV headers.
    pub label: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it may stay empty.
    pub need: Need,
    /// What a new row starts with.
    pub preset: &'static str,
    /// One sentence beside the field.
    pub hint: &'static str,
    /// The tab of the form it stands in; the same for all where there are no tabs.
    pub tab: &'static str,
    /// Whether lists show it.
    pub listed: Listed,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may not.
    Needed,
    /// It may.
    Optional,
}

/// Whether a list of rows shows a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// As a column.
    Column,
    /// In the form only.
    FormOnly,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// So many characters of any kind at most.
    Text(usize),
    /// Half width letters, digits and signs, so many at most.
    Code(usize),
    /// Digits, from so many to so many.
    Digits(usize, usize),
    /// A whole number between two.
    Number(i64, i64),
    /// One of these: code and label, shown as "N:label".
    Choice(&'static [(&'static str, &'static str)]),
    /// A day, `2026-11-23`.
    Date,
    /// A code of another master.
    Reference(Master),
    /// JAN-13, JAN-8, or the first seven digits of an in-store code.
    Jan,
    /// T and 13 digits with their check digit (登録番号).
    Registration,
    /// Digits and hyphens.
    Phone,
}

/// Told of a card number.
const CARD_NUMBER: &str = "カード番号のような数字を含められません。";

/// 0:しない 1:する
pub const NO_YES: &[(&str, &str)] = &[("0", "しない"), ("1", "する")];

impl Rule {
    /// A field that may stay empty, shown in lists.
    #[must_use]
    pub const fn new(key: &'static str, label: &'static str, takes: Takes) -> Self {
        Self {
            key,
            label,
            takes,
            need: Need::Optional,
            preset: "",
            hint: "",
            tab: "",
            listed: Listed::Column,
        }
    }

    /// It must be filled in.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { need: Need::Needed, ..self }
    }

    /// What a new row starts with.
    #[must_use]
    pub const fn preset(self, preset: &'static str) -> Self {
        Self { preset, ..self }
    }

    /// One sentence beside the field.
    #[must_use]
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// In the form only, in a tab.
    #[must_use]
    pub const fn on(self, tab: &'static str) -> Self {
        Self { tab, listed: Listed::FormOnly, ..self }
    }

    /// In the form only.
    #[must_use]
    pub const fn unlisted(self) -> Self {
        Self { listed: Listed::FormOnly, ..self }
    }

    /// A column of lists though it stands in a tab.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { listed: Listed::Column, ..self }
    }

    /// The text as the field keeps it.
    ///
    /// # Errors
    /// A sentence for whoever typed it, naming the field.
    pub fn take(&self, text: &str) -> Result<String, String> {
        let text = self.tidy(text);
        if text.is_empty() {
            return match self.need {
                Need::Needed => Err(format!("{}を入力してください。", self.label)),
                Need::Optional => Ok(text),
            };
        }
        match self.fault(&text).or_else(|| card_number(&text)) {
            None => Ok(text),
            Some(why) => Err(format!("{}は{why}", self.label)),
        }
    }

    /// Blanks at the ends go, figures become half width where the field is for figures.
    fn tidy(&self, text: &str) -> String {
        match self.takes {
            Takes::Text(_) => text.trim().to_owned(),
            Takes::Registration => half_width(text).to_ascii_uppercase(),
            Takes::Number(..) => plain_number(&half_width(text)),
            Takes::Code(_)
            | Takes::Digits(..)
            | Takes::Choice(_)
            | Takes::Date
            | Takes::Reference(_)
            | Takes::Jan
            | Takes::Phone => half_width(text),
        }
    }

    fn fault(&self, text: &str) -> Option<String> {
        let length = text.chars().count();
        let wrong = |is: bool, why: String| is.then_some(why);
        match self.takes {
            Takes::Text(most) => {
                wrong(length > most, format!("{most}文字以内で入力してください({length}文字あります)。"))
                    .or_else(|| {
                        wrong(
                            text.chars().any(char::is_control),
                            "改行などの制御文字を含められません。".to_owned(),
                        )
                    })
                    .or_else(|| wrong(looks_like_card_number(text), CARD_NUMBER.to_owned()))
            }
            Takes::Code(most) => {
                let unfit = length > most || !text.chars().all(|c| c.is_ascii_graphic());
                wrong(unfit, format!("半角英数字{most}文字以内で入力してください。"))
            }
            Takes::Digits(least, most) => {
                let unfit = !(least..=most).contains(&length) || !text.bytes().all(|b| b.is_ascii_digit());
                let span = if least == most { format!("{most}") } else { format!("{least}~{most}") };
                wrong(unfit, format!("半角数字{span}桁で入力してください。"))
            }
            Takes::Number(least, most) => {
                let unfit = text.parse().map_or(true, |number: i64| !(least..=most).contains(&number));
                wrong(unfit, format!("{least}から{most}までの数字で入力してください。"))
            }
            Takes::Choice(options) => {
                let unknown = !options.iter().any(|(code, _)| *code == text);
                wrong(unknown, format!("次から選んでください。{}", listing(options)))
            }
            Takes::Date => wrong(!is_date(text), "日付を 2026-11-23 の形で入力してください。".to_owned()),
            Takes::Reference(master) => {
                let unfit = length > 20 || !text.chars().all(|c| c.is_ascii_graphic());
                wrong(unfit, format!("{}のコードを入力してください。", master.label()))
            }
            Takes::Jan => wrong(!is_jan(text), JAN.to_owned()),
            Takes::Registration => wrong(!is_registration(text), REGISTRATION.to_owned()),
            Takes::Phone => {
                let unfit = length > 15 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                wrong(unfit, "数字とハイフンで15文字以内で入力してください(例 03-1234-5678)。".to_owned())
            }
        }
    }

    /// The label of a choice's code; other texts as they are.
    #[must_use]
    pub fn shown<'a>(&self, text: &'a str) -> std::borrow::Cow<'a, str> {
        match self.takes {
            Takes::Choice(options) => options
                .iter()
                .find(|(code, _)| *code == text)
                .map_or(text.into(), |(code, label)| format!("{code}:{label}").into()),
            _ => text.into(),
        }
    }
}

const JAN: &str = "JANコード(13桁か8桁、末尾は検査数字)、または価格付きインストアコードの先頭7桁(20~29始まり)で入力してください。";
const REGISTRATION: &str = "Tと13桁の数字で入力してください。番号(検査数字)が正しくありません。";

/// `01,000` is 1000; what is no number stays as it is, to be refused.
fn plain_number(text: &str) -> String {
    let text = text.replace(',', "");
    text.parse::<i64>().map_or(text, |number| number.to_string())
}

/// `0:しない 1:する`
#[must_use]
pub fn listing(options: &[(&str, &str)]) -> String {
    options.iter().map(|(code, label)| format!("{code}:{label}")).collect::<Vec<_>>().join(" ")
}

/// Whether a text is a day of the calendar (proleptic Gregorian), `YYYY-MM-DD`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut part = |digits: usize| -> Option<u32> {
        let part = parts.next()?;
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    year >= 1900 && (1..=days).contains(&day)
}

fn is_jan(text: &str) -> bool {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    match text.len() {
        13 | 8 => crate::barcode::has_check_digit(text),
        7 => text.starts_with('2'),
        _ => false,
    }
}

/// The check digit of a corporate number (法人番号, ordinance of the Ministry of Finance 2014 No. 70, art. 2): 9 minus the
/// remainder by 9 of the sum of its digits weighted 1 and 2 from the right.
fn is_registration(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('T').filter(|rest| rest.len() == 13) else { return false };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut values = digits.bytes().map(|b| u32::from(b - b'0'));
    let check = values.next();
    let sum: u32 =
        values.rev().enumerate().map(|(place, digit)| digit * if place % 2 == 0 { 1 } else { 2 }).sum();
    check == Some(9 - sum % 9)
}

/// A code or a phone of 14 figures and more may be a card number, too.
fn card_number(text: &str) -> Option<String> {
    has_card_data(text, Reading::Typed).then(|| CARD_NUMBER.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Rule, Takes, is_date};

    #[test]
    fn what_a_field_does_not_take_is_said_with_its_name() {
        for (takes, text, said) in [
            (Takes::Text(3), "あいうえ", "3文字以内"),
            (Takes::Text(40), "4111 1111 1111 1111", "カード番号"),
            (Takes::Code(20), "4111111111111111", "カード番号"),
            (Takes::Phone, "378282246310005", "カード番号"),
            (Takes::Code(4), "あ", "半角英数字"),
            (Takes::Digits(2, 4), "1", "2~4桁"),
            (Takes::Number(0, 100), "101", "0から100"),
            (Takes::Choice(super::NO_YES), "2", "0:しない 1:する"),
            (Takes::Date, "2026-02-29", "2026-11-23"),
            (Takes::Jan, "4901234567890", "検査数字"),
            (Takes::Registration, "T1234567890123", "検査数字"),
            (Takes::Phone, "03(1234)5678", "ハイフン"),
        ] {
            let message = Rule::new("x", "項目", takes).take(text).expect_err(text);
            assert!(message.starts_with("項目は") && message.contains(said), "{message}");
        }
    }

    #[test]
    fn figures_in_full_width_are_taken() {
        let take = |takes, text| Rule::new("x", "項目", takes).take(text);
        assert_eq!(take(Takes::Number(0, 99_999), "０１,０００"), Ok("1000".to_owned()));
        assert_eq!(take(Takes::Choice(super::NO_YES), "１"), Ok("1".to_owned()));
        // The National Tax Agency's own corporate number.
        assert_eq!(take(Takes::Registration, "ｔ7000012050002"), Ok("T7000012050002".to_owned()));
        assert_eq!(take(Takes::Jan, "4901234567894"), Ok("4901234567894".to_owned()));
        assert_eq!(take(Takes::Jan, "2100001"), Ok("2100001".to_owned()));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (text, is) in [
            ("2024-02-29", true),
            ("2100-02-29", false),
            ("2026-04-31", false),
            ("2026-4-01", false),
            ("2026-04", false),
            ("2026-00-10", false),
        ] {
            assert_eq!(is_date(text), is, "{text}");
        }
    }

    #[test]
    fn a_needed_field_is_not_left_empty() {
        assert_eq!(
            Rule::new("x", "名称", Takes::Text(9)).needed().take("  "),
            Err("名称を入力してください。".to_owned())
        );
        assert_eq!(Rule::new("x", "名称", Takes::Text(9)).take(" "), Ok(String::new()));
    }
}
