//! Frozen messages of the business day.

use catlink_shared::card::CatDeviceId;
use catlink_shared::money::Yen;
use catlink_shared::tax::TaxClass;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::wire::day::{
    Advances, CardRefunds, CheckView, ClosingView, CountOf, Counted, DayReply, DayReport, DayRequest,
    DayState, DayTotal, DayView, Direction, DrawerView, Flows, LastClosing, MovementView, OperatorTotal,
    Pieces, SlipTotal, SoldKind, Standing, TaxTotal, TenderTotal, TerminalBooked, TerminalTyped,
};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Retry};

const DAY: &str = "2026-11-23";

fn pieces() -> Counted {
    let of = |value, count| Pieces { value: Yen::new(value), count };
    Counted::Denominations { pieces: vec![of(10_000, 3), of(1, 7)] }
}

fn count_of(count: u32, amount: i64) -> CountOf {
    CountOf { count, amount: Yen::new(amount) }
}

fn typed() -> Vec<TerminalTyped> {
    vec![
        TerminalTyped {
            device: CatDeviceId::Cat1,
            subtotal: Some(count_of(2, 1_800)),
            day_total: DayTotal::Done,
        },
        TerminalTyped { device: CatDeviceId::Cat2, subtotal: None, day_total: DayTotal::NotDone },
    ]
}

fn booked() -> Vec<TerminalBooked> {
    vec![
        TerminalBooked {
            device: CatDeviceId::Cat1,
            model: Some(CatModel::JtC60),
            booked: count_of(2, 1_800),
            run: None,
        },
        TerminalBooked { device: CatDeviceId::Cat2, model: None, booked: count_of(1, 900), run: None },
    ]
}

pub(super) fn asks() -> Vec<DayRequest> {
    let amount = Yen::new(500);
    vec![
        DayRequest::Drawer,
        DayRequest::Report { day: None },
        DayRequest::Report { day: Some(DAY.into()) },
        DayRequest::Open { day: DAY.into(), float: Yen::new(50_000) },
        DayRequest::Move { direction: Direction::In, amount, reason: "両替".into() },
        DayRequest::Move { direction: Direction::Out, amount, reason: "消耗品".into() },
        DayRequest::Check { expected: amount, counted: Counted::Sum { amount } },
        DayRequest::Close {
            days: vec![DAY.into()],
            expected: Yen::new(30_000),
            counted: pieces(),
            terminals: typed(),
        },
    ]
}

fn flows() -> Flows {
    Flows {
        float: Yen::new(50_000),
        sales: Yen::new(900),
        refunds: Yen::new(600),
        paid_in: Yen::new(500),
        paid_out: Yen::new(300),
    }
}

fn movement() -> MovementView {
    MovementView {
        at: "11/23 10:05".into(),
        who: "101".into(),
        direction: Direction::Out,
        amount: Yen::new(300),
        reason: "消耗品".into(),
    }
}

fn check() -> CheckView {
    CheckView { at: "11/23 14:00".into(), who: "101".into(), expected: Yen::new(30_017), counted: pieces() }
}

fn report(state: DayState, closing: Option<ClosingView>) -> DayReport {
    DayReport {
        day: DAY.into(),
        before: Some("2026-11-22".into()),
        after: None,
        shop_name: "さくら商店".into(),
        register_code: "01".into(),
        made_at: "2026/11/23 21:10:05".into(),
        state,
        slips: vec![
            SlipTotal { kind: SoldKind::Sale, of: count_of(3, 2_700) },
            SlipTotal { kind: SoldKind::Void, of: count_of(1, -900) },
        ],
        advances: Advances { received: count_of(1, 500), given_up: count_of(1, -300) },
        tenders: vec![
            TenderTotal { name: "現金".into(), category_name: None, of: count_of(1, 900) },
            TenderTotal {
                name: "クレジット".into(),
                category_name: Some("クレジット".into()),
                of: count_of(2, 1_800),
            },
        ],
        taxes: vec![TaxTotal { class: TaxClass::REDUCED_8, amount: Yen::new(2_700), tax: Yen::new(200) }],
        operators: vec![OperatorTotal {
            code: Some("101".into()),
            name: "佐藤 花子".into(),
            of: count_of(3, 2_700),
            unlinked: count_of(1, 900),
            discounts: count_of(0, 0),
            voids: count_of(1, -900),
            returns: count_of(0, 0),
            decisions: 1,
            reprints: 0,
        }],
        refunds: CardRefunds { of: count_of(1, 600) },
        movements: vec![movement()],
        checks: vec![check()],
        flows: flows(),
        closing,
        earlier_days: count_of(1, 900),
        training: 2,
    }
}

fn closing() -> ClosingView {
    ClosingView {
        at: "11/23 21:10".into(),
        who: "101".into(),
        approved_by: Some("900".into()),
        days: vec![DAY.into()],
        expected: Yen::new(30_000),
        counted: pieces(),
        open: vec!["会計保留 2点 ¥316".into()],
        booked: booked(),
        typed: typed(),
    }
}

pub(super) fn replies() -> Vec<DayReply> {
    let drawer = DrawerView {
        days: vec![DAY.into()],
        flows: flows(),
        movements: vec![movement()],
        checks: vec![check()],
        last_closing: Some(LastClosing { at: "11/22 21:10".into(), counted: Yen::new(50_000) }),
        terminals: booked(),
    };
    let since = || "11/23 09:00".to_owned();
    let states = [
        (DayState::NotOpened, None),
        (DayState::Open { since: since(), opened_by: None }, None),
        (DayState::Closed { since: since(), opened_by: Some("101".into()) }, Some(closing())),
    ];
    let reports =
        states.map(|(state, closing)| DayReply::Report { report: Box::new(report(state, closing)) });
    [DayReply::Drawer { drawer: Box::new(drawer) }]
        .into_iter()
        .chain(reports)
        .chain([
            DayReply::Opened { day: DAY.into() },
            DayReply::Moved,
            DayReply::Checked { check: check() },
            DayReply::Closed { days: vec!["2026-11-22".into(), DAY.into()] },
        ])
        .collect()
}

pub(super) fn refusals() -> [Refusal; 2] {
    [RefusalCode::DayClosed, RefusalCode::StaleDay]
        .map(|code| Refusal::new(code, "本日は精算済みです。", Retry::Useless))
}

pub(super) fn views() -> [DayView; 3] {
    let earlier = vec!["2026-11-22".to_owned()];
    let since = "11/23 09:00".to_owned();
    [
        DayView { standing: Standing::NotOpened, earlier: earlier.clone(), opens: Some(DAY.into()) },
        DayView { standing: Standing::Open { since, float: Some(Yen::new(50_000)) }, earlier, opens: None },
        DayView {
            standing: Standing::Closed { at: "11/23 21:10".into() },
            earlier: Vec::new(),
            opens: Some("2026-11-24".into()),
        },
    ]
}
