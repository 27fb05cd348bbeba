//! The browser engines that the tests run in, and what each run needs of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::note;
use crate::{browser, firefox, webkit};

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// Where an engine's programs are, by the variables that tell the tests.
pub(crate) type Ready = Vec<(&'static str, PathBuf)>;

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];
    /// Those that `cargo xtask test` gives a smoke, and no more.
    pub(crate) const OTHERS: [Self; 2] = [Self::Firefox, Self::WebKit];

    /// Its name on the command line and in TANDEM_BROWSER.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Finds the engine, installing what is missing where it may.
    pub(crate) fn ready(self, project: &Project) -> Result<Ready> {
        match self {
            Self::Chromium => browser::ready()
                .map(|browser| vec![("CHROME", browser.chrome), ("CHROMEDRIVER", browser.driver)]),
            Self::Firefox => firefox::ready(project),
            Self::WebKit => webkit::ready(),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}

/// The program that a variable names.
pub(crate) fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

/// The file in which the tests put down what they leave out, empty at first.
pub(crate) fn left_out(project: &Project) -> Result<PathBuf> {
    let folder = project.root().join("target");
    let file = folder.join("left-out.txt");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, ""))
        .with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(file)
}

/// Names every test that was left out, and why.
pub(crate) fn tell_left_out(engine: Engine, file: &Path) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    // A test may say so more than once, and in any order.
    let lines: BTreeSet<_> = text.lines().collect();
    match lines.len() {
        0 => note(&format!("no test was left out in {engine}")),
        count => note(&format!("left out in {engine}, all or in part ({count}):")),
    }
    for line in lines {
        note(&format!("  {line}"));
    }
    Ok(())
}
