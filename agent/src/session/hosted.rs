//! What a manager does with pages from elsewhere: a code for one that is to be paired, and taking away the keys of those
//! that are. On the served page alone.

use catlink_shared::origin::Origin;
use catlink_shared::rights::Right;
use catlink_shared::wire::hosted::{HostedPage, HostedReply, HostedRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};

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
    let claimed = by.clone();
    let approved =
        register.store.read(move |connection| rights::claim(connection, Right::Settings, &claimed)).await?;
    let _turn = register.pairings.turn().await;
    let reply = match ask {
        HostedRequest::List => list(register).await?,
        HostedRequest::Offer { origin } => offer(register, origin, approved.by).await?,
        HostedRequest::Withdraw => {
            register.pairings.close();
            list(register).await?
        }
        HostedRequest::Revoke { id } => {
            let now = clock::now();
            register.store.write(Claim::None, move |tx| hosted::revoke(tx, id, &approved.by, now)).await?;
            register.pairings.shut_out(id);
            register.note_books(None);
            list(register).await?
        }
    };
    Ok(Reply::Hosted { reply })
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
    let text = "このパソコンで安全な乱数を作れないため、ペアリングできません。パソコンを再起動してから、もう一度お試しください。";
    refuse(RefusalCode::BooksUnavailable, text)
}
