//! What holds for a whole request: who asks, whose PIN comes with it, and what is booked of it.

mod allowed;
mod audited;
mod deposits;
mod hosted;
mod unsigned;

use std::sync::Arc;

use catlink_shared::basket::{Discount, Draft, Line};
use catlink_shared::card::CatDeviceId;
use catlink_shared::ids::{PageId, PaymentId, RequestId, SaleId};
use catlink_shared::masters::{Master, Row, STORE_CODE};
use catlink_shared::money::Yen;
use catlink_shared::payment::{NotCharged, PaymentEvent};
use catlink_shared::pin::Pin;
use catlink_shared::receipt::{DataKind, Receipt};
use catlink_shared::tax::{Rounding, TaxClass};
use catlink_shared::tender::Tenders;
use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{CatPort, MemoryId, PosLink, Ready, TerminalId, TrainingAbility, Unit};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::masters::{ChangeView, MastersRequest};
use catlink_shared::wire::people::{Approval, PeopleRequest};
use catlink_shared::wire::reply::{Refusal, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::LinkState;

use super::{Connection, respond};
use crate::books::history::{self, By};
use crate::books::{BooksError, demo, masters, slips};
use crate::clock;
use crate::config::{PortSetting, RunArgs, Settings, Sharing};
use crate::door::elsewhere::Caller;
use crate::journal::{self, Beside};
use crate::register::{Register, wiring};
use crate::store::{Claim, Store};
use crate::till::admission::{self, Facts, Start};

/// A tab with somebody signed in, at a register of the demo shop.
struct Tab {
    register: Arc<Register>,
    connection: Connection,
}

impl Tab {
    async fn open(operator: &str) -> Self {
        let mut tab = Self::met().await;
        tab.sign_in(operator).await;
        tab
    }

    /// A tab that was greeted; nobody is signed in.
    async fn met() -> Self {
        let folder = crate::scratch::path("session");
        let args = RunArgs { data_dir: Some(folder.clone()), ..RunArgs::default() };
        let store = Store::open(&folder, DataKind::Demo).unwrap();
        let port = PortSetting {
            model: CatModel::JtC60,
            port: CatPort::Tcp { address: "unused:1".into() },
            sharing: Sharing::Alone,
        };
        let settings = Settings { ports: vec![(CatDeviceId::Cat1, port)], ..Settings::load(&args).unwrap() };
        let register = Register::open(store, settings).await.unwrap();
        register.store.write::<_, BooksError, _>(Claim::None, |tx| demo::fill(tx, "01")).await.unwrap();
        let mut tab = Self { connection: Connection::new(&register, Caller::Own), register };
        tab.ask(Request::Hello { page_id: page(), resume: None, key: None }).await.unwrap();
        tab
    }

    async fn sign_in(&mut self, operator: &str) {
        let pin = Pin::typed(&format!("{operator}0"));
        let ask = PeopleRequest::SignIn { operator: operator.to_owned(), pin };
        self.ask(Request::People { ask }).await.unwrap();
    }

    async fn ask(&mut self, request: Request) -> Result<Reply, Refusal> {
        self.ask_with(request, None).await
    }

    async fn ask_with(&mut self, request: Request, approval: Option<Approval>) -> Result<Reply, Refusal> {
        let id = RequestId::from(uuid::Uuid::now_v7());
        let message = FromPage { approval, ..FromPage::new(id, request) };
        let reply = respond(&self.register, &mut self.connection, message).await;
        reply.map(|reply| reply.expect("answered at once")).map_err(BooksError::into_refusal)
    }

    async fn keep_goods(&mut self, price: i64) {
        let draft = Draft { lines: vec![goods(price)], ..Draft::default() };
        self.ask(Request::PutDraft { sale_id: sale(), base_revision: 0, draft }).await.unwrap();
    }

    async fn row(&self, master: Master, code: &'static str) -> Row {
        self.register.store.read(move |c| masters::find(c, master, code)).await.unwrap().unwrap()
    }

    async fn save(&mut self, master: Master, code: &'static str, key: &str, text: &str) {
        let Row { revision, mut values, .. } = self.row(master, code).await;
        values.set(key, text);
        let ask =
            MastersRequest::Save { master, code: Some(code.to_owned()), base_revision: revision, values };
        let approval = Some(manager());
        self.ask_with(Request::Masters { ask }, approval).await.unwrap();
    }

    async fn slips(&self) -> Option<Receipt> {
        self.register.store.read(slips::newest).await.unwrap()
    }

    /// A linked payment of the sale that was certainly not charged: the terminal never answered.
    async fn fail_to_pay(&self, amount: i64) {
        let row = self.register.store.read(wiring::in_force).await.unwrap();
        let row = row.into_iter().find(|row| row.device == CatDeviceId::Cat1).unwrap();
        let unit = Unit {
            terminal_id: TerminalId::new("1234567890123").unwrap(),
            memory_id: MemoryId::new("m1").unwrap(),
        };
        let ready = Ready {
            unit,
            version: 1,
            model: "jt-c60".into(),
            pos_link: PosLink::On,
            training: TrainingAbility::Able,
            simulated: true,
            capabilities: vec!["query".into()],
            newest_slip: None,
            terminal_time: None,
        };
        let link = Some(LinkState::Linked);
        let facts = Facts { row, ready: Some(ready), unfit: None, link, data: DataKind::Demo };
        let payment_id = PaymentId::from_parts(3, &[1; 10]);
        let start = Start {
            page: page(),
            sale_id: sale(),
            payment_id,
            draft_revision: 1,
            amount: Yen::new(amount),
            rounding: Rounding::Down,
            card_company_code: "02".into(),
            operator_code: Some("101".into()),
            by: By::default(),
        };
        admission::accept(&self.register, start, &facts).await.unwrap();
        let failed = PaymentEvent::PaymentNotCharged { because: NotCharged::BidUnanswered };
        self.register
            .store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                journal::append(tx, payment_id, &failed, clock::now(), &Beside::default())?;
                Ok(())
            })
            .await
            .unwrap();
    }

    /// What 変更履歴 says of the newest approval: what, who asked, who allowed it.
    async fn approvals(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let lines = self.register.store.read(|c| history::read(c, None, None, 50)).await.unwrap();
        let of = |line: &ChangeView| (line.what.clone(), line.who.clone(), line.approved_by.clone());
        lines.iter().filter(|line| line.subject.contains("連動しないで確定")).map(of).collect()
    }
}

fn page() -> PageId {
    PageId::from_parts(2, &[2; 10])
}

fn sale() -> SaleId {
    SaleId::from_parts(1, &[1; 10])
}

fn goods(price: i64) -> Line {
    Line {
        product_code: "1001".into(),
        name: "おにぎり".into(),
        unit_price: Yen::new(price),
        quantity: 1,
        tax: TaxClass::STANDARD_10,
        discount: Discount::None,
    }
}

fn manager() -> Approval {
    Approval { operator: "900".into(), pin: Pin::typed("9000") }
}

fn cash(total: i64, rounding: Rounding) -> Request {
    Request::CommitSale {
        sale_id: sale(),
        draft_revision: 1,
        total: Yen::new(total),
        tenders: Tenders::cash(Yen::new(total)),
        operator_code: Some("101".into()),
        rounding,
        supersedes: None,
    }
}

#[tokio::test]
async fn a_slip_is_booked_with_the_tax_the_page_showed_or_not_at_all() {
    let mut tab = Tab::open("101").await;
    tab.keep_goods(104).await;
    tab.save(Master::Store, STORE_CODE, "rounding", "2").await;
    for stale in [Rounding::Down, Rounding::HalfUp] {
        let refused = tab.ask(cash(104, stale)).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::AmountDiffers);
        assert!(refused.message.contains("切上げ"), "{refused:?}");
    }
    assert_eq!(tab.slips().await, None, "nothing was booked");
    let booked = tab.ask(cash(104, Rounding::Up)).await.unwrap();
    let Reply::SaleMade { receipt } = booked else { panic!("{booked:?}") };
    assert_eq!((receipt.slip.totals.tax(), receipt.slip.totals.rounding), (Yen::new(10), Rounding::Up));
    // 104 × 10/110 = 9.45: another rule would print ¥9.
    tab.save(Master::Store, STORE_CODE, "rounding", "0").await;
    let again = tab.slips().await.unwrap();
    assert_eq!(again.slip, receipt.slip, "what is booked keeps its tax");
    assert!(again.plain_text().contains("¥10)"));
}

#[tokio::test]
async fn a_linked_payment_is_not_accepted_with_another_tax_than_was_shown() {
    let mut tab = Tab::open("101").await;
    tab.keep_goods(104).await;
    tab.save(Master::Store, STORE_CODE, "rounding", "1").await;
    let shop = tab.register.store.read(crate::books::catalog::shop).await.unwrap();
    let sale = tab.register.store.read(crate::books::sales::current).await.unwrap().unwrap();
    let frozen = tab
        .register
        .store
        .write::<_, BooksError, _>(Claim::None, move |tx| {
            let freeze = |rounding| {
                let shown = admission::Shown { due: Yen::new(104), rounding };
                admission::freeze(tx, &shop, &sale, None, "01", shown, clock::now())
            };
            let code = |error: BooksError| error.into_refusal().code;
            assert_eq!(freeze(Rounding::Down).map_err(code), Err(RefusalCode::AmountDiffers));
            freeze(Rounding::HalfUp)
        })
        .await
        .unwrap();
    assert_eq!((frozen.totals.tax(), frozen.totals.rounding), (Yen::new(9), Rounding::HalfUp));
}

#[tokio::test]
async fn a_price_without_tax_is_sold_with_the_tax_the_shop_rounds_to() {
    let mut tab = Tab::open("101").await;
    let price = async |tab: &Tab| {
        let catalog = tab.register.catalog().await.unwrap();
        catalog.products.into_iter().find(|product| product.code == "1001").unwrap().unit_price.get()
    };
    tab.save(Master::Product, "1001", "price", "199").await;
    tab.save(Master::Product, "1001", "price_kind", "1").await;
    for (code, sold) in [("0", 214), ("1", 215), ("2", 215)] {
        tab.save(Master::Store, STORE_CODE, "rounding", code).await;
        assert_eq!(price(&tab).await, sold, "{code}");
    }
}
