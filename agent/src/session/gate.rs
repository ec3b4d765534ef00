//! Whose page a socket belongs to, and what one from elsewhere has to show before it is heard as a page: its key, or the
//! code it gets one for. What it asks after that is asked as by any page.

use std::sync::Arc;

use catlink_shared::ids::PageId;
use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedId, PageKey, PairingCode};
use catlink_shared::wire::reply::{RefusalCode, Reply};

use super::end::End;
use super::hosted::no_random_bits;
use crate::books::audit::{self, Entry, What};
use crate::books::hosted::{self, KeptPage, NewPage};
use crate::books::{BooksError, refuse};
use crate::clock;
use crate::door::elsewhere::Caller;
use crate::register::Register;
use crate::register::pairings::{self, Judged, Note, Presence};
use crate::register::signed_in::Tab;
use crate::store::Claim;

/// Whose page's socket it is, and what that has shown.
#[derive(Debug)]
pub(super) enum Gate {
    /// The served page's: the door has seen its cookie.
    Own,
    /// A page's from elsewhere that has shown no key.
    Unpaired(Origin),
    /// One's that has.
    Paired(Origin, Presence),
}

impl Gate {
    pub(super) fn of(caller: Caller) -> Self {
        match caller {
            Caller::Own => Self::Own,
            Caller::Hosted(origin) => Self::Unpaired(origin),
        }
    }

    fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Own => None,
            Self::Unpaired(origin) | Self::Paired(origin, _) => Some(origin),
        }
    }

    /// The tab of its page, and the key that it is here by.
    ///
    /// # Errors
    /// It has shown none.
    pub(super) fn tab(&self, page: PageId) -> Result<Tab, BooksError> {
        match self {
            Self::Own => Ok(Tab { page, key: None }),
            Self::Unpaired(_) => Err(not_paired()),
            Self::Paired(_, presence) => Ok(Tab { page, key: Some(presence.id) }),
        }
    }

    /// Whether its key was taken away.
    pub(super) fn is_shut(&self) -> bool {
        match self {
            Self::Own | Self::Unpaired(_) => false,
            Self::Paired(_, presence) => presence.is_over(),
        }
    }

    /// Resolves when its key is taken away.
    pub(super) async fn shuts(&self) {
        match self {
            Self::Own | Self::Unpaired(_) => std::future::pending().await,
            Self::Paired(_, presence) => presence.over().await,
        }
    }

    /// It has not said who it is in all the time it had.
    pub(super) fn end_of_patience(&self) -> End {
        match self {
            Self::Own => End::Gone,
            Self::Unpaired(_) | Self::Paired(..) => End::NotPaired,
        }
    }

    /// A Hello: one from elsewhere shows its key with it.
    ///
    /// # Errors
    /// It has none that opens anything: it may pair, on this very connection.
    pub(super) fn greet(&mut self, register: &Arc<Register>, key: Option<PageKey>) -> Result<(), BooksError> {
        let Some(origin) = self.origin() else { return Ok(()) };
        let entered = key.and_then(|key| register.pairings.enter(origin, &key));
        let Some((presence, note)) = entered else { return Err(not_paired()) };
        match note {
            Note::Due => note_seen(register, presence.id),
            Note::Spared => {}
        }
        *self = Self::Paired(origin.clone(), presence);
        Ok(())
    }

    /// The code that was typed on a page from elsewhere.
    ///
    /// # Errors
    /// It is not the one that is open for it, or the books cannot be written: the code stays open then.
    pub(super) async fn pair(&self, register: &Register, code: &PairingCode) -> Result<Reply, BooksError> {
        let origin = self.may_pair()?;
        let _turn = register.pairings.turn().await;
        let refused = match register.pairings.judge(origin, code) {
            Judged::Right { by } => return let_in(register, origin, by).await,
            Judged::Wrong { left } => wrong(left),
            Judged::Last => hosted::closed(),
            Judged::Closed => return Err(hosted::closed()),
        };
        // At most as many lines as a code has tries.
        let subject = origin.to_string();
        audit::note(&register.store, Entry { what: What::PairingRefused, who: None, subject }).await;
        Err(refused)
    }

    fn may_pair(&self) -> Result<&Origin, BooksError> {
        let text = match self {
            Self::Unpaired(origin) => return Ok(origin),
            Self::Own => {
                "この画面はレジ本体の画面なので、登録は必要ありません。コードは外部ページで入力してください。"
            }
            Self::Paired(..) => "このページは登録済みです。画面を再読み込みして、そのままお使いください。",
        };
        Err(refuse(RefusalCode::NotAllowed, text))
    }
}

/// The code was right: the page gets a key. It is told this once; what is kept of it is a digest.
async fn let_in(register: &Register, origin: &Origin, by: String) -> Result<Reply, BooksError> {
    let key = pairings::new_key().map_err(|_| no_random_bits())?;
    let key_digest = pairings::digest(key.expose());
    let id = HostedId(uuid::Uuid::now_v7());
    let page = NewPage { id, origin: origin.clone(), key_digest: key_digest.clone(), by: by.clone() };
    let now = clock::now();
    let written = register.store.write(Claim::None, move |tx| hosted::pair(tx, &page, now)).await;
    if let Err(BooksError::Refused(_)) = &written {
        register.pairings.close();
    }
    written?;
    register.note_books(None);
    register.pairings.close();
    let origin = origin.clone();
    tracing::info!(%origin, "a page from elsewhere is paired");
    let kept = KeptPage { id, origin, key_digest, paired_at: now, paired_by: by, seen_at: None };
    register.pairings.let_in([kept]);
    Ok(Reply::Paired { key })
}

/// In nobody's way: whether it can be written or not, the page is served.
fn note_seen(register: &Arc<Register>, id: HostedId) {
    let (register, now) = (Arc::clone(register), clock::now());
    tokio::spawn(async move {
        let seen = register.store.write(Claim::None, move |tx| hosted::seen(tx, id, now)).await;
        if let Err(error) = seen {
            tracing::warn!(%error, "that a paired page was here could not be written");
        }
    });
}

fn not_paired() -> BooksError {
    let text = "このページは、このレジにまだ登録されていません。レジのパソコンで店舗設定の「外部ページの接続」を開き、表示されたコードを入力してください。";
    refuse(RefusalCode::NotPaired, text)
}

fn wrong(left: u32) -> BooksError {
    let text = format!(
        "コードが違います。レジのパソコンに表示されているコードを確認して、もう一度入力してください(あと{left}回)。"
    );
    refuse(RefusalCode::WrongPairingCode, text)
}
