//! Data's way: which folder may name which, and which may name the web.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder or file of `src`, and what must not be named in it.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("time.rs", &["crate::"]),
    ("sorting.rs", &["crate::"]),
    ("concepts", &["crate::"]),
    (
        "format.rs",
        &[
            "crate::trace",
            "crate::engine",
            "crate::api",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "axis.rs",
        &[
            "crate::trace",
            "crate::engine",
            "crate::api",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "network",
        &[
            "crate::trace",
            "crate::engine",
            "crate::api",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "trace",
        &[
            "crate::api",
            "crate::engine",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "record",
        &[
            "crate::api",
            "crate::engine",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "picture",
        &[
            "crate::api",
            "crate::engine",
            "crate::experiments",
            "crate::replica",
        ],
    ),
    (
        "engine",
        &["crate::api", "crate::experiments", "crate::replica"],
    ),
    (
        "api",
        &["crate::experiments", "crate::replica"],
    ),
    ("experiments", &["crate::replica"]),
    (
        "replica",
        &["crate::api", "crate::experiments"],
    ),
    (
        "browser",
        &["crate::experiments", "crate::replica"],
    ),
    ("state", &["crate::replica"]),
    ("ui", &["crate::replica"]),
];

/// What only `app.rs` may join.
const ABOVE: [&str; 4] = ["crate::app", "crate::browser", "crate::state", "crate::ui"];

/// What pure code does not know.
const WEB: [&str; 6] = [
    "leptos",
    "web_sys",
    "js_sys",
    "gloo",
    "wasm_bindgen",
    "wasm_streams",
];

const PURE: [&str; 13] = [
    "time.rs",
    "format.rs",
    "axis.rs",
    "sorting.rs",
    "network",
    "concepts",
    "trace",
    "record",
    "picture",
    "engine",
    "api",
    "experiments",
    "replica",
];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.into()];
    }
    let entries = fs::read_dir(path).expect("a folder of src");
    entries
        .flat_map(|entry| files(&entry.expect("an entry").path()))
        .collect()
}

/// The lines of the code below `src/{part}` that name one of `names`; comments may name anything.
fn naming(part: &str, names: &[&str]) -> Vec<String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part);
    let rust = files(&top)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"));
    let mut found = Vec::new();
    for file in rust {
        let text = fs::read_to_string(&file).expect("a text");
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            if names.iter().any(|name| line.contains(name)) {
                found.push(format!(
                    "{}: {}",
                    file.display(),
                    line.trim()
                ));
            }
        }
    }
    found
}

#[test]
fn arrows_go_one_way() {
    for (part, forbidden) in FORBIDDEN {
        // A folder may name itself, and the page's own part may name what stands below it.
        let itself = format!("crate::{part}");
        let above: &[&str] = match *part {
            "ui" => &["crate::app", "crate::browser"],
            "state" => &["crate::app", "crate::browser", "crate::ui"],
            "browser" => &["crate::app", "crate::state", "crate::ui"],
            _ => &ABOVE,
        };
        let names: Vec<_> = forbidden
            .iter()
            .chain(above)
            .copied()
            .filter(|name| *name != itself)
            .collect();
        assert_eq!(
            naming(part, &names),
            [""; 0],
            "{part} names what it must not know"
        );
    }
}

#[test]
fn pure_code_knows_no_web() {
    for part in PURE {
        assert_eq!(
            naming(part, &WEB),
            [""; 0],
            "{part} is meant to run without a page"
        );
    }
    assert!(
        !naming("browser", &WEB).is_empty(),
        "the search finds what is there"
    );
}
