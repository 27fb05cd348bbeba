//! `cargo xtask reproduce`: one commit, built twice in two fresh folders, gives the same files.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};

use crate::finish::digest::sha256;
use crate::project::Project;
use crate::run::{answer, cargo, note, run, step};
use crate::tools;

/// The folders differ in their length too: a path that slips into a file moves what comes after it.
const FOLDERS: [&str; 2] = ["one", "the-other/in-a-folder"];

/// The files of a site, by name: each with its hash.
type Files = BTreeMap<String, String>;

/// Builds the last commit twice and compares all files. What is not committed is not looked at.
pub(crate) fn reproduce(project: &Project) -> Result<()> {
    let commit = answer(
        Path::new("git"),
        &["-C", &text(project.root())?, "rev-parse", "HEAD"],
    )
    .context(
        "the last commit cannot be told: git has to be there, and the project in a repository",
    )?;
    let tools = tools::ready(project)?;
    let path = path_with(&[&tools.trunk, &tools.wasm_bindgen])?;
    let around = Around::new()?;
    let mut built = Vec::new();
    for folder in FOLDERS {
        let folder = around.0.join(folder);
        step(&format!("Building {commit} in {}", folder.display()));
        check_out(project.root(), &folder, &commit)?;
        build(&folder, &path)?;
        built.push(files(&folder.join("dist"))?);
    }
    let [one, other] = &built[..] else {
        bail!("there are two builds to compare")
    };
    if let Some(difference) = difference(one, other) {
        bail!("two builds of {commit} differ: {difference}");
    }
    step(&format!(
        "Both builds of {commit} have the same {} files:",
        one.len()
    ));
    for (name, hash) in one {
        note(&format!("{hash}  {name}"));
    }
    Ok(())
}

/// A temporary folder that goes with this.
struct Around(PathBuf);

impl Around {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("tandem-reproduce-{}", std::process::id()));
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Around {
    fn drop(&mut self) {
        // What is left of it the system clears away.
        fs::remove_dir_all(&self.0).ok();
    }
}

fn check_out(repository: &Path, folder: &Path, commit: &str) -> Result<()> {
    let mut clone = Command::new("git");
    clone.args(["clone", "--quiet", "--no-checkout"]);
    run(clone.arg(repository).arg(folder))?;
    let mut checkout = Command::new("git");
    checkout.arg("-C").arg(folder);
    run(checkout.args(["checkout", "--quiet", "--detach", commit]))
}

/// As a person would build it there, but with the tools that are here already.
fn build(folder: &Path, path: &OsString) -> Result<()> {
    run(cargo()
        .current_dir(folder)
        .args(["xtask", "build"])
        .env("PATH", path)
        // Otherwise both would share what was compiled.
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_MANIFEST_DIR"))
}

fn path_with(programs: &[&Path]) -> Result<OsString> {
    let folders = programs.iter().filter_map(|program| program.parent());
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders
        .map(Path::to_path_buf)
        .chain(env::split_paths(&rest));
    env::join_paths(all).context("PATH cannot be written")
}

fn files(site: &Path) -> Result<Files> {
    let mut files = Files::new();
    for name in crate::finish::names(site)? {
        let bytes = fs::read(site.join(&name)).with_context(|| format!("{name} cannot be read"))?;
        files.insert(name, sha256(&bytes));
    }
    ensure!(!files.is_empty(), "{} is empty", site.display());
    Ok(files)
}

/// The first file that is not the same in both, in words.
fn difference(one: &Files, other: &Files) -> Option<String> {
    let names = one
        .keys()
        .chain(other.keys().filter(|name| !one.contains_key(*name)));
    for name in names {
        match (one.get(name), other.get(name)) {
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => return Some(format!("{name} is {one} and {other}")),
            (Some(_), None) => return Some(format!("{name} is only in the first")),
            (None, _) => return Some(format!("{name} is only in the second")),
        }
    }
    None
}

fn text(path: &Path) -> Result<String> {
    let text = path.to_str().map(str::to_owned);
    text.with_context(|| format!("{} is no text", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Listed<'a> = &'a [(&'a str, &'a str)];

    fn site(files: Listed<'_>) -> Files {
        let owned = |&(name, hash): &(&str, &str)| (name.to_owned(), hash.to_owned());
        files.iter().map(owned).collect()
    }

    #[test]
    fn the_first_difference_is_named() {
        let one = site(&[("a", "1"), ("b", "2")]);
        let cases: [(Listed<'_>, Option<&str>); 4] = [
            (&[("a", "1"), ("b", "2")], None),
            (&[("a", "1"), ("b", "3")], Some("b is 2 and 3")),
            (&[("a", "1")], Some("b is only in the first")),
            (
                &[("a", "1"), ("b", "2"), ("c", "4")],
                Some("c is only in the second"),
            ),
        ];
        for (other, expected) in cases {
            assert_eq!(difference(&one, &site(other)).as_deref(), expected);
        }
    }
}
