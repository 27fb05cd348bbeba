//! `cargo xtask audit`: what is known against the dependencies, by cargo-deny and npm.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::run::{note, run, step};
use crate::{npm_audit, supply, tools};

/// All of it, by cargo-deny, which is installed if it is missing. What cannot be asked here fails.
pub(crate) fn audit(project: &Project) -> Result<()> {
    let program = tools::cargo_deny(project)?;
    step("Rust packages: advisories, licences, sources, bans");
    run(&mut deny(project, &program, &["check"]))
        .context("cargo-deny found something, or could not fetch the advisories; it says which")?;
    step("npm packages: advisories");
    let asked = npm_audit::check(project)?;
    ensure!(asked, "npm's advisories could not be fetched");
    Ok(())
}

/// As much as can be had at once: licences and sources always, advisories where there is cargo-deny and a way
/// to its database, and to npm's registry.
pub(crate) fn check(project: &Project) -> Result<()> {
    supply::check(project)?;
    match tools::cargo_deny_at_hand(project) {
        None => note(
            "advisories of Rust packages were not checked: that takes cargo-deny, which `cargo xtask audit` installs",
        ),
        Some(program) => advisories(project, &program)?,
    }
    npm_audit::check(project)?;
    Ok(())
}

fn advisories(project: &Project, program: &Path) -> Result<()> {
    let fetched = deny(project, program, &["fetch", "db"]).output();
    if !fetched.is_ok_and(|fetched| fetched.status.success()) {
        note(
            "advisories of Rust packages were not checked: their database on GitHub cannot be reached",
        );
        return Ok(());
    }
    run(&mut deny(project, program, &["check", "advisories"]))
        .context("something is known against a Rust package; it stands above")
}

fn deny(project: &Project, program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project.root()).args(args);
    command
}
