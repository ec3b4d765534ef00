//! How a connection ends, and what the page is told of it: so that it knows whether to come back.

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use catlink_shared::wire::{CLOSE_MADE_ROOM, CLOSE_NOT_PAIRED};

use crate::door::limits::FAREWELL_TIME;

/// So much of what a page still says is taken off its line, unheard, so that the line ends in order.
const MOST_UNHEARD: usize = 32;

/// Why it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The page went away, does not read, or never said who it is.
    Gone,
    /// It had to make room for others.
    MadeRoom,
    /// It is a page from elsewhere that is not paired, or not any more.
    NotPaired,
}

impl End {
    const fn code(self) -> Option<u16> {
        match self {
            Self::Gone => None,
            Self::MadeRoom => Some(CLOSE_MADE_ROOM),
            Self::NotPaired => Some(CLOSE_NOT_PAIRED),
        }
    }

    /// Tells the page, where it listens. Whatever it still says is heard by nobody.
    pub(super) async fn say(self, socket: &mut WebSocket) {
        let Some(code) = self.code() else { return };
        let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
        let farewell = async {
            if socket.send(close).await.is_err() {
                return;
            }
            for _ in 0..MOST_UNHEARD {
                let Some(Ok(_)) = socket.recv().await else { return };
            }
        };
        // One that does not listen is gone all the same.
        let _ = tokio::time::timeout(FAREWELL_TIME, farewell).await;
    }
}
