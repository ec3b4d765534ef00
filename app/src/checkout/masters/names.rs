//! What a code of another master stands for, as far as the page knows it.

use catlink_shared::masters::Master;

use crate::checkout::Checkout;

impl Checkout {
    /// The name of a row that another one refers to by its code.
    #[must_use]
    pub fn name_of(&self, master: Master, code: &str) -> Option<&str> {
        let catalog = self.catalog()?;
        match master {
            Master::CardCategory => {
                let known = catalog.categories.iter().find(|known| known.code.to_string() == code);
                known.map(|known| known.name.as_str())
            }
            Master::TaxClass => {
                let known = catalog.tax_classes.iter().find(|known| known.code == code);
                known.map(|known| known.name.as_str())
            }
            // Nothing refers to these.
            Master::CardCompany | Master::Register | Master::Product | Master::Store | Master::Operator => {
                None
            }
        }
    }
}
