//! クレジット利用履歴: every kind of row with its marks, filters, places, and sums that always are those of the rows.

mod any_books;
mod desk;

use catlink_shared::basket::CounterMode;
use catlink_shared::card::CardCategoryCode;
use catlink_shared::money::Yen;
use catlink_shared::tender::{ByHand, LinkInfo};
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::files::Encoding;
use catlink_shared::wire::history::{
    CardWay, ChartUnit, HandSlip, HistoryFilter, HistoryReply, HistoryRequest, HistoryRow, HistoryTotals,
    MOST_ROWS, UseKind,
};

use catlink_shared::ids::ReservationNumber;
use catlink_shared::receipt::SlipKind;
use desk::{Desk, back, cash, hand, linked, original, unlinked};

fn info(slip: &str, by_hand: ByHand) -> Option<LinkInfo> {
    Some(LinkInfo {
        category_name: "クレジット".into(), slip_number: SlipNumber::new(slip).ok(), by_hand
    })
}

fn reservation(number: u64, deposit: i64) -> SlipKind {
    SlipKind::Reservation {
        number: ReservationNumber(number),
        deposit: Yen::new(deposit),
        customer: "客".into(),
        due_date: "2026-12-24".into(),
        phone: String::new(),
        note: String::new(),
    }
}

fn in_short(rows: &[HistoryRow]) -> Vec<(u64, UseKind, CardWay, i64)> {
    rows.iter().map(|row| (row.receipt_number.0, row.kind, row.way, row.amount.get())).collect()
}

#[tokio::test]
async fn every_kind_of_card_payment_has_a_row_with_its_sign_and_its_mark() {
    let desk = Desk::open().await;
    let day = "2026-11-23";
    desk.book(day, SlipKind::Sale, vec![linked(1_000, "VISA", "00001", ByHand::Terminal)]).await;
    desk.book(day, SlipKind::Sale, vec![linked(2_000, "", "00002", ByHand::Person)]).await;
    let by_hand = desk.book(day, SlipKind::Sale, vec![hand(3_000)]).await;
    desk.book(day, SlipKind::Sale, vec![cash(500), unlinked(4_000)]).await;
    desk.book(day, SlipKind::Void { of: original(1), deposit: Yen::ZERO }, vec![back(1_000)]).await;
    desk.book(day, SlipKind::Return { of: original(2), places: vec![0] }, vec![back(700)]).await;
    let made = desk.book(day, reservation(1, 600), vec![linked(600, "JCB", "00003", ByHand::Terminal)]).await;
    let (number, deposit) = (ReservationNumber(1), Yen::new(600));
    desk.book(day, SlipKind::Cancellation { number, deposit, of: original(made.0) }, vec![back(600)]).await;
    desk.book(day, SlipKind::Sale, vec![cash(100)]).await;
    desk.book_as(CounterMode::Training, day, SlipKind::Sale, vec![unlinked(9_999)]).await;
    let action = desk.hand_payment(by_hand, 3_000).await;

    let rows = desk.rows(HistoryFilter::default()).await;
    assert_eq!(
        in_short(&rows),
        [
            (8, UseKind::Cancellation, CardWay::Back, -600),
            (7, UseKind::Reservation, CardWay::Linked, 600),
            (6, UseKind::Return, CardWay::Back, -700),
            (5, UseKind::Void, CardWay::Back, -1_000),
            (4, UseKind::Sale, CardWay::Unlinked, 4_000),
            (3, UseKind::Sale, CardWay::Hand, 3_000),
            (2, UseKind::Sale, CardWay::LinkedByPerson, 2_000),
            (1, UseKind::Sale, CardWay::Linked, 1_000),
        ]
    );
    let links: Vec<_> = rows.iter().map(|row| row.link_info.clone()).collect();
    assert_eq!(
        links,
        [
            None,
            info("00003", ByHand::Terminal),
            None,
            None,
            None,
            None,
            info("00002", ByHand::Person),
            info("00001", ByHand::Terminal)
        ],
        "決済連携 is blank for what goes back and what was not linked"
    );
    assert_eq!(rows[7].brand.as_deref(), Some("VISA"));
    assert_eq!(rows[6].brand, None);
    assert_eq!(rows[5].hand_slip, Some(HandSlip::Open));
    assert!(rows.iter().all(|row| row.payment_id.is_some() == row.link_info.is_some()));

    desk.close_action(action, "00099", 3_000).await;
    let rows = desk.rows(HistoryFilter::default()).await;
    let typed = HandSlip::Typed { slip_number: SlipNumber::new("00099").unwrap() };
    assert_eq!((&rows[5].hand_slip, &rows[5].link_info), (&Some(typed), &None));
    assert!(rows.iter().enumerate().all(|(at, row)| row.hand_slip.is_some() == (at == 5)));
}

#[tokio::test]
async fn each_filter_finds_what_it_names_and_nothing_else() {
    let desk = Desk::open().await;
    desk.book("2026-11-01", SlipKind::Sale, vec![linked(1_000, "VISA", "00001", ByHand::Terminal)]).await;
    desk.book("2026-11-02", SlipKind::Sale, vec![linked(2_000, "JCB", "00002", ByHand::Person)]).await;
    let by_hand = desk.book("2026-11-03", SlipKind::Sale, vec![hand(3_000)]).await;
    desk.book("2026-11-04", SlipKind::Sale, vec![unlinked(4_000)]).await;
    desk.book("2026-11-05", SlipKind::Void { of: original(4), deposit: Yen::ZERO }, vec![back(4_000)]).await;
    let action = desk.hand_payment(by_hand, 3_000).await;
    desk.close_action(action, "00077", 3_000).await;
    let all = HistoryFilter::default;
    let slip = |slip: &str| SlipNumber::new(slip).ok();
    let cases = [
        (HistoryFilter { from: Some("2026-11-04".into()), ..all() }, vec![5, 4]),
        (HistoryFilter { to: Some("2026-11-01".into()), ..all() }, vec![1]),
        (HistoryFilter { company_code: Some("90".into()), ..all() }, vec![4]),
        (HistoryFilter { category: Some(CardCategoryCode(13)), ..all() }, vec![4]),
        (HistoryFilter { operator_code: Some("102".into()), ..all() }, vec![4, 2]),
        (HistoryFilter { way: Some(CardWay::Hand), ..all() }, vec![3]),
        (HistoryFilter { way: Some(CardWay::LinkedByPerson), ..all() }, vec![2]),
        (HistoryFilter { kind: Some(UseKind::Void), ..all() }, vec![5]),
        (HistoryFilter { amount: Some(Yen::new(4_000)), ..all() }, vec![5, 4]),
        (HistoryFilter { slip_number: slip("00002"), ..all() }, vec![2]),
        (HistoryFilter { slip_number: slip("00077"), ..all() }, vec![3]),
        (HistoryFilter { last4: Last4::new("4242").ok(), ..all() }, vec![2, 1]),
        (HistoryFilter { last4: Last4::new("4242").ok(), to: Some("2026-11-01".into()), ..all() }, vec![1]),
        (HistoryFilter { last4: Last4::new("0000").ok(), ..all() }, vec![]),
    ];
    for (filter, found) in cases {
        let rows = desk.rows(filter.clone()).await;
        let numbers: Vec<u64> = rows.iter().map(|row| row.receipt_number.0).collect();
        assert_eq!(numbers, found, "{filter:?}");
        let sum: i64 = rows.iter().map(|row| row.amount.get()).sum();
        let totals = desk.totals(filter.clone()).await;
        assert_eq!(totals.all.all().count, found.len() as u64, "{filter:?}");
        assert_eq!(totals.all.all().amount.get(), sum, "{filter:?}");
    }
}

#[tokio::test]
async fn a_place_anywhere_in_the_list_is_the_same_from_either_end() {
    let desk = Desk::open().await;
    for number in 0..130 {
        desk.book("2026-11-23", SlipKind::Sale, vec![unlinked(100 + number), unlinked(5)]).await;
    }
    let mut seen = Vec::new();
    for at in [0, 50, 100, 150, 200, 250] {
        let HistoryReply::Rows { at: said, total, rows } =
            desk.ask(HistoryRequest::Rows { filter: HistoryFilter::default(), at }).await.unwrap()
        else {
            panic!("rows");
        };
        assert_eq!((said, total), (at, 260));
        assert!(rows.len() == MOST_ROWS || at == 250);
        seen.extend(rows.into_iter().map(|row| (row.receipt_number.0, row.place)));
    }
    let newest_first: Vec<(u64, u32)> =
        (1..=130).rev().flat_map(|number| [(number, 1), (number, 0)]).collect();
    assert_eq!(seen, newest_first);
    let beyond = desk.ask(HistoryRequest::Rows { filter: HistoryFilter::default(), at: 9_999 }).await;
    assert!(matches!(beyond, Ok(HistoryReply::Rows { rows, .. }) if rows.is_empty()));
}

#[tokio::test]
async fn sums_are_apart_and_together_by_category_company_and_brand() {
    let desk = Desk::open().await;
    desk.book("2026-11-01", SlipKind::Sale, vec![linked(1_000, "VISA", "00001", ByHand::Terminal)]).await;
    desk.book("2026-11-03", SlipKind::Sale, vec![unlinked(400), cash(50)]).await;
    desk.book("2026-11-03", SlipKind::Void { of: original(1), deposit: Yen::ZERO }, vec![back(1_000)]).await;
    let totals = desk.totals(HistoryFilter::default()).await;
    let lines = |lines: &[catlink_shared::wire::history::SumLine]| -> Vec<String> {
        let short = |line: &catlink_shared::wire::history::SumLine| {
            let (taken, back) = (line.sums.taken, line.sums.back);
            format!(
                "{} {}/{} {}/{}",
                line.name,
                taken.count,
                taken.amount.get(),
                back.count,
                back.amount.get()
            )
        };
        lines.iter().map(short).collect()
    };
    assert_eq!(lines(&totals.by_category), ["クレジット 1/1000 1/-1000", "QRコード決済 1/400 0/0"]);
    assert_eq!(lines(&totals.by_company), ["カード, \"A\" 1/1000 1/-1000", "=QR 1/400 0/0"]);
    assert_eq!(lines(&totals.by_brand), ["VISA 1/1000 0/0", "(端末からの通知なし) 1/400 1/-1000"]);
    assert_eq!((totals.all.all().count, totals.all.all().amount.get()), (3, 400));
    let points: Vec<(&str, Vec<i64>)> = totals
        .chart
        .points
        .iter()
        .map(|point| (point.at.as_str(), point.amounts.iter().map(|amount| amount.get()).collect()))
        .collect();
    assert_eq!(
        points,
        [("2026-11-01", vec![1_000, 0]), ("2026-11-02", vec![0, 0]), ("2026-11-03", vec![-1_000, 400])]
    );
}

#[tokio::test]
async fn a_long_period_is_drawn_by_month_and_an_empty_one_not_at_all() {
    let desk = Desk::open().await;
    let ten_years = HistoryFilter {
        from: Some("2017-01-01".into()),
        to: Some("2026-12-31".into()),
        ..HistoryFilter::default()
    };
    let HistoryTotals { chart, all, .. } = desk.totals(ten_years.clone()).await;
    assert!(chart.points.is_empty() && all.all().count == 0);
    desk.book("2026-09-30", SlipKind::Sale, vec![unlinked(100)]).await;
    desk.book("2026-11-02", SlipKind::Sale, vec![unlinked(300)]).await;
    desk.book("2026-11-30", SlipKind::Sale, vec![unlinked(30)]).await;
    let chart = desk.totals(ten_years).await.chart;
    let points: Vec<(&str, i64)> =
        chart.points.iter().map(|point| (point.at.as_str(), point.amounts[0].get())).collect();
    assert_eq!(points, [("2026-09", 100), ("2026-10", 0), ("2026-11", 330)]);
    assert_eq!(chart.unit, ChartUnit::Month);
    let by_day = desk.totals(HistoryFilter::default()).await.chart;
    assert_eq!((by_day.unit, by_day.points.len()), (ChartUnit::Day, 62), "62 days are drawn by day");
}

#[tokio::test]
async fn a_period_that_is_none_is_refused_with_what_is_wrong() {
    let desk = Desk::open().await;
    let of = |from: &str, to: &str| HistoryFilter {
        from: Some(from.into()),
        to: Some(to.into()),
        ..HistoryFilter::default()
    };
    for (filter, word) in [
        (of("2026-11-24", "2026-11-23"), "逆"),
        (of("2026-02-30", "2026-11-23"), "2026-02-30"),
        (of("20261101", "2026-11-23"), "20261101"),
        (of("2026-11-01", "' OR 1=1"), "OR"),
    ] {
        let refused = desk.ask(HistoryRequest::Totals { filter }).await.unwrap_err();
        assert!(refused.message.contains(word), "{}", refused.message);
    }
}

#[tokio::test]
async fn a_company_goes_by_its_newest_name_in_sums_and_by_its_old_one_in_its_rows() {
    let desk = Desk::open().await;
    desk.book("2026-11-01", SlipKind::Sale, vec![desk::named("旧名", 100)]).await;
    desk.book("2026-11-02", SlipKind::Sale, vec![desk::named("新名", 200)]).await;
    let totals = desk.totals(HistoryFilter::default()).await;
    assert_eq!(totals.by_company.len(), 1);
    assert_eq!((totals.by_company[0].name.as_str(), totals.all.taken.amount.get()), ("新名", 300));
    assert_eq!(desk.rows(HistoryFilter::default()).await[1].company_name, "旧名");
}

#[tokio::test]
async fn what_is_printed_is_the_sums_with_the_newest_rows() {
    let desk = Desk::open().await;
    desk.book("2026-11-01", SlipKind::Sale, vec![unlinked(100)]).await;
    let asked = HistoryRequest::Sheet { filter: HistoryFilter::default() };
    let HistoryReply::Sheet { totals, rows, at_text } = desk.ask(asked).await.unwrap() else {
        panic!("sheet")
    };
    assert_eq!((totals.all.taken.count, rows.len()), (1, 1));
    assert_eq!(at_text, "2026/11/23 12:00:00");
}

#[tokio::test]
async fn the_file_has_every_row_once_and_its_names_are_no_formulas() {
    let desk = Desk::open().await;
    let many = i64::try_from(super::BLOCK).unwrap() + 3;
    for _ in 0..many {
        desk.book("2026-11-01", SlipKind::Sale, vec![unlinked(5)]).await;
    }
    let by_hand = desk.book("2026-11-02", SlipKind::Sale, vec![hand(3_000)]).await;
    desk.book("2026-11-02", SlipKind::Sale, vec![linked(2_000, "JCB", "00002", ByHand::Person)]).await;
    let action = desk.hand_payment(by_hand, 3_000).await;
    desk.close_action(action, "00077", 3_000).await;
    let (text, rows) = desk.file(HistoryFilter::default(), Encoding::Utf8Bom).await.unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(rows, u32::try_from(many + 2).unwrap());
    assert_eq!(lines.len(), usize::try_from(many).unwrap() + 4, "with the header and the last line's end");
    assert_eq!(
        lines[..4],
        [
            "\u{feff}営業日,日時,伝票番号,区分,カード会社,カード区分,ブランド,金額,担当者,連動,決済連携,手動決済 伝票番号,カード下4桁",
            "2026-11-02,2026-11-23 12:00:00,505,売上,\"カード, \"\"A\"\"\",クレジット,JCB,2000,,連動(手),クレジット 00002(手),,4242",
            "2026-11-02,2026-11-23 12:00:00,504,売上,\"カード, \"\"A\"\"\",クレジット,,3000,\"'+佐藤, \"\"S\"\"\",手動,,00077,",
            "2026-11-01,2026-11-23 12:00:00,503,売上,'=QR,QRコード決済,,5,,非連動,,,",
        ]
    );
    let shift_jis = desk.file(HistoryFilter::default(), Encoding::ShiftJis).await.unwrap().0;
    assert_eq!(encoding_rs::SHIFT_JIS.decode(&shift_jis).0, text.trim_start_matches('\u{feff}'));
    let nothing = HistoryFilter { from: Some("2030-01-01".into()), ..HistoryFilter::default() };
    let refused = desk.file(nothing, Encoding::Utf8Bom).await.unwrap_err();
    assert!(refused.contains("F5 検索"), "{refused}");
}
