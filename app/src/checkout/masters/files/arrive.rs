//! What comes from the agent about files. An answer that does not fit how far it is came too late, and does nothing.

use catlink_shared::wire::files::{Bytes, FileAsk, FileReply, Report, Work};
use catlink_shared::wire::reply::{Refusal, RefusalCode};

use super::{Far, Fetched, Stage};
use crate::checkout::screen::Screen;
use crate::checkout::{Checkout, Effect};

impl Checkout {
    pub(in crate::checkout::masters) fn file_answered(&mut self, reply: FileReply, now: u64) {
        match reply {
            FileReply::Begun { upload } => self.file_begun(upload, now),
            FileReply::Taken { .. } => self.send_part(now),
            FileReply::Working { work, done, total } => self.file_worked_at(work, Far { done, total }, now),
            FileReply::Made { name, parts, rows } => self.file_made(name, parts, rows, now),
            FileReply::Part { number, data } => self.part_came(number, data, now),
            FileReply::Checked { report } => self.file_checked(report),
            FileReply::Applied { report } => self.file_written(report),
            FileReply::Stopped => self.file_stopped(),
            FileReply::Known { file } => self.desk.files.known = file,
        }
    }

    /// The agent refuses the file or what was asked of it; the notice says why.
    pub(in crate::checkout::masters) fn file_refused(&mut self, refusal: &Refusal) {
        let asks_for_a_person = matches!(
            refusal.code,
            RefusalCode::ManagerOnly
                | RefusalCode::WrongPin
                | RefusalCode::PinLocked
                | RefusalCode::NotSignedIn
        );
        if asks_for_a_person && self.desk.files.is_checked() {
            return;
        }
        self.desk.files.look_at = None;
        self.desk.files.stage = self.desk.files.aside.take().unwrap_or_default();
    }

    fn file_begun(&mut self, upload: u32, now: u64) {
        match &mut self.desk.files.stage {
            Stage::Sending(file) => {
                file.upload = Some(upload);
                self.send_part(now);
            }
            Stage::Making(_) | Stage::Checking(_) | Stage::Writing(_) => self.look_again_at(now),
            Stage::Checked(_) => {
                self.desk.files.stage = Stage::Writing(Far::default());
                self.look_again_at(now);
            }
            Stage::Choosing | Stage::Fetching(_) | Stage::Reading | Stage::Written(_) => {}
        }
    }

    fn file_worked_at(&mut self, work: Work, so_far: Far, now: u64) {
        match (work, &mut self.desk.files.stage) {
            (Work::Making, Stage::Making(far))
            | (Work::Checking, Stage::Checking(far))
            | (Work::Writing, Stage::Writing(far)) => {
                *far = so_far;
                self.look_again_at(now);
            }
            _ => {}
        }
    }

    fn file_made(&mut self, name: String, parts: u32, rows: u32, now: u64) {
        if matches!(self.desk.files.stage, Stage::Making(_)) {
            self.desk.files.stage = Stage::Fetching(Fetched { name, parts, rows, next: 0 });
            self.ask_file(FileAsk::Fetch { number: 0 }, now);
        }
    }

    fn part_came(&mut self, number: u32, data: Bytes, now: u64) {
        let Stage::Fetching(file) = &mut self.desk.files.stage else { return };
        if file.next != number {
            return;
        }
        // The browser keeps what has come: a report can be longer than the page's memory.
        self.effects.push(Effect::KeepPart { bytes: data.0 });
        file.next += 1;
        if file.next < file.parts {
            let number = file.next;
            self.ask_file(FileAsk::Fetch { number }, now);
            return;
        }
        if let Stage::Fetching(Fetched { name, rows, .. }) = std::mem::take(&mut self.desk.files.stage) {
            self.say(format!("{name} を書き出しました({rows}件)。"));
            self.effects.push(Effect::Save { name });
            if let Some(report) = self.desk.files.aside.take() {
                self.desk.files.stage = report;
            }
            self.begin_files(now);
        }
    }

    fn file_checked(&mut self, report: Report) {
        if matches!(self.desk.files.stage, Stage::Checking(_)) {
            self.desk.files.stage = Stage::Checked(Box::new(report));
        }
    }

    fn file_written(&mut self, report: Report) {
        if matches!(self.desk.files.stage, Stage::Writing(_)) {
            self.desk.files.stage = Stage::Written(Box::new(report));
        }
    }

    fn file_stopped(&mut self) {
        if self.desk.files.is_under_way() {
            let aside = self.desk.files.aside.take();
            self.say(match (self.top(), &aside) {
                (Screen::Export, _) => "中止しました。ファイルは書き出していません。",
                (_, Some(_)) => "中止しました。",
                (_, None) => "中止しました。何も登録されていません。",
            });
            self.desk.files.stage = aside.unwrap_or_default();
        }
    }
}
