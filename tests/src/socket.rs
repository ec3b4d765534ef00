//! A page without a browser: the agent's WebSocket, for messages no page would send.

use std::net::TcpStream;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use catlink_shared::ids::{PageId, RequestId};
use catlink_shared::pin::Pin;
use catlink_shared::wire::people::{Approval, PeopleRequest};
use catlink_shared::wire::reply::{Catalog, Outcome, Refusal, RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::update::Snapshot;
use catlink_shared::wire::{Answer, FromPage, SUBPROTOCOL, ToPage};
use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};

use crate::counter::OPERATOR;
use crate::http;
use crate::patience::PATIENCE;

/// A page's connection.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocket<TcpStream>,
    /// The newest update.
    pub shown: Option<Snapshot>,
    /// The masters.
    pub catalog: Option<Catalog>,
    /// What the page was told when the agent signed somebody out.
    pub signed_out: Option<String>,
    /// Everything the agent said since [`Socket::record`].
    pub heard: Option<String>,
    /// The code the agent ended the connection with.
    pub closed_with: Option<u16>,
}

/// Who a socket says that it is.
#[derive(Debug, Clone, Copy)]
pub struct Knock<'a> {
    /// `Origin`
    pub origin: &'a str,
    /// `Cookie`
    pub cookie: Option<&'a str>,
    /// `Sec-WebSocket-Protocol`
    pub protocol: &'a str,
}

impl Socket {
    /// Connects as the served page would, without a word.
    ///
    /// # Errors
    /// The agent refuses.
    pub fn connect(address: &str) -> Result<Self> {
        let (origin, cookie) = (format!("http://{address}"), http::cookie_of(address)?);
        Self::knock(address, Knock { origin: &origin, cookie: Some(&cookie), protocol: SUBPROTOCOL })
    }

    /// Connects as whoever it says that it is, without a word.
    ///
    /// # Errors
    /// The agent refuses.
    pub fn knock(address: &str, knock: Knock<'_>) -> Result<Self> {
        let mut request = format!("ws://{address}/ws").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("origin", HeaderValue::from_str(knock.origin)?);
        headers.insert("sec-websocket-protocol", HeaderValue::from_str(knock.protocol)?);
        if let Some(cookie) = knock.cookie {
            headers.insert("cookie", HeaderValue::from_str(cookie)?);
        }
        if knock.origin != format!("http://{address}") {
            headers.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
            headers.insert("sec-fetch-mode", HeaderValue::from_static("websocket"));
        }
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let (stream, _) = tungstenite::client(request, stream)
            .map_err(|error| anyhow::anyhow!("the agent did not upgrade: {error}"))?;
        Ok(Self { stream, shown: None, catalog: None, signed_out: None, heard: None, closed_with: None })
    }

    /// From now on everything the agent says is kept.
    pub fn record(&mut self) {
        self.heard.get_or_insert_default();
    }

    /// Connects, says which page it is, and signs in as a clerk.
    ///
    /// # Errors
    /// The agent refuses.
    pub fn greeted(address: &str, page_id: PageId) -> Result<Self> {
        Self::greeted_as(address, page_id, OPERATOR)
    }

    /// The same as somebody else of the demo books.
    ///
    /// # Errors
    /// The agent refuses.
    pub fn greeted_as(address: &str, page_id: PageId, operator: &str) -> Result<Self> {
        let mut socket = Self::met(address, page_id)?;
        match socket.sign_in(operator, &pin_of(operator))? {
            Ok(_) => Ok(socket),
            Err(refusal) => bail!("{operator} cannot sign in: {refusal:?}"),
        }
    }

    /// Connects and says which page it is; nobody is signed in.
    ///
    /// # Errors
    /// The agent refuses.
    pub fn met(address: &str, page_id: PageId) -> Result<Self> {
        let mut socket = Self::connect(address)?;
        match socket.ask(Request::Hello { page_id, resume: None, key: None })? {
            Ok(Reply::Welcome { catalog, .. }) => socket.catalog = Some(catalog),
            other => bail!("the agent welcomes with {other:?}"),
        }
        socket.until("the first update", |socket| socket.shown.is_some())?;
        Ok(socket)
    }

    /// サインイン: what is done, or what the clerk is told instead.
    ///
    /// # Errors
    /// No answer came.
    pub fn sign_in(&mut self, operator: &str, pin: &str) -> Result<Result<Reply, Refusal>> {
        let ask = PeopleRequest::SignIn { operator: operator.to_owned(), pin: Pin::typed(pin) };
        self.outcome(Request::People { ask })
    }

    /// Asks with a manager's PIN: what is done, or what the clerk is told instead.
    ///
    /// # Errors
    /// No answer came.
    pub fn approved(&mut self, request: Request, manager: &str, pin: &str) -> Result<Result<Reply, Refusal>> {
        let approval = Approval { operator: manager.to_owned(), pin: Pin::typed(pin) };
        let id = new_id(RequestId::from_parts);
        let message = FromPage { approval: Some(approval), ..FromPage::new(id, request) };
        match self.say(&serde_json::to_string(&message)?)?.outcome {
            Outcome::Refused(refusal) => Ok(Err(refusal)),
            Outcome::Done { reply } => Ok(Ok(*reply)),
        }
    }

    /// Asks, and waits for the answer: what is done, or why not.
    ///
    /// # Errors
    /// No answer came.
    pub fn ask(&mut self, request: Request) -> Result<Result<Reply, RefusalCode>> {
        self.ask_as(new_id(RequestId::from_parts), request)
    }

    /// Asks, and waits for the answer: what is done, or what the clerk is told instead.
    ///
    /// # Errors
    /// No answer came.
    pub fn outcome(&mut self, request: Request) -> Result<Result<Reply, Refusal>> {
        let id = new_id(RequestId::from_parts);
        let text = serde_json::to_string(&FromPage::new(id, request))?;
        match self.say(&text)?.outcome {
            Outcome::Refused(refusal) => Ok(Err(refusal)),
            Outcome::Done { reply } => Ok(Ok(*reply)),
        }
    }

    /// Asks for something that is refused: what the clerk is told.
    ///
    /// # Errors
    /// It was done, or no answer came.
    pub fn refused(&mut self, request: Request) -> Result<Refusal> {
        match self.outcome(request)? {
            Err(refusal) => Ok(refusal),
            Ok(reply) => bail!("it was done: {reply:?}"),
        }
    }

    /// The same with a request id of the caller's.
    ///
    /// # Errors
    /// No answer came.
    pub fn ask_as(&mut self, id: RequestId, request: Request) -> Result<Result<Reply, RefusalCode>> {
        let text = serde_json::to_string(&FromPage::new(id, request))?;
        let answer = self.say(&text)?;
        anyhow::ensure!(answer.id == Some(id), "the answer is of another request: {answer:?}");
        Ok(settle(answer.outcome))
    }

    /// Asks without waiting for the answer; [`Self::hear`] brings it.
    ///
    /// # Errors
    /// The connection is over.
    pub fn tell(&mut self, request: Request) -> Result<RequestId> {
        let id = new_id(RequestId::from_parts);
        let text = serde_json::to_string(&FromPage::new(id, request))?;
        self.stream.send(Message::text(text))?;
        Ok(id)
    }

    /// One message, where one comes within this time: an update is kept, an answer given.
    ///
    /// # Errors
    /// The connection is over.
    pub fn hear(&mut self, within: Duration) -> Result<Option<Answer>> {
        self.stream.get_ref().set_read_timeout(Some(within))?;
        self.read()
    }

    /// Says anything at all and waits for the answer.
    ///
    /// # Errors
    /// No answer came.
    pub fn say(&mut self, text: &str) -> Result<Answer> {
        self.stream.send(Message::text(text))?;
        self.answer(text)
    }

    /// Says bytes and waits for the answer.
    ///
    /// # Errors
    /// No answer came.
    pub fn say_bytes(&mut self, bytes: &[u8]) -> Result<Answer> {
        self.stream.send(Message::binary(bytes.to_vec()))?;
        self.answer("bytes")
    }

    /// Says something the agent may end the connection for: whether it did.
    ///
    /// # Errors
    /// Neither an answer nor the end came.
    pub fn is_hung_up_on(&mut self, text: &str) -> Result<bool> {
        if self.stream.send(Message::text(text)).is_err() {
            return Ok(true);
        }
        match self.next_answer() {
            Ok(Some(_)) => Ok(false),
            Ok(None) => bail!("neither an answer nor the end"),
            Err(_) => Ok(true),
        }
    }

    /// Waits until updates show something.
    ///
    /// # Errors
    /// They never did.
    pub fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) -> Result<()> {
        let began = Instant::now();
        while !so(self) {
            if began.elapsed() > PATIENCE {
                bail!("waited for {what}; the newest update: {:?}", self.shown);
            }
            self.read()?;
        }
        Ok(())
    }

    /// Waits until the agent has ended the connection: the answers that came before.
    ///
    /// # Errors
    /// It did not.
    pub fn until_closed(&mut self) -> Result<Vec<Answer>> {
        let (began, mut answers) = (Instant::now(), Vec::new());
        while began.elapsed() < PATIENCE {
            match self.read() {
                Ok(answer) => answers.extend(answer),
                Err(_) => return Ok(answers),
            }
        }
        bail!("the connection goes on after {} answers", answers.len())
    }

    fn answer(&mut self, to: &str) -> Result<Answer> {
        let brief: String = to.chars().take(200).collect();
        self.next_answer()?.with_context(|| format!("no answer to {brief}"))
    }

    fn next_answer(&mut self) -> Result<Option<Answer>> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(answer) = self.read()? {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// One message, where one comes soon.
    fn read(&mut self) -> Result<Option<Answer>> {
        let message = match self.stream.read() {
            Ok(message) => message,
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) =>
            {
                return Ok(None);
            }
            Err(error) => bail!("the connection ended: {error}"),
        };
        if let Message::Close(frame) = &message {
            self.closed_with = frame.as_ref().map(|frame| frame.code.into());
        }
        let Message::Text(text) = message else { return Ok(None) };
        if let Some(heard) = &mut self.heard {
            heard.push_str(&text);
            heard.push('\n');
        }
        match serde_json::from_str(&text).with_context(|| format!("from the agent: {text:.300}"))? {
            ToPage::Answer(answer) => Ok(Some(answer)),
            ToPage::Update(snapshot) => {
                self.shown = Some(*snapshot);
                Ok(None)
            }
            ToPage::SignedOut(out) => {
                self.signed_out = Some(out.message);
                Ok(None)
            }
        }
    }
}

/// The PIN of an operator of the demo books.
#[must_use]
pub fn pin_of(operator: &str) -> String {
    format!("{operator}0")
}

/// What is done, or why not.
pub fn settle(outcome: Outcome) -> Result<Reply, RefusalCode> {
    match outcome {
        Outcome::Done { reply } => Ok(*reply),
        Outcome::Refused(refusal) => Err(refusal.code),
    }
}

/// A new identifier: `new_id(SaleId::from_parts)`.
#[must_use]
pub fn new_id<T>(make: impl FnOnce(u64, &[u8; 10]) -> T) -> T {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let unix_ms = u64::try_from(now.as_millis()).unwrap_or(0);
    make(unix_ms, &[NEXT.fetch_add(1, Ordering::Relaxed); 10])
}
