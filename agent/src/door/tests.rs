//! Every way to be merely like the served page, by name.

use axum::http::request::Parts;
use axum::http::{Request, Version};

use super::{Door, Shut, only_asks, says_where_it_is_from};

const HOST: &str = "127.0.0.1:7310";
const ORIGIN: &str = "http://127.0.0.1:7310";

fn door() -> Door {
    Door::of(vec![HOST.to_owned()])
}

fn request(target: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

#[test]
fn only_the_very_name_is_known() {
    assert_eq!(door().admit(&request("/", &[("host", HOST)])), Ok(()));
    for (what, host) in [
        ("no port", "127.0.0.1"),
        ("another port", "127.0.0.1:7311"),
        ("the port with a nought before it", "127.0.0.1:07310"),
        ("a name that begins so", "127.0.0.1.evil.example:7310"),
        ("a name that ends so", "evil-127.0.0.1:7310"),
        ("a name that was made to lead here", "evil.example:7310"),
        ("the name of every computer for itself", "localhost:7310"),
        ("a dot at the end", "127.0.0.1.:7310"),
        ("short", "127.1:7310"),
        ("as one number", "2130706433:7310"),
        ("in hexadecimal", "0x7f000001:7310"),
        ("in octal", "0177.0.0.1:7310"),
        ("another address of this computer", "127.0.0.2:7310"),
        ("every address", "0.0.0.0:7310"),
        ("IPv6", "[::1]:7310"),
        ("IPv6 around IPv4", "[::ffff:127.0.0.1]:7310"),
        ("with a user", "shop@127.0.0.1:7310"),
        ("with a user that looks like it", "127.0.0.1:7310@evil.example"),
        ("percent signs", "127%2e0.0.1:7310"),
        ("a blank after it", "127.0.0.1:7310 "),
        ("a path after it", "127.0.0.1:7310/"),
        ("two in one", "127.0.0.1:7310, evil.example"),
        ("nothing", ""),
    ] {
        assert_eq!(door().admit(&request("/", &[("host", host)])), Err(Shut::Host), "{what}: {host}");
    }
    let named = Door::of(vec!["register.example:7310".to_owned()]);
    for host in
        ["REGISTER.example:7310", "register.example.:7310", "register.example", "a.register.example:7310"]
    {
        assert_eq!(named.admit(&request("/", &[("host", host)])), Err(Shut::Host), "{host}");
    }
}

#[test]
fn a_host_that_is_missing_or_said_twice_is_none() {
    assert_eq!(door().admit(&request("/", &[])), Err(Shut::Host));
    for (one, two) in [(HOST, "evil.example"), ("evil.example", HOST), (HOST, HOST)] {
        assert_eq!(door().admit(&request("/", &[("host", one), ("host", two)])), Err(Shut::Host));
    }
}

#[test]
fn a_target_that_names_another_place_is_refused() {
    for target in [
        "http://evil.example/",
        "http://evil.example:7310/ws",
        "http://127.0.0.1:7310/",
        "http://shop@127.0.0.1:7310/",
        "evil.example:443",
        "*",
    ] {
        assert_eq!(door().admit(&request(target, &[("host", HOST)])), Err(Shut::Target), "{target}");
    }
}

#[test]
fn older_and_newer_http_is_refused() {
    for version in [Version::HTTP_09, Version::HTTP_10, Version::HTTP_2] {
        let mut request = request("/", &[("host", HOST)]);
        request.version = version;
        assert_eq!(door().admit(&request), Err(Shut::Version), "{version:?}");
    }
}

#[test]
fn only_the_very_origin_is_ours() {
    let from = |origin: &str| door().admit(&request("/ws", &[("host", HOST), ("origin", origin)]));
    assert_eq!(from(ORIGIN), Ok(()));
    for (what, origin) in [
        ("foreign", "http://evil.example"),
        ("null", "null"),
        ("nothing", ""),
        ("no port", "http://127.0.0.1"),
        ("another port", "http://127.0.0.1:7311"),
        ("another scheme", "https://127.0.0.1:7310"),
        ("no scheme", HOST),
        ("a WebSocket's scheme", "ws://127.0.0.1:7310"),
        ("a file", "file://"),
        ("an extension", "chrome-extension://abcdefghijklmnop"),
        ("a name that begins so", "http://127.0.0.1:7310.evil.example"),
        ("a name that ends so", "http://evil-127.0.0.1:7310"),
        ("a dot at the end", "http://127.0.0.1.:7310"),
        ("another case", "HTTP://127.0.0.1:7310"),
        ("a slash at the end", "http://127.0.0.1:7310/"),
        ("with a user", "http://shop@127.0.0.1:7310"),
        ("the other name", "http://localhost:7310"),
        ("IPv6", "http://[::1]:7310"),
        ("percent signs", "http://127%2e0.0.1:7310"),
        ("two in one", "http://127.0.0.1:7310 http://evil.example"),
    ] {
        assert_eq!(from(origin), Err(Shut::Origin), "{what}: {origin}");
    }
    let twice = [("host", HOST), ("origin", ORIGIN), ("origin", "http://evil.example")];
    assert_eq!(door().admit(&request("/ws", &twice)), Err(Shut::Origin));
    // Of another of its names, a page is another page.
    let two = Door::of(vec![HOST.to_owned(), "register.example:7310".to_owned()]);
    let mixed = [("host", HOST), ("origin", "http://register.example:7310")];
    assert_eq!(two.admit(&request("/ws", &mixed)), Err(Shut::Origin));
    assert_eq!(says_where_it_is_from(&request("/ws", &[("host", HOST)])), Err(Shut::Origin));
}

#[test]
fn what_the_browser_says_comes_from_another_site_may_follow_a_link_to_the_page_and_nothing_else() {
    let fetch = |target: &str, site: &str, mode: &str, dest: &str| {
        let said =
            [("host", HOST), ("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)];
        door().admit(&request(target, &said))
    };
    for site in ["same-origin", "none"] {
        assert_eq!(fetch("/", site, "navigate", "document"), Ok(()));
        assert_eq!(fetch("/app.js", site, "no-cors", "script"), Ok(()));
    }
    for site in ["cross-site", "same-site"] {
        assert_eq!(fetch("/", site, "navigate", "document"), Ok(()), "a link");
        for (target, mode, dest) in [
            ("/", "no-cors", "image"),
            ("/", "no-cors", "script"),
            ("/", "cors", "empty"),
            ("/", "no-cors", "empty"),
            ("/", "navigate", "iframe"),
            ("/", "navigate", "frame"),
            ("/", "navigate", "embed"),
            ("/", "navigate", "object"),
            ("/healthz", "navigate", "document"),
            ("/ws", "websocket", "websocket"),
            ("/ws", "navigate", "document"),
        ] {
            assert_eq!(fetch(target, site, mode, dest), Err(Shut::Site), "{site} {target} {mode} {dest}");
        }
    }
    assert_eq!(fetch("/", "anything-new", "navigate", "document"), Err(Shut::Site));
    let twice = [("host", HOST), ("sec-fetch-site", "none"), ("sec-fetch-site", "cross-site")];
    assert_eq!(door().admit(&request("/", &twice)), Err(Shut::Site));
}

#[test]
fn nothing_but_asking_is_answered() {
    let by = |method: &str| {
        let mut request = request("/", &[("host", HOST)]);
        request.method = method.parse().unwrap();
        only_asks(&request)
    };
    assert_eq!((by("GET"), by("HEAD")), (Ok(()), Ok(())));
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND"] {
        assert_eq!(by(method), Err(Shut::Method), "{method}");
    }
    for body in [("content-length", "1"), ("content-length", "1073741824"), ("transfer-encoding", "chunked")]
    {
        assert_eq!(only_asks(&request("/", &[body])), Err(Shut::Body), "{body:?}");
    }
    assert_eq!(only_asks(&request("/", &[("content-length", "0")])), Ok(()));
}
