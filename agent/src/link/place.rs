//! Where a line ends, whatever it is called: two names of one device or one socket are the same place.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use catlink_shared::terminal::CatPort;
use tokio::net::lookup_host;
use tokio::time::timeout;

/// A name is looked up so long. 1 s (ours: a name server of the house answers at once).
const LOOKED_UP_WITHIN: Duration = Duration::from_secs(1);

/// Where a line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The device behind every link to it.
    Device(PathBuf),
    /// Every socket the name stands for; none where nobody knows it.
    Socket {
        /// As typed.
        name: String,
        /// What it stands for.
        addresses: Vec<SocketAddr>,
    },
}

impl Place {
    /// Where a port leads.
    pub async fn of(port: &CatPort) -> Self {
        match port {
            CatPort::Serial { path, .. } => Self::Device(device(path)),
            CatPort::Tcp { address } => {
                let found = timeout(LOOKED_UP_WITHIN, lookup_host(address.as_str())).await;
                let addresses = found.ok().and_then(Result::ok).map(Iterator::collect).unwrap_or_default();
                Self::Socket { name: address.clone(), addresses }
            }
        }
    }

    /// Whether both are the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Device(one), Self::Device(two)) => one == two,
            (Self::Socket { name: one, addresses: ours }, Self::Socket { name: two, addresses: theirs }) => {
                one == two || ours.iter().any(|address| theirs.contains(address))
            }
            (Self::Device(_), Self::Socket { .. }) | (Self::Socket { .. }, Self::Device(_)) => false,
        }
    }
}

/// Whether two serial ports' names are one device.
#[must_use]
pub fn is_same_device(one: &str, two: &str) -> bool {
    device(one) == device(two)
}

/// `COM3` and `com3` are one; a link is what it leads to.
fn device(path: &str) -> PathBuf {
    if cfg!(windows) {
        return path.to_ascii_uppercase().into();
    }
    std::fs::canonicalize(path).unwrap_or_else(|_| path.into())
}

#[cfg(test)]
mod tests {
    use catlink_shared::terminal::{CatPort, SerialForm};

    use super::Place;

    async fn tcp(address: &str) -> Place {
        Place::of(&CatPort::Tcp { address: address.to_owned() }).await
    }

    #[tokio::test]
    async fn two_names_of_one_socket_are_one_place() {
        assert!(tcp("localhost:9100").await.is_same(&tcp("127.0.0.1:9100").await));
        assert!(!tcp("127.0.0.1:9100").await.is_same(&tcp("127.0.0.1:9101").await));
        let nobody = tcp("no-such-terminal.invalid:9100").await;
        assert!(nobody.is_same(&nobody.clone()) && !nobody.is_same(&tcp("127.0.0.1:9100").await));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_to_a_device_is_the_device() {
        let link = crate::scratch::path("place");
        std::os::unix::fs::symlink("/dev/null", &link).expect("links");
        let serial = |path: &str| CatPort::Serial { path: path.to_owned(), form: SerialForm::default() };
        let (one, two) = (serial("/dev/null"), serial(&link.to_string_lossy()));
        assert!(Place::of(&one).await.is_same(&Place::of(&two).await));
        assert!(!Place::of(&one).await.is_same(&tcp("127.0.0.1:1").await));
    }
}
