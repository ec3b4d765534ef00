//! Requests that wrote: the same one again is answered as before, and done once.

use catlink_shared::ids::{RequestId, UnixMs};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{BooksError, refuse};

/// Does `work` unless this very request was done before, and remembers its answer in the same transaction.
///
/// # Errors
/// What `work` says (then nothing is remembered, so it can be tried again), or that the id was used for another request.
pub fn once(
    tx: &Transaction<'_>,
    id: RequestId,
    request: &Request,
    at: UnixMs,
    work: impl FnOnce(&Transaction<'_>) -> Result<Reply, BooksError>,
) -> Result<Reply, BooksError> {
    let fingerprint = serde_json::to_string(request)?;
    let known: Option<(String, String)> = tx
        .query_row(
            "SELECT fingerprint, reply FROM done_request WHERE request_id = ?1",
            [id.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    if let Some((before, reply)) = known {
        if before != fingerprint {
            return Err(refuse(
                RefusalCode::RequestReused,
                "同じ番号の依頼が別の内容で届きました。画面を再読み込みしてください。",
            ));
        }
        return Ok(serde_json::from_str(&reply)?);
    }
    let reply = work(tx)?;
    tx.execute(
        "INSERT INTO done_request (request_id, fingerprint, reply, done_at) VALUES (?1, ?2, ?3, ?4)",
        params![id.to_string(), fingerprint, serde_json::to_string(&reply)?, at.0],
    )?;
    Ok(reply)
}

/// How long an answer is kept: far longer than a page can hold a request back.
const KEEP_MS: i64 = 7 * 24 * 3_600 * 1_000;

/// Forgets answers that nobody can ask for again.
///
/// # Errors
/// The database.
pub fn forget_old(tx: &Transaction<'_>, now: UnixMs) -> Result<(), BooksError> {
    tx.execute("DELETE FROM done_request WHERE done_at < ?1", [now.0.saturating_sub(KEEP_MS)])?;
    Ok(())
}
