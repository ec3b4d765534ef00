//! Keeps the simulator's HTTP to this computer: loopback addresses only, and only requests that were meant for them.

use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::door::Door;

/// An address others could reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a loopback address; the simulator serves this computer only")]
pub struct NotLoopback(pub SocketAddr);

/// Lets loopback addresses through.
///
/// # Errors
/// Any other: do not listen there.
pub fn only(address: SocketAddr) -> Result<SocketAddr, NotLoopback> {
    if address.ip().is_loopback() { Ok(address) } else { Err(NotLoopback(address)) }
}

/// The names a server of the simulator is asked for by.
pub(super) fn door(address: SocketAddr) -> Door {
    Door::of(vec![address.to_string(), format!("localhost:{}", address.port())])
}

/// Refuses a request whose Host is another name (DNS rebinding), or that another page makes: its form, its script, its
/// picture.
pub(super) async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match door.admit(&parts) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(shut) => {
            tracing::warn!(?shut, "refused");
            shut.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{door, only};

    #[test]
    fn only_this_computer_is_served() {
        assert!(only("127.0.0.1:0".parse().expect("address")).is_ok());
        assert!(only("[::1]:80".parse().expect("address")).is_ok());
        for others in ["0.0.0.0:80", "[::]:80", "192.0.2.1:80"] {
            assert!(only(others.parse().expect("address")).is_err(), "{others}");
        }
        let door = door("127.0.0.1:8080".parse().expect("address"));
        for host in ["127.0.0.1:8080", "localhost:8080"] {
            assert!(door.knows(host), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:8081", "127.64.1.2:8080", "localhost", "[::1]:8080", ""] {
            assert!(!door.knows(host), "{host}");
        }
    }
}
