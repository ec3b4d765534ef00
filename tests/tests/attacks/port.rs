//! A program on this computer that wants to stand where the register stands.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use catlink_tests::agent::{AgentSetup, command};
use catlink_tests::house::{House, Plan};
use catlink_tests::process::Process;
use rustix::net::{AddressFamily, SocketType, bind, listen, socket, sockopt};

use super::became;
use super::worker::Worker;

/// Whether an address can be taken, with every leave the system gives to share one.
fn takes(place: SocketAddr) -> Result<bool> {
    let family = if place.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let Ok(taken) = socket(family, SocketType::STREAM, None) else { return Ok(false) };
    sockopt::set_socket_reuseaddr(&taken, true)?;
    sockopt::set_socket_reuseport(&taken, true)?;
    Ok(bind(&taken, &place).is_ok() && listen(&taken, 1).is_ok())
}

#[test]
fn nobody_else_takes_the_port_of_a_running_register_under_any_of_its_names() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address: SocketAddr = house.agent.address().parse()?;
    let worker = Worker::begin(house.agent.address())?;
    let mut refused = 0;
    let places = ["127.0.0.1", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]"];
    for place in places {
        let place: SocketAddr = format!("{place}:{}", address.port()).parse()?;
        ensure!(!takes(place)?, "{place} was taken beside {address}");
        refused += 1;
    }
    became("race-for-the-port", places.len(), refused, &worker.end()?.to_string());
    house.close_the_books(0)
}

#[test]
fn a_port_that_is_taken_is_named_and_no_other_one_is_served_instead() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let place = &house.place;
    for held in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(impostor) = std::net::TcpListener::bind(held) else { continue };
        let port = impostor.local_addr()?.port();
        let setup = AgentSetup { folder: "second", ..AgentSetup::default() };
        let listen = format!("127.0.0.1:{port}");
        let mut second = Process::start(place, "second", command(place, &setup, &listen))?;
        let (status, said) = second.ended()?;
        ensure!(!status.success(), "it runs beside {held}");
        let named = said.lines().last().context("it says nothing")?;
        ensure!(named.contains(&port.to_string()) && named.contains("--listen"), "{named}");
    }
    became("port-already-taken", 2, 2, "a-clear-sentence");
    house.close_the_books(0)
}
