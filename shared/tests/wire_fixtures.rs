//! Frozen messages of version 1. When one fails, change the code, not the fixture: pages and agents of this version are
//! out there. A new field is optional and gets a new line.

#[path = "wire_fixtures/guarded.rs"]
mod guarded;
#[path = "wire_fixtures/history.rs"]
mod history;
#[path = "wire_fixtures/hosted.rs"]
mod hosted;
#[path = "wire_fixtures/matching.rs"]
mod matching;
#[path = "wire_fixtures/paper.rs"]
mod paper;
#[path = "wire_fixtures/reports.rs"]
mod reports;
#[path = "wire_fixtures/reservations.rs"]
mod reservations;
#[path = "wire_fixtures/slips.rs"]
mod slips;
#[path = "wire_fixtures/story.rs"]
mod story;

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::{CardCategoryCode, CatDeviceId};
use catlink_shared::ids::{ActionId, PageId, PaymentId, ReceiptNumber, RequestId, RunId, SaleId, UnixMs};
use catlink_shared::masters::operator::Role;
use catlink_shared::masters::{Fault, Master, Row, Values};
use catlink_shared::money::Yen;
use catlink_shared::payment::{
    Decision, Difference, Doubt, HandOver, LastWord, NotCharged, PaperSlip, PaymentState, PortHold,
};
use catlink_shared::pin::Pin;
use catlink_shared::receipt::paper::{PaperWidth, Printing};
use catlink_shared::receipt::{DataKind, Operator};
use catlink_shared::rights::Right;
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::{Tenders, UnlinkedCard};
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::terminal::{
    ApprovalCode, CenterResultCode, Phase, PosLink, RefusedReason, SlipNumber, TerminalActivity, TerminalId,
    TrainingAbility,
};
use catlink_shared::wire::day::DayView;
use catlink_shared::wire::files::{
    Bytes, Encoding, FileAsk, FileReply, FileRevision, LineFault, LineReport, Products, Report, TableReport,
    Verdict, Work,
};
use catlink_shared::wire::masters::{ChangeView, FieldChange, MastersReply, MastersRequest};
use catlink_shared::wire::people::{
    Approval, PeopleReply, PeopleRequest, Person, ResumeToken, SignedOut, Staff,
};
use catlink_shared::wire::port_test::{
    FoundPort, KnownUnit, PortCause, PortHolder, PortTest, PortTrouble, TestedTerminal,
};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Reply, Retry};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{
    ActionKind, ActionView, CancelAsked, Exchange, LinkState, PaidFor, PaymentView, Reach, RegisterView,
    SaleView, Snapshot, TerminalClock, TerminalView,
};
use catlink_shared::wire::{Answer, FromPage, ToPage, VERSION};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "wire_fixtures/day.rs"]
mod day;

const FROM_PAGE: &str = include_str!("fixtures/v1_from_page.jsonl");
const TO_PAGE: &str = include_str!("fixtures/v1_to_page.jsonl");

fn sale_id() -> SaleId {
    SaleId::from_parts(1_700_000_000_000, &[1; 10])
}

fn payment_id() -> PaymentId {
    PaymentId::from_parts(1_700_000_000_001, &[2; 10])
}

fn draft() -> Draft {
    let line = |discount, tax| Line {
        product_code: "1001".into(),
        name: "おにぎり 鮭".into(),
        unit_price: Yen::new(158),
        quantity: 2,
        tax,
        discount,
    };
    Draft {
        mode: CounterMode::Live,
        lines: vec![
            line(Discount::None, TaxClass::REDUCED_8),
            line(Discount::Yen(Yen::new(10)), TaxClass::STANDARD_10),
            line(Discount::Rate(5), TaxClass::STANDARD_10),
        ],
        slip_discount: Yen::new(20),
        purpose: catlink_shared::reservation::Purpose::Sale,
    }
}

fn requests() -> Vec<FromPage> {
    let (sale_id, payment_id) = (sale_id(), payment_id());
    let operator_code = Some("101".to_owned());
    let slip = SlipNumber::new("00042").expect("slip");
    let decide = |decision| Request::DecidePayment { payment_id, decision, operator_code: None };
    let paper = PaperSlip {
        slip_number: slip.clone(),
        amount: Yen::new(500),
        time: "10:05".into(),
        approval_code: ApprovalCode::new("0A1234").ok(),
    };
    let mut requests = vec![
        Request::Hello { page_id: PageId::from_parts(1, &[9; 10]), resume: None, key: None },
        Request::PutDraft { sale_id, base_revision: 3, draft: draft() },
        Request::DiscardDraft { sale_id, draft_revision: 4 },
        Request::ParkSale { sale_id },
        Request::RecallSale { sale_id },
        Request::TakeOverSale { sale_id },
        Request::CommitSale {
            sale_id,
            draft_revision: 4,
            total: Yen::new(900),
            tenders: Tenders {
                tendered: Yen::new(1_000),
                cards: vec![UnlinkedCard { card_company_code: "91".into(), amount: Yen::new(100) }],
            },
            operator_code: operator_code.clone(),
            rounding: Rounding::Down,
            supersedes: None,
        },
        Request::StartPayment {
            sale_id,
            payment_id,
            draft_revision: 4,
            amount: Yen::new(900),
            card_company_code: "01".into(),
            operator_code: operator_code.clone(),
            rounding: Rounding::Down,
        },
        Request::PaymentStatus { payment_id },
        Request::CancelPayment { payment_id },
        Request::Reinquire { payment_id },
        decide(Decision::Charged { paper }),
        decide(Decision::NotOnRecord { newest_slip: Some(slip.clone()) }),
        decide(Decision::Hold { contact: "090-0000-0000".into(), newest_slip: None }),
        decide(Decision::VoidedOnTerminal { slip_number: slip.clone(), amount: Yen::new(600) }),
        Request::AnswerHandOver { payment_id, answer: HandOver::Sold, operator_code: None },
        Request::AnswerHandOver { payment_id, answer: HandOver::VoidOnTerminal, operator_code: None },
        Request::CommitUnlinked {
            sale_id,
            draft_revision: 4,
            amount: Yen::new(900),
            card_company_code: "01".into(),
            reason: "端末の故障".into(),
            operator_code,
            rounding: Rounding::Down,
        },
        Request::CloseAction {
            action_id: ActionId::from_parts(1, &[3; 10]),
            slip_number: slip,
            amount: Yen::new(900),
            operator_code: None,
        },
        Request::ReadReceipt { receipt_number: ReceiptNumber(12), mode: CounterMode::Live },
        Request::ReadReceipt { receipt_number: ReceiptNumber(12), mode: CounterMode::Training },
        Request::CommitSale {
            sale_id,
            draft_revision: 4,
            total: Yen::new(900),
            tenders: Tenders { tendered: Yen::new(900), cards: Vec::new() },
            operator_code: None,
            rounding: Rounding::Down,
            supersedes: Some(payment_id),
        },
        Request::AcceptTerminal {
            device: CatDeviceId::Cat1,
            terminal_id: TerminalId::new("1234567890123").expect("terminal"),
            operator_code: None,
        },
        Request::ReadCatalog,
    ];
    let masters = [
        MastersRequest::Read { master: Master::Product, find: "牛乳".into(), from: 0, count: 50 },
        MastersRequest::Save {
            master: Master::CardCompany,
            code: Some("01".into()),
            base_revision: 3,
            values: row().values,
        },
        MastersRequest::Delete { master: Master::CardCompany, code: "01".into(), base_revision: 3 },
        MastersRequest::Changes { master: Some(Master::CardCompany), before: None, count: 50 },
    ];
    requests.extend(masters.map(|ask| Request::Masters { ask }));
    let approval = Some(Approval { operator: "900".into(), pin: Pin::typed("9000") });
    let approved = FromPage {
        approval,
        ..FromPage::new(
            RequestId::from_parts(1, &[99; 10]),
            decide(Decision::NotOnRecord { newest_slip: None }),
        )
    };
    requests.extend([
        Request::RefundInCash {
            action_id: ActionId::from_parts(1, &[3; 10]),
            amount: Yen::new(900),
            operator_code: Some("101".into()),
        },
        decide(Decision::RefundedInCash { amount: Yen::new(600) }),
    ]);
    let ports = [
        MastersRequest::TestPort { device: CatDeviceId::Cat1, values: row().values },
        MastersRequest::FindPorts,
        MastersRequest::FixTerminal { device: CatDeviceId::Cat2, terminal_id: terminal_id() },
    ];
    requests.extend(ports.map(|ask| Request::Masters { ask }));
    requests.extend(about_signing_in());
    requests
        .into_iter()
        .zip(1u8..)
        .map(|(request, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), request))
        .chain([approved])
        .chain(about_file_asks())
        .chain(slips::requests())
        .chain(about_rounding())
        .chain([a_pin_for_a_row_that_was_seen(), left_out_lines()])
        .chain(about_the_day())
        .chain(reservations::requests())
        .chain(reports::requests())
        .chain([story::request()])
        .chain(history::requests())
        .chain(paper::requests())
        .chain([paper::file()])
        .chain(matching::requests())
        .chain(hosted::requests())
        .collect()
}

fn left_out_lines() -> FromPage {
    let ask = MastersRequest::File { ask: FileAsk::LeftOut };
    FromPage::new(RequestId::from_parts(1, &[125; 10]), Request::Masters { ask })
}

fn a_pin_for_a_row_that_was_seen() -> FromPage {
    let (operator, pin) = ("102".to_owned(), Pin::typed("2580"));
    let ask = PeopleRequest::SetPin { operator, pin, old: None, base_revision: Some(3) };
    FromPage::new(RequestId::from_parts(1, &[124; 10]), Request::People { ask })
}

/// A shop that rounds its tax another way.
fn about_rounding() -> impl Iterator<Item = FromPage> {
    let (sale_id, operator_code) = (sale_id(), None::<String>);
    let asks = [
        Request::CommitSale {
            sale_id,
            draft_revision: 4,
            total: Yen::new(900),
            tenders: Tenders { tendered: Yen::new(900), cards: Vec::new() },
            operator_code: operator_code.clone(),
            rounding: Rounding::HalfUp,
            supersedes: None,
        },
        Request::StartPayment {
            sale_id,
            payment_id: payment_id(),
            draft_revision: 4,
            amount: Yen::new(900),
            card_company_code: "01".into(),
            operator_code: operator_code.clone(),
            rounding: Rounding::Up,
        },
        Request::CommitUnlinked {
            sale_id,
            draft_revision: 4,
            amount: Yen::new(900),
            card_company_code: "01".into(),
            reason: "端末の故障".into(),
            operator_code,
            rounding: Rounding::Up,
        },
    ];
    asks.into_iter().zip(121u8..).map(|(ask, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), ask))
}

/// A shop that rounds its tax another way.
fn with_half_up() -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.register.rounding = Rounding::HalfUp;
    snapshot
}

fn terminal_id() -> TerminalId {
    TerminalId::new("1234567890123").expect("terminal")
}

fn about_signing_in() -> Vec<Request> {
    let pin = || Pin::typed("1010");
    let people = [
        PeopleRequest::SignIn { operator: "101".into(), pin: pin() },
        PeopleRequest::SignOut,
        PeopleRequest::StillHere,
        PeopleRequest::SetPin { operator: "102".into(), pin: pin(), old: None, base_revision: None },
        PeopleRequest::SetPin {
            operator: "101".into(),
            pin: Pin::typed("2580"),
            old: Some(pin()),
            base_revision: None,
        },
        PeopleRequest::FirstManager { code: "900".into(), name: "店長".into(), pin: pin() },
    ];
    let resume = Some(ResumeToken::new("0123456789abcdef".into()));
    let back = Request::Hello { page_id: PageId::from_parts(1, &[9; 10]), resume, key: None };
    [back].into_iter().chain(people.map(|ask| Request::People { ask })).collect()
}

fn about_the_day() -> impl Iterator<Item = FromPage> {
    day::asks()
        .into_iter()
        .zip(121u8..)
        .map(|(ask, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), Request::Day { ask }))
}

fn about_file_asks() -> impl Iterator<Item = FromPage> {
    let master = Master::Product;
    let data = Bytes(b"\xef\xbb\xbf1001".to_vec());
    let asks = [
        FileAsk::Export { master, encoding: Encoding::Utf8Bom },
        FileAsk::Export { master, encoding: Encoding::ShiftJis },
        FileAsk::ExportMasters { products: Products::Without },
        FileAsk::ExportMasters { products: Products::With },
        FileAsk::Fetch { number: 0 },
        FileAsk::Begin { master, name: "商品.csv".into(), bytes: 7 },
        FileAsk::Part { upload: 1, number: 0, data },
        FileAsk::Check { upload: 1 },
        FileAsk::Apply { upload: 1 },
        FileAsk::Progress,
        FileAsk::Stop,
        FileAsk::Known,
    ];
    let request = |ask| Request::Masters { ask: MastersRequest::File { ask } };
    asks.into_iter()
        .zip(101u8..)
        .map(move |(ask, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), request(ask)))
}

fn payment(state: PaymentState) -> PaymentView {
    PaymentView {
        payment_id: payment_id(),
        sale_id: sale_id(),
        device: CatDeviceId::Cat1,
        model: CatModel::JtC60,
        card_company_code: "01".into(),
        card_company_name: "クレジット".into(),
        category: CardCategoryCode::CREDIT_THREE_WAY,
        amount: Yen::new(900),
        mode: CounterMode::Live,
        state,
        phase: Some(Phase::CardWait),
        cancel: CancelAsked::No,
        accepted_at: UnixMs(1_700_000_000_500),
        doubted_at: None,
        decide_from: None,
        details: None,
        settled_amount: None,
        clock: TerminalClock::Known,
        way_back: WayBack::Void,
        paid_for: PaidFor::Goods,
    }
}

fn snapshot() -> Snapshot {
    Snapshot {
        run_id: RunId::from_parts(1, &[4; 10]),
        revision: 8,
        now: UnixMs(1_700_000_001_000),
        register: RegisterView {
            register_code: "01".into(),
            shop_name: "さくら商店".into(),
            business_day: "2026-11-23".into(),
            mode: CounterMode::Live,
            data: DataKind::Demo,
            books_trouble: None,
            masters_revision: 0,
            staff: Staff::Managed,
            printing: Printing::ByKey,
            paper: PaperWidth::Mm80,
            rounding: Rounding::Down,
            day: DayView::default(),
            reach: Reach::ThisComputer,
        },
        terminals: vec![TerminalView {
            device: CatDeviceId::Cat1,
            model: CatModel::JtC60,
            link: LinkState::Linked,
            activity: Some(TerminalActivity::Idle),
            trouble: None,
            newest_slip: SlipNumber::new("00041").ok(),
            exchanged: None,
        }],
        current: Some(SaleView {
            sale_id: sale_id(),
            draft_revision: 4,
            draft: draft(),
            owner: Some(PageId::from_parts(1, &[9; 10])),
            parked_at: None,
            payment: Some(payment(PaymentState::Sent)),
        }),
        parked: Vec::new(),
        payments: vec![payment(PaymentState::Sent)],
        actions: vec![ActionView {
            action_id: ActionId::from_parts(1, &[3; 10]),
            kind: ActionKind::HandPayment,
            amount: Yen::new(900),
            card_company_name: "クレジット".into(),
            model: Some(CatModel::JtC60),
            receipt_number: Some(ReceiptNumber(12)),
            slip_number: None,
            opened_at: "11/23 10:05".into(),
            way_back: WayBack::Void,
        }],
        last_receipt: None,
    }
}

/// Another unit answers, and the time on the paper cannot be compared.
fn with_another_terminal() -> Snapshot {
    let terminal = |id: &str| TerminalId::new(id).expect("terminal");
    let mut snapshot = snapshot();
    snapshot.terminals[0].exchanged =
        Some(Exchange { kept: terminal("1234567890123"), found: terminal("9990000000001") });
    snapshot.payments[0].clock = TerminalClock::Unknown;
    snapshot
}

/// Nobody may set the shop up yet.
fn without_a_manager() -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.register.staff = Staff::NoManager;
    snapshot
}

/// A register that prints by itself, on narrow paper.
fn with_a_printer() -> Snapshot {
    let mut snapshot = snapshot();
    (snapshot.register.printing, snapshot.register.paper) = (Printing::ByItself, PaperWidth::Mm58);
    snapshot
}

fn open_to_the_lan() -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.register.reach = Reach::Lan;
    snapshot
}

fn about_people() -> impl Iterator<Item = Outcome> {
    let who =
        Person { operator: Operator { code: "101".into(), name: "佐藤 花子".into() }, role: Role::Clerk };
    let replies = [
        PeopleReply::SignedIn { who, resume: ResumeToken::new("0123456789abcdef".into()) },
        PeopleReply::Done,
    ];
    let refused = |code| Refusal::new(code, "担当者コードかPINが違います。", Retry::Useless);
    let mut asks = refused(RefusalCode::ManagerOnly);
    asks.right = Some(Right::UnlinkedAboveLimit);
    let refusals = [
        refused(RefusalCode::NotSignedIn),
        refused(RefusalCode::WrongPin),
        refused(RefusalCode::PinLocked),
        refused(RefusalCode::BadPin),
        asks,
    ];
    let done = |reply| Outcome::Done { reply: Box::new(Reply::People { reply }) };
    replies.into_iter().map(done).chain(refusals.map(Outcome::Refused))
}

fn row() -> Row {
    let values: Values = [("code", "01"), ("name", "クレジット")].into_iter().collect();
    Row { code: "01".into(), revision: 3, values }
}

fn about_masters() -> impl Iterator<Item = Outcome> {
    let fault = Fault::new("category", "カード区分を入力してください。");
    let mut refused = Refusal::new(RefusalCode::BadRow, fault.message.clone(), Retry::Useless);
    refused.faults = vec![fault.clone()];
    let change = ChangeView {
        position: 7,
        at: UnixMs(1_700_000_000_000),
        at_text: "2023/11/15 07:13:20".into(),
        who: Some("900".into()),
        approved_by: None,
        what: "変更".into(),
        subject: "カード会社マスタ 01".into(),
        fields: vec![FieldChange {
            label: "名称".into(), from: "クレジット".into(), to: "カード".into()
        }],
    };
    let replies = [
        MastersReply::Rows { master: Master::CardCompany, rows: vec![row()], total: 1 },
        MastersReply::Saved { row: row(), warnings: vec![fault] },
        MastersReply::Deleted,
        MastersReply::Changes { changes: vec![change] },
    ];
    let done = |reply| Outcome::Done { reply: Box::new(Reply::Masters { reply }) };
    replies.into_iter().map(done).chain([Outcome::Refused(refused)])
}

/// What cannot be voided on the terminal.
fn with_cash_to_give_back() -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.actions[0].kind = ActionKind::DoubleReceipt;
    snapshot.actions[0].way_back = WayBack::Cash;
    snapshot.payments[0].way_back = WayBack::Cash;
    snapshot
}

fn about_files() -> impl Iterator<Item = Outcome> {
    let file = FileRevision { revision: 12, made_at: "2026/11/23 10:05".into() };
    let line = |fault, message: &str| LineReport {
        master: Master::Product,
        line: 12,
        fault,
        message: message.into(),
    };
    let report = |revision, verdict| Report {
        name: "商品.csv".into(),
        revision,
        tables: vec![TableReport {
            master: Master::Product,
            new: 1,
            changed: 2,
            unchanged: 3,
            bad: 1,
            only_here: 1,
            only_here_codes: vec!["1001".into()],
        }],
        lines: vec![
            line(LineFault::Bad, "単価を入力してください。"),
            line(LineFault::Warned, "確認してください。"),
        ],
        notes: vec!["古い版です。".into()],
        verdict,
    };
    let working = |work| FileReply::Working { work, done: 1, total: 2 };
    let replies = [
        FileReply::Begun { upload: 1 },
        FileReply::Taken { number: 0 },
        working(Work::Making),
        working(Work::Checking),
        working(Work::Writing),
        FileReply::Made { name: "商品マスタ-2026-11-23.csv".into(), parts: 1, rows: 2 },
        FileReply::Part { number: 0, data: Bytes(b"1001".to_vec()) },
        FileReply::Checked { report: report(None, Verdict::WithoutBadLines) },
        FileReply::Checked { report: report(Some(file.clone()), Verdict::Nothing) },
        FileReply::Applied { report: report(None, Verdict::Whole) },
        FileReply::Stopped,
        FileReply::Known { file: Some(file) },
    ];
    let done =
        |reply| Outcome::Done { reply: Box::new(Reply::Masters { reply: MastersReply::File { reply } }) };
    let refused = Refusal::new(RefusalCode::BadFile, "見出しが違います。", Retry::Useless);
    replies.into_iter().map(done).chain([Outcome::Refused(refused)])
}

fn answers() -> Vec<ToPage> {
    let states = vec![
        PaymentState::Accepted,
        PaymentState::Unknown { because: Doubt::Cut, last_word: LastWord::Pending },
        PaymentState::NotCharged { because: NotCharged::Refused { reason: RefusedReason::Busy } },
        PaymentState::NotCharged {
            because: NotCharged::Declined { center_result_code: CenterResultCode::new("G12").expect("code") },
        },
        PaymentState::Contradicted { differences: vec![Difference::SettledAmount], receipt_number: None },
    ];
    let later = [
        PaymentState::Superseded { because: Doubt::Cut, port: PortHold::Kept, last_word: LastWord::Nothing },
        PaymentState::Uncollected { receipt_number: ReceiptNumber(12) },
    ];
    let refunded = PaymentState::NotCharged { because: NotCharged::RefundedInCash { amount: Yen::new(600) } };
    let replies = vec![Reply::DraftKept { draft_revision: 5 }, Reply::PaymentNeverStarted, Reply::Done];
    let shown = |state| Reply::Payment { payment: Box::new(payment(state)) };
    let done = replies.into_iter().chain(states.into_iter().map(shown));
    let done = done.map(|reply| Outcome::Done { reply: Box::new(reply) });
    let refused = Outcome::Refused(Refusal::new(
        RefusalCode::StaleDraft,
        "伝票の内容が更新されています。",
        Retry::Useless,
    ));
    let answer = |outcome| {
        ToPage::Answer(Answer { v: VERSION, id: Some(RequestId::from_parts(1, &[1; 10])), outcome })
    };
    let later = later.into_iter().map(|state| Outcome::Done { reply: Box::new(shown(state)) });
    done.chain([refused])
        .map(answer)
        .chain([ToPage::Update(Box::new(snapshot()))])
        .chain(later.map(answer))
        .chain([ToPage::Update(Box::new(with_another_terminal()))])
        .chain(about_masters().map(answer))
        .chain([ToPage::Update(Box::new(with_cash_to_give_back()))])
        .chain([answer(Outcome::Done { reply: Box::new(shown(refunded)) })])
        .chain(about_ports().map(answer))
        .chain(about_people().map(answer))
        .chain([
            ToPage::SignedOut(SignedOut { message: "サインアウトしました。".into() }),
            ToPage::Update(Box::new(without_a_manager())),
        ])
        .chain(about_files().map(answer))
        .chain(slips::replies().map(answer))
        .chain([ToPage::Update(Box::new(with_a_printer())), answer(shared_unasked())])
        .chain([ToPage::Update(Box::new(with_half_up()))])
        .chain(day::replies().into_iter().map(|reply| {
            let reply = Box::new(Reply::Day { reply });
            answer(Outcome::Done { reply })
        }))
        .chain(day::refusals().map(|refusal| answer(Outcome::Refused(refusal))))
        .chain(day::views().map(|day| {
            let mut snapshot = snapshot();
            snapshot.register.day = day;
            ToPage::Update(Box::new(snapshot))
        }))
        .chain(reservations::replies().map(answer))
        .chain(story::replies().map(answer))
        .chain(history::replies().map(answer))
        .chain(paper::replies().map(answer))
        .chain(matching::replies().into_iter().map(|reply| answer(Outcome::Done { reply: Box::new(reply) })))
        .chain([ToPage::Update(Box::new(open_to_the_lan()))])
        .chain(hosted::replies().map(answer))
        .chain(guarded::refusals().map(answer))
        .collect()
}

fn shared_unasked() -> Outcome {
    let trouble = PortTrouble { cause: PortCause::SharedUnasked, message: "共用できません。".into() };
    let test = PortTest { device: CatDeviceId::Cat1, terminal: None, troubles: vec![trouble] };
    Outcome::Done { reply: Box::new(Reply::Masters { reply: MastersReply::Tested { test } }) }
}

fn about_ports() -> impl Iterator<Item = Outcome> {
    let test = |terminal, troubles| PortTest { device: CatDeviceId::Cat1, terminal, troubles };
    let found = |known| TestedTerminal {
        terminal_id: terminal_id(),
        model_name: "JT-C60(stera)".into(),
        pos_link: PosLink::On,
        activity: Some(TerminalActivity::Idle),
        training: TrainingAbility::Able,
        simulated: true,
        newest_slip: SlipNumber::new("00042").ok(),
        round_trip_ms: 35,
        known,
    };
    let trouble = |cause| PortTrouble { cause, message: "ポート COM3 が見つかりません。".into() };
    let port = |stable_path, holder| FoundPort {
        path: "/dev/ttyUSB0".into(),
        stable_path,
        description: "USB FTDI FT232R".into(),
        holder,
    };
    let ports = vec![
        port(Some("/dev/serial/by-id/usb-FTDI-if00".into()), None),
        port(None, Some(PortHolder::Register { device: CatDeviceId::Cat2 })),
        port(None, Some(PortHolder::Program { name: "minicom".into() })),
    ];
    let replies = vec![
        MastersReply::Tested { test: test(Some(found(KnownUnit::New)), Vec::new()) },
        MastersReply::Tested {
            test: test(Some(found(KnownUnit::Remembered)), vec![trouble(PortCause::Standalone)]),
        },
        MastersReply::Tested {
            test: test(Some(found(KnownUnit::Another { kept: terminal_id() })), Vec::new()),
        },
        MastersReply::Tested { test: test(None, vec![trouble(PortCause::NoDevice)]) },
        MastersReply::Ports { ports },
        MastersReply::Fixed,
    ];
    replies.into_iter().map(|reply| Outcome::Done { reply: Box::new(Reply::Masters { reply }) })
}

fn compare<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(frozen: &str, values: &[T]) {
    let lines: Vec<&str> = frozen.lines().collect();
    for value in values.iter().skip(lines.len()) {
        eprintln!("no fixture: {}", serde_json::to_string(value).expect("json"));
    }
    for (line, value) in lines.iter().zip(values) {
        assert_eq!(&serde_json::to_string(value).expect("json"), line);
        assert_eq!(&serde_json::from_str::<T>(line).expect("a frozen message"), value);
    }
    assert_eq!(lines.len(), values.len(), "a message without its fixture");
}

#[test]
fn messages_of_version_1_are_frozen() {
    compare(FROM_PAGE, &requests());
    compare(TO_PAGE, &answers());
}

#[test]
fn every_request_has_a_fixture() {
    let source = include_str!("../src/wire/request.rs");
    let variants = source
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase) && line.ends_with(['{', ',']))
        .map(|line| line.trim_end_matches([' ', '{', ',']));
    for variant in variants {
        let mut word = String::new();
        for character in variant.chars() {
            if character.is_uppercase() && !word.is_empty() {
                word.push('_');
            }
            word.extend(character.to_lowercase());
        }
        assert!(FROM_PAGE.contains(&format!("\"type\":\"{word}\"")), "{variant} has no fixture");
    }
}
