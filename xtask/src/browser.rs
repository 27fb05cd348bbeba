//! Chromium and its driver for the browser tests: named by CHROME and
//! CHROMEDRIVER, found on PATH, or installed where that is allowed.

use std::path::PathBuf;
use std::{env, fmt};

use anyhow::{Context, Result, bail};

use crate::apt::Apt;
use crate::run::{answer, note};

const CHROMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const DRIVERS: &[&str] = &["chromedriver", "chromium.chromedriver"];
/// A page without any font has no text to measure.
const PACKAGES: &[&str] = &["chromium", "chromium-driver", "fonts-dejavu-core"];

const HELP: &str = "\
Install both, in the same major version:
    Debian   sudo apt-get install chromium chromium-driver
    Fedora   sudo dnf install chromium chromedriver
    macOS    brew install --cask google-chrome chromedriver
    Ubuntu and others: Chrome and chromedriver from
             https://googlechromelabs.github.io/chrome-for-testing/
Or name them yourself: CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver";

/// A browser and a driver that understand each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) driver: PathBuf,
}

/// A program and its major version.
#[derive(Clone, Debug, PartialEq)]
struct Program {
    path: PathBuf,
    major: u32,
}

/// Finds a browser with its driver, installing them if they are missing and it may.
pub(crate) fn ready() -> Result<Browser> {
    let mut found = find();
    if let Err(reason) = &found
        && let Some(apt) = apt_to_use()
    {
        note(&format!("{reason}; installing the system's"));
        apt.install(PACKAGES).context(HELP)?;
        found = find();
    }
    match found {
        Ok(browser) => {
            note(&format!(
                "{} and {}",
                browser.chrome.display(),
                browser.driver.display()
            ));
            Ok(browser)
        }
        Err(reason) => bail!("the browser tests need Chromium and chromedriver: {reason}.\n{HELP}"),
    }
}

/// Who names the programs wants those and no others.
fn apt_to_use() -> Option<Apt> {
    let named = ["CHROME", "CHROMEDRIVER"]
        .iter()
        .any(|name| env::var_os(name).is_some());
    if named { None } else { Apt::if_allowed() }
}

/// The pair there is, or why there is none.
fn find() -> Result<Browser, String> {
    pair(
        &programs("CHROME", CHROMES)?,
        &programs("CHROMEDRIVER", DRIVERS)?,
    )
}

/// The program a variable names, or else all of these names that answer.
fn programs(variable: &str, names: &[&str]) -> Result<Vec<Program>, String> {
    if let Some(named) = env::var_os(variable) {
        let path = PathBuf::from(named);
        let silent = format!("{variable}={} does not tell its version", path.display());
        return Program::ask(path)
            .map(|program| vec![program])
            .ok_or(silent);
    }
    let found = names.iter().filter_map(|name| which::which(name).ok());
    Ok(found.filter_map(Program::ask).collect())
}

/// The first browser that has a driver of its major version.
fn pair(chromes: &[Program], drivers: &[Program]) -> Result<Browser, String> {
    for chrome in chromes {
        if let Some(driver) = drivers.iter().find(|driver| driver.major == chrome.major) {
            return Ok(Browser {
                chrome: chrome.path.clone(),
                driver: driver.path.clone(),
            });
        }
    }
    match (chromes, drivers) {
        ([], []) => Err("neither was found".to_string()),
        ([], _) => Err("no Chromium or Chrome was found".to_string()),
        ([chrome, ..], []) => Err(format!("{chrome} was found, but no chromedriver")),
        ([chrome, ..], [driver, ..]) => Err(format!(
            "{chrome} and {driver} were found, which do not go together"
        )),
    }
}

impl Program {
    fn ask(path: PathBuf) -> Option<Self> {
        let major = major(&answer(&path, &["--version"])?)?;
        Some(Self { path, major })
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (version {})", self.path.display(), self.major)
    }
}

/// The 156 of "Chromium 156.0.8078.79 built on Debian" and of "ChromeDriver 156.0.…".
fn major(answer: &str) -> Option<u32> {
    let dotted = answer.split_whitespace().find(|word| word.contains('.'))?;
    dotted.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(path: &str, major: u32) -> Program {
        Program {
            path: path.into(),
            major,
        }
    }

    #[test]
    fn the_major_version_a_browser_tells() {
        let cases = [
            (
                "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)",
                Some(156),
            ),
            ("Google Chrome 155.0.1.2", Some(155)),
            ("Google Chrome for Testing 155.0.1.2", Some(155)),
            (
                "ChromeDriver 156.0.8078.79 (a21ce95c24ce-refs/branch-heads/8078@{#1704})",
                Some(156),
            ),
            ("no version", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(major(answer), expected, "{answer}");
        }
    }

    #[test]
    fn the_driver_is_that_of_the_browsers_version() {
        let chromes = [program("/a/chromium", 150), program("/b/chrome", 156)];
        let drivers = [program("/c/chromedriver", 156)];
        let found = Browser {
            chrome: "/b/chrome".into(),
            driver: "/c/chromedriver".into(),
        };
        assert_eq!(pair(&chromes, &drivers), Ok(found));
    }

    #[test]
    fn what_is_missing_is_said() {
        let chrome = [program("/a/chromium", 150)];
        let driver = [program("/c/chromedriver", 156)];
        let cases: [(&[Program], &[Program], &str); 4] = [
            (&[], &[], "neither was found"),
            (&[], &driver, "no Chromium or Chrome was found"),
            (
                &chrome,
                &[],
                "/a/chromium (version 150) was found, but no chromedriver",
            ),
            (
                &chrome,
                &driver,
                "/a/chromium (version 150) and /c/chromedriver (version 156) were found, \
                 which do not go together",
            ),
        ];
        for (chromes, drivers, reason) in cases {
            assert_eq!(pair(chromes, drivers), Err(reason.to_string()));
        }
    }
}
