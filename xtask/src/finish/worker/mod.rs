//! The service worker: made over the finished files, so that it names each by its hash.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::digest::{sha256, sha384};

/// Its name in the site. It must not change: browsers ask for it under this name ever after.
pub(super) const NAME: &str = "service-worker.js";
/// Keeps one version of the site.
const KEEPER: &str = include_str!("service-worker.js");
/// Takes away what an earlier version kept.
const FAREWELL: &str = include_str!("farewell.js");

/// Writes the worker that keeps the files of `site` as they are now.
pub(super) fn write(site: &Path) -> Result<()> {
    let mut files = Vec::new();
    for name in super::names(site)? {
        if is_kept(&name) {
            let bytes = fs::read(site.join(&name)).with_context(|| format!("{name} is gone"))?;
            files.push((name, sha384(&bytes)));
        }
    }
    save(site, &keeper(&files))
}

/// Writes the worker that takes its leave.
pub(super) fn write_farewell(site: &Path) -> Result<()> {
    save(site, FAREWELL)
}

fn save(site: &Path, text: &str) -> Result<()> {
    fs::write(site.join(NAME), text).with_context(|| format!("{NAME} cannot be written"))
}

/// What is for hosts, or for the worker's own sake, is no part of the page.
fn is_kept(name: &str) -> bool {
    name != NAME && name != "_headers"
}

fn keeper(files: &[(String, String)]) -> String {
    let lines: Vec<_> = files
        .iter()
        .map(|(name, hash)| {
            // The page is asked for by its folder's address: some hosts redirect its file's to that.
            let name = if name == "index.html" { "" } else { name };
            format!("  {name:?}: {hash:?},\n")
        })
        .collect();
    let files = format!("{{\n{}}}", lines.concat());
    let version = sha256([KEEPER, &files].concat().as_bytes());
    KEEPER
        .replace("{{version}}", &version)
        .replace("{{files}}", &files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |&(name, hash): &(&str, &str)| (name.to_owned(), hash.to_owned());
        files.iter().map(owned).collect()
    }

    fn version(worker: &str) -> &str {
        let (_, rest) = worker.split_once("VERSION = \"").unwrap();
        rest.split_once('"').unwrap().0
    }

    #[test]
    fn the_page_is_the_folder_and_each_file_has_its_hash() {
        let worker = keeper(&files(&[
            ("a-1.js", "sha384-a"),
            ("index.html", "sha384-i"),
        ]));
        assert!(
            worker.contains(
                "Object.entries({\n  \"a-1.js\": \"sha384-a\",\n  \"\": \"sha384-i\",\n})"
            ),
            "{worker}"
        );
        assert!(!worker.contains("{{"), "{worker}");
    }

    #[test]
    fn another_file_is_another_version() {
        let [one, same, other] =
            [("a", "1"), ("a", "1"), ("a", "2")].map(|file| keeper(&files(&[file])));
        assert_eq!(one, same);
        assert_ne!(version(&one), version(&other));
    }

    #[test]
    fn what_is_for_hosts_is_not_kept() {
        for (name, kept) in [
            (NAME, false),
            ("_headers", false),
            ("icon.svg", true),
            ("index.html", true),
        ] {
            assert_eq!(is_kept(name), kept, "{name}");
        }
    }
}
