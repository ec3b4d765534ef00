//! Where a page comes from, written as browsers write it in `Origin` (RFC 6454, 6.2): so that two of them are the same
//! page's place exactly where they are the same text.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An origin from which a hosted page may come: https, or http on this very computer (an integrator's own server).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadOrigin {
    /// No `https://`.
    #[error("https:// で始まるアドレスを入力してください。")]
    Scheme,
    /// The name or the port.
    #[error(
        "アドレスは「https://pos.example.jp」の形で入力してください(半角英小文字・数字。日本語の名前は xn-- の形)。"
    )]
    Host,
    /// Something behind the name.
    #[error("アドレスの「/」から後ろは入力しないでください。")]
    Path,
}

/// Longest name of a host (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 253;

impl Origin {
    /// The origin a person typed; one slash at the end is none of it.
    ///
    /// # Errors
    /// It is none, or one whose page anybody on the way could change.
    pub fn new(text: &str) -> Result<Self, BadOrigin> {
        let text = text.trim();
        let text = text.strip_suffix('/').unwrap_or(text);
        let (scheme, place) = text.split_once("://").ok_or(BadOrigin::Scheme)?;
        if place.contains(['/', '?', '#']) {
            return Err(BadOrigin::Path);
        }
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        };
        let usual = match scheme {
            "https" => "443",
            "http" if matches!(host, "localhost" | "127.0.0.1") => "80",
            _ => return Err(BadOrigin::Scheme),
        };
        if !is_host(host) || !port.is_none_or(|port| is_port(port, usual)) {
            return Err(BadOrigin::Host);
        }
        Ok(Self(text.to_owned()))
    }

    /// As `Origin` has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    host.len() <= LONGEST_HOST && host.split('.').all(is_label)
}

/// As browsers write it: no sign, no zero in front, and none where it is the scheme's own.
fn is_port(port: &str, usual: &str) -> bool {
    port != usual && port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

impl TryFrom<String> for Origin {
    type Error = BadOrigin;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let origin = Self::new(&text)?;
        if origin.0 == text { Ok(origin) } else { Err(BadOrigin::Path) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{BadOrigin, Origin};

    #[test]
    fn an_origin_is_taken_only_as_a_browser_would_write_it() {
        for (text, taken) in [
            ("https://pos.example.jp", Ok("https://pos.example.jp")),
            (" https://pos.example.jp/ ", Ok("https://pos.example.jp")),
            ("https://pos.example.jp:8443", Ok("https://pos.example.jp:8443")),
            ("https://xn--wgv71a.example", Ok("https://xn--wgv71a.example")),
            ("https://10.0.0.4", Ok("https://10.0.0.4")),
            ("http://localhost:8080", Ok("http://localhost:8080")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://pos.example.jp", Err(BadOrigin::Scheme)),
            ("http://127.0.0.2:8080", Err(BadOrigin::Scheme)),
            ("pos.example.jp", Err(BadOrigin::Scheme)),
            ("null", Err(BadOrigin::Scheme)),
            ("HTTPS://pos.example.jp", Err(BadOrigin::Scheme)),
            ("file:///pos", Err(BadOrigin::Path)),
            ("https://pos.example.jp/checkout", Err(BadOrigin::Path)),
            ("https://pos.example.jp#", Err(BadOrigin::Path)),
            ("https://Pos.example.jp", Err(BadOrigin::Host)),
            ("https://pos.example.jp.", Err(BadOrigin::Host)),
            ("https://pos..jp", Err(BadOrigin::Host)),
            ("https://-pos.jp", Err(BadOrigin::Host)),
            ("https://user@pos.example.jp", Err(BadOrigin::Host)),
            ("https://店.example", Err(BadOrigin::Host)),
            ("https://*.example.jp", Err(BadOrigin::Host)),
            ("https://", Err(BadOrigin::Scheme)),
            ("https://pos.example.jp:443", Err(BadOrigin::Host)),
            ("https://pos.example.jp:0443", Err(BadOrigin::Host)),
            ("https://pos.example.jp:+1", Err(BadOrigin::Host)),
            ("https://pos.example.jp:", Err(BadOrigin::Host)),
        ] {
            let origin = Origin::new(text);
            assert_eq!(origin.as_ref().map(Origin::as_str), taken.as_ref().map(|text| *text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_reads_back_as_itself(text in "(https?://)?[a-zA-Z0-9.:/#@\\-]{0,24}") {
            if let Ok(origin) = Origin::new(&text) {
                let json = serde_json::to_string(&origin).expect("writes");
                prop_assert_eq!(serde_json::from_str::<Origin>(&json).expect("reads"), origin);
            }
        }
    }
}
