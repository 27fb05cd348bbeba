//! WebKitGTK's MiniBrowser and its driver, on a display that is not there.

use super::downloads::DOWNLOADS;
use super::must;
use crate::support::child::Child;
use crate::support::env;
use crate::support::net::DeadPort;
use crate::support::poll::poll;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a driver may take to listen.
const START: Duration = Duration::from_secs(30);
/// Where GTK looks for settings, within the session's folder.
const CONFIG: &str = "config";
/// The address field and the buttons above the page take no room: windows may be as narrow as a telephone.
const SMALL_BUTTONS: &str = "window * {
    font-size: 1px; min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0;
}";

/// A display, and what a desktop tells programs of its person's preferences.
pub(super) struct Desktop {
    environment: Vec<(&'static str, OsString)>,
    settings: Child,
    file: PathBuf,
    // The last to go.
    _screen: Child,
}

impl Desktop {
    /// Starts one that keeps to `folder`.
    pub(super) async fn start(folder: &Path) -> Self {
        write_settings(folder);
        let mut screen = Child::node(
            include_str!("../display.js"),
            &[&env::path("XVFB").to_string_lossy()],
        );
        let environment = environment(
            folder,
            screen.port_after("display ").await,
        );
        let file = folder.join("desktop.conf");
        write(&file, &preferences(false, false));
        let mut settings = Child::supervised(
            folder,
            &env::path("XSETTINGSD"),
            &["-c", &file.to_string_lossy()],
            &environment,
        );
        settings.wait_for("Took ownership").await;
        Self {
            environment,
            settings,
            file,
            _screen: screen,
        }
    }

    /// Starts a driver that keeps to `folder`, and tells its port.
    pub(super) async fn start_driver(&self, folder: &Path) -> (Child, u16) {
        // It takes a port and does not tell it: this one stays taken until the driver has it.
        let reserved = DeadPort::reserve();
        let port = reserved.port();
        let driver = Child::supervised(
            folder,
            &env::path("WEBKITDRIVER"),
            &[&format!("--port={port}")],
            &self.environment,
        );
        let listening = poll(START, async || {
            TcpStream::connect(("127.0.0.1", port)).await.ok()
        });
        assert!(
            listening.await.is_some(),
            "the driver did not start"
        );
        (driver, port)
    }

    /// Sets what the person prefers, from now on.
    pub(super) fn prefer(&self, dark: bool, still: bool) {
        write(&self.file, &preferences(dark, still));
        self.settings.hang_up();
    }
}

fn environment(folder: &Path, display: u16) -> Vec<(&'static str, OsString)> {
    vec![
        ("DISPLAY", format!(":{display}").into()),
        ("HOME", folder.into()),
        (
            "XDG_CONFIG_HOME",
            folder.join(CONFIG).into(),
        ),
        ("XDG_RUNTIME_DIR", folder.into()),
        (
            "XDG_DATA_HOME",
            folder.join("data").into(),
        ),
        (
            "XDG_CACHE_HOME",
            folder.join("cache").into(),
        ),
        ("GSETTINGS_BACKEND", "memory".into()),
        ("GDK_BACKEND", "x11".into()),
        ("NO_AT_BRIDGE", "1".into()),
    ]
}

fn preferences(dark: bool, still: bool) -> String {
    let theme = if dark { "Adwaita-dark" } else { "Adwaita" };
    let animations = u8::from(!still);
    format!("Net/ThemeName \"{theme}\"\nGtk/EnableAnimations {animations}\n")
}

fn write_settings(folder: &Path) {
    let config = folder.join(CONFIG);
    let downloads = folder.join(DOWNLOADS);
    for folder in [&config.join("gtk-3.0"), &downloads] {
        must(
            fs::create_dir_all(folder),
            "make a folder",
        );
    }
    write(
        &config.join("gtk-3.0/gtk.css"),
        SMALL_BUTTONS,
    );
    let downloads = format!(
        "XDG_DOWNLOAD_DIR=\"{}\"\n",
        downloads.display()
    );
    write(
        &config.join("user-dirs.dirs"),
        &downloads,
    );
}

fn write(file: &Path, text: &str) {
    must(fs::write(file, text), "write a setting");
}

/// What the driver is asked for. The way to all hosts but this machine leads through `gate`.
pub(super) fn capabilities(gate: u16) -> Value {
    json!({
        // The proxies' certificates are made for one test.
        "acceptInsecureCerts": true,
        "webkitgtk:browserOptions": {
            "binary": env::path("MINIBROWSER"),
            "args": [
                "--automation",
                "--ignore-tls-errors",
                format!("--proxy=http://127.0.0.1:{gate}"),
                "--ignore-host=127.0.0.1",
                "--ignore-host=localhost",
            ],
        },
    })
}
