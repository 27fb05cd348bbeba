//! Firefox and geckodriver: named by FIREFOX and GECKODRIVER, found, or
//! installed where that is allowed.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt::Apt;
use crate::engines::{Ready, named};
use crate::project::Project;
use crate::run::{answer, note};
use crate::tools;

const FIREFOXES: &[&str] = &[
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
];
const PACKAGES: &[&str] = &["firefox-esr", "fonts-dejavu-core"];

const HELP: &str = "\
Install Firefox:
    Debian   sudo apt-get install firefox-esr
    Fedora   sudo dnf install firefox
    macOS    brew install --cask firefox
Or name it yourself: FIREFOX=/path/to/firefox";

/// Finds Firefox and its driver, installing what is missing where it may.
pub(crate) fn ready(project: &Project) -> Result<Ready> {
    let firefox = firefox()?;
    let driver = match env::var_os("GECKODRIVER") {
        Some(path) => answering(Path::new(&path))
            .with_context(|| format!("GECKODRIVER={} does not answer", path.display()))?,
        None => tools::geckodriver(project)?,
    };
    note(&format!("{} and {}", firefox.display(), driver.display()));
    Ok(vec![("FIREFOX", firefox), ("GECKODRIVER", driver)])
}

fn firefox() -> Result<PathBuf> {
    if let Some(path) = named("FIREFOX") {
        return answering(&path)
            .with_context(|| format!("FIREFOX={} does not answer", path.display()));
    }
    if let Some(path) = found() {
        return Ok(path);
    }
    match Apt::if_allowed() {
        Some(apt) => {
            note("there is no Firefox; installing the system's");
            apt.install(PACKAGES).context(HELP)?;
        }
        None => bail!("there is no Firefox.\n{HELP}"),
    }
    found().with_context(|| format!("the system's Firefox does not answer.\n{HELP}"))
}

fn found() -> Option<PathBuf> {
    let paths = FIREFOXES.iter().filter_map(|name| which::which(name).ok());
    paths.into_iter().find_map(|path| answering(&path))
}

/// The program, if it tells its version.
fn answering(path: &Path) -> Option<PathBuf> {
    answer(path, &["--version"])?;
    Some(path.to_path_buf())
}
