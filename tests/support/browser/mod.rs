//! Chromium, driven over WebDriver, with nothing of the internet in reach.
//!
//! - [`options`]: how a session starts.
//! - [`page`]: what a person does and sees; [`keys`]: on the keyboard.
//! - [`wait`]: until something is so, and what is said when it never is.
//! - [`console`], [`downloads`]: what the page leaves behind.
//! - [`emulate`]: screens, preferences, pictures.

mod console;
mod downloads;
mod emulate;
mod keys;
mod options;
mod page;
mod pointer;
mod wait;

pub(crate) use emulate::{Motion, Scheme};
pub(crate) use options::Options;

use super::child::Child;
use super::env;
use serde_json::Value;
use std::fmt::Display;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::{BrowserLogEntry, WebDriver};

/// How long one WebDriver command may take; the start of a browser is the longest.
const COMMAND: Duration = Duration::from_secs(90);
/// What a driver writes before its port.
const STARTED: &str = "started successfully on port ";
/// How many drivers are started for one session at most.
const ATTEMPTS: usize = 5;

/// A browser session of its own: driver, profile and download folder. All of it is gone when this
/// is dropped, after a failed test too.
///
/// A method that cannot do what it says fails the test, with the selector and the page's text.
pub(crate) struct Browser {
    driver: WebDriver,
    // Dropped in this order: no process is left when the folder goes.
    _process: Child,
    folder: TempDir,
    console: Mutex<Vec<BrowserLogEntry>>,
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
        let folder = must(TempDir::new(), "make a folder");
        let (process, port) = start_driver(folder.path()).await;
        let capabilities = options.capabilities(folder.path());
        let driver = WebDriver::builder(
            format!("http://127.0.0.1:{port}"),
            capabilities,
        );
        let driver = must(
            driver.request_timeout(COMMAND).await,
            "start Chromium",
        );
        Self {
            driver,
            _process: process,
            folder,
            console: Mutex::default(),
        }
    }

    /// Opens `url` and waits until the page has loaded.
    pub(crate) async fn goto(&self, url: &str) {
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
        let answer = self.driver.execute(script, arguments.to_vec()).await;
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

    pub(crate) async fn cdp(&self, method: &str, parameters: Value) -> Value {
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

/// Starts a driver that keeps to `folder`, and tells its port.
///
/// The driver takes a free port of IPv6 and then the same number of IPv4, which another test may have by
/// chance: it ends then, and another one takes another number.
async fn start_driver(folder: &Path) -> (Child, u16) {
    let mut output = String::new();
    for _ in 0..ATTEMPTS {
        let mut process = driver(folder);
        match process.try_port_after(STARTED).await {
            Ok(port) => return (process, port),
            Err(written) => output = written,
        }
        if !output.contains("port not available") {
            break;
        }
    }
    panic!("the driver did not start; it wrote:\n{output}");
}

fn driver(folder: &Path) -> Child {
    let program = env::path("CHROMEDRIVER");
    let arguments = [
        &folder.to_string_lossy(),
        &program.to_string_lossy(),
        "--port=0",
    ];
    Child::node(
        include_str!("../supervisor.js"),
        &arguments,
    )
}

/// The value, or the end of the test with what could not be done.
fn must<T, E: Display>(result: Result<T, E>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("could not {what}: {error}"),
    }
}
