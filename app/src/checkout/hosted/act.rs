//! What the keys of 外部ページの接続 do.

use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::HostedRequest;
use catlink_shared::wire::request::Request;

use super::{HostedDesk, HostedKey, HostedScreen};
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Link};

/// Between two looks at the list while a code is shown, milliseconds.
const LOOK_MS: u64 = 1_000;

impl Checkout {
    /// Opens 外部ページの接続 from the menu. A page that comes from elsewhere itself is told where that is done.
    pub(in crate::checkout) fn open_hosted(&mut self) {
        if let Some(page) = self.place().agents_page() {
            return self.say(format!(
                "外部ページの接続は、レジシステム自身の画面で設定します。このコンピュータで {page} を開いてください。"
            ));
        }
        self.hosted = HostedDesk::default();
        self.open(Screen::Hosted(HostedScreen::List));
    }

    /// What a screen that has just come to the top reads.
    pub(in crate::checkout) fn read_hosted(&mut self, screen: HostedScreen, now: u64) {
        match screen {
            HostedScreen::List | HostedScreen::Code => self.ask_hosted(now),
            HostedScreen::Add | HostedScreen::Revoke(_) => {}
        }
    }

    fn ask_hosted(&mut self, now: u64) {
        if self.link == Link::Open && self.is_signed_in() {
            self.hosted.look_at = now + LOOK_MS;
            self.hosted.asked = Some(self.send(Request::Hosted { ask: HostedRequest::List }, now));
        }
    }

    /// Time goes by: whether the page has been paired meanwhile.
    pub(in crate::checkout) fn look_at_hosted(&mut self, now: u64) {
        let shown = self.top() == Screen::Hosted(HostedScreen::Code);
        if shown && self.hosted.asked.is_none() && now >= self.hosted.look_at && !self.is_busy() {
            self.ask_hosted(now);
        }
    }

    /// A key of 外部ページの接続.
    pub(in crate::checkout) fn hosted_key(&mut self, key: HostedKey, now: u64) {
        match key {
            HostedKey::Revoke => {
                let row = self.cursor.unwrap_or(0);
                if let Some(id) = self.hosted.pages().and_then(|pages| pages.get(row)).map(|page| page.id) {
                    self.open(Screen::Hosted(HostedScreen::Revoke(id)));
                }
            }
            HostedKey::Withdraw => self.begin_act(Act::Hosted(HostedRequest::Withdraw), now),
        }
    }

    /// F12 on a screen of 外部ページの接続.
    pub(in crate::checkout) fn confirm_hosted(&mut self, screen: HostedScreen, now: u64) {
        match screen {
            HostedScreen::Add => match typed_origin(self.fields.get(Field::Origin)) {
                Ok(origin) => self.begin_act(Act::Hosted(HostedRequest::Offer { origin }), now),
                Err(sentence) => self.warn(sentence),
            },
            HostedScreen::Revoke(id) => self.begin_act(Act::Hosted(HostedRequest::Revoke { id }), now),
            HostedScreen::List | HostedScreen::Code => {}
        }
    }
}

/// What was typed; `https://` need not be.
fn typed_origin(text: &str) -> Result<Origin, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("外部ページのアドレスを入力してください。".to_owned());
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    Origin::new(&whole).map_err(|bad| bad.to_string())
}
