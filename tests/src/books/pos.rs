//! The POS's side, read from the agent's database as it lies on the disk.

use std::path::Path;

use anyhow::{Context, Result};
use catlink_shared::receipt::Receipt;
use catlink_shared::tender::{ByHand, Tender};
use rusqlite::{Connection, OpenFlags};

use super::{Action, Advances, CashRefund, LinkedCard, Payment, Slip, TerminalVoid, Word};

/// What the POS holds.
#[derive(Debug, Clone, Default)]
pub struct PosBooks {
    /// Settled slips.
    pub slips: Vec<Slip>,
    /// The journal's payments, oldest first.
    pub payments: Vec<Payment>,
    /// 端末側の操作待ち
    pub actions: Vec<Action>,
    /// 現金返金
    pub refunds: Vec<CashRefund>,
    /// 前受金
    pub advances: Advances,
}

impl PosBooks {
    /// Reads them; the agent may be running or dead.
    ///
    /// # Errors
    /// There is no such database, or it cannot be read.
    pub fn read(database: &Path) -> Result<Self> {
        let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .with_context(|| format!("the POS's books {}", database.display()))?;
        Ok(Self {
            slips: slips(&connection)?,
            payments: payments(&connection)?,
            actions: actions(&connection)?,
            refunds: refunds(&connection)?,
            advances: advances(&connection)?,
        })
    }

    /// The newest payment.
    ///
    /// # Errors
    /// There is none.
    pub fn newest_payment(&self) -> Result<&Payment> {
        self.payments.last().context("the journal has no payment")
    }

    /// Actions that are still to be done.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| !action.closed)
    }
}

fn slips(connection: &Connection) -> Result<Vec<Slip>> {
    let mut query = connection.prepare("SELECT body FROM slip ORDER BY rowid")?;
    let bodies = query.query_map([], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(slip(connection, serde_json::from_str(&body?).context("a slip")?)?)).collect()
}

fn slip(connection: &Connection, receipt: Receipt) -> Result<Slip, rusqlite::Error> {
    let slip = receipt.slip;
    let changed = slip.effect();
    let training = matches!(slip.mode, catlink_shared::basket::CounterMode::Training);
    // The tenders' own rows, since reports are made from them.
    let paid = connection.query_row(
        "SELECT coalesce(sum(amount), 0) FROM slip_tender WHERE mode = ?1 AND receipt_number = ?2",
        (if training { "training" } else { "live" }, receipt.receipt_number.0),
        |row| row.get(0),
    )?;
    let linked = slip.tenders.iter().find_map(|tender| match tender {
        Tender::LinkedCard { amount, payment_id, by_hand, details, .. } => Some(LinkedCard {
            payment_id: payment_id.to_string(),
            amount: amount.get(),
            word: match by_hand {
                ByHand::Terminal => Word::Terminal,
                ByHand::Person => Word::Person,
            },
            terminal_slip: (
                details.terminal_id.as_ref().map(ToString::to_string),
                details.slip_number.as_ref().map(ToString::to_string),
            ),
        }),
        Tender::Cash { .. } | Tender::Card { .. } | Tender::CashBack { .. } | Tender::CardBack { .. } => None,
    });
    Ok(Slip {
        receipt_number: receipt.receipt_number.0,
        sale_id: slip.sale_id.to_string(),
        training,
        total: changed.sales.get() + changed.deposits.get(),
        paid,
        linked,
        void: void(connection, receipt.receipt_number.0)?,
    })
}

/// Whether a slip was voided, and its card with it.
fn void(connection: &Connection, receipt_number: u64) -> Result<Option<TerminalVoid>, rusqlite::Error> {
    let mut query = connection.prepare_cached(
        "SELECT a.closed_at IS NOT NULL AND a.closed_slip_number IS NOT NULL
         FROM slip v JOIN terminal_action a
           ON a.kind = '\"void_slip\"' AND json_extract(a.body, '$.receipt_number') = v.receipt_number
         WHERE v.mode = 'live' AND v.kind = 'void' AND v.of_receipt = ?1",
    )?;
    let found = query.query_map([receipt_number], |row| row.get::<_, bool>(0))?.next().transpose()?;
    Ok(found.map(|done| if done { TerminalVoid::Done } else { TerminalVoid::ToDo }))
}

fn advances(connection: &Connection) -> Result<Advances> {
    let sums = "SELECT (SELECT coalesce(sum(deposit), 0) FROM slip),
                       (SELECT coalesce(sum(deposit), 0) FROM reservation WHERE standing = 'open')";
    let read = |row: &rusqlite::Row<'_>| Ok(Advances { by_slips: row.get(0)?, by_reservations: row.get(1)? });
    Ok(connection.query_row(sums, [], read)?)
}

fn payments(connection: &Connection) -> Result<Vec<Payment>> {
    let mut query = connection
        .prepare("SELECT payment_id, sale_id, state_word, is_question FROM payment ORDER BY rowid")?;
    let rows = query.query_map([], |row| {
        Ok(Payment {
            payment_id: row.get(0)?,
            sale_id: row.get(1)?,
            state: row.get(2)?,
            is_question: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn actions(connection: &Connection) -> Result<Vec<Action>> {
    let mut query = connection.prepare(
        "SELECT kind, payment_id, json_extract(body, '$.amount'), closed_at IS NOT NULL
         FROM terminal_action ORDER BY rowid",
    )?;
    let rows = query.query_map([], |row| {
        Ok(Action {
            kind: row.get::<_, String>(0)?.trim_matches('"').to_owned(),
            payment_id: row.get(1)?,
            amount: row.get(2)?,
            closed: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn refunds(connection: &Connection) -> Result<Vec<CashRefund>> {
    let mut query = connection.prepare("SELECT payment_id, amount FROM cash_refund ORDER BY place")?;
    let rows = query.query_map([], |row| Ok(CashRefund { payment_id: row.get(0)?, amount: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
