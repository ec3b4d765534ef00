//! The terminal's way to the centre: in this process, or one HTTP/1.1 POST per question over loopback.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use super::{Answer, Book, Question};
use crate::virtual_terminal::clock;

/// How long the centre may take (ours; card networks allow about 30 s, a centre on loopback needs none of it).
const PATIENCE: Duration = Duration::from_secs(10);

/// Most bytes of an answer.
const MOST_ANSWER: u64 = 64 * 1024;

/// Where the centre is.
#[derive(Debug, Clone)]
pub enum CentreLink {
    /// In this process.
    Inside(Arc<Mutex<Book>>),
    /// A process of its own.
    Remote(SocketAddr),
}

impl CentreLink {
    /// Asks. What cannot be asked or understood is [`Answer::Unreachable`]: it may or may not be in the book.
    pub async fn ask(&self, question: &Question) -> Answer {
        match self {
            Self::Inside(book) => {
                book.lock().await.answer(question, clock::wall()).unwrap_or_else(|trouble| {
                    tracing::error!(%trouble, "the centre cannot write its book");
                    Answer::Unreachable
                })
            }
            Self::Remote(address) => match tokio::time::timeout(PATIENCE, post(*address, question)).await {
                Ok(Some(answer)) => answer,
                Ok(None) | Err(_) => Answer::Unreachable,
            },
        }
    }
}

async fn post(address: SocketAddr, question: &Question) -> Option<Answer> {
    let body = serde_json::to_vec(question).ok()?;
    let path = match question {
        Question::Authorise(_) => "/authorise",
        Question::Enquire { .. } => "/enquire",
        Question::Reverse { .. } => "/reverse",
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
    let mut reply = Vec::new();
    stream.take(MOST_ANSWER).read_to_end(&mut reply).await.ok()?;
    let text = String::from_utf8(reply).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| serde_json::from_str(body).ok())?
}
