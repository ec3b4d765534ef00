//! What comes from the agent about pages from elsewhere.

use catlink_shared::ids::RequestId;
use catlink_shared::origin::Origin;
use catlink_shared::wire::hosted::{HostedPage, HostedReply, HostedRequest, PairingCode};
use catlink_shared::wire::request::Request;

use super::{HostedScreen, Offer};
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::screen::Screen;

impl Checkout {
    pub(in crate::checkout) fn hosted_answered(
        &mut self,
        id: RequestId,
        request: &Request,
        reply: HostedReply,
        now: u64,
    ) {
        self.hosted.asked.take_if(|asked| *asked == id);
        match reply {
            HostedReply::Offered { origin, code, seconds } => self.code_came(origin, code, seconds, now),
            HostedReply::List { pages, open_for } => {
                let code_is_open = open_for.is_some();
                (self.hosted.pages, self.hosted.open_for) = (Some(pages), open_for);
                match request {
                    Request::Hosted { ask: HostedRequest::Withdraw } => {
                        self.leave_code();
                        self.say("コードを取り消しました。");
                    }
                    Request::Hosted { ask: HostedRequest::Revoke { .. } } => {
                        if let Some(Screen::Hosted(HostedScreen::Revoke(_))) = self.stack.last() {
                            self.close();
                        }
                        self.cursor = None;
                        self.say("接続を削除しました。そのページは、もう一度登録するまで使えません。");
                    }
                    _ => self.look_whether_paired(code_is_open),
                }
            }
        }
    }

    fn code_came(&mut self, origin: Origin, code: PairingCode, seconds: u32, now: u64) {
        let known = self.hosted.pages().unwrap_or_default().iter().map(|page| page.id).collect();
        let until = now + u64::from(seconds) * 1_000;
        self.hosted.open_for = Some(origin.clone());
        self.hosted.offer = Some(Offer { origin, code, until, known });
        if let Some(Screen::Hosted(HostedScreen::Add)) = self.stack.last() {
            self.close();
        }
        self.open(Screen::Hosted(HostedScreen::Code));
    }

    /// While a code is shown: the page is paired by now, or the code is closed.
    fn look_whether_paired(&mut self, code_is_open: bool) {
        let Some(offer) = &self.hosted.offer else { return };
        let new = |page: &HostedPage| page.origin == offer.origin && !offer.known.contains(&page.id);
        let paired = self.hosted.pages().unwrap_or_default().iter().any(new);
        let origin = offer.origin.clone();
        if paired {
            self.leave_code();
            self.say(format!("{origin} を接続しました。そのページでサインインすると使えます。"));
        } else if !code_is_open || self.hosted.open_for.as_ref() != Some(&origin) {
            self.leave_code();
            self.warn(
                "コードは無効になりました(期限切れ、または入力の誤り)。もう一度 F2 追加 から発行してください。",
            );
        }
    }

    fn leave_code(&mut self) {
        self.hosted.offer = None;
        self.stack.retain(|screen| *screen != Screen::Hosted(HostedScreen::Code));
    }

    /// The connection is cut: nothing of this is asked again by itself.
    pub(in crate::checkout) fn lose_hosted(&mut self) {
        self.hosted.asked = None;
        if self.busy.take_if(|busy| matches!(busy.act, Act::Hosted(_))).is_some() {
            self.warn(
                "接続が切れたため、操作は行われていないことがあります。再接続の後、一覧を確認してください。",
            );
        }
    }

    /// The agent refuses; the notice says why.
    pub(in crate::checkout) fn hosted_refused(&mut self, id: RequestId) {
        self.hosted.asked.take_if(|asked| *asked == id);
    }
}
