//! Before anything is sent: the terminal a card goes to cannot take it now.

use super::Guidance;
use crate::card::CatDeviceId;
use crate::terminal::profile::{ManualOperation, ModelProfile};
use crate::wire::update::LinkState;

/// While a terminal takes no requests: nothing where it is linked. `trouble` is what is known to be wrong with it: one that
/// answers and is not taken (another unit, locked in training) is not brought back by its switch.
#[must_use]
pub fn while_not_linked(
    profile: &ModelProfile,
    device: CatDeviceId,
    link: LinkState,
    trouble: Option<&str>,
) -> Option<Guidance> {
    let (words, name) = (&profile.words, device.label());
    let not_taken = trouble.filter(|trouble| !trouble.starts_with(words.standalone));
    match (link, not_taken) {
        (LinkState::Linked, _) => None,
        (LinkState::Standalone, Some(trouble)) => {
            Some(Guidance::new(format!("{name}は非連動です。"), trouble))
        }
        (LinkState::Standalone, None) => Some(
            Guidance::new(
                format!("{name}は非連動です。{}", words.standalone),
                "端末をPOS連動に戻し、「連動中」の表示を確認してからF12を押してください。",
            )
            .with(ManualOperation::Relink),
        ),
        (LinkState::NoAnswer, _) => Some(
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
