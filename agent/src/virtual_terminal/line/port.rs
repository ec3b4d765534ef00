//! Serial ports and ptys: opened, lost, opened again.

use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use serialport::SerialPort;
use tokio_serial::{SerialPortBuilderExt, SerialStream};

use super::serial::Serial;
use super::{AGAIN, End, Event, Line};

/// Default speed (`terminal-link`: 9600 8N1).
const BAUD: u32 = 9_600;

/// How often the pty's other end is given free (see [`keep_free`]).
const FREE_EVERY: Duration = Duration::from_millis(100);

/// A real serial port.
pub(super) async fn host_serial(mut line: Line, path: PathBuf) {
    let name = path.to_string_lossy().into_owned();
    loop {
        let end = match tokio_serial::new(&name, BAUD).open_native_async() {
            Ok(port) => {
                line.tell(Event::At(format!("serial {name}")));
                run(&mut line, port).await
            }
            Err(why) => {
                tracing::warn!(port = name, %why, "the serial port does not open");
                End::After(AGAIN)
            }
        };
        if line.stay_away(end).await == End::Over {
            return;
        }
    }
}

/// A pty: the terminal holds one end, the agent opens the other as if it were a serial port.
pub(super) async fn host_pty(mut line: Line, link: Option<PathBuf>) {
    loop {
        let end = match SerialStream::pair() {
            Ok((ours, theirs)) => {
                let name = theirs.name().unwrap_or_default();
                let held = hold(&name);
                if let Some(link) = &link {
                    lead_to(link, &name);
                }
                line.tell(Event::At(format!("pty {name}")));
                // Ours goes with the run, theirs right after it: then the agent sees the line hang up.
                let free = pin!(keep_free(theirs, held));
                tokio::select! {
                    end = run(&mut line, ours) => end,
                    () = free => End::After(AGAIN),
                }
            }
            Err(why) => {
                tracing::error!(%why, "no pty");
                End::After(AGAIN)
            }
        };
        if let Some(link) = &link {
            let _not_there = std::fs::remove_file(link);
        }
        if line.stay_away(end).await == End::Over {
            return;
        }
    }
}

async fn run(line: &mut Line, port: SerialStream) -> End {
    let connection = line.connection();
    line.tell(Event::Opened(connection));
    let end = Serial::new(port, line, connection).run().await;
    line.tell(Event::Closed(connection));
    end
}

/// Holds the other end open, so that the agent closing it is no hang-up; and takes back the exclusive claim an agent
/// that was killed leaves on it, since our handle would keep that claim alive.
///
/// The serial library's own way to take it back would also lock the port in shared use, and the agent's claim of its own
/// would fail from then on.
async fn keep_free(_theirs: SerialStream, held: std::io::Result<OwnedFd>) {
    loop {
        tokio::time::sleep(FREE_EVERY).await;
        let freed = held.as_ref().map(rustix::termios::ioctl_tiocnxcl);
        if !matches!(freed, Ok(Ok(()))) {
            tracing::debug!(?freed, "the pty's other end cannot be given free");
        }
    }
}

/// The other end once more, as something that can be given free.
fn hold(name: &str) -> std::io::Result<OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};
    Ok(open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?)
}

/// Points the symlink at the pty, in one step.
fn lead_to(link: &Path, name: &str) {
    let beside = link.with_added_extension("new");
    let _not_there = std::fs::remove_file(&beside);
    let made = std::os::unix::fs::symlink(name, &beside).and_then(|()| std::fs::rename(&beside, link));
    if let Err(why) = made {
        tracing::error!(link = %link.display(), %why, "the link to the pty cannot be made");
    }
}
