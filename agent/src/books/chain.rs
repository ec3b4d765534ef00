//! A chain of hashes: each line's covers the line and the hash before it, so that a line changed, taken out or put in later
//! shows. It knows no table.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::BooksError;

/// The hash of a line that follows the one of that hash; the first one follows nothing.
///
/// # Errors
/// A line that cannot be written down.
pub fn link(before: &str, line: &impl Serialize) -> Result<String, BooksError> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(serde_json::to_vec(line)?);
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
