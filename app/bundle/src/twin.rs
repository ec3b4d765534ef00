//! A brotli twin `name.br` for each file, so that the agent sends small answers without compressing.
//!
//! Brotli's best quality takes seconds for the wasm, so a twin is kept with the bytes it was made
//! from, and made again only when those differ.

use std::fs;
use std::path::Path;

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;

use crate::files::{self, Files};

/// The twins of `files`, named `name.br`; those kept in `cache` are taken from there.
///
/// # Errors
/// A kept twin cannot be read or a new one not be kept.
pub(crate) fn compress(files: &Files, cache: &Path, quality: i32) -> anyhow::Result<Files> {
    files
        .iter()
        .map(|(name, bytes)| {
            let twin = twin_of(bytes, &cache.join(name), quality)?;
            Ok((format!("{name}.br"), twin))
        })
        .collect()
}

fn twin_of(bytes: &[u8], kept: &Path, quality: i32) -> anyhow::Result<Vec<u8>> {
    let mut kept_twin = kept.as_os_str().to_owned();
    kept_twin.push(".br");
    let kept_twin = Path::new(&kept_twin);

    if fs::read(kept).is_ok_and(|kept| kept == bytes) {
        return fs::read(kept_twin).with_context(|| format!("cannot read {}", kept_twin.display()));
    }
    let twin = packed(bytes, quality)?;
    // The original goes first and comes last: beside it there is never a twin of something else.
    files::remove_file(kept)?;
    files::write(kept_twin, &twin)?;
    files::write(kept, bytes)?;
    Ok(twin)
}

fn packed(mut bytes: &[u8], quality: i32) -> anyhow::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut twin = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut twin, &params)
        .context("brotli cannot compress a file of the page")?;
    Ok(twin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::EmptyFolder;

    fn unpacked(mut twin: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        brotli::BrotliDecompress(&mut twin, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_twin_always_unpacks_to_its_file_also_after_a_change() {
        let cache = EmptyFolder::new("twins");
        for text in ["連動中", "連動中", "非連動"] {
            let files = Files::from([("a/state.txt".to_owned(), text.into())]);
            let twins = compress(&files, &cache, 5).unwrap();
            assert_eq!(unpacked(&twins["a/state.txt.br"]), text.as_bytes());
        }
    }
}
