//! WebKitGTK's MiniBrowser, its driver, and the display they run on: named by
//! variables, found, or installed where that is allowed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt::Apt;
use crate::engines::{Ready, named};
use crate::run::note;

/// Where systems keep the browser, which is not on PATH: below these, in a
/// folder named after the library.
const LIBRARIES: &[&str] = &[
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/local/libexec",
];
/// The drivers go with any of them.
const FOLDERS: &[&str] = &["webkit2gtk-4.1", "webkit2gtk-4.0"];
const PACKAGES: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xsettingsd",
    "fonts-dejavu-core",
];

const HELP: &str = "\
WebKitGTK runs on Linux alone. Install its driver, and a display that is not there:
    Debian   sudo apt-get install webkit2gtk-driver xvfb xsettingsd
Or name the programs yourself: MINIBROWSER, WEBKITDRIVER, XVFB and XSETTINGSD";

/// Finds all of it, installing what is missing where it may.
pub(crate) fn ready() -> Result<Ready> {
    let mut found = find();
    if let Err(missing) = &found
        && let Some(apt) = Apt::if_allowed()
    {
        note(&format!("there is no {missing}; installing the system's"));
        apt.install(PACKAGES).context(HELP)?;
        found = find();
    }
    match found {
        Ok(programs) => {
            let (_, browser) = &programs[0];
            note(&format!("{} on a display of its own", browser.display()));
            Ok(programs)
        }
        Err(missing) => bail!("there is no {missing}.\n{HELP}"),
    }
}

/// All programs, or the name of the first that is missing.
fn find() -> Result<Ready, &'static str> {
    let on_path = |variable, program| {
        let path = named(variable).or_else(|| which::which(program).ok());
        path.map(|path| (variable, path)).ok_or(program)
    };
    let browser = named("MINIBROWSER").or_else(|| minibrowser(&libraries()));
    Ok(vec![
        ("MINIBROWSER", browser.ok_or("MiniBrowser")?),
        on_path("WEBKITDRIVER", "WebKitWebDriver")?,
        on_path("XVFB", "Xvfb")?,
        on_path("XSETTINGSD", "xsettingsd")?,
    ])
}

/// The folders of libraries, and Debian's one more for each kind of machine.
fn libraries() -> Vec<PathBuf> {
    let own = LIBRARIES.iter().map(PathBuf::from);
    let kinds = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    own.chain(kinds.map(|folder| folder.path())).collect()
}

fn minibrowser(libraries: &[PathBuf]) -> Option<PathBuf> {
    let place = |folder: &str| {
        let places = libraries.iter().map(|library| library.join(folder));
        places
            .map(|place| place.join("MiniBrowser"))
            .find(|place| Path::is_file(place))
    };
    FOLDERS.iter().find_map(|folder| place(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_library_has_the_browser() {
        let all = std::env::temp_dir().join(format!("tandem-webkit-{}", std::process::id()));
        let libraries = [all.join("a"), all.join("b")];
        assert_eq!(minibrowser(&libraries), None);
        for folder in ["a/webkit2gtk-4.0", "b/webkit2gtk-4.1"] {
            fs::create_dir_all(all.join(folder)).unwrap();
            fs::write(all.join(folder).join("MiniBrowser"), "").unwrap();
        }
        let newest = all.join("b/webkit2gtk-4.1/MiniBrowser");
        assert_eq!(minibrowser(&libraries), Some(newest));
        fs::remove_dir_all(all).unwrap();
    }
}
