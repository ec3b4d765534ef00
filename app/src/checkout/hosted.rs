//! 外部ページの接続 in 店舗設定: which pages from elsewhere are paired with this register, a code for another one, and taking a
//! page's key away.
//!
//! ```text
//!   List ──F2追加──▶ Add ──F12発行──▶ Code ──the page is paired, or the code is closed──▶ List
//!    └──F1削除──▶ Revoke ──F12はい──▶ List
//! ```
//!
//! On the agent's own page only. The code is the agent's; it is shown here and kept nowhere.

mod act;
mod arrive;

use catlink_shared::ids::RequestId;
use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedId, HostedPage, PairingCode};

use super::Checkout;
use super::command::{BACK, Command, FunctionKey, LISTS, Ready, key};
use super::field::Field;

/// A screen of 外部ページの接続.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostedScreen {
    /// The pages that are paired.
    List,
    /// 【外部ページの追加】: where the page comes from.
    Add,
    /// 【接続コード】
    Code,
    /// 【接続の削除】
    Revoke(HostedId),
}

impl HostedScreen {
    /// Its name in the page, for tests and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "hosted",
            Self::Add => "hosted-add",
            Self::Code => "hosted-code",
            Self::Revoke(_) => "hosted-revoke",
        }
    }

    /// Whether it stands over another screen.
    #[must_use]
    pub const fn is_dialog(self) -> bool {
        match self {
            Self::List => false,
            Self::Add | Self::Code | Self::Revoke(_) => true,
        }
    }

    /// Its fields.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Add => &[Field::Origin],
            Self::List | Self::Code | Self::Revoke(_) => &[],
        }
    }
}

/// What a function key does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostedKey {
    /// F1削除
    Revoke,
    /// F9やめる at the code.
    Withdraw,
}

/// A code that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// For the page from there.
    pub origin: Origin,
    /// As the page wants it.
    pub code: PairingCode,
    /// Until then.
    pub until: u64,
    /// Who was paired before.
    known: Vec<HostedId>,
}

impl Offer {
    /// The code in two groups, as people read it.
    #[must_use]
    pub fn grouped(&self) -> String {
        let digits = self.code.expose();
        let (front, back) = digits.split_at_checked(digits.len() / 2).unwrap_or((digits, ""));
        format!("{front} {back}")
    }

    /// Seconds that are left.
    #[must_use]
    pub const fn seconds_left(&self, now: u64) -> u64 {
        self.until.saturating_sub(now).div_ceil(1_000)
    }
}

/// What the page has open of 外部ページの接続.
#[derive(Debug, Clone, Default)]
pub struct HostedDesk {
    /// None: not read yet.
    pages: Option<Vec<HostedPage>>,
    open_for: Option<Origin>,
    offer: Option<Offer>,
    asked: Option<RequestId>,
    /// When to read the list again while a code is shown.
    look_at: u64,
}

impl HostedDesk {
    /// The pages that are paired; none: not read yet.
    #[must_use]
    pub fn pages(&self) -> Option<&[HostedPage]> {
        self.pages.as_deref()
    }

    /// For whom a code is open, on this page or on another one.
    #[must_use]
    pub const fn open_for(&self) -> Option<&Origin> {
        self.open_for.as_ref()
    }

    /// The code that is shown.
    #[must_use]
    pub const fn offer(&self) -> Option<&Offer> {
        self.offer.as_ref()
    }

    /// One of the pages.
    #[must_use]
    pub fn page(&self, id: HostedId) -> Option<&HostedPage> {
        self.pages.as_ref()?.iter().find(|page| page.id == id)
    }
}

impl Checkout {
    /// What is open of 外部ページの接続.
    #[must_use]
    pub fn hosted(&self) -> &HostedDesk {
        &self.hosted
    }

    /// Rows of the list on a screen.
    pub(super) fn hosted_rows(&self, screen: HostedScreen) -> usize {
        match screen {
            HostedScreen::List => self.hosted.pages().map_or(0, <[_]>::len),
            HostedScreen::Add | HostedScreen::Code | HostedScreen::Revoke(_) => 0,
        }
    }

    /// The keys of a screen, in the order of their numbers.
    pub(super) fn hosted_keys(&self, screen: HostedScreen) -> Vec<FunctionKey> {
        match screen {
            HostedScreen::List => {
                let ready = if self.hosted_rows(screen) > 0 { Ready::Yes } else { Ready::No };
                vec![
                    FunctionKey { ready, ..key(1, "削除", Command::Hosted(HostedKey::Revoke)) },
                    key(2, "追加", Command::Open(super::screen::Screen::Hosted(HostedScreen::Add))),
                    LISTS,
                    FunctionKey { ready, ..key(5, "選択", Command::SelectNext) },
                    BACK,
                ]
            }
            HostedScreen::Add => vec![BACK, key(12, "発行", Command::Confirm)],
            HostedScreen::Code => vec![key(9, "やめる", Command::Hosted(HostedKey::Withdraw))],
            HostedScreen::Revoke(_) => {
                vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)]
            }
        }
    }
}
