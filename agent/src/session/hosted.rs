//! What a manager does with pages from elsewhere: a code for one that is to be paired, and taking away the keys of those
//! that are. On the served page alone.

use catlink_shared::origin::Origin;
use catlink_shared::rights::Right;
use catlink_shared::wire::hosted::{HostedId, HostedPage, HostedReply, HostedRequest};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Reply, Retry};

use super::gate::Gate;
use crate::books::audit::{self, Entry, What};
use crate::books::history::By;
use crate::books::hosted::{self, KeptPage};
use crate::books::{BooksError, refuse, rights};
use crate::clock;
use crate::register::Register;
use crate::register::pairings::OPEN_FOR;
use crate::store::Claim;

/// Does what a manager asks of pages from elsewhere: on the served page alone.
///
/// # Errors
/// It is asked by a page from elsewhere, or by nobody who may; or the books cannot be written.
pub(super) async fn answer(
    register: &Register,
    gate: &Gate,
    by: &By,
    ask: HostedRequest,
) -> Result<Reply, BooksError> {
    match gate {
        Gate::Own => {}
        Gate::Unpaired(_) | Gate::Paired(..) => {
            let text = "外部ページの接続は、この画面からは変更できません。レジのパソコンの店舗設定で操作してください。";
            return Err(refuse(RefusalCode::NotAllowed, text));
        }
    }
    let _turn = register.pairings.turn().await;
    let reply = match ask {
        HostedRequest::List => list(register).await?,
        HostedRequest::Offer { origin } => offer(register, origin, manager(register, by).await?).await?,
        HostedRequest::Withdraw => {
            register.pairings.close();
            list(register).await?
        }
        HostedRequest::Revoke { id } => {
            revoke(register, id, by).await?;
            list(register).await?
        }
    };
    Ok(Reply::Hosted { reply })
}

/// Looking at the list and closing a code is for everybody who is signed in; this is for a manager.
async fn manager(register: &Register, by: &By) -> Result<String, BooksError> {
    let claimed = by.clone();
    let approved =
        register.store.read(move |connection| rights::claim(connection, Right::Settings, &claimed));
    Ok(approved.await?.by)
}

/// Whoever is here by the key goes at once, whatever becomes of the books; a key that is still in them stays listed, so
/// that it can be taken away once more.
async fn revoke(register: &Register, id: HostedId, by: &By) -> Result<(), BooksError> {
    manager(register, by).await?;
    register.pairings.shut_out(id);
    let signed_out = register.people.rise_of(id);
    let (claimed, now) = (by.clone(), clock::now());
    let written = register.store.write(Claim::None, move |tx| hosted::revoke(tx, id, &claimed, now)).await;
    for who in signed_out {
        let entry = Entry { what: What::SignedOut, who: Some(who), subject: "unpaired".to_owned() };
        audit::note(&register.store, entry).await;
    }
    match written {
        Ok(()) => {
            register.note_books(None);
            Ok(())
        }
        Err(BooksError::Store(trouble)) => {
            tracing::error!(%trouble, "that a page's key was taken away could not be written");
            register.note_books(Some(&trouble));
            register.refresh().await;
            Err(BooksError::Refused(not_written()))
        }
        Err(error @ (BooksError::Journal(_) | BooksError::Refused(_))) => Err(error),
    }
}

fn not_written() -> Refusal {
    let text = "接続は今すぐ止めました。ただし記録できなかったため、レジシステムを再起動すると元に戻ります。ディスクの空きを確認して、もう一度削除してください。";
    Refusal::new(RefusalCode::BooksUnavailable, text, Retry::Safe)
}

async fn offer(register: &Register, origin: Origin, by: String) -> Result<HostedReply, BooksError> {
    let code = register.pairings.open(origin.clone(), by.clone()).map_err(|_| no_random_bits())?;
    let entry = Entry { what: What::PairingOffered, who: Some(by), subject: origin.to_string() };
    audit::note(&register.store, entry).await;
    let seconds = u32::try_from(OPEN_FOR.as_secs()).unwrap_or(u32::MAX);
    Ok(HostedReply::Offered { origin, code, seconds })
}

async fn list(register: &Register) -> Result<HostedReply, BooksError> {
    let view = |kept: KeptPage| HostedPage {
        id: kept.id,
        origin: kept.origin,
        paired_at_text: clock::date_time_text(kept.paired_at),
        paired_by: kept.paired_by,
        seen_at_text: kept.seen_at.map(clock::date_time_text),
        connected: register.pairings.connected(kept.id),
    };
    let kept = register.store.read(hosted::load).await?;
    let pages = kept.into_iter().map(view).collect();
    Ok(HostedReply::List { pages, open_for: register.pairings.open_for() })
}

pub(super) fn no_random_bits() -> BooksError {
    let text = "このパソコンで安全な乱数を作れないため、登録できません。パソコンを再起動してから、もう一度お試しください。";
    refuse(RefusalCode::BooksUnavailable, text)
}
