//! The draw of a script: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014), which is
//! the same everywhere and needs no crate.

use crate::virtual_terminal::fault::{Fault, RequestWord, SaidWord};

/// Shortest SALES there is, bytes: a cut beyond would never come.
const SALES_BYTES: u64 = 200;
/// Shortest RESULT.
const RESULT_BYTES: u64 = 200;

pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64, nth: u64) -> Self {
        let mut draw = Self(seed);
        draw.0 = draw.next() ^ nth.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 1 to `most`.
    fn up_to(&mut self, most: u64) -> u64 {
        self.next() % most.max(1) + 1
    }

    /// 0 to `count` − 1 in some order (Fisher and Yates).
    pub(super) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            let with = usize::try_from(self.up_to(last as u64 + 1) - 1).unwrap_or_default();
            order.swap(last, with);
        }
        order
    }

    /// How often a fault strikes in its turn: what is only repeated after one strike is also seen to fail for good.
    pub(super) fn times(&mut self, fault: &Fault) -> u32 {
        let most = match fault {
            Fault::NakBlocks | Fault::NakSales | Fault::WrongBcc | Fault::LostAck | Fault::DeafToAck => 4,
            Fault::Slow { .. } | Fault::BidBusy | Fault::MergedWrites | Fault::EnquiryError => 3,
            Fault::Garbage | Fault::SplitWrites { .. } => 20,
            _once => 1,
        };
        u32::try_from(self.up_to(most)).unwrap_or(1)
    }

    /// The fault with values of this draw: another byte, delay, amount. What goes away comes back by itself, since nobody
    /// may be there.
    pub(super) fn values(&mut self, fault: &Fault) -> Fault {
        let mut drawn = fault.clone();
        match &mut drawn {
            Fault::Slow { ms } => *ms = self.up_to(4_000),
            Fault::LateResult { ms } if *ms < 60_000 => *ms = self.up_to(8_000),
            Fault::LateAnswer { ms } | Fault::CentreLate { ms } => *ms = self.up_to(8_000),
            Fault::CutInSales { byte, .. } => *byte = self.byte(SALES_BYTES),
            Fault::CutInRequest { message, byte, .. } => *byte = self.byte(shortest_request(*message)),
            Fault::CutInResult { byte, .. } => *byte = self.byte(RESULT_BYTES),
            Fault::CutInAnswer { message, byte, .. } => *byte = self.byte(shortest_said(*message)),
            Fault::WrongAmount { by } => *by = i64::try_from(self.up_to(9_999)).unwrap_or(1),
            Fault::WrongSlipNumber { by } => *by = u32::try_from(self.up_to(9_999)).unwrap_or(1),
            Fault::LessSettled { settled } => *settled = i64::try_from(self.up_to(100)).unwrap_or(1),
            Fault::SplitWrites { size } => *size = self.byte(16),
            _as_listed => {}
        }
        if let Some(back_after_ms) = drawn.back_after_ms_mut() {
            *back_after_ms = Some(200 + self.up_to(2_800));
        }
        drawn
    }

    fn byte(&mut self, most: u64) -> usize {
        usize::try_from(self.up_to(most)).unwrap_or(1)
    }
}

/// Bytes of the whole block, STX and BCC with it.
fn shortest_request(message: RequestWord) -> u64 {
    match message {
        RequestWord::Hello => 30,
        RequestWord::Ping | RequestWord::Last => 8,
        RequestWord::Cancel | RequestWord::Query => 57,
    }
}

/// The same for the terminal's.
fn shortest_said(message: SaidWord) -> u64 {
    match message {
        SaidWord::Ready | SaidWord::State => 80,
        SaidWord::Refused | SaidWord::Status | SaidWord::Pending => 90,
        SaidWord::None => 45,
    }
}

impl Fault {
    /// When what went away comes back, in the faults that take something away.
    fn back_after_ms_mut(&mut self) -> Option<&mut Option<u64>> {
        match self {
            Self::Silent { back_after_ms }
            | Self::CutNow { back_after_ms }
            | Self::CutInSales { back_after_ms, .. }
            | Self::CutInRequest { back_after_ms, .. }
            | Self::CutOnceTaken { back_after_ms }
            | Self::CutBeforeResult { back_after_ms }
            | Self::CutInResult { back_after_ms, .. }
            | Self::CutInAnswer { back_after_ms, .. }
            | Self::Standalone { back_after_ms }
            | Self::PaperOut { back_after_ms }
            | Self::PaperOutInPrinting { back_after_ms }
            | Self::CoverOpen { back_after_ms }
            | Self::CoverOpenInPrinting { back_after_ms }
            | Self::TrainingLocked { back_after_ms } => Some(back_after_ms),
            _stays => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    /// As published with the algorithm for the seed 1234567.
    #[test]
    fn the_draw_is_splitmix64() {
        let mut draw = Draw(1_234_567);
        let drawn: Vec<u64> = std::iter::repeat_with(|| draw.next()).take(3).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
