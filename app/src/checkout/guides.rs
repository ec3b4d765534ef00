//! What is to be done on a terminal by hand before a payment can begin: shown beside the card it is about, live, so that
//! it goes away by itself when the terminal is back.

use catlink_shared::card::CatDeviceId;
use catlink_shared::guidance::{Guidance, while_not_linked, while_occupied};
use catlink_shared::terminal::profile::{CatModel, ManualOperation};
use catlink_shared::wire::reply::CompanyView;

use super::Checkout;
use super::screen::Screen;

impl Checkout {
    /// Why a card's terminal cannot take a payment now, and what to do.
    #[must_use]
    pub fn terminal_stop(&self, view: &CompanyView, device: CatDeviceId) -> Option<String> {
        let Some(terminal) = self.terminal(device) else {
            return Some(format!(
                "{}は設定されていません。責任者に端末マスタを確認してください。",
                device.label()
            ));
        };
        let profile = view.company.model.unwrap_or(terminal.model).profile();
        if let Some(guidance) = while_not_linked(profile, device, terminal.link, terminal.trouble.as_deref())
        {
            return Some(guidance.sentence());
        }
        let occupied = self.shown.as_ref().is_some_and(|shown| {
            shown.payments.iter().any(|payment| payment.device == device && payment.state.holds_port())
        });
        occupied.then(|| while_occupied(device).sentence())
    }

    /// The steps that bring the terminal of the chosen card back: in 【クレジット利用】 of the row under the cursor, in
    /// 【チェックアウト】 of the card line.
    #[must_use]
    pub fn steps_before_sending(&self) -> Option<(CatModel, ManualOperation)> {
        let view = match self.topmost {
            Screen::Credit => self.catalog.as_ref()?.companies.get(self.cursor?)?,
            Screen::Checkout => self.card_company()?,
            // Every other screen sends nothing to a terminal.
            _ => return None,
        };
        let device = view.linked_device?;
        let terminal = self.terminal(device)?;
        let model = view.company.model.unwrap_or(terminal.model);
        let guidance: Guidance =
            while_not_linked(model.profile(), device, terminal.link, terminal.trouble.as_deref())?;
        Some((model, guidance.by_hand?))
    }
}
