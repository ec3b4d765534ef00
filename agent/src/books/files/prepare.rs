//! From the bytes of a file to everything that is to be written, made ready beside the books' thread.

use catlink_shared::masters::{Master, Values};
use catlink_shared::wire::files::{FileRevision, LineFault, LineReport, MOST_LINES, Report, Verdict};
use catlink_shared::wire::reply::RefusalCode;

use super::bundle::{Bundle, Origin};
use super::judge::{self, Judged, Kept};
use super::known::{Base, Known};
use super::make::Made;
use super::sheet::{self, Incoming};
use super::{FileError, IMPORTED, Ticker, bundle, left_out, text};
use crate::books::refuse;
use crate::store::Store;

/// Rows whose changes stand in one line of 変更履歴.
const ROWS_PER_CHANGE: usize = 100;

/// A file that was judged.
#[derive(Debug)]
pub struct Prepared {
    /// What it changes.
    pub report: Report,
    /// Its masters.
    pub tables: Vec<Table>,
    /// What it was judged against.
    pub base: Base,
    /// The lines that stay out, as a file to mend them in; none: there is none.
    pub left_out: Option<Made>,
    /// SHA-256 of the file.
    pub digest: String,
    /// Where it is a masters file.
    pub origin: Option<Origin>,
}

impl Prepared {
    /// How many rows it writes.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.writes.len()).sum()
    }
}

/// One master as it is written.
#[derive(Debug)]
pub struct Table {
    /// Which.
    pub master: Master,
    /// The rows.
    pub writes: Vec<Write>,
    /// What 変更履歴 says of changed rows: from and to, by code.
    pub changes: Vec<(Values, Values)>,
}

/// A row as it is written.
#[derive(Debug)]
pub struct Write {
    /// Its code.
    pub code: String,
    /// Its new revision.
    pub revision: u64,
    /// All of it.
    pub row_values: String,
    /// It leaves a JAN to another row, which may come before it.
    pub leaves: Leaves,
}

/// Whether a row leaves something that must be one row's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// It does.
    Jan,
    /// It does not.
    Nothing,
}

/// Judges a file of any kind.
///
/// # Errors
/// Says what is wrong with the file as a whole; the database; stopped.
pub async fn file(
    store: &Store,
    master: Master,
    name: String,
    bytes: Vec<u8>,
    ticker: std::sync::Arc<Ticker>,
) -> Result<Prepared, FileError> {
    let digest = crate::digest::of(&bytes);
    let text = text::decode(&bytes)?.into_owned();
    if bundle::is_one(&text) {
        let bundle = Bundle::read(&text)?;
        let masters: Vec<Master> = bundle.masters.keys().copied().collect();
        let known = Known::read(store, &masters, &ticker).await?;
        let here = store.read(bundle::origin).await?;
        return aside(move || of_bundle(bundle, known, here, name, digest, &ticker)).await;
    }
    if !IMPORTED.contains(&master) {
        let message = format!("{}はファイルから取り込めません。画面で登録してください。", master.label());
        return Err(refuse(RefusalCode::BadFile, message).into());
    }
    let known = Known::read(store, &[master], &ticker).await?;
    aside(move || of_sheet(master, &text, &known, name, digest, &ticker)).await
}

/// Runs work that takes long where it holds up nobody.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(FileError::Stopped))
}

fn of_sheet(
    master: Master,
    text: &str,
    known: &Known,
    name: String,
    digest: String,
    ticker: &Ticker,
) -> Result<Prepared, FileError> {
    let sheet = sheet::read(master, text, ticker)?;
    let judged = judge::table(master, &sheet.columns, sheet.lines, sheet.bad, known, ticker)?;
    let left_out: Vec<&str> = master
        .rules()
        .iter()
        .filter(|rule| !sheet.columns.iter().any(|column| column.key == rule.key))
        .map(|rule| rule.label)
        .collect();
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(format!("列のない項目「{}」は、今の内容のまま残します。", left_out.join("」「")));
    }
    let verdict = verdict_of_sheet(&judged);
    let lines = judged.lines.clone();
    let left_out = left_out::file(text, &name, &lines);
    let report = report(name, None, [&judged], lines, notes, verdict);
    Ok(Prepared {
        report,
        tables: vec![ready(judged)?],
        base: known.base.clone(),
        left_out,
        digest,
        origin: None,
    })
}

fn verdict_of_sheet(judged: &Judged) -> Verdict {
    match (judged.kept.len(), judged.report.bad) {
        (0, _) => Verdict::Nothing,
        (_, 0) => Verdict::Whole,
        (_, _) => Verdict::WithoutBadLines,
    }
}

fn of_bundle(
    bundle: Bundle,
    mut known: Known,
    here: Option<Origin>,
    name: String,
    digest: String,
    ticker: &Ticker,
) -> Result<Prepared, FileError> {
    let file = bundle.file();
    let origin = Origin::of(file.clone(), &bundle.masters)?;
    let mut judged = Vec::new();
    let tables = bundle.masters;
    // What others refer to comes first.
    for &master in Master::ALL {
        let Some(rows) = tables.get(&master) else { continue };
        let incoming: Vec<Incoming> =
            rows.iter().zip(1..).map(|(values, line)| Incoming { line, values: values.clone() }).collect();
        let columns: Vec<_> = master.rules().iter().collect();
        let table = judge::table(master, &columns, incoming, Vec::new(), &known, ticker)?;
        for kept in &table.kept {
            known.will_have(master, &kept.row);
        }
        judged.push(table);
    }
    let lines: Vec<LineReport> = judged.iter().flat_map(|table| table.lines.clone()).collect();
    let is_bad = lines.iter().any(|line| line.fault == LineFault::Bad);
    let verdict = if is_bad { Verdict::Nothing } else { Verdict::Whole };
    let notes = notes_of_bundle(&file, here.as_ref(), is_bad);
    let report = report(name, Some(file), &judged, lines, notes, verdict);
    let tables = judged.into_iter().map(ready).collect::<Result<_, _>>()?;
    Ok(Prepared { report, tables, base: known.base, left_out: None, digest, origin: Some(origin) })
}

fn notes_of_bundle(file: &FileRevision, here: Option<&Origin>, is_bad: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(here) = here.filter(|here| here.file.revision > file.revision) {
        notes.push(format!(
            "このレジのマスタは第{}版です。選んだファイルは、それより古い第{}版です。",
            here.file.revision, file.revision
        ));
    }
    if is_bad {
        notes.push(
            "マスタファイルは全店で同じ内容にするため、一部だけの取込はできません。書き出し元で修正してください。"
                .to_owned(),
        );
    }
    notes
}

fn report<'a>(
    name: String,
    revision: Option<FileRevision>,
    tables: impl IntoIterator<Item = &'a Judged>,
    mut lines: Vec<LineReport>,
    notes: Vec<String>,
    verdict: Verdict,
) -> Report {
    lines.truncate(MOST_LINES);
    let tables = tables.into_iter().map(|table| table.report.clone()).collect();
    Report { name, revision, tables, lines, notes, verdict }
}

fn ready(judged: Judged) -> Result<Table, FileError> {
    let master = judged.master;
    let changed: Vec<&Kept> = judged.kept.iter().filter(|kept| kept.was.is_some()).collect();
    let changes = changed.chunks(ROWS_PER_CHANGE).map(|rows| change(master, rows)).collect();
    let writes = judged.kept.iter().map(write).collect::<Result<_, _>>()?;
    Ok(Table { master, writes, changes })
}

fn write(kept: &Kept) -> Result<Write, FileError> {
    let jan = kept.was.as_ref().map(|was| was.get("jan")).unwrap_or_default();
    let leaves = !jan.is_empty() && jan != kept.row.values.get("jan");
    Ok(Write {
        code: kept.row.code.clone(),
        revision: kept.row.revision,
        row_values: serde_json::to_string(&kept.row.values)?,
        leaves: if leaves { Leaves::Jan } else { Leaves::Nothing },
    })
}

/// What changed in some rows: by code, only the fields that did.
fn change(master: Master, rows: &[&Kept]) -> (Values, Values) {
    let (mut was, mut became) = (Values::default(), Values::default());
    let blank = Values::default();
    for kept in rows {
        let before = kept.was.as_ref().unwrap_or(&blank);
        let after = &kept.row.values;
        let different: Vec<_> =
            master.rules().iter().filter(|rule| before.get(rule.key) != after.get(rule.key)).collect();
        let said = |values: &Values| {
            let fields = different.iter().map(|rule| match values.get(rule.key) {
                "" => format!("{} (空欄)", rule.label),
                text => format!("{} {}", rule.label, rule.shown(text)),
            });
            fields.collect::<Vec<_>>().join("、")
        };
        let key = format!("コード {}", kept.row.code);
        was.set(&key, said(before));
        became.set(&key, said(after));
    }
    (was, became)
}
