//! A wire with an ear: it carries bytes between two programs on this computer and keeps all of them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};

/// A wire; it lies as long as the test runs.
#[derive(Debug)]
pub struct Wiretap {
    address: String,
    there: Heard,
    back: Heard,
}

/// Whether lines are listened in on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ears {
    /// They are not.
    #[default]
    None,
    /// All that goes over them is kept.
    OnLan,
}

/// What went one way.
type Heard = Arc<Mutex<Vec<u8>>>;

impl Wiretap {
    /// Lays a wire to this address, `host:port`.
    ///
    /// # Errors
    /// No port is free.
    pub fn to(target: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (there, back) = (Heard::default(), Heard::default());
        let (target, said, heard) = (target.to_owned(), Arc::clone(&there), Arc::clone(&back));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                // Nobody at the other end: the near one is hung up on, as without the wire.
                let Ok(far) = TcpStream::connect(&target) else { continue };
                let _broken = carry_both(near, far, &said, &heard);
            }
        });
        Ok(Self { address, there, back })
    }

    /// Where the wire begins, `host:port`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything that was said towards its end.
    #[must_use]
    pub fn there(&self) -> Vec<u8> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Everything that came back.
    #[must_use]
    pub fn back(&self) -> Vec<u8> {
        self.back.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The port as the agent is told it: that of a wire with an ear, where there is one.
///
/// # Errors
/// No port is free.
pub fn listened_in(port: &str, ears: Ears, taps: &mut Vec<Wiretap>) -> Result<String> {
    match (ears, port.split_once("=tcp:")) {
        (Ears::OnLan, Some((model, address))) => {
            let tap = Wiretap::to(address)?;
            let port = format!("{model}=tcp:{}", tap.address());
            taps.push(tap);
            Ok(port)
        }
        (Ears::OnLan, None) | (Ears::None, _) => Ok(port.to_owned()),
    }
}

fn carry_both(near: TcpStream, far: TcpStream, there: &Heard, back: &Heard) -> Result<()> {
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (near_again, far_again) = (near.try_clone()?, far.try_clone().context("the far end")?);
    let (there, back) = (Arc::clone(there), Arc::clone(back));
    std::thread::spawn(move || carry(near, far, &there));
    std::thread::spawn(move || carry(far_again, near_again, &back));
    Ok(())
}

fn carry(mut from: TcpStream, mut to: TcpStream, heard: &Heard) {
    let mut piece = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        heard.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..read]);
        if to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    // Either end that goes takes the other with it.
    let _gone = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
}
