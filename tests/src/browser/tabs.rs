//! Tabs and windows, their history, and their sleep.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Browser;
use super::driver::SMALLEST;
use crate::patience::{Look, until};

/// A tab or window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab(String);

impl Browser {
    /// The present tab.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn tab(&self) -> Result<Tab> {
        Ok(Tab(self.driver.get("window")?.as_str().context("a window handle")?.to_owned()))
    }

    /// Opens the page in another window and goes there.
    ///
    /// # Errors
    /// The page does not get ready.
    pub fn open_window(&self, url: &str) -> Result<Tab> {
        let opened = self.driver.command("window/new", &json!({"type": "window"}))?;
        let tab = Tab(opened["handle"].as_str().context("a window handle")?.to_owned());
        self.go_to(&tab)?;
        self.driver.command("url", &json!({"url": url}))?;
        self.wait_until_ready()?;
        Ok(tab)
    }

    /// Opens a copy of the present tab, as the browser's "duplicate" does: with all that it keeps. Goes there.
    ///
    /// # Errors
    /// The copy does not get ready.
    pub fn duplicate(&self) -> Result<Tab> {
        let before = self.tabs()?;
        self.ask("window.open(location.href); return null", &[])?;
        let tab = until("the copy of the tab", || {
            let new = self.tabs()?.into_iter().find(|tab| !before.contains(tab));
            Ok(new.map_or(Look::NotYet("there is none".to_owned()), Look::Seen))
        })?;
        self.go_to(&tab)?;
        self.wait_until_ready()?;
        Ok(tab)
    }

    /// Goes to another tab.
    ///
    /// # Errors
    /// It is gone.
    pub fn go_to(&self, tab: &Tab) -> Result<()> {
        self.driver.command("window", &json!({"handle": tab.0}))?;
        self.driver.devtools("Page.bringToFront", &json!({}))?;
        self.newest.borrow_mut().clear();
        self.driver.set_screen(SMALLEST)
    }

    /// The browser's back button.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn back(&self) -> Result<()> {
        self.driver.command("back", &json!({})).map(drop)
    }

    /// The present tab sleeps: nothing runs in it.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn sleep(&self) -> Result<()> {
        self.driver.devtools("Page.setWebLifecycleState", &json!({"state": "frozen"})).map(drop)
    }

    /// It wakes up.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn wake(&self) -> Result<()> {
        self.driver.devtools("Page.setWebLifecycleState", &json!({"state": "active"})).map(drop)
    }

    /// What the tab calls itself before the agent.
    ///
    /// # Errors
    /// It has no name yet.
    pub fn page_id(&self) -> Result<String> {
        let id = self.ask("return sessionStorage.getItem('catlink.page')", &[])?;
        id.as_str().map(str::to_owned).context("the tab's page id")
    }

    /// Everything stands within the smallest screen: the page does not scroll, and no dialog, note or notice is cut off.
    ///
    /// # Errors
    /// Says what does not fit.
    pub fn fits(&self) -> Result<()> {
        const OUT: &str = "
            const out = [];
            const page = document.documentElement;
            if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) out.push('the page');
            for (const it of document.querySelectorAll('.status, .status > *, .keys, .key span, .note, .dialog, .notice, .banner')) {
                const box = it.getBoundingClientRect();
                const seen = box.width > 0;
                const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
                if (seen && !(inside && it.scrollWidth <= it.clientWidth + 1 || it.clientWidth === 0 && inside))
                    out.push(`${it.className || it.id || it.tagName}: ${it.textContent.slice(0, 40)}`);
            }
            for (const it of document.querySelectorAll('.dialog-body'))
                if (it.scrollHeight > it.clientHeight + 1) out.push(`${it.className} scrolls`);
            return out;";
        let out = self.ask(OUT, &[])?;
        ensure!(out == Value::Array(Vec::new()), "does not fit into 1024 x 768: {out}");
        Ok(())
    }

    fn tabs(&self) -> Result<Vec<Tab>> {
        let handles = self.driver.get("window/handles")?;
        let handles = handles.as_array().context("window handles")?;
        Ok(handles.iter().filter_map(Value::as_str).map(|handle| Tab(handle.to_owned())).collect())
    }
}
