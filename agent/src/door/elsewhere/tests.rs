//! What a page from elsewhere may do, and everything beside it.

use axum::http::Request;

use super::*;

const HOST: &str = "127.0.0.1:7310";
const POS: &str = "https://pos.example.jp";

fn request(target: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

fn admit(request: &Parts) -> Result<Elsewhere, Shut> {
    let door = Door::of(vec![HOST.to_owned()]);
    door.admit_from_elsewhere(request, |origin| origin.as_str() == POS)
}

/// As a browser says it of the hosted page's socket, with some of it said otherwise, or not at all where it is empty.
fn socket(target: &str, otherwise: &[(&str, &str)]) -> Parts {
    let usual = [
        ("host", HOST),
        ("origin", POS),
        ("upgrade", "websocket"),
        ("connection", "keep-alive, Upgrade"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "websocket"),
        ("sec-fetch-dest", "websocket"),
    ];
    let said = |(name, value)| {
        let other = otherwise.iter().find(|(other, _)| *other == name);
        (name, other.map_or(value, |(_, value)| *value))
    };
    let said: Vec<_> = usual.into_iter().map(said).filter(|(_, value)| !value.is_empty()).collect();
    request(target, &said)
}

#[test]
fn the_known_origin_opens_a_socket_and_asks_for_nothing_else() {
    let hosted = || Ok(Elsewhere::Hosted(Origin::new(POS).unwrap()));
    assert_eq!(admit(&socket("/ws", &[])), hosted());
    assert_eq!(admit(&socket("/ws", &[("sec-fetch-site", "same-site")])), hosted());
    let older = [("sec-fetch-site", ""), ("sec-fetch-mode", ""), ("sec-fetch-dest", "")];
    assert_eq!(admit(&socket("/ws", &older)), hosted(), "a browser that says nothing of it");
    for target in ["/", "/healthz", "/ws/", "/ws?x=1", "/index.html", "//ws", "/WS"] {
        assert_eq!(admit(&socket(target, &[])), Err(Shut::Origin), "{target}");
    }
    for (name, value) in [
        ("upgrade", ""),
        ("upgrade", "h2c"),
        ("connection", ""),
        ("connection", "keep-alive"),
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("sec-fetch-site", "anything-new"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-mode", "navigate"),
    ] {
        assert_eq!(admit(&socket("/ws", &[(name, value)])), Err(Shut::Origin), "{name}: {value}");
    }
    for method in ["POST", "HEAD", "OPTIONS", "CONNECT"] {
        let mut request = socket("/ws", &[]);
        request.method = method.parse().unwrap();
        assert_eq!(admit(&request), Err(Shut::Origin), "{method}");
    }
    let host = [("host", "127.0.0.1:7311")];
    assert_eq!(admit(&socket("/ws", &host)), Err(Shut::Host), "the name is exact for it, too");
}

#[test]
fn an_origin_that_is_merely_like_the_known_one_is_another() {
    for origin in [
        "",
        "null",
        "https://pos.example.jp/",
        "https://pos.example.jp:443",
        "https://pos.example.jp.",
        "https://POS.example.jp",
        "HTTPS://pos.example.jp",
        "http://pos.example.jp",
        "https://evil.pos.example.jp",
        "https://pos.example.jp.evil.example",
        "https://pos.example.jp@evil.example",
        "https://pos.example.jp https://evil.example",
        " https://evil.example",
    ] {
        assert_eq!(admit(&socket("/ws", &[("origin", origin)])), Err(Shut::Origin), "{origin}");
    }
    let mut twice = socket("/ws", &[]);
    twice.headers.append("origin", HeaderValue::from_static("https://evil.example"));
    assert_eq!(admit(&twice), Err(Shut::Origin));
}

#[test]
fn whether_somebody_is_here_is_asked_in_one_way_only() {
    let ask = |target: &str, site: &str, mode: &str, dest: &str, origin: Option<&str>| {
        let mut said = vec![
            ("host", HOST),
            ("sec-fetch-site", site),
            ("sec-fetch-mode", mode),
            ("sec-fetch-dest", dest),
        ];
        said.extend(origin.map(|origin| ("origin", origin)));
        admit(&request(target, &said))
    };
    for site in ["cross-site", "same-site"] {
        assert_eq!(ask("/healthz", site, "no-cors", "empty", None), Ok(Elsewhere::AsksWhoIsHere));
        for (target, mode, dest, origin) in [
            ("/healthz", "cors", "empty", None),
            ("/healthz", "no-cors", "image", None),
            ("/healthz", "no-cors", "script", None),
            ("/healthz", "navigate", "document", None),
            ("/healthz", "navigate", "iframe", None),
            ("/healthz", "no-cors", "empty", Some(POS)),
            ("/healthz", "no-cors", "empty", Some("null")),
            ("/healthz?x", "no-cors", "empty", None),
            ("/", "no-cors", "empty", None),
            ("/ws", "no-cors", "empty", None),
        ] {
            let asked = ask(target, site, mode, dest, origin);
            assert_eq!(asked, Err(Shut::Origin), "{target} {mode} {dest} {origin:?}");
        }
    }
    let mut posted = request("/healthz", &[("host", HOST), ("sec-fetch-site", "cross-site")]);
    posted.method = Method::POST;
    assert_eq!(admit(&posted), Err(Shut::Origin));
}

#[test]
fn who_asks_whether_somebody_is_here_is_told_nothing_besides() {
    let answer = somebody_is_here();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(answer.headers().len(), 2);
    assert_eq!(answer.headers()["cross-origin-resource-policy"], "cross-origin");
}
