//! Firefox and geckodriver.

use super::downloads::DOWNLOADS;
use super::options::Options;
use crate::support::child::Child;
use crate::support::env;
use serde_json::{Value, json};
use std::path::Path;

/// What the driver writes before its port.
const LISTENING: &str = "Listening on 127.0.0.1:";

/// Starts a driver that keeps to `folder`, and tells its port.
pub(super) async fn start_driver(folder: &Path) -> (Child, u16) {
    let program = env::path("GECKODRIVER");
    // With access to the browser itself, where a person's preferences are set.
    let arguments = ["--port=0", "--allow-system-access"];
    let home = [("HOME", folder.as_os_str().to_owned())];
    let mut process = Child::supervised(folder, &program, &arguments, &home);
    match process.try_port_after(LISTENING).await {
        Ok(port) => (process, port),
        Err(written) => panic!("the driver did not start; it wrote:\n{written}"),
    }
}

/// What the driver is asked for. The way to all hosts but this machine leads through `gate`.
pub(super) fn capabilities(options: &Options, folder: &Path, gate: u16) -> Value {
    let (width, height) = options.size;
    let preferences = json!({
        "font.size.variable.x-western": options.letters,
        "font.size.variable.x-unicode": options.letters,
        "browser.download.dir": folder.join(DOWNLOADS),
        "browser.download.folderList": 2,
        "browser.download.useDownloadDir": true,
        "browser.download.always_ask_before_handling_new_types": false,
        "browser.download.alwaysOpenPanel": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": gate,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": gate,
        "network.proxy.no_proxies_on": "127.0.0.1, localhost",
        // Otherwise it goes without its proxy where that fails.
        "network.proxy.failover_direct": false,
    });
    let options = json!({
        "binary": env::path("FIREFOX"),
        "args": ["-headless", format!("--width={width}"), format!("--height={height}")],
        "prefs": preferences,
    });
    json!({
        "browserName": "firefox",
        // The proxies' certificates are made for one test.
        "acceptInsecureCerts": true,
        "moz:firefoxOptions": options,
    })
}
