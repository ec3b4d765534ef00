//! One field of the page after the other, with a card number typed and two tracks swiped.

use anyhow::{Context as _, Result, ensure};
use catlink_tests::browser::Key;
use catlink_tests::numbers::{NUMBERS, Number, Spelling};
use catlink_tests::patience::seen_if;
use catlink_tests::search::Search;
use catlink_tests::shop::Shop;

use super::looked::nothing_is_kept;

/// What is said of a number that was typed.
const TYPED: &str = "カード番号は入力できません";
/// What is said of either. On a busy computer the keys of a reader come as slowly as a hand's.
const DROPPED: &str = "内容は保存していません";

/// How a hand, or a page that is copied from, spells one.
const TYPED_AS: [Spelling; 4] =
    [Spelling::Plain, Spelling::Spaced, Spelling::Hyphenated, Spelling::FullWidth];

/// What is tried at one field after the other: every spelling at each, of another number each time.
pub(crate) struct Tries {
    pub(crate) fields: usize,
}

impl Tries {
    pub(crate) fn new() -> Self {
        Self { fields: 0 }
    }

    /// The number whose turn it is at this field, this much later: over six fields every spelling is tried of each.
    fn number(&self, later: usize) -> Result<Number> {
        NUMBERS.iter().cycle().nth(self.fields + later).copied().context("a number")
    }

    /// A number typed into this field in every spelling, and a card swiped over it.
    pub(crate) fn refused_in(&mut self, shop: &Shop, field: &str) -> Result<()> {
        let page = &shop.browser;
        for (later, way) in TYPED_AS.into_iter().enumerate() {
            let number = self.number(later)?;
            go_to(shop, field)?;
            page.type_text(&way.of(number))?;
            page.told(TYPED).with_context(|| format!("{field}: {} {way:?}", number.brand))?;
            page.fits()?;
            keeps_nothing(shop, field)?;
            // Keys that follow at once would be the rest of this number.
            page.pauses()?;
            page.press(Key::Escape)?;
            page.wait("the notice to be gone", |page| {
                let shown = page.look()?;
                Ok(seen_if(!shown.notice.contains(DROPPED), format!("{shown:?}")))
            })?;
        }
        let number = self.number(TYPED_AS.len())?;
        for track in [Spelling::Track1, Spelling::Track2] {
            page.swipe(&track.of(number))?;
            page.told(DROPPED).with_context(|| format!("{field}: {} {track:?}", number.brand))?;
            keeps_nothing(shop, field)?;
            page.press(Key::Escape)?;
        }
        self.fields += 1;
        Ok(())
    }
}

/// The cursor goes into this field, and what stands there is chosen.
pub(crate) fn go_to(shop: &Shop, field: &str) -> Result<()> {
    let script = "const field = document.getElementById(arguments[0]);
        if (!field) return 'no field';
        field.focus(); field.select(); return document.activeElement === field ? '' : 'no focus'";
    let found = shop.browser.ask(script, &[field])?;
    ensure!(found == "", "{field}: {found}");
    Ok(())
}

/// Nothing is left in this field, but where the computer itself was held up for a second: then a last figure or two.
fn keeps_nothing(shop: &Shop, field: &str) -> Result<()> {
    let left = value(shop, field)?;
    ensure!(left.len() <= 6, "{field} keeps {left}");
    Ok(())
}

fn value(shop: &Shop, field: &str) -> Result<String> {
    let value = shop.browser.ask("return document.getElementById(arguments[0])?.value ?? ''", &[field])?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// What the page said, heard, keeps and shows; what the browser wrote on the disk; and all that is looked through anyway.
pub(crate) fn end(shop: Shop, fields: usize, charges: usize) -> Result<()> {
    let (traffic, kept) = (shop.browser.traffic()?, shop.browser.kept()?);
    ensure!(
        traffic.contains("\nsend {") && traffic.contains("\nhear {"),
        "nothing was recorded: {traffic:.200}"
    );
    let mut search = Search::default();
    for folder in ["chromium", "downloads"] {
        let folder = shop.place.file(folder);
        if folder.exists() {
            search.path(&folder)?;
        }
    }
    nothing_is_kept(&shop, search, &[("the page's traffic", &traffic), ("what the page keeps", &kept)])?;
    println!("card data: {fields} fields refused a typed number and a swipe");
    shop.close_the_books(charges)
}
