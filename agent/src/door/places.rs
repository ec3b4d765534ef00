//! Where the page is served: one address, and beside it the other address of this computer's own name, so that nobody
//! else can stand there.
//!
//! `localhost` leads to `127.0.0.1` or to `[::1]`, as the browser likes. Whoever took `[::1]:7310` beside our `127.0.0.1:7310`
//! would be shown under <http://localhost:7310/>, and could ask for PINs there. So both are ours, and the other names
//! only lead to the one.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use super::Door;

/// Tries at a port that is free on both addresses, where the system chooses it.
const TRIES: u32 = 16;

/// The listeners, and the names that go with them.
#[derive(Debug)]
pub struct Places {
    /// Where the page is.
    pub page: TcpListener,
    /// The other address of `localhost`, where the computer has one.
    pub beside: Option<TcpListener>,
    /// The names of the page.
    pub door: Door,
    /// Names that lead to it.
    pub aliases: Door,
    /// Where they lead: `127.0.0.1:7310`.
    pub address: SocketAddr,
}

/// Why the page cannot be served there.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// The address itself.
    #[error(
        "{address} cannot be listened on: {source}; is another catlink running, or another program on that port? \
         Stop it, or choose another --listen"
    )]
    Taken {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The other address of `localhost`.
    #[error(
        "another program listens on {beside}: http://localhost:{}/ would lead to it and not to the register. \
         Stop it, or choose another --listen", beside.port()
    )]
    Impostor {
        /// Which.
        beside: SocketAddr,
    },
}

impl Places {
    /// Takes an address, and the one beside it. Never another port than the one that is asked for.
    ///
    /// # Errors
    /// Somebody has one of them.
    pub async fn take(listen: SocketAddr, hosts: &[String]) -> Result<Self, PlaceError> {
        let mut last = Err(PlaceError::Impostor { beside: listen });
        for _ in 0..TRIES {
            last = Self::take_once(listen, hosts).await;
            let again = listen.port() == 0 && matches!(last, Err(PlaceError::Impostor { .. }));
            if !again {
                break;
            }
        }
        last
    }

    /// Where the page is, by the first of its names.
    #[must_use]
    pub fn url(&self) -> String {
        let name = self.door.names.first().cloned();
        format!("http://{}/", name.unwrap_or_else(|| self.address.to_string()))
    }

    async fn take_once(listen: SocketAddr, hosts: &[String]) -> Result<Self, PlaceError> {
        let taken = |source| PlaceError::Taken { address: listen, source };
        let page = TcpListener::bind(listen).await.map_err(taken)?;
        let address = page.local_addr().map_err(taken)?;
        let beside = match beside(address) {
            Some(place) => take_beside(place).await?,
            None => None,
        };
        let (door, aliases) = (Door::of(names(address, hosts)), Door::of(aliases(address)));
        Ok(Self { page, beside, door, aliases, address })
    }
}

async fn take_beside(place: SocketAddr) -> Result<Option<TcpListener>, PlaceError> {
    match TcpListener::bind(place).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(PlaceError::Impostor { beside: place }),
        Err(error) => {
            // A computer without that protocol: nobody else can stand there either.
            tracing::debug!(%error, %place, "not taken");
            Ok(None)
        }
    }
}

/// What `localhost` may mean beside this address.
fn beside(address: SocketAddr) -> Option<SocketAddr> {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V4(_) | IpAddr::V6(_) => return None,
    };
    Some(SocketAddr::new(ip, address.port()))
}

fn names(address: SocketAddr, hosts: &[String]) -> Vec<String> {
    let with_port = |host: &String| match host.rsplit_once(':') {
        Some((_, port)) if port.parse::<u16>().is_ok() => host.clone(),
        _ => format!("{host}:{}", address.port()),
    };
    if hosts.is_empty() { vec![address.to_string()] } else { hosts.iter().map(with_port).collect() }
}

fn aliases(address: SocketAddr) -> Vec<String> {
    let beside = beside(address).map(|beside| beside.to_string());
    let own_name = beside.is_some().then(|| format!("localhost:{}", address.port()));
    own_name.into_iter().chain(beside).collect()
}
