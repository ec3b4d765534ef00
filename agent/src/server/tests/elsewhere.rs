//! What the routes answer to pages from elsewhere.

use catlink_shared::origin::Origin;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Served, UPGRADE};
use crate::door::limits::{GREETING_TIME, MOST_HOSTED_GREETED};

#[tokio::test]
async fn a_page_from_elsewhere_opens_its_socket_where_a_code_is_open_for_it_and_nothing_else() {
    let served = Served::open().await;
    let pos = Origin::new("https://pos.example.jp").unwrap();
    let from = |route: &str, origin: &str| {
        format!(
            "GET {route} HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: {origin}\nSec-Fetch-Site: cross-site\n\
             Sec-Fetch-Mode: websocket\n{UPGRADE}Sec-WebSocket-Protocol: catlink.v1\n\n"
        )
    };
    let before = served.say(&from("/ws", pos.as_str())).await;
    assert!(before.starts_with("HTTP/1.1 403 "), "{before}");
    served.register.pairings.open(pos.clone(), "900".into()).unwrap();
    assert_eq!(served.status(&from("/ws", pos.as_str())).await, "101");
    for route in ["/", "/healthz", "/index.html", "/catlink.js", "/nothing", "/ws?x"] {
        assert_eq!(served.status(&from(route, pos.as_str())).await, "403", "{route}");
    }
    let without = "\r\ndate: ";
    let cut = |answer: String| answer.split(without).next().map(str::to_owned);
    let other = served.say(&from("/ws", "https://evil.example")).await;
    assert_eq!(cut(other), cut(before), "the one is not told from the other");
    served.register.pairings.close();
    assert_eq!(served.status(&from("/ws", pos.as_str())).await, "403");
}

impl Served {
    /// A socket that stays open.
    async fn opened(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let head = head.replace("PORT", &self.port.to_string()).replace('\n', "\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&answer[..read]));
        stream
    }
}

#[tokio::test]
async fn sockets_of_a_page_from_elsewhere_have_a_room_of_their_own_and_make_it_for_each_other() {
    let served = Served::open().await;
    let pos = Origin::new("https://pos.example.jp").unwrap();
    served.register.pairings.open(pos.clone(), "900".into()).unwrap();
    let cookie = served.cookie().await;
    let own = format!(
        "GET /ws HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:PORT\nCookie: {cookie}\n\
         {UPGRADE}Sec-WebSocket-Protocol: catlink.v1\n\n"
    );
    let hosted = format!(
        "GET /ws HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: {pos}\nSec-Fetch-Site: cross-site\n\
         Sec-Fetch-Mode: websocket\n{UPGRADE}Sec-WebSocket-Protocol: catlink.v1\n\n"
    );
    let own = served.opened(&own).await;
    let mut first = served.opened(&hosted).await;
    let mut others = Vec::new();
    for _ in 0..MOST_HOSTED_GREETED {
        others.push(served.opened(&hosted).await);
    }
    let mut rest = Vec::new();
    // Sooner than a page that only said nothing is sent away.
    tokio::time::timeout(GREETING_TIME / 2, first.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert_eq!(rest.first(), Some(&0x88), "a close frame: {rest:?}");
    for stays in others.iter().chain([&own]) {
        let nothing = stays.try_read(&mut [0; 1]).unwrap_err();
        assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[tokio::test]
async fn a_page_from_elsewhere_learns_that_somebody_is_here_and_reads_nothing_of_it() {
    let served = Served::open().await;
    let ask = |site: &str| {
        format!(
            "GET /healthz HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: {site}\nSec-Fetch-Mode: no-cors\n\
             Sec-Fetch-Dest: empty\n\n"
        )
    };
    for site in ["cross-site", "same-site"] {
        let answer = served.say(&ask(site)).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines: Vec<&str> = head.lines().filter(|line| !line.starts_with("date: ")).collect();
        lines.sort_unstable();
        let whole = [
            "HTTP/1.1 204 No Content",
            "cache-control: no-store",
            "cross-origin-resource-policy: cross-origin",
        ];
        assert_eq!((lines.as_slice(), body), (whole.as_slice(), ""), "{site}");
    }
    let elsewhere = ask("cross-site").replace("127.0.0.1:PORT", "shop.example");
    assert_eq!(served.status(&elsewhere).await, "403");
}
