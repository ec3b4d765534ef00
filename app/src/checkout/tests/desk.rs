//! A page with a scripted agent: what tests say and see.

use std::sync::atomic::{AtomicU8, Ordering};

use catlink_shared::basket::CounterMode;
use catlink_shared::card::{CardCategory, CardCategoryCode, CardCompany, CatDeviceId, LinkFlag, StampDuty};
use catlink_shared::ids::{PageId, PaymentId, RunId, SaleId, UnixMs};
use catlink_shared::masters::operator::Role;
use catlink_shared::money::Yen;
use catlink_shared::payment::PaymentState;
use catlink_shared::receipt::paper::{PaperWidth, Printing};
use catlink_shared::receipt::{DataKind, Operator, Receipt, ShopHeader, Slip, SlipKind};
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::Tender;
use catlink_shared::terminal::profile::{CatModel, WayBack};
use catlink_shared::wire::day::DayView;
use catlink_shared::wire::people::{PeopleReply, PeopleRequest, Person, Staff};
use catlink_shared::wire::reply::{
    Catalog, CompanyView, OperatorEntry, Outcome, Product, Refusal, RefusalCode, Reply, Retry, TaxClassName,
};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{
    CancelAsked, LinkState, PaidFor, PaymentView, Reach, RegisterView, SaleView, Snapshot, TerminalClock,
    TerminalView,
};
use catlink_shared::wire::{Answer, FromPage, ToPage, VERSION};

use crate::checkout::field::Field;
use crate::checkout::key::{Composing, Key, Press, Stroke};
use crate::checkout::{Checkout, Effect};

static ROLLS: AtomicU8 = AtomicU8::new(0);

fn dice() -> [u8; 10] {
    [ROLLS.fetch_add(1, Ordering::Relaxed); 10]
}

pub(super) fn page_id(n: u8) -> PageId {
    PageId::from_parts(1, &[n; 10])
}

/// A page, its clock, and an agent that keeps what it is sent.
pub(super) struct Desk {
    pub(super) page: Checkout,
    pub(super) now: u64,
    pub(super) sent: Vec<FromPage>,
    pub(super) effects: Vec<Effect>,
    pub(super) snapshot: Snapshot,
    /// What the agent does with a Hello.
    pub(super) greeting: Greeting,
    /// Who is signed in by the tab's token.
    pub(super) signed_in: Option<Person>,
}

/// What the scripted agent does with a Hello.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// Welcomes and shows how things stand.
    Welcome,
    /// Refuses.
    Refuse(RefusalCode, Retry),
    /// Does not answer.
    Silence,
}

impl Desk {
    /// A page that has just been welcomed, on 店頭販売, with nothing on the counter.
    pub(super) fn new() -> Self {
        let mut desk = Self::before_hello(None);
        desk.connect();
        desk.page.resume_sale();
        desk
    }

    pub(super) fn before_hello(under_way: Option<PaymentId>) -> Self {
        Self {
            page: Checkout::new(page_id(1), dice, under_way),
            now: 1_000_000,
            sent: Vec::new(),
            effects: Vec::new(),
            snapshot: snapshot(),
            greeting: Greeting::Welcome,
            signed_in: Some(clerk()),
        }
    }

    pub(super) fn connect(&mut self) {
        let effects = self.page.on_connected(self.now);
        self.take(effects);
    }

    pub(super) fn cut(&mut self) {
        self.closed(1_006);
    }

    /// The socket is closed with this code, or never opened.
    pub(super) fn closed(&mut self, code: u16) {
        let effects = self.page.on_disconnected(code, self.now);
        self.take(effects);
    }

    pub(super) fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Send(message) = &effect {
                match message.request {
                    Request::Hello { .. } => self.greet(message),
                    Request::People { ask: PeopleRequest::StillHere } => {
                        self.done(message, Reply::People { reply: PeopleReply::Done });
                    }
                    _ => self.sent.push((**message).clone()),
                }
            }
            self.effects.push(effect);
        }
    }

    fn greet(&mut self, hello: &FromPage) {
        match self.greeting {
            Greeting::Welcome => {
                let run_id = self.snapshot.run_id;
                let signed_in = self.signed_in.clone();
                let agent_version = "test".into();
                self.done(hello, Reply::Welcome { run_id, agent_version, catalog: catalog(), signed_in });
                self.show();
            }
            Greeting::Refuse(code, retry) => {
                let refusal = Refusal::new(code, "記録できません。", retry);
                self.answer(hello, Outcome::Refused(refusal));
            }
            Greeting::Silence => {}
        }
    }

    /// How often the page said Hello since the last look.
    pub(super) fn hellos(&mut self) -> usize {
        let hello = |effect: &Effect| matches!(effect, Effect::Send(message) if matches!(message.request, Request::Hello { .. }));
        let count = self.effects.iter().filter(|effect| hello(effect)).count();
        self.effects.clear();
        count
    }

    /// The page tells the clerk that the agent is away, in these words.
    pub(super) fn away(&self) -> String {
        self.page.away().map(|told| told.sentence).unwrap_or_default()
    }

    pub(super) fn beeped(&mut self) -> bool {
        let beeped = self.effects.contains(&Effect::Beep);
        self.effects.clear();
        beeped
    }

    pub(super) fn wait(&mut self, ms: u64) {
        self.now += ms;
        let effects = self.page.on_tick(self.now);
        self.take(effects);
    }

    pub(super) fn down(&mut self, key: Key, stroke: Stroke) {
        let press = Press { key, code: format!("{key:?}"), stroke, composing: Composing::No };
        let effects = self.page.on_key(&press, self.now);
        let swallowed = effects.contains(&Effect::Swallow);
        self.take(effects);
        // What the browser does with a character that nobody swallowed.
        if let (Key::Char(c), Some(field), false) = (key, self.page.focus(), swallowed) {
            // What stood in a field that just got the focus is selected.
            let before = if self.page.fresh { "" } else { self.page.fields().get(field) };
            let text = format!("{before}{c}");
            let effects = self.page.on_input(field, &text, Composing::No, self.now);
            self.take(effects);
        }
    }

    pub(super) fn up(&mut self, key: Key) {
        let effects = self.page.on_key_up(&format!("{key:?}"), self.now);
        self.take(effects);
    }

    /// Presses and lets go at once.
    pub(super) fn tap(&mut self, key: Key) {
        self.down(key, Stroke::First);
        self.up(key);
    }

    /// A person's key: the dialog has listened for a while.
    pub(super) fn key(&mut self, key: Key) {
        self.wait(500);
        self.tap(key);
    }

    pub(super) fn f(&mut self, number: u8) {
        self.key(Key::Function(number));
    }

    /// A person types.
    pub(super) fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.key(Key::Char(c));
        }
    }

    /// A scanner types.
    pub(super) fn scan(&mut self, text: &str) {
        self.now += 500;
        for c in text.chars() {
            self.now += 10;
            self.tap(Key::Char(c));
        }
        self.now += 10;
        self.tap(Key::Enter);
    }

    /// A swipe reader types, Enter and all, without a pause before it.
    pub(super) fn swipe(&mut self, track: &str) {
        for c in track.chars() {
            self.now += 5;
            self.tap(Key::Char(c));
        }
        self.now += 5;
        self.tap(Key::Enter);
    }

    /// Changes what the agent shows, and shows it.
    pub(super) fn update(&mut self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.snapshot);
        self.snapshot.revision += 1;
        self.show();
    }

    fn show(&mut self) {
        let update = ToPage::Update(Box::new(self.snapshot.clone()));
        let effects = self.page.on_message(update, self.now);
        self.take(effects);
    }

    pub(super) fn answer(&mut self, message: &FromPage, outcome: Outcome) {
        let answer = Answer { v: VERSION, id: Some(message.id), outcome };
        let effects = self.page.on_message(ToPage::Answer(answer), self.now);
        self.take(effects);
    }

    pub(super) fn done(&mut self, message: &FromPage, reply: Reply) {
        self.answer(message, Outcome::Done { reply: Box::new(reply) });
    }

    pub(super) fn refuse(&mut self, message: &FromPage, code: RefusalCode) {
        let refusal = Refusal::new(code, "だめです。", Retry::Useless);
        self.answer(message, Outcome::Refused(refusal));
    }

    /// The one request sent since the last look.
    pub(super) fn only_sent(&mut self) -> FromPage {
        assert_eq!(self.sent.len(), 1, "{:?}", self.sent);
        self.sent.remove(0)
    }

    /// The agent keeps the drafts that were sent, and shows them.
    pub(super) fn keep_drafts(&mut self) {
        while let Some(message) = self.sent.pop() {
            let Request::PutDraft { sale_id, base_revision, draft } = message.request.clone() else {
                panic!("{message:?}");
            };
            let draft_revision = base_revision + 1;
            self.done(&message, Reply::DraftKept { draft_revision });
            self.update(|snapshot| {
                snapshot.current = Some(SaleView {
                    sale_id,
                    draft_revision,
                    draft,
                    owner: Some(page_id(1)),
                    parked_at: None,
                    payment: None,
                });
            });
        }
    }

    /// The agent keeps the one draft that was sent, without an update yet.
    pub(super) fn keep_only_put(&mut self) {
        let put = self.only_sent();
        let Request::PutDraft { base_revision, .. } = put.request else { panic!("{put:?}") };
        self.done(&put, Reply::DraftKept { draft_revision: base_revision + 1 });
    }

    /// A sale of ¥1,000 on the counter, kept.
    pub(super) fn with_goods() -> Self {
        let mut desk = Self::new();
        desk.scan("4901234567894");
        desk.keep_drafts();
        desk.effects.clear();
        desk
    }

    /// The same, in 【チェックアウト】.
    pub(super) fn in_checkout() -> Self {
        let mut desk = Self::with_goods();
        desk.f(12);
        desk.type_in("101");
        desk.f(12);
        assert_eq!(desk.page.top().name(), "checkout");
        desk
    }

    /// Chooses a card company in 【クレジット利用】.
    pub(super) fn choose_card(&mut self, row: usize) {
        self.f(6);
        assert_eq!(self.page.top().name(), "credit");
        let effects = self.page.on_row(row, self.now + 500);
        self.take(effects);
        self.f(12);
    }

    /// A linked payment the terminal is at. Gives its id.
    pub(super) fn linking() -> (Self, PaymentId) {
        let mut desk = Self::in_checkout();
        desk.choose_card(0);
        desk.f(12);
        let start = desk.only_sent();
        let Request::StartPayment { payment_id, .. } = start.request else { panic!("{start:?}") };
        let view = payment(payment_id, desk.sale_id(), PaymentState::Sent);
        desk.done(&start, Reply::Payment { payment: Box::new(view.clone()) });
        desk.show_payment(view);
        desk.effects.clear();
        (desk, payment_id)
    }

    pub(super) fn sale_id(&self) -> SaleId {
        self.snapshot.current.as_ref().expect("a sale").sale_id
    }

    /// Shows a payment of the current sale.
    pub(super) fn show_payment(&mut self, view: PaymentView) {
        self.update(|snapshot| {
            snapshot.payments.clear();
            if view.state.holds_port() || view.state.is_question() {
                snapshot.payments.push(view.clone());
            }
            if let Some(current) = &mut snapshot.current {
                current.payment = Some(view);
            }
        });
    }

    /// The payment of the current sale goes on to a state.
    pub(super) fn payment_becomes(&mut self, id: PaymentId, state: PaymentState) {
        let mut view = payment(id, self.sale_id(), state);
        if view.state.is_question() {
            view.doubted_at = Some(UnixMs(0));
            view.decide_from = Some(UnixMs(0));
        }
        self.show_payment(view);
    }

    /// The sale is settled; its slip is the newest.
    pub(super) fn sell(&mut self) {
        let receipt = self.receipt();
        self.update(|snapshot| {
            snapshot.current = None;
            snapshot.payments.clear();
            snapshot.last_receipt = Some(Box::new(receipt));
        });
    }

    pub(super) fn receipt(&self) -> Receipt {
        let current = self.snapshot.current.as_ref().expect("a sale");
        let totals = current.draft.totals(Rounding::Down).expect("totals");
        let cash = Tender::Cash { amount: totals.total, tendered: totals.total, change: Yen::ZERO };
        Receipt {
            receipt_number: catlink_shared::ids::ReceiptNumber(7),
            issued_at: UnixMs(0),
            issued_at_text: "2026年11月23日 10:05".into(),
            data: DataKind::Demo,
            earlier_day: None,
            slip: Slip {
                kind: SlipKind::Sale,
                sale_id: current.sale_id,
                mode: CounterMode::Live,
                business_day: "2026-11-23".into(),
                register_code: "01".into(),
                operator: None,
                shop: ShopHeader {
                    name: "店".into(),
                    address: String::new(),
                    phone: String::new(),
                    registration_number: None,
                    header: Vec::new(),
                    footer: Vec::new(),
                },
                lines: current.draft.lines.clone(),
                totals,
                tenders: vec![cash],
            },
        }
    }

    pub(super) fn top(&self) -> &'static str {
        self.page.top().name()
    }

    pub(super) fn text(&self, field: Field) -> &str {
        self.page.fields().get(field)
    }

    pub(super) fn notice(&self) -> &str {
        self.page.notice().map_or("", |notice| notice.text.as_str())
    }
}

/// 佐藤, at the page.
pub(super) fn clerk() -> Person {
    Person { operator: Operator { code: "101".into(), name: "佐藤".into() }, role: Role::Clerk }
}

pub(super) fn payment(id: PaymentId, sale_id: SaleId, state: PaymentState) -> PaymentView {
    PaymentView {
        payment_id: id,
        sale_id,
        device: CatDeviceId::Cat1,
        model: CatModel::JtC60,
        card_company_code: "01".into(),
        card_company_name: "クレジット".into(),
        category: CardCategoryCode::CREDIT,
        amount: Yen::new(1_000),
        mode: CounterMode::Live,
        state,
        phase: None,
        cancel: CancelAsked::No,
        accepted_at: UnixMs(0),
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
        run_id: RunId::from_parts(1, &[1; 10]),
        revision: 0,
        now: UnixMs(1_000),
        register: RegisterView {
            register_code: "01".into(),
            shop_name: "店".into(),
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
            activity: None,
            trouble: None,
            newest_slip: None,
            exchanged: None,
        }],
        current: None,
        parked: Vec::new(),
        payments: Vec::new(),
        actions: Vec::new(),
        last_receipt: None,
    }
}

fn catalog() -> Catalog {
    let product = |code: &str, jan: Option<&str>, name: &str, kana: &str, price: i64| Product {
        code: code.into(),
        jan: jan.map(str::to_owned),
        name: name.into(),
        kana: kana.into(),
        department: "食品".into(),
        unit_price: Yen::new(price),
        tax: TaxClass::REDUCED_8,
    };
    let company = |code: &str, name: &str, linked: bool| CompanyView {
        company: CardCompany {
            code: code.into(),
            name: name.into(),
            model: linked.then_some(CatModel::JtC60),
            device: linked.then_some(CatDeviceId::Cat1),
            category: CardCategoryCode::CREDIT,
            link_sales: if linked { LinkFlag::On } else { LinkFlag::Off },
            link_void: LinkFlag::Off,
            link_return: LinkFlag::Off,
        },
        category_name: "クレジット".into(),
        linked_device: linked.then_some(CatDeviceId::Cat1),
    };
    Catalog {
        products: vec![
            product("1001", Some("4901234567894"), "牛乳", "ギュウニュウ", 1_000),
            product("1002", None, "食パン", "ショクパン", 200),
            product("7001", Some("2100001"), "惣菜 量り売り", "ソウザイ", 0),
        ],
        companies: vec![company("01", "クレジット", true), company("91", "商店会", false)],
        categories: vec![CardCategory {
            code: CardCategoryCode::CREDIT,
            name: "クレジット".into(),
            stamp: StampDuty::Exempt,
            report_group: "クレジット".into(),
        }],
        tax_classes: vec![TaxClassName { code: "standard".into(), name: "標準税率".into() }],
        operators: vec![Operator { code: "101".into(), name: "佐藤".into() }],
        operator_entry: OperatorEntry::On,
        mode: CounterMode::Live,
        revision: 0,
    }
}
