//! 接続テスト and the serial ports of this computer, in the form of 端末マスタ. The unit that answered is fixed when the row that
//! was tested is kept.

use catlink_shared::card::CatDeviceId;
use catlink_shared::masters::register::{CAT1, CAT2, key_of};
use catlink_shared::masters::{Master, Takes};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::port_test::{FoundPort, PortTest};
use catlink_shared::wire::request::Request;

use super::Place;
use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::screen::Screen;

impl Checkout {
    /// The terminal whose tab is shown.
    #[must_use]
    pub fn device_in_form(&self) -> Option<CatDeviceId> {
        let form = self.desk.form.as_ref().filter(|form| form.master == Master::Register)?;
        match *form.tabs().get(form.tab)? {
            CAT1 => Some(CatDeviceId::Cat1),
            CAT2 => Some(CatDeviceId::Cat2),
            _ => None,
        }
    }

    /// F6接続テスト
    pub(in crate::checkout) fn test_port(&mut self, now: u64) {
        let Some(device) = self.device_in_form() else { return };
        let values = self.typed_row();
        if values.get(&key_of(device, "line")) == "0" {
            return self.warn("接続が 0:なし です。1:シリアル か 2:LAN を選び、接続先を入力してから接続テストをしてください。");
        }
        self.desk.test = None;
        self.say("接続テスト中です。数秒お待ちください…");
        self.begin_act(Act::TestPort { device, values }, now);
    }

    /// What answered, or what is wrong.
    pub(super) fn port_tested(&mut self, test: PortTest) {
        self.remember_place();
        self.desk.test = Some(test);
        self.open(Screen::PortTest);
    }

    /// Whether F5 in the field the form is at lists the ports of this computer.
    pub(super) fn lists_ports(&self, place: Place) -> bool {
        place.rule().key.ends_with("_port") && matches!(place.rule().takes, Takes::Code(_))
    }

    /// F5 in ポート番号
    pub(super) fn find_ports(&mut self, now: u64) {
        self.remember_place();
        self.desk.ports = None;
        self.open(Screen::FoundPorts);
        self.send(Request::Masters { ask: MastersRequest::FindPorts }, now);
    }

    /// Those that were found.
    pub(super) fn ports_came(&mut self, ports: Vec<FoundPort>) {
        self.desk.ports = Some(ports);
    }

    /// F12 in the list of ports: the name that stays with the adapter, where there is one.
    pub(in crate::checkout) fn take_port(&mut self) {
        let row = self.cursor.unwrap_or(0);
        let port = self.desk.ports.as_ref().and_then(|ports| ports.get(row)).cloned();
        let place = self.desk.form.as_ref().and_then(|form| form.left);
        match (port, place) {
            (Some(port), Some(place)) => {
                self.close();
                self.set_entry(place, port.stable_path.as_deref().unwrap_or(&port.path));
            }
            _ => self.warn("選べるポートがありません。ケーブルを接続して、もう一度開いてください。"),
        }
    }

    /// The row that was tested is kept: so is the unit that answered.
    pub(super) fn fix_tested(&mut self, now: u64) {
        let Some(test) = self.desk.test.take().filter(PortTest::may_be_fixed) else { return };
        if let Some(terminal) = test.terminal {
            let ask = MastersRequest::FixTerminal { device: test.device, terminal_id: terminal.terminal_id };
            self.send(Request::Masters { ask }, now);
        }
    }

    /// A test is about the port as it was typed then.
    pub(super) fn forget_test_of(&mut self, place: Place) {
        if place.rule().key.starts_with("cat") {
            self.desk.test = None;
        }
    }
}

impl super::Desk {
    /// What the connection test showed.
    #[must_use]
    pub fn test(&self) -> Option<&PortTest> {
        self.test.as_ref()
    }

    /// The ports of this computer; none while they are looked for.
    #[must_use]
    pub fn ports(&self) -> Option<&[FoundPort]> {
        self.ports.as_deref()
    }
}
