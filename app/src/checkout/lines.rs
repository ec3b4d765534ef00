//! Edits of a basket.

use catlink_shared::barcode::{Code, Entry, looks_misread};
use catlink_shared::basket::{Discount, Draft, Line, MOST_QUANTITY};
use catlink_shared::money::Yen;
use catlink_shared::wire::reply::Product;

/// Digits of a label that name the item; the price follows them.
const LABEL_LENGTH: usize = 7;

/// The product of a code, and its price. An own code comes first, for it may look like a JAN.
///
/// # Errors
/// Says that there is none, or that its price is on its label only.
pub fn find<'a>(products: &'a [Product], entry: &Entry) -> Result<(&'a Product, Yen), String> {
    let by_jan = |jan: &str| products.iter().find(|product| product.jan.as_deref() == Some(jan));
    let own = products.iter().find(|product| product.code == entry.text);
    let found = match &entry.code {
        Code::Own(_) => own.map(|product| (product, product.unit_price)),
        Code::Jan(jan) => own.or_else(|| by_jan(jan)).map(|product| (product, product.unit_price)),
        Code::InStore { whole, item, price } => own
            .or_else(|| by_jan(whole))
            .map(|product| (product, product.unit_price))
            .or_else(|| by_jan(item).map(|product| (product, *price))),
    };
    if let Some((product, _)) = found
        && entry.text == product.code
        && product.jan.as_deref().is_some_and(|label| label.len() == LABEL_LENGTH)
    {
        return Err(format!("「{}」は量り売りです。ラベルのバーコードを読み取ってください。", product.name));
    }
    found.ok_or_else(|| {
        if looks_misread(&entry.text) {
            format!("バーコードを正しく読み取れませんでした({})。もう一度読み取ってください。", entry.text)
        } else {
            format!("商品コード {} は登録されていません。F5で商品を検索できます。", entry.text)
        }
    })
}

/// Adds pieces of a product; the same one right after itself goes onto the same line. Which line it is on.
///
/// # Errors
/// Too many pieces.
pub fn add(draft: &mut Draft, product: &Product, price: Yen, quantity: u32) -> Result<usize, String> {
    if let Some(last) = draft.lines.last_mut() {
        let same = last.product_code == product.code
            && last.unit_price == price
            && last.tax == product.tax
            && last.discount == Discount::None;
        if same {
            last.quantity = last
                .quantity
                .checked_add(quantity)
                .filter(|sum| *sum <= MOST_QUANTITY)
                .ok_or_else(|| "数量は1行9,999点までです。".to_owned())?;
            return Ok(draft.lines.len() - 1);
        }
    }
    draft.lines.push(Line {
        product_code: product.code.clone(),
        name: product.name.clone(),
        unit_price: price,
        quantity,
        tax: product.tax,
        discount: Discount::None,
    });
    Ok(draft.lines.len() - 1)
}

/// Products whose name, kana or code holds every word typed, best first as the master has them.
#[must_use]
pub fn search<'a>(products: &'a [Product], typed: &str, most: usize) -> Vec<&'a Product> {
    let words: Vec<String> = fold(typed).split_whitespace().map(str::to_owned).collect();
    let matches = |product: &&Product| {
        let text = fold(&format!(
            "{} {} {} {}",
            product.name,
            product.kana,
            product.code,
            product.jan.as_deref().unwrap_or_default()
        ));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    products.iter().filter(matches).take(most).collect()
}

/// Full width letters as half width, hiragana as katakana, capitals as small letters.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}
