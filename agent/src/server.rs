//! Routes, and what each asks of whoever comes: the page is shown to a browser of this computer, its socket opens to that
//! page alone.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use catlink_shared::wire::{MOST_BYTES, SUBPROTOCOL};

use crate::door::complaints::REFUSED;
use crate::door::guests::{Guests, Visit};
use crate::door::places::Places;
use crate::door::secret::InstallSecret;
use crate::door::{self, Door, Shut, accept, headers};
use crate::register::Register;
use crate::{page, session};

/// What every request needs to know.
#[derive(Debug, Clone)]
struct Server {
    register: Arc<Register>,
    door: Door,
    aliases: Door,
    secret: InstallSecret,
    /// Where the page is, for those who ask under another name of this computer.
    home: Arc<str>,
    port: u16,
}

/// Serves the page and its WebSocket until `stop` resolves.
pub async fn serve(
    register: Arc<Register>,
    places: Places,
    secret: InstallSecret,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let home = places.url().into();
    let Places { page, beside, door, aliases, address } = places;
    let server = Server { register, door, aliases, secret, home, port: address.port() };
    let (routes, guests) = (routes(server), Guests::default());
    let also = async {
        match beside {
            Some(beside) => accept::serve(beside, routes.clone(), guests.clone()).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = accept::serve(page, routes.clone(), guests.clone()) => {}
        () = also => {}
        () = stop => {}
    }
}

fn routes(server: Server) -> Router {
    Router::new()
        .route("/ws", get(upgrade))
        .route("/healthz", get(async || "ok"))
        .fallback(get(page::serve))
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server)
}

/// The same for every route: who may ask at all, and headers that keep others' content out.
async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = match server.admit(&parts) {
        Ok(Admitted::Page) => {
            let shows_page = parts.uri.path() == "/";
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if shows_page {
                response.headers_mut().insert(header::SET_COOKIE, server.secret.cookie(server.port));
            }
            response
        }
        Ok(Admitted::OtherName) => lead_to(&server.home),
        Err(shut) => {
            if REFUSED.may_say() {
                let path: String = parts.uri.path().chars().take(40).collect();
                tracing::warn!(?shut, method = %parts.method, path, "refused");
            }
            shut.into_response()
        }
    };
    headers::write(response.headers_mut());
    response
}

/// What is let in.
enum Admitted {
    /// It asks for the page by its name.
    Page,
    /// It asks for the page by another name of this computer.
    OtherName,
}

impl Server {
    fn admit(&self, request: &Parts) -> Result<Admitted, Shut> {
        let admitted = match self.door.admit(request) {
            Ok(()) => Admitted::Page,
            Err(Shut::Host) if request.uri.path() == "/" => {
                self.aliases.admit(request)?;
                Admitted::OtherName
            }
            Err(shut) => return Err(shut),
        };
        door::only_asks(request)?;
        Ok(admitted)
    }
}

/// Under one name only: what a page keeps, and what it is given, belongs to the name it was opened by.
fn lead_to(home: &str) -> Response {
    let Ok(home) = HeaderValue::from_str(home) else { return Shut::Host.into_response() };
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, home)]).into_response()
}

async fn upgrade(
    State(server): State<Server>,
    Extension(visit): Extension<Arc<Visit>>,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    if let Err(shut) = server.is_own_page(&parts) {
        if REFUSED.may_say() {
            tracing::warn!(?shut, "WebSocket refused: not the served page");
        }
        return shut.into_response();
    }
    if !names_us(&parts.headers) {
        return (StatusCode::BAD_REQUEST, SUBPROTOCOL).into_response();
    }
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(no_upgrade) => return no_upgrade.into_response(),
    };
    upgrade
        .protocols([SUBPROTOCOL])
        // What is a little too long gets an answer; what is far too long ends the connection.
        .max_message_size(4 * MOST_BYTES)
        .max_frame_size(4 * MOST_BYTES)
        .on_upgrade(move |socket| session::run(server.register, socket, visit))
}

impl Server {
    /// The page says where it is from, and brings along what it was given.
    fn is_own_page(&self, request: &Parts) -> Result<(), Shut> {
        door::says_where_it_is_from(request)?;
        if self.secret.is_in(&request.headers, self.port) { Ok(()) } else { Err(Shut::Secret) }
    }
}

fn names_us(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == SUBPROTOCOL)
}

#[cfg(test)]
mod tests;
