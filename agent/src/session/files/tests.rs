//! What holds for the files of a connection.

use std::sync::Arc;
use std::time::Duration;

use catlink_shared::masters::Master;
use catlink_shared::receipt::DataKind;
use catlink_shared::wire::files::{
    Bytes, Encoding, FileAsk, FileReply, MOST_FILE_BYTES, PART_BYTES, Products, Report, ReportFile, Verdict,
};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::{FromPage, MOST_BYTES};

use super::Files;
use crate::books::history::By;
use crate::books::{BooksError, demo, masters};
use crate::config::{RunArgs, Settings};
use crate::register::Register;
use crate::store::{Claim, Store};

/// 店長 is signed in.
fn by() -> By {
    By { who: Some("900".into()), approved_by: None }
}

/// A connection to demo books.
struct Page {
    register: Arc<Register>,
    files: Files,
}

impl Page {
    async fn open() -> Self {
        let folder = std::env::temp_dir().join(format!("catlink-session-files-{}", uuid::Uuid::now_v7()));
        let args = RunArgs { data_dir: Some(folder.clone()), ..RunArgs::default() };
        let store = Store::open(&folder, DataKind::Real).unwrap();
        let register = Register::open(store, Settings::load(&args).unwrap()).await.unwrap();
        register.store.write::<_, BooksError, _>(Claim::None, |tx| demo::fill(tx, "01")).await.unwrap();
        Self { register, files: Files::default() }
    }

    async fn ask(&mut self, ask: FileAsk) -> Result<FileReply, RefusalCode> {
        let reply = self.files.answer(&self.register, by(), ask).await;
        reply.map_err(|error| error.into_refusal().code)
    }

    /// Asks how far it is until it is over.
    async fn wait(&mut self) -> Result<FileReply, RefusalCode> {
        loop {
            match self.ask(FileAsk::Progress).await {
                Ok(FileReply::Working { .. }) => tokio::time::sleep(Duration::from_millis(1)).await,
                other => return other,
            }
        }
    }

    async fn send(&mut self, file: &[u8]) -> u32 {
        let bytes = u64::try_from(file.len()).unwrap();
        let begin = FileAsk::Begin { master: Master::Product, name: "商品\n.csv".into(), bytes };
        let Ok(FileReply::Begun { upload }) = self.ask(begin).await else { panic!("not begun") };
        for (number, part) in (0..).zip(file.chunks(PART_BYTES)) {
            let data = Bytes(part.to_vec());
            assert_eq!(
                self.ask(FileAsk::Part { upload, number, data }).await,
                Ok(FileReply::Taken { number })
            );
        }
        upload
    }

    async fn check(&mut self, file: &[u8]) -> (u32, Report) {
        let upload = self.send(file).await;
        self.ask(FileAsk::Check { upload }).await.unwrap();
        match self.wait().await {
            Ok(FileReply::Checked { report }) => (upload, report),
            other => panic!("{other:?}"),
        }
    }

    async fn fetch(&mut self, ask: FileAsk) -> (String, Vec<u8>) {
        self.ask(ask).await.unwrap();
        let Ok(FileReply::Made { name, parts, .. }) = self.wait().await else { panic!("not made") };
        let mut bytes = Vec::new();
        for number in 0..parts {
            let Ok(FileReply::Part { data, .. }) = self.ask(FileAsk::Fetch { number }).await else {
                panic!()
            };
            bytes.extend(data.0);
        }
        assert_eq!(self.ask(FileAsk::Fetch { number: parts }).await, Err(RefusalCode::NotAllowed));
        (name, bytes)
    }
}

const CSV: &str = "商品コード,商品名,単価,内税/外税,税区分\n";

#[tokio::test]
async fn a_file_goes_out_in_parts_and_changes_nothing_when_it_comes_back() {
    let mut page = Page::open().await;
    let export = FileAsk::Export { master: Master::Product, encoding: Encoding::Utf8Bom };
    let (name, bytes) = page.fetch(export).await;
    assert!(name.starts_with("商品マスタ-20") && name.ends_with(".csv"), "{name}");
    let (upload, report) = page.check(&bytes).await;
    assert_eq!((report.verdict, report.name.as_str()), (Verdict::Nothing, "商品.csv"));
    page.ask(FileAsk::Apply { upload }).await.unwrap();
    assert_eq!(page.wait().await, Err(RefusalCode::BadFile));
}

#[tokio::test]
async fn what_was_checked_is_kept_once_and_told_to_every_page() {
    let mut page = Page::open().await;
    let (upload, report) = page.check(format!("{CSV}9001,新,10,0,standard\n").as_bytes()).await;
    page.ask(FileAsk::Apply { upload }).await.unwrap();
    assert_eq!(page.wait().await, Ok(FileReply::Applied { report }));
    assert_eq!(page.ask(FileAsk::Apply { upload }).await, Err(RefusalCode::NotAllowed));
    assert_eq!(page.wait().await, Ok(FileReply::Stopped));
    let known =
        page.register.store.read(|connection| masters::find(connection, Master::Product, "9001")).await;
    assert!(known.unwrap().is_some());
}

#[tokio::test]
async fn a_report_goes_out_with_a_line_for_each_business_day() {
    let mut page = Page::open().await;
    let report = |from: &str, to: &str| FileAsk::Report {
        what: ReportFile::Days { from: from.into(), to: to.into() },
        encoding: Encoding::Utf8Bom,
    };
    for (from, to) in [("2026-11-01", "2026-11-30"), ("2026-11-30", "2026-11-01"), ("昨日", "今日")] {
        page.ask(report(from, to)).await.unwrap();
        assert_eq!(
            page.wait().await,
            Err(RefusalCode::BadFile),
            "{from} {to}: no day, the wrong way round, none"
        );
    }
    let open = "INSERT INTO register_day (business_day, opened_at, opened_by, float_amount)
                VALUES ('2026-11-02', 1, NULL, NULL), ('2026-11-03', 2, '900', 5000)";
    let opened = move |tx: &rusqlite::Transaction<'_>| Ok::<_, BooksError>(tx.execute(open, [])?);
    page.register.store.write(Claim::None, opened).await.unwrap();
    let (name, bytes) = page.fetch(report("2016-11-01", "2026-11-30")).await;
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(name, "日計一覧-20161101-20261130.csv");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}営業日,状態,売上件数"), "{text}");
    assert!(lines[1].starts_with("2026-11-02,営業中,0,0,") && lines.len() == 3, "{text}");
}

#[tokio::test]
async fn the_masters_file_says_which_one_this_shop_has() {
    let mut page = Page::open().await;
    assert_eq!(page.ask(FileAsk::Known).await, Ok(FileReply::Known { file: None }));
    let (name, bytes) = page.fetch(FileAsk::ExportMasters { products: Products::Without }).await;
    assert!(name.starts_with("マスタ-第1版-") && bytes.starts_with(b"{"), "{name}");
    let Ok(FileReply::Known { file: Some(file) }) = page.ask(FileAsk::Known).await else { panic!() };
    assert_eq!(file.revision, 1);
}

#[tokio::test]
async fn parts_out_of_order_too_long_or_of_another_file_are_refused() {
    let mut page = Page::open().await;
    let begin = |bytes| FileAsk::Begin { master: Master::Product, name: "x".into(), bytes };
    assert_eq!(page.ask(begin(MOST_FILE_BYTES + 1)).await, Err(RefusalCode::TooLarge));
    for (number, length, other) in [(1, 5, 0), (0, 11, 0), (0, PART_BYTES + 1, 0), (0, 5, 1)] {
        let Ok(FileReply::Begun { upload }) = page.ask(begin(10)).await else { panic!() };
        let data = Bytes(vec![b'x'; length]);
        let part = FileAsk::Part { upload: upload + other, number, data };
        assert_eq!(page.ask(part).await, Err(RefusalCode::NotAllowed), "{number} {length}");
    }
    let Ok(FileReply::Begun { upload }) = page.ask(begin(10)).await else { panic!() };
    assert_eq!(page.ask(FileAsk::Check { upload }).await, Err(RefusalCode::NotAllowed), "it is not whole");
}

#[tokio::test]
async fn one_file_at_a_time_and_a_newer_one_takes_the_place() {
    let mut page = Page::open().await;
    let upload = page.send(CSV.as_bytes()).await;
    page.ask(FileAsk::Check { upload }).await.unwrap();
    let begin = FileAsk::Begin { master: Master::Product, name: "x".into(), bytes: 10 };
    assert_eq!(page.ask(begin).await, Err(RefusalCode::NotAllowed));
    page.wait().await.unwrap();
    let newer = page.send(CSV.as_bytes()).await;
    assert_eq!(page.ask(FileAsk::Apply { upload }).await, Err(RefusalCode::NotAllowed));
    assert!(newer > upload);
}

#[tokio::test]
async fn a_stopped_file_is_forgotten() {
    let mut page = Page::open().await;
    let (upload, _) = page.check(format!("{CSV}9001,新,10,0,standard\n").as_bytes()).await;
    assert_eq!(page.ask(FileAsk::Stop).await, Ok(FileReply::Stopped));
    assert_eq!(page.ask(FileAsk::Apply { upload }).await, Err(RefusalCode::NotAllowed));
}

#[test]
fn a_whole_part_fits_into_a_message() {
    let data = Bytes(vec![0xff; PART_BYTES]);
    let ask = MastersRequest::File { ask: FileAsk::Part { upload: u32::MAX, number: u32::MAX, data } };
    let id = catlink_shared::ids::RequestId::from_parts(1, &[1; 10]);
    let message = FromPage::new(id, Request::Masters { ask });
    assert!(serde_json::to_vec(&message).unwrap().len() < MOST_BYTES);
    let reply = Reply::Masters { reply: MastersReply::File { reply: FileReply::Stopped } };
    assert_eq!(serde_json::from_str::<Reply>(&serde_json::to_string(&reply).unwrap()).unwrap(), reply);
}
