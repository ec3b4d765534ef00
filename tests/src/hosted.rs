//! A page that comes from elsewhere, without a browser, and the manager who pairs it.

use anyhow::{Result, bail};
use catlink_shared::ids::PageId;
use catlink_shared::origin::Origin;
use catlink_shared::wire::SUBPROTOCOL;
use catlink_shared::wire::hosted::{HostedPage, HostedReply, HostedRequest, PageKey, PairingCode};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;

use crate::socket::{Knock, Socket, new_id};

/// Where the hosted page of the tests comes from.
pub const POS: &str = "https://pos.example.jp";
/// The manager of the demo books.
pub const MANAGER: &str = "900";

/// A page from there connects, without a word.
///
/// # Errors
/// The agent refuses.
pub fn connect(address: &str, origin: &str) -> Result<Socket> {
    Socket::knock(address, Knock { origin, cookie: None, protocol: SUBPROTOCOL })
}

/// A manager at the served page.
///
/// # Errors
/// The agent refuses.
pub fn manager(address: &str) -> Result<Socket> {
    Socket::greeted_as(address, new_id(PageId::from_parts), MANAGER)
}

/// The manager opens a code for a page from there.
///
/// # Errors
/// The agent refuses.
pub fn offer(manager: &mut Socket, origin: &str) -> Result<PairingCode> {
    match ask(manager, HostedRequest::Offer { origin: Origin::new(origin)? })? {
        HostedReply::Offered { code, .. } => Ok(code),
        other => bail!("instead of a code: {other:?}"),
    }
}

/// The pages that are paired.
///
/// # Errors
/// The agent refuses.
pub fn pages(manager: &mut Socket) -> Result<Vec<HostedPage>> {
    match ask(manager, HostedRequest::List)? {
        HostedReply::List { pages, .. } => Ok(pages),
        other => bail!("instead of a list: {other:?}"),
    }
}

/// The manager asks something of hosted pages.
///
/// # Errors
/// The agent refuses.
pub fn ask(manager: &mut Socket, ask: HostedRequest) -> Result<HostedReply> {
    match manager.ask(Request::Hosted { ask })? {
        Ok(Reply::Hosted { reply }) => Ok(reply),
        other => bail!("the manager is answered {other:?}"),
    }
}

/// A code is typed on the page: its key, or why not.
///
/// # Errors
/// No answer came.
pub fn pair(page: &mut Socket, code: &PairingCode) -> Result<Result<PageKey, RefusalCode>> {
    match page.ask(Request::Pair { code: code.clone() })? {
        Ok(Reply::Paired { key }) => Ok(Ok(key)),
        Ok(other) => bail!("instead of a key: {other:?}"),
        Err(code) => Ok(Err(code)),
    }
}

/// The page says who it is: whether it is welcome, or why not.
///
/// # Errors
/// No answer came.
pub fn hello(page: &mut Socket, key: Option<&PageKey>) -> Result<Result<(), RefusalCode>> {
    let hello = Request::Hello { page_id: new_id(PageId::from_parts), resume: None, key: key.cloned() };
    match page.ask(hello)? {
        Ok(Reply::Welcome { catalog, .. }) => {
            page.catalog = Some(catalog);
            Ok(Ok(()))
        }
        Ok(other) => bail!("instead of a welcome: {other:?}"),
        Err(code) => Ok(Err(code)),
    }
}

/// A page from there that comes with its key and is welcome.
///
/// # Errors
/// It is not.
pub fn greeted(address: &str, origin: &str, key: &PageKey) -> Result<Socket> {
    let mut page = connect(address, origin)?;
    match hello(&mut page, Some(key))? {
        Ok(()) => Ok(page),
        Err(code) => bail!("a paired page is refused: {code:?}"),
    }
}

/// A page from there is paired and welcome: its key, and its connection.
///
/// # Errors
/// It is not.
pub fn paired(address: &str, manager: &mut Socket, origin: &str) -> Result<(PageKey, Socket)> {
    let code = offer(manager, origin)?;
    let mut page = connect(address, origin)?;
    match pair(&mut page, &code)? {
        Ok(key) => {
            let page = greeted(address, origin, &key)?;
            Ok((key, page))
        }
        Err(code) => bail!("the right code is refused: {code:?}"),
    }
}

/// A code that is not this one; another one for each step.
///
/// # Errors
/// It has no digits.
pub fn other_than(code: &PairingCode, step: u32) -> Result<PairingCode> {
    let number: u32 = code.expose().parse()?;
    Ok(PairingCode::new(&format!("{:08}", (number + step) % 100_000_000))?)
}
