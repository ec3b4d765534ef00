//! What a sale reads of the masters.

use catlink_shared::masters::tax_class;

use super::*;
use crate::books::bench::{books, write};
use catlink_shared::receipt::DataKind;

#[tokio::test]
async fn a_tax_class_is_called_and_taxed_as_on_the_day() {
    let store = books(DataKind::Demo).await;
    let rise = TaxClass { kind: TaxKind::Reduced, percent: 9 };
    write(&store, move |tx| {
        masters::lay(tx, Master::TaxClass, &tax_class::write("reduced", "軽減税率(新)", rise, "2027-04-01"))
    })
    .await
    .unwrap();
    for (day, name, percent) in [("2027-03-31", "軽減税率", 8), ("2027-04-01", "軽減税率(新)", 9)] {
        let read = move |tx: &Transaction<'_>| Ok((tax_class_names(tx, day)?, products(tx, day)?));
        let (names, products) = write(&store, read).await.unwrap();
        let called = names.iter().find(|class| class.code == "reduced").map(|class| class.name.as_str());
        assert_eq!(called, Some(name));
        let onigiri = products.iter().find(|product| product.code == "1001").unwrap();
        assert_eq!(onigiri.tax.percent, percent, "{day}");
    }
}
