//! Where the page comes from, and where its agent is: from the agent itself, or from elsewhere (外部ページ).

/// Names of this very computer: what no network can stand behind.
const THIS_COMPUTER: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Where the page comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// The agent serves it.
    #[default]
    Served,
    /// From elsewhere.
    Hosted {
        /// The agent, `127.0.0.1:7310`.
        agent: String,
        /// Where the page comes from, `https://pos.example.jp`.
        origin: String,
    },
    /// Whoever hosts it named an agent that is not on this computer.
    Misplaced {
        /// As it stands there.
        agent: String,
    },
}

impl Place {
    /// What `<meta name="catlink-agent">` says, beside the page's own host and origin.
    #[must_use]
    pub fn of(named: Option<&str>, host: &str, origin: &str) -> Self {
        let Some(agent) = named.map(str::trim).filter(|agent| !agent.is_empty()) else { return Self::Served };
        let agent = agent.to_ascii_lowercase();
        if agent == host.to_ascii_lowercase() {
            Self::Served
        } else if is_on_this_computer(&agent) {
            Self::Hosted { agent, origin: origin.to_owned() }
        } else {
            Self::Misplaced { agent }
        }
    }

    /// The agent's own page, to be typed into the address bar.
    #[must_use]
    pub fn agents_page(&self) -> Option<String> {
        match self {
            Self::Hosted { agent, .. } => Some(format!("http://{agent}/")),
            Self::Served | Self::Misplaced { .. } => None,
        }
    }
}

fn is_on_this_computer(agent: &str) -> bool {
    let port = THIS_COMPUTER.iter().find_map(|name| agent.strip_prefix(name));
    port.is_some_and(|port| {
        port.is_empty()
            || port.strip_prefix(':').is_some_and(|digits| {
                digits.bytes().all(|byte| byte.is_ascii_digit())
                    && digits.parse::<u16>().is_ok_and(|port| port > 0)
            })
    })
}

/// Whether a page of that origin is of this very computer.
pub(super) fn is_from_this_computer(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, place)| is_on_this_computer(place))
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn an_agent_is_looked_for_on_this_computer_only() {
        let of = |named| Place::of(named, "pos.example.jp", "https://pos.example.jp");
        for agent in ["127.0.0.1:7310", "localhost:7310", "[::1]:7310", "127.0.0.1", " 127.0.0.1:7310 "] {
            let origin = "https://pos.example.jp".to_owned();
            assert_eq!(of(Some(agent)), Place::Hosted { agent: agent.trim().to_owned(), origin });
        }
        for agent in [
            "192.168.0.4:7310",
            "127.0.0.1.example.jp",
            "127.0.0.1:7310@example.jp",
            "localhost.example.jp:7310",
            "127.0.0.1:",
            "127.0.0.1:0",
            "127.0.0.1:+1",
            "127.0.0.1:70000",
            "127.0.0.1:7310/ws",
            "ws://127.0.0.1:7310",
            "::1",
        ] {
            assert_eq!(of(Some(agent)), Place::Misplaced { agent: agent.to_owned() }, "{agent}");
        }
    }

    #[test]
    fn a_page_that_names_no_agent_or_its_own_host_is_served() {
        for named in [None, Some(""), Some("127.0.0.1:7310"), Some("127.0.0.1:7310 ")] {
            assert_eq!(Place::of(named, "127.0.0.1:7310", "http://127.0.0.1:7310"), Place::Served);
        }
        assert_eq!(
            Place::of(Some("LOCALHOST:7310"), "localhost:7310", "http://localhost:7310"),
            Place::Served
        );
    }
}
