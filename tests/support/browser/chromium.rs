//! Chromium and chromedriver.

use super::downloads::DOWNLOADS;
use super::options::{LIVE_HOST, Options};
use crate::support::child::Child;
use crate::support::env;
use serde_json::{Value, json};
use std::path::Path;

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
/// What the driver writes before its port.
const STARTED: &str = "started successfully on port ";
/// How many drivers are started for one session at most.
const ATTEMPTS: usize = 5;

/// Starts a driver that keeps to `folder`, and tells its port.
///
/// The driver takes a free port of IPv6 and then the same number of IPv4, which another test may have by
/// chance: it ends then, and another one takes another number.
pub(super) async fn start_driver(folder: &Path) -> (Child, u16) {
    let program = env::path("CHROMEDRIVER");
    let mut output = String::new();
    for _ in 0..ATTEMPTS {
        let mut process = Child::supervised(folder, &program, &["--port=0"], &[]);
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

/// What the driver is asked for. All that the browser writes goes into `folder`.
pub(super) fn capabilities(options: &Options, folder: &Path) -> Value {
    let (width, height) = options.size;
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
        host_rules(options.live)
    ));
    let letters = options.letters;
    let options = json!({
        "binary": env::path("CHROME"),
        "args": arguments,
        "prefs": {
            "download.default_directory": folder.join(DOWNLOADS),
            "download.prompt_for_download": false,
            "webkit.webprefs.default_font_size": letters,
        },
    });
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}

/// Every name is unknown, but for loopback and, where a test wants it, the live host.
fn host_rules(live: Option<u16>) -> String {
    let live = live.map(|port| format!("MAP {LIVE_HOST} 127.0.0.1:{port}, "));
    let live = live.unwrap_or_default();
    format!("{live}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost")
}
