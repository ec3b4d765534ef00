//! Tests only: the process dies at one of its steps. A step is a commit, or whatever a test's driver counts as one (a
//! sending); from the step it dies at, nothing is written, read or sent any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction};
use tokio::sync::watch;

use super::StoreError;

/// On which side of its step the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The step does not happen.
    Before,
    /// It happens, and nobody hears of it.
    After,
}

/// Names what a transaction is about to commit; none where that is no step.
type Name = Box<dyn FnMut(&Connection) -> Option<String> + Send>;

/// When this process dies. Clones share it.
#[derive(Clone)]
pub(crate) struct Death {
    plan: Arc<Mutex<Plan>>,
    dead: Arc<watch::Sender<bool>>,
}

/// Nothing is counted before a test wants to name what is committed.
#[derive(Default)]
struct Plan {
    name: Option<Name>,
    at: Option<(usize, Side)>,
    steps: Vec<String>,
}

impl Death {
    pub(super) fn never() -> Self {
        Self { plan: Arc::default(), dead: Arc::new(watch::Sender::new(false)) }
    }

    /// From now on steps are counted, from 0; the process dies at `at`.
    pub(crate) fn plan(&self, name: Name, at: (usize, Side)) {
        *self.lock() = Plan { name: Some(name), at: Some(at), steps: Vec::new() };
    }

    /// The steps so far, the last one included.
    pub(crate) fn steps(&self) -> Vec<String> {
        self.lock().steps.clone()
    }

    pub(crate) fn is_dead(&self) -> bool {
        *self.dead.borrow()
    }

    /// Waits until the process is dead.
    pub(crate) async fn happened(&self) {
        let mut dead = self.dead.subscribe();
        // The sender lives in `self`.
        let _ = dead.wait_for(|dead| *dead).await;
    }

    /// A step that is no commit; the same once more is none. Says whether it happens.
    pub(crate) fn step(&self, name: &str) -> bool {
        let mut plan = self.lock();
        let new = plan.name.is_some() && !plan.steps.iter().any(|known| known == name);
        !self.is_dead() && (!new || self.count(&mut plan, name.to_owned()))
    }

    /// `work`, and whether its transaction may be committed then.
    pub(super) fn watch<T, E, F>(&self, work: F) -> impl Fn(&Transaction<'_>) -> Result<T, E> + use<T, E, F>
    where
        E: From<StoreError>,
        F: Fn(&Transaction<'_>) -> Result<T, E>,
    {
        let death = self.clone();
        move |tx| {
            death.heard(Ok(()))?;
            let value = work(tx)?;
            let mut plan = death.lock();
            let name = plan.name.as_mut().and_then(|name| name(tx));
            if name.is_none_or(|name| death.count(&mut plan, name)) {
                Ok(value)
            } else {
                Err(StoreError::Closed.into())
            }
        }
    }

    /// What the dead hear of anything they had asked for.
    pub(super) fn heard<T, E: From<StoreError>>(&self, answer: Result<T, E>) -> Result<T, E> {
        if self.is_dead() { Err(StoreError::Closed.into()) } else { answer }
    }

    fn count(&self, plan: &mut Plan, name: String) -> bool {
        let this = plan.steps.len();
        plan.steps.push(name);
        match plan.at {
            Some((at, side)) if at == this => {
                self.dead.send_replace(true);
                side == Side::After
            }
            Some(_) | None => true,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
