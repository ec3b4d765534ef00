//! The main job, whole: goods in, F12, the terminal, its slip and the receipt; and everything that can come between. Each
//! ends with the centre's book beside the POS's.

use anyhow::Result;
use catlink_tests::browser::Key;
use catlink_tests::shop::{Plan, Shop};

#[test]
fn cash_is_taken_without_any_terminal() -> Result<()> {
    let shop = Shop::open(Plan::default())?;
    shop.open_counter()?;
    shop.ring_up(&["1001", "2*4001"])?;
    shop.browser.wait_for_text("#total", "954")?;
    shop.issue()?;
    shop.browser.type_text("1000")?;
    shop.browser.wait_for_text("#change", "¥46")?;
    shop.browser.press(Key::F12)?;
    shop.receipt_says(&["お釣り", "おにぎり 鮭"])?;
    shop.next_customer()?;
    shop.close_the_books(0)
}
