//! The routes of a running server, asked byte by byte.

mod elsewhere;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::serve;
use crate::config::{RunArgs, Settings};
use crate::door::headers::SECURITY_HEADERS;
use crate::door::places::Places;
use crate::door::secret::InstallSecret;
use crate::register::Register;
use crate::store::Store;

/// An empty register's server.
struct Served {
    port: u16,
    register: std::sync::Arc<Register>,
}

/// The page's own cookie.
const OWN: &str = "(own)";

impl Served {
    async fn open() -> Self {
        let folder = crate::scratch::path("server");
        let args = RunArgs { data_dir: Some(folder.clone()), ..RunArgs::default() };
        let store = Store::open(&folder, catlink_shared::receipt::DataKind::Real).unwrap();
        let register = Register::open(store, Settings::load(&args).unwrap()).await.unwrap();
        let places = Places::take("127.0.0.1:0".parse().unwrap(), &[]).await.unwrap();
        let port = places.address.port();
        let secret = InstallSecret::of_folder(&folder).unwrap();
        tokio::spawn(serve(register.clone(), places, secret, std::future::pending()));
        Self { port, register }
    }

    /// Says it (`PORT` is ours) and takes what comes until the connection ends or is silent: the whole answer.
    async fn say(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let request = request.replace("PORT", &self.port.to_string()).replace('\n', "\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = vec![0; 64 * 1024];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }

    async fn status(&self, request: &str) -> String {
        self.say(request).await.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    async fn cookie(&self) -> String {
        let page = self.say("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n").await;
        let line = page.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
        line.split(';').next().unwrap().to_owned()
    }

    async fn upgrade(
        &self,
        host: &str,
        origin: Option<&str>,
        protocol: &str,
        cookie: Option<&str>,
    ) -> String {
        let own = self.cookie().await;
        let origin = origin.map(|origin| format!("Origin: {origin}\n")).unwrap_or_default();
        let cookie =
            cookie.map(|cookie| format!("Cookie: {}\n", cookie.replace(OWN, &own))).unwrap_or_default();
        let head = format!(
            "GET /ws HTTP/1.1\nHost: {host}\n{origin}{cookie}Connection: Upgrade\nUpgrade: websocket\n\
             Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\
             Sec-WebSocket-Protocol: {protocol}\n\n"
        );
        self.status(&head).await
    }
}

#[tokio::test]
async fn only_the_served_page_may_open_the_socket() {
    let served = Served::open().await;
    let (own, from) = ("127.0.0.1:PORT", Some("http://127.0.0.1:PORT"));
    for (host, origin, protocol, cookie, expected) in [
        (own, from, "catlink.v1", Some(OWN), "101"),
        (own, from, "catlink.v1", None, "403"),
        (own, from, "catlink.v1", Some("catlink-PORT=0"), "403"),
        (own, None, "catlink.v1", Some(OWN), "403"),
        (own, Some("null"), "catlink.v1", Some(OWN), "403"),
        (own, Some("http://evil.example"), "catlink.v1", Some(OWN), "403"),
        (own, Some("http://127.0.0.1"), "catlink.v1", Some(OWN), "403"),
        (own, Some("http://127.0.0.1:1"), "catlink.v1", Some(OWN), "403"),
        (own, Some("https://127.0.0.1:PORT"), "catlink.v1", Some(OWN), "403"),
        (own, Some("http://127.0.0.1:PORT.evil.example"), "catlink.v1", Some(OWN), "403"),
        ("localhost:PORT", Some("http://localhost:PORT"), "catlink.v1", Some(OWN), "403"),
        ("evil.example:PORT", Some("http://evil.example:PORT"), "catlink.v1", Some(OWN), "403"),
        ("127.0.0.1", from, "catlink.v1", Some(OWN), "403"),
        (own, from, "other", Some(OWN), "400"),
        // Of another version: it opens, and is told so there.
        (own, from, "catlink.v2", Some(OWN), "101"),
        (own, from, "catlink.v2", None, "403"),
        (own, from, "catlink.v02", Some(OWN), "400"),
        (own, from, "catlink.v", Some(OWN), "400"),
        (own, from, "catlink.v65536", Some(OWN), "400"),
        (own, from, "xcatlink.v1", Some(OWN), "400"),
    ] {
        let status = served.upgrade(host, origin, protocol, cookie).await;
        assert_eq!(status, expected, "{host} {origin:?} {protocol} {cookie:?}");
    }
}

#[tokio::test]
async fn the_version_that_is_ours_is_chosen_before_another_one() {
    let served = Served::open().await;
    let cookie = served.cookie().await;
    for (named, chosen) in [
        ("catlink.v1", "catlink.v1"),
        ("catlink.v2, catlink.v1", "catlink.v1"),
        ("other, catlink.v7", "catlink.v7"),
        ("catlink.v9, catlink.v8", "catlink.v9"),
    ] {
        let head = format!(
            "GET /ws HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:PORT\nCookie: {cookie}\n{UPGRADE}\
             Sec-WebSocket-Protocol: {named}\n\n"
        );
        let answer = served.say(&head).await;
        assert!(answer.contains(&format!("sec-websocket-protocol: {chosen}\r\n")), "{named}: {answer}");
    }
}

/// What every head of a socket has.
const UPGRADE: &str = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";

#[tokio::test]
async fn every_route_asks_for_the_name_and_the_way() {
    let served = Served::open().await;
    for route in ["/", "/ws", "/healthz", "/index.html", "/nothing"] {
        for (what, head, expected) in [
            ("another name", "GET ROUTE HTTP/1.1\nHost: shop.example\n\n", "403"),
            ("no name", "GET ROUTE HTTP/1.1\n\n", "403"),
            ("two names", "GET ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nHost: 127.0.0.1:PORT\n\n", "403"),
            ("HTTP/1.0", "GET ROUTE HTTP/1.0\nHost: 127.0.0.1:PORT\n\n", "505"),
            ("another place", "GET http://shop.exampleROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "400"),
            (
                "a foreign page",
                "GET ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://shop.example\n\n",
                "403",
            ),
            (
                "a foreign form",
                "POST ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: null\nContent-Length: 0\n\n",
                "403",
            ),
            (
                "a script tag",
                "GET ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: cross-site\n\n",
                "403",
            ),
            ("POST", "POST ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 0\n\n", "405"),
            ("OPTIONS", "OPTIONS ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "405"),
            ("DELETE", "DELETE ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "405"),
            ("a body", "GET ROUTE HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 9\n\n", "413"),
        ] {
            let status = served.status(&head.replace("ROUTE", route)).await;
            assert_eq!(status, expected, "{what} at {route}");
        }
    }
    assert_eq!(served.status("GET /healthz HTTP/1.1\nHost: 127.0.0.1:PORT\n\n").await, "200");
}

#[tokio::test]
async fn another_name_of_this_computer_leads_to_the_one_and_is_given_nothing() {
    let served = Served::open().await;
    for name in ["localhost:PORT", "[::1]:PORT"] {
        let answer = served.say(&format!("GET / HTTP/1.1\nHost: {name}\n\n")).await;
        let home = format!("location: http://127.0.0.1:{}/", served.port);
        assert!(answer.starts_with("HTTP/1.1 307 ") && answer.contains(&home), "{answer}");
        assert!(!answer.contains("set-cookie"), "{answer}");
        for route in ["/ws", "/healthz", "/index.html"] {
            let status = served.status(&format!("GET {route} HTTP/1.1\nHost: {name}\n\n")).await;
            assert_eq!(status, "403", "{route} as {name}");
        }
    }
}

#[tokio::test]
async fn every_answer_keeps_others_out_of_the_page_and_the_page_out_of_others() {
    let served = Served::open().await;
    for (head, stored) in [
        ("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "no-store"),
        ("GET / HTTP/1.1\nHost: shop.example\n\n", "no-store"),
        ("GET / HTTP/1.1\nHost: localhost:PORT\n\n", "no-store"),
        ("GET /ws HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "no-store"),
        ("GET /nothing HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "no-store"),
        ("POST / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", "no-store"),
    ] {
        let answer = served.say(head).await;
        for (name, value) in SECURITY_HEADERS {
            assert!(answer.contains(&format!("\r\n{name}: {value}\r\n")), "{name} of {head}: {answer}");
        }
        assert!(answer.contains(&format!("\r\ncache-control: {stored}\r\n")), "{head}: {answer}");
    }
    let policy = SECURITY_HEADERS.iter().find(|(name, _)| *name == "content-security-policy").unwrap().1;
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'));
}

#[tokio::test]
async fn the_page_and_it_alone_is_given_the_cookie() {
    let served = Served::open().await;
    let first = served.say("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n").await;
    let cookie = first.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    let (named, how) = cookie.split_once("; ").unwrap();
    assert!(named.starts_with(&format!("catlink-{}=", served.port)), "{cookie}");
    assert_eq!(
        how, "Path=/; HttpOnly; SameSite=Strict",
        "no Domain; no Secure, since there is no https here"
    );
    assert!(served.say("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n").await.contains(cookie), "a reload");
    for other in ["/healthz", "/index.html", "/ws", "/nothing"] {
        let answer = served.say(&format!("GET {other} HTTP/1.1\nHost: 127.0.0.1:PORT\n\n")).await;
        assert!(!answer.contains("set-cookie"), "{other}");
    }
}

#[tokio::test]
async fn nothing_outside_of_the_page_is_found() {
    let served = Served::open().await;
    for path in [
        "/../Cargo.toml",
        "/../../etc/passwd",
        "//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/%252e%252e%252fetc%252fpasswd",
        "/..%5c..%5cetc%5cpasswd",
        "/..\\..\\etc\\passwd",
        "/..%c0%af..%c0%afetc/passwd",
        "/index.html%00.js",
        "/index.html/../../Cargo.toml",
        "/./index.html",
        "//index.html",
        "/index%2ehtml",
        "/INDEX.HTML",
        "/catlink.sqlite",
        "/page.key",
        "/index.html.br",
        "/C:/Windows/win.ini",
        "/etc/passwd",
    ] {
        let status = served.status(&format!("GET {path} HTTP/1.1\nHost: 127.0.0.1:PORT\n\n")).await;
        assert!(["404", "400"].contains(&status.as_str()), "{path}: {status}");
    }
    let nul = served.status("GET /index.html\0.js HTTP/1.1\nHost: 127.0.0.1:PORT\n\n").await;
    assert_eq!(nul, "400");
}

#[tokio::test]
async fn a_head_that_is_too_long_or_has_too_many_lines_is_refused() {
    let served = Served::open().await;
    let long = format!("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nX: {}\n\n", "x".repeat(64 * 1024));
    assert_eq!(served.status(&long).await, "431");
    let many = format!("GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n{}\n", "X: y\n".repeat(100));
    assert_eq!(served.status(&many).await, "431");
}
