//! Before anything is sent: the terminal a card goes to cannot take it now.

use super::Guidance;
use crate::card::CatDeviceId;
use crate::terminal::profile::{ManualOperation, ModelProfile};
use crate::wire::update::LinkState;

/// While a terminal takes no requests: nothing where it is linked.
#[must_use]
pub fn while_not_linked(profile: &ModelProfile, device: CatDeviceId, link: LinkState) -> Option<Guidance> {
    let (words, name) = (&profile.words, device.label());
    match link {
        LinkState::Linked => None,
        LinkState::Standalone => Some(
            Guidance::new(
                format!("{name}は非連動です。{}", words.standalone),
                "端末をPOS連動に戻し、「連動中」の表示を確認してからF12を押してください。",
            )
            .with(ManualOperation::Relink),
        ),
        LinkState::NoAnswer => Some(
            Guidance::new(
                format!("{name}は応答なしです。{}", words.no_answer),
                "端末の電源とケーブルを確認し、「連動中」の表示を待ってからF12を押してください。",
            )
            .with(ManualOperation::Reconnect),
        ),
    }
}

/// While a payment on it is an open question.
#[must_use]
pub fn while_occupied(device: CatDeviceId) -> Guidance {
    Guidance::new(
        format!("{}には確認の済んでいない決済があります。", device.label()),
        "F4参照の「要確認」で確認するか、現金または別の端末をご利用ください。",
    )
}
