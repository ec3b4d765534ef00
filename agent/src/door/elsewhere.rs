//! The little that is let in of pages from elsewhere: one that is paired, or is about to be, opens its socket; and any may
//! ask whether somebody is here at all.
//!
//! Everything else is exact as before: the name that is asked for, and the origin, which is known as a whole or not at all.
//! Which origins are known it is told.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catlink_shared::origin::Origin;

use super::{DEST, Door, MODE, SITE, Shut, the_one};

/// Where a page has its socket.
pub const SOCKET: &str = "/ws";
/// Where it is asked whether somebody is here.
pub const HEALTH: &str = "/healthz";

/// Whose socket it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The page's that is served here.
    Own,
    /// That of a page from elsewhere.
    Hosted(Origin),
}

/// What a page from elsewhere may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// Open its socket.
    Hosted(Origin),
    /// Ask whether somebody is here.
    AsksWhoIsHere,
}

impl Door {
    /// Lets in what a page from elsewhere may do; `knows` says which origins are paired, or about to be.
    ///
    /// # Errors
    /// Anything else, and every other origin: no difference is made between them.
    pub fn admit_from_elsewhere(
        &self,
        request: &Parts,
        knows: impl FnOnce(&Origin) -> bool,
    ) -> Result<Elsewhere, Shut> {
        self.is_asked_for(request)?;
        if asks_who_is_here(request) {
            return Ok(Elsewhere::AsksWhoIsHere);
        }
        let origin = opens_a_socket(request).filter(knows).ok_or(Shut::Origin)?;
        Ok(Elsewhere::Hosted(origin))
    }
}

/// As a script's `fetch` asks with `no-cors`: neither a picture nor a script, nor anything whose answer could be read.
fn asks_who_is_here(request: &Parts) -> bool {
    let headers = &request.headers;
    request.method == Method::GET
        && request.uri == HEALTH
        && !headers.contains_key(header::ORIGIN)
        && matches!(the_one(headers, &SITE), Ok(Some("cross-site" | "same-site")))
        && the_one(headers, &MODE) == Ok(Some("no-cors"))
        && the_one(headers, &DEST) == Ok(Some("empty"))
}

/// The origin of a page that opens its socket, where a browser may have said all of it.
fn opens_a_socket(request: &Parts) -> Option<Origin> {
    let headers = &request.headers;
    let is_of_a_socket = request.method == Method::GET
        && request.uri == SOCKET
        && says(headers, &header::UPGRADE, "websocket")
        && says(headers, &header::CONNECTION, "upgrade")
        && matches!(the_one(headers, &SITE), Ok(None | Some("cross-site" | "same-site")))
        && matches!(the_one(headers, &MODE), Ok(None | Some("websocket")));
    let origin = the_one(headers, &header::ORIGIN).ok().flatten()?;
    if is_of_a_socket { Origin::try_from(origin.to_owned()).ok() } else { None }
}

/// Whether a header that may be there once has this among its words.
fn says(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let said = the_one(headers, name).ok().flatten();
    said.is_some_and(|said| said.split(',').any(|one| one.trim().eq_ignore_ascii_case(word)))
}

/// The whole answer to who asks whether somebody is here: that an answer comes is all it is told.
#[must_use]
pub fn somebody_is_here() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let others = HeaderName::from_static("cross-origin-resource-policy");
    response.headers_mut().insert(others, HeaderValue::from_static("cross-origin"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests;
