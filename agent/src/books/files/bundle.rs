//! The masters file: カード区分, カード会社 and 税区分 of the head office for every store, 商品 where it is wished, with a
//! revision and a seal, so that a file of another version, cut short or edited by hand is told from a whole one.

use std::collections::BTreeMap;

use catlink_shared::masters::{Master, Values};
use catlink_shared::wire::files::{FileRevision, Products};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::books::{BooksError, catalog, refuse};
use crate::digest;

/// What says that it is one.
const FORMAT: &str = "catlink-masters";
/// The version of the format.
const VERSION: u32 = 1;
/// The setting that says which one these masters come from.
const SETTING: &str = "masters_file";

/// Rows by master.
pub type Tables = BTreeMap<Master, Vec<Values>>;

/// A masters file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    format: String,
    version: u32,
    /// 版
    pub revision: u64,
    /// When it was made, `2026/11/23 10:05`.
    pub made_at: String,
    /// Its rows, in the order of their codes.
    pub masters: Tables,
    sha256: String,
}

/// What every version of the format has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// What the seal covers.
#[derive(Serialize)]
struct Sealed<'a> {
    version: u32,
    revision: u64,
    made_at: &'a str,
    masters: &'a Tables,
}

/// Which file these masters come from, and what each of them was in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Which file.
    pub file: FileRevision,
    digests: BTreeMap<Master, String>,
}

/// The masters that a file brings.
#[must_use]
pub fn masters(products: Products) -> Vec<Master> {
    Master::ALL
        .iter()
        .copied()
        .filter(|master| match master {
            Master::CardCategory | Master::CardCompany | Master::TaxClass => true,
            Master::Product => products == Products::With,
            Master::Store | Master::Operator | Master::Register => false,
        })
        .collect()
}

/// Whether a file says of itself that it is one, or looks like one rather than CSV.
#[must_use]
pub fn is_one(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

impl Bundle {
    /// A file of these rows.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn new(file: FileRevision, masters: Tables) -> Result<Self, BooksError> {
        let FileRevision { revision, made_at } = file;
        let mut bundle = Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            revision,
            made_at,
            masters,
            sha256: String::new(),
        };
        bundle.sha256 = bundle.seal()?;
        Ok(bundle)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is no masters file, of another version, cut short, or edited by hand: each says so.
    pub fn read(text: &str) -> Result<Self, BooksError> {
        let unfit = |message: String| refuse(RefusalCode::BadFile, message);
        let head: Head = serde_json::from_str(text)
            .map_err(|error| unfit(if error.is_eof() { CUT_SHORT } else { NO_MASTERS_FILE }.to_owned()))?;
        if head.format != FORMAT {
            return Err(unfit(NO_MASTERS_FILE.to_owned()));
        }
        if head.version != VERSION {
            return Err(unfit(format!(
                "このマスタファイルは形式の版が{}で、この版のプログラム(形式{VERSION})では読めません。同じ版のプログラムで書き出してください。",
                head.version
            )));
        }
        let bundle: Self = serde_json::from_str(text).map_err(|_| unfit(EDITED.to_owned()))?;
        let allowed = masters(Products::With);
        let is_ours = bundle.masters.keys().all(|master| allowed.contains(master));
        if is_ours && bundle.seal()? == bundle.sha256 { Ok(bundle) } else { Err(unfit(EDITED.to_owned())) }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn text(&self) -> Result<String, BooksError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Which file it is.
    #[must_use]
    pub fn file(&self) -> FileRevision {
        FileRevision { revision: self.revision, made_at: self.made_at.clone() }
    }

    fn seal(&self) -> Result<String, BooksError> {
        let Self { version, revision, made_at, masters, .. } = self;
        let sealed = Sealed { version: *version, revision: *revision, made_at, masters };
        Ok(digest::of(serde_json::to_vec(&sealed)?))
    }
}

const CUT_SHORT: &str =
    "マスタファイルが途中で切れています。書き出し元からもう一度コピーしてください。何も登録されていません。";
const NO_MASTERS_FILE: &str =
    "マスタファイルとして読み取れません。マスタファイル書出で作ったファイルを選んでください。";
const EDITED: &str = "マスタファイルの中身が書き出したときと違います(照合値の不一致)。手で編集されたか、壊れています。書き出し元で修正して、書き出し直してください。";

/// The file these masters come from; none: none yet.
///
/// # Errors
/// The database.
pub fn origin(connection: &Connection) -> Result<Option<Origin>, BooksError> {
    catalog::setting(connection, SETTING)
}

/// These masters come from that file from now on.
///
/// # Errors
/// The database.
pub fn come_from(tx: &Transaction<'_>, origin: &Origin) -> Result<(), BooksError> {
    catalog::put_setting(tx, SETTING, origin)
}

impl Origin {
    /// What a file with these rows leaves behind. A file that was not made after all is told nothing of.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn of(file: FileRevision, tables: &Tables) -> Result<Self, BooksError> {
        let digests =
            tables.iter().map(|(master, rows)| Ok((*master, digest::of(serde_json::to_vec(rows)?))));
        Ok(Self { file, digests: digests.collect::<Result<_, BooksError>>()? })
    }

    /// The file to make of these rows: the same again where they are as they were, else the next one.
    ///
    /// # Errors
    /// The rows cannot be written.
    pub fn next(before: Option<Self>, tables: &Tables, made_at: String) -> Result<Self, BooksError> {
        let revision = before.as_ref().map_or(1, |before| before.file.revision + 1);
        let mut next = Self::of(FileRevision { revision, made_at }, tables)?;
        let Some(before) = before else { return Ok(next) };
        if next.digests.iter().all(|(master, digest)| before.digests.get(master) == Some(digest)) {
            next.file = before.file;
        }
        for (master, digest) in before.digests {
            next.digests.entry(master).or_insert(digest);
        }
        Ok(next)
    }
}
