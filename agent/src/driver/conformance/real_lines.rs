//! One sale over a real serial line (a pseudo terminal) and one over a real socket, on the real clock.

use catlink_shared::terminal::{CatPort, ResultWord};
use tokio::net::TcpListener;

use super::{ScriptedTerminal, Till, ready, register, request, result, sell, settle};
use crate::driver::DriverEvent;
use crate::driver::basic::{Basic, Framing};

async fn one_sale(port: CatPort, mut terminal: ScriptedTerminal) {
    let mut till = Till::new(Basic::on_port(&port, register()));
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_sale_over_a_serial_port() {
    use catlink_shared::terminal::SerialForm;
    use tokio_serial::{SerialPort, SerialStream};

    let (far, near) = SerialStream::pair().expect("a pseudo terminal");
    let path = near.name().expect("its name");
    let terminal = ScriptedTerminal::on(Framing::Serial, Some(Box::new(far)));
    one_sale(CatPort::Serial { path, form: SerialForm::default() }, terminal).await;
}

#[tokio::test]
async fn a_sale_over_a_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("has one").to_string();
    let mut till = Till::new(Basic::on_port(&CatPort::Tcp { address }, register()));
    let (wire, _from) = listener.accept().await.expect("a call");
    let mut terminal = ScriptedTerminal::on(Framing::Lan, Some(Box::new(wire)));
    terminal.greet().await;
    till.expect(DriverEvent::Ready(ready())).await;
    let request = request(1);
    sell(&mut till, &mut terminal, &request).await;
    settle(&mut till, &mut terminal, &result(&request, ResultWord::Approved)).await;
    assert_eq!(terminal.charges, vec![request.payment_id]);
}
