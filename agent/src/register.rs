//! The register: what session and tills share. Store, settings, the board of what the terminals say now, and the
//! snapshot every page is shown.
//!
//! It knows no socket and no terminal protocol. The board is the only thing kept in memory alone, and nothing about
//! money is decided from it but refusals to begin.

pub mod board;
pub mod legible;
pub mod pairings;
pub mod signed_in;
pub mod tills;
mod told_ports;
pub mod view;
pub mod wiring;

use std::sync::{Arc, Mutex, PoisonError};

use catlink_shared::ids::{ActionId, PageId, RunId, UnixMs};
use catlink_shared::masters::register::PortRow;
use catlink_shared::receipt::DataKind;
use catlink_shared::terminal::TerminalId;
use catlink_shared::wire::port_test::PortTest;
use catlink_shared::wire::reply::{Catalog, CompanyView};
use catlink_shared::wire::update::Snapshot;
use tokio::sync::watch;

use crate::books::demo::{self, Filled};
use crate::books::history::By;
use crate::books::{BooksError, catalog, hosted, masters, numbers, requests, training};
use crate::clock;
use crate::config::{DemoHistory, Settings};
use crate::store::{Claim, Store, StoreError};
use crate::till::recovery;
use crate::trace::Trace;
use board::Board;
use pairings::Pairings;
use signed_in::SignedIn;
use tills::Tills;

/// What session and tills share.
#[derive(Debug)]
pub struct Register {
    /// The database.
    pub store: Store,
    /// What the program was started with.
    pub settings: Settings,
    /// This run of the agent.
    pub run_id: RunId,
    board: Mutex<Board>,
    updates: watch::Sender<Option<Arc<Snapshot>>>,
    revision: tokio::sync::Mutex<u64>,
    tills: Tills,
    tested: Mutex<Vec<(PortRow, TerminalId)>>,
    /// Who is signed in.
    pub people: SignedIn,
    /// Which pages from elsewhere are let in.
    pub pairings: Pairings,
    /// What is kept of the terminals' lines.
    pub trace: Trace,
}

impl Register {
    /// Opens the register on its books: lays the ground, fills demo books, and settles what the last run left behind.
    ///
    /// # Errors
    /// The database.
    pub async fn open(store: Store, settings: Settings) -> Result<Arc<Self>, BooksError> {
        let run_id = RunId::from(uuid::Uuid::now_v7());
        let kind = store.kind();
        let (name, history) = (settings.register.clone(), settings.demo_history);
        let ports = settings.ports.clone();
        let trace = Trace::in_folder(store.folder());
        let register = Arc::new(Self {
            store,
            settings,
            run_id,
            board: Mutex::new(Board::default()),
            updates: watch::Sender::new(None),
            revision: tokio::sync::Mutex::new(0),
            tills: Tills::default(),
            tested: Mutex::default(),
            people: SignedIn::default(),
            pairings: Pairings::default(),
            trace,
        });
        register
            .store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                requests::forget_old(tx, clock::now())?;
                catalog::lay_ground(tx, name.as_str())?;
                match kind {
                    DataKind::Demo => match (demo::fill(tx, name.as_str())?, history) {
                        (Filled::Now, DemoHistory::Month) => demo::month::fill(tx, &name, clock::now())?,
                        (Filled::Now, DemoHistory::None) | (Filled::Before, _) => {}
                    },
                    DataKind::Real => {}
                }
                told_ports::keep(tx, &ports, clock::now())
            })
            .await?;
        register
            .store
            .write::<_, BooksError, _>(Claim::Reserve, move |tx| {
                recovery::at_start(tx, run_id, kind, clock::now())
            })
            .await?;
        register.pairings.let_in(register.store.read(hosted::load).await?);
        for port in register.store.read(wiring::wanted).await? {
            register.board(|board| board.connect(port.device, port.model));
        }
        register.refresh().await;
        Ok(register)
    }

    /// Remembers which unit answered at a port of the typed row, for whoever keeps that row.
    pub fn note_test(&self, row: &PortRow, test: &PortTest) {
        let mut tested = self.tested.lock().unwrap_or_else(PoisonError::into_inner);
        tested.retain(|(other, _)| other.device != row.device);
        let found = test.terminal.as_ref().filter(|_| test.may_be_fixed());
        tested.extend(found.map(|found| (row.clone(), found.terminal_id.clone())));
    }

    /// The unit that answered when a port was tested last, where it was this very port.
    #[must_use]
    pub fn tested(&self, row: &PortRow) -> Option<TerminalId> {
        let tested = self.tested.lock().unwrap_or_else(PoisonError::into_inner);
        let of_row = |(other, _): &&(PortRow, TerminalId)| {
            (other.device, other.model, &other.port) == (row.device, row.model, &row.port)
        };
        tested.iter().find(of_row).map(|(_, unit)| unit.clone())
    }

    /// Whether these are demo books.
    #[must_use]
    pub fn data_kind(&self) -> DataKind {
        self.store.kind()
    }

    /// A look at the board, or a change of it. Short and without waiting.
    pub fn board<T>(&self, look: impl FnOnce(&mut Board) -> T) -> T {
        let mut board = self.board.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        look(&mut board)
    }

    /// Whether a payment is under way on any terminal, as the newest snapshot has it.
    #[must_use]
    pub fn is_paying(&self) -> bool {
        let shown = self.updates.borrow();
        shown.as_ref().is_some_and(|shown| shown.payments.iter().any(|payment| payment.state.is_under_way()))
    }

    /// The newest snapshot and those that follow.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Option<Arc<Snapshot>>> {
        self.updates.subscribe()
    }

    /// Makes a new snapshot of how things stand and shows it to every page. Where the books cannot be read, pages keep
    /// the last one with the trouble named on it.
    pub async fn refresh(&self) {
        let mut revision = self.revision.lock().await;
        *revision += 1;
        match view::snapshot(self, *revision).await {
            Ok(snapshot) => {
                self.updates.send_replace(Some(Arc::new(snapshot)));
            }
            Err(error) => {
                tracing::error!(%error, "the books cannot be read");
                let refusal = error.into_refusal();
                self.updates.send_if_modified(|last| {
                    let Some(last) = last else { return false };
                    let mut changed = Snapshot::clone(last);
                    changed.revision = *revision;
                    changed.register.books_trouble = Some(refusal.message);
                    *last = Arc::new(changed);
                    true
                });
            }
        }
    }

    /// Remembers that the books could (or could not) be written, for every screen.
    pub fn note_books(&self, trouble: Option<&StoreError>) {
        let text = trouble.map(|error| crate::books::store_trouble(error).to_owned());
        self.board(|board| board.books_trouble = text);
    }

    /// The masters as the page needs them. Read beside the books, so that pages that greet over and over hold up nothing
    /// that is written.
    ///
    /// # Errors
    /// The database.
    pub async fn catalog(&self) -> Result<Catalog, BooksError> {
        self.store
            .look(move |connection| {
                let in_force = wiring::in_force(connection)?;
                let shop = catalog::shop(connection)?;
                let today = numbers::business_day(connection, clock::now(), shop.cutoff_hour)?;
                let categories = catalog::categories(connection)?;
                let companies = catalog::companies(connection)?
                    .into_iter()
                    .map(|company| CompanyView {
                        category_name: catlink_shared::tender::category_name(&categories, company.category),
                        linked_device: wiring::linked_device(&in_force, &company),
                        company,
                    })
                    .collect();
                Ok(Catalog {
                    products: catalog::products(connection, &today)?,
                    companies,
                    categories,
                    tax_classes: catalog::tax_class_names(connection, &today)?,
                    operators: catalog::operators(connection)?,
                    operator_entry: shop.operator_entry,
                    mode: training::mode(connection, clock::now())?,
                    revision: masters::revision(connection)?,
                })
            })
            .await
    }
}

/// A new action's id.
#[must_use]
pub fn new_action_id() -> ActionId {
    ActionId::from(uuid::Uuid::now_v7())
}

/// What a write needs to know of its surroundings.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// This run.
    pub run_id: RunId,
    /// Demo or real.
    pub data: DataKind,
    /// Now.
    pub now: UnixMs,
    /// The page that asks, where one does.
    pub page: Option<PageId>,
    /// Who asks, and whose PIN came with it.
    pub by: By,
}
