//! What stands elsewhere: a server that hosts the page as an integrator would (docs/hosting.md), and an agent of another
//! version.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};
use catlink_shared::wire::reply::{Outcome, Refusal, RefusalCode, Retry};
use catlink_shared::wire::{Answer, FromPage, SUBPROTOCOL, ToPage};
use tungstenite::Message;
use tungstenite::handshake::server::{Request, Response};
use tungstenite::http::HeaderValue;

/// Hosts the page on another port of this computer, for as long as the test lives.
#[derive(Debug)]
pub struct PageHost {
    port: u16,
}

impl PageHost {
    /// Hosts the page of this workspace; its agent is there.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(agent: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let agent = agent.to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let agent = agent.clone();
                // Whoever hangs up early is the browser's business.
                thread::spawn(move || drop(answer(stream, &agent)));
            }
        });
        Ok(Self { port })
    }

    /// As browsers write it in `Origin`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The page's address.
    #[must_use]
    pub fn page(&self) -> String {
        format!("{}/", self.origin())
    }

    /// The same under another name of this computer.
    #[must_use]
    pub fn origin_as(&self, name: &str) -> String {
        format!("http://{name}:{}", self.port)
    }

    /// `host:port`
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

/// Where `catlink-bundle` puts the page.
fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/dist")
}

fn answer(mut stream: TcpStream, agent: &str) -> Result<()> {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.extend_from_slice(&byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    let name = if path.is_empty() { "index.html".to_owned() } else { path };
    let file = if name.contains(['/', '\\']) { None } else { std::fs::read(dist().join(&name)).ok() };
    let Some(bytes) = file else {
        return Ok(
            stream.write_all(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")?
        );
    };
    let bytes = if name == "index.html" { named(&bytes, agent)? } else { bytes };
    let head = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\ncontent-type: {}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\ncontent-security-policy: {}\r\n\r\n",
        bytes.len(),
        kind_of(&name),
        policy(agent),
    );
    stream.write_all(head.as_bytes())?;
    Ok(stream.write_all(&bytes)?)
}

/// As `catlink-bundle --agent` writes it.
fn named(html: &[u8], agent: &str) -> Result<Vec<u8>> {
    let html = std::str::from_utf8(html).context("index.html")?;
    let meta = format!("<meta name=\"catlink-agent\" content=\"{agent}\"></head>");
    Ok(html.replacen("</head>", &meta, 1).into_bytes())
}

/// The policy of docs/hosting.md.
fn policy(agent: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' ws://{agent} http://{agent}; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// An agent of another version: takes the socket, and refuses whatever is said on it.
#[derive(Debug)]
pub struct OtherAgent {
    address: String,
}

impl OtherAgent {
    /// Listens on a port the system chooses, for as long as the test lives.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(version: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || drop(refuse(stream, version)));
            }
        });
        Ok(Self { address })
    }

    /// `host:port`
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

fn refuse(stream: TcpStream, version: u16) -> Result<()> {
    #[expect(clippy::result_large_err, reason = "it is tungstenite's own")]
    let choose = |_: &Request, mut response: Response| {
        response.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
        Ok(response)
    };
    let mut socket = tungstenite::accept_hdr(stream, choose).map_err(|error| anyhow::anyhow!("{error}"))?;
    loop {
        let Message::Text(text) = socket.read()? else { continue };
        let asked: FromPage = serde_json::from_str(&text)?;
        let text = "画面とシステムの版が違います。";
        let refusal = Refusal::new(RefusalCode::UnsupportedVersion, text, Retry::Useless);
        let answer = Answer { v: version, id: Some(asked.id), outcome: Outcome::Refused(refusal) };
        socket.send(Message::text(serde_json::to_string(&ToPage::Answer(answer))?))?;
    }
}
