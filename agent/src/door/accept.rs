//! The loop that takes connections: each with its limits in size and time, and no more of them than there is room for.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use super::guests::{Guests, Visit};
use super::limits::{HEAD_BYTES, HEAD_LINES, HEAD_TIME, VISIT_TIME};

/// Before the next try, where the system gives no connection (it has no more of them).
const PAUSE: Duration = Duration::from_millis(50);

/// Serves whoever comes; every request finds its [`Visit`] among its extensions.
pub async fn serve(listener: TcpListener, routes: Router, guests: Guests) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let visit = Arc::new(guests.arrive());
                tokio::spawn(attend(stream, routes.clone(), visit));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn attend(stream: TcpStream, routes: Router, visit: Arc<Visit>) {
    // Small messages must not wait for each other.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let routes = TowerToHyperService::new(routes.layer(Extension(Arc::clone(&visit))));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEAD_LINES)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), routes)
        .with_upgrades();
    tokio::select! {
        served = tokio::time::timeout(VISIT_TIME, connection) => match served {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "a connection ended"),
            Err(_) => tracing::debug!("a connection took too long"),
        },
        () = visit.has_to_leave() => tracing::debug!("a connection made room for another one"),
    }
}
