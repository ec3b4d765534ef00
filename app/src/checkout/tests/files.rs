//! What holds for 【取込・書出】 on the page.

use catlink_shared::masters::Master;
use catlink_shared::rights::Right;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::files::{
    Bytes, Encoding, FileAsk, FileReply, PART_BYTES, Report, ReportFile, TableReport, Verdict, Work,
};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

use super::desk::Desk;
use crate::checkout::Effect;
use crate::checkout::key::Key;
use crate::checkout::masters::files::Stage;
use crate::checkout::screen::Screen;

impl Desk {
    /// 【取込・書出】 of 商品マスタ.
    fn at_files() -> Self {
        let mut desk = Self::new();
        desk.f(9);
        for digit in ['2', '3'] {
            desk.key(Key::Char(digit));
            desk.wait(100);
        }
        assert_eq!(desk.page.top(), Screen::Masters(Master::Product));
        desk.sent.clear();
        desk.f(8);
        assert_eq!(desk.page.top(), Screen::Files(Master::Product));
        desk.expect(&FileAsk::Known, FileReply::Known { file: None });
        desk
    }

    /// The page has asked this, and is answered.
    fn expect(&mut self, ask: &FileAsk, reply: FileReply) {
        let message = self.only_sent();
        assert_eq!(asked(&message), ask);
        self.done(&message, Reply::Masters { reply: MastersReply::File { reply } });
    }

    /// A file of so many bytes is chosen, and all of it goes to the agent.
    fn sends_file(bytes: usize) -> Self {
        let mut desk = Self::at_files();
        desk.chooses(bytes);
        let name = "商品.csv".to_owned();
        let master = Master::Product;
        let begin = FileAsk::Begin { master, name, bytes: bytes as u64 };
        desk.expect(&begin, FileReply::Begun { upload: 5 });
        for (number, part) in vec![b'x'; bytes].chunks(PART_BYTES).enumerate() {
            let number = u32::try_from(number).expect("few");
            let ask = FileAsk::Part { upload: 5, number, data: Bytes(part.to_vec()) };
            desk.expect(&ask, FileReply::Taken { number });
        }
        desk.expect(&FileAsk::Check { upload: 5 }, FileReply::Begun { upload: 5 });
        desk
    }

    fn chooses(&mut self, bytes: usize) {
        let effects = self.page.on_file_chosen(bytes as f64, self.now);
        self.take(effects);
        let effects = self.page.on_file("商品.csv", vec![b'x'; bytes], self.now);
        self.take(effects);
    }

    fn looks(&mut self, reply: FileReply) {
        self.wait(200);
        self.expect(&FileAsk::Progress, reply);
    }

    fn checked(verdict: Verdict) -> Self {
        let mut desk = Self::sends_file(10);
        desk.looks(FileReply::Checked { report: report(verdict) });
        desk
    }

    fn stage(&self) -> &Stage {
        self.page.desk().files().stage()
    }

    fn label(&self, number: u8) -> &'static str {
        self.page.function_keys().into_iter().find(|key| key.number == number).map_or("", |key| key.label)
    }
}

fn asked(message: &FromPage) -> &FileAsk {
    match &message.request {
        Request::Masters { ask: MastersRequest::File { ask } } => ask,
        other => panic!("{other:?}"),
    }
}

fn report(verdict: Verdict) -> Report {
    let table = TableReport {
        master: Master::Product,
        new: 1,
        changed: 2,
        unchanged: 3,
        bad: u32::from(verdict == Verdict::WithoutBadLines),
        only_here: 0,
        only_here_codes: Vec::new(),
    };
    Report {
        name: "商品.csv".into(),
        revision: None,
        tables: vec![table],
        lines: Vec::new(),
        notes: Vec::new(),
        verdict,
    }
}

#[test]
fn a_file_is_made_fetched_in_parts_and_kept_by_the_browser() {
    let mut desk = Desk::at_files();
    desk.key(Key::Down);
    desk.f(12);
    let ask = FileAsk::Export { master: Master::Product, encoding: Encoding::ShiftJis };
    desk.expect(&ask, FileReply::Begun { upload: 0 });
    desk.looks(FileReply::Working { work: Work::Making, done: 5, total: 10 });
    assert_eq!(desk.page.desk().files().doing().map(|(_, far)| (far.done, far.total)), Some((5, 10)));
    desk.looks(FileReply::Made { name: "商品マスタ.csv".into(), parts: 2, rows: 10 });
    for number in [0, 1] {
        let part = FileReply::Part { number, data: Bytes(vec![b'a' + u8::try_from(number).expect("small")]) };
        desk.expect(&FileAsk::Fetch { number }, part);
    }
    let saved = Effect::Save { name: "商品マスタ.csv".into() };
    assert!(desk.effects.contains(&saved), "{:?}", desk.effects);
    assert_eq!((desk.stage(), desk.notice()), (&Stage::Choosing, "商品マスタ.csv を書き出しました(10件)。"));
}

#[test]
fn f12_at_the_import_opens_the_browsers_own_dialog() {
    let mut desk = Desk::at_files();
    desk.key(Key::Char('5'));
    desk.wait(100);
    desk.f(12);
    assert!(desk.effects.contains(&Effect::PickFile) && desk.sent.is_empty());
}

#[test]
fn a_file_goes_in_parts_and_is_kept_only_after_its_report() {
    let mut desk = Desk::sends_file(PART_BYTES + 1);
    desk.looks(FileReply::Working { work: Work::Checking, done: 1, total: 2 });
    assert_eq!((desk.label(9), desk.label(12)), ("中止", ""));
    desk.looks(FileReply::Checked { report: report(Verdict::Whole) });
    assert_eq!((desk.label(9), desk.label(12)), ("戻る", "登録"));
    desk.f(12);
    desk.expect(&FileAsk::Apply { upload: 5 }, FileReply::Begun { upload: 5 });
    desk.f(12);
    desk.looks(FileReply::Working { work: Work::Writing, done: 1, total: 3 });
    desk.looks(FileReply::Applied { report: report(Verdict::Whole) });
    assert!(matches!(desk.stage(), Stage::Written(_)) && desk.label(12).is_empty());
    desk.f(9);
    assert_eq!(desk.stage(), &Stage::Choosing);
}

#[test]
fn bad_lines_are_left_out_by_a_key_that_says_so_and_nothing_is_kept_where_nothing_can_be() {
    assert_eq!(Desk::checked(Verdict::WithoutBadLines).label(12), "誤りを除き登録");
    let mut desk = Desk::checked(Verdict::Nothing);
    assert_eq!(desk.label(12), "");
    desk.f(12);
    assert!(desk.sent.is_empty());
}

#[test]
fn lines_that_stay_out_are_saved_as_a_file_and_the_report_stays() {
    let desk = Desk::checked(Verdict::Whole);
    assert_eq!(desk.label(6), "", "nothing stays out");
    let mut desk = Desk::checked(Verdict::WithoutBadLines);
    let before = desk.stage().clone();
    assert_eq!(desk.label(6), "誤りの行を書出");
    desk.f(6);
    desk.expect(&FileAsk::LeftOut, FileReply::Begun { upload: 5 });
    desk.looks(FileReply::Made { name: "商品-誤り.csv".into(), parts: 1, rows: 1 });
    desk.expect(&FileAsk::Fetch { number: 0 }, FileReply::Part { number: 0, data: Bytes(vec![1]) });
    assert_eq!(desk.stage(), &before);
    let saved = |effect: &Effect| matches!(effect, Effect::Save { name, .. } if name == "商品-誤り.csv");
    assert!(desk.effects.iter().any(saved), "{:?}", desk.effects);
    assert_eq!(desk.label(12), "誤りを除き登録");
}

#[test]
fn f9_stops_and_what_came_too_late_to_stop_is_told_as_done() {
    let mut desk = Desk::checked(Verdict::Whole);
    desk.f(12);
    desk.expect(&FileAsk::Apply { upload: 5 }, FileReply::Begun { upload: 5 });
    desk.looks(FileReply::Working { work: Work::Writing, done: 1, total: 3 });
    desk.tap(Key::Function(9));
    desk.expect(&FileAsk::Stop, FileReply::Working { work: Work::Writing, done: 2, total: 3 });
    let mut late = desk;
    late.looks(FileReply::Applied { report: report(Verdict::Whole) });
    assert!(matches!(late.stage(), Stage::Written(_)));
    let mut desk = Desk::sends_file(10);
    desk.looks(FileReply::Stopped);
    assert_eq!((desk.stage(), desk.notice()), (&Stage::Choosing, "中止しました。何も登録されていません。"));
}

#[test]
fn a_refused_file_is_told_and_another_can_be_chosen() {
    let mut desk = Desk::sends_file(10);
    desk.wait(200);
    let look = desk.only_sent();
    desk.refuse(&look, RefusalCode::BadFile);
    assert_eq!((desk.stage(), desk.notice()), (&Stage::Choosing, "だめです。"));
    desk.wait(1_000);
    assert!(desk.sent.is_empty());
}

#[test]
fn a_cut_connection_ends_it_and_nothing_of_it_is_sent_again() {
    let mut desk = Desk::checked(Verdict::Whole);
    desk.f(12);
    desk.sent.clear();
    desk.cut();
    assert!(desk.notice().contains("F10変更履歴で"), "{}", desk.notice());
    assert!(!desk.page.is_busy(), "no key is blocked by an answer that never comes");
    desk.connect();
    let file = |message: &FromPage| matches!(&message.request, Request::Masters { ask: MastersRequest::File { ask } } if *ask != FileAsk::Known);
    assert!(!desk.sent.iter().any(file), "{:?}", desk.sent);
}

#[test]
fn what_is_no_file_is_said_before_anything_is_sent() {
    let mut desk = Desk::at_files();
    for (bytes, said) in [(0.0, "空です"), (65.0 * 1024.0 * 1024.0, "64MBまで")] {
        let effects = desk.page.on_file_chosen(bytes, desk.now);
        desk.take(effects);
        assert!(desk.notice().contains(said) && desk.sent.is_empty(), "{}", desk.notice());
    }
    let effects = desk.page.on_file_chosen(5.0, desk.now);
    desk.take(effects);
    let effects = desk.page.on_file_unreadable(desk.now);
    desk.take(effects);
    assert!(desk.notice().contains("読めませんでした"));
    desk.f(9);
    let effects = desk.page.on_file_chosen(5.0, desk.now);
    desk.take(effects);
    assert!(desk.notice().contains("F8取込・書出を開いて"));
}

#[test]
fn a_managers_pin_is_asked_over_the_report_which_stays() {
    let mut desk = Desk::checked(Verdict::Whole);
    desk.f(12);
    let apply = desk.only_sent();
    let mut refusal = Refusal::new(RefusalCode::ManagerOnly, "責任者の承認が必要です。", Retry::Useless);
    refusal.right = Some(Right::Settings);
    desk.answer(&apply, Outcome::Refused(refusal));
    assert_eq!(desk.page.top(), Screen::Approval);
    desk.type_in("900");
    desk.key(Key::Enter);
    desk.type_in("9000");
    desk.f(12);
    let again = desk.only_sent();
    assert!(again.approval.is_some());
    desk.done(&again, Reply::Masters { reply: MastersReply::File { reply: FileReply::Begun { upload: 5 } } });
    assert_eq!(desk.page.top(), Screen::Files(Master::Product));
    desk.looks(FileReply::Applied { report: report(Verdict::Whole) });
    assert!(matches!(desk.stage(), Stage::Written(_)));
}

#[test]
fn a_report_goes_out_from_the_day_that_is_shown_and_its_parts_are_left_to_the_browser() {
    let mut desk = Desk::new();
    desk.f(9);
    desk.at_report("2026-02-10");
    desk.f(8);
    assert_eq!((desk.page.top(), desk.label(12)), (Screen::Export, "確定"));
    assert_eq!(desk.page.errands().len(), 2, "CSV in two encodings, and nothing comes in");
    desk.sent.clear();
    desk.key(Key::Char('2'));
    desk.wait(100);
    desk.f(12);
    let what = ReportFile::Days { from: "2026-02-01".into(), to: "2026-02-28".into() };
    let ask = FileAsk::Report { what, encoding: Encoding::ShiftJis };
    desk.expect(&ask, FileReply::Begun { upload: 0 });
    desk.looks(FileReply::Made { name: "日計一覧.csv".into(), parts: 2, rows: 28 });
    desk.expect(&FileAsk::Fetch { number: 0 }, FileReply::Part { number: 0, data: Bytes(vec![1]) });
    assert!(desk.effects.contains(&Effect::KeepPart { bytes: vec![1] }));
    desk.f(9);
    assert!(desk.effects.contains(&Effect::DropParts), "it is stopped between two parts");
    assert_eq!((desk.page.top(), desk.stage()), (Screen::Export, &Stage::Choosing));
}
