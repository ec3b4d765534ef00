//! Files between a page and the agent, over a socket: what goes out, and what comes in.

use anyhow::{Result, bail, ensure};
use catlink_shared::masters::Master;
use catlink_shared::wire::files::{Bytes, Encoding, FileAsk, FileReply, PART_BYTES, Report, ReportFile};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{Refusal, Reply};
use catlink_shared::wire::request::Request;

use crate::patience::{Look, until};
use crate::socket::Socket;

/// What is done, or what the page is told instead.
type Answered = Result<Result<FileReply, Refusal>>;

/// Asks about files.
fn ask(page: &mut Socket, ask: FileAsk) -> Answered {
    match page.outcome(Request::Masters { ask: MastersRequest::File { ask } })? {
        Ok(Reply::Masters { reply: MastersReply::File { reply } }) => Ok(Ok(reply)),
        Ok(other) => bail!("not about files: {other:?}"),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Asks how far it is until it is over.
fn over(page: &mut Socket) -> Answered {
    until("the file to be done with", || match ask(page, FileAsk::Progress)? {
        Ok(FileReply::Working { done, .. }) => Ok(Look::NotYet(format!("{done}"))),
        other => Ok(Look::Seen(other)),
    })
}

/// A master as CSV.
///
/// # Errors
/// It does not go out.
pub fn export(page: &mut Socket, master: Master, encoding: Encoding) -> Result<Vec<u8>> {
    fetched(page, FileAsk::Export { master, encoding })
}

/// A report as CSV.
///
/// # Errors
/// It does not go out.
pub fn report(page: &mut Socket, what: ReportFile, encoding: Encoding) -> Result<Vec<u8>> {
    fetched(page, FileAsk::Report { what, encoding })
}

fn fetched(page: &mut Socket, wish: FileAsk) -> Result<Vec<u8>> {
    let began = ask(page, wish.clone())?;
    ensure!(began.is_ok(), "{wish:?} does not go out: {began:?}");
    let parts = match over(page)? {
        Ok(FileReply::Made { parts, .. }) => parts,
        other => bail!("{wish:?} is not made: {other:?}"),
    };
    let mut file = Vec::new();
    for number in 0..parts {
        match ask(page, FileAsk::Fetch { number })? {
            Ok(FileReply::Part { data, .. }) => file.extend_from_slice(&data.0),
            other => bail!("part {number}: {other:?}"),
        }
    }
    Ok(file)
}

/// Brings a file in as far as it goes; what it changed, or would have, where it was read at all.
///
/// # Errors
/// No answer came.
pub fn bring_in(page: &mut Socket, master: Master, name: &str, file: &[u8]) -> Result<Option<Report>> {
    let begin = FileAsk::Begin { master, name: name.to_owned(), bytes: file.len() as u64 };
    let Ok(FileReply::Begun { upload }) = ask(page, begin)? else { return Ok(None) };
    for (number, part) in (0..).zip(file.chunks(PART_BYTES)) {
        if ask(page, FileAsk::Part { upload, number, data: Bytes(part.to_vec()) })?.is_err() {
            return Ok(None);
        }
    }
    if ask(page, FileAsk::Check { upload })?.is_err() {
        return Ok(None);
    }
    let Ok(FileReply::Checked { report }) = over(page)? else { return Ok(None) };
    if ask(page, FileAsk::Apply { upload })?.is_err() {
        return Ok(Some(report));
    }
    match over(page)? {
        Ok(FileReply::Applied { report }) => Ok(Some(report)),
        _ => Ok(Some(report)),
    }
}
