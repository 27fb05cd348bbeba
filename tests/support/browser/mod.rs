//! A browser, driven over WebDriver, with nothing of the internet in reach.
//!
//! - [`engine`]: which browser, and what it cannot do.
//! - [`options`]: how a session starts; [`chromium`], [`firefox`] and [`webkit`] start it, the last two with
//!   a [`gate`] as their only way out.
//! - [`page`]: what a person does and sees; [`keys`] and [`pointer`]: by which means.
//! - [`wait`]: until something is so, and what is said when it never is.
//! - [`console`], [`downloads`]: what the page leaves behind.
//! - [`emulate`]: screens, preferences, pictures.
//! - [`command`]: what the WebDriver library has no words for.

mod chromium;
mod command;
mod console;
mod downloads;
mod emulate;
mod engine;
mod firefox;
mod gate;
mod keys;
mod options;
mod page;
mod pointer;
mod wait;
mod webkit;

pub(crate) use emulate::{Motion, Scheme};
pub(crate) use engine::{Capability, Engine, lacking};
pub(crate) use options::Options;

use super::child::Child;
use gate::Gate;
use serde_json::Value;
use std::fmt::Display;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::error::WebDriverError;
use thirtyfour::{BrowserLogEntry, Capabilities, WebDriver};
use webkit::Desktop;

/// How long one WebDriver command may take; the start of a browser is the longest.
const COMMAND: Duration = Duration::from_secs(90);

/// How often a script is tried anew that ended with the page it ran in.
const RUNS_BETWEEN_PAGES: usize = 5;

/// A browser session of its own: driver, profile and download folder. All of it is gone when this
/// is dropped, after a failed test too.
///
/// A method that cannot do what it says fails the test, with the selector and the page's text.
pub(crate) struct Browser {
    driver: WebDriver,
    engine: Engine,
    // Dropped in this order: no process is left when the folder goes.
    _driver: Child,
    desktop: Option<Desktop>,
    _gate: Option<Gate>,
    folder: TempDir,
    console: Mutex<Vec<BrowserLogEntry>>,
    /// What runs in every page before the page's own scripts, where the tests' host has to bring it.
    first: Mutex<String>,
    /// The width and height of the page, where it has to be kept up.
    size: Mutex<Option<(u32, u32)>>,
    /// How far the wheel has been turned, where the driver counts it.
    turned: Mutex<f64>,
    /// What the person prefers.
    preferences: Mutex<emulate::Preferences>,
}

impl Browser {
    /// Starts a browser in which the live host does not exist.
    pub(crate) async fn start() -> Self {
        Options::default().start().await
    }

    /// Starts a browser in which the live host is this port of 127.0.0.1.
    pub(crate) async fn live_at(port: u16) -> Self {
        Options::default().live_at(port).start().await
    }

    async fn with(options: &Options) -> Self {
        let engine = Engine::chosen();
        let folder = must(TempDir::new(), "make a folder");
        let path = folder.path();
        let gate = match engine {
            Engine::Chromium => None,
            Engine::Firefox | Engine::WebKit => Some(Gate::open(options.live).await),
        };
        let by = gate.as_ref().map_or(0, Gate::port);
        let desktop = match engine {
            Engine::Chromium | Engine::Firefox => None,
            Engine::WebKit => Some(Desktop::start(path).await),
        };
        let (driver, port) = match &desktop {
            Some(desktop) => desktop.start_driver(path).await,
            None if engine == Engine::Firefox => firefox::start_driver(path).await,
            None => chromium::start_driver(path).await,
        };
        let mut capabilities = match engine {
            Engine::Chromium => chromium::capabilities(options, path),
            Engine::Firefox => firefox::capabilities(options, path, by),
            Engine::WebKit => webkit::capabilities(by),
        };
        let strategy = if options.waits { "normal" } else { "none" };
        capabilities["pageLoadStrategy"] = strategy.into();
        let browser = Self {
            driver: connect(port, capabilities, engine).await,
            engine,
            _driver: driver,
            desktop,
            _gate: gate,
            folder,
            console: Mutex::default(),
            first: Mutex::default(),
            size: Mutex::default(),
            turned: Mutex::default(),
            preferences: Mutex::default(),
        };
        if engine == Engine::WebKit {
            browser.resize(options.size).await;
            browser.note_size().await;
        }
        browser
    }

    /// Fails if this is none of what the engine can do: the test has to ask [`lacking`] first.
    fn needs(&self, capability: Capability) {
        if let Some(reason) = self.engine.lacks(capability) {
            panic!(
                "{} has no {capability:?}: {reason}",
                self.engine.name()
            );
        }
    }

    /// The folder of all that the session writes. Each of its processes names it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Turns to the first frame of the page, until another page is opened.
    pub(crate) async fn turn_to_frame(&self) {
        must(
            self.driver.enter_frame(0).await,
            "turn to a frame",
        );
    }

    /// Opens `url` and waits until the page has loaded.
    pub(crate) async fn goto(&self, url: &str) {
        self.leave_for(url).await;
        must(
            self.driver.goto(url).await,
            &format!("open {url}"),
        );
    }

    /// Goes back, as by the browser's button.
    pub(crate) async fn back(&self) {
        must(self.driver.back().await, "go back");
    }

    /// Goes forward, as by the browser's button.
    pub(crate) async fn forward(&self) {
        must(
            self.driver.forward().await,
            "go forward",
        );
    }

    /// Runs the body of a function in the page: `return …`. A promise is waited for.
    pub(crate) async fn js(&self, script: &str) -> Value {
        self.js_with(script, &[]).await
    }

    /// The same, with `arguments`.
    pub(crate) async fn js_with(&self, script: &str, arguments: &[Value]) -> Value {
        let mut answer = self.driver.execute(script, arguments.to_vec()).await;
        for _ in 0..RUNS_BETWEEN_PAGES {
            // WebKitGTK's driver: a page took the place of the one that it ran in.
            let is_between =
                |error: &WebDriverError| error.to_string().contains("before the unload event");
            if !answer.as_ref().is_err_and(is_between) {
                break;
            }
            answer = self.driver.execute(script, arguments.to_vec()).await;
        }
        must(
            answer,
            &format!("run in the page: {script}"),
        )
        .json()
        .clone()
    }

    /// Ends the session in good order. (Dropping it ends it too, less gently.)
    pub(crate) async fn close(self) {
        must(
            self.driver.clone().quit().await,
            "close the browser",
        );
    }

    /// A command of Chromium's own protocol.
    pub(crate) async fn cdp(&self, method: &str, parameters: Value) -> Value {
        assert_eq!(
            self.engine,
            Engine::Chromium,
            "{method} is Chromium's own"
        );
        must(
            self.driver.cdp().send_raw(method, parameters).await,
            method,
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Otherwise the driver's own drop asks for a good ending, and waits in vain for an answer
        // that only this thread could read. It fails after `close`: there is nothing left to end.
        let _ = self.driver.clone().leak();
    }
}

async fn connect(port: u16, capabilities: Value, engine: Engine) -> WebDriver {
    let capabilities: Capabilities = must(
        serde_json::from_value(capabilities),
        "describe the browser",
    );
    let driver = WebDriver::builder(
        format!("http://127.0.0.1:{port}"),
        capabilities,
    );
    must(
        driver.request_timeout(COMMAND).await,
        &format!("start {}", engine.name()),
    )
}

/// The value, or the end of the test with what could not be done.
fn must<T, E: Display>(result: Result<T, E>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("could not {what}: {error}"),
    }
}
