//! The centre's book: what was charged, in a file of JSON lines.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use catlink_shared::ids::{PaymentId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::terminal::{ApprovalCode, CenterResultCode, TerminalId};
use serde::{Deserialize, Serialize};

use super::{Answer, Authorise, ChargeKind, Question, Wish};

/// The code of an ordinary decline (ours, in the form card centres use).
const DECLINED: &str = "G30";
/// The code of a transaction that was given up before (ours).
const GIVEN_UP: &str = "G99";

/// Why the book could not be read or written. Nothing may be answered then.
#[derive(Debug, thiserror::Error)]
pub enum BookTrouble {
    /// The file.
    #[error("book file: {0}")]
    File(#[from] std::io::Error),
    /// A line that is none of ours.
    #[error("book line {line}: {why}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What was wrong.
        why: serde_json::Error,
    },
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// Money moved.
    Authorised(Charge),
    /// No money moved.
    Declined {
        /// The terminal's name of the transaction.
        reference: String,
        /// Which terminal.
        terminal_id: TerminalId,
        /// The POS's key.
        payment_id: Option<PaymentId>,
        /// How much it would have been.
        amount: Yen,
        /// Why.
        code: CenterResultCode,
        /// When.
        at: UnixMs,
    },
    /// A charge was undone.
    Reversed {
        /// The terminal's name of the transaction.
        reference: String,
        /// The centre's name of the charge.
        centre_ref: String,
        /// When.
        at: UnixMs,
    },
    /// A transaction that was never charged and never will be.
    Burned {
        /// The terminal's name of the transaction.
        reference: String,
        /// When.
        at: UnixMs,
    },
}

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The centre's name of it.
    pub centre_ref: String,
    /// The terminal's name of the transaction.
    pub reference: String,
    /// Which terminal.
    pub terminal_id: TerminalId,
    /// The POS's key.
    pub payment_id: Option<PaymentId>,
    /// How much.
    pub amount: Yen,
    /// Which way.
    pub kind: ChargeKind,
    /// 承認番号
    pub approval_code: ApprovalCode,
    /// When.
    pub at: UnixMs,
}

impl Entry {
    fn reference(&self) -> &str {
        match self {
            Self::Authorised(charge) => &charge.reference,
            Self::Declined { reference, .. }
            | Self::Reversed { reference, .. }
            | Self::Burned { reference, .. } => reference,
        }
    }
}

/// The book, open for writing.
#[derive(Debug)]
pub struct Book {
    file: Option<File>,
    entries: Vec<Entry>,
    /// Newest entry of each reference.
    newest: HashMap<String, usize>,
    declines_to_come: u32,
}

impl Book {
    /// A book in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { file: None, entries: Vec::new(), newest: HashMap::new(), declines_to_come: 0 }
    }

    /// Opens a book, or begins one. A last line cut off by a crash was never answered for and is dropped.
    ///
    /// # Errors
    /// The file cannot be opened or is no book: do not start.
    pub fn open(path: &Path) -> Result<Self, BookTrouble> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        let mut book = Self::in_memory();
        for (at, line) in bytes[..whole].split(|&byte| byte == b'\n').enumerate() {
            if !line.is_empty() {
                let entry =
                    serde_json::from_slice(line).map_err(|why| BookTrouble::Line { line: at + 1, why })?;
                book.remember(entry);
            }
        }
        book.file = Some(file);
        Ok(book)
    }

    /// The next `count` requests to charge are declined.
    pub fn decline_next(&mut self, count: u32) {
        self.declines_to_come = count;
    }

    /// Every line.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is charged now: authorised and not reversed.
    pub fn charged(&self) -> impl Iterator<Item = &Charge> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Authorised(charge) => self.is_standing(&charge.reference).then_some(charge),
            Entry::Declined { .. } | Entry::Reversed { .. } | Entry::Burned { .. } => None,
        })
    }

    /// Answers a question; what the answer says is in the file before this returns.
    ///
    /// # Errors
    /// The file could not be written: say nothing.
    pub fn answer(&mut self, question: &Question, at: UnixMs) -> Result<Answer, BookTrouble> {
        let known = self.newest.get(question.reference()).and_then(|&at| self.entries.get(at)).cloned();
        let entry = match (question, known) {
            // A request that comes after it was given up must never look like an approval.
            (Question::Authorise(_), Some(Entry::Reversed { .. } | Entry::Burned { .. })) => {
                return Ok(given_up());
            }
            (Question::Reverse { reference }, Some(Entry::Authorised(charge))) => {
                Entry::Reversed { reference: reference.clone(), centre_ref: charge.centre_ref, at }
            }
            (_, Some(entry)) => return Ok(said(&entry)),
            (Question::Authorise(authorise), None) => self.decide(authorise, at),
            (Question::Enquire { reference } | Question::Reverse { reference }, None) => {
                Entry::Burned { reference: reference.clone(), at }
            }
        };
        self.append(&entry)?;
        let answer = said(&entry);
        self.remember(entry);
        Ok(answer)
    }

    fn decide(&mut self, asked: &Authorise, at: UnixMs) -> Entry {
        let declined = self.declines_to_come > 0 || asked.wish == Wish::Decline;
        self.declines_to_come = self.declines_to_come.saturating_sub(1);
        if declined {
            return Entry::Declined {
                reference: asked.reference.clone(),
                terminal_id: asked.terminal_id.clone(),
                payment_id: asked.payment_id,
                amount: asked.amount,
                code: CenterResultCode::new(DECLINED).expect("the constant obeys the rule"),
                at,
            };
        }
        let number = self.entries.len() + 1;
        // Spread out so that neighbours cannot be mistaken for each other.
        let approval = (number * 7919 + 100_003) % 1_000_000;
        Entry::Authorised(Charge {
            centre_ref: format!("C{number:08}"),
            reference: asked.reference.clone(),
            terminal_id: asked.terminal_id.clone(),
            payment_id: asked.payment_id,
            amount: asked.amount,
            kind: asked.kind,
            approval_code: ApprovalCode::new(&format!("{approval:06}")).expect("six digits obey the rule"),
            at,
        })
    }

    fn append(&mut self, entry: &Entry) -> Result<(), BookTrouble> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = serde_json::to_vec(entry).map_err(std::io::Error::from)?;
        line.push(b'\n');
        file.write_all(&line)?;
        file.sync_data()?;
        Ok(())
    }

    fn remember(&mut self, entry: Entry) {
        self.newest.insert(entry.reference().to_owned(), self.entries.len());
        self.entries.push(entry);
    }

    fn is_standing(&self, reference: &str) -> bool {
        self.newest
            .get(reference)
            .and_then(|&at| self.entries.get(at))
            .is_some_and(|entry| matches!(entry, Entry::Authorised(_)))
    }
}

fn said(entry: &Entry) -> Answer {
    match entry {
        Entry::Authorised(charge) => Answer::Authorised {
            centre_ref: charge.centre_ref.clone(),
            approval_code: charge.approval_code.clone(),
            amount: charge.amount,
        },
        Entry::Declined { code, .. } => Answer::Declined { code: code.clone() },
        Entry::Reversed { .. } => Answer::Reversed,
        Entry::Burned { .. } => Answer::Unknown,
    }
}

fn given_up() -> Answer {
    Answer::Declined { code: CenterResultCode::new(GIVEN_UP).expect("the constant obeys the rule") }
}

#[cfg(test)]
mod tests;
