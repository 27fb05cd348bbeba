//! Which browser the tests drive, and what it cannot do.

use hyper::Version;
use std::fs::OpenOptions;
use std::io::Write;
use std::{env, thread};

/// A browser engine that the suite runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Chromium with chromedriver.
    Chromium,
    /// Firefox with geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser with WebKitWebDriver, on a display of its own.
    WebKit,
}

/// What some tests need and not every engine, or its driver, has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capability {
    /// Two fingers on the page.
    Touch,
    /// The page as a PDF.
    Paper,
    /// The page as on paper, while it can be asked.
    PrintMedia,
    /// Colours that the system forces on the page.
    ForcedColours,
    /// A limit on what the page's origin may keep.
    Quota,
    /// No network, as far as the page is told.
    Offline,
    /// Connections that are cut as the network goes.
    Cut,
    /// The size of letters in the browser's own settings.
    Letters,
    /// What only the browser's tools for developers can do: slow lines, blocked files, no scripts, grants.
    Tools,
    /// A script of the tests' before the page's own, on a host that is not the tests' either.
    Beginnings,
    /// Imports that are held to the hash of the tag which loads them ahead.
    ImportHashes,
    /// Frames of ten thousand rows that are drawn within the time of a long task.
    Frames,
}

impl Capability {
    /// All of them.
    pub(crate) const ALL: [Self; 12] = [
        Self::Touch,
        Self::Paper,
        Self::PrintMedia,
        Self::ForcedColours,
        Self::Quota,
        Self::Offline,
        Self::Cut,
        Self::Letters,
        Self::Tools,
        Self::Beginnings,
        Self::ImportHashes,
        Self::Frames,
    ];

    /// What it is, for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Touch => "two fingers on the page",
            Self::Paper => "the page as a PDF",
            Self::PrintMedia => "the page as on paper, while it can be asked",
            Self::ForcedColours => "colours that the system forces on the page",
            Self::Quota => "a limit on what the page may keep",
            Self::Offline => "no network",
            Self::Cut => "a network that goes while something is on its way",
            Self::Letters => "the size of letters in its settings",
            Self::Tools => "slow lines, blocked files, no scripts, grants",
            Self::Beginnings => "a script before the page’s own, on any host",
            Self::ImportHashes => "imports held to the hash of their tag",
            Self::Frames => "frames of ten thousand rows, drawn in time",
        }
    }
}

impl Engine {
    /// The one that `TANDEM_BROWSER` names; Chromium if nothing does.
    ///
    /// # Panics
    ///
    /// If it names none.
    pub(crate) fn chosen() -> Self {
        match env::var("TANDEM_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("TANDEM_BROWSER={other} names no engine"),
        }
    }

    /// Its name for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        }
    }

    /// The step of `performance.now()` in milliseconds, where a page is not isolated.
    pub(crate) fn clock_step(self) -> f64 {
        match self {
            Self::Chromium => 0.1,
            Self::Firefox | Self::WebKit => 1.0,
        }
    }

    /// What it speaks to the live host: WebKitGTK keeps to HTTP/1.1 where it goes through a proxy.
    pub(crate) fn speaks(self) -> Version {
        match self {
            Self::Chromium | Self::Firefox => Version::HTTP_2,
            Self::WebKit => Version::HTTP_11,
        }
    }

    /// Whether it keeps answers that may be kept: the sessions of WebKitGTK's driver are private ones.
    pub(crate) fn keeps_answers(self) -> bool {
        self != Self::WebKit
    }

    /// Whether a service worker can say beforehand which requests are none of its own.
    pub(crate) fn has_routes(self) -> bool {
        self == Self::Chromium
    }

    /// Why it cannot do this, if it cannot.
    pub(crate) fn lacks(self, capability: Capability) -> Option<&'static str> {
        match (self, capability) {
            (Self::Firefox | Self::WebKit, Capability::Quota) => {
                Some("the room of one origin cannot be set")
            }
            (Self::WebKit, Capability::Touch) => Some("its driver makes a mouse of every finger"),
            (Self::WebKit, Capability::Paper | Capability::PrintMedia) => {
                Some("its driver cannot print")
            }
            (Self::WebKit, Capability::ForcedColours) => Some("it has no forced colours"),
            (Self::Firefox, Capability::Cut) => {
                Some("as it goes offline, what is on its way over HTTP/2 comes to its end")
            }
            (Self::WebKit, Capability::Offline | Capability::Cut) => {
                Some("its driver cannot take the network away")
            }
            (Self::WebKit, Capability::Letters) => Some("MiniBrowser has no such setting"),
            (Self::Firefox | Self::WebKit, Capability::Tools) => {
                Some("its driver does not speak with its tools for developers")
            }
            (Self::Firefox | Self::WebKit, Capability::Beginnings) => {
                Some("its driver has no such script: the tests’ own host puts it into the page")
            }
            (Self::WebKit, Capability::ImportHashes) => {
                Some("it runs an imported script whatever the hash of the tag that loads it ahead")
            }
            (Self::WebKit, Capability::Frames) => Some(
                "it draws without a graphics processor here, a table of so many rows at three frames a second",
            ),
            _ => None,
        }
    }
}

/// Whether the chosen engine lacks what a test needs. The test then says so and ends:
///
/// ```ignore
/// if lacking(Capability::Touch) {
///     return;
/// }
/// ```
///
/// It is put down as left out, with the reason, in the file that `TANDEM_LEFT_OUT` names.
pub(crate) fn lacking(capability: Capability) -> bool {
    let Some(reason) = Engine::chosen().lacks(capability) else {
        return false;
    };
    let test = thread::current().name().unwrap_or("a test").to_owned();
    let line = format!("{test}: {reason}\n");
    print!("left out: {line}");
    if let Some(file) = env::var_os("TANDEM_LEFT_OUT") {
        let opened = OpenOptions::new().append(true).create(true).open(file);
        // One write: tests run at once.
        opened
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .expect("the list of tests that are left out can be written");
    }
    true
}
