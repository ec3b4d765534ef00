//! Names that are formulas to a spreadsheet, or markup to a browser, in every file a shop can export.

use anyhow::{Context as _, Result, bail, ensure};
use catlink_shared::ids::{PageId, ReceiptNumber};
use catlink_shared::masters::{Master, STORE_CODE};
use catlink_shared::money::Yen;
use catlink_shared::receipt::Formal;
use catlink_shared::tender::{Tenders, UnlinkedCard};
use catlink_shared::wire::files::{Encoding, ReportFile};
use catlink_shared::wire::history::HistoryFilter;
use catlink_shared::wire::paper::{PaperFilter, PaperRequest};
use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::request::Request;
use catlink_tests::counter::commit;
use catlink_tests::exchange::{bring_in, export, report};
use catlink_tests::house::{House, Plan};
use catlink_tests::socket::{Socket, new_id};

use super::became;
use super::text::rename;

/// What runs where a spreadsheet takes it for a formula, or a page for markup; and what breaks a line of CSV.
const NASTY: &[&str] = &[
    "=HYPERLINK(\"http://x\")",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-1+2",
    "＝1+1",
    "＋1",
    "＠SUM(1)",
    "'=1+1",
    "<script>r=1</script>",
    "a\",\"=1+1",
    ",=1+1",
];

/// What begins a formula.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The cells of a file as a spreadsheet opens it.
fn cells(file: &[u8], encoding: Encoding) -> Result<Vec<String>> {
    let text = match encoding {
        Encoding::Utf8Bom => String::from_utf8(file.to_vec())?.trim_start_matches('\u{feff}').to_owned(),
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS.decode(file).0.into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut cells = Vec::new();
    for record in reader.records() {
        cells.extend(record?.iter().map(str::to_owned));
    }
    Ok(cells)
}

/// No cell runs, and numbers below nought are numbers still. How many cells there were.
fn runs_nothing(what: &str, file: &[u8], encoding: Encoding) -> Result<usize> {
    let cells = cells(file, encoding)?;
    for cell in &cells {
        let is_number = cell.parse::<i64>().is_ok();
        ensure!(is_number || !cell.starts_with(FORMULA), "{what}: a spreadsheet runs {cell}");
    }
    Ok(cells.len())
}

/// A sale of 1001 for the card company with that name, with a 領収書 for this name, voided again.
fn sold_and_voided(page: &mut Socket, name: &str) -> Result<()> {
    let sale = page.new_sale(1)?;
    let cards = vec![UnlinkedCard { card_company_code: "91".to_owned(), amount: Yen::new(158) }];
    let Request::CommitSale { sale_id, draft_revision, total, operator_code, rounding, supersedes, .. } =
        commit(sale, 158)
    else {
        bail!("no sale");
    };
    let tenders = Tenders { tendered: Yen::ZERO, cards };
    let request =
        Request::CommitSale { sale_id, draft_revision, total, tenders, operator_code, rounding, supersedes };
    let sold = page.ask(request)?;
    let Ok(Reply::SaleMade { receipt }) = sold else { bail!("not sold: {sold:?}") };
    let number: ReceiptNumber = receipt.receipt_number;
    let formal = Formal { addressee: name.to_owned(), proviso: name.to_owned() };
    let issued =
        page.outcome(Request::Paper { ask: PaperRequest::Issue { receipt_number: number, formal } })?;
    ensure!(issued.is_ok(), "no 領収書 for {name}: {issued:?}");
    let void = serde_json::json!({"type": "slips", "ask": {
        "slips": "void", "slip_id": new_id(catlink_shared::ids::SaleId::from_parts), "receipt_number": number,
        "refunds": [{"of_tender": 0, "by": "card", "amount": 158}], "hand": "not_taken", "operator_code": "101",
    }});
    let voided = page.outcome(serde_json::from_value(void)?)?;
    ensure!(voided.is_ok(), "not voided: {voided:?}");
    Ok(())
}

/// Every report there is a file of, of all days.
fn reports() -> Vec<ReportFile> {
    let (from, to) = ("2026-01-01".to_owned(), "2099-12-31".to_owned());
    vec![
        ReportFile::Days { from, to },
        ReportFile::History { filter: HistoryFilter::default() },
        ReportFile::Paper { filter: PaperFilter::default() },
    ]
}

#[test]
fn names_that_are_formulas_run_in_no_exported_file_and_come_back_as_they_were() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let mut manager = Socket::greeted_as(house.agent.address(), new_id(PageId::from_parts), "900")?;
    let (mut tried, mut looked) = (0, 0);
    for name in NASTY {
        let short: String = name.chars().take(20).collect();
        for (master, code) in [
            (Master::Product, "1001"),
            (Master::Operator, "101"),
            (Master::CardCompany, "91"),
            (Master::Store, STORE_CODE),
        ] {
            rename(&mut manager, master, code, &short)?;
        }
        sold_and_voided(&mut manager, &short)?;
        for encoding in [Encoding::Utf8Bom, Encoding::ShiftJis] {
            for master in [Master::Product, Master::Operator, Master::CardCompany] {
                let Ok(file) = export(&mut manager, master, encoding) else { continue };
                looked += runs_nothing(&format!("{master:?} with {name}"), &file, encoding)?;
                tried += 1;
                if let Some(came) = bring_in(&mut manager, master, "again.csv", &file)? {
                    let changed: u32 =
                        came.tables.iter().map(|table| table.new + table.changed + table.bad).sum();
                    ensure!(changed == 0, "{master:?} with {name} came back changed: {came:?}");
                }
            }
            for what in reports() {
                // Shift_JIS has no such ¥ as papers are printed with.
                if matches!((&what, encoding), (ReportFile::Paper { .. }, Encoding::ShiftJis)) {
                    continue;
                }
                let file =
                    report(&mut manager, what.clone(), encoding).with_context(|| format!("{what:?}"))?;
                looked += runs_nothing(&format!("{what:?} with {name}"), &file, encoding)?;
                tried += 1;
            }
        }
    }
    ensure!(tried > NASTY.len() * 6 && looked > 1_000, "{tried} files, {looked} cells");
    became("formulas-in-csv", tried, tried, &format!("{looked}-cells-that-are-text-or-numbers"));
    house.close_the_books(0)
}
