//! What an engine cannot do stands in `docs/engines.md`, with the reason and with the tests that need it.

use crate::support::browser::{Capability, Engine};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the tests in a browser.
const TESTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/browser"
);

/// A test, or a step of several, that asks whether it can be done.
struct Asks {
    capability: String,
    name: String,
}

/// All that do, in the order of their names.
fn asking() -> Vec<Asks> {
    let mut files = Vec::new();
    collect(Path::new(TESTS), &mut files);
    files.sort();
    files.iter().flat_map(|file| asking_in(file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
}

fn asking_in(file: &Path) -> Vec<Asks> {
    let text = fs::read_to_string(file).expect("a file of tests");
    let module = file.strip_prefix(TESTS).expect("one of the tests");
    let module = module
        .with_extension("")
        .to_string_lossy()
        .replace('/', "::");
    let (mut asks, mut function) = (Vec::new(), "");
    for line in text.lines() {
        if let Some((_, rest)) = line.split_once("fn ") {
            function = rest.split(['(', '<']).next().unwrap_or_default();
        }
        if let Some((_, rest)) = line.split_once("lacking(Capability::") {
            let capability = rest.split(')').next().unwrap_or_default();
            asks.push(Asks {
                capability: capability.to_owned(),
                name: format!("`{module}::{function}`"),
            });
        }
    }
    asks
}

/// The table as it should be.
fn table() -> String {
    let asks = asking();
    let mut table =
        String::from("| what | Firefox | WebKitGTK | left out there |\n|---|---|---|---|\n");
    for capability in Capability::ALL {
        let reasons = [Engine::Firefox, Engine::WebKit]
            .map(|engine| engine.lacks(capability).unwrap_or("yes"));
        let name = format!("{capability:?}");
        let names = asks.iter().filter(|asks| asks.capability == name);
        let names: Vec<_> = names.map(|asks| asks.name.as_str()).collect();
        assert!(
            !names.is_empty(),
            "nothing needs {name}"
        );
        writeln!(
            table,
            "| {} | {} | {} | {} |",
            capability.words(),
            reasons[0],
            reasons[1],
            names.join(", ")
        )
        .expect("a text takes all");
    }
    table
}

#[test]
fn what_an_engine_cannot_do_is_written_down() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/engines.md"
    );
    let written = fs::read_to_string(file).expect("docs/engines.md");
    let table = table();
    assert!(
        written.contains(&table),
        "docs/engines.md should have this table:\n{table}"
    );
}

#[test]
fn chromium_lacks_nothing() {
    for capability in Capability::ALL {
        assert_eq!(
            Engine::Chromium.lacks(capability),
            None,
            "{capability:?}"
        );
    }
}
