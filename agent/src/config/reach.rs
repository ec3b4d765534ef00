//! Who can reach the page: this computer alone, or, where the settings say so twice, the network.

use std::net::SocketAddr;

use catlink_shared::wire::update::Reach;

use super::{ConfigError, bad};

/// Who can reach an address, and the names the page is asked for by there.
///
/// # Errors
/// An address others can reach that was not allowed by name, names that are none, or a permission for nothing.
pub(super) fn of(
    listen: SocketAddr,
    allow_lan: bool,
    hosts: Vec<String>,
) -> Result<(Reach, Vec<String>), ConfigError> {
    match (listen.ip().is_loopback(), allow_lan) {
        (true, false) if hosts.is_empty() => Ok((Reach::ThisComputer, Vec::new())),
        (true, false) => Err(bad("hosts", "are only for a register that is open to the LAN (`allow_lan`)")),
        (true, true) => Err(bad(
            "allow_lan",
            format!(
                "is set, but {listen} can be reached by this computer only: set `listen`, or take it away"
            ),
        )),
        (false, false) => Err(bad(
            "listen",
            format!(
                "{listen} is not a loopback address: every device of the network could open the page, and read along, \
                 since nothing is encrypted. If that is what you want, say `allow_lan = true` as well"
            ),
        )),
        (false, true) => Ok((Reach::Lan, names(listen, hosts)?)),
    }
}

fn names(listen: SocketAddr, hosts: Vec<String>) -> Result<Vec<String>, ConfigError> {
    if hosts.is_empty() {
        if listen.ip().is_unspecified() {
            return Err(bad(
                "hosts",
                format!("{listen} stands for every address: name the ones the page is asked for by"),
            ));
        }
        return Ok(vec![listen.to_string()]);
    }
    match hosts.iter().find(|host| !is_name(host)) {
        None => Ok(hosts),
        Some(host) => Err(bad("hosts", format!("`{host}` is no HOST or HOST:PORT; wildcards are not taken"))),
    }
}

/// As a browser writes it in `Host`.
fn is_name(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(plain)
}
