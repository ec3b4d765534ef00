//! Routes, and what each asks of whoever comes: the page is shown to a browser of this computer, its socket opens to that
//! page, and to pages from elsewhere that were paired.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use catlink_shared::origin::Origin;
use catlink_shared::wire::{MOST_BYTES, SUBPROTOCOL};

use crate::door::complaints::REFUSED;
use crate::door::elsewhere::{Caller, Elsewhere, HEALTH, SOCKET, somebody_is_here};
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
        .route(SOCKET, get(upgrade))
        .route(HEALTH, get(async || "ok"))
        .fallback(get(page::serve))
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server)
}

/// The same for every route: who may ask at all, and headers that keep others' content out.
async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut response = match server.admit(&parts) {
        Ok(Admitted::Page(caller)) => {
            let shows_page = parts.uri.path() == "/";
            parts.extensions.insert(caller);
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if shows_page {
                response.headers_mut().insert(header::SET_COOKIE, server.secret.cookie(server.port));
            }
            response
        }
        Ok(Admitted::AsksWhoIsHere) => return somebody_is_here(),
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
    /// It asks for the page by its name, or for the socket of a page from elsewhere.
    Page(Caller),
    /// It asks whether somebody is here.
    AsksWhoIsHere,
    /// It asks for the page by another name of this computer.
    OtherName,
}

impl Server {
    fn admit(&self, request: &Parts) -> Result<Admitted, Shut> {
        let admitted = match self.door.admit(request) {
            Ok(()) => Admitted::Page(Caller::Own),
            Err(shut @ (Shut::Origin | Shut::Site)) => {
                self.admit_from_elsewhere(request).map_err(|_| shut)?
            }
            Err(Shut::Host) if request.uri.path() == "/" => {
                self.aliases.admit(request)?;
                Admitted::OtherName
            }
            Err(shut) => return Err(shut),
        };
        door::only_asks(request)?;
        Ok(admitted)
    }

    fn admit_from_elsewhere(&self, request: &Parts) -> Result<Admitted, Shut> {
        let knows = |origin: &Origin| self.register.pairings.lets_in(origin);
        Ok(match self.door.admit_from_elsewhere(request, knows)? {
            Elsewhere::Hosted(origin) => Admitted::Page(Caller::Hosted(origin)),
            Elsewhere::AsksWhoIsHere => Admitted::AsksWhoIsHere,
        })
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
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    if let Err(shut) = server.may_open(&parts, &caller) {
        if REFUSED.may_say() {
            tracing::warn!(?shut, "WebSocket refused: not the served page");
        }
        return shut.into_response();
    }
    let Some(protocol) = protocol_of(&parts.headers) else {
        return (StatusCode::BAD_REQUEST, SUBPROTOCOL).into_response();
    };
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(no_upgrade) => return no_upgrade.into_response(),
    };
    visit.opens_socket_of(&caller);
    upgrade
        .protocols([protocol])
        // What is a little too long gets an answer; what is far too long ends the connection.
        .max_message_size(4 * MOST_BYTES)
        .max_frame_size(4 * MOST_BYTES)
        .on_upgrade(move |socket| session::run(server.register, socket, visit, caller))
}

impl Server {
    /// The served page says where it is from, and brings along what it was given. One from elsewhere was known by its
    /// origin; what it has to show besides it says in its first message.
    fn may_open(&self, request: &Parts, caller: &Caller) -> Result<(), Shut> {
        match caller {
            Caller::Own => {
                door::says_where_it_is_from(request)?;
                if self.secret.is_in(&request.headers, self.port) { Ok(()) } else { Err(Shut::Secret) }
            }
            Caller::Hosted(_) => Ok(()),
        }
    }
}

/// Which of ours it names. A page of another version comes in, too: each of its messages is told that it is of another
/// version, which a connection that does not open could not say.
fn protocol_of(headers: &HeaderMap) -> Option<String> {
    let named = || {
        let values = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
        values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
    };
    named()
        .find(|one| *one == SUBPROTOCOL)
        .or_else(|| named().find(|one| is_a_version(one)))
        .map(str::to_owned)
}

fn is_a_version(protocol: &str) -> bool {
    let number = protocol.strip_prefix("catlink.v");
    number.is_some_and(|number| number.parse::<u16>().is_ok_and(|version| version.to_string() == number))
}

#[cfg(test)]
mod tests;
