//! The agent dies at each of its steps – every commit, every sending – and what it comes back to. One row is one death:
//! where, on which side of it, and of which recovery class the terminal is. The table is read before it is accepted; what
//! must hold in every row is asserted besides.

mod aftermath;
mod life;
mod steps;

use std::path::{Path, PathBuf};

use catlink_shared::ids::SaleId;
use catlink_shared::terminal::profile::RecoveryClass;

use super::bench::new_folder;
use crate::store::Store;
use crate::store::death::Side;
use aftermath::Aftermath;
pub(super) use life::new_events;
use life::{Life, World};

const CLASSES: [RecoveryClass; 3] = [RecoveryClass::Keyed, RecoveryClass::Last, RecoveryClass::None];

/// Whether the card was really charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Charged,
    NotCharged,
}

/// What is left when the agent is dead.
struct Remains {
    folder: PathBuf,
    /// Keeps the log from being folded into the database while it is copied.
    _open: Store,
    sale_id: SaleId,
    world: World,
    steps: Vec<String>,
    side: Side,
}

#[tokio::test]
async fn death_on_the_way_to_the_sale() {
    insta::assert_snapshot!(table(&[Life::Sale, Life::Declined, Life::Refused, Life::LineNotWon]).await);
}

#[tokio::test]
async fn death_while_nobody_knows() {
    insta::assert_snapshot!(table(&[Life::NothingFound, Life::ChargeFound]).await);
}

#[tokio::test]
async fn death_while_a_person_decides() {
    let lives =
        [Life::PaperSlip, Life::NoRecord, Life::Hold, Life::PaidOtherwise, Life::Exchanged, Life::CashBack];
    insta::assert_snapshot!(table(&lives).await);
}

#[tokio::test]
async fn death_around_a_late_approval() {
    insta::assert_snapshot!(table(&[Life::HandedOver, Life::KeptBack]).await);
}

async fn table(lives: &[Life]) -> String {
    let mut text = String::new();
    for life in lives {
        for class in CLASSES {
            let rows = deaths_in(*life, class).await;
            if rows.is_empty() {
                continue;
            }
            text += &format!("== {}; recovery class {class:?}\n", life.title());
            text += &aligned(&rows);
            text.push('\n');
        }
    }
    text
}

/// Every death in one life. Each life is lived until it is lived to its end.
async fn deaths_in(life: Life, class: RecoveryClass) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for step in 0.. {
        for side in [Side::Before, Side::After] {
            let Some(remains) = life.lived_until(class, (step, side)).await else { return rows };
            rows.push(row(&remains).await);
        }
    }
    rows
}

async fn row(remains: &Remains) -> [String; 5] {
    let place = remains.steps.last().expect("it died at a step");
    let mut cells = [
        format!("{:?} {place}", remains.side).to_lowercase(),
        "-".into(),
        "-".into(),
        "-".into(),
        "-".into(),
    ];
    for (truth, column) in [(Truth::NotCharged, 4), (Truth::Charged, 3)] {
        if !remains.may_be(truth) {
            continue;
        }
        let folder = new_folder();
        copy(&remains.folder, &folder);
        let after = Aftermath::of(remains, folder, truth).await;
        (cells[1], cells[2], cells[column]) = (after.comes_back_to, after.asked, after.ends);
    }
    cells
}

impl Remains {
    /// Whether this can be the truth: before SALES has left nothing can be charged, and what the terminal has said is so.
    fn may_be(&self, truth: Truth) -> bool {
        match (self.world.said.get(), self.done("SALES") || self.world.sales_had_left) {
            (Some(said), _) => said == truth,
            (None, true) => true,
            (None, false) => truth == Truth::NotCharged,
        }
    }

    /// Whether a step was done before the end.
    fn done(&self, step: &str) -> bool {
        let done = match self.side {
            Side::Before => self.steps.len() - 1,
            Side::After => self.steps.len(),
        };
        self.steps[..done].iter().any(|name| name == step)
    }
}

/// The database and its log, as they are.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in ["catlink.sqlite", "catlink.sqlite-wal"] {
        std::fs::copy(from.join(file), to.join(file)).unwrap();
    }
}

fn aligned(rows: &[[String; 5]]) -> String {
    let head = ["died", "comes back to", "asks", "charged: ends", "not charged: ends"].map(str::to_owned);
    let all = || std::iter::once(&head).chain(rows);
    let widths: Vec<usize> =
        (0..5).map(|column| all().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    all()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            cells.collect::<Vec<_>>().join(" | ").trim_end().to_owned() + "\n"
        })
        .collect()
}
