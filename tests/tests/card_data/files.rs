//! Files with card numbers: in every column of every master's CSV, in its name, its header, and in masters files.

use anyhow::{Context as _, Result, ensure};
use catlink_shared::ids::PageId;
use catlink_shared::masters::{Master, Takes};
use catlink_shared::wire::files::Encoding;
use catlink_tests::exchange::{bring_in, export};
use catlink_tests::house::{House, Plan};
use catlink_tests::numbers::everything;
use catlink_tests::search::Search;
use catlink_tests::socket::{Socket, new_id};

use super::looked::nothing_is_kept;

/// One row of this master, with this in one column; the others as they are in the first row of its export.
fn row_with(sheet: &str, column: usize, text: &str) -> Result<String> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(sheet.as_bytes());
    let mut rows = rows.records();
    let header = rows.next().context("a header")??;
    let row = rows.next().context("a row")??;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    let cells = row.iter().enumerate().map(|(at, cell)| if at == column { text } else { cell });
    writer.write_record(cells)?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[test]
fn a_card_number_in_any_column_of_any_master_is_not_taken_and_its_report_does_not_repeat_it() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let mut page = Socket::greeted_as(house.agent.address(), new_id(PageId::from_parts), "900")?;
    page.record();
    let mut spelt = everything().map(|(_, _, text)| text).collect::<Vec<_>>().into_iter().cycle();
    let mut next = || spelt.next().unwrap_or_default();
    let mut tried = 0;
    for &master in Master::ALL {
        let Ok(sheet) = export(&mut page, master, Encoding::Utf8Bom) else { continue };
        let sheet = String::from_utf8(sheet)?;
        for (column, rule) in master.rules().iter().enumerate() {
            // Thirteen figures of its own, checked by its own figure.
            if matches!(rule.takes, Takes::Jan) {
                continue;
            }
            for _spelling in 0..7 {
                let text = row_with(&sheet, column, &next())?;
                bring_in(&mut page, master, "商品.csv", text.as_bytes())?;
                tried += 1;
            }
        }
        let number = next();
        bring_in(&mut page, master, &format!("{number}.csv"), sheet.as_bytes())?;
        bring_in(&mut page, master, "見出し.csv", format!("{number},{sheet}").as_bytes())?;
        bring_in(&mut page, master, "足りない列.csv", format!("{sheet}{number}\r\n").as_bytes())?;
        bring_in(
            &mut page,
            master,
            "マスタ.json",
            format!("{{\"catlink\":\"{number}\",\"{number}\":1}}").as_bytes(),
        )?;
    }
    ensure!(tried > 100, "{tried}");
    let heard = page.heard.take().unwrap_or_default();
    nothing_is_kept(&house, Search::default(), &[("what the page was told", &heard)])?;
    house.close_the_books(0)
}
