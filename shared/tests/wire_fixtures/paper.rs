//! 電子ジャーナル, 再発行 and 領収書.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ReceiptNumber, RequestId};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DEFAULT_PROVISO, Formal, PrintLine};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::files::{Encoding, FileAsk, ReportFile};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::paper::{
    DayPaper, FormalStanding, PaperFilter, PaperKind, PaperReply, PaperRequest, PaperRow, PaperView,
};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;

const NUMBER: ReceiptNumber = ReceiptNumber(12);

fn formal() -> Formal {
    Formal { addressee: "株式会社見本".into(), proviso: DEFAULT_PROVISO.into() }
}

fn filter() -> PaperFilter {
    PaperFilter {
        from: Some("2026-11-01".into()),
        to: Some("2026-11-23".into()),
        receipt_number: Some(NUMBER),
        kind: Some(PaperKind::Formal),
        text: Some("お品代".into()),
    }
}

/// The journal as a file.
pub(super) fn file() -> FromPage {
    let what = ReportFile::Paper { filter: filter() };
    let ask = FileAsk::Report { what, encoding: Encoding::Utf8Bom };
    let request = Request::Masters { ask: MastersRequest::File { ask } };
    FromPage::new(RequestId::from_parts(2, &[101; 10]), request)
}

/// What a page asks.
pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let asks = [
        PaperRequest::Print { receipt_number: NUMBER, mode: CounterMode::Live },
        PaperRequest::Print { receipt_number: NUMBER, mode: CounterMode::Training },
        PaperRequest::PrintDay { of: DayPaper::Report { day: "2026-11-23".into() } },
        PaperRequest::PrintDay { of: DayPaper::Check },
        PaperRequest::Standing { receipt_number: NUMBER },
        PaperRequest::Issue { receipt_number: NUMBER, formal: formal() },
        PaperRequest::Find { filter: PaperFilter::default(), at: 0 },
        PaperRequest::Find { filter: filter(), at: 50 },
        PaperRequest::Read { position: 7 },
        PaperRequest::PrintExtract { position: 7 },
    ];
    asks.into_iter()
        .zip(1u8..)
        .map(|(ask, n)| FromPage::new(RequestId::from_parts(2, &[n; 10]), Request::Paper { ask }))
}

fn row(kind: PaperKind) -> PaperRow {
    PaperRow {
        position: 7,
        at_text: "2026/11/23 10:05:09".into(),
        business_day: "2026-11-23".into(),
        kind,
        receipt_number: Some(NUMBER),
        copy: 1,
        amount: Some(Yen::new(158)),
        who: Some("101".into()),
    }
}

fn view(mode: CounterMode) -> Box<PaperView> {
    let text = "再発行 (1回目)".to_owned();
    let pair = ("合計".to_owned(), "¥158".to_owned());
    let lines = vec![
        PrintLine::Title { text: text.clone() },
        PrintLine::Center { text: text.clone() },
        PrintLine::Left { text: text.clone() },
        PrintLine::Large { text: text.clone() },
        PrintLine::Pair { left: pair.0.clone(), right: pair.1.clone() },
        PrintLine::Total { left: pair.0, right: pair.1 },
        PrintLine::Stamp { value: Yen::new(200) },
        PrintLine::Rule,
        PrintLine::Barcode { text },
    ];
    Box::new(PaperView { row: row(PaperKind::Receipt), mode, lines })
}

/// What the agent answers.
pub(super) fn replies() -> impl Iterator<Item = Outcome> {
    let standing = |issued, last, why_not: Option<&str>| PaperReply::Standing {
        standing: Box::new(FormalStanding {
            receipt: Box::new(super::slips::receipt()),
            issued,
            last,
            why_not: why_not.map(str::to_owned),
        }),
    };
    let bare =
        PaperRow { receipt_number: None, amount: None, who: None, copy: 0, ..row(PaperKind::DayReport) };
    let rows = PaperKind::ALL.iter().map(|kind| row(*kind)).chain([bare]).collect();
    let replies = vec![
        PaperReply::Printed { paper: view(CounterMode::Live) },
        PaperReply::Printed { paper: view(CounterMode::Training) },
        standing(0, None, None),
        standing(1, Some(formal()), Some("取消済みの伝票です。")),
        PaperReply::Found { at: 50, total: 60, rows },
        PaperReply::Sheet { paper: view(CounterMode::Live) },
    ];
    let refused = [RefusalCode::NoPaper, RefusalCode::BadFormal, RefusalCode::BadSearch]
        .map(|code| Outcome::Refused(Refusal::new(code, "領収書は発行できません。", Retry::Useless)));
    replies.into_iter().map(|reply| Outcome::Done { reply: Box::new(Reply::Paper { reply }) }).chain(refused)
}
