//! 外部ページ: which pages from elsewhere are paired, since when, by whom. Of a key it knows the digest only, and no code.

use catlink_shared::ids::UnixMs;
use catlink_shared::origin::Origin;
use catlink_shared::rights::Right;
use catlink_shared::wire::hosted::HostedId;
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::audit::{self, Entry, What};
use super::history::By;
use super::{BooksError, refuse, rights};

/// A page that is to be let in.
#[derive(Debug, Clone)]
pub struct NewPage {
    /// Which.
    pub id: HostedId,
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of its key, hex.
    pub key_digest: String,
    /// 担当者コード of who opened the code.
    pub by: String,
}

/// A page that is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// Which.
    pub id: HostedId,
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of its key, hex.
    pub key_digest: String,
    /// When it was paired.
    pub paired_at: UnixMs,
    /// By whom.
    pub paired_by: String,
    /// When it was here last.
    pub seen_at: Option<UnixMs>,
}

/// Lets a page in, on the word of a manager who still is one.
///
/// # Errors
/// [`RefusalCode::PairingClosed`]: who opened the code may let nobody in any more; or the database. Nothing was written.
pub fn pair(tx: &Transaction<'_>, page: &NewPage, now: UnixMs) -> Result<(), BooksError> {
    if !rights::is_manager(tx, &page.by)? {
        return Err(closed());
    }
    tx.prepare_cached(
        "INSERT INTO hosted_page (id, origin, key_digest, paired_at, paired_by) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![page.id.to_string(), page.origin.as_str(), page.key_digest, now.0, page.by])?;
    let subject = page.origin.to_string();
    audit::append(tx, &Entry { what: What::Paired, who: Some(page.by.clone()), subject }, now)
}

/// No code is open for a page.
#[must_use]
pub fn closed() -> BooksError {
    let text = "このページ用のコードは、今は表示されていないか、使用済みです。レジのパソコンで店舗設定の「外部ページの接続」を開き、新しいコードを表示して入力してください。";
    refuse(RefusalCode::PairingClosed, text)
}

/// Takes a page's key away. One that has none any more stays as it is.
///
/// # Errors
/// There is no such page, or who asks may not.
pub fn revoke(tx: &Transaction<'_>, id: HostedId, by: &By, now: UnixMs) -> Result<(), BooksError> {
    let by = rights::claim(tx, Right::Settings, by)?.by;
    let found: Option<(String, bool)> = tx
        .prepare_cached("SELECT origin, revoked_at IS NOT NULL FROM hosted_page WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (subject, is_revoked) = found.ok_or_else(|| {
        refuse(RefusalCode::UnknownRow, "その外部ページはありません。一覧を開き直して確認してください。")
    })?;
    if is_revoked {
        return Ok(());
    }
    tx.prepare_cached("UPDATE hosted_page SET revoked_at = ?2, revoked_by = ?3 WHERE id = ?1")?
        .execute(params![id.to_string(), now.0, by])?;
    audit::append(tx, &Entry { what: What::Unpaired, who: Some(by), subject }, now)
}

/// Takes all keys away, also those of rows that no list can show; nobody's code stands beside it. Says how many.
///
/// # Errors
/// The database; every key is as it was.
pub fn revoke_all(tx: &Transaction<'_>, now: UnixMs) -> Result<usize, BooksError> {
    let ended = tx
        .prepare_cached("UPDATE hosted_page SET revoked_at = ?1 WHERE revoked_at IS NULL RETURNING origin")?
        .query_map([now.0], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    for subject in &ended {
        let entry = Entry { what: What::Unpaired, who: None, subject: subject.clone() };
        audit::append(tx, &entry, now)?;
    }
    Ok(ended.len())
}

/// It was here.
///
/// # Errors
/// The database.
pub fn seen(tx: &Transaction<'_>, id: HostedId, now: UnixMs) -> Result<(), BooksError> {
    tx.prepare_cached("UPDATE hosted_page SET seen_at = ?2 WHERE id = ?1 AND revoked_at IS NULL")?
        .execute(params![id.to_string(), now.0])?;
    Ok(())
}

/// The pages that are let in, the newest first. A row that cannot be read lets nobody in, and keeps nobody from selling.
///
/// # Errors
/// The database.
pub fn load(connection: &Connection) -> Result<Vec<KeptPage>, BooksError> {
    let mut query = connection.prepare_cached(
        "SELECT id, origin, key_digest, paired_at, paired_by, seen_at FROM hosted_page
         WHERE revoked_at IS NULL ORDER BY paired_at DESC, id DESC",
    )?;
    let rows = query.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    let all = rows.len();
    let pages: Vec<KeptPage> = rows.into_iter().flatten().collect();
    if pages.len() < all {
        tracing::warn!(
            unread = all - pages.len(),
            "a paired page's row cannot be read: it has to be paired anew"
        );
    }
    Ok(pages)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<KeptPage>> {
    let (id, origin): (String, String) = (row.get(0)?, row.get(1)?);
    let (Ok(id), Ok(origin)) = (Uuid::parse_str(&id), Origin::try_from(origin)) else { return Ok(None) };
    Ok(Some(KeptPage {
        id: HostedId(id),
        origin,
        key_digest: row.get(2)?,
        paired_at: UnixMs(row.get(3)?),
        paired_by: row.get(4)?,
        seen_at: row.get::<_, Option<i64>>(5)?.map(UnixMs),
    }))
}

#[cfg(test)]
mod tests {
    use catlink_shared::receipt::DataKind;

    use super::*;
    use crate::books::bench::{books, write};

    fn page(number: u128, origin: &str) -> NewPage {
        NewPage {
            id: HostedId(Uuid::from_u128(number)),
            origin: Origin::new(origin).unwrap(),
            key_digest: format!("{number:064x}"),
            by: "900".into(),
        }
    }

    fn by(code: &str) -> By {
        By { who: Some(code.to_owned()), approved_by: None }
    }

    #[tokio::test]
    async fn only_a_manager_lets_a_page_in_or_takes_its_key_away() {
        let store = books(DataKind::Demo).await;
        let by_clerk = || NewPage { by: "101".into(), ..page(1, "https://pos.example.jp") };
        let refused = write(&store, move |tx| pair(tx, &by_clerk(), UnixMs(10))).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::PairingClosed);
        write(&store, |tx| pair(tx, &page(1, "https://pos.example.jp"), UnixMs(10))).await.unwrap();
        let id = page(1, "https://pos.example.jp").id;
        let refused = write(&store, move |tx| revoke(tx, id, &by("101"), UnixMs(40))).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::ManagerOnly);
        assert_eq!(store.read(load).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_page_is_let_in_until_its_key_is_taken_away_and_both_stand_in_the_audit() {
        let store = books(DataKind::Demo).await;
        let id = page(1, "https://pos.example.jp").id;
        write(&store, |tx| pair(tx, &page(1, "https://pos.example.jp"), UnixMs(10))).await.unwrap();
        write(&store, |tx| pair(tx, &page(2, "https://other.example"), UnixMs(20))).await.unwrap();
        write(&store, move |tx| seen(tx, id, UnixMs(30))).await.unwrap();
        let kept = store.read(load).await.unwrap();
        assert_eq!(
            kept.iter().map(|kept| kept.origin.as_str()).collect::<Vec<_>>(),
            ["https://other.example", "https://pos.example.jp"]
        );
        assert_eq!((kept[1].paired_at, kept[1].seen_at), (UnixMs(10), Some(UnixMs(30))));
        for _ in 0..2 {
            write(&store, move |tx| revoke(tx, id, &by("900"), UnixMs(40))).await.unwrap();
        }
        write(&store, move |tx| seen(tx, id, UnixMs(50))).await.unwrap();
        assert_eq!(store.read(load).await.unwrap().len(), 1);
        let unknown = HostedId(Uuid::from_u128(9));
        let refused = write(&store, move |tx| revoke(tx, unknown, &by("900"), UnixMs(40))).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::UnknownRow);
        let audit = store.read::<_, BooksError, _>(|connection| {
            let mut query = connection.prepare("SELECT what, who, subject FROM audit ORDER BY position")?;
            let lines = query.query_map([], |row| {
                let (what, who, subject): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(format!("{what} {who} {subject}"))
            })?;
            Ok(lines.collect::<Result<Vec<_>, _>>()?)
        });
        assert_eq!(
            audit.await.unwrap(),
            [
                "paired 900 https://pos.example.jp",
                "paired 900 https://other.example",
                "unpaired 900 https://pos.example.jp",
            ]
        );
    }

    #[tokio::test]
    async fn a_revoked_page_is_not_brought_back_by_hand_and_no_key_is_put_into_anothers_row() {
        let store = books(DataKind::Demo).await;
        write(&store, |tx| pair(tx, &page(1, "https://pos.example.jp"), UnixMs(10))).await.unwrap();
        let id = page(1, "https://pos.example.jp").id;
        let change = "UPDATE hosted_page SET key_digest = 'x'";
        assert!(write(&store, move |tx| Ok(tx.execute(change, [])?)).await.is_err());
        write(&store, move |tx| revoke(tx, id, &by("900"), UnixMs(40))).await.unwrap();
        for sql in ["UPDATE hosted_page SET revoked_at = NULL", "DELETE FROM hosted_page"] {
            assert!(write(&store, move |tx| Ok(tx.execute(sql, [])?)).await.is_err(), "{sql}");
        }
    }

    #[tokio::test]
    async fn a_row_that_cannot_be_read_lets_nobody_in_and_keeps_nobody_out() {
        let store = books(DataKind::Demo).await;
        write(&store, |tx| pair(tx, &page(1, "https://pos.example.jp"), UnixMs(10))).await.unwrap();
        write(&store, |tx| {
            let sql = "INSERT INTO hosted_page (id, origin, key_digest, paired_at, paired_by)
                 VALUES ('x', 'https://*.example', 'y', 1, '900')";
            Ok(tx.execute(sql, [])?)
        })
        .await
        .unwrap();
        assert_eq!(store.read(load).await.unwrap().len(), 1);
    }
}
