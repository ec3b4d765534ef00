//! What a page says and hears, and what it keeps: recorded within the page from its next load on.

use anyhow::{Context as _, Result};
use serde_json::json;

use super::Browser;

/// Stands between the page's code and the browser's ways out; all that goes through is kept in memory alone.
const EAR: &str = "(() => {
    const heard = ['begun'];
    window.catlinkTraffic = heard;
    const keep = (way, what) => heard.push(way + ' ' + (typeof what === 'string' ? what
        : what instanceof ArrayBuffer || ArrayBuffer.isView(what) ? new TextDecoder().decode(what) : String(what)));
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) { keep('send', data); return send.call(this, data); };
    window.WebSocket = class extends WebSocket {
        constructor(...rest) {
            super(...rest);
            keep('open', this.url);
            this.addEventListener('message', event => keep('hear', event.data));
        }
    };
    const fetched = window.fetch;
    window.fetch = function (...rest) { keep('fetch', JSON.stringify(rest)); return fetched.apply(this, rest); };
    const asked = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (...rest) { keep('ask', JSON.stringify(rest)); return asked.apply(this, rest); };
    const beacon = navigator.sendBeacon;
    navigator.sendBeacon = function (...rest) { keep('beacon', JSON.stringify(rest)); return beacon.apply(this, rest); };
})();";

/// All a page can keep things in, what it shows, and where it is.
const KEPT: &str = "return (async () => {
    const pairs = store => Object.keys(store).map(key => key + '=' + store.getItem(key));
    const bases = indexedDB.databases ? await indexedDB.databases() : [];
    const caches = [];
    for (const name of await window.caches.keys()) {
        const cache = await window.caches.open(name);
        caches.push(name, ...(await cache.keys()).map(request => request.url));
    }
    const fields = [...document.querySelectorAll('input, textarea, select')].map(field => field.id + '=' + field.value);
    return JSON.stringify([location.href, document.title, history.state, window.name, document.cookie, pairs(localStorage),
        pairs(sessionStorage), bases, caches, fields, document.documentElement.outerHTML]);
})();";

impl Browser {
    /// Loads the page anew and keeps all it says and hears from there on, until it is loaded again.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn record_traffic(&self) -> Result<()> {
        self.driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": EAR}))?;
        self.reload()
    }

    /// All the page has said and heard since it was loaded.
    ///
    /// # Errors
    /// It was not recorded.
    pub fn traffic(&self) -> Result<String> {
        let heard = self.ask("return window.catlinkTraffic?.join('\\n') ?? null", &[])?;
        heard.as_str().map(str::to_owned).context("the page was not recorded")
    }

    /// All the page keeps and shows: its storages, cookies it can read, names of databases and caches, fields and markup.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn kept(&self) -> Result<String> {
        let kept = self.ask(KEPT, &[])?;
        kept.as_str().map(str::to_owned).context("what the page keeps")
    }
}
