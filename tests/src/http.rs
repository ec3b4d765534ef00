//! As much HTTP/1.1 as loopback servers need: one request per connection, JSON both ways.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Chromedriver is the slowest of them: it starts a browser before it answers.
const TIMEOUT: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// 200, 404, …
    pub status: u16,
    /// Its head, as it was said.
    pub head: String,
    /// Its JSON; null where there is none.
    pub body: Value,
}

impl Response {
    /// What a header says; its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Asks `host:port` and waits for the answer.
///
/// # Errors
/// Nobody is there, or what is said is no HTTP.
pub fn ask(method: &str, address: &str, path: &str, body: Option<&Value>) -> Result<Response> {
    let text = body.map(Value::to_string).unwrap_or_default();
    let mut stream =
        TcpStream::connect(address).with_context(|| format!("{method} http://{address}{path}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(text.as_bytes())?;
    let answer = hear(&mut stream).with_context(|| format!("{method} http://{address}{path}"))?;
    read(&answer).with_context(|| format!("the answer to {method} http://{address}{path}"))
}

/// GET, and the JSON of a good answer.
///
/// # Errors
/// As [`ask`], or the answer is not good.
pub fn get(address: &str, path: &str) -> Result<Value> {
    good(ask("GET", address, path, None)?)
}

/// POST, and the JSON of a good answer.
///
/// # Errors
/// As [`ask`], or the answer is not good.
pub fn post(address: &str, path: &str, body: &Value) -> Result<Value> {
    good(ask("POST", address, path, Some(body))?)
}

/// Opens the page as a browser does: the cookie it is given.
///
/// # Errors
/// Nobody is there, or no cookie is given.
pub fn cookie_of(address: &str) -> Result<String> {
    let page = ask("GET", address, "/", None)?;
    let given = page.header("set-cookie").with_context(|| format!("no cookie: {}", page.head))?;
    Ok(given.split(';').next().unwrap_or_default().to_owned())
}

/// `host:port` of `http://host:port/`.
#[must_use]
pub fn address_of(url: &str) -> String {
    url.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

fn good(response: Response) -> Result<Value> {
    match response.status {
        200..=299 => Ok(response.body),
        status => bail!("answered {status}: {}", response.body),
    }
}

/// Up to the end of the answer: chromedriver keeps its connections open, whatever it is asked.
fn hear(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut piece)?;
        answer.extend_from_slice(&piece[..read]);
        if read == 0 || is_whole(&answer) {
            return Ok(answer);
        }
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(split) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..split]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    length.is_some_and(|length: usize| answer.len() >= split + 4 + length)
}

fn read(answer: &[u8]) -> Result<Response> {
    let split = answer.windows(4).position(|four| four == b"\r\n\r\n").context("it is no HTTP")?;
    let as_said = String::from_utf8_lossy(&answer[..split]).into_owned();
    let head = as_said.to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("it has no status")?;
    let body = &answer[split + 4..];
    let body = if head.contains("transfer-encoding: chunked") { unchunk(body)? } else { body.to_vec() };
    let body = if body.is_empty() { Value::Null } else { parse(&body) };
    Ok(Response { status, head: as_said, body })
}

/// JSON, or the text itself.
fn parse(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}

/// RFC 9112, 7.1
fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").context("a chunk without its size")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end])?.trim(), 16)?;
        let chunk = rest.get(end + 2..end + 2 + size).context("a chunk that is cut off")?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(chunk);
        rest = rest.get(end + 4 + size..).context("a chunk without its end")?;
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn chunks_are_put_together() {
        let answer =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
        let response = read(answer).unwrap();
        assert_eq!((response.status, response.body["a"].as_i64()), (200, Some(1)));
    }
}
