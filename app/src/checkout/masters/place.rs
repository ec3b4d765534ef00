//! A field of a master's form as a [`Field`] of the page.

use catlink_shared::masters::rule::MOST_RULES;
use catlink_shared::masters::{Master, Rule, Takes as Kind};

use crate::checkout::field::{Field, Takes};

/// One field of one master's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    master: Master,
    at: u8,
}

/// Masters there are.
const MASTERS: usize = Master::ALL.len();

/// Every field of every form, so that a screen's fields are a slice.
static FIELDS: [[Field; MOST_RULES]; MASTERS] = fields();

const fn fields() -> [[Field; MOST_RULES]; MASTERS] {
    let mut all = [[Field::Code; MOST_RULES]; MASTERS];
    let mut nth = 0;
    while nth < MASTERS {
        let mut at = 0;
        while at < MOST_RULES {
            #[expect(clippy::cast_possible_truncation, reason = "MOST_RULES is small")]
            let place = Place { master: Master::ALL[nth], at: at as u8 };
            all[nth][at] = Field::Entry(place);
            at += 1;
        }
        nth += 1;
    }
    all
}

/// The fields of a master's form, in its order.
#[must_use]
pub fn fields_of(master: Master) -> &'static [Field] {
    let nth = Master::ALL.iter().position(|known| *known == master).unwrap_or_default();
    FIELDS.get(nth).and_then(|fields| fields.get(..master.rules().len())).unwrap_or_default()
}

/// The fields of one tab; a tab's fields stand together.
#[must_use]
pub fn fields_of_tab(master: Master, tab: &str) -> &'static [Field] {
    let rules = master.rules();
    let first = rules.iter().position(|rule| rule.tab == tab).unwrap_or_default();
    let count = rules.iter().skip(first).take_while(|rule| rule.tab == tab).count();
    fields_of(master).get(first..first + count).unwrap_or_default()
}

impl Place {
    /// The place of a key.
    #[must_use]
    pub fn of(master: Master, key: &str) -> Option<Self> {
        let at = master.rules().iter().position(|rule| rule.key == key)?;
        u8::try_from(at).ok().map(|at| Self { master, at })
    }

    /// Its rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        let rules = self.master.rules();
        rules.get(usize::from(self.at)).unwrap_or(&rules[0])
    }

    /// What may be typed into it.
    #[must_use]
    pub const fn takes(self) -> Takes {
        let rules = self.master.rules();
        if self.at as usize >= rules.len() {
            return Takes::Code(0);
        }
        match rules[self.at as usize].takes {
            Kind::Text(most) => Takes::Text(most),
            Kind::Code(most) => Takes::Code(most),
            Kind::Digits(_, most) => Takes::Digits(most),
            Kind::Number(..) => Takes::Digits(9),
            Kind::Choice(_) => Takes::Digits(6),
            Kind::Date => Takes::Code(10),
            Kind::Reference(_) => Takes::Code(20),
            Kind::Jan => Takes::Digits(13),
            Kind::Registration => Takes::Code(14),
            Kind::Phone => Takes::Code(15),
        }
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::masters::Master;

    use super::{Place, fields_of, fields_of_tab};
    use crate::checkout::field::Field;

    #[test]
    fn every_field_of_every_form_is_in_one_tab() {
        for &master in Master::ALL {
            let mut tabs: Vec<&str> = master.rules().iter().map(|rule| rule.tab).collect();
            tabs.dedup();
            let by_tab: usize = tabs.iter().map(|tab| fields_of_tab(master, tab).len()).sum();
            assert_eq!(
                (by_tab, fields_of(master).len()),
                (master.rules().len(), master.rules().len()),
                "{master:?}"
            );
            for rule in master.rules() {
                let place = Place::of(master, rule.key).expect("a place");
                assert_eq!(place.rule().key, rule.key);
                assert!(fields_of_tab(master, rule.tab).contains(&Field::Entry(place)));
            }
        }
    }
}
