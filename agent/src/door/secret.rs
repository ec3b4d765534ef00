//! What this installation gives the pages it serves, and asks for again: 256 random bits in a cookie.
//!
//! They stand in a file of their own, which its owner alone can read, and not in the database: the database is copied
//! (backups, to the support), and a copy of the books is no key. Deleting the file makes a new one at the next start;
//! pages are then reloaded once.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::digest;

/// Its name in the data folder.
pub const FILE: &str = "page.key";
const BYTES: usize = 32;

/// The secret; it prints as stars.
#[derive(Clone)]
pub struct InstallSecret {
    hex: String,
}

impl std::fmt::Debug for InstallSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstallSecret(****)")
    }
}

impl InstallSecret {
    /// The folder's, made where there is none. Where it can be neither read nor kept a register still has to sell: it
    /// gets one for this run, and pages have to be reloaded after the next start.
    ///
    /// # Errors
    /// The system gives no random bits.
    pub fn of_folder(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        if let Some(kept) = read(&path) {
            return Ok(kept);
        }
        let made = Self::random()?;
        if let Err(error) = made.keep(&path) {
            tracing::warn!(%error, "{FILE} cannot be written: pages have to be reloaded after the next start");
        }
        Ok(made)
    }

    fn random() -> io::Result<Self> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self { hex: digest::hex(&bytes) })
    }

    /// Whole or not at all, and never to be read by anybody else in between.
    fn keep(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        only_the_owner(&file)?;
        file.write_all(self.hex.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(beside, path)
    }

    /// `Set-Cookie` for the page at this port: for scripts out of reach, and with requests of the page alone.
    ///
    /// # Panics
    /// Never: it is letters and figures.
    #[must_use]
    pub fn cookie(&self, port: u16) -> HeaderValue {
        let text = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", name(port), self.hex);
        HeaderValue::from_str(&text).expect("a cookie of letters and figures")
    }

    /// Whether a request brings it along. Digests are compared, so that the time it takes says nothing.
    #[must_use]
    pub fn is_in(&self, headers: &HeaderMap, port: u16) -> bool {
        let wanted = Sha256::digest(&self.hex);
        let name = name(port);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|one| one.trim().split_once('='))
            .any(|(key, value)| key == name && Sha256::digest(value) == wanted)
    }
}

/// Cookies know no ports: two agents on one computer must not throw each other's pages out.
fn name(port: u16) -> String {
    format!("catlink-{port}")
}

fn read(path: &Path) -> Option<InstallSecret> {
    let file = std::fs::File::open(path).ok()?;
    if let Err(error) = only_the_owner(&file) {
        tracing::warn!(%error, "{FILE} may be readable by others");
    }
    let hex = io::read_to_string(file).ok()?;
    let is_one = hex.len() == 2 * BYTES && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_one {
        tracing::warn!("{FILE} is damaged: a new one is made, and pages have to be reloaded");
    }
    is_one.then_some(InstallSecret { hex })
}

#[cfg(unix)]
fn only_the_owner(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems that have file modes")]
fn only_the_owner(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FILE, InstallSecret};
    use axum::http::{HeaderMap, HeaderValue, header};

    fn folder() -> std::path::PathBuf {
        let folder = crate::scratch::path("secret");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn with(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        headers
    }

    #[test]
    fn the_same_installation_asks_for_the_same_secret_and_another_one_for_another() {
        let (here, there) = (folder(), folder());
        let first = InstallSecret::of_folder(&here).unwrap();
        let again = InstallSecret::of_folder(&here).unwrap();
        let other = InstallSecret::of_folder(&there).unwrap();
        assert_eq!(first.hex, again.hex);
        assert_ne!(first.hex, other.hex);
        assert_eq!(first.hex.len(), 64, "256 bits");
        assert_eq!(format!("{first:?}"), "InstallSecret(****)");
    }

    #[cfg(unix)]
    #[test]
    fn its_file_is_its_owners_alone_even_after_somebody_opened_it() {
        use std::os::unix::fs::PermissionsExt;
        let here = folder();
        InstallSecret::of_folder(&here).unwrap();
        let mode = || std::fs::metadata(here.join(FILE)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(here.join(FILE), std::fs::Permissions::from_mode(0o644)).unwrap();
        InstallSecret::of_folder(&here).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn a_damaged_file_is_replaced_and_a_folder_that_cannot_be_written_stops_nobody() {
        let here = folder();
        std::fs::write(here.join(FILE), "no secret").unwrap();
        let made = InstallSecret::of_folder(&here).unwrap();
        assert_eq!(InstallSecret::of_folder(&here).unwrap().hex, made.hex);
        assert!(InstallSecret::of_folder(&here.join("not there")).is_ok());
    }

    #[test]
    fn only_the_whole_secret_of_this_port_is_taken() {
        let secret = InstallSecret::of_folder(&folder()).unwrap();
        let hex = &secret.hex;
        let flipped = format!("{}{}", if hex.starts_with('0') { '1' } else { '0' }, &hex[1..]);
        for (cookie, taken) in [
            (format!("catlink-7310={hex}"), true),
            (format!("theme=dark; catlink-7310={hex}; x=1"), true),
            (format!("catlink-7310=tossed; catlink-7310={hex}"), true),
            (format!("catlink-7311={hex}"), false),
            (format!("catlink-7310={}", &hex[..63]), false),
            (format!("catlink-7310={hex}0"), false),
            (format!("catlink-7310={flipped}"), false),
            (format!("Catlink-7310={hex}"), false),
            (format!("catlink-7310=\"{hex}\""), false),
            ("catlink-7310=".to_owned(), false),
            ("catlink-7310".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(secret.is_in(&with(&cookie), 7310), taken, "{cookie}");
        }
        let set = secret.cookie(7310);
        let set = set.to_str().unwrap();
        assert_eq!(set, format!("catlink-7310={hex}; Path=/; HttpOnly; SameSite=Strict"));
    }
}
