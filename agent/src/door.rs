//! The door: who may speak to a server of ours at all, told by the head of a request alone.
//!
//! Names are compared byte by byte with those the server is asked for by: whatever is merely like one of them (another
//! case, a dot at the end, another way to write an address) is another name, so that a name that leads here (DNS
//! rebinding) and a page from elsewhere get nothing. It knows no page, no people and no payment.

pub mod accept;
pub mod complaints;
pub mod elsewhere;
pub mod guests;
pub mod headers;
pub mod limits;
pub mod places;
pub mod secret;

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};

/// Says where a browser's request comes from (Fetch Metadata).
static SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// And what it is for.
static MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// And where the answer goes.
static DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The names a server is asked for by.
#[derive(Debug, Clone)]
pub struct Door {
    /// As `Host` has them: `127.0.0.1:7310`.
    names: Arc<[String]>,
}

/// Why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// Not HTTP/1.1.
    Version,
    /// A request target that names another place than `Host` does, or none.
    Target,
    /// No `Host`, several, or another one.
    Host,
    /// A page of another origin.
    Origin,
    /// The browser says that another site asks.
    Site,
    /// It would change something, and nothing here is changed by such a request.
    Method,
    /// It brings something along.
    Body,
    /// It does not have what the page was given.
    Secret,
}

impl Door {
    /// A door that is asked for by these names.
    #[must_use]
    pub fn of(names: impl Into<Arc<[String]>>) -> Self {
        Self { names: names.into() }
    }

    /// Whether a name is one of them.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Lets a request in that was meant for this server and does not come from elsewhere.
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&self, request: &Parts) -> Result<(), Shut> {
        let host = self.is_asked_for(request)?;
        match the_one(&request.headers, &header::ORIGIN) {
            Ok(None) => {}
            Ok(Some(origin)) if origin.strip_prefix("http://") == Some(host) => {}
            Ok(Some(_)) | Err(()) => return Err(Shut::Origin),
        }
        if comes_from_elsewhere(request) { Err(Shut::Site) } else { Ok(()) }
    }

    /// By which of its names; in the one way a browser asks.
    fn is_asked_for<'a>(&self, request: &'a Parts) -> Result<&'a str, Shut> {
        if request.version != Version::HTTP_11 {
            return Err(Shut::Version);
        }
        if request.uri.authority().is_some() || !request.uri.path().starts_with('/') {
            return Err(Shut::Target);
        }
        let host = the_one(&request.headers, &header::HOST).map_err(|()| Shut::Host)?;
        host.filter(|host| self.knows(host)).ok_or(Shut::Host)
    }
}

/// Only asking, and bringing nothing along.
///
/// # Errors
/// Anything else.
pub fn only_asks(request: &Parts) -> Result<(), Shut> {
    if request.method != Method::GET && request.method != Method::HEAD {
        return Err(Shut::Method);
    }
    let length = request.headers.get_all(header::CONTENT_LENGTH).iter().any(|length| length != "0");
    if length || request.headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(Shut::Body);
    }
    Ok(())
}

/// The served page itself asks: a browser says so of every WebSocket.
///
/// # Errors
/// It says nothing.
pub fn says_where_it_is_from(request: &Parts) -> Result<(), Shut> {
    if request.headers.contains_key(header::ORIGIN) { Ok(()) } else { Err(Shut::Origin) }
}

/// A header that may be there once.
fn the_one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut found = headers.get_all(name).iter();
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(one), None) => one.to_str().map(Some).map_err(|_| ()),
        (Some(_), Some(_)) => Err(()),
    }
}

/// Another site, or another port of this one: it may lead a person to the page as a link does, and nothing else.
fn comes_from_elsewhere(request: &Parts) -> bool {
    let said = |name: &HeaderName| the_one(&request.headers, name).map(Option::unwrap_or_default);
    match the_one(&request.headers, &SITE) {
        Ok(None | Some("same-origin" | "none")) => false,
        Ok(Some("same-site" | "cross-site")) => {
            let follows_a_link = said(&MODE) == Ok("navigate") && said(&DEST) == Ok("document");
            !(follows_a_link && request.method == Method::GET && request.uri.path() == "/")
        }
        Ok(Some(_)) | Err(()) => true,
    }
}

impl Shut {
    const fn status(self) -> StatusCode {
        match self {
            Self::Version => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            Self::Target => StatusCode::BAD_REQUEST,
            Self::Host | Self::Origin | Self::Site | Self::Secret => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Body => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Version => "HTTP/1.1",
            Self::Target | Self::Host => "このアドレスからは利用できません。",
            Self::Origin | Self::Site => "このページからは利用できません。",
            Self::Method | Self::Body => "この方法では利用できません。",
            Self::Secret => "画面を再読み込みしてください。",
        }
    }
}

impl IntoResponse for Shut {
    fn into_response(self) -> Response {
        // Whoever is refused does not stay.
        (self.status(), [(header::CONNECTION, "close")], self.text()).into_response()
    }
}

#[cfg(test)]
mod tests;
