//! A played page: it keeps what a tab keeps, comes back when it was cut off, and never starts a payment by itself.

use std::time::{Duration, Instant};

use catlink_shared::ids::{PageId, PaymentId, RequestId, SaleId};
use catlink_shared::payment::PaymentState;
use catlink_shared::wire::Answer;
use catlink_shared::wire::reply::{Catalog, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::{LinkState, PaymentView, SaleView, Snapshot, TerminalView};

use crate::patience::PATIENCE;
use crate::socket::{Socket, new_id, settle};

/// 店長: whatever the terminal makes a person decide, nobody else has to be asked.
const MANAGER: &str = "900";
/// One look takes at most so long.
const A_LOOK: Duration = Duration::from_millis(2);

/// What became of a request.
#[derive(Debug)]
pub enum Heard {
    /// Done.
    Done(Box<Reply>),
    /// Refused.
    Refused(RefusalCode),
    /// No answer: the agent is not there, or no more.
    Nothing,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    address: String,
    page_id: PageId,
    socket: Option<Socket>,
    catalog: Option<Catalog>,
    answers: Vec<Answer>,
}

impl Page {
    /// A tab with this address in its bar.
    #[must_use]
    pub fn new(address: String) -> Self {
        let page_id = new_id(PageId::from_parts);
        Self { address, page_id, socket: None, catalog: None, answers: Vec::new() }
    }

    /// The masters, once it was greeted.
    #[must_use]
    pub fn catalog(&self) -> Option<&Catalog> {
        self.catalog.as_ref()
    }

    /// The tab is loaded again.
    pub fn reload(&mut self) {
        self.socket = None;
        self.answers.clear();
    }

    /// The tab is closed, and another opened.
    pub fn lose(&mut self) {
        self.reload();
        self.page_id = new_id(PageId::from_parts);
    }

    /// Whether it is connected; tries to be, where it is not.
    pub fn is_connected(&mut self) -> bool {
        if self.socket.is_none()
            && let Ok(socket) = Socket::greeted_as(&self.address, self.page_id, MANAGER)
        {
            self.catalog.clone_from(&socket.catalog);
            self.socket = Some(socket);
        }
        self.socket.is_some()
    }

    /// What it shows now.
    #[must_use]
    pub fn shown(&self) -> Option<&Snapshot> {
        self.socket.as_ref()?.shown.as_ref()
    }

    /// Its only terminal.
    #[must_use]
    pub fn terminal(&self) -> Option<&TerminalView> {
        self.shown()?.terminals.first()
    }

    /// Whether the terminal is 連動中.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.terminal().is_some_and(|terminal| terminal.link == LinkState::Linked)
    }

    /// The sale on the counter.
    #[must_use]
    pub fn current(&self) -> Option<&SaleView> {
        self.shown()?.current.as_ref()
    }

    /// A payment, where it is shown anywhere.
    #[must_use]
    pub fn payment(&self, payment_id: PaymentId) -> Option<&PaymentView> {
        let shown = self.shown()?;
        let of_sales = shown.current.iter().chain(&shown.parked).filter_map(|sale| sale.payment.as_ref());
        shown.payments.iter().chain(of_sales).find(|payment| payment.payment_id == payment_id)
    }

    /// Where a payment is shown to stand.
    #[must_use]
    pub fn state(&self, payment_id: PaymentId) -> Option<&PaymentState> {
        self.payment(payment_id).map(|payment| &payment.state)
    }

    /// Looks for a moment; what comes is kept.
    pub fn look(&mut self) {
        if !self.is_connected() {
            return std::thread::sleep(A_LOOK);
        }
        let Some(socket) = &mut self.socket else { return };
        match socket.hear(A_LOOK) {
            Ok(Some(answer)) => self.answers.push(answer),
            Ok(None) => {}
            Err(_over) => self.reload(),
        }
    }

    /// Asks without waiting; nothing where nobody is there.
    pub fn tell(&mut self, request: Request) -> Option<RequestId> {
        if !self.is_connected() {
            return None;
        }
        match self.socket.as_mut()?.tell(request) {
            Ok(id) => Some(id),
            Err(_over) => {
                self.reload();
                None
            }
        }
    }

    /// The answer, where it has come.
    pub fn answer(&mut self, id: RequestId) -> Option<Result<Reply, RefusalCode>> {
        let place = self.answers.iter().position(|answer| answer.id == Some(id))?;
        Some(settle(self.answers.swap_remove(place).outcome))
    }

    /// Asks and waits.
    pub fn ask(&mut self, request: Request) -> Heard {
        let Some(id) = self.tell(request) else { return Heard::Nothing };
        let began = Instant::now();
        while began.elapsed() < PATIENCE && self.socket.is_some() {
            match self.answer(id) {
                Some(Ok(reply)) => return Heard::Done(Box::new(reply)),
                Some(Err(code)) => return Heard::Refused(code),
                None => self.look(),
            }
        }
        Heard::Nothing
    }

    /// Where a payment stands by the journal's word.
    pub fn ask_status(&mut self, payment_id: PaymentId) -> Status {
        match self.ask(Request::PaymentStatus { payment_id }) {
            Heard::Done(reply) => match *reply {
                Reply::Payment { payment } => Status::Stands(payment),
                Reply::PaymentNeverStarted => Status::NeverStarted,
                _other => Status::Nothing,
            },
            Heard::Refused(_) | Heard::Nothing => Status::Nothing,
        }
    }

    /// Takes the sale on the counter over, where it is another page's.
    pub fn own_the_sale(&mut self) {
        let page_id = self.page_id;
        let foreign = self.current().filter(|sale| sale.owner != Some(page_id)).map(|sale| sale.sale_id);
        if let Some(sale_id) = foreign {
            self.ask(Request::TakeOverSale { sale_id });
        }
    }

    /// Whether this sale is on the counter.
    #[must_use]
    pub fn has_current(&self, sale_id: SaleId) -> bool {
        self.current().is_some_and(|sale| sale.sale_id == sale_id)
    }
}

/// Where a payment stands by the journal's word.
#[derive(Debug)]
pub enum Status {
    /// So.
    Stands(Box<PaymentView>),
    /// The journal has never heard of it, and never will.
    NeverStarted,
    /// No answer.
    Nothing,
}
