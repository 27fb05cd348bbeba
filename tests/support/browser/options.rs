//! How a session starts.

use super::downloads::DOWNLOADS;
use super::{Browser, env, must};
use serde_json::json;
use std::path::Path;
use thirtyfour::Capabilities;

/// Headless, small, and alone: nothing of its own accord on the network or in the background.
const ARGUMENTS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    // The proxies' certificates are made for one test.
    "--ignore-certificate-errors",
];

const LIVE_HOST: &str = "jsonplaceholder.typicode.com";

/// What a session starts with.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    size: (u32, u32),
    live: Option<u16>,
    waits: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: (1440, 1000),
            live: None,
            waits: true,
        }
    }
}

impl Options {
    /// The window's width and height. Chromium's windows are never narrower than 500:
    /// [`Browser::viewport`] goes below.
    pub(crate) fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// The live host is this port of 127.0.0.1; otherwise it does not exist.
    pub(crate) fn live_at(mut self, port: u16) -> Self {
        self.live = Some(port);
        self
    }

    /// No step waits for a page to be loaded: some never are.
    pub(crate) fn impatient(mut self) -> Self {
        self.waits = false;
        self
    }

    /// Starts the browser.
    pub(crate) async fn start(&self) -> Browser {
        Browser::with(self).await
    }

    /// What the driver is asked for. All that the browser writes goes into `folder`.
    pub(super) fn capabilities(&self, folder: &Path) -> Capabilities {
        let (width, height) = self.size;
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!(
            "--window-size={width},{height}"
        ));
        arguments.push(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ));
        arguments.push(format!(
            "--host-resolver-rules={}",
            self.host_rules()
        ));
        let options = json!({
            "binary": env::path("CHROME"),
            "args": arguments,
            "prefs": {
                "download.default_directory": folder.join(DOWNLOADS),
                "download.prompt_for_download": false,
            },
        });
        let capabilities = json!({
            "browserName": "chrome",
            "pageLoadStrategy": if self.waits { "normal" } else { "none" },
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        must(
            serde_json::from_value(capabilities),
            "describe the browser",
        )
    }

    /// Every name is unknown, but for loopback and, where a test wants it, the live host.
    fn host_rules(&self) -> String {
        let live = self
            .live
            .map(|port| format!("MAP {LIVE_HOST} 127.0.0.1:{port}, "));
        let live = live.unwrap_or_default();
        format!("{live}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost")
    }
}
