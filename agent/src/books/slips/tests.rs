//! What holds for slips as they are kept.

use catlink_shared::basket::{CounterMode, Draft};
use catlink_shared::ids::{PageId, SaleId, UnixMs};
use catlink_shared::receipt::{DataKind, ShopHeader, Slip, SlipKind};
use catlink_shared::tax::Rounding;

use super::{book, find};
use crate::books::{BooksError, sales};
use crate::store::{Claim, Store};

fn slip(mode: CounterMode) -> Slip {
    Slip {
        sale_id: SaleId::from(uuid::Uuid::now_v7()),
        kind: SlipKind::Sale,
        mode,
        business_day: "2026-11-23".into(),
        register_code: "01".into(),
        operator: None,
        shop: ShopHeader {
            name: "店".into(),
            address: String::new(),
            phone: String::new(),
            registration_number: None,
            header: Vec::new(),
            footer: Vec::new(),
        },
        lines: Vec::new(),
        totals: Draft::default().totals(Rounding::Down).unwrap(),
        tenders: Vec::new(),
    }
}

#[tokio::test]
async fn live_and_training_slips_of_one_number_are_read_apart() {
    let folder = crate::scratch::path("slips");
    let store = Store::open(&folder, DataKind::Demo).unwrap();
    let page = PageId::from(uuid::Uuid::now_v7());
    for mode in [CounterMode::Live, CounterMode::Training] {
        let booked = store
            .write::<_, BooksError, _>(Claim::None, move |tx| {
                let slip = slip(mode);
                sales::put(tx, page, slip.sale_id, 0, &Draft::default(), UnixMs(0))?;
                book(tx, slip, DataKind::Demo, None, UnixMs(0))
            })
            .await
            .unwrap();
        let number = booked.receipt_number;
        assert_eq!(number.0, 1, "each counts from one");
        let found = store.read(move |connection| find(connection, mode, number)).await.unwrap();
        assert_eq!(found, Some(booked));
    }
}
