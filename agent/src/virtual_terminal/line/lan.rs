//! TCP: the same blocks without bid, EOT or acknowledgements. A bad block closes the connection.

use std::collections::HashMap;
use std::net::SocketAddr;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};

use super::wire::{self, RequestWatch};
use super::{AGAIN, Command, Commit, End, Event, Faults, Line, Parcel, Plug, Timers};
use crate::driver::basic::block::{Assembled, Assembler, BlockReader, Holding, Token, split};
use crate::virtual_terminal::engine::Connection;
use crate::virtual_terminal::fault::Fault;
use catlink_shared::ids::PaymentId;

/// Listens, is cut, listens again at the same port.
pub(super) async fn host(mut line: Line, mut address: SocketAddr) {
    loop {
        let end = match TcpListener::bind(address).await {
            Ok(listener) => {
                // Port 0 is chosen once.
                address = listener.local_addr().unwrap_or(address);
                line.tell(Event::At(format!("tcp {address}")));
                listen(&mut line, listener).await
            }
            Err(why) => {
                tracing::error!(%address, %why, "cannot listen");
                End::After(AGAIN)
            }
        };
        if line.stay_away(end).await == End::Over {
            return;
        }
    }
}

/// One connection as the host sees it.
struct Peer {
    parcels: mpsc::UnboundedSender<Parcel>,
    task: AbortHandle,
}

async fn listen(line: &mut Line, listener: TcpListener) -> End {
    let mut tasks: JoinSet<(Connection, Option<End>)> = JoinSet::new();
    let mut peers: HashMap<Connection, Peer> = HashMap::new();
    let end = loop {
        tokio::select! {
            biased;
            command = line.commands.recv() => match command {
                Some(Command::Send(parcel)) => match peers.get(&parcel.to) {
                    Some(peer) => {
                        if let Err(unsent) = peer.parcels.send(parcel) {
                            line.undelivered(&unsent.0);
                        }
                    }
                    None => line.undelivered(&parcel),
                },
                Some(Command::Close(connection)) => {
                    if let Some(peer) = peers.remove(&connection) {
                        peer.task.abort();
                        line.tell(Event::Closed(connection));
                    }
                }
                // Written as fast as it comes: there is nothing left to drop.
                Some(Command::EndLog) => {}
                Some(Command::Cut(back)) => break End::of(back),
                Some(Command::Plug(Plug::Out)) => break End::Pulled,
                Some(Command::Plug(Plug::In)) => {}
                None => break End::Over,
            },
            Some(ended) = tasks.join_next() => if let Ok((connection, cut)) = ended {
                peers.remove(&connection);
                line.tell(Event::Closed(connection));
                if let Some(end) = cut {
                    break end;
                }
            },
            accepted = listener.accept() => if let Ok((stream, _from)) = accepted {
                let connection = line.connection();
                let (parcels, queue) = mpsc::unbounded_channel();
                line.tell(Event::Opened(connection));
                let (events, faults) = (line.events.clone(), line.faults.clone());
                let talk = Talk::new(stream, connection, queue, events, faults, line.timers);
                let task = tasks.spawn(talk.run());
                peers.insert(connection, Peer { parcels, task });
            },
        }
    };
    for connection in peers.into_keys() {
        line.tell(Event::Closed(connection));
    }
    end
}

/// One connection.
struct Talk {
    stream: TcpStream,
    connection: Connection,
    queue: mpsc::UnboundedReceiver<Parcel>,
    events: mpsc::UnboundedSender<Event>,
    faults: Faults,
    timers: Timers,
    reader: BlockReader,
    transfer: Assembler,
    watch: RequestWatch,
    /// Results written since the POS was heard last: its next word shows that the connection still stood.
    written: Vec<PaymentId>,
    held: Vec<u8>,
}

/// Why a connection ends: closed, or with it the whole line.
type Ended = Option<End>;

impl Talk {
    fn new(
        stream: TcpStream,
        connection: Connection,
        queue: mpsc::UnboundedReceiver<Parcel>,
        events: mpsc::UnboundedSender<Event>,
        faults: Faults,
        timers: Timers,
    ) -> Self {
        let (reader, transfer, watch) = (BlockReader::new(), Assembler::new(), RequestWatch::default());
        let (written, held) = (Vec::new(), Vec::new());
        Self { stream, connection, queue, events, faults, timers, reader, transfer, watch, written, held }
    }

    async fn run(mut self) -> (Connection, Ended) {
        // Without it the last bytes of a message could wait for an acknowledgement of the first.
        let _not_essential = self.stream.set_nodelay(true);
        let ended = loop {
            if let Err(ended) = self.turn().await {
                break ended;
            }
        };
        (self.connection, ended)
    }

    async fn turn(&mut self) -> Result<(), Ended> {
        let mut bytes = [0; 2048];
        let is_inside = self.reader.holding() != Holding::Nothing;
        tokio::select! {
            parcel = self.queue.recv() => self.send(parcel.ok_or(None)?).await,
            read = self.stream.read(&mut bytes) => {
                let count = read.ok().filter(|count| *count > 0).ok_or(None)?;
                self.hear(&bytes[..count]).await
            }
            () = tokio::time::sleep(self.timers.lan_byte), if is_inside => Err(None),
        }
    }

    async fn hear(&mut self, bytes: &[u8]) -> Result<(), Ended> {
        if wire::is_silent(&self.faults) {
            return Ok(());
        }
        if !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            wire::write(&mut self.stream, &held).await.map_err(|_gone| None)?;
        }
        let (whole, cut) = self.watch.push(bytes, &self.faults);
        for token in self.reader.push(&bytes[..whole]) {
            self.token(token).await?;
        }
        cut.map_or(Ok(()), |end| Err(Some(end)))
    }

    async fn token(&mut self, token: Token) -> Result<(), Ended> {
        let block = match token {
            Token::Block(block) => block,
            Token::Bad(_) => return Err(None),
            // Of no use here.
            Token::Enq | Token::Eot | Token::Ack | Token::AckOf(_) | Token::Nak => return Ok(()),
        };
        match self.transfer.take(block) {
            Assembled::More => Ok(()),
            Assembled::Again | Assembled::OutOfOrder | Assembled::TooLong => Err(None),
            Assembled::Whole(bytes) => {
                self.transfer.restart();
                for payment_id in std::mem::take(&mut self.written) {
                    self.tell(Event::Delivered(payment_id));
                }
                let (commit, answer) = oneshot::channel();
                self.tell(Event::Message { from: self.connection, bytes, commit });
                match answer.await {
                    Ok(Commit::Taken | Commit::TakenUnheard) => Ok(()),
                    Ok(Commit::Refused) | Err(_) => Err(None),
                }
            }
        }
    }

    async fn send(&mut self, parcel: Parcel) -> Result<(), Ended> {
        if wire::is_silent(&self.faults) {
            if let Some(payment_id) = parcel.payment_id {
                self.tell(Event::Undelivered(payment_id));
            }
            return Ok(());
        }
        wire::dawdle(&self.faults).await;
        self.written.extend(parcel.payment_id);
        let blocks = split(&parcel.message);
        if self.faults.lock().fires(&Fault::MergedWrites) {
            self.held.extend(blocks.iter().flat_map(crate::driver::basic::block::Block::encode));
            return Ok(());
        }
        for block in blocks {
            let bytes = [std::mem::take(&mut self.held), block.encode()].concat();
            wire::write_block(&mut self.stream, bytes, parcel.kind, &self.faults).await.map_err(|end| {
                // A failed write ends this connection, a cut the whole line.
                (end != End::After(AGAIN)).then_some(end)
            })?;
        }
        Ok(())
    }

    fn tell(&self, event: Event) {
        let _over = self.events.send(event);
    }
}

/// However a connection ends, what it had not shown to have arrived is open again.
impl Drop for Talk {
    fn drop(&mut self) {
        self.queue.close();
        while let Ok(parcel) = self.queue.try_recv() {
            self.written.extend(parcel.payment_id);
        }
        for payment_id in std::mem::take(&mut self.written) {
            self.tell(Event::Undelivered(payment_id));
        }
    }
}
