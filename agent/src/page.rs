//! The page, embedded in the program: nothing is loaded from elsewhere.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// What the page build left in `app/dist`: every file, and beside it its brotli twin.
#[derive(RustEmbed)]
#[folder = "../app/dist"]
#[allow_missing = true]
struct Dist;

/// Serves a file of the page; `/` is `index.html`.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    // Names are compared as they come: nothing is decoded, joined or looked for outside of the embedded files.
    let path = match uri.path() {
        "/" => "index.html",
        path => path.strip_prefix('/').unwrap_or(path),
    };
    // Twins are an encoding, not files of their own.
    let Some(file) = Dist::get(path).filter(|_| !path.ends_with(".br")) else {
        return missing(path);
    };
    let tag = etag(&file.metadata.sha256_hash());
    // The page itself comes anew each time, and what it is given with it.
    let is_page = path == "index.html";
    if !is_page && headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let accepts_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim().starts_with("br")));
    let twin = if accepts_brotli { Dist::get(&format!("{path}.br")) } else { None };
    let encoded = twin.is_some();
    let body = twin.unwrap_or(file).data.into_owned();
    let mut response =
        ([(header::CONTENT_TYPE, content_type(path)), (header::ETAG, tag.as_str())], body).into_response();
    if encoded {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let headers = response.headers_mut();
    let keeping = if is_page { "no-store" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn missing(path: &str) -> Response {
    if path == "index.html" {
        let text = "この実行ファイルには画面が含まれていません。make page の後に作り直してください。";
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    StatusCode::NOT_FOUND.into_response()
}

fn etag(hash: &[u8]) -> String {
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
