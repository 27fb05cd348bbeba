//! `cargo xtask bench`: figures of the page beside their goals, with what
//! takes them.

use std::ffi::OsString;

use anyhow::{Context, Result};

use crate::engines::Engine;
use crate::project::Project;
use crate::run::{cargo, run, step};
use crate::{build, npm, rust};

/// The part that needs neither page nor browser.
const NATIVE: &str = "native";

/// Takes the figures of these parts, or all. A goal that is missed is told and
/// fails nothing: only what cannot be measured does.
pub(crate) fn bench(project: &Project, parts: &[OsString]) -> Result<()> {
    let (native, of_page): (Vec<_>, Vec<_>) = parts.iter().partition(|part| *part == NATIVE);
    if parts.is_empty() || !native.is_empty() {
        step("How long the parts take that every run goes through");
        run(cargo()
            .current_dir(project.root())
            .args(["bench", "--bench", NATIVE]))
        .context("the native benchmarks failed")?;
    }
    if parts.is_empty() || !of_page.is_empty() {
        goals(project, &of_page)?;
    }
    Ok(())
}

fn goals(project: &Project, parts: &[&OsString]) -> Result<()> {
    rust::wasm_target()?;
    step("The npm packages of the tests and of the benchmarks");
    let scripts = npm::ready(project)?;
    step("Chromium and its driver");
    let chromium = Engine::Chromium.ready(project)?;
    build::site(project)?;
    step("Figures beside their goals; nothing else should run on this machine meanwhile");
    let mut command = cargo();
    command
        .current_dir(project.root())
        .args(["bench", "--bench", "goals", "--"])
        .args(parts)
        .env("TANDEM_DIST", project.dist())
        .env("TANDEM_JSONPLACEHOLDER", &scripts.server)
        .env("TANDEM_LIGHTHOUSE", &scripts.lighthouse)
        .env("TANDEM_BROWSER", Engine::Chromium.word())
        .envs(chromium);
    run(&mut command).context("not everything was measured; what was not stands above")
}
