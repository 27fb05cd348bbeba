//! The npm packages: the real JSONPlaceholder server, what runs and checks the
//! TypeScript programs, and Lighthouse, which the benchmarks have too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::project::Project;
use crate::run::{answer, note, run};

/// The oldest Node the tests are run on.
const NODE: (u32, u32) = (20, 3);
/// npm is a script on Windows, and scripts are started by their full name.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The scripts that tests and benchmarks start with Node.
pub(crate) struct Scripts {
    /// The real server.
    pub(crate) server: PathBuf,
    /// What Node loads to run TypeScript.
    pub(crate) tsx: PathBuf,
    /// The TypeScript compiler.
    pub(crate) tsc: PathBuf,
    /// Lighthouse's command line.
    pub(crate) lighthouse: PathBuf,
}

/// The packages of the tests and of the benchmarks.
pub(crate) fn ready(project: &Project) -> Result<Scripts> {
    let folder = project.npm();
    ensure_installed(&folder)?;
    let bench = project.bench_npm();
    ensure_installed(&bench)?;
    Ok(Scripts {
        server: script(&folder, "jsonplaceholder/index.js")?,
        tsx: script(&folder, "tsx/dist/loader.mjs")?,
        tsc: script(&folder, "typescript/bin/tsc")?,
        lighthouse: script(&bench, "lighthouse/cli/index.js")?,
    })
}

/// Installs the packages unless they are those of the lock file.
fn ensure_installed(folder: &Path) -> Result<()> {
    ensure_node()?;
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let installed = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        note("as in the lock file already");
    } else {
        install(folder)?;
        // The mark comes last, so that an install that broke off is repeated.
        fs::write(&installed, wanted)
            .with_context(|| format!("{} cannot be written", installed.display()))?;
    }
    Ok(())
}

fn install(folder: &Path) -> Result<()> {
    // Without the packages' scripts: none of them is needed, and none is trusted.
    let mut command = Command::new(NPM);
    command.current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(&mut command).context(
        "the npm packages could not be installed. They need npm (it comes with Node) and a way \
         to registry.npmjs.org",
    )
}

fn script(folder: &Path, name: &str) -> Result<PathBuf> {
    let script = folder.join("node_modules").join(name);
    ensure!(
        script.is_file(),
        "{} is missing; remove {} and call again",
        script.display(),
        folder.join("node_modules").display()
    );
    Ok(script)
}

fn ensure_node() -> Result<()> {
    let answer = answer(Path::new("node"), &["--version"]);
    let (major, minor) = NODE;
    match answer.as_deref().map(version) {
        Some(Some(found)) if found >= NODE => Ok(()),
        Some(_) => bail!(
            "Node {major}.{minor} or newer is needed, and `node --version` says {}. {HELP}",
            answer.unwrap_or_default()
        ),
        None => {
            bail!("Node {major}.{minor} or newer is needed, and there is no `node` on PATH. {HELP}")
        }
    }
}

const HELP: &str = "Debian and Ubuntu: sudo apt-get install nodejs npm (from Debian 13, Ubuntu \
    25.04); Fedora: sudo dnf install nodejs; macOS: brew install node; others and older ones: \
    https://nodejs.org/en/download";

/// "v20.20.2" is 20 and 20.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::{NODE, version};

    #[test]
    fn the_version_of_node() {
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("v9.0.0-pre"), Some((9, 0)));
        assert_eq!(version("20.1.0"), None);
        assert_eq!(version("nonsense"), None);
        assert!(version("v20.2.9") < Some(NODE) && version("v22.0.0") > Some(NODE));
    }
}
