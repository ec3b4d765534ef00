//! What the terminals say now. Kept in memory only; it settles nothing about any payment.

use std::collections::HashMap;

use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::PaymentId;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{Phase, PosLink, Ready, SlipNumber, TerminalActivity, TerminalState, Unit};
use catlink_shared::wire::update::{CancelAsked, Exchange, LinkState, TerminalView};

use crate::link::LinkTrouble;

/// The board.
#[derive(Debug, Default)]
pub struct Board {
    devices: Vec<DeviceBoard>,
    live: HashMap<PaymentId, Live>,
    /// Why the books could not be written the last time.
    pub books_trouble: Option<String>,
}

/// One terminal as it is now.
#[derive(Debug, Clone)]
pub struct DeviceBoard {
    /// Which.
    pub device: CatDeviceId,
    /// Model as set.
    pub model: CatModel,
    /// Whether it takes requests.
    pub link: LinkState,
    /// Who answered last.
    pub unit: Option<Unit>,
    /// Another unit than the shop's answers.
    pub exchanged: Option<Exchange>,
    /// What it says it does.
    pub activity: Option<TerminalActivity>,
    /// The newest slip it told of.
    pub newest_slip: Option<SlipNumber>,
    /// What is wrong, for the clerk.
    pub trouble: Option<String>,
}

/// What is shown of a payment while the terminal is at it.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    /// By the last STATUS.
    pub phase: Option<Phase>,
    /// Whether 中止 was asked for.
    pub cancel: CancelAsked,
}

impl Default for Live {
    fn default() -> Self {
        Self { phase: None, cancel: CancelAsked::No }
    }
}

impl Board {
    /// A terminal is connected (anew): nobody has answered there yet.
    pub fn connect(&mut self, device: CatDeviceId, model: CatModel) {
        self.disconnect(device);
        self.devices.push(DeviceBoard {
            device,
            model,
            link: LinkState::NoAnswer,
            unit: None,
            exchanged: None,
            activity: None,
            newest_slip: None,
            trouble: Some("端末に接続しています。".to_owned()),
        });
        self.devices.sort_by_key(|board| board.device);
    }

    /// A terminal is not this register's any more.
    pub fn disconnect(&mut self, device: CatDeviceId) {
        self.devices.retain(|board| board.device != device);
    }

    /// One terminal.
    #[must_use]
    pub fn device(&self, device: CatDeviceId) -> Option<&DeviceBoard> {
        self.devices.iter().find(|board| board.device == device)
    }

    fn device_mut(&mut self, device: CatDeviceId) -> Option<&mut DeviceBoard> {
        self.devices.iter_mut().find(|board| board.device == device)
    }

    /// READY was heard; `unfit` says why it is not taken all the same.
    pub fn ready(
        &mut self,
        device: CatDeviceId,
        ready: &Ready,
        exchanged: Option<Exchange>,
        unfit: Option<String>,
    ) {
        if let Some(board) = self.device_mut(device) {
            board.unit = Some(ready.unit.clone());
            board.exchanged = exchanged;
            board.newest_slip.clone_from(&ready.newest_slip);
            board.activity = None;
            board.link = match (ready.pos_link, &unfit) {
                (PosLink::On, None) => LinkState::Linked,
                (PosLink::Off, _) | (PosLink::On, Some(_)) => LinkState::Standalone,
            };
            board.trouble = unfit.or_else(|| trouble_of(board.model, ready.pos_link, None));
        }
    }

    /// STATE was heard.
    pub fn state(&mut self, device: CatDeviceId, state: &TerminalState, unfit: Option<String>) {
        if let Some(board) = self.device_mut(device) {
            // One that leaves its newest slip out has not unprinted it.
            if state.newest_slip.is_some() {
                board.newest_slip.clone_from(&state.newest_slip);
            }
            board.activity = Some(state.activity);
            let standalone = matches!(state.activity, TerminalActivity::Standalone);
            board.link = match (state.pos_link, standalone || unfit.is_some()) {
                (PosLink::On, false) => LinkState::Linked,
                (PosLink::On, true) | (PosLink::Off, _) => LinkState::Standalone,
            };
            board.trouble = unfit.or_else(|| trouble_of(board.model, state.pos_link, Some(state.activity)));
        }
    }

    /// The terminal does not answer.
    pub fn no_answer(&mut self, device: CatDeviceId, trouble: String) {
        if let Some(board) = self.device_mut(device) {
            board.link = LinkState::NoAnswer;
            board.exchanged = None;
            board.activity = None;
            board.trouble = Some(trouble);
        }
    }

    /// Another register uses it now, though it answers.
    pub fn in_use(&mut self, device: CatDeviceId, trouble: String) {
        if let Some(board) = self.device_mut(device) {
            board.trouble = Some(trouble);
        }
    }

    /// What is live of a payment.
    #[must_use]
    pub fn live(&self, payment_id: PaymentId) -> Live {
        self.live.get(&payment_id).copied().unwrap_or_default()
    }

    /// The terminal's phase of a payment.
    pub fn set_phase(&mut self, payment_id: PaymentId, phase: Phase) {
        self.live.entry(payment_id).or_default().phase = Some(phase);
    }

    /// Whether 中止 was asked for: `No` again where the terminal could not be told.
    pub fn set_cancel(&mut self, payment_id: PaymentId, cancel: CancelAsked) {
        self.live.entry(payment_id).or_default().cancel = cancel;
    }

    /// The terminal is done with a payment.
    pub fn forget(&mut self, payment_id: PaymentId) {
        self.live.remove(&payment_id);
    }

    /// As pages are shown.
    #[must_use]
    pub fn views(&self) -> Vec<TerminalView> {
        self.devices
            .iter()
            .map(|board| TerminalView {
                device: board.device,
                model: board.model,
                link: board.link,
                activity: board.activity,
                trouble: board.trouble.clone(),
                newest_slip: board.newest_slip.clone(),
                exchanged: board.exchanged.clone(),
            })
            .collect()
    }
}

fn trouble_of(model: CatModel, pos_link: PosLink, activity: Option<TerminalActivity>) -> Option<String> {
    let words = &model.profile().words;
    match (pos_link, activity) {
        (PosLink::Off, _) | (_, Some(TerminalActivity::Standalone)) => {
            Some(format!("{}端末をPOS連動に戻してください。", words.standalone))
        }
        (PosLink::On, Some(TerminalActivity::PaperOut)) => {
            Some(format!("{}用紙を補充してください。", words.paper_out))
        }
        (PosLink::On, Some(TerminalActivity::Restarting)) => {
            Some("端末が再起動中、または処理未了の取引を照会中です。お待ちください。".to_owned())
        }
        (PosLink::On, Some(TerminalActivity::Error)) => {
            Some("端末が故障を知らせています。端末の画面を確認してください。".to_owned())
        }
        (PosLink::On, Some(TerminalActivity::Idle | TerminalActivity::Busy) | None) => None,
    }
}

/// What is wrong with a line and what to try.
#[must_use]
pub fn line_trouble(trouble: &LinkTrouble) -> String {
    match trouble {
        LinkTrouble::Missing => {
            "端末のポートが見つかりません。ケーブル(USB)の差し込みを確認してください。".to_owned()
        }
        LinkTrouble::Permission => {
            "端末のポートを使う権限がありません。管理者に連絡してください。".to_owned()
        }
        LinkTrouble::InUse => {
            "端末のポートを他のプログラムが使用中です。そのプログラムを終了してください。".to_owned()
        }
        LinkTrouble::NotSerial => {
            "端末のポートがシリアルポートではありません。端末の設定を責任者に確認してください。".to_owned()
        }
        LinkTrouble::UnknownHost => {
            "端末のアドレスの名前が見つかりません。端末の設定を責任者に確認してください。".to_owned()
        }
        LinkTrouble::ConnectRefused => {
            "端末に接続を拒否されました。端末の電源とアドレスの設定を確認してください。".to_owned()
        }
        LinkTrouble::ConnectTimeout => {
            "端末のアドレスから応答がありません。LANケーブルと端末の電源を確認してください。".to_owned()
        }
        LinkTrouble::Gone => "端末との接続が切れました。ケーブルと電源を確認してください。".to_owned(),
        LinkTrouble::System(_) => "端末のポートを開けません。管理者に連絡してください。".to_owned(),
    }
}
