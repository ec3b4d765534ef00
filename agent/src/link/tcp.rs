//! Lines over TCP. The agent connects; the terminal listens.

use std::io;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::LinkTrouble;

/// Connects within `limit`, without Nagle's delay.
///
/// # Errors
/// Why there is no connection; trying again is always safe.
pub async fn open(address: &str, limit: Duration) -> Result<TcpStream, LinkTrouble> {
    let stream = timeout(limit, connect(address)).await.map_err(|_elapsed| LinkTrouble::ConnectTimeout)??;
    stream.set_nodelay(true).map_err(|error| trouble(&error))?;
    Ok(stream)
}

async fn connect(address: &str) -> Result<TcpStream, LinkTrouble> {
    let found: Vec<_> = lookup_host(address).await.map_err(|_error| LinkTrouble::UnknownHost)?.collect();
    TcpStream::connect(found.as_slice()).await.map_err(|error| trouble(&error))
}

fn trouble(error: &io::Error) -> LinkTrouble {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => LinkTrouble::ConnectRefused,
        io::ErrorKind::TimedOut | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            LinkTrouble::ConnectTimeout
        }
        io::ErrorKind::PermissionDenied => LinkTrouble::Permission,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => LinkTrouble::Gone,
        _ => LinkTrouble::System(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::net::TcpListener;

    use super::{LinkTrouble, open};

    #[tokio::test]
    async fn a_port_nobody_listens_on_is_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has one").to_string();
        drop(listener);
        let got = open(&address, Duration::from_secs(5)).await;
        assert_eq!(got.err(), Some(LinkTrouble::ConnectRefused));
    }

    #[tokio::test]
    async fn a_name_nobody_knows_is_told_from_an_address_that_is_silent() {
        let got = open("no-such-terminal.invalid:9100", Duration::from_secs(20)).await;
        assert_eq!(got.err(), Some(LinkTrouble::UnknownHost));
    }
}
