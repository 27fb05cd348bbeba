//! trunk, wasm-bindgen, geckodriver, cargo-fuzz and cargo-deny: found in the right version, or installed into
//! `.tools/` of the project.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::run::{answer, cargo, note, run, step};

/// Trunk 0.22 asks for a newer Rust than the project does.
const TRUNK_VERSION: &str = "0.21.14";

/// The first that may reach into Firefox itself is 0.36.
const GECKODRIVER_VERSION: &str = "0.37.1";

const HELP: &str = "It takes a way to crates.io and a C compiler (Debian: build-essential, macOS: \
    xcode-select --install). The same version somewhere on PATH serves as well";

const CARGO_DENY_VERSION: &str = "0.20.2";
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// Where the tools are.
pub(crate) struct Tools {
    pub(crate) trunk: PathBuf,
    pub(crate) wasm_bindgen: PathBuf,
}

/// A program that `cargo install` brings.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// For `cargo install`.
    options: &'static [&'static str],
}

/// Finds the tools that make the site, installing what is missing.
pub(crate) fn ready(project: &Project) -> Result<Tools> {
    let trunk = Tool {
        package: "trunk",
        program: "trunk",
        version: TRUNK_VERSION.to_string(),
        // Without TLS it builds sooner and cannot download other tools by itself.
        options: &["--no-default-features"],
    };
    let tools = Tools {
        trunk: trunk.ready(project)?,
        wasm_bindgen: wasm_bindgen_of(project)?.ready(project)?,
    };
    forget_artefacts(project)?;
    Ok(tools)
}

/// Finds wasm-bindgen, or installs it: in a build by Trunk alone it is that which Trunk has, if it is on PATH.
pub(crate) fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let program = wasm_bindgen_of(project)?.ready(project)?;
    forget_artefacts(project)?;
    Ok(program)
}

fn wasm_bindgen_of(project: &Project) -> Result<Tool> {
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: project.wasm_bindgen_version()?,
        // The package holds other programs too.
        options: &["--bin", "wasm-bindgen"],
    })
}

/// Finds cargo-fuzz, or installs it.
pub(crate) fn cargo_fuzz(project: &Project) -> Result<PathBuf> {
    let program = Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: CARGO_FUZZ_VERSION.to_string(),
        options: &[],
    }
    .ready(project)?;
    forget_artefacts(project)?;
    Ok(program)
}

/// Finds cargo-deny, or installs it.
pub(crate) fn cargo_deny(project: &Project) -> Result<PathBuf> {
    let program = deny().ready(project)?;
    forget_artefacts(project)?;
    Ok(program)
}

/// cargo-deny, if it is there.
pub(crate) fn cargo_deny_at_hand(project: &Project) -> Option<PathBuf> {
    deny().at_hand(project)
}

fn deny() -> Tool {
    Tool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: CARGO_DENY_VERSION.to_string(),
        options: &[],
    }
}

/// Finds the driver of Firefox, installing it if it is missing.
pub(crate) fn geckodriver(project: &Project) -> Result<PathBuf> {
    let driver = Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: GECKODRIVER_VERSION.to_string(),
        options: &[],
    };
    let driver = driver.ready(project)?;
    forget_artefacts(project)?;
    Ok(driver)
}

impl Tool {
    fn ready(&self, project: &Project) -> Result<PathBuf> {
        match self.at_hand(project) {
            Some(program) => Ok(program),
            None => self.install(project, self.own(project)),
        }
    }

    /// Where the project's own is, or would be.
    fn own(&self, project: &Project) -> PathBuf {
        let file = format!("{}{EXE_SUFFIX}", self.program);
        project.tools().join("bin").join(file)
    }

    /// The one that is there in this version: the project's own, or one on PATH.
    fn at_hand(&self, project: &Project) -> Option<PathBuf> {
        let own = self.own(project);
        let is_right = self.found_at(&own).as_deref() == Some(&*self.version);
        if is_right { Some(own) } else { self.on_path() }
    }

    fn on_path(&self) -> Option<PathBuf> {
        let program = which::which(self.program).ok()?;
        let found = self.found_at(&program)?;
        if found == self.version {
            return Some(program);
        }
        let (name, wanted) = (self.program, &self.version);
        let place = program.display();
        note(&format!(
            "{place} is {name} {found}; not used, {wanted} is needed"
        ));
        None
    }

    fn found_at(&self, program: &Path) -> Option<String> {
        version(&answer(program, &["--version"])?)
    }

    fn install(&self, project: &Project, own: PathBuf) -> Result<PathBuf> {
        let (name, wanted) = (self.program, &self.version);
        step(&format!(
            "Installing {name} {wanted} into .tools/ (once; this takes some minutes)"
        ));
        self.cargo_install_somehow(project)?;
        let found = self.found_at(&own);
        ensure!(
            found.as_deref() == Some(wanted),
            "{} was installed but does not answer as {name} {wanted}",
            own.display()
        );
        Ok(own)
    }

    fn cargo_install_somehow(&self, project: &Project) -> Result<()> {
        if run(self.cargo_install(project).arg("--locked")).is_ok() {
            return Ok(());
        }
        note("That failed, as it does when a version that its lock file names is gone.");
        note("Trying again without --locked, so with the newest versions that fit.");
        run(&mut self.cargo_install(project)).with_context(|| {
            let (name, wanted) = (self.program, &self.version);
            format!("{name} {wanted} could not be installed; cargo's messages stand above. {HELP}")
        })
    }

    /// A release build, but one that is ready sooner: linking the whole
    /// program at once takes most of the time and gains the tool little.
    fn cargo_install(&self, project: &Project) -> Command {
        let mut command = cargo();
        command
            .current_dir(project.root())
            .args([
                "install",
                "--force",
                self.package,
                "--version",
                &self.version,
            ])
            .args(self.options)
            .arg("--root")
            .arg(project.tools())
            .arg("--target-dir")
            .arg(artefacts(project))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        command
    }
}

/// One folder for all of it: a second try finds what the first has compiled.
fn artefacts(project: &Project) -> PathBuf {
    project.tools().join("target")
}

/// What the compiler left behind is worth a gigabyte once the tools are there.
fn forget_artefacts(project: &Project) -> Result<()> {
    match fs::remove_dir_all(artefacts(project)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).context(".tools/target could not be removed")
        }
        _ => Ok(()),
    }
}

/// The version in what a tool says of itself: "trunk 0.21.14", "wasm-bindgen
/// 0.2.130 (a1b2c3)".
fn version(answer: &str) -> Option<String> {
    let word = answer.split_whitespace().nth(1)?;
    let number = word.trim_start_matches('v');
    number
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_a_tool_tells() {
        let cases = [
            ("trunk 0.21.14", Some("0.21.14")),
            ("wasm-bindgen 0.2.130 (a1b2c3)", Some("0.2.130")),
            ("trunk v0.22.0-rc.1\n", Some("0.22.0-rc.1")),
            ("trunk", None),
            ("command not found", None),
            ("", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(version(answer).as_deref(), expected, "{answer}");
        }
    }
}
