//! Lines over a serial port, held exclusively; 8 data bits, no flow control.

use std::io;
use std::path::Path;

use catlink_shared::terminal::{Parity, SerialForm, StopBits};
use tokio_serial::{ClearBuffer, ErrorKind, SerialPort, SerialPortBuilderExt, SerialPortType, SerialStream};

use super::LinkTrouble;

/// A serial port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPort {
    /// What to put into the settings: `/dev/ttyUSB0`, `COM3`.
    pub path: String,
    /// A name that stays with the adapter, whichever socket it is plugged into, where the system keeps one.
    pub stable_path: Option<String>,
    /// What the system knows of the adapter, for people; empty where it knows nothing.
    pub description: String,
}

/// Opens a port. What it had received before is thrown away: it answers nothing we are going to say.
///
/// # Errors
/// Why it is not open; trying again is always safe.
pub fn open(path: &str, form: SerialForm) -> Result<SerialStream, LinkTrouble> {
    let port = tokio_serial::new(path, form.baud)
        .data_bits(tokio_serial::DataBits::Eight)
        .flow_control(tokio_serial::FlowControl::None)
        .parity(match form.parity {
            Parity::None => tokio_serial::Parity::None,
            Parity::Even => tokio_serial::Parity::Even,
            Parity::Odd => tokio_serial::Parity::Odd,
        })
        .stop_bits(match form.stop_bits {
            StopBits::One => tokio_serial::StopBits::One,
            StopBits::Two => tokio_serial::StopBits::Two,
        })
        .exclusive(true)
        .open_native_async()
        .map_err(|error| trouble(path, &error))?;
    port.clear(ClearBuffer::Input).map_err(|error| trouble(path, &error))?;
    Ok(port)
}

/// The serial ports this machine has now, by path.
///
/// # Errors
/// What the system said.
pub fn found_ports() -> Result<Vec<LocalPort>, LinkTrouble> {
    let ports = serialport::available_ports().map_err(|error| LinkTrouble::System(error.description))?;
    let mut found: Vec<LocalPort> = ports
        .into_iter()
        .map(|port| LocalPort {
            stable_path: stable_path(Path::new(STABLE_NAMES), &port.port_name),
            path: port.port_name,
            description: describe(port.port_type),
        })
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Where Linux keeps a link for each adapter, named by maker, product and serial number.
const STABLE_NAMES: &str = "/dev/serial/by-id";

/// The link in a folder that leads to a device.
fn stable_path(folder: &Path, path: &str) -> Option<String> {
    let device = std::fs::canonicalize(path).ok()?;
    let links = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut leading = links.filter(|link| std::fs::canonicalize(link).is_ok_and(|end| end == device));
    leading.next().map(|link| link.to_string_lossy().into_owned())
}

fn describe(kind: SerialPortType) -> String {
    match kind {
        SerialPortType::UsbPort(usb) => {
            let named: Vec<String> = [usb.manufacturer, usb.product].into_iter().flatten().collect();
            format!("USB {}", named.join(" ")).trim().to_owned()
        }
        SerialPortType::PciPort => "PCI".to_owned(),
        SerialPortType::BluetoothPort => "Bluetooth".to_owned(),
        SerialPortType::Unknown => String::new(),
    }
}

/// The library says "no device" both of a port that is not there and of one that another program holds.
fn trouble(path: &str, error: &tokio_serial::Error) -> LinkTrouble {
    match error.kind {
        ErrorKind::NoDevice | ErrorKind::Io(io::ErrorKind::NotFound) if !is_there(path) => {
            LinkTrouble::Missing
        }
        _ if is_something_else(path) => LinkTrouble::NotSerial,
        ErrorKind::NoDevice | ErrorKind::Io(io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock) => {
            LinkTrouble::InUse
        }
        // Windows denies access to a port that is open elsewhere.
        ErrorKind::Io(io::ErrorKind::PermissionDenied) if cfg!(windows) => LinkTrouble::InUse,
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => LinkTrouble::Permission,
        ErrorKind::Io(_) | ErrorKind::InvalidInput | ErrorKind::Unknown => {
            LinkTrouble::System(error.description.clone())
        }
    }
}

fn is_there(path: &str) -> bool {
    if cfg!(windows) {
        found_ports().is_ok_and(|ports| ports.iter().any(|port| port.path.eq_ignore_ascii_case(path)))
    } else {
        Path::new(path).exists()
    }
}

/// A file or folder of that name: a serial port is a device.
fn is_something_else(path: &str) -> bool {
    std::fs::metadata(path).is_ok_and(|there| there.is_file() || there.is_dir())
}

#[cfg(test)]
mod tests {
    use catlink_shared::terminal::SerialForm;

    use super::{LinkTrouble, open, stable_path};

    #[tokio::test]
    async fn a_port_that_is_not_there_is_missing() {
        let got = open("/dev/catlink-no-such-port", SerialForm::default());
        assert_eq!(got.err(), Some(LinkTrouble::Missing));
    }

    #[cfg(unix)]
    #[test]
    fn an_adapter_has_a_name_that_stays_with_it() {
        let folder = crate::scratch::path("by-id");
        std::fs::create_dir_all(&folder).expect("makes it");
        let link = folder.join("usb-Maker_Adapter_0001-if00-port0");
        std::os::unix::fs::symlink("/dev/null", &link).expect("links");
        assert_eq!(stable_path(&folder, "/dev/null"), Some(link.to_string_lossy().into_owned()));
        assert_eq!(stable_path(&folder, "/dev/zero"), None);
        assert_eq!(stable_path(&folder.join("none"), "/dev/null"), None);
    }

    #[tokio::test]
    async fn a_folder_or_a_file_is_no_serial_port() {
        let folder = std::env::temp_dir();
        let file = folder.join(format!("catlink-no-port-{}", uuid::Uuid::now_v7()));
        std::fs::write(&file, "not a port").expect("writes");
        for path in [folder, file] {
            let got = open(&path.to_string_lossy(), SerialForm::default());
            assert_eq!(got.err(), Some(LinkTrouble::NotSerial), "{}", path.display());
        }
    }
}
