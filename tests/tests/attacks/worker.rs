//! A page that works while something else goes on: it sells for cash, one customer after the other, and times it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::wire::reply::Reply;
use catlink_tests::counter::commit;
use catlink_tests::socket::{Socket, new_id};

/// A page at work.
pub(crate) struct Worker {
    stop: Arc<AtomicBool>,
    work: JoinHandle<Result<Noticed>>,
}

/// What it noticed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Noticed {
    /// Customers it served.
    pub(crate) sales: usize,
    /// The longest it waited for a sale to be kept and booked.
    pub(crate) longest: Duration,
}

/// A clerk notices a second; a busy computer of two processors takes some of it for itself.
pub(crate) const PATIENT: Duration = Duration::from_secs(3);

impl Worker {
    /// Signs in and begins to sell.
    pub(crate) fn begin(address: &str) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut page = Socket::greeted(address, new_id(PageId::from_parts))?;
        let seen = Arc::clone(&stop);
        let work = std::thread::spawn(move || {
            let mut noticed = Noticed::default();
            while !seen.load(Ordering::Relaxed) || noticed.sales == 0 {
                let began = Instant::now();
                let sale = page.new_sale(1)?;
                let sold = page.ask(commit(sale, 158))?;
                ensure!(matches!(sold, Ok(Reply::SaleMade { .. })), "not sold: {sold:?}");
                noticed.sales += 1;
                noticed.longest = noticed.longest.max(began.elapsed());
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(noticed)
        });
        Ok(Self { stop, work })
    }

    /// Stops; what it noticed.
    pub(crate) fn end(self) -> Result<Noticed> {
        self.stop.store(true, Ordering::Relaxed);
        let noticed = self.work.join().map_err(|_| anyhow!("the page's thread panicked"))?;
        let noticed = noticed.context("the page that works")?;
        ensure!(noticed.longest < PATIENT, "a sale took {:?}", noticed.longest);
        Ok(noticed)
    }
}

impl std::fmt::Display for Noticed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-sales,longest-{}ms", self.sales, self.longest.as_millis())
    }
}
