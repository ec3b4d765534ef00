//! Lines over a serial port, held exclusively; 8 data bits, no flow control.

use std::io;
use std::path::Path;

use catlink_shared::terminal::{Parity, SerialForm, StopBits};
use tokio_serial::{ClearBuffer, ErrorKind, SerialPort, SerialPortBuilderExt, SerialPortType, SerialStream};

use super::LinkTrouble;

/// A serial port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPort {
    /// What to put into the settings: `/dev/ttyUSB0`, `COM3`.
    pub path: String,
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
pub fn found_ports() -> Result<Vec<FoundPort>, LinkTrouble> {
    let ports = serialport::available_ports().map_err(|error| LinkTrouble::System(error.description))?;
    let mut found: Vec<FoundPort> = ports
        .into_iter()
        .map(|port| FoundPort { path: port.port_name, description: describe(port.port_type) })
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
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

#[cfg(test)]
mod tests {
    use catlink_shared::terminal::SerialForm;

    use super::{LinkTrouble, open};

    #[tokio::test]
    async fn a_port_that_is_not_there_is_missing() {
        let got = open("/dev/catlink-no-such-port", SerialForm::default());
        assert_eq!(got.err(), Some(LinkTrouble::Missing));
    }
}
