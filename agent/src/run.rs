//! `catlink run`: books opened, tills started, page served, until the program is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use catlink_shared::masters::register::{PortRow, Sharing};
use catlink_shared::receipt::DataKind;
use tokio::net::TcpListener;

use crate::books::BooksError;
use crate::config::Settings;
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
    #[error("{address} cannot be listened on: {source}; is another catlink running? Choose another --listen")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server failed.
    #[error("the server failed: {0}")]
    Server(#[from] std::io::Error),
}

/// Runs the agent until Ctrl-C or SIGTERM. Prints `page http://…/` on standard output once it listens.
///
/// # Errors
/// Says what is in the way; the books are as they were.
pub async fn run(settings: Settings) -> Result<(), RunError> {
    let kind = if settings.demo { DataKind::Demo } else { DataKind::Real };
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|source| RunError::Listen { address: settings.listen, source })?;
    legible::check(&settings.data_dir)?;
    let store = Store::open(&settings.data_dir, kind)?;
    let register = Register::open(store, settings).await?;
    register.start_tills(Box::new(start_till)).await?;
    let mut out = std::io::stdout();
    // A closed standard output is no reason not to serve.
    let _ = writeln!(out, "page http://{}/", listener.local_addr()?).and_then(|()| out.flush());
    server::serve(register, listener, stop()).await?;
    Ok(())
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
