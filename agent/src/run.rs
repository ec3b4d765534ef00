//! `catlink run`: books opened, tills started, page served, until the program is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use catlink_shared::masters::register::{PortRow, Sharing};
use catlink_shared::receipt::DataKind;

use crate::books::BooksError;
use crate::books::audit::{self, Entry, What};
use crate::card_guard;
use crate::config::{Reach, Settings};
use crate::door::places::{PlaceError, Places};
use crate::door::secret::InstallSecret;
use crate::driver::basic::Basic;
use crate::register::{Register, legible};
use crate::server;
use crate::store::{OpenError, Store};
use crate::till::{self, TillHandle};

/// Why the agent does not run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The data folder.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A journal this version cannot read.
    #[error(transparent)]
    Illegible(#[from] legible::Illegible),
    /// The books.
    #[error(transparent)]
    Books(#[from] BooksError),
    /// The address.
    #[error(transparent)]
    Listen(#[from] PlaceError),
    /// What the pages are given.
    #[error("this system gives no random bits: {0}")]
    Secret(#[from] std::io::Error),
}

/// Runs the agent until Ctrl-C or SIGTERM. Prints `page http://…/` on standard output once it listens.
///
/// # Errors
/// Says what is in the way; the books are as they were.
pub async fn run(settings: Settings) -> Result<(), RunError> {
    let kind = if settings.demo { DataKind::Demo } else { DataKind::Real };
    let places = Places::take(settings.listen, &settings.hosts).await?;
    warn_of(settings.reach, places.address);
    legible::check(&settings.data_dir)?;
    let store = Store::open(&settings.data_dir, kind)?;
    let secret = InstallSecret::of_folder(&settings.data_dir)?;
    let register = Register::open(store, settings).await?;
    let subject = format!("catlink {}", env!("CARGO_PKG_VERSION"));
    audit::note(&register.store, Entry { what: What::Started, who: None, subject }).await;
    tokio::spawn(card_guard::keep_audit(register.store.clone()));
    register.start_tills(Box::new(start_till)).await?;
    let mut out = std::io::stdout();
    // A closed standard output is no reason not to serve.
    let _ = writeln!(out, "page {}", places.url()).and_then(|()| out.flush());
    server::serve(register, places, secret, stop()).await;
    Ok(())
}

fn warn_of(reach: Reach, address: SocketAddr) {
    match reach {
        Reach::ThisComputer => {}
        Reach::Lan => tracing::warn!(
            %address,
            "allow_lan: every device of the network can open the page, and what goes over it, PINs too, is not encrypted"
        ),
    }
}

/// A till with the driver of its port.
pub(crate) fn start_till(register: &Arc<Register>, row: PortRow) -> TillHandle {
    let settings = &register.settings;
    let driver = Basic::paced(&row.port, settings.line_timers_divided_by, settings.register.clone());
    let driver = driver.traced(register.trace.tracer(row.device));
    let driver = match row.sharing {
        Sharing::Alone => driver,
        Sharing::Shared => driver.shared(),
    };
    till::start(Arc::clone(register), row, driver)
}

/// Resolves when the program is told to stop.
async fn stop() {
    let interrupt = async {
        // Without a handler Ctrl-C ends the program at once, which the journal is made for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
