//! What can strike in a cell, dealt from the seed alone.

use super::blow::Blow;
use super::chance::Chance;
use super::possible::can_occur;
use super::settings::Settings;
use super::step::Step;

/// Every fault at every step at which it can occur, dealt like cards: all of them before one comes again.
#[derive(Debug, Clone)]
pub struct Deck(Vec<(Blow, Step)>);

/// How often a payment without any fault is among the cards.
const PLAIN: usize = 8;

impl Deck {
    /// The deck of a cell.
    #[must_use]
    pub fn of(settings: &Settings, of_terminal: Vec<Blow>, small_disk: bool) -> Self {
        let mut cards: Vec<_> = Blow::from_outside()
            .into_iter()
            .chain(of_terminal)
            .flat_map(|blow| Step::ALL.map(|step| (blow.clone(), step)))
            .filter(|(blow, step)| can_occur(blow, *step, settings, small_disk))
            .filter(|(blow, _)| !settings.without.contains(&blow.word()))
            .collect();
        cards.extend(std::iter::repeat_n((Blow::Nothing, Step::OwnMoment), PLAIN - 1));
        Self(cards)
    }

    /// Everything in it.
    #[must_use]
    pub fn cards(&self) -> &[(Blow, Step)] {
        &self.0
    }

    /// What strikes in a register's payment of this number.
    #[must_use]
    pub fn deal(&self, settings: &Settings, register: u64, number: u64) -> (Blow, Step) {
        let size = self.0.len() as u64;
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        Chance::of(&[settings.seed, register, number / size, 1]).shuffle(&mut order);
        let place = usize::try_from(number % size).unwrap_or(0);
        self.0[order[place]].clone()
    }
}
