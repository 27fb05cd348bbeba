//! How trunk is called.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::tools::Tools;

/// Trunk with our tools in reach and nothing left for it to download.
pub(crate) fn trunk(project: &Project, tools: &Tools, task: &str) -> Result<Command> {
    let mut command = Command::new(&tools.trunk);
    command
        .current_dir(project.root())
        .arg(task)
        .env("PATH", path_with(&tools.wasm_bindgen)?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk 0.21 takes only `true` here and stops at the usual `1`.
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Trunk takes the wasm-bindgen it finds first on PATH, if the version is right.
fn path_with(wasm_bindgen: &Path) -> Result<std::ffi::OsString> {
    let first = wasm_bindgen
        .parent()
        .context("wasm-bindgen lies in no folder")?;
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(first.to_path_buf()).chain(env::split_paths(&rest));
    env::join_paths(folders)
        .with_context(|| format!("the folder {} cannot stand on PATH", first.display()))
}
