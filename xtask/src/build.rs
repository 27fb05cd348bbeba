//! `cargo xtask build`: the optimised site in `dist/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::commit::commit;
use crate::finish::{self, OFFLINE};
use crate::project::Project;
use crate::run::{note, run, step};
use crate::{rust, tools, trunk};

/// Builds the site and tells what it weighs.
pub(crate) fn build(project: &Project) -> Result<()> {
    site(project)?;
    step("dist/ now holds the site (in full, and as brotli packs it):");
    for file in weigh(&project.dist())? {
        let packed = file.packed.map(kilobytes).unwrap_or_default();
        note(&format!(
            "{:>10} {packed:>9}  {}",
            kilobytes(file.bytes),
            file.name
        ));
    }
    Ok(())
}

/// Builds the site, with the set-up it needs.
pub(crate) fn site(project: &Project) -> Result<()> {
    rust::wasm_target()?;
    let tools = tools::ready(project)?;
    step("Building the optimised site into dist/");
    let mut build = trunk::trunk(project, &tools, "build")?;
    build.arg("--release=true").env(OFFLINE, "1");
    if let Some(commit) = commit(project.root()) {
        // The page names it where it has to say what has failed.
        build.env("TANDEM_COMMIT", commit);
    }
    run(&mut build).context("the site could not be built; trunk's own messages stand above")
}

struct Weighed {
    name: String,
    bytes: u64,
    /// As much of it as goes over the line from a host that sends it compressed.
    packed: Option<u64>,
}

/// The files of the site, the heaviest first. The site is flat.
fn weigh(dist: &Path) -> Result<Vec<Weighed>> {
    let length = |name: &str| fs::metadata(dist.join(name)).map(|meta| meta.len());
    let mut files = Vec::new();
    for name in finish::names(dist)? {
        if !name.ends_with(".br") && !name.ends_with(".gz") {
            files.push(Weighed {
                bytes: length(&name)?,
                packed: length(&format!("{name}.br")).ok(),
                name,
            });
        }
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.bytes));
    Ok(files)
}

/// As sizes of pages are given: a thousand bytes to the kilobyte.
fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn sizes_are_in_thousands_of_bytes() {
        assert_eq!(kilobytes(0), "0.0 kB");
        assert_eq!(kilobytes(999), "0.9 kB");
        assert_eq!(kilobytes(271_360), "271.3 kB");
    }
}
