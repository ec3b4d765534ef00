//! What a person does in 【取込・書出】.

use catlink_shared::ids::RequestId;
use catlink_shared::masters::Master;
use catlink_shared::wire::files::{Bytes, FileAsk, MOST_FILE_BYTES, PART_BYTES, ReportFile};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::request::Request;

use super::{Errand, Far, Sent, Stage};
use crate::checkout::busy::{Act, Busy};
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Effect, Link};

/// Between two looks at how far it is, milliseconds.
const LOOK_MS: u64 = 150;
const AWAY: &str = "レジシステムに接続していないため、操作できません。再接続をお待ちください。";
const LOST: &str = "接続が切れたため、ファイルの処理をやめました。何も登録されていません。再接続の後、もう一度操作してください。";
/// Told where nobody knows whether it was kept.
const PERHAPS_KEPT: &str = "登録の途中で接続が切れました。F10変更履歴で、取込が登録されているかを確認してください(途中までの登録はありません)。";

impl Checkout {
    pub(super) fn ask_file(&mut self, ask: FileAsk, now: u64) -> RequestId {
        self.send(Request::Masters { ask: MastersRequest::File { ask } }, now)
    }

    /// F8 CSV書出 of a report: how it is to be written is asked first.
    pub(in crate::checkout) fn open_export(&mut self, report: ReportFile) {
        self.desk.files.stage = Stage::Choosing;
        self.desk.files.report = Some(report);
        self.open(Screen::Export);
    }

    /// F12 in 【CSV書出】
    pub(in crate::checkout) fn go_on_with_export(&mut self, now: u64) {
        if self.link != Link::Open {
            return self.warn(AWAY);
        }
        let chosen = self.errands().get(self.cursor.unwrap_or(0)).copied();
        self.notice = None;
        if let (Some(Errand::Csv(encoding)), Some(what)) = (chosen, self.desk.files.report.clone()) {
            self.make(FileAsk::Report { what, encoding }, now);
        }
    }

    /// The dialog has come to the top.
    pub(in crate::checkout) fn begin_files(&mut self, now: u64) {
        if !matches!(self.top(), Screen::Files(_)) {
            return;
        }
        if self.link == Link::Open && self.desk.files.stage == Stage::Choosing {
            self.ask_file(FileAsk::Known, now);
        }
    }

    /// F12
    pub(in crate::checkout) fn go_on_with_files(&mut self, master: Master, now: u64) {
        if self.link != Link::Open {
            return self.warn(AWAY);
        }
        if self.desk.files.to_keep().is_some() {
            // A manager's PIN may have to go with it: what was judged stays shown until it begins.
            return self.begin_act(Act::KeepFile { upload: self.desk.files.upload }, now);
        }
        let chosen = self.errands().get(self.cursor.unwrap_or(0)).copied();
        self.notice = None;
        match chosen {
            Some(Errand::Csv(encoding)) => self.make(FileAsk::Export { master, encoding }, now),
            Some(Errand::Masters(products)) => self.make(FileAsk::ExportMasters { products }, now),
            // The browser's own dialog takes the keyboard: keys come up unseen.
            Some(Errand::Import) => {
                self.attention.all_up();
                self.effects.push(Effect::PickFile);
            }
            None => {}
        }
    }

    /// F6 誤りの行を書出: the report stays.
    pub(in crate::checkout) fn fetch_left_out(&mut self, now: u64) {
        if self.link == Link::Open && self.desk.files.has_left_out() {
            self.desk.files.aside = Some(std::mem::take(&mut self.desk.files.stage));
            self.make(FileAsk::LeftOut, now);
        }
    }

    /// What has come of a file is of no use without the rest.
    fn drop_parts(&mut self) {
        if matches!(self.desk.files.stage, Stage::Fetching(_)) {
            self.effects.push(Effect::DropParts);
        }
    }

    fn make(&mut self, ask: FileAsk, now: u64) {
        self.desk.files.stage = Stage::Making(Far::default());
        self.ask_file(ask, now);
    }

    /// F9: stops what is being done, else goes back.
    pub(in crate::checkout) fn leave_files(&mut self, now: u64) {
        match self.desk.files.stage {
            Stage::Choosing => self.close(),
            Stage::Reading => self.desk.files.stage = Stage::Choosing,
            Stage::Written(_) => {
                self.desk.files.stage = Stage::Choosing;
                self.begin_files(now);
            }
            Stage::Checked(_) | Stage::Sending(_) | Stage::Fetching(_) => {
                self.drop_parts();
                self.desk.files.aside = None;
                self.desk.files.stage = Stage::Choosing;
                self.ask_file(FileAsk::Stop, now);
            }
            // What comes of it is told by the agent: it may be too late to stop.
            Stage::Making(_) | Stage::Checking(_) | Stage::Writing(_) => {
                self.ask_file(FileAsk::Stop, now);
            }
        }
    }

    /// A file was chosen or dropped; says whether the browser is to read it.
    pub fn on_file_chosen(&mut self, bytes: f64, now: u64) -> Vec<Effect> {
        if matches!(self.top(), Screen::Files(_)) && self.errands().contains(&Errand::Import) {
            self.notice = None;
            // Sizes of files are whole numbers well below 2^53.
            #[expect(clippy::cast_precision_loss, reason = "a small constant")]
            let most = MOST_FILE_BYTES as f64;
            if bytes > most {
                self.warn("ファイルが大きすぎます(64MBまで)。分けて取り込んでください。");
            } else if bytes < 1.0 {
                self.warn("ファイルが空です。別のファイルを選んでください。");
            } else {
                self.desk.files.stage = Stage::Reading;
            }
        } else {
            self.warn("ここではファイルを取り込めません。F8取込・書出を開いてから選んでください。");
        }
        self.finish(now)
    }

    /// The browser has read it.
    pub fn on_file(&mut self, name: &str, bytes: Vec<u8>, now: u64) -> Vec<Effect> {
        if let (Screen::Files(master), Stage::Reading) = (self.top(), &self.desk.files.stage) {
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            self.desk.files.stage = Stage::Sending(Sent::new(bytes));
            self.ask_file(FileAsk::Begin { master, name: name.to_owned(), bytes: length }, now);
        }
        self.finish(now)
    }

    /// The browser cannot read it.
    pub fn on_file_unreadable(&mut self, now: u64) -> Vec<Effect> {
        if self.desk.files.stage == Stage::Reading {
            self.desk.files.stage = Stage::Choosing;
            self.warn(
                "ファイルを読めませんでした。ほかのソフトで開いていないか確認して、もう一度選んでください。",
            );
        }
        self.finish(now)
    }

    /// The next part, or that it was the last one.
    pub(super) fn send_part(&mut self, now: u64) {
        let Stage::Sending(file) = &mut self.desk.files.stage else { return };
        let Some(upload) = file.upload else { return };
        let number = file.next;
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let ask = match file.bytes.chunks(PART_BYTES).nth(at) {
            Some(part) => {
                file.next += 1;
                FileAsk::Part { upload, number, data: Bytes(part.to_vec()) }
            }
            None => {
                self.desk.files.upload = upload;
                self.desk.files.stage = Stage::Checking(Far::default());
                FileAsk::Check { upload }
            }
        };
        self.ask_file(ask, now);
    }

    /// Asks after what is being done again in a while.
    pub(super) fn look_again_at(&mut self, now: u64) {
        self.desk.files.look_at = Some(now + LOOK_MS);
    }

    /// Time goes by.
    pub(in crate::checkout) fn look_at_files(&mut self, now: u64) {
        if self.desk.files.look_at.take_if(|at| now >= *at).is_some() {
            self.ask_file(FileAsk::Progress, now);
        }
    }

    /// The connection is gone, and with it what the agent had of the file.
    pub(in crate::checkout) fn lose_files(&mut self) {
        self.backlog
            .forget(|request| matches!(request, Request::Masters { ask: MastersRequest::File { .. } }));
        self.desk.files.look_at = None;
        let keeps = |busy: &mut Busy| matches!(busy.act, Act::KeepFile { .. });
        let was_asked_to_keep = self.busy.take_if(keeps).is_some();
        self.desk.files.aside = None;
        self.drop_parts();
        let stage = std::mem::take(&mut self.desk.files.stage);
        match stage {
            Stage::Checked(_) if was_asked_to_keep => self.warn(PERHAPS_KEPT),
            Stage::Writing(_) => self.warn(PERHAPS_KEPT),
            Stage::Choosing | Stage::Reading | Stage::Written(_) => self.desk.files.stage = stage,
            Stage::Making(_)
            | Stage::Fetching(_)
            | Stage::Sending(_)
            | Stage::Checking(_)
            | Stage::Checked(_) => {
                self.warn(LOST);
            }
        }
    }
}
