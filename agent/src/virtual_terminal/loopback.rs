//! Keeps the simulator's HTTP to this computer: loopback addresses only, and only requests that were meant for them.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

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

/// Refuses a request whose Host is another name (DNS rebinding) or whose Origin is another page.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = text(headers, header::HOST.as_str());
    let origin = text(headers, header::ORIGIN.as_str());
    let foreign_page = origin.is_some_and(|origin| origin.strip_prefix("http://") != host);
    if !host.is_some_and(is_local) || foreign_page {
        return (StatusCode::FORBIDDEN, "loopback only\n").into_response();
    }
    next.run(request).await
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

fn is_local(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{is_local, only};

    #[test]
    fn only_this_computer_is_served() {
        assert!(only("127.0.0.1:0".parse().expect("address")).is_ok());
        assert!(only("[::1]:80".parse().expect("address")).is_ok());
        assert!(only("0.0.0.0:80".parse().expect("address")).is_err());
        for host in ["127.0.0.1", "127.0.0.1:8080", "127.64.1.2:1", "localhost:1", "[::1]:1"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["example.com", "127.0.0.1.example.com:80", "localhost.example", "192.0.2.1:80", ""] {
            assert!(!is_local(host), "{host}");
        }
    }
}
