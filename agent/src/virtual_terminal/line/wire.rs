//! What goes wrong between the terminal and the wire: on request only.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{End, Faults, Kind, Parcel};
use crate::driver::basic::block::STX;
use crate::virtual_terminal::fault::Fault;

/// Between the pieces of a split write (ours: less than the shortest byte timer).
const BETWEEN_PIECES: Duration = Duration::from_millis(2);

/// Bytes that are no message: what a port says while a plug is being pushed in.
const JUNK: &[u8] = &[0x00, 0x7F, b'A', 0xFE, b'9'];

/// Behind what waits already; a line of the daily log lets everything else go first.
pub(super) fn line_up(queue: &mut VecDeque<Parcel>, parcel: Parcel) {
    let first_log = queue.iter().position(|queued| queued.kind == Kind::Log);
    match first_log.filter(|_| parcel.kind != Kind::Log) {
        Some(place) => queue.insert(place, parcel),
        None => queue.push_back(parcel),
    }
}

fn millis(ms: Option<u64>) -> Option<Duration> {
    ms.map(Duration::from_millis)
}

/// Whether the terminal is deaf and dumb.
pub(super) fn is_silent(faults: &Faults) -> bool {
    faults.lock().has(|fault| matches!(fault, Fault::Silent { .. }))
}

/// Waits as long as a slow terminal does.
pub(super) async fn dawdle(faults: &Faults) {
    let slow = faults.lock().take(|fault| match fault {
        Fault::Slow { ms } => Some(*ms),
        _other => None,
    });
    if let Some(ms) = slow {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}

/// Writes one block of a message, with whatever is to go wrong with it. Nothing of it may follow an error.
pub(super) async fn write_block(
    io: &mut (impl AsyncWrite + Unpin),
    mut bytes: Vec<u8>,
    kind: Kind,
    faults: &Faults,
) -> Result<(), End> {
    let (cut, split) = {
        let mut faults = faults.lock();
        if faults.fires(&Fault::WrongBcc)
            && let Some(check) = bytes.last_mut()
        {
            *check ^= 0x5A;
        }
        let cut = faults.take(|fault| match fault {
            Fault::CutInResult { byte, back_after_ms } if kind == Kind::Result => {
                Some((*byte, millis(*back_after_ms)))
            }
            Fault::CutInAnswer { message, byte, back_after_ms } if says(&bytes, message.word()) => {
                Some((*byte, millis(*back_after_ms)))
            }
            _other => None,
        });
        if faults.fires(&Fault::Garbage) {
            bytes.splice(0..0, JUNK.iter().copied());
        }
        let split = faults.take(|fault| match fault {
            Fault::SplitWrites { size } => Some((*size).max(1)),
            _other => None,
        });
        (cut, split)
    };
    if let Some((byte, back)) = cut {
        bytes.truncate(byte);
        write(io, &bytes).await?;
        // What was written is to arrive before the line goes away.
        tokio::time::sleep(Duration::from_millis(50)).await;
        return Err(End::of(back));
    }
    for piece in bytes.chunks(split.unwrap_or(usize::MAX)) {
        write(io, piece).await?;
        if split.is_some() {
            tokio::time::sleep(BETWEEN_PIECES).await;
        }
    }
    Ok(())
}

/// Writes control characters as they are.
pub(super) async fn write(io: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> Result<(), End> {
    let written = async {
        io.write_all(bytes).await?;
        io.flush().await
    };
    written.await.map_err(|_gone| End::After(super::AGAIN))
}

/// Whether a block begins this message.
fn says(block: &[u8], word: &[u8]) -> bool {
    block.get(2..).is_some_and(|text| text.starts_with(word))
}

/// Watches for the byte of a message at which the line is to be cut.
#[derive(Default)]
pub(super) struct RequestWatch {
    /// The block so far, from STX.
    seen: Vec<u8>,
}

impl RequestWatch {
    /// How many of these bytes still come through, and the cut where there is one.
    pub(super) fn push(&mut self, bytes: &[u8], faults: &Faults) -> (usize, Option<End>) {
        let mut faults = faults.lock();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == STX {
                self.seen.clear();
            } else if self.seen.is_empty() {
                continue;
            }
            self.seen.push(*byte);
            // What follows is looked at too: the first two bytes are the same in every message.
            let text = self.seen.iter().chain(&bytes[at + 1..]).skip(2);
            let is =
                |word: &[u8]| text.clone().next().is_some() && text.clone().zip(word).all(|(a, b)| a == b);
            let cut = faults.take(|fault| match fault {
                Fault::CutInSales { byte, back_after_ms } if *byte == self.seen.len() && is(b"SALES") => {
                    Some(millis(*back_after_ms))
                }
                Fault::CutInRequest { message, byte, back_after_ms }
                    if *byte == self.seen.len() && is(message.word()) =>
                {
                    Some(millis(*back_after_ms))
                }
                _other => None,
            });
            if let Some(back) = cut {
                return (at + 1, Some(End::of(back)));
            }
        }
        (bytes.len(), None)
    }
}
