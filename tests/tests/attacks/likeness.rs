//! Whoever merely looks like the page: other origins, other names, other ways to ask, the files around the page.

use anyhow::{Result, ensure};
use catlink_tests::house::{House, Plan};
use catlink_tests::http;

use super::became;
use super::raw::{port_of, status, upgrade_head};
use super::worker::Worker;

pub(crate) const ROUTES: &[&str] =
    &["/", "/index.html", "/catlink.js", "/catlink_bg.wasm", "/healthz", "/ws", "/nothing"];

/// Says each head; every one must be refused with one of these.
pub(crate) fn all_refused(name: &str, address: &str, heads: &[String], with: &[u16]) -> Result<()> {
    let worker = Worker::begin(address)?;
    for head in heads {
        let status = status(address, head)?;
        ensure!(with.contains(&status), "{name}: answered {status}: {head}");
    }
    became(name, heads.len(), heads.len(), &worker.end()?.to_string());
    Ok(())
}

#[test]
fn an_origin_that_is_not_the_pages_opens_no_socket_and_reads_nothing() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let (port, cookie) = (port_of(address), http::cookie_of(address)?);
    let other_port = port.parse::<u16>()?.wrapping_add(1).max(1);
    for (name, origins) in [
        ("foreign-origin", vec!["http://evil.example".to_owned(), "https://evil.example".to_owned()]),
        ("null-origin", vec!["null".to_owned()]),
        ("empty-origin", vec![String::new()]),
        ("other-port-origin", vec![format!("http://127.0.0.1:{other_port}"), "http://127.0.0.1".to_owned()]),
        (
            "lookalike-origin",
            vec![
                format!("http://127.0.0.1:{port}.evil.example"),
                format!("http://127.0.0.1.:{port}"),
                format!("http://127.0.0.1:{port}/"),
                format!("HTTP://127.0.0.1:{port}"),
                format!("https://127.0.0.1:{port}"),
                format!("http://shop@127.0.0.1:{port}"),
                format!("http://localhost:{port}"),
                format!("http://[::1]:{port}"),
                format!("http://[::ffff:127.0.0.1]:{port}"),
                format!("http://2130706433:{port}"),
                format!("http://127%2e0.0.1:{port}"),
                format!("127.0.0.1:{port}"),
            ],
        ),
    ] {
        let of = |origin: &String| {
            let besides = format!("Host: HOST\nOrigin: {origin}\nCookie: {cookie}\n");
            let routes = ROUTES.iter().map(|route| format!("GET {route} HTTP/1.1\n{besides}\n"));
            routes.chain([upgrade_head(&besides)]).collect::<Vec<_>>()
        };
        let heads: Vec<String> = origins.iter().flat_map(of).collect();
        all_refused(name, address, &heads, &[403])?;
    }
    let missing = [upgrade_head(&format!("Host: HOST\nCookie: {cookie}\n"))];
    all_refused("missing-origin", address, &missing, &[403])?;
    house.close_the_books(0)
}

#[test]
fn a_name_that_leads_here_is_not_ours() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let address = house.agent.address();
    let (port, cookie) = (port_of(address), http::cookie_of(address)?);
    let names = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("127.0.0.1.:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.1:{port}"),
        format!("0x7f000001:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::ffff:7f00:1]:{port}"),
        format!("LOCALHOST:{port}"),
        format!("localhost.:{port}"),
        format!("shop@127.0.0.1:{port}"),
        String::new(),
    ];
    let of = |name: &String| {
        let besides = format!("Host: {name}\nOrigin: http://{name}\nCookie: {cookie}\n");
        let routes = ROUTES.iter().map(|route| format!("GET {route} HTTP/1.1\nHost: {name}\n\n"));
        routes.chain([upgrade_head(&besides)]).collect::<Vec<_>>()
    };
    let heads: Vec<String> = names.iter().flat_map(of).collect();
    all_refused("rebinding-host", address, &heads, &[403])?;
    let odd: Vec<String> = ROUTES
        .iter()
        .flat_map(|route| {
            [
                format!("GET {route} HTTP/1.1\n\n"),
                format!("GET {route} HTTP/1.1\nHost: HOST\nHost: evil.example\n\n"),
                format!("GET {route} HTTP/1.1\nHost: evil.example\nHost: HOST\n\n"),
                format!("GET {route} HTTP/1.0\nHost: HOST\n\n"),
                format!("GET http://evil.example{route} HTTP/1.1\nHost: HOST\n\n"),
                format!("GET http://HOST{route} HTTP/1.1\nHost: evil.example\n\n"),
                format!("GET HTTP/1.1\nHost: HOST{route}\n\n"),
            ]
        })
        .collect();
    all_refused("odd-host", address, &odd, &[400, 403, 505])?;
    house.close_the_books(0)
}

#[test]
fn nothing_but_asking_is_answered_on_any_route() -> Result<()> {
    let house = House::open(&Plan::default())?;
    let methods = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"];
    let of = |route: &&str| {
        methods.map(|method| format!("{method} {route} HTTP/1.1\nHost: HOST\nContent-Length: 0\n\n"))
    };
    let heads: Vec<String> = ROUTES.iter().flat_map(of).collect();
    // CONNECT names a place instead of a path.
    all_refused("other-methods", house.agent.address(), &heads, &[400, 405])?;
    let bodies: Vec<String> = ROUTES
        .iter()
        .flat_map(|route| {
            [
                format!("GET {route} HTTP/1.1\nHost: HOST\nContent-Length: 1073741824\n\n"),
                format!("GET {route} HTTP/1.1\nHost: HOST\nTransfer-Encoding: chunked\n\n40000000\n"),
                format!(
                    "GET {route} HTTP/1.1\nHost: HOST\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n"
                ),
            ]
        })
        .collect();
    all_refused("bodies", house.agent.address(), &bodies, &[400, 413])?;
    house.close_the_books(0)
}

#[test]
fn nothing_outside_of_the_page_is_found() -> Result<()> {
    let house = House::open(&Plan::default())?;
    ensure!(house.agent.folder().join("page.key").is_file(), "there would be something to find");
    let paths = [
        "/../catlink.sqlite",
        "/../../../../../../../../etc/passwd",
        "//etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/%252e%252e%252f%252e%252e%252fetc%252fpasswd",
        "/..%2f..%2fpage.key",
        "/..%5c..%5cpage.key",
        "/..\\..\\page.key",
        "/....//....//page.key",
        "/..%c0%afpage.key",
        "/..%u2215page.key",
        "/index.html/../page.key",
        "/index.html%00.js",
        "/index.html%00",
        "/index%2ehtml",
        "//index.html",
        "/./index.html",
        "/INDEX.HTML",
        "/index.html.br",
        "/page.key",
        "/catlink.sqlite",
        "/agent.lock",
        "/C:/Windows/win.ini",
        "/%5c%5cserver%5cshare",
        "/.git/config",
    ];
    let heads: Vec<String> =
        paths.iter().map(|path| format!("GET {path} HTTP/1.1\nHost: HOST\n\n")).collect();
    all_refused("path-traversal", house.agent.address(), &heads, &[400, 404])?;
    let raw = ["GET /index.html\0 HTTP/1.1\nHost: HOST\n\n".to_owned()];
    all_refused("nul-in-path", house.agent.address(), &raw, &[400])?;
    house.close_the_books(0)
}
