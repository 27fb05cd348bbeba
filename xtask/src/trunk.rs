//! How trunk is called.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::note;
use crate::tools::Tools;

/// Trunk with our tools in reach and nothing left for it to download.
pub(crate) fn trunk(project: &Project, tools: &Tools, task: &str) -> Result<Command> {
    let mut command = Command::new(&tools.trunk);
    command
        .current_dir(project.root())
        .arg(task)
        .env("PATH", path_with(&tools.wasm_bindgen)?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // For the page's target alone: the hook compiles for this machine.
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            without_paths(&cargo_home()?, project.root()),
        );
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

/// Where cargo keeps the sources of packages.
fn cargo_home() -> Result<PathBuf> {
    let named = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = || env::home_dir().map(|home| home.join(".cargo"));
    named
        .or_else(home)
        .context("there is no home folder to find cargo's in")
}

/// Flags for the compiler that keep this machine's folders out of what it makes: they stand in the messages of
/// panics, tell whose machine it was, and make each build another.
fn without_paths(cargo_home: &Path, root: &Path) -> String {
    let packages = cargo_home.join("registry").join("src");
    let flags = [(packages.as_path(), "packages"), (root, ".")];
    let flags = flags.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    // Cargo parts flags at spaces.
    let (flags, odd): (Vec<_>, Vec<_>) = flags
        .into_iter()
        .partition(|flag| !flag.contains(char::is_whitespace));
    for flag in odd {
        note(&format!(
            "{flag} is left out: its folder has a space in its name, and will be in the page"
        ));
    }
    flags.join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_paths;
    use std::path::Path;

    #[test]
    fn folders_are_kept_out_of_the_page() {
        let flags = |root| without_paths(Path::new("/home/a/.cargo"), Path::new(root));
        let packages = "--remap-path-prefix=/home/a/.cargo/registry/src=packages";
        assert_eq!(
            flags("/src/tandem"),
            format!("{packages} --remap-path-prefix=/src/tandem=.")
        );
        assert_eq!(flags("/my src/tandem"), packages);
    }
}
