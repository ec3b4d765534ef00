//! Where in a payment a fault strikes.

/// A step of a payment, as somebody outside can see it: by the page's update or on the terminal's face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The sale is rung up, nothing is asked yet.
    BeforeAccept,
    /// The page hears that the payment is accepted.
    Accepted,
    /// The page is shown that SALES left, and no word of the terminal yet.
    Sent,
    /// The terminal waits for the customer, who waits, too.
    CardWait,
    /// The centre is asked and does not answer yet.
    Centre,
    /// The result is stored in the terminal and not offered yet.
    ResultStored,
    /// The result is offered, and the agent is about to write it down.
    ResultOnTheWay,
    /// The page is shown how it ended.
    Settled,
    /// The result is lost, and the agent or a person is about to find out.
    Inquiry,
    /// The fault's own: the terminal was told beforehand and waits for its moment.
    OwnMoment,
}

impl Step {
    /// All of them, in the order of a payment.
    pub const ALL: [Self; 10] = [
        Self::BeforeAccept,
        Self::Accepted,
        Self::Sent,
        Self::CardWait,
        Self::Centre,
        Self::ResultStored,
        Self::ResultOnTheWay,
        Self::Settled,
        Self::Inquiry,
        Self::OwnMoment,
    ];

    /// Those at which something can strike from outside.
    pub const OUTSIDE: &'static [Self] = &[
        Self::BeforeAccept,
        Self::Accepted,
        Self::Sent,
        Self::CardWait,
        Self::Centre,
        Self::ResultStored,
        Self::ResultOnTheWay,
        Self::Settled,
        Self::Inquiry,
    ];

    /// A word for tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BeforeAccept => "before",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::CardWait => "card",
            Self::Centre => "centre",
            Self::ResultStored => "stored",
            Self::ResultOnTheWay => "on way",
            Self::Settled => "settled",
            Self::Inquiry => "inquiry",
            Self::OwnMoment => "own",
        }
    }
}
