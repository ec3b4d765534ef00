//! What the browser itself allows a page: permissions, cookies.

use anyhow::Result;
use serde_json::json;

use super::Browser;

impl Browser {
    /// A person, or a shop's policy, has decided about a permission of a page.
    ///
    /// # Errors
    /// The browser knows no such permission.
    pub fn decide_permission(&self, origin: &str, name: &str, setting: &str) -> Result<()> {
        let wish = json!({"origin": origin, "permission": {"name": name}, "setting": setting});
        self.driver.devtools("Browser.setPermission", &wish).map(drop)
    }

    /// Forgets every cookie.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn forget_cookies(&self) -> Result<()> {
        self.driver.devtools("Network.clearBrowserCookies", &json!({})).map(drop)
    }
}
