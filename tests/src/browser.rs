//! Chromium with the page in it, driven through WebDriver: keys go down and up as on a keyboard, nothing is dispatched
//! inside the page.

mod axe;
mod door;
mod driver;
mod files;
mod keys;
mod printing;
mod tabs;
mod traffic;

use std::cell::{Cell, RefCell};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::patience::{Look, seen_if, until};
use crate::place::Place;
use crate::socket::pin_of;
use driver::{Driver, SMALLEST, USUAL};
pub use keys::Key;
pub use tabs::Tab;

/// A browser. It begins with one tab; what is asked and pressed goes to the present one.
#[derive(Debug)]
pub struct Browser {
    driver: Driver,
    pictures: PathBuf,
    name: String,
    taken: Cell<u32>,
    newest: RefCell<String>,
    /// Who signs in wherever 【サインイン】 stands in the way; none: the test itself does.
    signs_in: Cell<Option<&'static str>>,
}

/// 佐藤 花子 in the demo books.
const CLERK: &str = "101";

/// What the page shows, as far as every test needs it.
#[derive(Debug, Clone, Deserialize)]
pub struct Shown {
    /// The topmost screen or dialog.
    pub screen: String,
    /// Whether a dialog takes no key yet.
    pub deaf: bool,
    /// Whether an answer of the agent is waited for.
    pub busy: bool,
    /// What the clerk is told.
    pub notice: String,
}

const LOOK: &str = "
    const screen = document.getElementById('screen');
    const notice = document.getElementById('notice');
    return {
        screen: screen?.dataset.screen ?? '(no page)',
        deaf: screen?.dataset.deaf === 'true',
        busy: screen?.dataset.busy === 'true',
        notice: notice?.innerText ?? '',
    };";

impl Browser {
    /// Opens the page and waits until it is ready.
    ///
    /// # Errors
    /// There is no Chromium or chromedriver, or the page does not get ready.
    pub fn open(place: &Place, url: &str) -> Result<Self> {
        Self::open_with(place, url, &[])
    }

    /// The same with more flags for Chromium.
    ///
    /// # Errors
    /// There is no Chromium or chromedriver, or the page does not get ready.
    pub fn open_with(place: &Place, url: &str, flags: &[String]) -> Result<Self> {
        let browser = Self {
            driver: Driver::start(place, flags)?,
            pictures: place.screenshots.clone(),
            name: place.name.clone(),
            taken: Cell::new(0),
            newest: RefCell::default(),
            signs_in: Cell::new(Some(CLERK)),
        };
        browser.forget_pictures_of_before()?;
        browser.driver.command("url", &json!({"url": url}))?;
        browser.wait_until_ready()?;
        Ok(browser)
    }

    /// Reloads the page and waits until it is ready again.
    ///
    /// # Errors
    /// It does not get ready.
    pub fn reload(&self) -> Result<()> {
        self.driver.command("refresh", &json!({}))?;
        self.wait_until_ready()
    }

    /// Waits until the page has heard from the agent.
    ///
    /// # Errors
    /// It never did.
    pub fn wait_until_ready(&self) -> Result<()> {
        // Who signs in is said after that.
        let who = self.signs_in.take();
        let ready = self.wait("the page to be ready", |browser| {
            let ready = browser.run("return document.body?.dataset.ready ?? ''")?;
            Ok(seen_if(ready == "true", "it is not"))
        });
        self.signs_in.set(who);
        ready
    }

    /// What the page shows now.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn look(&self) -> Result<Shown> {
        Ok(serde_json::from_value(self.run(LOOK)?)?)
    }

    /// Waits until a screen is topmost and takes keys, and takes its picture.
    ///
    /// # Errors
    /// It never came: says what was there instead.
    pub fn at(&self, screen: &str) -> Result<()> {
        self.wait(&format!("the screen {screen}"), |browser| {
            let shown = browser.look()?;
            Ok(seen_if(shown.screen == screen && !shown.deaf && !shown.busy, format!("{shown:?}")))
        })?;
        // The same screen again is no new picture.
        if *self.newest.borrow() == screen { Ok(()) } else { self.picture(screen) }
    }

    /// Waits until a screen is topmost, whether it takes keys or not.
    ///
    /// # Errors
    /// It never came.
    pub fn shows(&self, screen: &str) -> Result<()> {
        self.wait(&format!("the screen {screen} to come up"), |browser| {
            let shown = browser.look()?;
            Ok(seen_if(shown.screen == screen, format!("{shown:?}")))
        })
    }

    /// Waits until the clerk is told something with these words in it.
    ///
    /// # Errors
    /// The clerk never was.
    pub fn told(&self, words: &str) -> Result<()> {
        self.wait(&format!("the notice `{words}`"), |browser| {
            let shown = browser.look()?;
            Ok(seen_if(shown.notice.contains(words), format!("{shown:?}")))
        })?;
        self.picture("notice")
    }

    /// The text of an element; none where there is no such element.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn text(&self, selector: &str) -> Result<Option<String>> {
        let script = "return document.querySelector(arguments[0])?.textContent ?? null";
        Ok(self.ask(script, &[selector])?.as_str().map(str::to_owned))
    }

    /// Waits until an element has these words in it.
    ///
    /// # Errors
    /// It never had.
    pub fn wait_for_text(&self, selector: &str, words: &str) -> Result<()> {
        self.wait(&format!("`{words}` in {selector}"), |browser| {
            let text = browser.text(selector)?;
            let so = text.as_ref().is_some_and(|text| text.contains(words));
            Ok(seen_if(so, format!("{text:?}")))
        })
    }

    /// Waits until an element has an attribute with this value.
    ///
    /// # Errors
    /// It never had.
    pub fn wait_for_attribute(&self, selector: &str, attribute: &str, value: &str) -> Result<()> {
        self.wait(&format!("{attribute}={value} on {selector}"), |browser| {
            let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
            let found = browser.ask(script, &[selector, attribute])?;
            Ok(seen_if(found == value, found.to_string()))
        })
    }

    /// Whether there is such an element.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn has(&self, selector: &str) -> Result<bool> {
        Ok(self.ask("return document.querySelector(arguments[0]) !== null", &[selector])? == true)
    }

    /// Waits until there is, or is not, such an element.
    ///
    /// # Errors
    /// It never was so.
    pub fn wait_for_element(&self, selector: &str, there: bool) -> Result<()> {
        let what = if there { "to be there" } else { "to be gone" };
        self.wait(&format!("{selector} {what}"), |browser| {
            Ok(seen_if(browser.has(selector)? == there, "it is not so"))
        })
    }

    /// Runs a script that looks at the page and changes nothing.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn ask(&self, script: &str, arguments: &[&str]) -> Result<Value> {
        self.driver.command("execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// From now on the test signs in itself, or somebody else does for it.
    pub fn signs_in(&self, who: Option<&'static str>) {
        self.signs_in.set(who);
    }

    /// Types code and PIN into 【サインイン】, or into 【責任者の承認】.
    ///
    /// # Errors
    /// The browser does not answer.
    pub fn type_person(&self, code: &str, pin: &str) -> Result<()> {
        self.type_text(code)?;
        self.press(Key::Enter)?;
        self.type_text(pin)
    }

    /// Where 【サインイン】 stands in the way of what a test is about.
    fn sign_in_where_asked(&self) -> Result<()> {
        let Some(who) = self.signs_in.get() else { return Ok(()) };
        let shown = self.look()?;
        if shown.screen != "sign-in" || shown.busy {
            return Ok(());
        }
        self.type_person(who, &pin_of(who))?;
        self.press(Key::Enter)?;
        until("the sign-in", || {
            let shown = self.look()?;
            Ok(seen_if(shown.screen != "sign-in", format!("{shown:?}")))
        })
    }

    /// Waits for a condition; a failure shows what the page showed and leaves a picture.
    ///
    /// # Errors
    /// It never came.
    pub fn wait(&self, what: &str, mut look: impl FnMut(&Self) -> Result<Look<()>>) -> Result<()> {
        until(what, || {
            self.sign_in_where_asked()?;
            look(self)
        })
        .map_err(|error| {
            let text = self.run("return document.body?.innerText ?? ''");
            let text = text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
            let picture = self.picture("failed").map(|()| "a picture was taken").unwrap_or("no picture");
            error.context(format!("{what}: the page showed ({picture})\n{text}"))
        })
    }

    /// Takes a picture of the page; with `CATLINK_PICTURES=all` in the environment another one on a usual screen.
    ///
    /// # Errors
    /// The browser does not answer, or the file cannot be written.
    pub fn picture(&self, step: &str) -> Result<()> {
        self.taken.set(self.taken.get() + 1);
        step.clone_into(&mut self.newest.borrow_mut());
        let name = format!("{}-{:02}-{step}", self.name, self.taken.get());
        self.take(&name)?;
        if std::env::var_os("CATLINK_PICTURES").is_some_and(|wish| wish == "all") {
            self.driver.set_screen(USUAL)?;
            self.take(&format!("{name}-usual"))?;
            self.driver.set_screen(SMALLEST)?;
        }
        Ok(())
    }

    /// Takes a picture of what a printer would get, and gives its words.
    ///
    /// # Errors
    /// The browser does not answer, or the file cannot be written.
    pub fn on_paper(&self, step: &str) -> Result<String> {
        self.driver.devtools("Emulation.setEmulatedMedia", &serde_json::json!({"media": "print"}))?;
        let words = self.ask("return document.body.innerText", &[])?;
        self.picture(step)?;
        self.driver.devtools("Emulation.setEmulatedMedia", &serde_json::json!({"media": ""}))?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    fn take(&self, name: &str) -> Result<()> {
        use base64::Engine as _;
        let taken = self.driver.get("screenshot")?;
        let text = taken.as_str().context("a picture")?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(text)?;
        std::fs::write(self.pictures.join(format!("{name}.png")), bytes).context("a picture")
    }

    fn forget_pictures_of_before(&self) -> Result<()> {
        for entry in std::fs::read_dir(&self.pictures)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix(&self.name).and_then(|rest| rest.strip_prefix('-'));
            if number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn run(&self, script: &str) -> Result<Value> {
        self.ask(script, &[])
    }
}
