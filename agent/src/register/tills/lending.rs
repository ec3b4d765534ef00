//! A place is lent to a connection test: the till that holds it is stopped, and started again when the loan ends, however
//! it ends. Where a payment is open, nothing is lent.

use std::sync::Arc;

use catlink_shared::wire::reply::RefusalCode;

use super::Running;
use crate::books::{BooksError, refuse};
use crate::journal;
use crate::link::place::Place;
use crate::register::Register;

impl Register {
    /// Takes a place for a connection test. A till that holds it is stopped, and started again when the loan ends.
    ///
    /// # Errors
    /// A payment is open there, or another page has it.
    pub async fn borrow_place(self: &Arc<Self>, place: Place) -> Result<Loan, BooksError> {
        let _switching = self.tills.switching.lock().await;
        let loan = self.lend(place)?;
        for running in self.tills.running(|running| running.clone()) {
            if Place::of(&running.row.port).await.is_same(&loan.place) {
                self.lend_from(&running).await?;
            }
        }
        Ok(loan)
    }

    fn lend(self: &Arc<Self>, place: Place) -> Result<Loan, BooksError> {
        self.tills.lent(|lent| {
            if lent.iter().any(|other| other.is_same(&place)) {
                return Err(refuse(
                    RefusalCode::TerminalOccupied,
                    "ほかの画面が、このポートの接続テストをしています。終わってからもう一度お試しください。",
                ));
            }
            lent.push(place.clone());
            Ok(Loan { register: Arc::clone(self), place })
        })
    }

    async fn lend_from(&self, running: &Running) -> Result<(), BooksError> {
        let device = running.row.device;
        let held = self.store.read(move |connection| journal::port_is_held(connection, device)).await?;
        if held || running.till.stop().await.is_err() {
            return Err(refuse(
                RefusalCode::TerminalOccupied,
                format!(
                    "{}では決済が終わっていないため、接続テストはできません。要確認の一覧で決済を確認してからお試しください。",
                    device.label()
                ),
            ));
        }
        self.tills.running(|all| all.retain(|other| other.row.device != device));
        self.board(|board| board.no_answer(device, "接続テスト中です。".to_owned()));
        self.refresh().await;
        Ok(())
    }
}

/// A place on loan; given back where it is dropped.
#[derive(Debug)]
pub struct Loan {
    register: Arc<Register>,
    place: Place,
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.register.tills.lent(|lent| lent.retain(|other| *other != self.place));
        let register = Arc::clone(&self.register);
        // Outside a runtime the program is at its end: nobody waits for a till.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { register.follow_row().await });
        }
    }
}
