//! 決済照合.

use catlink_shared::card::{CardCategoryCode, CatDeviceId};
use catlink_shared::ids::{PaymentId, RequestId};
use catlink_shared::money::Yen;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{SlipNumber, TerminalId};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::day::CountOf;
use catlink_shared::wire::files::{Encoding, FileAsk, ReportFile};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::matching::{
    CloseReason, ClosedView, ClosedWith, DifferenceKind, DifferenceRow, MatchReply, MatchRequest, MatchSetup,
    MatchSource, MatchTerminal, NextStep, RunRow, RunSheet, RunSummary, TypedSlip, TypedTotal,
};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;

fn count_of(count: u32, yen: i64) -> CountOf {
    CountOf { count, amount: Yen::new(yen) }
}

fn terminal_id() -> TerminalId {
    TerminalId::new("1234567890123").expect("good")
}

pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let (device, from, to) =
        (CatDeviceId::Cat1, "2026-11-23 05:00".to_owned(), "2026-11-23 21:10".to_owned());
    let what = ReportFile::Matching { run: 7 };
    let ask = MastersRequest::File { ask: FileAsk::Report { what, encoding: Encoding::Utf8Bom } };
    let of_file = FromPage::new(RequestId::from_parts(7, &[99; 10]), Request::Masters { ask });
    let totals = vec![
        TypedTotal { category: None, of: count_of(12, 34_500) },
        TypedTotal { category: Some(CardCategoryCode(3)), of: count_of(7, 20_000) },
    ];
    let slips = vec![TypedSlip { slip_number: SlipNumber::five(42), amount: Yen::new(1_100) }];
    [
        MatchRequest::Runs { at: 50 },
        MatchRequest::Setup,
        MatchRequest::Read { device, from: from.clone(), to: to.clone() },
        MatchRequest::Progress,
        MatchRequest::Stop,
        MatchRequest::Typed { device, from, to, totals },
        MatchRequest::Run { run: 7, at: 0 },
        MatchRequest::Close { difference: 3, reason: CloseReason::Other, note: "金庫の控え".into() },
        MatchRequest::OpenAction { difference: 3 },
        MatchRequest::Itemise { difference: 4, slips },
    ]
    .into_iter()
    .zip(1u8..)
    .map(|(ask, n)| FromPage::new(RequestId::from_parts(7, &[n; 10]), Request::Matching { ask }))
    .chain([of_file])
}

fn row() -> RunRow {
    RunRow {
        run: 7,
        at_text: "2026/11/23 21:10:05".into(),
        who: "101".into(),
        device: CatDeviceId::Cat1,
        terminal_id: terminal_id(),
        from_text: "2026/11/23 05:00:00".into(),
        to_text: "2026/11/23 21:10:59".into(),
        source: MatchSource::Log,
        differences: 2,
        open: 1,
    }
}

fn differences() -> Vec<DifferenceRow> {
    let payment_id = PaymentId::from_parts(1, &[4; 10]);
    let answered = DifferenceRow {
        difference: 3,
        kind: DifferenceKind::Answered,
        subject: "決済 VISA".into(),
        at_text: "11/23 10:05".into(),
        slip_number: Some(SlipNumber::five(42)),
        here: Some(count_of(1, 1_100)),
        there: Some(count_of(1, 1_100)),
        next: NextStep::OpenPayment { payment_id },
        closed: None,
    };
    let closed = ClosedView {
        with: ClosedWith::Reason { reason: CloseReason::NotOurs },
        at_text: "2026/11/23 21:12:00".into(),
        who: Some("900".into()),
        by_run: None,
        note: "催事の売上".into(),
    };
    let only_there = DifferenceRow {
        difference: 4,
        kind: DifferenceKind::OnlyThere,
        here: None,
        next: NextStep::RegisterAction,
        closed: Some(closed),
        ..answered.clone()
    };
    vec![answered, only_there]
}

pub(super) fn replies() -> Vec<Reply> {
    let terminal = MatchTerminal {
        device: CatDeviceId::Cat1,
        model: CatModel::JtC60,
        terminal_id: terminal_id(),
        from: "2026-11-23 05:00".into(),
    };
    let setup = MatchSetup {
        terminals: vec![terminal],
        now: "2026-11-23 21:10".into(),
        categories: vec![(CardCategoryCode(3), "クレジット".into())],
    };
    let summary = RunSummary {
        here: count_of(2, 2_200),
        there: count_of(2, 2_200),
        agreed: count_of(1, 1_100),
        confirmed: 1,
        still_open: 0,
        unfinished: 1,
    };
    let sheet = RunSheet { row: row(), summary, at: 0, total: 2, rows: differences() };
    [
        MatchReply::Runs { at: 0, total: 1, rows: vec![row()] },
        MatchReply::Setup { setup },
        MatchReply::Working { lines: 40 },
        MatchReply::Kept { run: 7 },
        MatchReply::Stopped,
        MatchReply::Run { sheet: Box::new(sheet) },
        MatchReply::Closed { run: 7 },
    ]
    .into_iter()
    .map(|reply| Reply::Matching { reply })
    .collect()
}
