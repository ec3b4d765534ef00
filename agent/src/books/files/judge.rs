//! What a file's rows would change: each judged by the rules of its master, then against each other and the books.

use std::collections::{BTreeMap, HashMap, HashSet};

use catlink_shared::masters::{Fault, Master, Row, Rule, Values, check};
use catlink_shared::wire::files::{LineFault, LineReport, TableReport};

use super::known::Known;
use super::sheet::Incoming;
use super::{FileError, Ticker};

/// As many codes as a report names of the rows that are only here.
const MOST_CODES: usize = 20;

/// A row as it is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its line in the file.
    pub line: u32,
    /// The row, with its new revision.
    pub row: Row,
    /// What stands there now; none: a new row.
    pub was: Option<Values>,
}

/// One master of a file.
#[derive(Debug)]
pub struct Judged {
    /// Which.
    pub master: Master,
    /// Rows that are new or become different.
    pub kept: Vec<Kept>,
    /// How many of each kind.
    pub report: TableReport,
    /// Lines that are wrong or want a second look, by their number.
    pub lines: Vec<LineReport>,
}

/// Rows on their way.
struct Judge<'a> {
    master: Master,
    known: &'a Known,
    good: Vec<Kept>,
    bad: BTreeMap<u32, String>,
    warned: Vec<LineReport>,
}

/// Judges the rows of one master. `columns` are the fields the file has; the others stay as they are.
///
/// # Errors
/// Stopped.
pub fn table(
    master: Master,
    columns: &[&'static Rule],
    incoming: Vec<Incoming>,
    bad: Vec<(u32, String)>,
    known: &Known,
    ticker: &Ticker,
) -> Result<Judged, FileError> {
    ticker.begin(incoming.len());
    let mut judge =
        Judge { master, known, good: Vec::new(), bad: bad.into_iter().collect(), warned: Vec::new() };
    for row in incoming {
        ticker.tick()?;
        judge.row(columns, row);
    }
    judge.twice("コード", |kept| Some(kept.row.code.clone()));
    judge.twice("JANコード", |kept| kept.row.values.text("jan"));
    judge.taken_jans();
    Ok(judge.end())
}

impl Judge<'_> {
    fn row(&mut self, columns: &[&'static Rule], incoming: Incoming) {
        let Incoming { line, mut values } = incoming;
        if columns.len() < self.master.rules().len() {
            self.fill_in(columns, &mut values);
        }
        match check::row(self.master, &values, self.known) {
            Ok(judged) => {
                let master = self.master;
                self.warned.extend(judged.warnings.iter().map(|fault| warning(master, line, fault)));
                let code = self.master.code_of(&judged.values);
                let before = self.known.row(self.master, &code);
                let revision = before.map_or(1, |before| before.revision + 1);
                let was = before.map(|before| before.values.clone());
                self.good.push(Kept { line, row: Row { code, revision, values: judged.values }, was });
            }
            Err(faults) => {
                let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
                self.bad.insert(line, said.concat());
            }
        }
    }

    /// Fields that the file has no column for stay as they are, or begin as in a new row.
    fn fill_in(&self, columns: &[&'static Rule], values: &mut Values) {
        let mut tidy = values.clone();
        for rule in columns {
            if let Ok(text) = rule.take(values.get(rule.key)) {
                tidy.set(rule.key, text);
            }
        }
        let before = self.known.row(self.master, &self.master.code_of(&tidy));
        let blank = self.master.blank();
        let rest = before.map_or(&blank, |before| &before.values);
        for rule in self.master.rules() {
            if !columns.iter().any(|column| column.key == rule.key) {
                values.set(rule.key, rest.get(rule.key));
            }
        }
    }

    /// What must be one row's own and stands in several lines is wrong in all of them: nobody knows which is meant.
    fn twice(&mut self, label: &str, own: impl Fn(&Kept) -> Option<String>) {
        let mut lines: HashMap<String, Vec<u32>> = HashMap::new();
        for kept in &self.good {
            if let Some(text) = own(kept) {
                lines.entry(text).or_default().push(kept.line);
            }
        }
        lines.retain(|_, lines| lines.len() > 1);
        for (text, lines) in &lines {
            let shown: Vec<String> = lines.iter().take(5).map(|line| format!("{line}行目")).collect();
            let more = if lines.len() > 5 { "など" } else { "" };
            for line in lines {
                let message = format!(
                    "{label}「{text}」がファイルの{}{more}にあります。1行だけにしてください。",
                    shown.join("と")
                );
                self.bad.insert(*line, message);
            }
        }
        self.drop_bad();
    }

    /// A JAN of the books is free only where its row leaves it in this very file.
    fn taken_jans(&mut self) {
        if self.master != Master::Product {
            return;
        }
        loop {
            let leaving: HashSet<&str> = self.good.iter().map(|kept| kept.row.code.as_str()).collect();
            let staying: HashMap<&str, &str> = self
                .known
                .rows(Master::Product)
                .filter(|row| !leaving.contains(row.code.as_str()))
                .map(|row| (row.values.get("jan"), row.code.as_str()))
                .filter(|(jan, _)| !jan.is_empty())
                .collect();
            let taken: Vec<(u32, String)> = self
                .good
                .iter()
                .filter_map(|kept| Some((kept, staying.get(kept.row.values.get("jan"))?)))
                .map(|(kept, owner)| {
                    let jan = kept.row.values.get("jan");
                    (kept.line, format!("JANコード「{jan}」は、ほかの商品({owner})で使われています。"))
                })
                .collect();
            if taken.is_empty() {
                return;
            }
            self.bad.extend(taken);
            // A row that is not kept after all keeps the JAN it has.
            self.drop_bad();
        }
    }

    fn drop_bad(&mut self) {
        self.good.retain(|kept| !self.bad.contains_key(&kept.line));
    }

    fn end(self) -> Judged {
        let Self { master, known, good, bad, mut warned } = self;
        let mut only_here: Vec<&str> = {
            let there: HashSet<&str> = good.iter().map(|kept| kept.row.code.as_str()).collect();
            known.rows(master).map(|row| row.code.as_str()).filter(|code| !there.contains(code)).collect()
        };
        only_here.sort_unstable();
        let (unchanged, kept): (Vec<_>, Vec<_>) =
            good.into_iter().partition(|kept| kept.was.as_ref() == Some(&kept.row.values));
        let new = count(kept.iter().filter(|kept| kept.was.is_none()));
        let report = TableReport {
            master,
            new,
            changed: count(kept.iter()) - new,
            unchanged: count(unchanged.iter()),
            bad: count(bad.iter()),
            only_here: count(only_here.iter()),
            only_here_codes: only_here.iter().take(MOST_CODES).map(|&code| code.to_owned()).collect(),
        };
        warned.retain(|line| kept.iter().any(|kept| kept.line == line.line));
        let wrong = |(line, message)| LineReport { master, line, fault: LineFault::Bad, message };
        let lines = bad.into_iter().map(wrong).chain(warned).collect();
        Judged { master, kept, report, lines }
    }
}

fn warning(master: Master, line: u32, fault: &Fault) -> LineReport {
    LineReport { master, line, fault: LineFault::Warned, message: fault.message.clone() }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
