//! What every answer says to the browser: nothing of others in the page, nothing of the page in others.
//!
//! Styles come from the page's own file alone. The chart of クレジット利用履歴 is drawn by a library that sets a few fixed
//! `style` attributes: those very texts are allowed by their hashes, and no other.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// On every answer.
pub const SECURITY_HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-hashes' \
         'sha256-+7g9GIVwIQyRW5AWmV3tOknRu/VejUoNtGLu4+COYXU=' \
         'sha256-r4ZO4EuaxsfAjO0Ydj4Y2ugu2jowAeRfdYyygz7oE2k=' \
         'sha256-z8KTzswc4v8taSUJ/JTguDMagJvum9ej3m3yXld36bE='; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
];

/// Writes them; what says nothing else of it is not stored.
pub fn write(headers: &mut HeaderMap) {
    for (name, value) in SECURITY_HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(axum::http::header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::SECURITY_HEADERS;

    /// What leptos-chartistry sets on what it draws.
    const OF_THE_CHART: [&str; 3] =
        ["overflow: visible;", "display: block; overflow: visible;", "white-space: pre;"];

    #[test]
    fn of_style_attributes_only_those_of_the_chart_are_allowed() {
        let (_, policy) = SECURITY_HEADERS[0];
        let mut allowed: Vec<String> = OF_THE_CHART
            .iter()
            .map(|style| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(style))))
            .collect();
        allowed.insert(0, "'unsafe-hashes'".to_owned());
        let attributes = policy.split("; ").find_map(|part| part.strip_prefix("style-src-attr ")).unwrap();
        assert_eq!(attributes.split(' ').collect::<Vec<_>>(), allowed);
        assert!(!policy.contains("unsafe-inline"));
        assert!(policy.contains("; style-src 'self'; "));
    }
}
