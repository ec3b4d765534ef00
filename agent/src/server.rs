//! Routes, and who may use them: loopback only, exact Host and exact Origin (with port).
//!
//! A page of another origin cannot speak here, nor one that reached us under another name (DNS rebinding); a program
//! without an Origin is refused the WebSocket, too.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use catlink_shared::wire::{MOST_BYTES, SUBPROTOCOL};
use tokio::net::TcpListener;

use crate::register::Register;
use crate::{page, session};

/// What every request needs to know.
#[derive(Debug, Clone)]
struct Door {
    register: Arc<Register>,
    /// `127.0.0.1:7310` and `localhost:7310`.
    hosts: Arc<[String]>,
}

/// Serves the page and its WebSocket until `stop` resolves.
///
/// # Errors
/// The listener failed.
pub async fn serve(
    register: Arc<Register>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    let door = Door { register, hosts: hosts_of(address).into() };
    let routes = Router::new()
        .route("/ws", any(upgrade))
        .route("/healthz", get(async || "ok"))
        .fallback(get(page::serve))
        .layer(middleware::from_fn_with_state(door.clone(), guard))
        .with_state(door);
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        // Small messages must not wait for each other.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    axum::serve(listener, routes).with_graceful_shutdown(stop).await
}

fn hosts_of(address: SocketAddr) -> Vec<String> {
    vec![address.to_string(), format!("localhost:{}", address.port())]
}

/// The same for every route: exact Host, and headers that keep others' content out.
async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| door.hosts.iter().any(|known| known == host)) {
        return (StatusCode::FORBIDDEN, "このアドレスからは利用できません。").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

const SECURITY_HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

async fn upgrade(State(door): State<Door>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let own = origin.is_some_and(|origin| {
        origin.strip_prefix("http://").is_some_and(|host| door.hosts.iter().any(|known| known == host))
    });
    if !own {
        tracing::warn!(?origin, "WebSocket refused: not the served page");
        return (StatusCode::FORBIDDEN, "このページからは利用できません。").into_response();
    }
    let names_us = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == SUBPROTOCOL);
    if !names_us {
        return (StatusCode::BAD_REQUEST, "catlink.v1").into_response();
    }
    upgrade
        .protocols([SUBPROTOCOL])
        // What is a little too long gets an answer; what is far too long ends the connection.
        .max_message_size(4 * MOST_BYTES)
        .max_frame_size(4 * MOST_BYTES)
        .on_upgrade(move |socket| session::run(door.register, socket))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::serve;
    use crate::config::{RunArgs, Settings};
    use crate::register::Register;
    use crate::store::Store;

    /// Serves an empty register and says on which port.
    async fn served() -> u16 {
        let folder = crate::scratch::path("server");
        let args = RunArgs { data_dir: Some(folder.clone()), ..RunArgs::default() };
        let store = Store::open(&folder, catlink_shared::receipt::DataKind::Real).unwrap();
        let register = Register::open(store, Settings::load(&args).unwrap()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve(register, listener, std::future::pending()));
        port
    }

    async fn status(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(request.replace('\n', "\r\n").as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).lines().next().unwrap_or_default().to_owned()
    }

    fn upgrade(port: u16, host: &str, origin: Option<&str>, protocol: &str) -> String {
        let origin = origin.map(|origin| format!("Origin: {origin}\n")).unwrap_or_default();
        format!(
            "GET /ws HTTP/1.1\nHost: {}\n{origin}Connection: Upgrade\nUpgrade: websocket\n\
             Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\
             Sec-WebSocket-Protocol: {protocol}\n\n",
            host.replace("PORT", &port.to_string()),
        )
        .replace("PORT", &port.to_string())
    }

    #[tokio::test]
    async fn only_the_served_page_may_open_the_socket() {
        let port = served().await;
        let own = "127.0.0.1:PORT";
        for (host, origin, protocol, expected) in [
            (own, Some("http://127.0.0.1:PORT"), "catlink.v1", "101"),
            ("localhost:PORT", Some("http://localhost:PORT"), "catlink.v1", "101"),
            (own, None, "catlink.v1", "403"),
            (own, Some("null"), "catlink.v1", "403"),
            (own, Some("http://evil.example"), "catlink.v1", "403"),
            (own, Some("http://127.0.0.1"), "catlink.v1", "403"),
            (own, Some("http://127.0.0.1:1"), "catlink.v1", "403"),
            (own, Some("https://127.0.0.1:PORT"), "catlink.v1", "403"),
            (own, Some("http://127.0.0.1:PORT.evil.example"), "catlink.v1", "403"),
            ("evil.example:PORT", Some("http://evil.example:PORT"), "catlink.v1", "403"),
            ("127.0.0.1", Some("http://127.0.0.1:PORT"), "catlink.v1", "403"),
            (own, Some("http://127.0.0.1:PORT"), "other", "400"),
        ] {
            let line = status(port, &upgrade(port, host, origin, protocol)).await;
            assert!(line.contains(expected), "{host} {origin:?} {protocol}: {line}");
        }
    }

    #[tokio::test]
    async fn another_name_for_this_computer_gets_nothing() {
        let port = served().await;
        let rebound = status(port, "GET / HTTP/1.1\nHost: shop.example\n\n").await;
        assert!(rebound.contains("403"), "{rebound}");
        let own = status(port, &format!("GET /healthz HTTP/1.1\nHost: 127.0.0.1:{port}\n\n")).await;
        assert!(own.contains("200"), "{own}");
    }
}
