//! A Python environment of the project's own, with what the Python programs need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt::Apt;
use crate::project::Project;
use crate::run::{answer, note, run};

/// The oldest Python that the programs run on.
const OLDEST: Version = Version(3, 10);
/// The plain names first: they are what a person means by Python.
const NAMES: &[&str] = &[
    "python3",
    "python",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
];
/// Debian keeps what makes environments in a package of its own.
const PACKAGES: &[&str] = &["python3", "python3-venv"];

const HELP: &str = "\
Install it with its venv module:
    Debian, Ubuntu   sudo apt-get install python3 python3-venv
    Fedora           sudo dnf install python3
    macOS            brew install python
    others           https://www.python.org/downloads";

/// Makes the environment unless it is there as the requirements want it, and
/// names its Python.
pub(crate) fn ready(project: &Project) -> Result<PathBuf> {
    let requirements = project.python_requirements();
    let wanted = fs::read(&requirements)
        .with_context(|| format!("{} cannot be read", requirements.display()))?;
    let folder = project.tools().join("python");
    let python = folder.join(PYTHON);
    let installed = folder.join(".installed-requirements.txt");
    // Asked, because an environment dies with the Python that it was made from.
    let alive = answer(&python, &["--version"]).is_some();
    if alive && fs::read(&installed).is_ok_and(|found| found == wanted) {
        note("as in the requirements already");
        return Ok(python);
    }
    let system = find_or_install()?;
    note(&system.told());
    make(&system.path, &folder)?;
    install(&python, &requirements)?;
    // The mark comes last, so that an install that broke off is repeated.
    fs::write(&installed, wanted)
        .with_context(|| format!("{} cannot be written", installed.display()))?;
    Ok(python)
}

const PYTHON: &str = if cfg!(windows) {
    "Scripts/python.exe"
} else {
    "bin/python"
};

fn make(python: &Path, folder: &Path) -> Result<()> {
    let mut command = Command::new(python);
    command.args(["-m", "venv", "--clear"]).arg(folder);
    run(&mut command).context("the Python environment could not be made")
}

fn install(python: &Path, requirements: &Path) -> Result<()> {
    let mut command = Command::new(python);
    command
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
        ])
        .arg(requirements);
    run(&mut command).context(
        "the Python packages could not be installed. They need a way to pypi.org; where there is \
         none built for this machine, a C compiler and Python's headers as well",
    )
}

fn find_or_install() -> Result<Python> {
    let mut found = choose(&pythons());
    if let Err(reason) = &found
        && let Some(apt) = Apt::if_allowed()
    {
        note(&format!("{reason}; installing the system's"));
        apt.install(PACKAGES).context(HELP)?;
        found = choose(&pythons());
    }
    match found {
        Ok(python) => Ok(python),
        Err(reason) => {
            bail!("the Python programs need Python {OLDEST} or newer: {reason}.\n{HELP}")
        }
    }
}

/// A Python on PATH.
#[derive(Clone, Debug, PartialEq)]
struct Python {
    path: PathBuf,
    version: Version,
    /// Whether it can make environments.
    has_venv: bool,
}

/// Major and minor.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Version(u32, u32);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl Python {
    fn ask(path: PathBuf) -> Option<Self> {
        let version = version(&answer(&path, &["--version"])?)?;
        let has_venv = answer(&path, &["-c", "import ensurepip, venv"]).is_some();
        Some(Self {
            path,
            version,
            has_venv,
        })
    }

    fn told(&self) -> String {
        format!("{} (version {})", self.path.display(), self.version)
    }
}

fn pythons() -> Vec<Python> {
    let paths = NAMES.iter().filter_map(|name| which::which(name).ok());
    paths.filter_map(Python::ask).collect()
}

/// The first that serves, or why none does.
fn choose(pythons: &[Python]) -> Result<Python, String> {
    let young: Vec<_> = pythons
        .iter()
        .filter(|python| python.version >= OLDEST)
        .collect();
    if let Some(python) = young.iter().find(|python| python.has_venv) {
        return Ok((*python).clone());
    }
    match (young.first(), pythons.first()) {
        (Some(python), _) => Err(format!(
            "{} was found, but not its venv module",
            python.told()
        )),
        (None, Some(python)) => Err(format!("only {} was found", python.told())),
        (None, None) => Err("there is none on PATH".to_string()),
    }
}

/// "Python 3.11.7" is 3.11.
fn version(answer: &str) -> Option<Version> {
    let mut numbers = answer.strip_prefix("Python ")?.split('.');
    Some(Version(
        numbers.next()?.parse().ok()?,
        numbers.next()?.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(path: &str, minor: u32, has_venv: bool) -> Python {
        Python {
            path: path.into(),
            version: Version(3, minor),
            has_venv,
        }
    }

    #[test]
    fn the_version_a_python_tells() {
        let cases = [
            ("Python 3.11.7", Some(Version(3, 11))),
            ("Python 3.14.0rc2", Some(Version(3, 14))),
            ("Python 2.7.18", Some(Version(2, 7))),
            ("Python 3", None),
            ("3.11.7", None),
            ("", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(version(answer), expected, "{answer}");
        }
        assert!(Version(3, 9) < OLDEST && OLDEST < Version(4, 0));
    }

    #[test]
    fn the_first_that_serves_is_taken() {
        let old = python("/usr/bin/python3", 9, true);
        let bare = python("/usr/bin/python3", 12, false);
        let good = python("/opt/python3.10", 10, true);
        let better = python("/opt/python3.13", 13, true);
        let cases: &[(&[&Python], Result<&Python, &str>)] = &[
            (&[&good, &better], Ok(&good)),
            (&[&old, &bare, &better], Ok(&better)),
            (
                &[&old, &bare],
                Err("/usr/bin/python3 (version 3.12) was found, but not its venv module"),
            ),
            (
                &[&old],
                Err("only /usr/bin/python3 (version 3.9) was found"),
            ),
            (&[], Err("there is none on PATH")),
        ];
        for (pythons, expected) in cases {
            let pythons: Vec<_> = pythons.iter().map(|python| (*python).clone()).collect();
            let chosen = choose(&pythons);
            assert_eq!(
                chosen.as_ref().map_err(String::as_str),
                *expected,
                "{pythons:?}"
            );
        }
    }
}
