//! One sale and one pulled cable over a real serial line (a pseudo terminal) and over a real socket, on the real clock.

use catlink_shared::terminal::{CatPort, ResultWord};
use tokio::net::TcpListener;

use super::{ScriptedTerminal, Till, ready, register, request, result, sell, settle};
use crate::driver::DriverEvent;
use crate::driver::basic::{Basic, Framing};
use crate::link::LinkTrouble;

async fn one_sale_and_a_cut(mut till: Till, mut terminal: ScriptedTerminal) {
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
    terminal.cut();
    till.expect(DriverEvent::Lost(LinkTrouble::Gone)).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_sale_over_a_serial_port() {
    use catlink_shared::terminal::SerialForm;
    use tokio_serial::{SerialPort, SerialStream};

    let (far, near) = SerialStream::pair().expect("a pseudo terminal");
    let path = near.name().expect("its name");
    let terminal = ScriptedTerminal::on(Framing::Serial, Some(Box::new(far)));
    let port = CatPort::Serial { path, form: SerialForm::default() };
    one_sale_and_a_cut(Till::new(Basic::on_port(&port, register())), terminal).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_serial_port_held_by_another_is_in_use() {
    use catlink_shared::terminal::SerialForm;
    use tokio_serial::{SerialPort, SerialStream};

    let (_far, near) = SerialStream::pair().expect("a pseudo terminal");
    let path = near.name().expect("its name");
    let _holder = crate::link::serial::open(&path, SerialForm::default()).expect("opens");
    let port = CatPort::Serial { path, form: SerialForm::default() };
    let mut till = Till::new(Basic::on_port(&port, register()));
    till.expect(DriverEvent::Lost(LinkTrouble::InUse)).await;
}

#[tokio::test]
async fn a_sale_over_a_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("has one").to_string();
    let till = Till::new(Basic::on_port(&CatPort::Tcp { address }, register()));
    let (wire, _from) = listener.accept().await.expect("a call");
    let terminal = ScriptedTerminal::on(Framing::Lan, Some(Box::new(wire)));
    one_sale_and_a_cut(till, terminal).await;
}
