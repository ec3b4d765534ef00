//! Who is connected, and which register holds the terminal.

use std::collections::BTreeMap;

use catlink_shared::terminal::RegisterId;
use serde::Serialize;

use super::LineKind;

/// One opening of the line, or one TCP connection. Never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Connection(pub u64);

/// Everyone connected.
#[derive(Debug, Default)]
pub(super) struct Links {
    connections: BTreeMap<Connection, Link>,
    holder: Option<Holder>,
}

#[derive(Debug, Default)]
struct Link {
    register: Option<RegisterId>,
    heard: bool,
}

#[derive(Debug)]
struct Holder {
    register: RegisterId,
    connection: Connection,
    heard_ms: u64,
}

/// What becomes of a HELLO.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Greeting {
    /// Welcome; these older connections of the same register are to be closed.
    Welcome(Vec<Connection>),
    /// Another register holds the terminal.
    Held(RegisterId),
}

impl Links {
    pub(super) fn open(&mut self, connection: Connection) {
        self.connections.insert(connection, Link::default());
    }

    pub(super) fn close(&mut self, connection: Connection) {
        self.connections.remove(&connection);
        if self.holder.as_ref().is_some_and(|holder| holder.connection == connection) {
            self.holder = None;
        }
    }

    /// Notes that a connection was heard. False: it was replaced or closed, and what it says is thrown away.
    pub(super) fn heard(&mut self, from: Connection, now_ms: u64) -> bool {
        if let Some(holder) = &mut self.holder
            && holder.connection == from
        {
            holder.heard_ms = now_ms;
        }
        self.connections.get_mut(&from).map(|link| link.heard = true).is_some()
    }

    /// HELLO. `freed_after_ms`: how long a silent holder keeps the terminal; nothing: as long as it is connected.
    pub(super) fn greet(
        &mut self,
        from: Connection,
        register: &RegisterId,
        line: LineKind,
        now_ms: u64,
        freed_after_ms: Option<u64>,
    ) -> Greeting {
        let is_held = |holder: &&Holder| {
            line == LineKind::Lan
                && holder.register != *register
                && freed_after_ms.is_none_or(|freed| now_ms.saturating_sub(holder.heard_ms) < freed)
        };
        if let Some(holder) = self.holder.as_ref().filter(is_held) {
            return Greeting::Held(holder.register.clone());
        }
        let replaced: Vec<Connection> = self
            .connections
            .iter()
            .filter(|(connection, link)| **connection != from && link.register.as_ref() == Some(register))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in &replaced {
            self.connections.remove(connection);
        }
        self.connections.entry(from).or_default().register = Some(register.clone());
        self.holder = Some(Holder { register: register.clone(), connection: from, heard_ms: now_ms });
        Greeting::Welcome(replaced)
    }

    /// Whether this connection may ask for money in this register's name. A serial line has only one other end.
    pub(super) fn may_pay(&self, from: Connection, register: &RegisterId, line: LineKind) -> bool {
        match line {
            LineKind::Serial => true,
            LineKind::Lan => self
                .holder
                .as_ref()
                .is_some_and(|holder| holder.connection == from && holder.register == *register),
        }
    }

    /// The way to a register.
    pub(super) fn to(&self, register: &RegisterId, line: LineKind) -> Option<Connection> {
        let named = |link: &Link| link.register.as_ref() == Some(register);
        let mut found = self.connections.iter().filter(|(_, link)| match line {
            LineKind::Serial => true,
            LineKind::Lan => named(link),
        });
        found.next_back().map(|(connection, _)| *connection)
    }

    /// Who hears of changes of state: whoever has spoken.
    pub(super) fn greeted(&self) -> Vec<Connection> {
        self.connections.iter().filter(|(_, link)| link.heard).map(|(connection, _)| *connection).collect()
    }

    /// Whether anyone is there at all.
    pub(super) fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use catlink_shared::terminal::RegisterId;

    use super::{Connection, Greeting, Links};
    use crate::virtual_terminal::engine::LineKind;

    fn register(name: &str) -> RegisterId {
        RegisterId::new(name).expect("name")
    }

    fn greet(links: &mut Links, connection: u64, name: &str, now_ms: u64, freed: Option<u64>) -> Greeting {
        links.open(Connection(connection));
        links.heard(Connection(connection), now_ms);
        links.greet(Connection(connection), &register(name), LineKind::Lan, now_ms, freed)
    }

    #[test]
    fn the_same_register_replaces_its_old_connection() {
        let mut links = Links::default();
        assert_eq!(greet(&mut links, 1, "R1", 0, Some(10_000)), Greeting::Welcome(vec![]));
        assert_eq!(greet(&mut links, 2, "R1", 1, Some(10_000)), Greeting::Welcome(vec![Connection(1)]));
        assert!(!links.heard(Connection(1), 2), "what the old one still says is thrown away");
        assert!(links.may_pay(Connection(2), &register("R1"), LineKind::Lan));
        assert_eq!(links.to(&register("R1"), LineKind::Lan), Some(Connection(2)));
    }

    #[test]
    fn another_register_is_refused_by_name_until_the_holder_is_silent_for_ten_seconds() {
        let mut links = Links::default();
        greet(&mut links, 1, "R1", 0, Some(10_000));
        assert_eq!(greet(&mut links, 2, "R2", 9_999, Some(10_000)), Greeting::Held(register("R1")));
        assert_eq!(greet(&mut links, 3, "R2", 10_000, Some(10_000)), Greeting::Welcome(vec![]));
        assert!(!links.may_pay(Connection(1), &register("R1"), LineKind::Lan));
        assert_eq!(links.to(&register("R1"), LineKind::Lan), Some(Connection(1)));
    }

    #[test]
    fn a_terminal_that_cannot_be_shared_is_held_until_the_connection_ends() {
        let mut links = Links::default();
        greet(&mut links, 1, "R1", 0, None);
        assert_eq!(greet(&mut links, 2, "R2", 999_999, None), Greeting::Held(register("R1")));
        links.close(Connection(1));
        assert_eq!(greet(&mut links, 3, "R2", 999_999, None), Greeting::Welcome(vec![]));
    }
}
