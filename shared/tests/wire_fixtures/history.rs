//! Frozen messages of クレジット利用履歴.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::{PaymentId, ReceiptNumber, RequestId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::tender::{ByHand, LinkInfo};
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::files::{Encoding, FileAsk, ReportFile};
use catlink_shared::wire::history::{
    CardWay, Chart, ChartPoint, ChartUnit, HandSlip, HistoryFilter, HistoryReply, HistoryRequest, HistoryRow,
    HistoryTotals, Sum, SumLine, Sums, UseKind,
};
use catlink_shared::wire::masters::MastersRequest;
use catlink_shared::wire::reply::{Outcome, Reply};
use catlink_shared::wire::request::Request;

const DAY: &str = "2026-11-23";

fn slip_number() -> SlipNumber {
    SlipNumber::new("00042").expect("slip")
}

fn filter() -> HistoryFilter {
    HistoryFilter {
        from: Some("2026-11-01".into()),
        to: Some(DAY.into()),
        company_code: Some("01".into()),
        category: Some(CardCategoryCode::CREDIT),
        operator_code: Some("101".into()),
        way: Some(CardWay::LinkedByPerson),
        kind: Some(UseKind::HandOver),
        amount: Some(Yen::new(900)),
        slip_number: Some(slip_number()),
        last4: Last4::new("4242").ok(),
    }
}

pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let asks = [
        HistoryRequest::Rows { filter: HistoryFilter::default(), at: 0 },
        HistoryRequest::Rows { filter: filter(), at: 150 },
        HistoryRequest::Totals { filter: filter() },
        HistoryRequest::Sheet { filter: HistoryFilter::default() },
    ];
    let id = |n: u8| RequestId::from_parts(1, &[n; 10]);
    let what = ReportFile::History { filter: filter() };
    let file = FileAsk::Report { what, encoding: Encoding::Utf8Bom };
    let file = Request::Masters { ask: MastersRequest::File { ask: file } };
    let asks = asks.into_iter().map(|ask| Request::History { ask }).chain([file]);
    asks.zip(161..).map(move |(request, n)| FromPage::new(id(n), request))
}

fn row(kind: UseKind, way: CardWay, amount: i64) -> HistoryRow {
    HistoryRow {
        receipt_number: ReceiptNumber(12),
        place: 0,
        business_day: DAY.into(),
        issued_at: UnixMs(1_795_402_800_000),
        issued_at_text: "2026/11/23 12:00:00".into(),
        kind,
        company_name: "クレジット".into(),
        category_name: "クレジット".into(),
        brand: None,
        amount: Yen::new(amount),
        operator_name: None,
        way,
        link_info: None,
        hand_slip: None,
        last4: None,
        payment_id: None,
    }
}

fn rows() -> Vec<HistoryRow> {
    let link = |by_hand| {
        let slip_number = Some(slip_number());
        Some(LinkInfo { category_name: "クレジット".into(), slip_number, by_hand })
    };
    vec![
        HistoryRow {
            brand: Some("VISA".into()),
            operator_name: Some("佐藤 花子".into()),
            link_info: link(ByHand::Terminal),
            last4: Last4::new("4242").ok(),
            payment_id: Some(PaymentId::from_parts(1, &[4; 10])),
            ..row(UseKind::Sale, CardWay::Linked, 900)
        },
        HistoryRow {
            link_info: link(ByHand::Person),
            ..row(UseKind::Reservation, CardWay::LinkedByPerson, 900)
        },
        HistoryRow {
            hand_slip: Some(HandSlip::Typed { slip_number: slip_number() }),
            ..row(UseKind::HandOver, CardWay::Hand, 900)
        },
        HistoryRow { hand_slip: Some(HandSlip::Open), ..row(UseKind::Sale, CardWay::Hand, 900) },
        HistoryRow { hand_slip: Some(HandSlip::NeverTaken), ..row(UseKind::Sale, CardWay::Hand, 900) },
        row(UseKind::Sale, CardWay::Unlinked, 900),
        row(UseKind::Void, CardWay::Back, -900),
        row(UseKind::Return, CardWay::Back, -900),
        row(UseKind::Cancellation, CardWay::Back, -900),
    ]
}

fn totals(unit: ChartUnit, at: &str) -> HistoryTotals {
    let sum = |count, amount| Sum { count, amount: Yen::new(amount) };
    let sums = Sums { taken: sum(3, 2_700), back: sum(1, -900) };
    let lines = |name: &str| vec![SumLine { name: name.into(), sums }];
    HistoryTotals {
        all: sums,
        by_category: lines("クレジット"),
        by_company: lines("カード"),
        by_brand: lines("VISA"),
        chart: Chart {
            unit,
            categories: vec!["クレジット".into()],
            points: vec![ChartPoint { at: at.into(), amounts: vec![Yen::new(1_800)] }],
        },
    }
}

pub(super) fn replies() -> impl Iterator<Item = Outcome> {
    let replies = [
        HistoryReply::Rows { at: 150, total: 159, rows: rows() },
        HistoryReply::Totals { totals: Box::new(totals(ChartUnit::Day, DAY)) },
        HistoryReply::Totals { totals: Box::new(totals(ChartUnit::Month, "2026-11")) },
        HistoryReply::Sheet {
            totals: Box::new(totals(ChartUnit::Day, DAY)),
            rows: rows(),
            at_text: "2026/11/23 12:00:00".into(),
        },
    ];
    replies.into_iter().map(|reply| Outcome::Done { reply: Box::new(Reply::History { reply }) })
}
