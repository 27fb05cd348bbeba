//! The README's table of faults: a row a fault, with the tests that stand behind it.

use std::fs;
use std::path::{Path, PathBuf};

const FROM: &str = "## Faults";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The last cell of each row of the table: its tests, by module and name.
fn rows() -> Vec<(String, Vec<String>)> {
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let section = readme.split(FROM).nth(1).expect("a section on faults");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        assert_eq!(cells.len(), 3, "{row}");
        let tests = cells[2].split('`').skip(1).step_by(2).map(str::to_owned);
        (
            cells[0].trim().to_owned(),
            tests.collect(),
        )
    })
    .collect()
}

/// All Rust files below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}

/// Whether there is a test of this name in a file or folder of that module.
fn exists(test: &str) -> bool {
    let Some((module, name)) = test.rsplit_once("::") else {
        return false;
    };
    let place = module.replace("::", "/");
    let mut found = files(&root().join("tests"));
    found.retain(|file| {
        let file = file.with_extension("");
        file.ends_with(&place) || file.ends_with(format!("{place}/mod"))
    });
    found.iter().any(|file| {
        let text = fs::read_to_string(file).expect("a text");
        has_test(&text, name)
    })
}

/// Whether `text` has a function of this name right below the attribute of a test.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    lines.windows(2).any(|pair| {
        let is_test = matches!(pair[0], "#[test]" | "#[tokio::test]");
        let function = pair[1].trim_start_matches("async ").strip_prefix("fn ");
        is_test && function.is_some_and(|rest| rest.strip_prefix(name) == Some("() {"))
    })
}

#[test]
fn every_row_names_tests_that_there_are() {
    let rows = rows();
    // As many as the faults that the page promises to survive.
    assert!(rows.len() >= 20, "{rows:#?}");
    for (fault, tests) in rows {
        assert!(!tests.is_empty(), "no test: {fault}");
        for test in tests {
            assert!(
                exists(&test),
                "{fault}: there is no test {test}"
            );
        }
    }
}

#[test]
fn what_is_no_test_is_not_found() {
    assert!(exists(
        "faults::readme::what_is_no_test_is_not_found"
    ));
    for nothing in [
        "faults::readme::rows",
        "faults::readme::there_is_no_such_test",
        "faults::slept::what_is_no_test_is_not_found",
        "what_is_no_test_is_not_found",
    ] {
        assert!(!exists(nothing), "{nothing}");
    }
}
